"""Tips for the groups, a library that runs short, the count as the bulletin prints it (M40, M52). Pure sentences."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from models.library import Count
from models.wording import times
from models.wording.lines import COLUMNS, columns, fits, joined, short


@dataclass(frozen=True)
class Item:
    """A tip as a group reads it: its address, or else its own words."""

    title: str
    source: str
    address: str = ""
    text: str = ""


def tip(link: Item | None, video: Item | None) -> str:
    """M40: a link and a short video in one message; an address is never cut, all else gives way to it."""
    told = ""
    for told in _shorter_and_shorter(link, video):
        if fits(told):
            break
    return told


def _shorter_and_shorter(link: Item | None, video: Item | None) -> Iterator[str]:
    for lines in (3, 2, 1) if link and not link.address else (1,):
        for shape in (_roomy, _close, _tight):
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
