"""What was not clear: what the bot asked about, what is kept of it until it is answered, and the officers' list."""

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlmodel import col, select

from handlers import acts, around, offers, patrol
from handlers.acts import Act
from handlers.offers import SeenTo
from handlers.turn import Turn
from handlers.understand import lexicon, printed
from handlers.understand.reading import Doubt, Reading
from models import db, people, reports, unclear
from models.errors import Said
from models.inbox import Message
from models.ledger import Within
from models.outbox import Letter, Priority
from models.people import Enterprise, Right
from models.reports import Report, Result
from models.unclear import Unclear, UnclearStatus
from models.wording import answers, explained
from models.wording import unclear as words

#: Who wrote an unclear message into the group is told there after this long that they were asked in private.
IN_GROUP_AFTER, IN_GROUP_UNTIL = timedelta(minutes=2), timedelta(minutes=15)
#: So many characters are words with a meaning, and no exclamation.
WORDY = 4
_HAN = re.compile(r"[\u4e00-\u9fff]")
#: What is said besides a doubt, and leaves it as it is.
TALK = (acts.Chatter, acts.Acknowledge, acts.Choose, acts.Help)
#: What may be put right.
CORRECTED = ("patrol_report", "zero_report", "hazard_report", "rectification")


def kept(reading: Reading) -> Mapping[str, Any] | None:
    """How a message was read, as it is kept beside it."""
    if not reading.text and not reading.acts:
        return None
    line = {name: value for name, value in printed.printed(reading, "").items() if name != "id"}
    return {**line, "doubt": str(reading.question.doubt)} if reading.question else line


# What is kept of it


def follow(turn: Turn, reading: Reading, *, taken: bool) -> None:
    """After a message was handled: what it answered is settled, what it leaves open is kept, what it put right too."""
    if reading.acts:
        _settle_earlier(turn, reading, taken=taken)
    if doubt := _doubt(turn, reading):
        _note(turn, reading, doubt)
    if any(isinstance(act, acts.Correction) for act in reading.acts):
        _note_corrected(turn)


def keep(turn: Turn, reading: Reading, doubt: str) -> None:
    """Keeps a doubt that was asked about elsewhere."""
    _note(turn, reading, doubt)


def unread(turn: Turn, reading: Reading) -> None:
    """Nothing was understood of what was meant for the bot."""
    _note(turn, reading, unclear.UNREAD)


def unknown(turn: Turn, reading: Reading, wanted: Sequence[Act]) -> bool:
    """Whether words of an enterprise in private, that nobody knows, want an answer: something is awaited of them.

    Beside pictures the receipt asks already, and who just heard it is not told again; where nothing is awaited they
    may be mere talk. All such words are kept.
    """
    only_talk = bool(wanted) and all(isinstance(act, acts.Chatter) for act in wanted)
    if not only_talk or turn.in_group or not turn.plants() or len(_HAN.findall(reading.text)) < WORDY:
        return False
    if lexicon.pattern("patrol.pending", "talk.chat", "talk.ack").search(reading.text):
        return False
    awaited = patrol.awaited(turn) or around.context(turn).reply_to is not None
    told = reports.burst_of(turn.session, turn.message, turn.counted) is not None or _told_lately(turn)
    if awaited and not told:
        return True
    _note(turn, reading, unclear.UNREAD, UnclearStatus.ASKED if awaited else UnclearStatus.KEPT)
    return False


def _told_lately(turn: Turn) -> bool:
    waiting = unclear.asked_of(turn.session, turn.message.channel, turn.message.sender)
    return any(one.doubt == unclear.UNREAD and turn.now - one.asked_at <= unclear.SAID_AGAIN for one in waiting)


def _note(turn: Turn, reading: Reading, doubt: str, status: UnclearStatus = UnclearStatus.ASKED) -> None:
    if any(isinstance(act, acts.TipOff) for act in reading.acts):
        return  # what a whistle-blower says stands on no list
    plant = _plant(turn)
    person = (turn.person_of(plant) if plant else None) or next(iter(turn.persons), None)
    understood = explained.gist(kept(reading) or {}, doubt)[:200]
    row = Unclear(message_id=turn.message_id, doubt=doubt, understood=understood, asked_at=turn.now, status=status)
    row.enterprise_id, row.person_id = (plant.id if plant else None), (person.id if person else None)
    unclear.note(turn.session, row)
    if turn.in_group and person and status == UnclearStatus.ASKED:
        _hint_in_group(turn)


def _plant(turn: Turn) -> Enterprise | None:
    """Whose message it is; an officer's belongs to none."""
    report = reports.of_message(turn.session, turn.message_id)
    if report is not None and report.enterprise_id is not None:
        return turn.session.get(Enterprise, report.enterprise_id)
    return next(iter(turn.plants()), None) or (None if turn.persons else _only_named(turn))


def _only_named(turn: Turn) -> Enterprise | None:
    """The enterprise that somebody unknown gave."""
    names = [match.candidates for match in turn.register.find(turn.message.text)]
    return people.by_name(turn.session, names[0][0]) if len(names) == 1 and len(names[0]) == 1 else None


def _hint_in_group(turn: Turn) -> None:
    """Where the question went out in private, the group is told so once, unless it was answered meanwhile."""
    turn.post(
        Letter(
            key=f"unclear.group:{turn.message_id}",
            kind="unclear.group",
            about={
                "message": turn.message_id,
                "sender": turn.message.sender,
                "mentions": [person.id for person in turn.persons],
            },
            channel=turn.message.channel,
            chat=turn.message.chat,
            priority=Priority.ANSWER,
            not_before=turn.now + IN_GROUP_AFTER,
            stale_at=turn.now + IN_GROUP_UNTIL,
        )
    )


