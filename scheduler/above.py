"""09:00 and 15:00 on working days: what the bureau owes to the authority above, chased inside the bureau alone.

One letter for each person and morning: forms, 附件6 and answers together; each step once, decided from the rows afresh.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta

from sqlmodel import Session

from models import above, annex, calendar, concerned, db, outbox, people, rota, steps, superior, trail
from models.annex import Chain, Stage
from models.outbox import Letter, OutgoingStatus, Priority
from models.people import Person, Role
from models.steps import Step
from models.trail import Turned

#: So many days before a form is spoken of, and before an answer is due.
FORM_DAYS, ORDER_DAYS = (7, 3, 1, 0), (3, 1, 0)
#: A letter of the office has a point while the office works.
LASTS = timedelta(hours=9)
#: The afternoon's step of a form, and the last one of a sheet.
AFTERNOON, LAST = "again", "3"

Told = tuple[str, str, Person]


def morning(session: Session, planned: datetime, now: datetime) -> str:
    """09:00: whatever has come to a step, to whoever sees to it."""
    day = calendar.today(planned)
    if not calendar.is_workday(day) or calendar.today(now) != day:
        return "no working day"
    heads = people.with_role(session, Role.HEAD)
    wanted = [*_forms(session, day, heads), *_sheets(session, day, heads), *_orders(session, day, heads)]
    posted = _post(session, wanted, "above.morning", day, now)
    ours = [(one.subject, one.enterprise_id) for one in superior.due_today(session, day)]
    return f"{posted + _leaders(session, ours, day, planned, now)} posted"


def afternoon(session: Session, planned: datetime, now: datetime) -> str:
    """15:00: today's forms that did not go, to the section heads; the sheets that end today, to the leader."""
    day = calendar.today(planned)
    if not calendar.is_workday(day) or calendar.today(now) != day:
        return "no working day"
    heads = people.with_role(session, Role.HEAD)
    today = [one for one in above.unsent(session, day) if day <= one.due_on and above.said_on(one.due_on, 0) == day]
    wanted = [(one.subject, AFTERNOON, head) for one in today for head in heads]
    posted = _post(session, wanted, "above.again", day, now)
    ours = [(one.subject, db.row_id(one.plant.id)) for one in annex.ending(session, day)]
    return f"{posted + _leaders(session, ours, day, planned, now)} posted"


# Who is told of what


def _forms(session: Session, day: date, heads: Sequence[Person]) -> Iterator[Told]:
    for one in above.unsent(session, day):
        step = above.step_of(one.due_on, day, FORM_DAYS)
        preparer = session.get(Person, one.form.preparer_id) if one.form.preparer_id else None
        own = [preparer] if preparer and preparer.active else list(heads)
        told = [*own, *heads] if step == "late" else own
        yield from ((one.subject, step, person) for person in told if step)


def _sheets(session: Session, day: date, heads: Sequence[Person]) -> Iterator[Told]:
    for one in annex.under_way(session, day):
        step = _sheet_step(one, day)
        told = [*concerned.officers(session, one.plant), *(heads if step == LAST else ())]
        yield from ((one.subject, step, person) for person in told if step)


def _sheet_step(one: Chain, day: date) -> str:
    """The step of a sheet; of its beginning the supervisor was told at once."""
    step = one.step(day)
    return "" if step == "0" or (step == LAST and Stage.SENT not in one.left) else step


def _orders(session: Session, day: date, heads: Sequence[Person]) -> Iterator[Told]:
    for order, plant in superior.unanswered(session):
        step = above.step_of(order.reply_on, day, ORDER_DAYS)
        told = [*concerned.officers(session, plant), *heads]
        yield from ((order.subject, step, person) for person in told if step)


# Letters


def _post(session: Session, wanted: Iterable[Told], kind: str, day: date, now: datetime) -> int:
    """One letter to each account, of all its steps that nobody behind it was told of."""
    by_account: dict[object, tuple[int, list[Step]]] = {}
    for subject, step, person in wanted:
        key = db.row_id(person.id)
        accounts = people.accounts(session, key)
        account = (accounts[-1].channel, accounts[-1].user_id) if accounts else key
        first, own = by_account.setdefault(account, (key, []))
        own.append(Step(subject, step, first))
    return sum(_say(session, person, own, kind, day, now) for person, own in by_account.values())


def _say(session: Session, person: int, own: Sequence[Step], kind: str, day: date, now: datetime) -> int:
    fresh = steps.fresh(session, own)
    if not fresh:
        return 0
    key = f"{kind}:{person}:{day}"
    about = {"subjects": list(dict.fromkeys(one.subject for one in fresh)), "day": day.isoformat()}
    posted = outbox.post(session, Letter(key, kind, about, person, priority=Priority.OFFICE, stale_at=now + LASTS), now)
    if posted:
        steps.note(session, {key: fresh}, now)
    return int(posted)


def _leaders(session: Session, ours: Sequence[tuple[str, int]], day: date, planned: datetime, now: datetime) -> int:
    """The leader hears of it in the list of eight; only where there was none, in a letter of its own."""
    if not ours:
        return 0
    return sum(_leader(session, one, ours, day, planned, now) for one in rota.leaders_on_duty(session, planned))


def _leader(
    session: Session, leader: Person, ours: Sequence[tuple[str, int]], day: date, planned: datetime, now: datetime
) -> int:
    key = f"above.leader:{leader.id}:{planned:%Y-%m-%dT%H}"
    morning_key = f"morning.leader:{leader.id}:{calendar.night_of(calendar.at(day, calendar.MORNING))}"
    list_of_eight = outbox.by_key(session, morning_key)
    if list_of_eight and list_of_eight.status in (*outbox.OPEN, OutgoingStatus.SENT):
        trail.note(session, key, now, Turned.MERGED, f"stands in {morning_key}")
        return 0
    about = {"subjects": [subject for subject, _ in ours], "day": day.isoformat(), "enterprise": ours[0][1]}
    letter = Letter(key, "above.leader", about, leader.id, priority=Priority.OFFICE, stale_at=now + LASTS)
    return int(outbox.post(session, letter, now))
