"""The closed loop: every status with every move, what it leaves behind, and that nothing else writes a status."""

import ast
import itertools
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TypeGuard

import pytest
from sqlmodel import Session, col, select

from models import audit, db, hazards, lifecycle, tables
from models.hazards import Draft, Extension, ExtensionStatus, Hazard, HazardEvent, HazardStatus, Source
from models.lifecycle import MOVES, By, Impossible, Move
from models.people import Enterprise
from tests import laid

FOUND = datetime(2026, 3, 14, 16, 40, tzinfo=UTC)
BEFORE = datetime(2026, 3, 15, 1, 0, tzinfo=UTC)
NOW = datetime(2026, 3, 16, 1, 0, tzinfo=UTC)
PAIRS = list(itertools.product(HazardStatus, Move))
#: The moments and names that say how far the closing of a hazard is.
CLOSING = {
    "claimed_at": BEFORE,
    "rectified_at": BEFORE,
    "verified_at": BEFORE,
    "verified_by": None,
    "closed_at": BEFORE,
    "closed_by": None,
    "second_name": "周宁",
    "document": "〔2026〕3号",
    "sampled": True,
}
NOTHING: dict[str, object] = {name: "" if isinstance(value, str) else None for name, value in CLOSING.items()}
NOTHING["sampled"] = False
#: What each move leaves of them; what is not named stays as it was.
LEAVES: dict[Move, dict[str, object]] = {
    Move.RECTIFY: {"claimed_at": None},
    Move.CLOSE: {"closed_at": NOW},
    Move.FAIL: NOTHING,
    Move.TAKE_BACK: NOTHING,
    Move.REOPEN: NOTHING,
}


@pytest.fixture
def session() -> Iterator[Session]:
    assert tables.TABLES
    engine = laid.engine("sqlite:///:memory:")
    with Session(engine) as opened:
        opened.add(Enterprise(name="河南豫丰化工有限公司", registered_at=FOUND))
        opened.flush()
        yield opened
        opened.rollback()
    engine.dispose()


def hazard_in(session: Session, status: HazardStatus) -> Hazard:
    """A hazard in a status, with everything on it that a closing can leave."""
    found = hazards.enter(session, Draft(1, Source.PATROL, FOUND, FOUND, item="灭火器过期"), FOUND)
    values = {**found.model_dump(), **CLOSING, "status": status.value}
    row = db.table(Hazard)
    session.connection().execute(row.update().where(row.c.id == found.id).values(**values))
    session.expire_all()
    return found


def picture(session: Session, hazard: Hazard) -> dict[str, object]:
    session.flush()
    session.refresh(hazard)
    return hazard.model_dump()


@pytest.mark.parametrize("status, move", PAIRS, ids=lambda one: one.value)
def test_every_move_of_every_status_leads_where_the_table_says_or_nowhere(
    session: Session, status: HazardStatus, move: Move
) -> None:
    hazard = hazard_in(session, status)
    before, entries = picture(session, hazard), len(session.exec(select(audit.Audit)).all())
    after = MOVES.get((status, move))
    assert lifecycle.can(hazard, move) == (after is not None)
    if after is None:
        with pytest.raises(Impossible, match=f"{move.value} of {hazard.number}, which is {status.value}"):
            lifecycle.move(session, hazard, move, By("person:7"), NOW)
        assert picture(session, hazard) == before
        assert hazards.events(session, hazard) == []
        assert len(session.exec(select(audit.Audit)).all()) == entries
        return
    lifecycle.move(session, hazard, move, By("person:7"), NOW, note="已换新", document="〔2026〕4号")
    assert picture(session, hazard) == before | {"status": after.value} | LEAVES.get(move, {})
    [event] = hazards.events(session, hazard)
    assert (event.at, event.move, event.before, event.after) == (NOW, move.value, status.value, after.value)
    assert (event.note, event.document) == ("已换新", "〔2026〕4号")
    added = session.exec(select(audit.Audit).order_by(col(audit.Audit.seq)).offset(entries)).all()
    assert [(one.actor, one.action, one.subject) for one in added] == [
        ("person:7", f"hazard.{move.value}", f"hazard:{hazard.number}")
    ]
    assert audit.verify(session)[1] is None


