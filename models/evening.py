"""How a night stands before it begins: who will owe it, what is in force, special work, who cannot be reached."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select as core_select
from sqlmodel import Session

from models import calendar, db, exemptions, notices, periods, questions, rules, site, special_work, staff
from models.notices import Notice
from models.obligations import ObligationKind
from models.people import Enterprise
from models.periods import KeyPeriod
from models.questions import Contact, Plant
from models.special_work import Row


@dataclass(frozen=True)
class Evening:
    """What the officer and the leader of a night should know before it."""

    night: date
    owed: int
    exempt: int
    closes_at: datetime
    period: KeyPeriod | None
    warnings: Sequence[Notice]
    works: Sequence[Row]
    deaf: Sequence[Plant]  # owe the night, and nobody there can be written to

    @property
    def notable(self) -> bool:
        """Whether there is more to know than how many owe the night."""
        return bool(self.period or self.warnings or self.works or self.deaf)


def of(session: Session, night: date, now: datetime) -> Evening:
    """The evening before a night."""
    owing, exempt = _owing(session, night)
    reached = staff.of_enterprises(session, [one.id for one in owing])
    known = {plant for plant, own in reached.items() if any(one.account for one in own)}
    standing = [one for one in notices.weather_on(session, night) if one.over_at is None]
    return Evening(
        night=night,
        owed=len(owing),
        exempt=exempt,
        closes_at=questions.default_window(session, night).closes_at,
        period=periods.at(session, night),
        warnings=[one for one in standing if one.lasts_until and one.lasts_until > now],
        works=special_work.tonight(session, now),
        deaf=sorted((one for one in owing if one.id not in known), key=lambda one: not one.major),
    )


def contacts(session: Session, night: date, now: datetime) -> list[Contact]:
    """The numbers to call of those who cannot be written to."""
    return questions.contacts(session, of(session, night, now).deaf, now)


def _owing(session: Session, night: date) -> tuple[list[Plant], int]:
    """Who will owe the round of a night, trial nights left out as in all figures; and how many are excused."""
    found = rules.in_force(session, ObligationKind.PATROL, night)
    plant = db.table(Enterprise)
    rows = session.connection().execute(
        core_select(
            plant.c.id,
            plant.c.name,
            plant.c.shorts,
            plant.c.major,
            plant.c.class_name,
            plant.c.registered_at,
            exemptions.covers(plant, night).label("excused"),
        )
        .where(plant.c.active)
        .order_by(plant.c.id)
    )
    trial = timedelta(days=site.read(session).trial_nights)
    owing: list[Plant] = []
    exempt = 0
    for row in rows:
        of_class = [rule for rule in rules.for_class(found, row.class_name) if rule.owed_on(night)]
        if not of_class or row.registered_at > of_class[0].window(night).opens_at - trial:
            continue
        if row.excused:
            exempt += 1
        else:
            owing.append(Plant(row.id, row.shorts.split("、")[0] or row.name, row.name, bool(row.major)))
    return owing, exempt


def begins(day: date) -> datetime:
    """A moment of the evening at which whoever has the night is on duty."""
    return calendar.at(day, calendar.clock("22:00"))
