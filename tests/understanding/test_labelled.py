"""Labelled messages of the ledger's days: each must be read whole, its acts, its slots, its question."""

from pathlib import Path

import pytest

from handlers.understand import Reading
from handlers.understand.printed import printed
from tests.understanding.gates import LABELLED, readings
from tests.understanding.reads import kinds
from tests.understanding.scoring import Record, acts_of, forbidden, slots_of

FILES = sorted(LABELLED.glob("*.jsonl"))


def faults(record: Record, reading: Reading) -> list[str]:
    """What is wrong with the reading of a message; nothing, if it is right."""
    line: Record = dict(printed(reading, record["id"]))
    right, of = acts_of(record, line)
    found = [f"acts {line['intent']} {line['also']}"] if right < of else []
    found += [f"forbidden {one}" for one in forbidden(record, line)]
    found += [f"slot {name}: {line['slots'].get(name.strip('+'))}" for name in slots_of(record, line)[1]]
    return found + by_kind(record, reading)


def by_kind(record: Record, reading: Reading) -> list[str]:
    """What is wrong where a label names the very acts (`acts`, `notacts`), or the slots of each of them (`each`)."""
    found = kinds(reading)
    wrong = [f"kinds {found}"] if "acts" in record and found != record["acts"] else []
    wrong += [f"kind {kind}" for kind in record.get("notacts", []) if kind in found]
    for act, slots in zip(reading.acts, record.get("each", []), strict=False):
        shown = printed(Reading((act,)), "")["slots"]
        wrong += [f"each {shown}"] if shown != slots else []
    fields = vars(reading.acts[0]) if reading.acts else {}
    return wrong + [
        f"{name}={fields.get(name)}" for name, value in record.get("act", {}).items() if fields.get(name) != value
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_labelled_messages(path: Path) -> None:
    found = {f"{record['id']} {record['text']}": faults(record, reading) for record, reading in readings(path)}
    assert {text: wrong for text, wrong in found.items() if wrong} == {}
