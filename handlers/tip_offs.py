"""Tip-offs: taken before anything else is done with a message, sealed, and shown to the appointed alone."""

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from handlers import patrol
from handlers.acts import Act, Choose, Incident
from handlers.acts import TipOff as Told
from handlers.turn import Turn
from handlers.understand.reading import Reading
from handlers.understand.recognise import tip_offs as words
from handlers.understand.recognise.tip_offs import Order
from models import attachments, audit, callout, db, people, reports, tip_offs
from models.errors import Said
from models.outbox import Letter, Priority
from models.people import Person, Role
from models.tip_offs import TipOff, TipOffOpening, TipOffPiece
from models.wording import tip_offs as wording

#: Whoever wrote stands in the sealed row; the chain of the audit names nobody.
SEALED = "sealed"
KEEPS = timedelta(days=3)
#: Words as short as this say that something will be told.
ANNOUNCED = 6


@dataclass(frozen=True)
class WantAnswer(Act):
    """The writer of a tip-off wants to hear of its end."""

    intent: ClassVar[str] = "tip_off"
    tip_off: int


@dataclass(frozen=True)
class NoTipOff(Act):
    """The writer says that it was none."""

    intent: ClassVar[str] = "tip_off"
    tip_off: int


def taken(turn: Turn, reading: Reading) -> bool:
    """Whether a message is about a tip-off; then all is done, and nothing else looks at its words."""
    wanted = words.order(turn.message.text)
    try:
        if wanted is not None and _ordered(turn, wanted):
            return True
    except Said as said:
        turn.answer(str(said))
        return True
    if row := _announced(turn, reading):
        _add(turn, row, turn.message.text)
        return True
    if _is_one(turn, reading):
        _take(turn)
        return True
    return _picture(turn)


def _is_one(turn: Turn, reading: Reading) -> bool:
    """A tip-off by its words; in a group an officer's only when it is meant for the bot. Danger goes first."""
    if turn.in_group and turn.is_officer and not turn.message.mentions_bot:
        return False
    if reading.too_long:
        return words.begins(turn.message.text)
    kinds = [type(act) for act in reading.acts]
    return Told in kinds and Incident not in kinds


def _announced(turn: Turn, reading: Reading) -> TipOff | None:
    """The tip-off that its writer has only announced (我要举报): what they write next in private is its content."""
    digit = any(isinstance(act, Choose | Incident) for act in reading.acts)
    if turn.in_group or digit or not turn.message.text.strip():
        return None
    since = turn.message.received_at - reports.BURST
    row = tip_offs.last_of(turn.session, turn.message.channel, turn.message.sender, since)
    return row if row is not None and len(row.words.strip()) <= ANNOUNCED and not row.by_officer else None


def _take(turn: Turn) -> None:
    message = turn.message
    row = tip_offs.add(
        turn.session,
        TipOff(
            number="",
            received_at=message.received_at,
            message_id=turn.message_id,
            channel=message.channel,
            sender=message.sender,
            by_officer=turn.is_officer,
            words=message.text,
        ),
        turn.now,
    )
    _record(turn, row, "tip_off.received", SEALED)
    _say(turn, row, "tip_off.receipt")
    _tell_appointed(turn, row)


def _record(turn: Turn, row: TipOff, action: str, actor: str) -> None:
    audit.record(turn.session, turn.now, actor, action, f"tip_off:{row.id}")


def _say(turn: Turn, row: TipOff, kind: str, **about: object) -> None:
    """A letter to the writer of this message alone; its words are found when it is said, and kept nowhere."""
    turn.post(
        Letter(
            key=f"{kind}:{row.id}:{turn.message_id}",
            kind=kind,
            about={"tip_off": row.id, **about},
            channel=turn.message.channel,
            to_user=turn.message.sender,
            priority=Priority.ANSWER,
            stale_at=turn.now + timedelta(hours=2) if kind == "tip_off.opened" else turn.now + KEEPS,
        )
    )


def _tell_appointed(turn: Turn, row: TipOff) -> None:
    """Each of the appointed hears a number; where there is nobody, each admin hears that."""
    own = {person.id for person in turn.persons}
    appointed = callout.reachable(turn.session, tip_offs.appointed(turn.session))
    for person in appointed:
        if person.id not in own:
            _tell(turn, person, Letter(f"tip_off.new:{row.id}:{person.id}", "tip_off.new", {"tip_off": row.id}))
    for admin in () if appointed else people.with_role(turn.session, Role.ADMIN):
        key = f"tip_off.nobody:{row.id}:{admin.id}"
        _tell(turn, admin, Letter(key, "tip_off.nobody", text=wording.none_appointed()))


