"""The scorer is held to the words of docs/UNDERSTANDING.md, D.2."""

from typing import Any

import pytest

from tests.understanding.scoring import Record, judge

TEXT = "巡查发现2处：泵房地沟盖板缺失，厂家没货。雨大，申请延期五天，等配件，监护人孙浩"


def gold(intent: str = "hazard_report", text: str = TEXT, **more: Any) -> Record:
    return {"id": "1", "text": text, "intent": intent, "slots": {}, **more}


def given(intent: str = "hazard_report", also: tuple[str, ...] = (), ask: str | None = None, **slots: Any) -> Record:
    return {"id": "1", "intent": intent, "slots": slots, "also": list(also), "ask": ask, "why": []}


@pytest.mark.parametrize(
    "label, answer, acts",
    [
        (gold(), given(), (1, 1)),
        (gold(), given("zero_report"), (0, 1)),
        (gold(accept=["none"]), given("none"), (1, 1)),
        (gold(also=["patrol_report"]), given(also=("patrol_report",)), (2, 2)),
        (gold(also=["patrol_report"]), given(), (1, 2)),
        (gold(), given(also=("patrol_report", "ack")), (1, 2)),
        (gold(), given(also=("none", "ack", "help")), (1, 1)),
    ],
)
def test_acts(label: Record, answer: Record, acts: tuple[int, int]) -> None:
    assert judge(label, answer).acts == acts


@pytest.mark.parametrize(
    "slots, found, wrong",
    [
        # numbers, booleans, dates, enums exact
        ({"hazard_count": 2}, {"hazard_count": 2}, []),
        ({"hazard_count": 2}, {"hazard_count": 3}, ["hazard_count"]),
        ({"done_count": 0}, {}, ["done_count"]),
        ({"supervised": False}, {}, []),
        ({"all_done": True}, {}, ["all_done"]),
        ({"status": "整改"}, {"status": "整改中"}, ["status"]),
        ({"deadline": "2026-03-01"}, {"deadline": "2026-03-1"}, ["deadline"]),
        ({"count_by_level": {"一般": 2}}, {"count_by_level": {"一般": 2, "重大": 0}}, []),
        ({"count_by_level": {"一般": 2, "重大": 0}}, {"count_by_level": {"一般": 2}}, []),
        ({"count_by_level": {"一般": 2}}, {"count_by_level": {"一般": 2, "重大": 1}}, ["count_by_level"]),
        # one may stand in the singular or the plural slot, several in any order
        ({"hazard_no": "A"}, {"hazard_nos": ["A"]}, []),
        ({"forms": ["daily"]}, {"form": "daily"}, []),
        ({"hazard_nos": ["A", "B"]}, {"hazard_nos": ["B", "A"]}, []),
        ({"hazard_nos": ["A", "B"]}, {"hazard_nos": ["A", "B", "C"]}, ["hazard_no"]),
        ({"hazard_nos": ["A", "B"]}, {"hazard_no": "A"}, ["hazard_no"]),
        # null: unknown, not nought
        ({"hazard_count": None}, {}, []),
        ({"hazard_count": None}, {"hazard_count": 0}, ["hazard_count"]),
        # texts
        ({"reason": "厂家没货"}, {"reason": "厂家没货,雨大"}, []),
        ({"reason": "没货"}, {"reason": "泵房地沟盖板缺失,厂家没货。雨大,申请延期五天"}, ["reason"]),
        ({"reason": "厂家没货"}, {"reason": "没货"}, ["reason"]),
        ({"guardian": "孙浩"}, {"guardian": "监护人 孙浩"}, []),
        ({"guardian": "孙浩"}, {"guardian": "申请延期五天，监护人孙浩"}, ["guardian"]),
        ({"locations": ["泵房"]}, {"locations": ["罐区", "泵房"]}, []),
        ({"locations": ["泵房"]}, {"locations": ["罐区", "泵房", "库"]}, ["locations"]),
        ({"locations": ["泵房", "罐区"]}, {"locations": ["泵房"]}, ["locations"]),
        # hazards
        ({"hazards": [{"desc": "盖板缺失"}]}, {"hazards": [{"desc": "巡查发现2处:泵房地沟盖板缺失"}]}, []),
        (
            {"hazards": [{"desc": "盖板缺失"}]},
            {"hazards": [{"desc": "巡查发现2处:泵房地沟盖板缺失,厂家没货"}]},
            ["hazards"],
        ),
        ({"hazards": [{"desc": "缺失", "status": "已整改"}]}, {"hazards": [{"desc": "缺失"}]}, ["hazards"]),
        (
            {"hazards": [{"desc": "厂家"}, {"desc": "盖板"}]},
            {"hazards": [{"desc": "泵房盖板"}, {"desc": "厂家没货"}]},
            [],
        ),
        ({"hazards": [{"desc": "缺失"}]}, {"hazards": [{"desc": "缺失"}, {"desc": "没货"}]}, ["+hazards"]),
        (
            {"hazards": [{"desc": "缺失"}], "hazard_count": 2, "hazards_partial": True},
            {"hazards": [{"desc": "缺失"}, {"desc": "没货"}], "hazard_count": 2},
            [],
        ),
        ({"hazards": [{"desc": "缺失"}]}, {"hazards": [{"desc": "缺失", "level": "重大"}]}, ["+hazards.level"]),
        (
            {"hazards": [{"desc": "缺失"}], "level_suggest": "重大"},
            {"hazards": [{"desc": "缺失", "level": "重大"}], "level_suggest": "重大"},
            [],
        ),
        # what would move the ledger
        ({}, {"hazard_count": 2}, ["+hazard_count"]),
        ({}, {"hazard_count": 0, "reason": "雨大", "location": "泵房"}, []),
        ({}, {"done_count": 1, "all_done": True}, ["+done_count", "+all_done"]),
        ({"total_count": 2}, {"total_count": 2, "hazard_count": 2}, ["+hazard_count"]),
        ({"pending_nos": ["A"]}, {"pending_nos": ["A"], "hazard_no": "A"}, []),
        (
            {"hazards": [{"desc": "缺失", "deadline": "2026-03-01"}]},
            {"hazards": [{"desc": "缺失", "deadline": "2026-03-01"}], "deadline": "2026-03-01"},
            [],
        ),
        # asking
        ({"needs_confirm": True}, {"needs_confirm": True}, []),
        ({"needs_confirm": True}, {}, ["needs_confirm"]),
        ({}, {"needs_confirm": True}, ["+needs_confirm"]),
    ],
)
def test_slots(slots: Record, found: Record, wrong: list[str]) -> None:
    assert judge(gold(slots=slots), given(**found)).wrong == wrong


