"""What the bureau hears of the night: 06:30 the duty officer, 08:00 leader and section head, 08:25 a correction."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from models import calendar, outages, outbox, page_spans, pages, people, questions, rota, spoken
from models.outbox import Letter, Outgoing
from models.page_spans import Span
from models.people import Person, Role, Stranger
from scheduler import pages as page_letters


def _night(planned: datetime) -> date:
    return calendar.night_of(planned)


def _post(session: Session, kind: str, night: date, persons: Sequence[Person], now: datetime, stale: datetime) -> str:
    posted = sum(
        outbox.post(
            session,
            Letter(
                key=f"{kind}:{person.id}:{night}",
                kind=kind,
                about={"night": night.isoformat(), "counts": dict(questions.night(session, night).counts)},
                person_id=person.id,
                stale_at=stale,
            ),
            now,
        )
        for person in persons
    )
    return f"{posted} posted"


def morning_duty(session: Session, planned: datetime, now: datetime) -> str:
    """06:30: the morning list, to the officer on duty."""
    officers = rota.officers_on_duty(session, planned)
    return _post(session, "morning.duty", _night(planned), officers, now, planned + timedelta(hours=5))


def morning_leader(session: Session, planned: datetime, now: datetime) -> str:
    """08:00: the leader of the shift, on working days the section heads too.

    The first working day tells of all nights since the last; where the page of a week or month is told in the morning
    it stands in the same message, and leaders who have no shift get it alone.
    """
    day, night = calendar.today(planned), _night(planned)
    works = calendar.is_workday(day)
    leaders = rota.leaders_on_duty(session, planned)
    heads = people.with_role(session, Role.HEAD) if works else ()
    before = _nights_before(day, night) if works else []
    rules = pages.rules(session)
    spans = page_spans.latest(page_spans.for_leaders(rules, day)) if works else []
    own = spans if rules.report_at <= page_spans.WITH_THE_LIST else []
    told = [(one, spans) for one in leaders] + [(one, own) for one in heads]
    posted = sum(_leader(session, person, found, before, planned, now) for person, found in told)
    listed = {person.id for person, _ in told}
    others = [one for one in people.with_role(session, Role.LEADER) if one.id not in listed]
    posted += sum(page_letters.post(session, span, one, planned, now) for one in others for span in spans)
    return f"{posted} posted"


def _nights_before(day: date, night: date) -> list[date]:
    """The nights between the last working morning and the last night, the latest first."""
    first = calendar.last_workday(day)
    return [night - timedelta(days=ago) for ago in range(1, (night - first).days + 1)]


def _leader(
    session: Session, person: Person, spans: Sequence[Span], before: Sequence[date], planned: datetime, now: datetime
) -> bool:
    night = _night(planned)
    letter = Letter(
        key=f"morning.leader:{person.id}:{night}",
        kind="morning.leader",
        about={
            "night": night.isoformat(),
            "counts": dict(questions.night(session, night).counts),
            "at": "8:00",
            "before": [one.isoformat() for one in before],
            "pages": [page_letters.about(session, span, person, now) for span in spans],
        },
        person_id=person.id,
        stale_at=planned + timedelta(hours=4),
    )
    return outbox.post(session, letter, now)


def correction(session: Session, planned: datetime, now: datetime) -> str:
    """08:25: only to those whose morning list no longer holds; a leader hears once a day, and can ask."""
    night = _night(planned)
    posted = 0
    for said in _said_this_morning(session, night):
        person = session.get(Person, said.person_id) if said.person_id else None
        if person is None or person.role == Role.LEADER:
            continue
        if said.about.get("counts") == dict(questions.night(session, night).counts):
            continue
        posted += outbox.post(
            session,
            Letter(
                key=f"morning.correction:{said.person_id}:{night}",
                kind="morning.correction",
                about=said.about,
                person_id=said.person_id,
                stale_at=planned + timedelta(hours=3),
            ),
            now,
        )
    return f"{posted} posted"


def _said_this_morning(session: Session, night: date) -> Sequence[Outgoing]:
    said = spoken.to_bureau(session, ("morning.duty", "morning.leader"), calendar.midnight(night + timedelta(days=1)))
    return [one for one in said if one.about.get("night") == night.isoformat()]


def strangers(session: Session, planned: datetime, now: datetime) -> str:
    """08:20: new accounts that nobody has bound, to the admins, all in one message."""
    new = session.exec(
        select(Stranger.id).where(col(Stranger.bound_at).is_(None), Stranger.first_at > planned - timedelta(days=1))
    ).first()
    if new is None:
        return "nobody new"
    posted = sum(
        outbox.post(
            session,
            Letter(
                key=f"admin.strangers:{admin.id}:{planned.date()}",
                kind="admin.strangers",
                person_id=admin.id,
                stale_at=planned + timedelta(hours=10),
            ),
            now,
        )
        for admin in people.with_role(session, Role.ADMIN)
    )
    return f"{posted} posted"


def outage(session: Session, planned: datetime, now: datetime) -> str:
    """Tells the officer on duty, once, that the bot was deaf while somebody might have reported."""
    untold = session.exec(select(outages.Outage).where(col(outages.Outage.told).is_(False))).all()
    for one in untold:
        one.told = True
        session.add(one)
        nights = _nights_touched(session, one)
        if nights:
            _tell_outage(session, one, nights, now)
    return f"{len(untold)} told"


def _nights_touched(session: Session, one: outages.Outage) -> list[date]:
    first, last = calendar.night_of(one.began_at), calendar.night_of(one.ended_at)
    days = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    windows = ((day, questions.default_window(session, day)) for day in days)
    return [day for day, window in windows if window.opens_at < one.ended_at and window.cut_off_at > one.began_at]


def _tell_outage(session: Session, one: outages.Outage, nights: Sequence[date], now: datetime) -> None:
    for officer in rota.officers_on_duty(session, now):
        letter = Letter(
            key=f"outage:{one.id}:{officer.id}",
            kind="outage",
            about={
                "began": one.began_at.isoformat(),
                "ended": one.ended_at.isoformat(),
                "nights": [night.isoformat() for night in nights],
                "channel": one.channel,
            },
            person_id=officer.id,
            stale_at=now + timedelta(hours=12),
        )
        outbox.post(session, letter, now)
