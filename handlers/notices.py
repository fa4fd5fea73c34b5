"""通知: an officer's words to many enterprises are shown first, sent at a digit, and can be taken back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlmodel import col, select

from handlers import offers
from handlers.acts import Broadcast, CancelNotice
from handlers.notice_acts import DropNotice, SendNotice
from handlers.turn import Turn
from handlers.understand import addressed
from handlers.understand.register import Match
from models import audit, calendar, db, groups_told, notice_steps, notices, people, recipients, staff
from models.errors import Said
from models.notices import Notice, NoticeKind, NoticeStatus
from models.people import Enterprise, Person, Right, Role
from models.recipients import Whom
from models.wording import answers, notices_composed
from models.wording import notices as words

#: So many characters are read on a phone.
MOST = 500
#: Within this time the same words are pointed out.
AGAIN = timedelta(days=1)
#: These may take back what a colleague sent.
ABOVE = (Role.HEAD, Role.LEADER, Role.ADMIN)


def draft(turn: Turn, act: Broadcast) -> None:
    """Shows to whom, how many, in which words and until when; nothing goes before the digit."""
    officer = signer(turn)
    if len(act.says.strip()) < 2:
        raise Said(words.no_words())
    if len(act.says) > MOST:
        raise Said(words.too_long(MOST))
    if act.until and act.until <= turn.now:
        raise Said(words.past(act.until))
    whom, called = _whom(turn, act)
    notice = Notice(
        person_id=db.row_id(officer.id),
        message_id=turn.message_id,
        title=words.title(addressed.dated(act.says, turn.now)),
        text=act.says.strip(),
        whom=whom.stored(),
        called=called[:60],
        document=act.document,
        at_once=act.at_once,
        drafted_at=turn.now,
        wanted_until=act.until,
    )
    plants = fitting(turn, whom)
    if not plants:
        raise Said(words.nobody(called))
    notices.enter(turn.session, notice)
    _show(turn, notice, whom, plants)


def signer(turn: Turn) -> Person:
    """The officer who speaks, if they may speak for the office."""
    found = next((one for one in turn.persons if one.is_officer and people.may(one, Right.REMIND)), None)
    if found is None:
        raise Said(words.may_not())
    return found


def fitting(turn: Turn, whom: Whom) -> list[int]:
    """The enterprises that are meant, within what the officer may write to."""
    scope = people.scope(turn.persons, Right.REMIND)
    return [plant.id for plant in recipients.within(turn.session, scope) if whom.fits(plant)]


def _show(turn: Turn, notice: Notice, whom: Whom, plants: Sequence[int]) -> None:
    later = None if notice.at_once or not calendar.quiet(turn.now) else calendar.after_quiet(turn.now)
    too_late = bool(later and notice.wanted_until and notice.wanted_until <= later)
    today = calendar.today(turn.now)
    shown = words.Draft(
        words.told(notices_composed.of(turn.session, notice), today),
        len(plants),
        notice.called,
        len(groups_told.of_notice(turn.session, notice)),
        unreached(turn, plants),
        _unknown(turn, whom),
        later,
        addressed.shifting(notice.text) if later and calendar.today(later) != today else "",
        _before(turn, notice),
        too_late,
    )
    notice_id = db.row_id(notice.id)
    at_once = SendNotice(notice_id, now=True)
    digits = [at_once if too_late else SendNotice(notice_id), DropNotice(notice_id)]
    digits += [at_once] if later and not too_late else []
    turn.answer(words.draft(shown, today), {str(number): offers.dump(one) for number, one in enumerate(digits, 1)})


def unreached(turn: Turn, plants: Sequence[int]) -> int:
    """At how many nobody can be written to."""
    return len(plants) - len(staff.reached(turn.session, plants))


def _unknown(turn: Turn, whom: Whom) -> int:
    """How many might hold what is asked for: nobody entered their goods."""
    if not whom.by_goods:
        return 0
    return len(fitting(turn, replace(whom, unknown=True))) - len(fitting(turn, whom))


def _before(turn: Turn, notice: Notice) -> datetime | None:
    sent = notices.sent(turn.session, turn.now - AGAIN)
    return next((one.posted_at for one in sent if one.text == notice.text and one.called == notice.called), None)


# To whom


def _whom(turn: Turn, act: Broadcast) -> tuple[Whom, str]:
    """Whom the words mean, and how they were called; raises Said for anybody whom nobody knows."""
    plants = recipients.within(turn.session, people.Scope(everywhere=True))
    classes = {plant.class_name for plant in plants if plant.class_name}
    grids = {plant.grid for plant in plants if plant.grid}
    found = Whom()
    parts = addressed.parts(act.to)
    for part in parts:
        found = _with(turn, found, part, sorted(classes), sorted(grids))
    _may_write(turn, found)
    return found, "、".join(parts)


def _with(turn: Turn, found: Whom, part: str, classes: Sequence[str], grids: Sequence[str]) -> Whom:
    """Whom one more word means: an enterprise, a class, a grid, those that hold something."""
    named = turn.register.find(part)
    if any(one.text == part for one in named):
        return _with_plant(turn, found, named[0])
    if part in addressed.MAJOR:
        return replace(found, major=True)
    if fits := [one for one in classes if part in one or one in part]:
        exact = [one for one in fits if one == part]
        return replace(found, classes=(*found.classes, *(exact or fits)))
    if fits := [one for one in grids if part in one or one in part]:
        return replace(found, grids=(*found.grids, *fits))
    if goods := addressed.held(part):
        return replace(found, goods=(*found.goods, goods))
    if named and len(named[0].text) * 2 >= len(part):
        return _with_plant(turn, found, named[0])
    raise Said(words.unknown_kind(part, [*classes, *grids]))


def _with_plant(turn: Turn, found: Whom, match: Match) -> Whom:
    if len(match.candidates) > 1:
        raise Said(words.several_of(match.text, match.candidates))
    plant = people.by_name(turn.session, match.candidates[0])
    if plant is None or not plant.active:
        raise Said(answers.no_such_plant(match.candidates[0]))
    return replace(found, enterprises=(*found.enterprises, db.row_id(plant.id)))


def _may_write(turn: Turn, whom: Whom) -> None:
    """A named enterprise of somebody else's grid is no silent gap."""
    own = fitting(turn, Whom(enterprises=whom.enterprises)) if whom.enterprises else []
    others = [turn.session.get_one(Enterprise, one).short for one in whom.enterprises if one not in own]
    if others:
        raise Said(words.out_of_grid(others))


