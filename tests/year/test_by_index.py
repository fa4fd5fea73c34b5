"""What is asked around every message and tick is found by an index, after ten years as on the first day."""

import re
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.year import holds
from tests.year.play import Year, opened

MONDAY = date(2026, 3, 2)
#: Tables that grow with every night.
GROWING = {
    *("attachment", "audit", "due", "hazard", "hazardevent", "jobrun", "letterstep", "message", "outgoing"),
    *("report", "reportpiece", "unclear"),
}
#: The page of a week counts through all hazards in one question.
COUNTED = "SELECT coalesce(sum("
#: The newest row of the chain is the last by its key.
BY_KEY = {"audit"}
_STEP = re.compile(
    r"(?P<how>SCAN|SEARCH) (?P<table>\w+)(?: USING (?:COVERING )?INDEX (?P<index>\w+))?(?: \((?P<by>.*)\))?\Z"
)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Nothing yet: one statement of each shape. The harness's own look at the rows is not part of the product."""
    monkeypatch.setattr(holds, "faults", lambda _: [])
    return {}


async def test_no_question_goes_through_all_that_ever_was(tmp_path: Path, asked: dict[str, str]) -> None:
    year = await opened(tmp_path, 2, MONDAY, 3)
    base = _base(year)
    base.set_trace_callback(lambda words: asked.setdefault(_shape(words), words) and None)
    for ahead in range(2):
        await year.day(MONDAY + timedelta(days=ahead))
    base.set_trace_callback(None)
    assert len(asked) > 200
    partial = {name for table in GROWING for _, name, _, _, of_some in _indexes(base, table) if of_some}
    walked = [(step, shape) for shape, one in asked.items() for step in _walks(base, one, partial)]
    assert walked == []
    year.work.close()


def _base(year: Year) -> sqlite3.Connection:
    found: sqlite3.Connection = year.work._base
    return found


def _indexes(base: sqlite3.Connection, table: str) -> Sequence[tuple[int, str, int, str, int]]:
    return base.execute(f"PRAGMA index_list({table})").fetchall()


def _walks(base: sqlite3.Connection, statement: str, partial: set[str]) -> Iterator[str]:
    """The steps of a question's plan that would go through a growing table, or through all dues of a kind."""
    if not statement.startswith(("SELECT", "UPDATE", "DELETE")) or statement.startswith(COUNTED):
        return
    for *_, told in base.execute(f"EXPLAIN QUERY PLAN {statement}"):
        step = _STEP.match(told)
        if step is None or step["table"] not in GROWING - BY_KEY:
            continue
        if (step["how"] == "SCAN" and step["index"] not in partial) or step["by"] == "kind=?":
            yield told


def _shape(statement: str) -> str:
    return re.sub(r"'[^']*'|\b\d+\b", "?", statement)
