"""What a report upward holds as words tell it, and what is wanted of a tip-off by its number."""

import pytest

from handlers.understand.facts import Facts, facts
from handlers.understand.recognise.tip_offs import Order, begins, order


@pytest.mark.parametrize(
    "text, told",
    [
        ("2人送医，已堵漏", Facts(injured=2, measures="已堵漏")),
        ("1人死亡，2人受伤", Facts(injured=2, dead=1)),
        ("2伤1亡", Facts(injured=2, dead=1)),
        ("伤者1人已死亡", Facts(dead=1)),
        ("物料：液氨，无人员伤亡", Facts(injured=0, dead=0, material="液氨")),
        ("没伤人，阀门坏了关不住", Facts(injured=0)),
        ("氯乙烯泄漏，正在撤人", Facts(material="氯乙烯", measures="正在撤人")),
        ("物料不明", Facts()),
        ("物料：还不清楚", Facts()),
        ("定为较大事故", Facts(level="较大")),
        ("措施：关阀、喷淋、撤人", Facts(measures="关阀、喷淋、撤人")),
        ("充装间漏气了味很大，快来人", Facts()),
    ],
)
def test_what_the_words_of_an_incident_tell(text: str, told: Facts) -> None:
    assert facts(text) == told


@pytest.mark.parametrize(
    "text, wanted",
    [
        ("看JB-2026-003", Order("open", "JB-2026-003")),
        ("看jb2026-3", Order("open", "JB-2026-003")),
        ("JB-2026-003 什么情况", Order("open", "JB-2026-003")),
        ("JB-2026-003办结：已查实", Order("done", "JB-2026-003", "已查实")),
        ("JB-2026-003已办结", Order("done", "JB-2026-003")),
        ("JB-2026-003补充：昨晚又来了", Order("more", "JB-2026-003", "昨晚又来了")),
        ("举报有几件", Order("list")),
        ("有哪些举报", Order("list")),
        ("看举报", Order("list")),
        ("我要举报", None),
        ("举报瑞康偷排", None),
        ("举报电话是多少", None),
        ("罐区正常", None),
    ],
)
def test_what_is_wanted_of_a_tip_off(text: str, wanted: Order | None) -> None:
    assert order(text) == wanted


@pytest.mark.parametrize(
    "text, does", [("我要举报瑞康", True), ("你好，匿名反映一件事", True), ("今天" * 20 + "举报", False)]
)
def test_a_long_text_says_at_once_that_it_is_one(text: str, does: bool) -> None:
    assert begins(text) is does
