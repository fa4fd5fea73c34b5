"""The evening before a night, and the pages of weeks and months: whom they reach, each at most once."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from models import calendar, evening, outbox, page_spans, pages, rota, spoken, trail
from models.outbox import Letter, Outgoing, Priority
from models.page_spans import WITH_THE_LIST, Span
from models.people import Person, Role
from models.trail import Turned
from models.wording.pages_composed import within

#: An evening's state has a point until the night begins, a page until the evening.
EVENING_LASTS, PAGE_LASTS = timedelta(hours=4), timedelta(hours=9)


def before_night(session: Session, planned: datetime, now: datetime) -> str:
    """To the officer and the leader of the night, when there is more to know than how many owe it."""
    day = calendar.today(planned)
    moment = evening.begins(day)
    told = [*rota.officers_on_duty(session, moment), *rota.leaders_on_duty(session, moment)]
    if evening.of(session, day, now).notable:
        return f"{sum(_evening(session, person, planned, now) for person in told)} posted"
    for person in told:
        trail.note(session, f"evening:{person.id}:{day}", now, Turned.SUPPRESSED, "nothing but how many owe the night")
    return "nothing to know"


def _evening(session: Session, person: Person, planned: datetime, now: datetime) -> bool:
    day = calendar.today(planned)
    letter = Letter(
        key=f"evening:{person.id}:{day}",
        kind="evening",
        about={"night": day.isoformat()},
        person_id=person.id,
        stale_at=planned + EVENING_LASTS,
    )
    return outbox.post(session, letter, now)


def send(session: Session, planned: datetime, now: datetime, cursor: int) -> int | None:
    """The pages of a day, one person a transaction: to supervisors of their own enterprises, to section heads of all.

    Section heads and leaders find a page that is told in the morning in their list of eight instead.
    """
    told = page_spans.latest(page_spans.due(pages.rules(session), calendar.today(planned)))
    person = _next(session, cursor, _roles(planned)) if told else None
    if person is None:
        return None
    for span in told:
        post(session, span, person, planned, now)
    return person.id


def _roles(planned: datetime) -> Sequence[Role]:
    with_the_list = calendar.local(planned).time() <= WITH_THE_LIST
    return (Role.SUPERVISOR,) if with_the_list else (Role.SUPERVISOR, Role.HEAD)


def _next(session: Session, cursor: int, roles: Sequence[Role]) -> Person | None:
    theirs = select(Person).where(col(Person.role).in_(list(roles)), col(Person.active), col(Person.id) > cursor)
    return session.exec(theirs.order_by(col(Person.id)).limit(1)).first()


def post(session: Session, span: Span, person: Person, planned: datetime, now: datetime) -> bool:
    """Posts a page to somebody, with the figures as they are now, to be compared later."""
    letter = Letter(
        key=f"page.{span.kind}:{span.start}:{person.id}",
        kind=f"page.{span.kind}",
        about=about(session, span, person, now),
        person_id=person.id,
        priority=Priority.OFFICE,
        stale_at=planned + PAGE_LASTS,
    )
    return outbox.post(session, letter, now)


def about(session: Session, span: Span, person: Person, now: datetime) -> dict[str, Any]:
    """A page as a letter names it."""
    found = pages.page(session, span, now, within(session, person))
    return {"kind": span.kind.value, "start": span.start.isoformat(), "figures": found.told}


def correct(session: Session, planned: datetime, now: datetime) -> str:
    """14:05, when nothing can be made up any more: to officers whose page of this day no longer holds.

    A leader hears once a day, and asks where he wants to know more.
    """
    posted = 0
    for letter, told in _said_today(session, planned):
        person = session.get(Person, letter.person_id) if letter.person_id else None
        if person is None or person.role == Role.LEADER:
            continue
        posted += _correct(session, person, told, planned, now)
    return f"{posted} posted"


def _correct(session: Session, person: Person, told: Mapping[str, Any], planned: datetime, now: datetime) -> bool:
    span = page_spans.of_kind(
        pages.rules(session), page_spans.PageKind(told["kind"]), datetime.fromisoformat(told["start"]).date()
    )
    if pages.page(session, span, now, within(session, person)).told == told["figures"]:
        return False
    letter = Letter(
        key=f"page.changed:{span.kind}:{span.start}:{person.id}",
        kind="page.changed",
        about=told,
        person_id=person.id,
        priority=Priority.OFFICE,
        stale_at=planned + PAGE_LASTS / 3,
    )
    return outbox.post(session, letter, now)


def _said_today(session: Session, planned: datetime) -> list[tuple[Outgoing, Mapping[str, Any]]]:
    midnight = calendar.midnight(calendar.today(planned))
    letters = spoken.to_bureau(session, ("page.week", "page.month", "morning.leader"), midnight)
    return [(one, told) for one in letters for told in one.about.get("pages", [one.about]) if "figures" in told]
