"""代录 of an answer to a notice: an officer called, what was said there is read back first, and marked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from handlers import offers
from handlers.acts import Act, AnswerByPhone
from handlers.proxy import officer_of, plant_of
from handlers.turn import Turn
from models import audit, db, notices
from models.errors import Said
from models.notices import Notice, NoticeAnswer, NoticeStatus
from models.people import Enterprise, Right
from models.wording import notices as lists
from models.wording import notices_by_phone as words
from models.wording import proxy as bounds


@dataclass(frozen=True)
class EnterAnswer(Act):
    """What an officer heard on the phone is to be kept as it was read back."""

    intent: ClassVar[str] = "ack"
    notice: int
    enterprise: int
    name: str
    says: str = ""


@dataclass(frozen=True)
class LeaveAnswer(Act):
    """What an officer heard on the phone is not to be kept."""

    intent: ClassVar[str] = "ack"


def ask(turn: Turn, act: AnswerByPhone) -> None:
    """Reads back which notice, whose answer and in which words."""
    if not turn.may(Right.PROXY):
        raise Said(bounds.may_not())
    if not act.enterprise:
        raise Said(words.which_plant())
    plant = plant_of(turn, act.enterprise)
    officer = officer_of(turn, plant)
    notice = _meant(turn, plant, act.topic)
    if not act.name:
        raise Said(words.who_answered(plant.short))
    wanted = EnterAnswer(db.row_id(notice.id), db.row_id(plant.id), act.name, act.says[: lists.KEPT])
    choices = {"1": offers.dump(wanted), "2": offers.dump(LeaveAnswer())}
    told = words.Told(notice.title, plant.short, act.name, act.says, officer.name)
    turn.answer(words.confirm(told, turn.counted), choices)


def _meant(turn: Turn, plant: Enterprise, topic: str) -> Notice:
    """The first of the notices to an enterprise that it has not answered; raises Said where there is none."""
    own = _told(turn, plant, topic)
    if not own:
        raise Said(words.none(plant.short, topic))
    meant = next((one for one in own if not _has_answered(turn, db.row_id(one.id), plant)), None)
    if meant is None:
        raise Said(words.already(own[0].title, plant.short))
    return meant


def _has_answered(turn: Turn, notice_id: int, plant: Enterprise) -> bool:
    return notices.answered_at(turn.session, notice_id, [db.row_id(plant.id)]) is not None


def _told(turn: Turn, plant: Enterprise, topic: str) -> Sequence[Notice]:
    """The notices to an enterprise, those first that want an answer, each kind with the newest first."""
    found = [one for one in notices.sent(turn.session, turn.now - notices.RECENT) if one.loud]
    own = [one for one in found if notices.of_these(turn.session, db.row_id(one.id), [db.row_id(plant.id)])]
    named = [one for one in own if topic in f"{one.title}{one.text}{one.weather}"]
    return sorted(named, key=lambda one: one.wanted_until is None)


def enter(turn: Turn, act: EnterAnswer) -> None:
    """The digit 1: keeps it, unless the enterprise has answered meanwhile, and says how many are still silent."""
    notice, plant = turn.session.get_one(Notice, act.notice), turn.session.get_one(Enterprise, act.enterprise)
    officer = officer_of(turn, plant)
    if notice.status != NoticeStatus.SENT:
        raise Said(lists.over_already(notice.title))
    if _has_answered(turn, act.notice, plant):
        raise Said(words.already(notice.title, plant.short))
    given = NoticeAnswer(
        notice_id=act.notice,
        enterprise_id=act.enterprise,
        person_id=officer.id,
        message_id=turn.message_id,
        words=words.by_phone(act.name, act.says),
        at=turn.counted,
    )
    notices.answer(turn.session, given)
    facts: dict[str, audit.Fact] = {"enterprise": act.enterprise, "message": turn.message_id}
    audit.record(turn.session, turn.now, turn.actor, "notice.proxy", f"notice:{act.notice}", facts)
    state = notices.standing(turn.session, notice)
    turn.answer(words.kept(notice.title, plant.short, officer.name, [one.starred for one in state.silent]))


def leave(turn: Turn, act: LeaveAnswer) -> None:
    """The digit 2."""
    turn.answer(bounds.dropped())
