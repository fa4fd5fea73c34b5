"""What is told in a list, numbered or one behind the other."""

from __future__ import annotations

import re

from handlers.understand import faults
from handlers.understand.numbers import NUMBER, number

COUNTER = r"(?:处|项|条|个|起|出)"


ITEM = re.compile(
    r"(?:^|(?<=[\s,;:。、.!?)]))[(]?(?P<n>\d{1,2}|[一二三四五六七八九十])(?:[、)]|"
    r"[.](?!\d)|(?<=\n\d) (?=[\u4e00-\u9fff])|是(?=[\u4e00-\u9fff\dA-Za-z])"
    r")"
)


_LOOSE = re.compile(
    r"(?:(?<![\d.#-])(?P<n>\d)|(?<=[ ,;。:\n])(?P<h>[一二三四五六七八九]))"
    r"(?=[\u4e00-\u9fff])(?![号#楼层处条项个具台只名人吨米年月日级次度块瓶桶箱组套车期区线班般些下直])"
)


STOPS = re.compile(r"[\n;。]")


def enumerated(text: str) -> list[str]:
    """The parts of "通道堵塞、灭火器过期"; the whole where not every part tells of a fault."""
    parts = HEAD.sub("", text).split("、")
    if len(parts) > 1 and all(map(faults.fault_in, parts)):
        return parts
    one_by_one = _ONE_IS.split(text)[1:]
    if len(one_by_one) > 1 and all(map(faults.fault_in, one_by_one)):
        return one_by_one
    parts = _AND_THEN.split(text)
    return parts if len(parts) > 1 and all(map(faults.fault_in, parts)) else [text]


_ONE_IS = re.compile(r"(?:还有|再有|另外?)?一(?:个|处|条|项)(?:就)?是(?=[\u4e00-\u9fff]{2})")
_AND_THEN = re.compile(
    r"(?<=[\u4e00-\u9fff])(?:然后(?:就是)?|还有(?:就是|一个|个)?|再(?:一个|就是|者)|另外(?:就是)?|"
    r"以及|同时|并且|加上|跟着)(?=[\u4e00-\u9fff]{2})"
)


def _of(mark: re.Match[str]) -> str:
    told: str = mark.groupdict().get("h") or mark.groupdict().get("p") or mark["n"]
    return told


def numbered(text: str, declared: int | None = None) -> list[str]:
    """The items of a numbered list, without what follows its end; "1灭火器过期2通道堵了" where two are said."""
    marks = _glued(text) or list(ITEM.finditer(text)) or _loose(text, declared)
    if not marks:
        return []
    if groups := _groups(text, marks):
        return groups
    again = next((at for at, mark in enumerate(marks) if at and number(_of(mark)) == 1), None)
    text, marks = (text[: marks[again].start()], marks[:again]) if again else (text, marks)
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    items = [text[mark.end() : end] for mark, end in zip(marks, ends, strict=True)]
    return [STOPS.split(item.strip(" ,;。、.\n"))[0].strip() for item in items]


_GROUP = re.compile(r"(?:\A|[\n;。, ])(?P<head>[^,;。:\n\d][^,;。:\n]{1,9}):\s*\Z")
_NO_GROUP = re.compile(r"措施|整改|要求|责任|期限|时限|建议|处理|情况|照片|方案|正常|发现|隐患|问题|如下")


def _groups(text: str, marks: list[re.Match[str]]) -> list[str]:
    """The items of several lists, each with the place above it: 东库:1.灯坏 2.门坏;西库:1.漏雨."""
    heads = [_GROUP.search(text[: mark.start()]) for mark in marks]
    firsts = [head for mark, head in zip(marks, heads, strict=True) if number(_of(mark)) == 1]
    if len(firsts) < _TWO or any(head is None or _NO_GROUP.search(head["head"]) for head in firsts):
        return []
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    items, place = [], ""
    for mark, head, end in zip(marks, heads, ends, strict=True):
        place = head["head"].strip() if head else place
        told = STOPS.split(text[mark.end() : end].strip(" ,;。、.\n"))[0]
        items.append(place + told.strip())
    return items