def test_the_first_rectification_keeps_its_moment(session: Session) -> None:
    """Further pictures of something that waits for its re-check do not make it fixed later."""
    hazard = hazards.enter(session, Draft(1, Source.PATROL, FOUND, FOUND), FOUND)
    lifecycle.move(session, hazard, Move.RECTIFY, By("bot"), BEFORE)
    lifecycle.move(session, hazard, Move.RECTIFY, By("bot"), NOW)
    assert (hazard.rectified_at, hazard.status) == (BEFORE, HazardStatus.AWAITING)
    lifecycle.move(session, hazard, Move.FAIL, By("bot"), NOW)
    lifecycle.move(session, hazard, Move.RECTIFY, By("bot"), NOW)
    assert hazard.rectified_at == NOW


@pytest.mark.parametrize("pair", list(MOVES), ids=lambda one: f"{one[0].value}-{one[1].value}")
def test_a_request_for_more_time_falls_with_what_it_was_for(session: Session, pair: tuple[HazardStatus, Move]) -> None:
    hazard = hazard_in(session, pair[0])
    request = Extension(hazard_id=db.row_id(hazard.id), asked_at=BEFORE, wanted=date(2026, 3, 25))
    session.add(request)
    session.flush()
    lifecycle.move(session, hazard, pair[1], By("bot"), NOW)
    session.refresh(request)
    still_to_fix = MOVES[pair] in hazards.UNFIXED
    assert request.status == (ExtensionStatus.PENDING if still_to_fix else ExtensionStatus.DROPPED)


def test_what_happened_without_a_move_changes_no_status(session: Session) -> None:
    for status in HazardStatus:
        hazard = hazard_in(session, status)
        before = picture(session, hazard)
        lifecycle.record(session, hazard, "items.deadline", By("person:7", None, None), NOW, " -> 2026-03-17")
        assert picture(session, hazard) == before
        [event] = hazards.events(session, hazard)
        assert (event.move, event.before, event.after) == ("items.deadline", status.value, status.value)


def test_a_long_note_is_cut_and_never_refused(session: Session) -> None:
    hazard = hazards.enter(session, Draft(1, Source.PATROL, FOUND, FOUND), FOUND)
    lifecycle.record(session, hazard, "found", By("bot"), NOW, "长" * 900, "号" * 300)
    [event] = hazards.events(session, hazard)
    assert (len(event.note), len(event.document)) == (500, 100)


def test_the_table_leaves_no_status_without_a_way_out_and_names_no_way_in_twice() -> None:
    assert {status for status, _ in MOVES} == set(HazardStatus)
    assert {move for _, move in MOVES} == set(Move)
    reached = {HazardStatus.REGISTERED}
    while more := {MOVES[pair] for pair in MOVES if pair[0] in reached} - reached:
        reached |= more
    assert reached == set(HazardStatus)
    assert {after for (status, _), after in MOVES.items() if status == HazardStatus.CLOSED} == {
        HazardStatus.RECTIFYING  # what is closed comes back to be fixed, or stays
    }


def test_an_hour_and_a_day_do_not_matter_to_a_move(session: Session) -> None:
    hazard = hazards.enter(session, Draft(1, Source.PATROL, FOUND, FOUND), FOUND)
    lifecycle.move(session, hazard, Move.ASSIGN, By("bot"), NOW + timedelta(days=400))
    assert hazard.status == HazardStatus.RECTIFYING


# Only `move` writes a status

ROOT = Path(__file__).parent.parent.parent


def _status_written(path: Path) -> Iterator[tuple[int, str]]:
    """Lines that give a `status` to something that is a hazard by its name or its annotation, or in bulk."""
    tree = ast.parse(path.read_text("utf-8"))
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef) and _speaks_of_status(function):
            hazards_here = _hazards_of(function)
            yield from _in_function(function, hazards_here)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _updates_hazards(node):
            yield node.lineno, ast.unparse(node)[:80]


def _speaks_of_status(function: ast.FunctionDef) -> bool:
    return any("status" in (getattr(node, "attr", ""), getattr(node, "value", "")) for node in ast.walk(function))


