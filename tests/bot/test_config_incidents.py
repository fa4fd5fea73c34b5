"""The county's own clocks and the appointed, as the configuration takes them and refuses them."""

from pathlib import Path

import pytest

from bot.config import parse
from bot.config_faults import ConfigFaults
from models import upward
from models.upward import Clock, Manner

TO = {"to": "市局", "manner": "phone", "minutes": 30}


def test_a_clock_becomes_a_row_of_the_table() -> None:
    config = parse({"incident": {"clocks": [{**TO, "document": "榆应急〔2026〕3号", "article": "第六条"}]}}, Path())
    assert upward.read(config.office.upward_clocks) == [
        Clock("县", "市局", Manner.PHONE, minutes=30, document="榆应急〔2026〕3号", article="第六条")
    ]


def test_without_any_there_are_those_that_are_shipped() -> None:
    assert upward.read(parse({}, Path()).office.upward_clocks) == []


@pytest.mark.parametrize(
    "clocks, fault",
    [
        ([{"to": "市局"}], "write minutes (until it is reported) or days"),
        ([{"to": "市局", "minutes": 30, "days": 3}], "one of both"),
        ([{"to": "市局", "minutes": 0}], "incident.clocks"),
        ([{"to": "市局", "minutes": 5000}], "incident.clocks"),
        ([{"minutes": 30}], "incident.clocks"),
        ([{**TO, "manner": "pigeon"}], "incident.clocks"),
        ([{**TO, "level": "很大"}], "incident.clocks"),
        ([{**TO, "kind": "着火"}], "火灾"),  # a kind that the bot never names would be a clock that never runs
        ([TO, {**TO, "minutes": 60}], "stands twice"),
        ([{**TO, "hours": 1}], "hours"),
    ],
)
def test_what_is_wrong_is_said_with_its_key(clocks: list[dict[str, object]], fault: str) -> None:
    with pytest.raises(ConfigFaults) as refused:
        parse({"incident": {"clocks": clocks}}, Path())
    assert fault in str(refused.value)


def test_the_appointed() -> None:
    office = parse({"tip_offs": {"appointed": ["赵静", " 周宁 "], "answer_days": 30}}, Path()).office
    assert (office.tip_offs_to, office.tip_offs_days) == ("赵静、周宁", 30)


@pytest.mark.parametrize("section", [{"appointed": ["赵静、周宁"]}, {"appointed": [""]}, {"answer_days": 0}])
def test_names_stand_each_for_itself(section: dict[str, object]) -> None:
    with pytest.raises(ConfigFaults) as refused:
        parse({"tip_offs": section}, Path())
    assert "tip_offs" in str(refused.value)
