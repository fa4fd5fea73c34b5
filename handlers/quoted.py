"""What a message quotes, 引用: a letter of ours to the same people, or a message that told of hazards; 退回来的那个."""

import re
from collections.abc import Sequence

from sqlmodel import col, select

from handlers.turn import Turn
from handlers.understand.anew import sent_back
from handlers.understand.progress import fixed_words
from models import db, hazards, outbox, spoken
from models.hazards import UNFIXED, Hazard, HazardEvent
from models.inbox import Message
from models.lifecycle import Move
from models.outbox import Outgoing

#: What a click on a card quotes: the letter under which its buttons stand, by its row.
_BUTTONS = re.compile(r"letter-(\d{1,18})")


def letter(turn: Turn) -> Outgoing | None:
    """The letter of ours that a message quotes, if it was said to its sender or in the same chat."""
    found = _quoted(turn)
    own = {person.id for person in turn.everybody}
    if found is None or found.person_id in own:
        return found
    to_sender = found.channel == turn.message.channel and found.to_user == turn.message.sender
    return found if to_sender or (found.chat and found.chat == turn.message.chat) else None


def _quoted(turn: Turn) -> Outgoing | None:
    if clicked := _BUTTONS.fullmatch(turn.message.reply_to):
        return turn.session.get(Outgoing, int(clicked[1]))
    return outbox.by_key(turn.session, turn.message.reply_to) if turn.message.reply_to else None


def choices(turn: Turn) -> Outgoing | None:
    """The question whose digits hold: the quoted one for as long as any holds, else the last that was asked.

    A button means the letter above it and no other.
    """
    asked = letter(turn)
    if asked and asked.choices:
        held = asked.settled_at is not None and asked.settled_at > turn.now - outbox.CHOICES_LAST
        return asked if held else None
    if _BUTTONS.fullmatch(turn.message.reply_to):
        return None
    return spoken.last_choices(turn.session, turn.said, turn.now)


def listed(turn: Turn) -> tuple[str, ...]:
    """The numbers that 第二条 counts in: of the quoted letter or message, else of the list that was shown last."""
    quoted = letter(turn)
    if quoted and quoted.about.get("listed"):
        return tuple(str(one) for one in quoted.about["listed"])
    if quoted is None and (told := _told_by(turn)):
        return tuple(one.number for one in told)
    return spoken.last_listed(turn.said, turn.now)


def hazard(turn: Turn) -> str | None:
    """The one hazard that a message answers by its quote, or by calling it the one that was sent back."""
    quoted = letter(turn)
    if quoted is None:
        told = _told_by(turn) or _sent_back(turn)
        return told[0].number if len(told) == 1 else None
    numbers = quoted.about.get("listed", ())
    asks = quoted.about.get("asks") or quoted.kind == "hazard.missing"
    return str(numbers[0]) if len(numbers) == 1 and (not asks or fixed_words(turn.message.text)) else None


def _told_by(turn: Turn) -> Sequence[Hazard]:
    """The hazards of the sender's enterprises that a quoted message of anybody told of."""
    if not turn.message.reply_to:
        return []
    message = select(Message.id).where(Message.channel == turn.message.channel, Message.msg_id == turn.message.reply_to)
    plants = [plant.id for plant in turn.plants()]
    event = select(HazardEvent.hazard_id).where(col(HazardEvent.message_id).in_(message))
    found = select(Hazard).where(col(Hazard.id).in_(event), col(Hazard.enterprise_id).in_(plants))
    return turn.session.exec(found.order_by(col(Hazard.id))).all()


def _sent_back(turn: Turn) -> list[Hazard]:
    """The hazards of the sender's enterprises whose last re-check failed, where the words call them so."""
    if not sent_back(turn.message.text) or not turn.plants():
        return []
    still = hazards.open_of(turn.session, [db.row_id(plant.id) for plant in turn.plants()])
    return [one for one in still if one.status in UNFIXED and _failed_last(turn, one)]


def _failed_last(turn: Turn, one: Hazard) -> bool:
    checks = [event.move for event in hazards.events(turn.session, one) if event.move in (*Move, "verified")]
    return bool(checks) and checks[-1] == Move.FAIL
