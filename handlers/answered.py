"""An answer in words to a question that offered choices: the digit that it stands for, and what a choice settles."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlmodel import Session

from handlers import acts, around, offers, remembering
from handlers.acts import Act, Choose
from handlers.offers import NoneOfThem, SeenTo
from handlers.turn import Turn
from handlers.understand import answering
from handlers.understand.answering import Choice, Yes
from handlers.understand.reading import Doubt, Reading
from models import db, hazards, reports, unclear
from models.errors import Said
from models.outbox import Outgoing
from models.reports import Report, ReportKind
from models.unclear import Unclear, UnclearStatus
from models.wording import answers
from models.wording import unclear as words


def in_words(turn: Turn, reading: Reading) -> Reading:
    """An answer in words to what was asked last, as the digit that it stands for; every other message as it is."""
    if turn.in_group or not turn.words.strip() or any(isinstance(act, acts.Incident) for act in reading.acts):
        return reading
    if instead := remembering.put_right(turn):
        return replace(reading, acts=(instead,), question=None)
    letter = around.choices(turn)
    digit = _digit(turn, letter) if letter else None
    if letter is None or digit is None:
        return reading
    why = (answering.reason(turn.words),)
    if digit == answering.NONE:
        return replace(reading, acts=(NoneOfThem(letter=db.row_id(letter.id), why=why),), question=None)
    return replace(reading, acts=(Choose(number=digit, why=why),), question=None)


def _digit(turn: Turn, letter: Outgoing) -> int | None:
    text = turn.words
    if all(one.get("act") == SeenTo.__name__ for one in letter.choices.values()):
        return answering.seen_to(text)
    row = _row(turn, letter)
    choices = [_choice(turn, digit, stored, row) for digit, stored in sorted(letter.choices.items())]
    if row is None:
        choices = [one for one in choices if one.yes] if len(choices) == 1 else []
    found = answering.chosen(text, choices)
    return None if found == answering.NONE and row is None else found


def _choice(turn: Turn, digit: str, stored: Mapping[str, Any], row: Unclear | None) -> Choice:
    """A choice with the words by which people know it."""
    if stored.get("act") == offers.StateNormal.__name__:
        return Choice(int(digit), (), _yes(turn, stored, row))
    names = [stored.get("enterprise"), *stored.get("enterprises", ())]
    numbers = [stored.get("hazard"), *stored.get("hazard_nos", ())]
    said = [word for name in names if name for word in remembering.called(turn, str(name))]
    said += [word for number in numbers if isinstance(number, str) for word in _told(turn, number)]
    return Choice(int(digit), tuple(said))


def _told(turn: Turn, number: str) -> tuple[str, ...]:
    hazard = hazards.by_number(turn.session, number)
    return (number, hazard.short, f"{hazard.place}{hazard.item}") if hazard else (number,)


def _yes(turn: Turn, stored: Mapping[str, Any], row: Unclear | None) -> Yes:
    """是 answers a question; under a receipt that asked nothing only 正常 says that it was."""
    report = turn.session.get(Report, stored.get("report")) if row is None else None
    asks = report is not None and report.kind in (ReportKind.REMARK, ReportKind.ZERO)
    return Yes.ANY if row or asks else Yes.NORMAL


def _row(turn: Turn, letter: Outgoing) -> Unclear | None:
    """The open question that a letter asked."""
    waiting = unclear.asked_of(turn.session, turn.message.channel, turn.message.sender)
    about = messages_of(turn.session, letter) if waiting else ()
    return next((row for row in waiting if row.message_id in about), None)


def messages_of(session: Session, letter: Outgoing) -> set[int]:
    """The messages that a letter answers."""
    if letter.kind == "receipt.report":
        return {piece.message_id for piece in reports.pieces(session, letter.about["report"])}
    kind, _, rest = letter.key.rpartition(":")[0].rpartition(":")
    return {int(rest)} if kind == letter.kind and rest.isdecimal() else set()


def took(turn: Turn, letter: Outgoing, act: Act) -> Act:
    """A choice was made: its question is answered, and what a short name means is remembered."""
    row = _row(turn, letter)
    if row:
        unclear.settle(turn.session, row, UnclearStatus.ANSWERED, turn.now)
    remembering.chosen(turn, letter, act)
    return act


def none_of_them(turn: Turn, act: NoneOfThem) -> None:
    """都不是: the question is off; a guess at a result stays a guess until there are other words."""
    letter = turn.session.get_one(Outgoing, act.letter)
    row = _row(turn, letter)
    if row is None:
        raise Said(answers.choice_expired())
    if row.doubt == Doubt.HEDGED:
        turn.answer(words.no_then_what())
        return
    unclear.settle(turn.session, row, UnclearStatus.DROPPED, turn.now)
    turn.answer(words.none_of_them())
