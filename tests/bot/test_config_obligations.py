"""[[obligations]]: every fault of a table told at once, in plain sentences with the key; the shipped examples hold."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from bot import config
from bot.config_faults import ConfigFaults
from models.obligations import Obligation

EXAMPLE = Path(__file__).parents[2] / "config.example.toml"
FORM = {"name": "weekly_form", "title": "周报表", "form": "weekly", "recurs": "FREQ=WEEKLY;BYDAY=TH"}


def rows(*tables: dict[str, Any]) -> list[Obligation]:
    return config.parse({"obligations": list(tables)}, Path()).entered


def faults(*tables: dict[str, Any]) -> tuple[str, ...]:
    with pytest.raises(ConfigFaults) as found:
        rows(*tables)
    return found.value.faults


def test_a_table_is_a_row_for_each_class() -> None:
    found = rows(FORM | {"classes": ["生产", "储存"]}, {"name": "commitment", "title": "安全承诺", "chased": False})
    assert [(one.kind, one.class_name, one.owes, one.form) for one in found] == [
        ("weekly_form", "生产", True, "weekly"),
        ("weekly_form", "储存", True, "weekly"),
        ("commitment", "", False, ""),
    ]


@pytest.mark.parametrize(
    "changed, key, told",
    [
        ({"recurs": "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30"}, "recurs", "never fires"),
        ({"recurs": "每周四"}, "recurs", "neither an RRULE nor the five fields of cron"),
        ({"opens": "18:00", "closes": "09:00"}, "closes", "lies before opens"),
        ({"closes": "25:00"}, "closes", "not a time"),
        ({"recurs": "", "until_next": True}, "until_next", "needs recurs"),
        ({"until_next": True, "workdays": True}, "workdays", "would never open"),
        ({"name": "patrol"}, "name", "is a rule of the program"),
        ({"name": "watch"}, "name", "is a rule of the program"),
        ({"form": ""}, "words", "nothing can satisfy it"),
        ({"words": ["交了、报了"]}, "words", "no 、 within"),
        ({"clases": ["生产"]}, "clases", "did you mean classes?"),
    ],
)
def test_each_fault_has_its_key_and_a_sentence(changed: dict[str, Any], key: str, told: str) -> None:
    [line] = faults(FORM | changed)
    assert line.startswith(f"obligations[0].{key}: ")
    assert told in line


def test_all_faults_are_told_at_once() -> None:
    bad = FORM | {"recurs": "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30", "opens": "18:00", "closes": "09:00", "name": "zero"}
    assert len(faults(bad, FORM | {"title": ""})) == 4


def test_a_name_may_stand_twice_for_other_classes_only() -> None:
    assert len(rows(FORM, FORM | {"classes": ["生产"]})) == 2
    assert faults(FORM, FORM) == ('obligations: the name "weekly_form" stands 2 times',)
    assert faults(FORM | {"classes": ["生产"]}, FORM | {"classes": ["生产", "储存"]}) == (
        'obligations: the name "weekly_form" stands 2 times for class "生产"',
    )


def test_the_shipped_examples_hold_when_they_are_switched_on() -> None:
    block = EXAMPLE.read_text("utf-8").split("# What is owed besides", 1)[1].split("\n[", 1)[0]
    tables = tomllib.loads(re.sub(r"^#(?=[\w\[])", "", "# " + block, flags=re.M))["obligations"]
    found = rows(*tables)
    assert {one.kind for one in found} == {
        *("weekly_form", "daily_form", "commitment", "led_check", "drill", "training", "outsourcing"),
    }
