"""Nothing was understood of what was meant for the bot: silence would be no answer."""

from collections.abc import Sequence

from handlers import acts, around, unclear
from handlers.acts import Act
from handlers.turn import Turn
from handlers.understand.reading import Reading
from handlers.understand.said import Said as Words
from models.incoming import MessageKind
from models.people import Right
from models.wording import answers, asking


def in_vain(turn: Turn, reading: Reading, wanted: Sequence[Act]) -> bool:
    """A question of an officer, or words of an enterprise, in which nothing was recognised and which are no talk."""
    return _asked_in_vain(turn, reading) or unclear.unknown(turn, reading, wanted)


def _asked_in_vain(turn: Turn, reading: Reading) -> bool:
    only_talk = bool(reading.acts) and all(isinstance(act, acts.Chatter) for act in reading.acts)
    return only_talk and turn.is_officer and Words(reading.text, around.context(turn)).asks


def unread(turn: Turn, reading: Reading) -> None:
    """An officer who asks in private is told how to ask, an enterprise how to report; what was said is kept."""
    if turn.in_group or not (turn.spoken or turn.message.kind == MessageKind.TEXT) or not turn.message.text.strip():
        return
    unclear.unread(turn, reading)
    if turn.may(Right.SEE_ALL):
        turn.answer(asking.not_understood(answers.EXAMPLES))
    else:
        turn.answer(asking.not_understood_report())