def _tell(turn: Turn, person: Person, letter: Letter) -> None:
    turn.post(Letter(letter.key, letter.kind, letter.about, person.id, priority=Priority.OFFICE, text=letter.text))


def _ordered(turn: Turn, wanted: Order) -> bool:
    """Does what the words want of tip-offs; False where they are somebody's who only speaks of one."""
    reader = tip_offs.may_see(turn.session, turn.persons)
    if wanted.what == "list":
        return _list(turn, reader)
    row = tip_offs.by_number(turn.session, wanted.number)
    own = row is not None and (row.channel, row.sender) == (turn.message.channel, turn.message.sender)
    if row is not None and own and wanted.what == "more":
        _add(turn, row, wanted.words)
        return True
    if reader is None:
        tip_offs.blank(turn.session, turn.message_id)  # whatever it says, it says it of a tip-off
        raise Said(wording.only_appointed())
    if row is None:
        raise Said(wording.no_such(wanted.number))
    if wanted.what == "done":
        _close(turn, row, reader, wanted.words)
    else:
        _open(turn, row, reader)
    return True


def _list(turn: Turn, reader: Person | None) -> bool:
    if reader is None:
        if turn.is_officer and not turn.in_group:
            raise Said(wording.only_appointed())
        return False
    waiting = [wording.Line(one.number, one.received_at.date()) for one in tip_offs.unanswered(turn.session)]
    turn.answer(wording.counted(waiting, tip_offs.done_count(turn.session)))
    return True


def _open(turn: Turn, row: TipOff, reader: Person) -> None:
    """Shows it, and writes down who saw it when."""
    opening = TipOffOpening(tip_off_id=db.row_id(row.id), person_id=db.row_id(reader.id), at=turn.now)
    turn.session.add(opening)
    turn.session.flush()
    _record(turn, row, "tip_off.opened", f"person:{reader.id}")
    _say(turn, row, "tip_off.opened", reader=reader.id)


def _close(turn: Turn, row: TipOff, reader: Person, outcome: str) -> None:
    """Ends it; the outcome stands in the sealed row alone, and goes to the writer once if they want it."""
    tip_offs.blank(turn.session, turn.message_id)
    if not outcome:
        raise Said(wording.outcome_wanted(row.number))
    if not tip_offs.close(turn.session, row, reader.id, outcome[:500], turn.now):
        raise Said(wording.closed_already(row.number))
    _record(turn, row, "tip_off.closed", f"person:{reader.id}")
    answered = row.wants_answer and not row.by_officer
    if answered:
        turn.post(
            Letter(
                key=f"tip_off.answer:{row.id}",
                kind="tip_off.answer",
                about={"tip_off": row.id},
                channel=row.channel,
                to_user=row.sender,
                priority=Priority.OFFICE,
                stale_at=turn.now + timedelta(days=7),
            )
        )
    turn.answer(wording.closed(row.number, answered=answered))


def _add(turn: Turn, row: TipOff, said: str) -> None:
    tip_offs.append(turn.session, row, said, turn.message_id)
    _record(turn, row, "tip_off.added", SEALED)
    _say(turn, row, "tip_off.told", what="added")


def _picture(turn: Turn) -> bool:
    """Pictures in private just after a tip-off belong to it, unless a round is awaited of their sender."""
    if turn.in_group or turn.message.text.strip() or not attachments.kinds(turn.session, turn.message_id):
        return False
    since = turn.message.received_at - reports.BURST
    row = tip_offs.last_of(turn.session, turn.message.channel, turn.message.sender, since)
    if row is None or (turn.plants() and patrol.awaited(turn)):
        return False
    turn.session.add(TipOffPiece(message_id=turn.message_id, tip_off_id=db.row_id(row.id)))
    turn.session.flush()
    _say(turn, row, "tip_off.told", what="added")
    return True


def want_answer(turn: Turn, act: WantAnswer) -> None:
    """The answer 1 below the receipt."""
    row = _own(turn, act.tip_off)
    row.wants_answer = True
    turn.session.add(row)
    _say(turn, row, "tip_off.told", what="want")
    turn.answers += 1


def none(turn: Turn, act: NoTipOff) -> None:
    """The answer 2 below the receipt."""
    row = _own(turn, act.tip_off)
    if not tip_offs.close(turn.session, row, None, "", turn.now):
        raise Said(wording.closed_already(row.number))
    _record(turn, row, "tip_off.withdrawn", SEALED)
    _say(turn, row, "tip_off.told", what="none")
    turn.answers += 1


def _own(turn: Turn, number: int) -> TipOff:
    row = turn.session.get_one(TipOff, number)
    if (row.channel, row.sender) != (turn.message.channel, turn.message.sender):
        raise Said(wording.only_appointed())
    return row
