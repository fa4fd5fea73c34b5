"""The questions to the ledger on SQLite and on PostgreSQL: bounds, order, pages, figures, reasons."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import Session, select

from models import calendar, figures, ledger, obligations, opening, owed, people, proxies, questions, why
from models.hazards import Level
from models.ledger import Standing, Wanted, Which, Within
from models.obligations import Due, DueStatus, ObligationKind
from models.people import Binding, Enterprise, Person, Right, Role, Scope
from models.why import Why
from tests import laid, rows
from tests.scene import RULES

NOW = datetime(2026, 3, 16, 2, 10, tzinfo=UTC)
TODAY, NIGHT = date(2026, 3, 16), date(2026, 3, 15)
A, B, C = "甲厂", "乙站", "丙厂"


@pytest.fixture
def session(database_url: str) -> Iterator[Session]:
    engine = laid.engine(database_url)
    with Session(engine, expire_on_commit=False) as opened:
        for name, grid, major in ((A, "东片", True), (B, "西片", False), (C, "东片", False)):
            old = NOW - timedelta(days=60)
            opened.add(Enterprise(name=name, shorts=name, grid=grid, major=major, registered_at=old))
        opened.flush()
        opened.add(Person(name="李明", role=Role.DUTY))
        opened.add(Person(name="张强", role=Role.SAFETY, enterprise_id=1))
        opened.flush()
        opened.add(Binding(channel="app", user_id="zq", person_id=2, bound_at=NOW))
        fill(opened)
        opened.flush()
        yield opened
    engine.dispose()


def fill(session: Session) -> None:
    """1 and 2 at 甲: due, major and overdue; 3 and 4 at 乙: overdue, waits; 5 to 7 at 丙: undated, fixed, none."""
    rows.hazard(session, A, "灭火器", NOW, deadline=date(2026, 3, 17))
    rows.hazard(session, A, "管道", NOW, deadline=date(2026, 3, 15), level=Level.MAJOR)
    rows.hazard(session, B, "杂物", NOW, deadline=date(2026, 3, 12))
    rows.asked_for(session, rows.hazard(session, B, "接地", NOW, deadline=date(2026, 3, 14)), 6, NOW)
    rows.hazard(session, C, "", NOW, state="registered")
    rows.hazard(session, C, "护栏", NOW, state="awaiting", deadline=date(2026, 3, 10))
    rows.hazard(session, C, "不是", NOW, state="void")


def numbers(session: Session, wanted: Wanted, within: Within = ledger.WHOLE) -> list[int]:
    """The last digits of a list, which holds as many as are counted."""
    found = ledger.lines(session, wanted, within, TODAY, limit=50)
    assert ledger.count(session, wanted, within, TODAY) == len(found)
    return [int(line.number[-4:]) for line in found]


def test_lists_hold_what_they_say_the_gravest_first(session: Session) -> None:
    assert numbers(session, Wanted(Which.UNFIXED)) == [2, 1, 3, 4, 5]
    assert numbers(session, Wanted(Which.OPEN)) == [2, 1, 6, 3, 4, 5]
    assert numbers(session, Wanted(Which.OVERDUE)) == [2, 3], "while the bureau decides, nothing is overdue"
    assert numbers(session, Wanted(Which.EXTENSION)) == [4]
    assert numbers(session, Wanted(Which.DUE, TODAY, TODAY + timedelta(days=3))) == [1]
    assert numbers(session, Wanted(Which.LACKING)) == [2, 5], "the major one lacks its five items"
    assert sorted(numbers(session, Wanted(Which.ALL))) == [1, 2, 3, 4, 5, 6]
    assert sorted(numbers(session, Wanted(Which.EVER))) == [1, 2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize(
    "within, wanted",
    [
        (Within(Scope(grids=frozenset({"东片"}))), [2, 1, 5]),
        (Within(Scope(enterprises=frozenset({2}))), [3, 4]),
        (Within(Scope(grids=frozenset({"西片"}), enterprises=frozenset({3}))), [3, 4, 5]),
        (Within(Scope()), []),
        (Within(enterprises=(1,)), [2, 1]),
        (Within(Scope(grids=frozenset({"西片"})), enterprises=(1,)), []),
        (Within(level=Level.MAJOR), [2]),
        (Within(found=(NOW, NOW + timedelta(hours=1))), [2, 1, 3, 4, 5]),
        (Within(found=(NOW - timedelta(hours=1), NOW)), []),
    ],
)
def test_bounds_hold_for_lists_and_for_figures(session: Session, within: Within, wanted: list[int]) -> None:
    assert numbers(session, Wanted(Which.UNFIXED), within) == wanted
    assert ledger.standing(session, within, TODAY).unfixed == len(wanted)


def test_how_the_ledger_stands_now_and_stood_then(session: Session) -> None:
    now = Standing(general=4, major=1, overdue=2, pending=1, awaiting=1)
    assert ledger.standing(session, ledger.WHOLE, TODAY) == now
    assert figures.standing_at(session, NOW, TODAY) == now
    assert figures.standing_at(session, NOW - timedelta(seconds=1), TODAY) == Standing()


def test_pages_do_not_overlap(session: Session) -> None:
    pages = [
        ledger.lines(session, Wanted(Which.UNFIXED), ledger.WHOLE, TODAY, limit=2, offset=first) for first in (0, 2, 4)
    ]
    assert [int(line.number[-4:]) for page in pages for line in page] == [2, 1, 3, 4, 5]


def test_a_line_tells_what_a_list_shows(session: Session) -> None:
    (line,) = ledger.lines(session, Wanted(Which.EXTENSION), ledger.WHOLE, TODAY, limit=5)
    assert (line.number, line.plant.short, line.pending, line.wanted) == ("YH-2026-0004", B, True, date(2026, 3, 20))
    assert ledger.next_deadline(session, Within(enterprises=(1,)), TODAY) == date(2026, 3, 17)
    assert ledger.next_deadline(session, Within(enterprises=(2,)), TODAY) is None


def test_what_falls_due_by_enterprise(session: Session) -> None:
    everything = Wanted(Which.DUE, date(2026, 3, 1), date(2026, 3, 31))
    assert ledger.by_plant(session, everything, ledger.WHOLE, TODAY, 9) == {1: [2, 1], 2: [3]}, "who waits is left out"
    assert ledger.by_plant(session, everything, ledger.WHOLE, TODAY, 1) == {1: [2, 1]}


def nights(session: Session) -> None:
    obligations.sync(session, ObligationKind.PATROL, RULES)
    obligations.sync(session, ObligationKind.ZERO, obligations.zero_rules(RULES))
    opening.open_night(session, NIGHT, NOW - timedelta(hours=8))
    opening.open_night(session, TODAY, NOW, kind=ObligationKind.ZERO)
    obligations.close_due(session, NOW, ObligationKind.PATROL)
    trial = session.exec(select(Due).where(Due.enterprise_id == 3, Due.kind == ObligationKind.PATROL)).one()
    trial.trial = True
    session.add(trial)
    session.flush()


def test_trial_nights_are_in_no_figure(session: Session) -> None:
    nights(session)
    for within in (ledger.WHOLE, Within(Scope(grids=frozenset({"东片", "西片"})))):
        counted = figures.dues(session, ObligationKind.PATROL, NIGHT, NIGHT, within)
        assert counted.counts == {DueStatus.MISSED: 2}
    assert questions.night(session, NIGHT).counts == {DueStatus.MISSED: 2}
    assert figures.closed_nights(session, date(2026, 3, 1), TODAY, NOW) == NIGHT
    assert figures.dues(session, ObligationKind.ZERO, TODAY, TODAY).counts == {DueStatus.WAITING: 3}


def test_a_proxy_entry_is_counted_as_one(session: Session) -> None:
    nights(session)
    due = session.exec(select(Due).where(Due.enterprise_id == 2, Due.kind == ObligationKind.PATROL)).one()
    entry = proxies.Entry("王建国", NOW - timedelta(hours=8), "normal")
    proxies.enter(session, due, entry, session.get_one(Person, 1), "app", NOW)
    patrol = figures.dues(session, ObligationKind.PATROL, NIGHT, NIGHT)
    assert (patrol.counts, patrol.proxied) == ({DueStatus.MISSED: 1, DueStatus.MADE_UP: 1}, 1)
    zero = figures.dues(session, ObligationKind.ZERO, TODAY, TODAY)
    assert (zero.count(DueStatus.REPORTED), zero.proxied) == (1, 1), "a stated round stands for the day too"
    assert questions.night(session, NIGHT).proxied == 1
    elsewhere = figures.dues(session, ObligationKind.PATROL, NIGHT, NIGHT, Within(enterprises=(1,)))
    assert elsewhere.proxied == 0


def test_what_one_enterprise_has_to_do(session: Session) -> None:
    nights(session)
    found = owed.of(session, session.get_one(Enterprise, 1), NOW)
    assert found.zero is not None
    assert found.round is not None
    assert (found.zero.night, found.round.night) == (TODAY, NIGHT)
    assert (found.standing.unfixed, found.next_deadline) == (2, date(2026, 3, 17))
    assert [line.number for line in found.lacking] == ["YH-2026-0002"]
    afternoon = owed.of(session, session.get_one(Enterprise, 1), NOW + timedelta(hours=4))
    assert afternoon.round is None, "after noon nothing can be made up"


def test_reasons_on_both_engines(session: Session) -> None:
    nights(session)
    told = why.reasons(session, session.get_one(Enterprise, 1), TODAY, NOW)
    assert [(one.about, one.why) for one in told] == [
        ("patrol", Why.UNKNOWN),
        ("zero", Why.NOT_YET),
        ("deadline", Why.AFTERWARDS),
        ("deadline", Why.NOT_TODAY),
    ]
    assert why.reasons(session, session.get_one(Enterprise, 2), TODAY, NOW)[0].why == Why.NO_ACCOUNT
    night = why.night(session, NIGHT)
    assert (night.said, night.reported, list(night.no_account), night.others) == (0, 0, [B], 1)


def test_the_figures_of_a_day_on_both_engines(session: Session) -> None:
    nights(session)
    found = figures.period(session, TODAY, TODAY, NOW)
    assert (found.found.registered, found.found.major, found.found.rate.part) == (6, 1, 1)
    assert (found.nights, found.until, found.incidents) == (None, NOW, 0)
    assert figures.period(session, NIGHT, NIGHT, NOW).until == calendar.at(TODAY, figures.SIX)


@pytest.mark.parametrize(
    "role, grid, plants",
    [
        (Role.DUTY, "", {A, B, C}),
        (Role.HEAD, "东片", {A, B, C}),
        (Role.SUPERVISOR, "东片", {A, C}),
        (Role.SUPERVISOR, "", {A, B, C}),
        (Role.EXPERT, "西片", {B}),
    ],
)
def test_a_scope_is_what_may_says_of_each(session: Session, role: Role, grid: str, plants: set[str]) -> None:
    officer = Person(name="某人", role=role, grid=grid)
    everybody = session.exec(select(Enterprise)).all()
    scope = people.scope([officer], Right.SEE)
    assert {one.name for one in everybody if scope.holds(one)} == plants
    assert {one.name for one in everybody if people.may(officer, Right.SEE, one)} == plants


def test_the_scope_of_an_enterprise_is_its_own(session: Session) -> None:
    guard = Person(name="某人", role=Role.REPORTER, enterprise_id=2)
    everybody = session.exec(select(Enterprise)).all()
    scope = people.scope([guard, Person(name="同一人", role=Role.SAFETY, enterprise_id=3)], Right.SEE)
    assert {one.name for one in everybody if scope.holds(one)} == {B, C}
    assert not people.scope([guard], Right.PROXY).enterprises
