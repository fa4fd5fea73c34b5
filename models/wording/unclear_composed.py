"""From an unclear message of a group to its one line there, if that still has a point."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from models import calendar
from models.inbox import Message
from models.outbox import Outgoing, OutgoingStatus
from models.people import Person
from models.unclear import Unclear, UnclearStatus
from models.wording import unclear
from models.wording.composed import Composed, Pointless, Said

#: Nobody is named in a group for this more often.
PAUSE = timedelta(minutes=30)


def _in_group(session: Session, letter: Outgoing, now: datetime) -> Composed:
    row = session.exec(select(Unclear).where(Unclear.message_id == letter.about["message"])).first()
    if row is None or row.status != UnclearStatus.ASKED:
        return Pointless("it was answered meanwhile")
    if calendar.after_night(now) != now:
        return Pointless("at night a group is left in peace")
    message = session.get_one(Message, row.message_id)
    if not _asked_in_private(session, message):
        return Pointless("nothing could be said in private")
    if _said_lately(session, letter, now):
        return Pointless("they were named here within half an hour")
    person = session.get(Person, row.person_id) if row.person_id else None
    return Said(unclear.in_group(person.name)) if person else Pointless("nobody knows their name")


def _asked_in_private(session: Session, message: Message) -> bool:
    said = select(Outgoing.id).where(
        Outgoing.channel == message.channel,
        Outgoing.to_user == message.sender,
        Outgoing.status == OutgoingStatus.SENT,
        col(Outgoing.settled_at) >= message.received_at,
    )
    return session.exec(said.limit(1)).first() is not None


def _said_lately(session: Session, letter: Outgoing, now: datetime) -> bool:
    said = select(Outgoing).where(
        Outgoing.kind == letter.kind,
        Outgoing.channel == letter.channel,
        Outgoing.chat == letter.chat,
        Outgoing.status == OutgoingStatus.SENT,
        col(Outgoing.settled_at) > now - PAUSE,
    )
    return any(one.about.get("sender") == letter.about["sender"] for one in session.exec(said))


#: The letters about what was not clear and how their words are found.
KINDS_OF_UNCLEAR: Mapping[str, Callable[[Session, Outgoing, datetime], Composed]] = {"unclear.group": _in_group}
