"""New hazards: what, where, how many."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handlers.acts import Act, Finding, HazardReport
from handlers.understand import asserted, clauses, dates, faults, findings, listing, mending, ordered, refs, tabled
from handlers.understand.numbers import NUMBER, number
from handlers.understand.progress import fixed_words
from handlers.understand.recognise import incidents, rounds
from handlers.understand.recognise.states import besides
from handlers.understand.said import Said, because

_NAMED_FIRST = re.compile(
    rf"(?:隐患|问题)(?:共|有|数|数量|计|总共|一共|合计|为)?[:]? ?(?P<n>{NUMBER}) ?{listing.COUNTER}(?!\d)"
)
_COUNT_FIRST = re.compile(
    rf"(?<![第\d.前]) ?(?P<n>{NUMBER}) ?{listing.COUNTER}(?:新|小|一般|重大|安全|事故|较大|的){{0,3}}(?:隐患|问题)"
)
_FOUND = re.compile(
    rf"(?:发现|查出|查到|查着|报|新增|存在|(?<![还只没就])有|出)(?:了)?(?P<n>{NUMBER})(?:处|项|条|起)(?![\d楼])"
)
_LEVELS = re.compile(
    rf"(?P<level>一般|重大)(?:安全|事故)?(?:隐患|的)?(?:有|占|共)?(?P<n>{NUMBER}){listing.COUNTER}"
    rf"|(?P<m>{NUMBER}){listing.COUNTER}(?P<l>一般|"
    rf"重大)"
)


def hazard(said: Said) -> Iterator[Act]:
    """New hazards that are described or counted; an officer who assigns them names an enterprise or the order.

    Example: enterprise "三车间灭火器过期" -> HazardReport hazard_count=1
    """
    said = _beside(said)
    if (
        incidents.forwarded(said.text)
        or _of_others(said)
        or _spoken_about(said)
        or (said.officer and not _assigns(said))
        or _is_excuse(said)
    ):
        return
    declared = declared_count(said.text)
    found = findings.findings(said, declared)
    if not found and not declared:
        yield from _untold(said)
        return
    if not found and is_fixed_only(said):
        return
    yield _report(said, found, declared)


_SOME = re.compile(
    r"(?:毛病|问题|隐患|缺陷)(?:还|真|倒|可|也|是)*(?:不少|挺多|很多|好多|太多|不老少|有一些|有几[处个条]|好几[处个条项]|一堆|一大堆)"
    r"|(?:发现|查出|查着|找出|揪出|翻出|看出|巡出|排查出)(?:来)?(?:了|着|到)?(?:不少|一些|几|好几|若干|多|很多|好多|一堆|点|个别)"
    r"(?:处|个|条|项)?(?:小|大|一般|安全)?(?:毛病|问题|隐患|缺陷)"
)
_LOOKED = re.compile(r"自查|排查|检查|巡查|巡检|夜巡|普查|翻了|查(?:完|了|罢|一遍)|转(?:完|了)|巡(?:完|了)")
_TO_FOLLOW = re.compile(
    r"(?:清单|明细|细目|文字|详情|照片|图|具体|内容|表|细的|整理)[^,。;]{0,8}(?:补|发|报|传|甩|上|再|后|晚|等|好)"
    r"|(?:等会|一会|待会|稍后|随后|回头|晚上|下午|明天|晚点|整理)[^,。;]{0,8}(?:补|发|报|传|列|说)"
)


def _untold(said: Said) -> Iterator[Act]:
    """Hazards of which neither the number nor a word is told yet: "自查完毛病不少,清单晚上补"."""
    match = _SOME.search(said.text)
    told = match and _LOOKED.search(said.text) and (said.pictured or _TO_FOLLOW.search(said.text))
    if said.officer or not match or not told or fixed_words(said.text) or _is_old(said.text, match.start()):
        return
    if asserted.unsaid(said.text, match.start()):
        return
    yield HazardReport(
        report_date=dates.report_day(said.text, said.context.now),
        partial=True,
        why=(because(match.group(), "有隐患，没说几处、什么"),),
    )


def _beside(said: Said) -> Said:
    """What is told as new beside a hazard that is named: from its clause on."""
    if not refs.numbers(said.text, said.context) or said.officer:
        return said
    new = next((clause for clause in said.clauses if besides(clause.text)), None)
    rest = said.text[new.start :] if new else ""
    return Said(rest, said.context, said.raw) if rest and not refs.numbers(rest, said.context) else said


def _spoken_about(said: Said) -> bool:
    """Whether existing hazards, a summary or a question are meant, not new ones."""
    known = refs.numbers(said.text, said.context) or refs.replied(said.context)
    return bool(known) or said.asks or bool(said.hit("notices.denied")) or _denies_hazard(said.text)


_OTHERS = re.compile(r"他们厂|别的厂|别人家|隔壁厂|人家厂|兄弟单位|外单位|别家")


def _of_others(said: Said) -> bool:
    """Whether it is hearsay, or of another plant."""
    return not said.officer and bool(said.hit("incident.hearsay") or _OTHERS.search(said.text))


def _is_excuse(said: Said) -> bool:
    """Whether it says why there was no round, and no hazard: "手机坏了发不了", "下雨路不通"."""
    if said.hit("hazard.named") or said.hit("places.tails"):
        return False
    answers = said.context.reply_to == rounds.PATROL_PROMPT and bool(said.hit("patrol.reasons"))
    return answers or bool(said.hit("patrol.no_round"))


_NO_HAZARD = re.compile(r"(?:不是|不算|不属于|并非|谈不上)(?:什么|啥)?(?:隐患|问题)")


def _denies_hazard(text: str) -> bool:
    return bool(_NO_HAZARD.search(text))


def _assigns(said: Said) -> bool:
    return ordered.is_order(said)


def is_fixed_only(said: Said) -> bool:
    """Whether it only counts what is fixed: that is no new hazard."""
    return bool(said.hit("hazard.done")) and not said.hit("hazard.found") and not _LOOKED_NOW.match(said.text)


_LOOKED_NOW = re.compile(r"(?:今[天日]|本日|本次|刚才?)?(?:自查|排查|检查|巡查)(?:情况|结果)?[:,]")


# Counting


#: 一条隐患都没有, 一处隐患没查出来.
_NOT_EVEN = re.compile(
    r"(?:也|都|愣是|硬是|还真|真)?(?:没(?!整|改|处|修|弄|清|换|完)|未(?:发现|见|查|出)|木|冇|"
    r"莫得|无(?=\Z|[,。;])|不存在|找不|查不)"
)


#: 上午2处,下午1处,一共3处.
_IN_ALL = re.compile(
    rf"(?<=[,。;])(?:一共|总共|合计|共计|总计)(?:是|有|就)?(?P<n>{NUMBER})(?:处|项|条)(?:隐患|问题)?(?=[:,。;]|\Z)"
)
#: 配电室、泵房、罐区各1处隐患.
_EACH = re.compile(
    rf"(?P<things>[^,。;:、和跟与及\n]{{1,10}}(?:[、和跟与及][^,。;:、和跟与及\n]{{1,10}}){{1,9}}?)(?:,)?"
    rf"各(?:自|有|存在|发现|查出|查到|报)?(?:了)?(?P<n>{NUMBER})(?:处|项|条|个|起)(?:一般|小|安全)?(?:隐患|问题|毛病)"
)


def declared_count(text: str) -> int | None:
    """How many new hazards are said, from a counter beside the word for them; the sum where each level has its own."""
    levels = by_level(text)
    if len(levels) > 1 and (all(levels.values()) or (any(levels.values()) and _BARE_LEVELS.search(text))):
        return sum(levels.values())
    if each := _EACH.search(text):
        return len(re.split("[、,和跟与及]", each["things"])) * (number(each["n"]) or 1)
    if (match := _IN_ALL.search(text)) and re.search(r"隐患|问题|查出|发现", text) and not _is_old(text, match.start()):
        return number(match["n"])
    for finder in (_NAMED_FIRST, _COUNT_FIRST, _FOUND):
        match = finder.search(text)
        if match and not _is_old(text, match.start()) and not _NOT_EVEN.match(text, match.end()):
            return number(match["n"])
    return 1 if _AS_ONE.search(text) and not asserted.supposed(text, clauses.Clause(text, 0)) else None


#: 算个隐患报上, 当条隐患记着: what was told is one.
_AS_ONE = re.compile(
    r"(?<![不没能也])(?:算|当|作为|记|登|列)(?:是|作|成|为|上|了)?(?:个|条|处|项)(?:小|一般|安全)?(?:隐患|问题)"
    r"(?:吧|报|上|登|记|处理|来|先|,|。|\Z)"
)


_OLD = re.compile(r"(?:已整改|整改|完成|剩余|剩|累计|上次|上周|原|未整改|还有|销号|复查)[^,。;]{0,6}\Z")


_LONG_AGO = re.compile(r"去年|前年|往年|历年|早年|前几年|上半年|头几年|以往")


def _is_old(text: str, position: int) -> bool:
    before = clauses.before(text, position)
    return bool(_OLD.search(before) or _LONG_AGO.search(before))


_NO_MAJOR = re.compile(
    r"(?:未|没|没有|无)(?:发现|有|见)?(?:任何)?重大"
    r"|重大(?:安全|事故)?隐患(?:数|数量)?[:为是]?(?:无|没有|零)(?=[,;。、\s]|\Z)"
)


#: 一般3,重大0: both levels, each with a bare figure.
_BARE_LEVELS = re.compile(
    rf"(?P<level>一般|重大)(?:安全|事故)?(?:隐患|的|类)?[: ]?(?P<n>{NUMBER}) ?[,、;/ ]{{1,2}}(?:其中)?"
    rf"(?P<l>一般|重大)(?:安全|事故)?(?:隐患|的|类)?[: ]?(?P<m>{NUMBER})(?=[,。;:、)\s]|\Z)"
)


def by_level(text: str) -> dict[str, int]:
    """How many of each level are said; "未发现重大隐患" is none of the major."""
    found = {match["level"] or match["l"]: number(match["n"] or match["m"]) for match in _LEVELS.finditer(text)}
    if not found and (match := _BARE_LEVELS.search(text)) and match["level"] != match["l"]:
        found = {match["level"]: number(match["n"]), match["l"]: number(match["m"])}
    if _NO_MAJOR.search(text):
        found["重大"] = 0
    return {level: count for level, count in found.items() if count is not None}


# Put together


_MEND = r"(?:整改|处理|完成|改|弄|修|清理|清|换|消除|解决|搞|整|办|拾掇|治理)"
_FIXED = re.compile(
    rf"(?<![交转督承])(?:已|均已|都已)?(?:当场|现场|立即)?{_MEND}(?:好|完|掉|了|罢|妥|毕|利索|停当)* ?"
    rf"(?P<n>{NUMBER})(?:处|项|条|个)"
    rf"|(?P<m>{NUMBER})(?:处|项|条|个)?(?:小|轻|一般)?(?:的|问题|隐患)?(?:均|都|全)?(?:已经?|当场|"
    rf"现场|立即|随手|马上|就)+(?:就|给)?{_MEND}(?!完?了? ?{NUMBER})"
    rf"|(?P<k>{NUMBER})(?:处|项|条|个)(?:小|轻)?(?:的|问题|隐患)?(?:均|都|全|也)?{_MEND}(?:好|完|掉|罢|妥|毕|利索|停当)了"
)


def _fixed_count(text: str, declared: int | None) -> int:
    """How many of the counted ones are fixed where no number says it: all, or none."""
    if declared is None:
        return 0
    return declared if fixed_words(text) else 0


def _said_fixed(text: str, declared: int | None) -> int:
    """How many of the counted ones a number says to be fixed."""
    match = next((one for one in _FIXED.finditer(text) if not _WANTED.search(text[: one.start()])), None)
    if declared is None or match is None:
        return 0
    return min(number(match["n"] or match["m"] or match["k"]) or 0, declared)


_WANTED = re.compile(r"(?:限期|需|待|未|没|应|要|拟|计划|请|剩余?|还有)\Z")


_FIRST_OF = re.compile(rf"先(?:报|说|发|传|上报)(?:上|一下)?(?:这)?{NUMBER}")
_REST = re.compile(rf"(?:还)?(?:剩|剩下|剩余|余|余下)(?:的|下)?(?P<n>{NUMBER})(?:处|项|条|个)")


def _undescribed(declared: int | None, found: tuple[Finding, ...], fixed: int) -> bool:
    """Whether some of the counted are neither described nor told as fixed."""
    still_open = sum(item.status != "已整改" for item in found)
    return declared is not None and max(len(found), still_open + fixed) < declared


_BEHIND_COUNT = re.compile(
    rf"(?:{NUMBER} ?{listing.COUNTER}(?:隐患|问题)?"
    rf"|(?:隐患|问题)[^,。;:]{{0,3}}{NUMBER} ?{listing.COUNTER}):(?P<rest>[^。\n]+)"
)


def _is_whole(text: str, found: tuple[Finding, ...]) -> bool:
    """Whether what stands behind "隐患4处:" is a list of nothing but what is described."""
    match = _BEHIND_COUNT.search(text)
    parts = [part.strip() for part in re.split(r"[、;,]", match["rest"]) if part.strip()] if match else []
    return len(found) > 1 and len(parts) == len(found) and all(map(faults.fault_in, parts))


def _report(said: Said, found: tuple[Finding, ...], declared: int | None) -> HazardReport:
    fixed = _said_fixed(said.text, declared) or sum(item.status == "已整改" for item in found)
    fixed = fixed or _fixed_count(said.text, declared)
    rest = _REST.search(said.text)
    differs = (
        declared is not None
        and bool(found)
        and len(found) != declared
        and len(found) + _said_fixed(said.text, declared) != declared
        and bool(
            listing.numbered(said.text, declared)
            or _is_whole(said.text, found)
            or _FIRST_OF.search(said.text)
            or len(found) > declared
        )
    )
    word = faults.fault_in(said.text) or "隐患"
    return HazardReport(
        hazard_count=None if differs else declared or len(found),
        hazards=found,
        report_date=dates.report_day(said.text, said.context.now),
        declared_count=declared if differs else None,
        listed_count=len(found) if differs else None,
        done_count=fixed or None,
        count_by_level=by_level(said.text),
        deadline=mending.deadline(said.text, said),
        responsible=mending.responsible(said.text),
        level_suggest=faults.suggested_level(said),
        supervised="挂牌督办" in said.text,
        control_measure=dict(tabled.fields(said.text)).get("control") or faults.control(said.text),
        enterprise=said.enterprise if said.officer else None,
        partial=_undescribed(declared, found, fixed) and not differs,
        pending_count=number(rest["n"]) if rest and fixed else None,
        why=(because(word, "写了问题，未被否定" if found else f"写了隐患{declared}处"),),
    )
