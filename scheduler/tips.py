"""送教: on working days at 10:00 a link and a short video for each group, in one message."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import zip_longest

from sqlmodel import Session, col, select

from models import calendar, db, library, outbox, people, site, trail
from models.library import Chosen, Tip, TipKind, TipPush
from models.outbox import Letter, Priority
from models.people import Group, Role
from models.site import Site
from models.trail import Turned

#: A second message of a day comes in the afternoon; after so many hours a tip of the day is pointless.
APART, LASTS = timedelta(hours=5), timedelta(hours=7)

Shelves = Mapping[TipKind, Sequence[Tip]]
Choice = Mapping[TipKind, Mapping[int, Sequence[Chosen]]]


def push(session: Session, planned: datetime, now: datetime) -> str:
    """Posts the tips of a working day, the same for all groups wherever none has heard them within half a year."""
    day, office = calendar.today(planned), site.read(session)
    if not (office.tips_per_day and calendar.is_workday(day) and now < planned + LASTS):
        return "nothing on this day"
    shelves = {kind: library.shelf(session, kind) for kind in TipKind}
    if not any(shelves.values()):
        return "the library is empty"
    groups = _groups(session, office, day, now)
    chosen = _choose(session, office, shelves, groups, day)
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


def _choose(session: Session, office: Site, shelves: Shelves, groups: Sequence[Group], day: date) -> Choice:
    pushed, ids = library.last_pushes(session), [db.row_id(group.id) for group in groups]
    reachable = {kind: [one for one in tips if one.reachable(office.public_url)] for kind, tips in shelves.items()}
    return {kind: library.choose(tips, pushed, ids, day, office.tips_per_day) for kind, tips in reachable.items()}


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
            about={"tips": ids},
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
