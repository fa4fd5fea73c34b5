"""Letters of key periods from the rows as they are: what was cancelled, or answered meanwhile, is not said."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import func
from sqlalchemy import select as core_select
from sqlmodel import Session, col, select

from models import calendar, db, dues, people, questions, rota, rules
from models.calendar import Rhythm
from models.obligations import Due, DueStatus, ObligationKind
from models.outbox import Outgoing
from models.people import Enterprise
from models.periods import KeyPeriod
from models.wording import periods as words
from models.wording.composed import Composed, Pointless, Said
from models.wording.periods import Told


def told_of(session: Session, period: KeyPeriod) -> Told:
    """A key period as the sentences need it: hours only of what somebody owes."""
    owed = [rule for rule in rules.of_kind(session, ObligationKind.PATROL) if rule.owes]
    window = period.night(Rhythm()).window(period.starts)
    zeros = [calendar.at(period.starts, hour) for hour in period.zero_hours]
    return Told(
        period.starts,
        period.ends,
        period.document,
        window.closes_at if owed else None,
        [f"{calendar.local(at).hour}:{calendar.local(at).minute:02d}" for at in zeros],
        period.banned or "动火等作业",
    )


def _period(session: Session, letter: Outgoing) -> KeyPeriod:
    return session.get_one(KeyPeriod, letter.about["period"])


def _begins(session: Session, letter: Outgoing, now: datetime) -> Composed:
    period = _period(session, letter)
    if period.cancelled_at is not None:
        return Pointless("the key period was cancelled")
    if calendar.today(now) > period.ends:
        return Pointless("the key period is over")
    return Said(words.begins(told_of(session, period)))


def _ended(session: Session, letter: Outgoing, now: datetime) -> Composed:
    period = _period(session, letter)
    plants = _plants_of(session, letter)
    owed, came = _counts(session, period, plants)
    return Said(words.ended(told_of(session, period), _ordinary_close(session, period), owed, came))


def _cancelled(session: Session, letter: Outgoing, now: datetime) -> Composed:
    period = _period(session, letter)
    return Said(words.cancelled(told_of(session, period), _ordinary_close(session, period)))


def _ordinary_close(session: Session, period: KeyPeriod) -> datetime:
    owed = [rule for rule in rules.of_kind(session, ObligationKind.PATROL) if rule.owes]
    return (owed[0].rhythm if owed else Rhythm()).window(period.ends).closes_at


def _plants_of(session: Session, letter: Outgoing) -> Sequence[int]:
    """Every enterprise for which the account of a letter stands."""
    found = {
        other.enterprise_id
        for bound in people.accounts(session, db.row_id(letter.person_id))
        for other in people.of_account(session, bound.channel, bound.user_id)
    }
    return sorted(one for one in found if one)


def _counts(session: Session, period: KeyPeriod, plants: Sequence[int]) -> tuple[int, int]:
    """How many reports some enterprises owed in a key period, trial nights left out, and how many came."""
    due = db.table(Due)
    answered = due.c.status.in_([DueStatus.REPORTED.value, DueStatus.LATE.value, DueStatus.MADE_UP.value])
    counted = core_select(func.count(), func.count().filter(answered)).where(
        due.c.enterprise_id.in_(plants),
        due.c.night >= period.starts,
        due.c.night <= period.ends,
        due.c.status != DueStatus.EXEMPT.value,
        due.c.trial.is_(False),
    )
    owed, came = session.connection().execute(counted).one()
    return int(owed), int(came)


def _silent(session: Session, letter: Outgoing, now: datetime) -> Composed:
    found = _waiting(session, letter)
    if not found:
        return Pointless("everybody has reported meanwhile")
    plants = [questions.as_plant(plant) for _, plant in found]
    night = date.fromisoformat(letter.about["night"])
    return Said(words.silent(questions.contacts(session, plants, now), night, found[0][0].closes_at))


def _waiting(session: Session, letter: Outgoing) -> list[tuple[Due, Enterprise]]:
    night = date.fromisoformat(letter.about["night"])
    return [(due, plant) for due, plant in dues.waiting(session, night) if not due.trial]


def _unreached(session: Session, letter: Outgoing, now: datetime) -> Composed:
    majors = [questions.as_plant(plant) for _, plant in _waiting(session, letter) if plant.major]
    if not majors:
        return Pointless("every major hazard source has reported meanwhile")
    names = [officer.name for officer in rota.officers_on_duty(session, now)]
    night = date.fromisoformat(letter.about["night"])
    return Said(words.unreached(questions.contacts(session, majors, now), night, names))


def _zeros(session: Session, letter: Outgoing) -> list[tuple[Due, Enterprise]]:
    found = (
        select(Due, Enterprise)
        .join(Enterprise, col(Enterprise.id) == col(Due.enterprise_id))
        .where(
            Due.kind == ObligationKind.ZERO,
            Due.night == date.fromisoformat(letter.about["day"]),
            Due.slot == letter.about["slot"],
            col(Due.status).in_([DueStatus.WAITING, DueStatus.MISSED]),
            col(Due.trial).is_(False),
        )
        .order_by(col(Enterprise.major).desc(), col(Enterprise.id))
    )
    return list(session.exec(found))


_STATED = Pointless("everybody has stated something meanwhile")


def _zero_group(session: Session, letter: Outgoing, now: datetime) -> Composed:
    found = _zeros(session, letter)
    return Said(words.zero_group([one.short for _, one in found], found[0][0].closes_at)) if found else _STATED


def _zero_silent(session: Session, letter: Outgoing, now: datetime) -> Composed:
    found = _zeros(session, letter)
    if not found:
        return _STATED
    plants = [questions.as_plant(plant) for _, plant in found]
    return Said(words.zero_silent(questions.contacts(session, plants, now), found[0][0].closes_at))


def _zero_unreached(session: Session, letter: Outgoing, now: datetime) -> Composed:
    found = _zeros(session, letter)
    majors = [questions.as_plant(plant) for _, plant in found if plant.major]
    return Said(words.zero_unreached(len(found), majors, found[0][0].closes_at)) if found else _STATED


def first_told(period: KeyPeriod, now: datetime) -> tuple[datetime, datetime | None]:
    """When enterprises hear of a period: three days before at 10:00, or at the next 10:00; the day before at 16:00."""
    wanted = calendar.at(period.starts - timedelta(days=3), calendar.clock("10:00"))
    today = calendar.at(calendar.today(now), calendar.clock("10:00"))
    first = max(wanted, today if now < today else today + timedelta(days=1))
    again = calendar.at(period.starts - timedelta(days=1), calendar.clock("16:00"))
    return first, again if again > first else None


#: The letters of key periods and how their words are found.
KINDS_OF_PERIODS: Mapping[str, Callable[[Session, Outgoing, datetime], Composed]] = {
    "key_period.begins": _begins,
    "key_period.group": _begins,
    "key_period.tomorrow": _begins,
    "key_period.ended": _ended,
    "key_period.cancelled": _cancelled,
    "patrol.silent": _silent,
    "patrol.unreached": _unreached,
    "zero.group": _zero_group,
    "zero.silent": _zero_silent,
    "zero.unreached": _zero_unreached,
}
