"""怎么理解的: what the bot took a message for, and the words that decided."""

from sqlmodel import col, select

from handlers import acts
from handlers.answered import messages_of
from handlers.turn import Turn
from handlers.understand.recognise import readings
from models import outbox
from models.errors import Said
from models.inbox import Message
from models.unclear import Unclear
from models.wording import explained

#: So many messages back are looked through for the last one that said something.
BACK = 10


def explain(turn: Turn, act: acts.AskReading) -> None:
    """Tells how a message was read: the one that is quoted, else the sender's last; officers may quote anybody's."""
    message = _quoted(turn) if turn.message.reply_to else _last(turn)
    if message is None or message.understood is None:
        raise Said(explained.nothing_to_explain())
    own = (message.channel, message.sender) == (turn.message.channel, turn.message.sender)
    if not own and not turn.is_officer:
        raise Said(explained.not_yours())
    row = turn.session.exec(select(Unclear).where(Unclear.message_id == message.id)).first()
    turn.answer(explained.reading(message.text, message.understood, row.doubt if row else ""))


def _quoted(turn: Turn) -> Message | None:
    """The message that is quoted, or the last one with words that a quoted letter of the bot answers."""
    letter = outbox.by_key(turn.session, turn.message.reply_to)
    said = select(Message).where(Message.text != "", Message.channel == turn.message.channel)
    if letter is None:
        return turn.session.exec(said.where(Message.msg_id == turn.message.reply_to)).first()
    answered = said.where(col(Message.id).in_(messages_of(turn.session, letter)))
    return turn.session.exec(answered.order_by(col(Message.id).desc())).first()


def _last(turn: Turn) -> Message | None:
    before = (
        select(Message)
        .where(
            Message.channel == turn.message.channel,
            Message.sender == turn.message.sender,
            Message.chat == turn.message.chat,
            Message.text != "",
            col(Message.id) < turn.message_id,
        )
        .order_by(col(Message.id).desc())
        .limit(BACK)
    )
    found = (one for one in turn.session.exec(before) if not readings.asks_how(one.text))
    return next(found, None)
