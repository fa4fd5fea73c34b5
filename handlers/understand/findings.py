"""New hazards as they are described: what is wrong, where, how far it is, by when and by whom."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from handlers.acts import Finding
from handlers.understand import clauses, dates, faults, named, places, results
from handlers.understand.numbers import NUMBER
from handlers.understand.said import Said, asked

COUNTER = r"(?:处|项|条|个|起|出)"
_ITEM = re.compile(
    r"(?:^|(?<=[\s,;:。、.!?)]))[(]?(?P<n>\d{1,2}|[一二三四五六七八九十])(?:[、)]|[.](?!\d)|是(?=[\u4e00-\u9fff]))"
)
_LOOSE = re.compile(
    r"(?<![\d.#-])(?P<n>\d)(?=[\u4e00-\u9fff])(?![号#楼层处条项个具台只名人吨米年月日级次度块瓶桶箱组套])"
)
_STOPS = re.compile(r"[\n;。]")


def findings(said: Said, declared: int | None) -> tuple[Finding, ...]:
    """The hazards that are described, one for each item of a list or each clause with a fault."""
    texts = _texts(said, declared)
    return tuple(_finding(text, said, texts) for text in texts)


def _texts(said: Said, declared: int | None) -> list[str]:
    items = numbered(said.text, declared)
    if items and (any(map(faults.fault_in, items)) or len(items) == declared):
        return [text for text in items if faults.fault_in(text) or _is_item(text)]
    parts = [part for clause in said.clauses if not asked(clause) for part in enumerated(clause.text)]
    faulty = [text for text in parts if faults.fault_in(text) and faults.control(text) != text.strip()]
    faulty = faulty[:1] + [text for text in faulty[1:] if not _FOLLOWS.match(text)]
    if declared and len(faulty) < declared and (announced := _announced(said.text, declared)):
        return announced
    return faulty


_FOLLOWS = re.compile(r"淋湿|溅|流到|显示|读数|声音|挡住|堵住|堵了|遮挡|影响|导致|造成|占用|把")


def enumerated(text: str) -> list[str]:
    """The parts of "通道堵塞、灭火器过期"; the whole where not every part tells of a fault."""
    parts = _HEAD.sub("", text).split("、")
    return parts if len(parts) > 1 and all(map(faults.fault_in, parts)) else [text]


def numbered(text: str, declared: int | None = None) -> list[str]:
    """The items of a numbered list, without what follows its end; "1灭火器过期2通道堵了" where two are said."""
    marks = list(_ITEM.finditer(text)) or _loose(text, declared)
    if not marks:
        return []
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    items = [text[mark.end() : end] for mark, end in zip(marks, ends, strict=True)]
    return [_STOPS.split(item.strip(" ,;。、.\n"))[0].strip() for item in items]


def _loose(text: str, declared: int | None) -> list[re.Match[str]]:
    """Bare digits that count from one to the number that is said."""
    marks = list(_LOOSE.finditer(text))
    counted = [int(mark["n"]) for mark in marks]
    apart = all(mark.start() == 0 or text[mark.start() - 1] in " ,;。\n:" for mark in marks)
    wanted = declared if declared is not None and declared > 1 else (len(marks) if apart and len(marks) > 1 else 0)
    return marks if wanted and counted == list(range(1, wanted + 1)) else []


def _is_item(text: str) -> bool:
    """An item of a list of hazards that is in order is none."""
    return len(text) > 2 and not results.normal_words(text) and not _NONE.match(text)


_NONE = re.compile(r"(?:未|没有?|无)(?:发现|见)?(?:任何)?(?:异常|隐患|问题|情况)")


_ANNOUNCED = re.compile(
    rf"{NUMBER} ?{COUNTER}(?:新|小|一般|重大|安全|事故|较大|的)*(?:隐患|问题)?[:,](?P<rest>.+)", re.DOTALL
)
_NO_WORDS = re.compile(
    r"照片|视频|图片|见图|如图|如下|附件|详见|稍后|随后|具体|整改|处理|正常|等会|晚点|责任人|[日天]内|[日号]前"
)


def _announced(text: str, declared: int) -> list[str]:
    """What stands behind "隐患1处:" is described, whatever its words, if it has as many parts as were said."""
    match = _ANNOUNCED.search(text)
    if match is None:
        return []
    stretches = [part.strip() for part in re.split(r"[,;。\n、]", match["rest"]) if part.strip()]
    told = [part for part in stretches if not _NO_WORDS.search(part) and len(part) > 2]
    return told if len(told) == declared else []


# One of them


def _finding(text: str, said: Said, texts: list[str]) -> Finding:
    """One hazard from its item: place, description, level, state, and who mends it by when."""
    told = _told(text)
    plain = _without_names(told, said)
    bare = _REST.sub("", _HEAD.sub("", plain).strip())
    location, desc = places.first_place(bare or text)
    whole = _whole(said.text, text, texts)
    return Finding(
        desc=desc or bare or text,
        location=location or _place_before(plain, bare),
        level=faults.level_of(text),
        status=faults.status_of(text, faults.fault_in(told)) or _status_behind(said.text, text, texts),
        responsible=responsible(whole) or (responsible(said.text) if _common(said.text, texts, "责任人") else ""),
        deadline=deadline(whole, said) or (deadline(said.text, said) if _common(said.text, texts, "") else None),
        told=bare or told,
    )


def _told(text: str) -> str:
    """The clause of an item that tells of the fault."""
    return next((clause.text for clause in clauses.split(text) if faults.fault_in(clause.text)), text)


def _place_before(plain: str, bare: str) -> str:
    """The place in the words before the description: "配电室又发现一处线路老化"."""
    head = places.stripped(plain.removesuffix(bare)) if bare and plain.endswith(bare) else ""
    end = places.place_end(head)
    return head[:end] if end and not re.search(r"隐患|问题|自查|检查", head[:end]) else ""


_REST = re.compile(r"[,、]?(?:其他|其它|其余|别的|以?外)[^,。;]{0,8}(?:正常|没事|没问题|都好|无异常|无隐患|没异常)\Z")


def _without_names(text: str, said: Said) -> str:
    """A clause without the enterprise at its beginning."""
    for match in said.names:
        text = re.sub(rf"^(?:交办|通知|登记)?[: ]?{re.escape(match.text)}[:, ]?", "", text)
    return re.sub(r"^(?:检查|督查)?发现", "", text).removeprefix(said.names[0].text) if said.names else text


_HEAD = re.compile(
    rf"^(?:今天|今日|本日|夜里)?(?:自查|检查|排查|查出|巡查|发现)?{NUMBER} ?{COUNTER}[:]"
    rf"|^.{{0,30}}?(?:隐患|问题)(?:共)?(?:{NUMBER} ?{COUNTER})?[:]"
    rf"|^.{{0,24}}?(?:发现|查出|查到|看到|存在)(?:了|有)?(?:{NUMBER}{COUNTER})?(?:隐患|问题)?[:]?"
    rf"|^(?:给|向)?.{{0,12}}?(?:交办|转办)(?:{NUMBER}{COUNTER})?(?:隐患|问题)?[:]"
    rf"|^(?:但?[今昨前]天)?有?{NUMBER}{COUNTER}|^(?:还有|另外|另|有个|又有)"
)


# State, deadline, responsible


def _whole(whole: str, text: str, texts: list[str]) -> str:
    """An item with what is said behind it, until the next one."""
    at = whole.find(text)
    if at < 0:
        return text
    later = [where for other in texts if (where := whole.find(other, at + len(text))) >= 0]
    behind = whole[at + len(text) : min(later, default=len(whole))]
    return text + (behind if later or len(texts) == 1 else _STOPS.split(behind)[0])


_NEAR = 24
_SOME_FIXED = re.compile(rf"{NUMBER}(?:处|项|条|个)")


def _status_behind(whole: str, text: str, texts: list[str]) -> str:
    """What stands behind an item until the next one, where "已当场整改" belongs to all or to this one."""
    at = whole.find(text)
    behind = whole[at + len(text) :][:_NEAR] if at >= 0 else ""
    if _ITEM.search(behind) or (len(texts) > 1 and _SOME_FIXED.search(behind)):
        return ""
    return faults.status_of(behind)


_BEFORE = re.compile(
    r"(?P<day>[^,。;\s:]{1,14})(?:前|之前|以前)|(?P<in>[^,。;\s:]{1,8}(?:日|天|周|月|星期)内)|(?P<end>月底|月末|今天下班)"
    r"|(?:整改)?(?:时限|期限|完成时间|整改日期)[:为是到至]{0,2} ?(?P<till>[^,。;\s]{2,12})"
)


def deadline(text: str, said: Said) -> date | None:
    """The day by which it shall be mended."""
    for match in _BEFORE.finditer(text):
        if day := dates.due(match["till"] or match.group(), said.context.now):
            return day
    return None


def _common(whole: str, texts: list[str], label: str) -> bool:
    """Whether what is said once, behind the items or before them, belongs to all of them."""
    first, last = whole.find(texts[0]), whole.rfind(texts[-1]) + len(texts[-1])
    outside = (whole[:first] if first >= 0 else "") + "|" + whole[last:]
    return (label in outside) if label else bool(_BEFORE.search(outside))


@cache
def _responsible() -> re.Pattern[str]:
    return re.compile(r"(?:责任人|负责人|整改人)[:是为]{0,2} ?|由(?=[\u4e00-\u9fff]{2,4}(?:负责|整改|落实))")


def responsible(text: str) -> str:
    """Who answers for it."""
    match = _responsible().search(text)
    return named.names_at(text[match.end() :]) if match else ""
