"""What happens on a platform without anybody saying something: most of it is kept and nothing follows."""

from datetime import datetime

from sqlmodel import Session

from handlers import recalls
from models import alarms, returned
from models.inbox import Message
from models.incoming import MessageKind
from models.outages import Trouble

#: The platform is about to take away the rights of an app that hardly anybody uses.
UNUSED = frozenset({"inactive_alert", "close_inactive_agent", "low_active", "low_active_alert"})
#: Customer service took something and could not bring it: its id, and a number that says why.
NOT_BROUGHT = "msg_send_fail "


def happened(session: Session, message: Message, now: datetime) -> None:
    """A recall is noted, an app about to lose its rights is told, a letter that came back goes another way."""
    if message.kind == MessageKind.RECALL:
        recalls.recalled(session, message, now)
    elif message.text.partition(" ")[0] in UNUSED:
        alarms.tell(session, message.channel, Trouble.UNUSED, now)
    elif message.text.startswith(NOT_BROUGHT):
        _, platform_id, why = f"{message.text}  ".split(" ", 2)
        returned.came_back(session, message.channel, platform_id, f"it did not arrive ({why.strip()})", now)
