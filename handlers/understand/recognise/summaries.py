"""Figures of a period: what was found, fixed and left over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from handlers.acts import Act, SummaryReport
from handlers.understand import spans
from handlers.understand.numbers import NUMBER, number
from handlers.understand.recognise.hazards import by_level
from handlers.understand.said import Said, because

_FIGURE = re.compile(rf"(?P<n>{NUMBER}) ?(?:处|项|条|个|起|件)(?![月人工小班车])")
_THING = r"(?:隐患|问题|毛病|缺陷)"
_WORK = r"(?:整改|治理|完成|销号|销|闭环|改|弄|修复?|处理|处置|清零?|办结|消除|解决|搞|落实|关闭|收拾|拾掇|归置|摆平)"
_DONE_BEFORE = re.compile(
    rf"(?:已|现已|当场|立即|其中)?(?:经)?(?<![未没待]){_WORK}(?:完成|完毕|合格|到位|完|好|了|掉|毕"
    rf"|妥当?|罢|利索|停当|得劲|成)*(?:{_THING})?(?:数|共|有|计)?[: ]*\Z"
)
_DONE_BEHIND = re.compile(
    rf"(?:的)?(?:{_THING})?(?:都|均|已经?|全部?|当场|现已)*{_WORK}(?!中|期限|时限)(?:完成|完毕|完|好|了|到位|合格|掉|罢|妥|毕|利索|停当)"
    rf"|(?:的)?(?:{_THING})?(?:都|均|已经?|全部?|当场|现已)+{_WORK}(?!中)"
)
_LEFT_BEFORE = re.compile(
    rf"(?:剩|余|欠|差|未|没|待|还有|尚有|尚|仍有|正在|在改|整改中|遗留|延期)(?:下|余|有|着"
    rf"|在)?(?:{_WORK})?(?:完成|完|好|的|到位)*(?:{_THING})?(?:数|共|为|有)?[: ]*\Z"
)
_LEFT_BEHIND = re.compile(
    rf"(?:的)?(?:{_THING})?(?:还|仍|尚|正|正在|暂)*(?:没|未|待|等|在(?:改|弄|整改|处理|修)|整改中|进行中|延期|来不及"
    rf"|{_WORK}中)"
)
_FOUND_BEFORE = re.compile(
    rf"(?:{_THING}|排查|查出|查到|找出|找到|揪出|翻出|查|发现|检出|登记|上报|新增|自查|共|计|累计|合计|总数|一般"
    rf"|重大)(?:出|了|到|来"
    rf"|安全|事故|各类|隐患|问题|治理|整治|总|共|计|有|数|数量){{0,6}}[: ]{{0,3}}\Z"
)
_OTHER = re.compile(
    r"(?:培训|演练|会议?|动火|作业|企业|装置|罚|文件|制度|人员|视频|报告|夜巡|巡查|检查)(?:了|共|开展"
    r"|完成)?[: ]*\Z"
)


_OF_ALL = re.compile(
    r"(?:整改率|销号率|完成率|闭环率|整改|销号|完成|闭环)[^,。;\d]{0,8}(?P<done>\d{1,4})/(?P<all>\d{1,4})(?!\d)"
)
_EVERY = re.compile(rf"(?:全部|均已?|都已?|全都?|已全部)(?:已)?{_WORK}(?!中)")


@dataclass(frozen=True)
class Figures:
    """How many hazards were found, fixed and left over."""

    total: int | None = None
    done: int | None = None
    pending: int | None = None


def figures(text: str) -> Figures:
    """The figures as the words beside them name them; the first of each kind."""
    found: dict[str, int] = {}
    last = 0
    for match in _FIGURE.finditer(text):
        kinds = _kinds(re.split(r"[,。;!?\n]", text[last : match.start()])[-1], text[match.end() :])
        value = number(match["n"])
        for kind in kinds if value is not None else ():
            found.setdefault(kind, value or 0)
        last = match.end()
    if (rate := _OF_ALL.search(text)) and "done" not in found:
        found |= {"done": number(rate["done"]) or 0, "total": number(rate["all"]) or 0}
    if not found:
        found = _bare_figures(text)
    if "total" in found and "done" not in found and "pending" not in found and _EVERY.search(text):
        found["done"] = found["total"]
    levels = by_level(text)
    if len(levels) > 1:
        found["total"] = sum(levels.values())
    return Figures(found.get("total"), found.get("done"), found.get("pending"))


#: Behind these a number counts no hazards.
_OF_OTHERS = r"[\d.%:年月日号点时次场人家天期万元/]"
_BARE = tuple(
    (
        kind,
        re.compile(rf"(?:{words})(?:数量?|总数|数目|共|计|合计)?[:为是有了 ]{{0,2}}(?P<n>\d{{1,4}})(?!{_OF_OTHERS})"),
    )
    for kind, words in (
        ("pending", r"未(?:整改|完成|改|闭环|销号)|没(?:整改|完成|改)|剩余?|在改|整改中|待(?:改|整改)|余|欠|还差|遗留"),
        (
            "done",
            r"(?<![未没待在])(?:已(?:整改|完成|改|闭环|销号|治理|办结)|整改(?!率|中)|完成(?!率)|闭环(?!率)"
            r"|销号(?!率)|改|治理|办结)(?:完成?|好|掉)?",
        ),
        (
            "total",
            r"总数|总计|合计|(?:排|自|检|抽)?查(?:出|到)?(?:隐患|问题)?|发现(?:隐患|问题)?|(?<![未没])(?:隐患|问题)(?:总数)?|检出|登记|上报",
        ),
    )
)


def _bare_figures(text: str) -> dict[str, int]:
    """Figures without a counter, by the word directly before each: 累计查出25，已改23，未改2."""
    told = {kind: match for kind, finder in _BARE if (match := finder.search(text))}
    return {kind: number(match["n"]) or 0 for kind, match in told.items()} if len(told) > 1 else {}


def _kinds(before: str, behind: str) -> tuple[str, ...]:
    """What a figure counts, by the words directly before it, else directly behind it: 33项全部整改 counts both."""
    if _LEFT_BEFORE.search(before) or _LEFT_BEHIND.match(behind):
        return ("pending",)
    is_total = bool(_FOUND_BEFORE.search(before)) and not _OTHER.search(before)
    if _DONE_BEFORE.search(before) or _DONE_BEHIND.match(behind):
        return ("total", "done") if is_total else ("done",)
    named = bool(re.match(_THING, behind)) and not _OTHER.search(before)
    return ("total",) if is_total or named else ()


_PERIOD = re.compile(
    r"开年|年初|到现在|到目前|小结|(?:本|这|上)一?个?(?:周|月|星期|礼拜|季度)|[上下]半[年月]|全年|今年|去年"
    r"|(?<!\d)\d{1,2}月(?:份|(?=[^\d,。;]{0,4}(?:隐患|问题|总数|总计|整改|自查|排查)))"
    r"|[一二三四五六七八九十]月份|季度|本年|[上中下]旬|月报|周报|季报|年报|至今|以来"
)


def summary(said: Said) -> Iterator[Act]:
    """Figures of a period; a file or a question is none.

    Example: enterprise "累计自查隐患33项全部整改" -> SummaryReport total_count=33 done_count=33
    """
    told = figures(said.text)
    words = said.hit("notices.summary") or _period(said.text, told)
    if words in ("合计", "共计", "总计") and told.done is None and not _PERIOD.search(said.text):
        return  # the sum of what was found today
    if said.officer or said.asks or not words or said.hit("notices.file") or (told.total is None and told.done is None):
        return
    levels = by_level(said.text)
    yield SummaryReport(
        total_count=told.total,
        done_count=told.done,
        pending_count=told.pending,
        count_by_level=levels if len(levels) > 1 else {},
        span=spans.span(said.text, said.context.now),
        why=(because(words, "累计或一段时间的数字"),),
    )


def _period(text: str, told: Figures) -> str:
    """A week or month beside both what was found and what was fixed."""
    sound = told.total is not None and told.done is not None and told.done <= told.total
    match = _PERIOD.search(text) if sound else None
    return match.group() if match else ""
