"""The clock's side of notices: tells them, asks those again who have not answered, page by page."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from models import calendar, db, groups_told, notices, outbox, rota, staff
from models.notice_steps import NoticeStep, Step, next_due
from models.notices import Notice, NoticeKind, NoticeStatus
from models.outbox import Letter, Outgoing, OutgoingStatus, Priority
from models.people import Enterprise, Group, Person

#: So many enterprises are written to in one transaction.
PAGE = 100
#: A reminder, and the list of those who have not answered, have a point so long.
LASTS = timedelta(hours=12)


def work(session: Session, planned: datetime, now: datetime, cursor: int) -> int | None:
    """One page of the earliest step that is due; None when nothing is."""
    step = next_due(session, now)
    if step is None:
        return None
    notice = session.get_one(Notice, step.notice_id)
    if step.what == Step.OVER or notice.status == NoticeStatus.SENT:
        _DO[Step(step.what)](session, notice, step, now)
    else:
        step.done_at = now
    session.add(step)
    return cursor + 1


def _page(session: Session, step: NoticeStep, now: datetime) -> list[int]:
    """The next enterprises of a step; behind the last of them it is done."""
    ids = notices.addressed(session, step.notice_id, step.cursor, PAGE)
    if len(ids) < PAGE:
        step.done_at = now
    step.cursor = ids[-1] if ids else step.cursor
    return ids


def _tell(session: Session, notice: Notice, step: NoticeStep, now: datetime) -> None:
    """Everybody whom it is for; the groups with the first page."""
    if step.cursor == 0 and notice.kind == NoticeKind.BROADCAST:
        for group in groups_told.of_notice(session, notice):
            outbox.post(session, _to_group(notice, group), now)
    letters = [
        Letter(
            key=f"notice:{notice.id}:tell:{key}",
            kind="notice.told",
            about={"notice": notice.id, "ordered": True},
            person_id=person,
            priority=_priority(notice),
            stale_at=notice.lasts_until or notice.wanted_until,
        )
        for key, person in _each(session, _page(session, step, now), now)
    ]
    outbox.post_all(session, letters, now)


def _to_group(notice: Notice, group: Group) -> Letter:
    return Letter(
        key=_group_key(notice, group),
        kind="notice.group",
        about={"notice": notice.id, "ordered": True},
        channel=group.channel,
        chat=group.chat,
        priority=_priority(notice),
        stale_at=notice.wanted_until,
    )


def _group_key(notice: Notice, group: Group) -> str:
    return f"notice:{notice.id}:tell:group/{group.id}"


def _priority(notice: Notice) -> Priority:
    """What its officer wanted at once, and a warning, knows no quiet hours."""
    return Priority.DUTY if notice.at_once or notice.kind == NoticeKind.WEATHER else Priority.OFFICE


def _each(session: Session, plants: Sequence[int], now: datetime) -> list[tuple[str, int]]:
    """Whom to write to at some enterprises: each account once, by its name, with the person it stands for."""
    found: dict[str, int] = {}
    for members in staff.told_first(session, plants, now).values():
        for member in members:
            found.setdefault("/".join(member.account or ())[:160], member.id)
    return list(found.items())


def _again(session: Session, notice: Notice, step: NoticeStep, now: datetime) -> None:
    """Those of a page that have not answered, within what may be said to them in a day."""
    silent = notices.silent_of(session, step.notice_id, _page(session, step, now))
    if step.what != Step.REMIND:
        silent = _of_grade(session, silent, major=step.what == Step.AGAIN_MAJOR)
    letters = [
        Letter(
            key=f"notice:{notice.id}:{step.what}{step.id}:{key}",
            kind="notice.again",
            about={"notice": notice.id},
            person_id=person,
            priority=_priority(notice),
            stale_at=notice.lasts_until or calendar.after_quiet(now) + LASTS,
        )
        for key, person in _each(session, silent, now)
    ]
    outbox.post_all(session, letters, now)


def _of_grade(session: Session, plants: Sequence[int], *, major: bool) -> list[int]:
    found = select(Enterprise.id).where(col(Enterprise.id).in_(plants), Enterprise.major == major)
    return [db.row_id(one) for one in session.exec(found.order_by(col(Enterprise.id)))]


def _list(session: Session, notice: Notice, step: NoticeStep, now: datetime) -> None:
    """Its officer hears who has not answered; whoever is on duty where that one works here no longer."""
    officer = session.get_one(Person, notice.person_id)
    for person in [officer] if officer.active else rota.officers_on_duty(session, now):
        letter = Letter(
            key=f"notice:{notice.id}:list:{person.id}",
            kind="notice.list",
            about={"notice": notice.id},
            person_id=person.id,
            priority=Priority.DUTY if notice.at_once else Priority.OFFICE,
            stale_at=calendar.after_quiet(now) + LASTS,
        )
        outbox.post(session, letter, now)
    step.done_at = now


def _over(session: Session, notice: Notice, step: NoticeStep, now: datetime) -> None:
    """Everybody who heard of it, each once, and the groups that did."""
    groups = _groups_that_heard(session, notice) if step.cursor == 0 else []
    heard = [*groups, *_who_heard(session, notice, _page(session, step, now))]
    outbox.post_all(session, [_that_it_is_over(notice, letter) for letter in heard], now)


def _that_it_is_over(notice: Notice, letter: Outgoing) -> Letter:
    return Letter(
        key=letter.key.replace(":tell:", ":over:", 1),
        kind="notice.over",
        about={"notice": notice.id, "told": letter.key, "ordered": True},
        person_id=letter.person_id,
        channel="" if letter.person_id else letter.channel,
        chat=letter.chat,
        priority=Priority.DUTY,
    )


_HEARD = [OutgoingStatus.SENT, OutgoingStatus.SENDING]


def _who_heard(session: Session, notice: Notice, plants: Sequence[int]) -> list[Outgoing]:
    staff_ids = select(Person.id).where(col(Person.enterprise_id).in_(plants))
    told = select(Outgoing).where(
        col(Outgoing.person_id).in_(staff_ids), Outgoing.kind == "notice.told", col(Outgoing.status).in_(_HEARD)
    )
    return [one for one in session.exec(told.order_by(col(Outgoing.id))) if one.about.get("notice") == notice.id]


def _groups_that_heard(session: Session, notice: Notice) -> list[Outgoing]:
    keys = [_group_key(notice, group) for group in session.exec(select(Group).order_by(col(Group.id)))]
    told = select(Outgoing).where(col(Outgoing.key).in_(keys), col(Outgoing.status).in_(_HEARD))
    return list(session.exec(told.order_by(col(Outgoing.id))))


_DO: Mapping[Step, Callable[[Session, Notice, NoticeStep, datetime], None]] = {
    Step.TELL: _tell,
    Step.AGAIN_MAJOR: _again,
    Step.AGAIN: _again,
    Step.REMIND: _again,
    Step.LIST: _list,
    Step.OVER: _over,
}