# The digits


def of_draft(turn: Turn, notice_id: int) -> Notice:
    """A draft of the officer who speaks; raises Said when it was sent or dropped already."""
    notice = turn.session.get(Notice, notice_id)
    if notice is None or notice.person_id not in {person.id for person in turn.persons}:
        raise Said(answers.choice_expired())
    if notice.status != NoticeStatus.DRAFT:
        raise Said(words.already(notice.posted_at, calendar.today(turn.now)))
    return notice


def send(turn: Turn, act: SendNotice) -> None:
    """The digit 1, or 3 for now: the enterprises are noted, and the clock tells them page by page."""
    notice = of_draft(turn, act.notice)
    if notice.wanted_until and notice.wanted_until <= turn.now:
        raise Said(words.past(notice.wanted_until))
    notice.at_once = notice.at_once or act.now
    quiet = calendar.quiet(turn.now) and not notice.at_once
    at = calendar.after_quiet(turn.now) if quiet else turn.now + notice_steps.SOON
    count, missing = post(turn, notice, fitting(turn, recipients.whom(notice.whom)), at)
    phones = {"1": {"act": "ShowNoticePhones", "notice": notice.id, "unreached": True}} if missing else {}
    today = calendar.today(turn.now)
    text = words.sent(count, missing, at if quiet else None, today, wanted=notice.wanted_until is not None)
    turn.answer(text, phones)


def post(turn: Turn, notice: Notice, plants: Sequence[int], at: datetime) -> tuple[int, int]:
    """A draft becomes a notice from a moment on: how many it is for, and at how many of them nobody can be reached."""
    reached = staff.reached(turn.session, plants)
    _sent(turn, notice, at)
    notices.address(turn.session, notice, plants, reached)
    notice_steps.plan_all(turn.session, notice, at)
    facts: dict[str, audit.Fact] = {"kind": notice.kind, "enterprises": len(plants), "message": turn.message_id}
    audit.record(turn.session, turn.now, turn.actor, "notice.sent", f"notice:{notice.id}", facts)
    return len(plants), len(plants) - len(reached)


def _sent(turn: Turn, notice: Notice, at: datetime) -> None:
    """Exactly one of two digits sends it."""
    turn.session.flush()
    changed = turn.session.connection().execute(
        update(db.table(Notice))
        .where(col(Notice.id) == notice.id, col(Notice.status) == NoticeStatus.DRAFT)
        .values(status=NoticeStatus.SENT.value, posted_at=at)
    )
    turn.session.refresh(notice)
    if changed.rowcount != 1:
        raise Said(words.already(notice.posted_at, calendar.today(turn.now)))


def drop(turn: Turn, act: DropNotice) -> None:
    """The digit 2."""
    notice = of_draft(turn, act.notice)
    notice.status = NoticeStatus.DROPPED
    turn.session.add(notice)
    turn.answer(words.dropped())


# Taking back


def cancel(turn: Turn, act: CancelNotice) -> None:
    """撤回通知: the newest that the words mean; those who heard it are told."""
    officer = signer(turn)
    found = [one for one in notices.sent(turn.session, turn.now - notices.RECENT) if one.kind == NoticeKind.BROADCAST]
    notice = next((one for one in found if act.topic in f"{one.title}{one.text}"), None)
    if notice is None:
        raise Said(words.none(act.topic))
    if notice.person_id != officer.id and officer.role not in ABOVE:
        raise Said(words.not_yours(turn.session.get_one(Person, notice.person_id).name))
    heard = take_back(turn, notice, officer)
    later = calendar.after_night(turn.now)
    today = calendar.today(turn.now)
    turn.answer(words.cancelled(notice.title, heard=heard, later=later if later > turn.now else None, today=today))


def take_back(turn: Turn, notice: Notice, officer: Person, *, said: bool = True) -> bool:
    """Ends a notice; True when somebody has heard it, who then hears that it is over."""
    heard = _told(turn, notice)
    notice.status, notice.over_at, notice.over_by = NoticeStatus.OVER, turn.now, officer.id
    turn.session.add(notice)
    notice_steps.end(turn.session, notice, turn.now, said=said and heard)
    audit.record(turn.session, turn.now, turn.actor, "notice.over", f"notice:{notice.id}", {"heard": heard})
    return heard


def _told(turn: Turn, notice: Notice) -> bool:
    """Whether the telling has begun."""
    begun = select(notice_steps.NoticeStep).where(
        notice_steps.NoticeStep.notice_id == notice.id, notice_steps.NoticeStep.what == notice_steps.Step.TELL
    )
    return any(step.cursor or step.done_at for step in turn.session.exec(begun))
