"""Every act says by which words and which rule it was read, so that a misreading can be explained."""

import re
from pathlib import Path

import pytest

from handlers.understand.printed import printed
from models.wording.explained import INTENTS, SLOTS, UNTOLD
from tests.understanding.gates import LABELLED, readings

REASON = re.compile(r"“.+”：.+", re.DOTALL)


@pytest.mark.parametrize("path", sorted(LABELLED.glob("*.jsonl")), ids=lambda path: path.stem)
def test_every_act_has_its_words_and_its_rule(path: Path) -> None:
    without = [
        f"{type(act).__name__} {act.why}: {record['text']}"
        for record, reading in readings(path)
        for act in reading.acts
        if not any(REASON.fullmatch(reason) for reason in act.why)
    ]
    assert without == []


@pytest.mark.parametrize("path", sorted(LABELLED.glob("*.jsonl")), ids=lambda path: path.stem)
def test_what_is_explained_has_its_chinese_word(path: Path) -> None:
    lines = [printed(reading, "") for _, reading in readings(path)]
    assert {str(line["intent"]) for line in lines} <= set(INTENTS)
    named = {name for line in lines for name in line["slots"]}  # type: ignore[union-attr]
    assert named - set(SLOTS) - UNTOLD == set()
