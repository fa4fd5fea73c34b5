"""Drills, which look like accidents."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handlers.acts import Act, DrillReport, TrainingReport
from handlers.understand import casualties, dates, lexicon
from handlers.understand.numbers import NUMBER, first_number
from handlers.understand.said import Said, because

#: Behind a drill: what was used in it, or when something else was, or its papers.
_OF_DRILL = re.compile(
    r"(?:的)?(?:用|使用|剩|时候|那[天次回会]|以前|之前|期间|器材|道具|物资|装备|场地|计划|方案|记录|脚本|台账|通知)"
)


_NOT_REAL = re.compile(r"(?:不是|没有?|并非|非|别当|甭当|当成|当|以为是?|别以为|可不是|又不是|莫当)(?:是|成)?\Z")


#: 还以为是演练,出去一看是真火
_TAKEN_FOR = re.compile(r"(?<!别)(?<!不要)(?:以为|当成|当作)(?:又)?(?:是|在)?(?:搞|做|弄)?\Z")


def is_drill(said: Said) -> bool:
    """Whether it speaks of a drill, not only of its things, and does not say that it is none."""
    if any(
        not _NOT_REAL.search(said.text[: one.start()]) for one in lexicon.pattern("incident.real").finditer(said.text)
    ):
        return False
    found = lexicon.pattern("incident.drill").finditer(said.text)
    return any(
        not _OF_DRILL.match(said.text, match.end()) and not _TAKEN_FOR.search(said.text[: match.start()])
        for match in found
    )


_PLAYED = re.compile(
    r"模拟|逼真|仿真|像真的|假设|假想|假定|设定|情景|场景|扮演|科目|脚本|方案|计划|内容|课题|总指挥|参演|参加|伤员|演练结束|圆满|顺利|成功|效果|预案|设置|推演|桌面"
)


_FELL = re.compile(r"人[^,。;]{0,6}(?:摔|掉|跌|坠)(?:了)?下|骨折|快叫(?:救护车|120)|叫救护车")


def hurt_in_earnest(said: Said) -> bool:
    """Whether people are hurt while a drill goes on, and nobody says that they only play it."""
    hurt = casualties.injured(said.text) or _FELL.search(said.text)
    return bool(hurt) and not _PLAYED.search(said.text) and not said.asks


_TOPIC = re.compile(
    r"(?:开展|组织|进行|举行|举办|模拟|搞)(?:了|一次|1次)*(?P<t>[^,。;!?\n]{0,20}?)(?:应急)?(?:演练|演习|推演|,|。|\Z)"
)


def drill(said: Said) -> Iterator[Act]:
    """A drill, held or announced.

    Example: enterprise "演练结束，一切恢复正常" -> DrillReport
    """
    if not is_drill(said) or said.asks or (said.officer and not said.to_bot):
        return
    topic = _TOPIC.search(said.text)
    people = re.search(
        rf"(?:参演|参加|参训|参与|出动|组织了?|共有?|合计)(?:人员|人数|员工|职工|了)*[:]?(?P<n>{NUMBER})(?:余|多)?(?:名|个)?(?:人|员工|职工|余人)",
        said.text,
    ) or re.search(
        rf"(?P<n>{NUMBER})(?:余|多)?(?:名|个)?(?:人|员工)"
        rf"|(?:人员|员工|职工|队员|人数)[:为共计有约 ]{{0,2}}(?P<m>{NUMBER})(?:余|多)?(?:名|个|人|位)",
        said.text,
    )
    named = dates.days(said.text, said.context.now)
    yield DrillReport(
        topic=topic["t"] if topic else "",
        day=named[0].day if named else said.today,
        participants=first_number(people["n"] or people.groupdict().get("m") or "") if people else None,
        why=(because(said.hit("incident.drill"), "演练，不是事故"),),
    )


_TRAINED = re.compile(
    r"(?:开展|组织|进行|举行|举办|搞|做|办|完成|召开|集中|参加)(?:了|一次|1次|一场|全员|全体|员工|职工|人员|新员工|的)*"
    r"(?P<t>[^,。;!?\n]{0,20}?)(?:安全|教育|业务)*(?:培训|教育)"
    r"|(?P<u>[^,。;!?\n]{0,16}?)(?:培训|安全教育)(?:会|课|活动)?(?:已经?|都)?(?:完成|结束|完毕|开展完|做完)"
)
_COUNTED = re.compile(rf"(?P<n>{NUMBER})(?:余|多)?(?:名|个|位)?(?:人|员工|职工)")
_NO_TRAINING = re.compile(r"没|未|不|要求|通知|请|需要|应当|应该|安排在|计划|准备|打算|将要|培训费|证")


def training(said: Said) -> Iterator[Act]:
    """A training that was held, with who took part or that it is over; asked only where nothing else is recognised.

    Example: enterprise "今天组织安全培训，参加23人，2小时" -> TrainingReport participants=23
    """
    if said.officer or said.asks or _NO_TRAINING.search(said.text):
        return
    told, counted = _TRAINED.search(said.text), _COUNTED.search(said.text)
    if not told or not (counted or told["u"] is not None):
        return
    named = dates.days(said.text, said.context.now)
    yield TrainingReport(
        topic=(told["t"] or "").strip("了的 "),
        day=named[0].day if named else dates.calendar_day(said.context.now),
        participants=first_number(counted["n"]) if counted else None,
        why=(because("培训", "培训记录"),),
    )
