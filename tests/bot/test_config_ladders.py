"""[key_period] and [ladder]: what an office may enter, and what is said plainly where it was entered."""

from pathlib import Path

import pytest

from bot import config
from bot.config_faults import ConfigFaults
from scheduler import ladder
from scheduler.ladder import Addressee, Ladder


def faults(**raw: object) -> list[str]:
    with pytest.raises(ConfigFaults) as caught:
        config.parse(raw, Path())
    return list(caught.value.faults)


def test_what_is_shipped_when_nothing_is_written() -> None:
    office = config.parse({}, Path()).office
    assert (office.key_patrol_closes, office.key_zero_at, office.ladders) == ("04:00", "08:00、17:00", "")
    assert ladder.in_force(office.ladders) == ladder.SHIPPED


def test_steps_that_an_office_enters_replace_those_of_that_ladder() -> None:
    steps = [
        {"minutes": -60, "to": "duty_phone"},
        {"of": "cut_off", "minutes": 20, "to": "supervisor", "only": "major"},
    ]
    office = config.parse({"ladder": {"patrol": steps}}, Path()).office
    found = ladder.in_force(office.ladders)
    assert [(step.addressee, step.kind) for step in found[Ladder.PATROL]] == [
        (Addressee.DUTY_PHONE, "patrol.missing"),
        (Addressee.SUPERVISOR, "patrol.repeated"),
    ]
    assert found[Ladder.ZERO] == ladder.ZERO


@pytest.mark.parametrize(
    "told, fault",
    [
        ({"patrol": [{"minutes": 5, "to": "mayor"}]}, "ladder.patrol[0].to"),
        (
            {"zero": [{"minutes": 5, "to": "leader"}]},
            'ladder.zero[0].to: "leader" is told nothing by this ladder; write',
        ),
        ({"patrol": [{"minutes": 9999, "to": "duty_phone"}]}, "ladder.patrol[0].minutes"),
    ],
)
def test_a_step_that_speaks_to_nobody_is_told_with_its_key(told: dict[str, object], fault: str) -> None:
    assert any(one.startswith(fault) for one in faults(ladder=told))


@pytest.mark.parametrize(
    "told, fault",
    [
        ({"patrol_closes": "06:00"}, "key_period.patrol_closes: opens < patrol_closes <= patrol_cut_off"),
        ({"zero_at": ["08:00", "09:00"]}, "key_period.zero_at: up to six hours"),
        ({"zero_at": ["01:00"]}, "key_period.zero_at: up to six hours"),
    ],
)
def test_hours_of_a_key_period_that_cannot_be(told: dict[str, object], fault: str) -> None:
    assert [one for one in faults(key_period=told) if one.startswith(fault)]