def _hazards_of(function: ast.FunctionDef) -> set[str]:
    """The names in a function that hold a hazard: by annotation, or called so."""
    arguments = [*function.args.args, *function.args.kwonlyargs]
    annotated = {one.arg for one in arguments if one.annotation and "Hazard" in ast.unparse(one.annotation)}
    named = {node.id for node in ast.walk(function) if isinstance(node, ast.Name) and "hazard" in node.id.lower()}
    made = {node.target.id for node in ast.walk(function) if isinstance(node, ast.NamedExpr)} | {
        target.id
        for node in ast.walk(function)
        if isinstance(node, ast.Assign) and "hazard" in ast.unparse(node.value).lower()
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    looped = {
        node.target.id
        for node in ast.walk(function)
        if isinstance(node, ast.For | ast.comprehension)
        and isinstance(node.target, ast.Name)
        and "hazard" in ast.unparse(node.iter).lower()
    }
    return annotated | named | made | looped


def _in_function(function: ast.FunctionDef, hazards_here: set[str]) -> Iterator[tuple[int, str]]:
    for node in ast.walk(function):
        targets = node.targets if isinstance(node, ast.Assign) else []
        targets = [node.target] if isinstance(node, ast.AnnAssign | ast.AugAssign) else targets
        for target in (inner for outer in targets for inner in ast.walk(outer)):
            if _is_status_of(target, hazards_here) and "ExtensionStatus" not in ast.unparse(node):
                yield target.lineno, ast.unparse(node)
        if isinstance(node, ast.Call) and _names_status(node) and ast.unparse(node.func) == "setattr":
            yield node.lineno, ast.unparse(node)


def _is_status_of(target: ast.AST, names: set[str]) -> TypeGuard[ast.Attribute]:
    if not isinstance(target, ast.Attribute) or target.attr != "status":
        return False
    return isinstance(target.value, ast.Name) and target.value.id in names


def _names_status(node: ast.Call) -> bool:
    return any(isinstance(one, ast.Constant) and one.value == "status" for one in node.args)


def _updates_hazards(node: ast.Call) -> bool:
    """`update(Hazard) … .values(status=…)`, and a Hazard that is made with a status."""
    if not any(keyword.arg == "status" for keyword in node.keywords):
        return False  # to write a call out costs more than to look at its keywords
    text = ast.unparse(node)
    made = ast.unparse(node.func) in ("Hazard", "hazards.Hazard")
    bulk = ast.unparse(node.func).endswith(".values") and "update(" in text and "Hazard" in text.split(".values(")[0]
    return made or bulk


def test_only_move_writes_the_status_of_a_hazard() -> None:
    found = {
        (str(path.relative_to(ROOT)), text)
        for room in ("models", "handlers", "scheduler", "bot")
        for path in sorted((ROOT / room).rglob("*.py"))
        if "migrations" not in path.parts
        for _, text in _status_written(path)
    }
    assert found == {("models/lifecycle.py", "hazard.status = after")}


@pytest.mark.parametrize(
    "source",
    [
        "def close(hazard):\n    hazard.status = 'closed'",
        "def close(row: Hazard):\n    row.status = HazardStatus.CLOSED",
        "def close(session):\n    first = hazards.by_number(session, 'x')\n    first.status, other = 'closed', 1",
        "def close(rows):\n    for one in hazards.open_of(rows):\n        one.status = 'closed'",
        "def close(thing):\n    setattr(thing, 'status', 'closed')",
        "def close(session):\n    session.execute(update(Hazard).where(x).values(status='closed'))",
        "def close():\n    return Hazard(number='x', status='closed')",
    ],
)
def test_a_second_writer_would_be_seen(source: str, tmp_path: Path) -> None:
    written = tmp_path / "written.py"
    written.write_text(source, "utf-8")
    assert list(_status_written(written))


def test_an_event_is_never_changed() -> None:
    """Nothing gives a value to a field of an event, or deletes one."""
    for room in ("models", "handlers", "scheduler", "bot"):
        for path in sorted((ROOT / room).rglob("*.py")):
            text = path.read_text("utf-8")
            for verb in ("update", "delete"):
                assert f"{verb}({HazardEvent.__name__}" not in text, path
                assert f"{verb}(db.table({HazardEvent.__name__}" not in text, path
