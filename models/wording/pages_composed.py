"""From the rows to the words of an evening, a week, a month, and of a morning that tells of several nights."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from models import bureau, calendar, evening, page_spans, pages, questions, special_work, terms
from models.ledger import WHOLE, Within
from models.obligations import DueStatus
from models.outbox import Outgoing
from models.page_spans import PageKind, Span
from models.people import Person, Role
from models.wording import pages as words
from models.wording import reminders
from models.wording import special_work as works
from models.wording.above_composed import for_eight
from models.wording.composed import Composed, Pointless, Said
from models.wording.deadlines_composed import overdue_for_leader

#: What counts as hot work among the special works of a day.
HOT = "动火"


def within(session: Session, person: Person) -> Within:
    """What somebody's page counts: a supervisor's own enterprises, everybody else's the county."""
    return bureau.within(session, person)


def text(session: Session, span: Span, person: Person, now: datetime) -> str:
    """A page for somebody, from the rows as they are; to a leader with the re-checks that have waited for long."""
    bounds = within(session, person)
    found = pages.page(session, span, now, bounds)
    area = person.grid if bounds != WHOLE else ""
    waiting = _waiting(session, now) if person.role == Role.LEADER else ()
    return words.page(found, now=now, area=area, waiting=waiting)


def _waiting(session: Session, now: datetime) -> list[str]:
    today = calendar.today(now)
    told = []
    for hazard, plant in pages.waiting_long(session, today):
        since = calendar.today(hazard.verified_at or hazard.rectified_at or now)
        told.append(words.waiting_line(hazard.number, plant.short, hazard.item, (today - since).days))
    return told


def span_of(session: Session, told: Mapping[str, Any]) -> Span:
    """The span of a page that a letter names."""
    kind, start = PageKind(told["kind"]), date.fromisoformat(told["start"])
    return page_spans.of_kind(pages.rules(session), kind, start)


def _page(session: Session, letter: Outgoing, now: datetime) -> Composed:
    person, span = session.get_one(Person, letter.person_id), span_of(session, letter.about)
    if pages.page(session, span, now, within(session, person)).empty:
        return Pointless("nothing was owed or found in it")
    return Said(text(session, span, person, now))


def _changed(session: Session, letter: Outgoing, now: datetime) -> Composed:
    person, span = session.get_one(Person, letter.person_id), span_of(session, letter.about)
    if pages.page(session, span, now, within(session, person)).told == letter.about["figures"]:
        return Pointless("no figure changed")
    return Said(words.changed(text(session, span, person, now)))


def _evening(session: Session, letter: Outgoing, now: datetime) -> Composed:
    found = evening.of(session, date.fromisoformat(letter.about["night"]), now)
    if not found.notable:
        return Pointless("nothing but how many owe the night")
    phones = {"1": {"act": "ShowDeaf", "night": letter.about["night"]}} if found.deaf else {}
    return Said(words.evening(found, phones=bool(phones)), phones)


def _morning_leader(session: Session, letter: Outgoing, now: datetime) -> Composed:
    """The list of eight: the last night, the nights of free days before it, and the page that is told this morning."""
    day, today = date.fromisoformat(letter.about["night"]), calendar.today(now)
    state = questions.night(session, day)
    earlier = [questions.night(session, date.fromisoformat(one)) for one in letter.about.get("before", ())]
    told_of = [span_of(session, one) for one in letter.about.get("pages", ())]
    spans = [one for one in told_of if not pages.page(session, one, now).empty]
    if not state.owed and not spans and not any(one.count(DueStatus.MISSED) for one in earlier):
        return Pointless("nobody owed a report")
    overdue, choices = overdue_for_leader(session, letter, today)
    hazards = terms.morning(session, day, today)
    repeated = repeated_lines(session, state)
    above, today_works = for_eight(session, letter, today), _works(session, today)
    list_of_eight = reminders.morning_leader(state, repeated, hazards, overdue, above, today_works)
    told = [list_of_eight] if state.owed else []
    told += words.Before([one for one in earlier if one.owed]).lines
    person = session.get_one(Person, letter.person_id)
    return Said("\n".join([*told, *(text(session, span, person, now) for span in spans)]), choices)


def _works(session: Session, day: date) -> str:
    rows = special_work.today(session, day)
    first = works.line(rows[0][0]).told(day, rows[0][1].short) if rows else ""
    return words.works_today(len(rows), sum(row.kind == HOT for row, _ in rows), first)


def repeated_lines(session: Session, state: questions.Night) -> Sequence[str]:
    """Who of the silent was silent before: two nights running, or three of seven."""
    told = []
    for plant in state.plants(DueStatus.MISSED)[:20]:
        in_a_row, of_seven = questions.running_misses(session, plant.id, state.night)
        if in_a_row >= 2 or of_seven >= 3:
            told.append(words.repeated(plant.starred, in_a_row, of_seven))
    return told


#: The letters of mornings, evenings, weeks and months, and how their words are found.
KINDS_OF_PAGES: Mapping[str, Callable[[Session, Outgoing, datetime], Composed]] = {
    "morning.leader": _morning_leader,
    "evening": _evening,
    "page.week": _page,
    "page.month": _page,
    "page.changed": _changed,
}
