"""The clock's side of the rota: what is handed over, what nobody has, whose shift begins, a third in key periods."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from sqlmodel import Session, select

from models import calendar, callout, db, outbox, people, periods, rota, rota_gaps, trail
from models.outbox import Letter, Outgoing, Priority
from models.people import Person, Role
from models.rota import Crew
from models.rota_gaps import Gap
from models.trail import Turned

#: So long before a change of shift the note of what is open is written; so long behind it it still has a point.
AHEAD, LASTS = timedelta(minutes=20), timedelta(hours=3)
#: So long before a gap those who can fill it are called.
SOON = timedelta(hours=2)
#: So many days ahead a gap is told to the section head, and so many to the leader too.
FAR, NEAR = 7, 2


def moments(session: Session, now: datetime) -> tuple[tuple[datetime, ...], tuple[datetime, ...]]:
    """When hand-over notes are written and gaps are called about, by the changes of shift around a moment."""
    around = rota.changes(session, now - timedelta(days=1), now + timedelta(days=2))
    return tuple(moment - AHEAD for moment in around), tuple(moment - SOON for moment in around)


def handover(session: Session, planned: datetime, now: datetime) -> str:
    """08:10, or 20 minutes before whatever change of shift: what is open, to those who go and those who come."""
    at = planned + AHEAD
    crews = rota.crews(session, rota.between(session, at - timedelta(seconds=1), at + timedelta(seconds=1)))
    going = _officers(one for one in crews if one.shift.ends_at == at)
    coming = _officers(one for one in crews if one.shift.starts_at == at)
    if not going or not coming or going == coming or now >= at + LASTS:
        return "nobody changes"
    both = callout.reachable(session, list({one.id: one for one in (*going, *coming)}.values()))
    about = {
        "at": at.isoformat(),
        "going": [one.id for one in going],
        "coming": [one.id for one in coming],
    }
    letters = [
        Letter(f"rota.handover:{at:%Y%m%d%H%M}:{one.id}", "rota.handover", about, one.id, stale_at=at + LASTS)
        for one in both
    ]
    outbox.post_all(session, letters, now)
    return f"{len(letters)} posted"


def _officers(crews: Iterable[Crew]) -> list[Person]:
    return [person for one in crews for person in one.officers]


def ahead(session: Session, planned: datetime, now: datetime) -> str:
    """10:00: the gaps of the next seven days to the section heads, those of two days to the leader too; each once."""
    if not rota_gaps.kept(session, now):
        return "no rota is kept"
    today = calendar.today(planned)
    until = calendar.midnight(today + timedelta(days=FAR + 1))
    near = calendar.midnight(today + timedelta(days=NEAR + 1))
    found = [gap for gap in rota_gaps.gaps(session, now, until) if gap.ends_at > now]
    steps = {f"{NEAR}/{gap.key}" for gap in found if gap.starts_at < near}
    posted = [_tell(session, one, steps, until, now) for one in _leaders(session, now)]
    steps |= {f"{FAR}/{gap.key}" for gap in found}
    posted += [_tell(session, one, steps, until, now) for one in people.with_role(session, Role.HEAD)]
    return f"{sum(posted)} posted, {_thirds(session, planned, now)} thirds"


def _leaders(session: Session, now: datetime) -> Sequence[Person]:
    return callout.reachable(session, rota.leaders_on_duty(session, now))


def _tell(session: Session, person: Person, steps: set[str], until: datetime, now: datetime) -> bool:
    """One letter about all that this person has not been told of at these steps."""
    new = sorted(steps - _told(session, person, now))
    if not new:
        return False
    urgent = any(step.startswith(f"{NEAR}/") for step in new)
    letter = Letter(
        key=f"rota.gaps:{person.id}:{calendar.today(now)}",
        kind="rota.gaps",
        about={"gaps": new, "until": until.isoformat(), "ordered": urgent},
        person_id=person.id,
        priority=Priority.DUTY if urgent else Priority.OFFICE,
    )
    return outbox.post(session, letter, now)


def _told(session: Session, person: Person, now: datetime) -> set[str]:
    lately = select(Outgoing).where(
        Outgoing.kind == "rota.gaps", Outgoing.person_id == person.id, Outgoing.posted_at > now - rota_gaps.IN_USE
    )
    return {step for letter in session.exec(lately) for step in letter.about["gaps"]}


def soon(session: Session, planned: datetime, now: datetime) -> str:
    """Two hours before a time that nobody has: section heads and leader, by their telephones too where a gateway is."""
    at = planned + SOON
    if now >= at or not rota_gaps.kept(session, now):
        return ""
    found = [gap for gap in rota_gaps.gaps(session, at, at + timedelta(minutes=1)) if gap.starts_at == at]
    told = callout.within_call(session, [*people.with_role(session, Role.HEAD), *rota.leaders_on_duty(session, now)])
    for gap in found:
        _call(session, gap, told, now)
        if not told:
            trail.note(session, f"rota.soon:{gap.key}", now, Turned.SUPPRESSED, "no head or leader can be reached")
    return f"{len(found)} gaps, {len(told)} called"


def _call(session: Session, gap: Gap, told: Sequence[Person], now: datetime) -> None:
    about = {"at": gap.starts_at.isoformat(), "lack": gap.lack.value, "ordered": True}
    for person in told:
        key = f"rota.soon:{gap.key}:{person.id}"
        if people.accounts(session, db.row_id(person.id)):
            outbox.post(session, Letter(key, "rota.soon", about, person.id, stale_at=gap.starts_at), now)
        for gateway in callout.gateways(session) if person.phone else ():
            letter = Letter(
                key=f"{key}:{gateway}",
                kind="rota.phone",
                about=about,
                person_id=person.id,
                channel=gateway,
                to_user=person.phone,
                stale_at=gap.starts_at,
            )
            outbox.post(session, letter, now)


def _thirds(session: Session, planned: datetime, now: datetime) -> int:
    """Key periods within seven days in which fewer than a third are on duty: once at seven days, once at two."""
    today, posted = calendar.today(planned), 0
    for period in periods.between(session, today, today + timedelta(days=FAR)):
        if not rota_gaps.too_few(session, max(period.starts, today), period.ends):
            continue
        step = NEAR if (period.starts - today).days <= NEAR else FAR
        for head in people.with_role(session, Role.HEAD):
            key = f"rota.third:{period.id}:{head.id}:"
            if step == NEAR:  # over a weekend both would wait for the same Monday, with the same words
                outbox.withdraw(session, f"{key}{FAR}", now, "the later letter says it")
            letter = Letter(f"{key}{step}", "rota.third", {"period": period.id}, head.id, priority=Priority.OFFICE)
            posted += outbox.post(session, letter, now)
    return posted


def begins(session: Session, planned: datetime, now: datetime) -> str:
    """17:00 of a working day: whose shift begins before the next such hour is told so, once and in one message."""
    today = calendar.today(planned)
    if not calendar.is_workday(today):
        return "a day off"
    until = calendar.at(calendar.next_workday(today), time(17, 0))
    crews = rota.crews(session, rota.between(session, planned - timedelta(days=2), until))
    theirs: dict[int, list[Crew]] = {}
    for one in crews:
        for person in one.everybody if planned < one.shift.starts_at <= until else ():
            if not _goes_on(crews, one, person):
                theirs.setdefault(db.row_id(person.id), []).append(one)
    letters = [_notice(person_id, shifts, today) for person_id, shifts in theirs.items()]
    outbox.post_all(session, letters, now)
    return f"{len(letters)} posted"


def _goes_on(crews: Sequence[Crew], one: Crew, person: Person) -> bool:
    """Whether somebody has the shift before too: they need not be told."""
    return any(other.shift.ends_at == one.shift.starts_at and person in other.everybody for other in crews)


def _notice(person_id: int, crews: Sequence[Crew], today: date) -> Letter:
    return Letter(
        key=f"rota.begins:{person_id}:{today}",
        kind="rota.begins",
        about={"shifts": [one.shift.id for one in crews]},
        person_id=person_id,
        priority=Priority.OFFICE,
        stale_at=crews[0].shift.starts_at,
    )
