"""Somebody unknown who gave only an enterprise is asked for the name; the next words, behind it, bind them."""

from datetime import timedelta

from handlers import around, unclear
from handlers.acts import Bind
from handlers.turn import Turn
from handlers.understand import named, understand
from handlers.understand.reading import Doubt, Reading
from models import people
from models import unclear as rows
from models.inbox import Message

#: A name is waited for as long as any answer.
WAITS: timedelta = rows.WAITS


def ask(turn: Turn, reading: Reading) -> bool:
    """Asks for the name, once; True when it was asked instead of telling how to bind."""
    question = reading.question
    if turn.in_group or question is None or question.doubt is not Doubt.NAME or _waiting(turn):
        return False
    turn.answer(question.text)
    unclear.keep(turn, reading, Doubt.NAME)
    return True


def completed(turn: Turn, reading: Reading) -> Reading:
    """Words that are a name, behind the enterprise that was given before; every other message as it is."""
    before = None if turn.persons or turn.in_group or reading.acts[1:] else _waiting(turn)
    plants = [match for match in turn.register.find(before.text) if len(match.candidates) == 1] if before else []
    if not plants or turn.register.find(turn.message.text):
        return reading
    whole = understand(f"{plants[0].candidates[0]} {turn.message.text}", around.context(turn))
    binds = [act for act in whole.acts if isinstance(act, Bind) and named.name_at(act.name)]
    return whole if binds and len(whole.acts) == 1 else reading


def _waiting(turn: Turn) -> Message | None:
    """The message of this account in which only an enterprise was given, while its question is open."""
    if people.of_account(turn.session, turn.message.channel, turn.message.sender):
        return None
    asked = rows.asked_of(turn.session, turn.message.channel, turn.message.sender)
    row = next((one for one in asked if one.doubt == Doubt.NAME and turn.now - one.asked_at < WAITS), None)
    return turn.session.get(Message, row.message_id) if row else None
