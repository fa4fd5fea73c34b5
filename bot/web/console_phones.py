"""What was read and what was not: whose phone has rung since this page was started."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from bot.web.console_bubbles import Place
from bot.web.console_people import Who, folk
from bot.web.console_view import View, place_of, short
from models import db
from models.outbox import Outgoing, OutgoingStatus

MOST = 40


class ReadMarks:
    """How far each account has read each chat; kept in memory, what was there before counts as read."""

    def __init__(self, started: datetime) -> None:
        self.start = Place(db.utc(started), 1, 2**62)
        self._marks: dict[tuple[str, str], Place] = {}

    def of(self, user: str, chat: str) -> Place:
        """The last place that somebody has read."""
        return self._marks.get((user, chat), self.start)

    def advance(self, user: str, chat: str, place: Place) -> None:
        """Notes a place as read; never goes back."""
        self._marks[user, chat] = max(place, self.of(user, chat))


@dataclass(frozen=True)
class Phone:
    """A phone that has rung: what the bot said last to one account alone, and how much was not read."""

    who: Who
    at: datetime
    text: str
    unread: int


def rung(session: Session, channel: str, marks: ReadMarks) -> list[Phone]:
    """The phones with something unread from the bot, the latest first."""
    said = (
        select(Outgoing.to_user, func.max(Outgoing.id))
        .where(
            Outgoing.channel == channel,
            Outgoing.chat == "",
            Outgoing.to_user != "",
            Outgoing.status == OutgoingStatus.SENT,
            col(Outgoing.settled_at) > marks.start.at,
        )
        .group_by(col(Outgoing.to_user))
    )
    last = dict(session.exec(said).all())
    known = folk(session, channel)
    rows = session.exec(select(Outgoing).where(col(Outgoing.id).in_(last.values()))).all()
    found: list[Phone] = []
    for row in sorted(rows, key=place_of, reverse=True):
        unread = View(session, known, channel, row.to_user).unread("", marks.of(row.to_user, ""))
        if unread and len(found) < MOST:
            found.append(Phone(known.who(row.to_user), place_of(row).at, short(row.text), unread))
    return found
