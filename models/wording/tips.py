"""Tips for the groups, a library that runs short, the count as the bulletin prints it (M40, M52). Pure sentences."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from models.library import Count
from models.wording import times
from models.wording.lines import COLUMNS, columns, fits, joined, short, wrapped


@dataclass(frozen=True)
class Item:
    """A tip as a group reads it: its address, or else its own words."""

    title: str
    source: str
    address: str = ""
    text: str = ""


@dataclass(frozen=True)
class Warned:
    """A warning that stands in the tip of the day."""

    weather: str
    colour: str
    detail: str = ""
    source: str = ""

    @property
    def told(self) -> str:
        """In one line."""
        by = f"（{self.source}）" if self.source else ""
        return f"{self.weather}{self.colour}色预警" + (f"，{self.detail}" if self.detail else "") + by


def tip(link: Item | None, video: Item | None, warnings: Sequence[Warned] = ()) -> str:
    """M40: a link and a short video in one message, below the warnings that stand.

    An address is never cut, all else gives way to it.
    """
    told = ""
    for told in _shorter_and_shorter(link, video):
        told = joined(_warned(warnings), told)
        if fits(told):
            break
    return told


def _warned(warnings: Sequence[Warned]) -> str:
    """大风蓝色预警，阵风8级（县气象台）; of several their names."""
    if len(warnings) > 1:
        return short("、".join(f"{one.weather}{one.colour}色" for one in warnings) + "预警", COLUMNS)
    return "".join(short(one.told, COLUMNS) for one in warnings)


def _shorter_and_shorter(link: Item | None, video: Item | None) -> Iterator[str]:
    for lines in (3, 2, 1) if link and not link.address else (1,):
        for shape in (_roomy, _close, _tight, _tightest):
            yield shape(link, video, lines)


def _roomy(link: Item | None, video: Item | None, lines: int) -> str:
    """With the sources in a line of their own."""
    return joined(
        f"今日安全1分钟：{link.title}" if link else "",
        _where(link, lines),
        f"{'' if link else '今日'}小视频：{video.title}" if video else "",
        _where(video, lines),
        f"来源 {'、'.join(dict.fromkeys(one.source for one in (link, video) if one))}",
        "不用回复",
    )


def _close(link: Item | None, video: Item | None, lines: int) -> str:
    """With each source behind its title."""
    return joined(
        f"{link.title}｜{link.source}" if link else "",
        _where(link, lines),
        f"小视频：{video.title}｜{video.source}" if video else "",
        _where(video, lines),
    )


def _tight(link: Item | None, video: Item | None, lines: int) -> str:
    """With titles and sources cut to a line each."""
    return joined(
        _one_line("", link) if link else "",
        _where(link, lines),
        _one_line("小视频：", video) if video else "",
        _where(video, lines),
    )


def _tightest(link: Item | None, video: Item | None, lines: int) -> str:
    """With the short video's address alone."""
    if link is None or video is None:
        return _tight(link, video, lines)
    return joined(_one_line("", link), _where(link, lines), f"小视频 {_where(video, lines)}")


def _one_line(before: str, item: Item) -> str:
    source = f"｜{short(item.source, 12)}"
    return before + short(item.title, COLUMNS - columns(before + source)) + source


def _where(item: Item | None, lines: int) -> str:
    return (item.address or _opening(item.text, COLUMNS * lines)) if item else ""


def _opening(text: str, width: int) -> str:
    """As many whole sentences as fit a width; of a first one that is too long, its beginning."""
    kept = ""
    for sentence in re.findall(r"[^。！]*[。！]?", text):
        if columns(kept + sentence) > width:
            break
        kept += sentence
    return kept or short(text, width)


def few(links: int, videos: int, run_out: Sequence[str]) -> str:
    """To an admin, once a month: everything of a kind was sent within half a year."""
    stock = {"link": f"链接{links}条", "video": f"小视频{videos}条"}
    return joined(
        f"送教{'、'.join(stock[one] for one in run_out)}，半年内都发过了",
        "今天起先重发最早的，请再导入一些",
    )


def waiting(count: int, first: Item, *, several: bool) -> str:
    """To the officers, and under each answer of theirs: the first tip that waits for somebody's word."""
    return joined(
        f"{count}条送教待批，先看这条",
        short(f"{first.title}｜{first.source}", COLUMNS),
        first.address if first.address and wrapped(first.address) <= 3 else short(first.address or first.text, COLUMNS),
        "回1批准，回2不用" + ("，回3同来源都批" if several else ""),
    )


def judged(title: str, count: int, *, approved: bool) -> str:
    """What an officer said of a tip, or of all of a source."""
    more = f"等{count}条" if count > 1 else ""
    return f"{'批准了' if approved else '不用了'}：{short(title, COLUMNS - 8 - columns(more))}{more}"


def judged_already(title: str) -> str:
    """Somebody else was quicker."""
    return f"已有人处理：{short(title, COLUMNS - 12)}"


def none_waiting() -> str:
    """Nothing waits for approval."""
    return "没有待批的送教"


def dead(titles: Sequence[str]) -> str:
    """To an admin, once: addresses that lead nowhere."""
    return joined(
        f"{len(titles)}条送教链接打不开，已停发",
        *(short(one, COLUMNS) for one in titles[:3]),
        f"还有{len(titles) - 3}条" if len(titles) > 3 else "",
        "换好链接再导入，就接着发",
    )


def count(found: Count, start: date, end: date) -> str:
    """M52: how many were sent, as the bulletin prints it."""
    head = f"{found.total}条：链接{found.links}，小视频{found.videos}" if found.total else "还没推送过"
    return joined(head, f"{_span(start, end)}，同一条发几个群算1条" if found.total else _span(start, end))


def _span(start: date, end: date) -> str:
    if start == end:
        return times.day(start)
    if start.year != end.year:
        return f"{start.year}年{times.day(start)}—{end.year}年{times.day(end)}"
    return f"{times.day(start)}—{times.day(end)}"