def test_what_is_open_costs_nothing() -> None:
    assert judge(gold(free=["done_count", "needs_confirm"]), given(done_count=1, ask="?")).wrong == []
    assert judge(gold(free=["hazard_nos"]), given(hazard_no="A")).wrong == []


def test_what_is_quiet_moves_nothing() -> None:
    assert judge(gold("ack"), given("ack", days=3)).wrong == []
    assert judge(gold("ack"), given("none", ask="?")).wrong == ["+needs_confirm"]


def test_an_accepted_act_is_scored_by_what_it_fills() -> None:
    label = gold(accept=["none"], slots={"hazard_count": 2, "needs_confirm": True})
    verdict = judge(label, given("none"))
    assert (verdict.right, verdict.wrong, verdict.ought_to_ask) == ([], [], None)
    assert judge(label, given("zero_report")).wrong == ["hazard_count", "needs_confirm"]


@pytest.mark.parametrize(
    "answer, found",
    [
        (given("zero_report"), ["zero_report"]),
        (given(also=("zero_report",)), ["zero_report"]),
        (given("rectification", done_count=0, status="整改中"), []),
        (given("rectification", done_count=1), ["closing"]),
        (given("rectification", all_done=True), ["closing"]),
        (given("rectification", status="已整改"), ["closing"]),
        (given(hazards=[{"status": "已整改"}]), ["closing"]),
        (given("review", result="pass"), ["closing"]),
    ],
)
def test_what_is_forbidden(answer: Record, found: list[str]) -> None:
    assert judge(gold(forbid=["zero_report", "closing"]), answer).forbidden == found
