"""What happens on a platform without anybody saying something: most of it is kept and nothing follows."""

from datetime import datetime

from sqlmodel import Session

from handlers import recalls
from models import alarms
from models.inbox import Message
from models.incoming import MessageKind
from models.outages import Trouble

#: The platform is about to take away the rights of an app that hardly anybody uses.
UNUSED = frozenset({"inactive_alert", "close_inactive_agent", "low_active", "low_active_alert"})


def happened(session: Session, message: Message, now: datetime) -> None:
    """A recall is noted; an app that is about to lose its rights is told to the admins; all else is left alone."""
    if message.kind == MessageKind.RECALL:
        recalls.recalled(session, message, now)
    elif message.text.partition(" ")[0] in UNUSED:
        alarms.tell(session, message.channel, Trouble.UNUSED, now)
