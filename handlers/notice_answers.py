"""What an enterprise says to a notice: by its digit, by quoting it, or while it is the last thing that was asked."""

from dataclasses import replace
from datetime import datetime, timedelta

from handlers import acts, around, patrol, pictures, quoted
from handlers.notice_acts import AnswerNotice
from handlers.turn import Turn
from handlers.understand.reading import Reading
from models import db, notices, opening, reports, spoken
from models.errors import Said
from models.incoming import MessageKind
from models.notices import Notice, NoticeAnswer, NoticeStatus
from models.obligations import DueStatus
from models.outbox import CHOICES_LAST, Outgoing
from models.spoken import Spoken
from models.wording import answers
from models.wording import notices as words

KINDS = ("notice.told", "notice.again", "notice.group")
#: So long behind its time an answer without a quote still belongs to a notice, and so far back one is looked for.
LATE, BACK = timedelta(days=1), timedelta(days=7)
#: Within this time 收到 in a group belongs to the notice that was said there last.
IN_GROUP = timedelta(hours=2)
#: What an answer without a quote may be taken for when it is read alone; whatever else is said is another matter.
MAY_BE = (
    *(acts.Acknowledge, acts.Chatter, acts.Choose, acts.PatrolReport, acts.NoRound),
    *(acts.HazardReport, acts.Rectification, acts.Anomaly),
)
#: What is done besides: the rest is an answer and nothing else.
BESIDES = (acts.HazardReport, acts.Anomaly)


def noted(turn: Turn, reading: Reading) -> Reading:
    """The reading as it is, or as an answer to a notice; a hazard that the answer tells of stays one."""
    notice = _answered(turn, reading) if turn.plants() else None
    if notice is None:
        return reading
    quotes = _quoted(turn) is not None
    rest = tuple(act for act in reading.acts if isinstance(act, BESIDES) or (quotes and not isinstance(act, MAY_BE)))
    answer = AnswerNotice(db.row_id(notice.id), why=tuple(one for act in reading.acts for one in act.why))
    return replace(reading, acts=(answer, *rest), question=reading.question if rest else None)


def _answered(turn: Turn, reading: Reading) -> Notice | None:
    """The notice that a message answers, if it answers one."""
    if any(isinstance(act, acts.Incident) for act in reading.acts) or not _any_open(turn):
        return None
    if any(isinstance(act, acts.Choose) for act in reading.acts) and _digit_holds(turn, reading):
        return None  # the choice itself says what it means
    if letter := _quoted(turn):
        return _of_sender(turn, letter.about["notice"])
    if turn.in_group:
        return _in_group(turn, reading)
    last = _asked_last(turn) if _fits(turn, reading) else None
    if last is None or _makes_up(turn, last):
        return None
    notice = _of_sender(turn, last.about["notice"])
    return notice if notice and _still_open(turn, notice) else None


def _any_open(turn: Turn) -> bool:
    return any(one.loud for one in notices.sent(turn.session, turn.now - BACK))


def _digit_holds(turn: Turn, reading: Reading) -> bool:
    letter = around.choices(turn)
    digits = [str(act.number) for act in reading.acts if isinstance(act, acts.Choose)]
    return letter is not None and all(digit in letter.choices for digit in digits)


def _quoted(turn: Turn) -> Outgoing | None:
    """The letter about a notice that a message quotes."""
    letter = quoted.letter(turn)
    return letter if letter and letter.kind in KINDS else None


def _of_sender(turn: Turn, notice_id: int) -> Notice | None:
    """A notice that stands and was for an enterprise of the sender."""
    notice = turn.session.get(Notice, notice_id)
    if notice is None or notice.status != NoticeStatus.SENT or not _plants(turn, notice):
        return None
    return notice


def _plants(turn: Turn, notice: Notice) -> list[int]:
    own = [db.row_id(plant.id) for plant in turn.plants()]
    return notices.of_these(turn.session, db.row_id(notice.id), own)


def _in_group(turn: Turn, reading: Reading) -> Notice | None:
    """收到 behind a notice in the group."""
    if not reading.acts or not all(isinstance(act, acts.Acknowledge) for act in reading.acts):
        return None
    letter = spoken.last_in_chat(turn.session, turn.message.channel, turn.message.chat, turn.now - IN_GROUP)
    return _of_sender(turn, letter.about["notice"]) if letter and letter.kind == "notice.group" else None


def _fits(turn: Turn, reading: Reading) -> bool:
    """Whether a message without a quote may be an answer: not what a round or a hazard waits for."""
    if not all(isinstance(act, MAY_BE) for act in reading.acts):
        return False
    if any(isinstance(act, acts.Rectification) for act in reading.acts) and around.context(turn).open_hazards:
        return False
    shown = any(isinstance(act, acts.PatrolReport) for act in reading.acts) or not turn.message.text.strip()
    if shown and patrol.awaited(turn):
        return False
    return not (turn.message.kind in (MessageKind.IMAGE, MessageKind.VIDEO) and _of_hazard(turn))


def _makes_up(turn: Turn, letter: Spoken) -> bool:
    """Whether pictures make up for a night that was missed: what was asked just before goes first."""
    lately = letter.settled_at > turn.now - CHOICES_LAST
    if turn.message.text.strip() or lately:
        return False
    dues = (opening.due_at(turn.session, plant, turn.counted) for plant in turn.plants())
    return any(due is not None and due.status == DueStatus.MISSED for due in dues)


def _of_hazard(turn: Turn) -> bool:
    """Whether a picture belongs to work on a hazard."""
    return bool(pictures.just_told(turn) or pictures.promised(turn) or pictures.awaited(turn))


def _asked_last(turn: Turn) -> Spoken | None:
    """The letter about a notice that the sender heard last, if nothing else was asked since."""
    own = [db.row_id(person.id) for person in turn.persons]
    letters = spoken.said_since(turn.session, turn.message.channel, turn.message.sender, own, turn.now - BACK)
    asking = (one for one in letters if one.kind in KINDS or spoken.is_asking(one, tuple(around.PROMPTS), turn.now))
    last = next(asking, None)
    return last if last and last.kind in KINDS else None


def _still_open(turn: Turn, notice: Notice) -> bool:
    """Until a day behind its time; once answered, only for what belongs to the same burst."""
    if notice.wanted_until is None or notice.wanted_until + LATE < turn.now:
        return False
    last = notices.answered_at(turn.session, db.row_id(notice.id), _plants(turn, notice))
    return last is None or last + reports.BURST > turn.now


def take(turn: Turn, act: AnswerNotice) -> None:
    """Keeps the answer for each enterprise of the sender; the first one is confirmed, in private."""
    notice = turn.session.get(Notice, act.notice)
    plants = _plants(turn, notice) if notice else []
    if notice is None or not plants:
        raise Said(answers.choice_expired())
    if notice.status != NoticeStatus.SENT:
        raise Said(words.over_already(notice.title))
    first = [plant for plant in plants if _keep(turn, notice, plant, turn.counted)]
    if first and not turn.in_group:
        told = [plant.short for plant in turn.plants() if plant.id in first]
        turn.answer(words.answered(notice.title, "、".join(told), turn.counted))


def _keep(turn: Turn, notice: Notice, plant_id: int, at: datetime) -> bool:
    person = next((one.id for one in turn.persons if one.enterprise_id == plant_id), None)
    given = NoticeAnswer(
        notice_id=db.row_id(notice.id),
        enterprise_id=plant_id,
        person_id=person,
        message_id=turn.message_id,
        words=turn.message.text.strip()[: words.KEPT],
        at=at,
    )
    return notices.answer(turn.session, given)