def in_groups(text: str) -> bool:
    """Whether a text holds several lists, each under its place."""
    return bool(_groups(text, list(ITEM.finditer(text))))


_TWO = 2
_GLUED = re.compile(
    r"(?:隐患|问题)[❌:#]?(?P<h>[1-9]|[一二三四五六七八九])(?:[ :、.,\n]{1,2}|(?<=❌\d))|"
    r"(?<![\d.#-])(?P<n>[1-9])[.、)](?=[\u4e00-\u9fff])|"
    r"[({\[](?P<p>[1-9]\d?|[一二三四五六七八九十])[)}\]]"
)


def _glued(text: str) -> list[re.Match[str]]:
    """Marks that stand in the middle of a line and count up from one: "1.无跨接2.锈蚀", "隐患1 … 隐患2 …"."""
    for kind in ("h", "n", "p"):
        marks = [match for match in _GLUED.finditer(text) if match[kind]]
        if len(marks) > 1 and [number(match[kind]) for match in marks] == list(range(1, len(marks) + 1)):
            return marks
    return []


def _loose(text: str, declared: int | None) -> list[re.Match[str]]:
    """Bare digits that count from one to the number that is said."""
    marks = list(_LOOSE.finditer(text))
    counted = [number(_of(mark)) for mark in marks]
    apart = all(mark.start() == 0 or text[mark.start() - 1] in " ,;。\n:" for mark in marks)
    opened = bool(marks) and marks[0].start() > 0 and text[marks[0].start() - 1] == ":"
    if opened and len(marks) > 1 and counted == list(range(1, len(marks) + 1)):
        return marks
    wanted = declared if declared is not None and declared > 1 else (len(marks) if apart and len(marks) > 1 else 0)
    return marks if wanted and counted == list(range(1, wanted + 1)) else []


HEAD = re.compile(
    rf"^(?:今天|今日|本日|夜里)?(?:自查|检查|排查|查出|巡查|发现)?{NUMBER} ?{COUNTER}[:]"
    rf"|^.{{0,30}}?(?:隐患|问题)(?:共)?(?:{NUMBER} ?{COUNTER})?(?:(?:均|"
    rf"都|全|已|当场|现场|正在|"
    rf"立即)[^,。;:、]{{0,10}})?[:(]"
    rf"|^.{{0,24}}?(?:发现|查出来?|查到|看到|存在)(?:了|有)?(?:{NUMBER}{COUNTER})?"
    rf"(?:隐患|问题)?(?:{NUMBER} ?{COUNTER}[: ]|(?<=[患题]){NUMBER} ?{COUNTER}(?=[\u4e00-\u9fff]{{4}})|"
    rf"[:])?"
    rf"|^(?:给|向)?.{{0,12}}?(?:交办|转办)(?:{NUMBER}{COUNTER})?(?:隐患|问题)?[:]"
    rf"|^(?:现)?(?:还)?(?:剩|剩下|剩余|余下?|其中|先报|先说|另)(?:的)?(?:{NUMBER}(?:{COUNTER}|"
    rf"个))?(?:隐患|问题)?(?:那个|那处)?(?:是|为|:)?"
    rf"|^(?:一般|重大)(?:安全|事故)?(?:隐患)? ?{NUMBER}:"
    r"|^(?:其中|有)?(?:一般|重大)的(?:那?[一1]?[条项处个])?(?:是|为|:)"
    rf"|^(?:但?[今昨前]天)?(?:另外?|还)?有?{NUMBER}{COUNTER}(?!人)(?:就?是(?=[\u4e00-\u9fff\d]{{3}}))?|^(?:还有|另外|另|有个|又有)"
)