def _doubt(turn: Turn, reading: Reading) -> str:
    """What the bot has asked about this message, if anything."""
    question, several = reading.question, len(turn.plants()) > 1
    if question is None and not several:
        return ""  # nearly every message
    report = reports.of_message(turn.session, turn.message_id)
    if several and report is not None and report.enterprise_id is None:
        return unclear.WHICH_PLANT if _first_of(turn, report) else ""
    if question is None:
        return ""
    if question.doubt is Doubt.HEDGED:
        return question.doubt if report is not None and report.result == Result.HEDGED else ""
    if question.doubt in (Doubt.COUNT, Doubt.DESCRIBE):
        return question.doubt if report is not None and unclear.lacks_hazards(turn.session, report) else ""
    return question.doubt if turn.asks else ""


def _first_of(turn: Turn, report: Report) -> bool:
    """Whether nothing before it in its burst has been kept for this already."""
    waiting = {row.message_id for row in unclear.asked_of(turn.session, turn.message.channel, turn.message.sender)}
    return not any(piece.message_id in waiting for piece in reports.pieces(turn.session, db.row_id(report.id)))


def _note_corrected(turn: Turn) -> None:
    """The message that is put right was misread, or miswritten: whoever teaches sees both."""
    before = (
        select(Message)
        .where(
            Message.channel == turn.message.channel,
            Message.sender == turn.message.sender,
            col(Message.id) < turn.message_id,
            Message.text != "",
            Message.received_at >= turn.now - timedelta(days=1),
        )
        .order_by(col(Message.id).desc())
        .limit(5)
    )
    found = (one for one in turn.session.exec(before) if (one.understood or {}).get("intent") in CORRECTED)
    wrong = next(found, None)
    if wrong is None:
        return
    plant = _plant(turn)
    row = Unclear(message_id=db.row_id(wrong.id), doubt=unclear.CORRECTION, asked_at=turn.now, settled_at=turn.now)
    row.status, row.understood = UnclearStatus.CORRECTED, explained.gist(wrong.understood or {})[:200]
    row.enterprise_id, row.person_id = (plant.id if plant else None), turn.persons[0].id
    unclear.note(turn.session, row)


# What was said again


def _settle_earlier(turn: Turn, reading: Reading, *, taken: bool) -> None:
    """Words that say again what was not clear, and now are, settle it; any other matter leaves it open."""
    vague = reading.question is not None or (not taken and all(isinstance(act, TALK) for act in reading.acts))
    for row in unclear.asked_of(turn.session, turn.message.channel, turn.message.sender):
        said_again = not vague and row.message_id != turn.message_id and _says_again(turn, row, reading, taken=taken)
        if said_again or unclear.answered_since(turn.session, row):
            unclear.settle(turn.session, row, UnclearStatus.ANSWERED, turn.now)


def _says_again(turn: Turn, row: Unclear, reading: Reading, *, taken: bool) -> bool:
    before = turn.session.get_one(Message, row.message_id)
    if before.chat != turn.message.chat and turn.in_group:
        return False
    if row.doubt == unclear.UNREAD:
        return turn.now - db.utc(row.asked_at) <= unclear.SAID_AGAIN
    if row.doubt not in (Doubt.WHICH_HAZARD, Doubt.EXTENSION, Doubt.WHICH_ENTERPRISE):
        return False  # the ledger shows whether it is gone
    if taken:
        return row.doubt == Doubt.EXTENSION
    wanted = (before.understood or {}).get("intent")
    return any(act.intent == wanted and _names(act, row.doubt) for act in reading.acts)


def _names(act: Act, doubt: str) -> bool:
    """Whether an act names what was missing."""
    names = ("enterprise", "enterprises") if doubt == Doubt.WHICH_ENTERPRISE else ("hazard_nos", "item_indices")
    return any(getattr(act, name, None) for name in names)


# The officers' list


def show(turn: Turn, act: acts.AskUnclear) -> None:
    """没听准的: the list, to whoever sees all, in private alone."""
    if not turn.may(Right.SEE_ALL):
        raise Said(answers.own_only())
    bounds = _bounds(turn)
    rows, count = unclear.listed(turn.session, bounds, turn.now), unclear.count(turn.session, bounds, turn.now)
    if not rows:
        raise Said(words.nothing_listed())
    choices = {str(place): offers.dump(SeenTo(row=db.row_id(one.row.id))) for place, one in enumerate(rows, 1)}
    turn.answer(words.listing([_line(one) for one in rows], count, turn.now), choices)


def _bounds(turn: Turn) -> Within:
    return Within(people.scope(turn.persons, Right.SEE_ALL))


def _line(one: unclear.Listed) -> words.Line:
    plant = one.plant.short if one.plant else ""
    name = one.person.name if one.person else ""
    return words.Line(one.message.received_at, plant, name, one.message.text, one.row.understood)


def seen_to(turn: Turn, act: SeenTo) -> None:
    """第1条 已处理: an officer has seen to it, and it leaves the list."""
    if not turn.may(Right.SEE_ALL):
        raise Said(answers.own_only())
    found = next((one for one in unclear.listed(turn.session, _bounds(turn), turn.now) if one.row.id == act.row), None)
    if found is None:
        raise Said(words.seen_to_already())
    unclear.settle(turn.session, found.row, UnclearStatus.HANDLED, turn.now, by=turn.persons[0].id)
    turn.answer(words.seen_to(found.message.text, unclear.count(turn.session, _bounds(turn), turn.now)))
