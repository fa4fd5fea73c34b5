"""How many hazards a message says are finished, left over, or there at all."""

from __future__ import annotations

import re

from handlers.understand.numbers import NUMBER, number

_V = r"(?:整改|完成|改|弄|修|换|清|处理|搞|闭环|销|落实|治理|消除|解决|整(?!改)|办|补|拾掇|归置|消项|做)"
#: 改罢, 弄妥, 整利索: what a verb of mending ends in.
_ENDED = r"(?:完成?|完毕|好|了|掉|罢|妥当?|毕|利索|停当|得劲|成|到位|中)"
_DONE = re.compile(
    rf"(?<![交转督承]){_V}{_ENDED}{{0,4}}(?:了|完)? ?(?P<n>{NUMBER})(?:项|条|处|个)(?!不|没|也)"
    rf"|(?P<m>{NUMBER})(?:项|条|处|个)(?:隐患|问题)?(?:都|均|全部|全)?(?:已|{_V}(?!情况|通知|单|进展|进度|要求|方案|措施|计划|中)|(?:好|妥|完|搞定|利索)了|OK)"
)
_OF = re.compile(
    rf"(?P<t>{NUMBER})(?:项|条|处|个)(?:隐患|问题|整改任务|整改内容|整改要求|整改意见|任务|整改项?|缺陷|不符合)?(?:中|里头?|内)?(?:的)?[,]?(?:目前|至今"
    rf"|到现在|截至目前|现在)?(?:我们?|俺们?|咱们?|我[厂司站库矿])?(?:已|现)?(?:经)?(?:{_V}|完){_ENDED}{{0,4}}(?P<n>{NUMBER})(?:项|条|处|个)?"
)


def said_count(text: str) -> int | None:
    """How many are said to be finished."""
    if match := _OF.search(text):
        return number(match["n"])
    match = _DONE.search(text)
    return number(match["n"] or match["m"]) if match and not _LEFT.search(text[: match.start()][-4:]) else None


#: Of one hazard a part is done: 换了4具,还差2具.
SOME_OF_IT = re.compile(
    rf"(?:换|改|修|装|清|补|焊|做|弄|配|贴|刷|搬|挪|砌|封|紧|校|充|送检)(?:完|好|掉|上|了){{0,3}}{NUMBER}"
    rf"(?P<u>[^\d,。;条项]{{1,2}}),?(?:现在|目前|就|只)?(?:还)?(?:剩|差|缺|欠|有)(?:下|着)?{NUMBER}(?P=u)"
)
_LEFT = re.compile(r"(?:剩|还有|还差|余)(?:下)?\Z")


def counted(text: str, words: str) -> int | None:
    """The count of hazards behind some words: 剩1条."""
    match = re.search(rf"(?:{words})(?:余)?(?:下)?(?:的)? ?(?P<n>{NUMBER})(?:项|条|处|个)", text)
    match = match or re.search(rf"(?:{words})(?:余)?(?:下)?(?:的)?(?P<n>[俩仨])", text)
    return (3 if match["n"] == "仨" else number(match["n"])) if match else None


_BEHIND = re.compile(
    rf"(?<![第\d])(?P<n>{NUMBER})(?:项|条|处|个)(?:隐患|问题)?(?:还|仍|尚|目前)?(?:正在(?:整改|处理|改|弄|修)|整改中|在(?:改|修|弄)|未(?:整改"
    rf"|完成)|没(?:改|完成|弄|修)|等(?:配件|货|料|材料|备件|厂家))"
)


def pending_behind(text: str) -> int | None:
    """How many are not finished, from the count before the word for it: 2项正在整改."""
    match = _BEHIND.search(text)
    return number(match["n"]) if match else None


def named_together(text: str) -> int | None:
    """How many are spoken of where all of them are finished: 那8条问题一条没落全改完了."""
    found = re.findall(rf"(?<![\d第一])({NUMBER})(?:项|条|处|个)(?:隐患|问题|缺陷|整改)?", text)
    return next((value for one in found if (value := number(one)) and value > 1), None)


def total(text: str) -> int | None:
    """Of how many: 三条改了两条."""
    match = re.search(
        rf"(?:共|总共|一共|合计|总计|(?:通知书?|单子?|清单|台账|指令书?|意见书?|交办|指出|提出|反馈|查出)(?:的|了|里)?[,:]?(?:隐患"
        rf"|问题)?)(?P<n>{NUMBER})(?:项|条|处|个)"
        rf"|(?P<k>{NUMBER})(?:项|条|处|个)(?:隐患|问题)整改(?:情况|进展|进度)|(?P<m>{NUMBER})(?:项|条|处|个)(?:隐患|问题)?(?:中|里)",
        text,
    )
    if match is None and (match := _OF.search(text)):
        return number(match["t"])
    return number(match["n"] or match["k"] or match["m"]) if match else None


def told_together(text: str) -> int | None:
    """How many are named as one: 两条都."""
    match = re.search(rf"(?P<n>{NUMBER})(?:条|个|项|处)(?:隐患|问题)?(?:全部|全都|都|全|均)", text)
    return number(match["n"]) if match else None
