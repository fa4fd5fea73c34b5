"""送教: on working days at 10:00 a link and a short video for each group, in one message."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import zip_longest

from sqlmodel import Session, col, select

from models import calendar, db, library, links, outbox, people, site, tip_queue, trail
from models.library import TipKind, TipPush
from models.outbox import Letter, Priority
from models.people import Group, Role
from models.site import Site
from models.tip_queue import Choice, Shelves
from models.trail import Turned

#: A second message of a day comes in the afternoon; after so many hours a tip of the day is pointless.
APART, LASTS = timedelta(hours=5), timedelta(hours=7)
#: What has to be seen to before a tip can be sent is told once, before ten.
MORNING = timedelta(hours=8)


def push(session: Session, planned: datetime, now: datetime) -> str:
    """Posts the tips of a working day; the same for all groups where their hazards do not ask for others."""
    day, office = calendar.today(planned), site.read(session)
    if not (office.tips_per_day and calendar.is_workday(day) and now < planned + LASTS):
        return "nothing on this day"
    shelves = tip_queue.shelves(session)
    if not any(shelves.values()):
        return "the library is empty"
    groups = _groups(session, office, day, now)
    chosen = tip_queue.choose(session, office, shelves, [db.row_id(group.id) for group in groups], day)
    posted = sum(_tell(session, chosen, group, planned, now) for group in groups)
    _note_unreachable(session, office, shelves, groups, day, now)
    if posted:
        _tell_admins(session, chosen, day, now)
    return f"{posted} posted"


def _key(group: Group, day: date, number: int) -> str:
    return f"tip:{group.id}:{day}:{number}"


def _groups(session: Session, office: Site, day: date, now: datetime) -> list[Group]:
    """The groups into which something can be said, each once; of the others the trail tells why not.

    What several channels know by one name is one group.
    """
    mute = office.mute_channels.split("、")
    reached: list[Group] = []
    for group in session.exec(select(Group).order_by(col(Group.id))):
        why = "its channel writes to people, not into groups" if group.channel in mute else group.disabled_why
        if why:
            trail.note(session, _key(group, day, 1), now, Turned.SUPPRESSED, why)
        elif not any(one in reached for one in people.same_group(session, group.channel, group.chat)):
            reached.append(group)
    return reached


def _note_unreachable(
    session: Session, office: Site, shelves: Shelves, groups: Sequence[Group], day: date, now: datetime
) -> None:
    left_out = sum(not one.reachable(office.public_url) for tips in shelves.values() for one in tips)
    for group in groups if left_out else ():
        why = f"{left_out} short videos of our own have no address: web.public_url is empty"
        trail.note(session, _key(group, day, 1), now, Turned.SUPPRESSED, why)


def _tell(session: Session, chosen: Choice, group: Group, planned: datetime, now: datetime) -> int:
    """One letter for each pair of a link and a short video; how many are new."""
    group_id, day = db.row_id(group.id), calendar.today(planned)
    pairs = zip_longest(*(chosen[kind][group_id] for kind in TipKind))
    posted = 0
    for number, pair in enumerate(pairs, 1):
        ids = [one.tip_id for one in pair if one]
        key, begins = _key(group, day, number), planned + APART * (number - 1)
        letter = Letter(
            key=key,
            kind="tip",
            about={"tips": ids, "why": [f"tip {one.tip_id}: {one.why}" for one in pair if one]},
            channel=group.channel,
            chat=group.chat,
            priority=Priority.OFFICE,
            not_before=max(begins, now),
            stale_at=begins + LASTS,
        )
        if outbox.post(session, letter, now):
            session.add_all(TipPush(tip_id=one, day=day, group_id=group_id, key=key) for one in ids)
            posted += 1
    return posted


def _tell_admins(session: Session, chosen: Choice, day: date, now: datetime) -> None:
    """Once a month: the library is so small that groups hear the same again."""
    run_out = [kind.value for kind, told in chosen.items() if any(one.again for some in told.values() for one in some)]
    if not run_out:
        return
    for admin in people.with_role(session, Role.ADMIN):
        letter = Letter(
            key=f"admin.tips:{admin.id}:{day:%Y-%m}",
            kind="admin.tips",
            about={"kinds": run_out},
            person_id=admin.id,
            priority=Priority.OFFICE,
        )
        outbox.post(session, letter, now)


def look_after(session: Session, planned: datetime, now: datetime) -> str:
    """09:30 on working days: which addresses are dead, to the admins; what waits for approval, to the officers."""
    if not calendar.is_workday(calendar.today(planned)):
        return "nothing on this day"
    return f"{_tell_dead(session, planned, now)} dead, {_ask_approval(session, planned, now)} to approve"


def _tell_dead(session: Session, planned: datetime, now: datetime) -> int:
    """Each dead address once."""
    untold = [one for one in links.dead(session).values() if one.told_at is None]
    for link in untold:
        link.told_at = now
        session.add(link)
    ids, day = [one.tip_id for one in untold], calendar.today(planned)
    for admin in people.with_role(session, Role.ADMIN) if untold else ():
        letter = Letter(
            key=f"admin.links:{admin.id}:{day}",
            kind="admin.links",
            about={"tips": ids},
            person_id=admin.id,
            priority=Priority.OFFICE,
            stale_at=planned + MORNING,
        )
        outbox.post(session, letter, now)
    return len(untold)


def _ask_approval(session: Session, planned: datetime, now: datetime) -> int:
    """Once for what came in since it was last asked: the section heads, where there are none the supervisors."""
    waiting = library.waiting(session)
    asked = [*people.with_role(session, Role.HEAD)] or [*people.with_role(session, Role.SUPERVISOR)]
    for person in asked if waiting else ():
        letter = Letter(
            key=f"tips.waiting:{person.id}:{waiting[-1].id}",
            kind="tips.waiting",
            person_id=person.id,
            priority=Priority.OFFICE,
            stale_at=planned + MORNING,
        )
        outbox.post(session, letter, now)
    return len(waiting)
