"""What one viewer of the chat page may see: questions to inbox, outbox and people, answered as plain values."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, or_
from sqlmodel import Session, col, select

from bot.web.console_bubbles import Bubble, Chat, Media, Page, Place, Quote, Understood
from bot.web.console_people import BOT, BOT_NAME, Folk, Who
from models import db, tip_offs
from models.attachments import Attachment
from models.inbox import Message
from models.outbox import Outgoing, OutgoingStatus
from models.people import Group
from models.wording import Said, compose, explained

PAGE = 50
SEALED = "（原话已封存）"
QUOTED = 60
_HEARD, _SAID = 0, 1  # at one moment a message stands before what the bot says


@dataclass(frozen=True)
class View:
    """The chat page as one account sees it, in one transaction of reading."""

    session: Session
    folk: Folk
    channel: str
    user: str

    def chats(self, groups: Sequence[Group], read: Callable[[str], Place]) -> list[Chat]:
        """The private chat with the bot, then the groups that the viewer sits in, the latest spoken in first."""
        private = self._chat("", BOT_NAME, 1, read(""))
        rest = [self._chat(one.chat, one.name, self.folk.size_of(one), read(one.chat)) for one in groups]
        return [private, *sorted(rest, key=lambda chat: (chat.at is None, _age(chat.at)))]

    def page(self, chat: str, before: Place | None = None, limit: int = PAGE) -> Page:
        """What stands before a place of a chat, or its end."""
        rows = self._rows(chat, before, limit + 1)
        media = self._media([row.id for row in rows if isinstance(row, Message) and row.id])
        bubbles = [self._bubble(row, media) for row in rows[:limit]]
        return Page(bubbles=tuple(reversed(bubbles)), more=len(rows) > limit)

    def unread(self, chat: str, read: Place) -> int:
        """How much was said to the viewer in a chat after a place."""
        heard = and_(*self._heard(chat), col(Message.sender) != self.user, _after(_HEARD, read))
        said = and_(*self._said(chat), _after(_SAID, read))
        return self._count(Message, heard) + self._count(Outgoing, said)

    def _count(self, table: type[Message] | type[Outgoing], condition: Any) -> int:
        return int(self.session.exec(select(func.count()).select_from(table).where(condition)).one())

    def _chat(self, chat: str, title: str, members: int, read: Place) -> Chat:
        last = next(iter(self._rows(chat, None, 1)), None)
        if last is None:
            return Chat(chat, title, members, "", None, 0)
        media = self._media([last.id] if isinstance(last, Message) and last.id else [])
        bubble = self._bubble(last, media)
        speaker = f"{bubble.name}：" if chat and not bubble.mine else ""
        return Chat(chat, title, members, speaker + gist(bubble), bubble.at, self.unread(chat, read))

    def _rows(self, chat: str, before: Place | None, limit: int) -> list[Message | Outgoing]:
        heard = select(Message).where(*self._heard(chat), _before(_HEARD, before))
        said = select(Outgoing).where(*self._said(chat), _before(_SAID, before))
        recent = (col(Message.received_at).desc(), col(Message.id).desc())
        lately = (col(Outgoing.settled_at).desc(), col(Outgoing.id).desc())
        found: list[Message | Outgoing] = list(self.session.exec(heard.order_by(*recent).limit(limit)).all())
        found.extend(self.session.exec(said.order_by(*lately).limit(limit)).all())
        return sorted(found, key=place_of, reverse=True)[:limit]

    def _heard(self, chat: str) -> tuple[Any, ...]:
        """Messages of a group, or those that the viewer wrote to the bot."""
        here = (Message.channel == self.channel, Message.chat == chat, Message.kind != "event")
        return here if chat else (*here, Message.sender == self.user)

    def _said(self, chat: str) -> tuple[Any, ...]:
        """What the bot said into a group, or to the viewer alone."""
        said = (Outgoing.channel == self.channel, Outgoing.status == OutgoingStatus.SENT)
        return (*said, Outgoing.chat == chat, Outgoing.to_user == ("" if chat else self.user))

    def _media(self, messages: Sequence[int]) -> dict[int, list[Media]]:
        shown = set(messages) - tip_offs.sealed(self.session, messages)
        found = select(Attachment).where(col(Attachment.message_id).in_(shown))
        media: dict[int, list[Media]] = {}
        for row in self.session.exec(found.order_by(col(Attachment.message_id), col(Attachment.ordinal))):
            media.setdefault(row.message_id, []).append(_media(row))
        return media

    def _bubble(self, row: Message | Outgoing, media: dict[int, list[Media]]) -> Bubble:
        if isinstance(row, Outgoing):
            return self._make(row, f"o{row.id}", row.key, BOT, "text", quote=None, media=())
        who, shown = self.folk.who(row.sender), tuple(media.get(db.row_id(row.id), ()))
        bubble = self._make(row, f"m{row.id}", row.msg_id, who, row.kind, self._quote(row), shown)
        return replace(bubble, understood=_understood(row))

    def _make(
        self,
        row: Message | Outgoing,
        name: str,
        ref: str,
        who: Who,
        kind: str,
        quote: Quote | None,
        media: tuple[Media, ...],
    ) -> Bubble:
        place = place_of(row)
        return Bubble(
            id=name,
            place=str(place),
            ref=ref,
            at=place.at,
            user=who.user,
            name=who.name,
            org=who.org,
            mine=who.user == self.user,
            bot=who is BOT,
            kind=kind,
            text=row.text or self._sealed(row),
            quote=quote,
            media=media,
        )

    def _sealed(self, row: Message | Outgoing) -> str:
        """What stands in no row of the outbox or the inbox: a letter about a tip-off is composed for who reads it."""
        if isinstance(row, Message):
            hidden = row.kind == "text" or tip_offs.sealed(self.session, [db.row_id(row.id)])
            return SEALED if hidden else ""
        composed = compose(self.session, row, place_of(row).at)
        return composed.text if isinstance(composed, Said) else ""

    def _quote(self, row: Message) -> Quote | None:
        if not row.reply_to:
            return None
        said = select(Outgoing).where(Outgoing.key == row.reply_to, *self._said(row.chat))
        heard = select(Message).where(Message.msg_id == row.reply_to, *self._heard(row.chat))
        if answer := self.session.exec(said).first():
            return Quote(BOT_NAME, short(answer.text))
        if message := self.session.exec(heard).first():
            return Quote(self.folk.who(message.sender).name, short(message.text or _KINDS.get(message.kind, "")))
        return None


def _understood(row: Message) -> Understood | None:
    read = row.understood
    if not read or not row.text:
        return None
    details, why = tuple(explained.details(read)), tuple(explained.reasons(read))
    return Understood(explained.gist(read, str(read.get("doubt") or "")), details, why)


def place_of(row: Message | Outgoing) -> Place:
    """Where a row stands in its conversation."""
    if isinstance(row, Message):
        return Place(db.utc(row.received_at), _HEARD, db.row_id(row.id))
    return Place(db.utc(row.settled_at or row.posted_at), _SAID, db.row_id(row.id))


def gist(bubble: Bubble) -> str:
    """One line that says what a bubble holds."""
    return short(bubble.text) or _KINDS.get(bubble.kind, "[消息]")


_KINDS = {
    "image": "[照片]",
    "video": "[视频]",
    "voice": "[语音]",
    "file": "[文件]",
    "location": "[位置]",
    "link": "[链接]",
}
_STATES = {"wanted": "fetching", "fetching": "fetching"}


def short(text: str) -> str:
    """The beginning of a text on one line."""
    line = " ".join(text.split())
    return line if len(line) <= QUOTED else line[: QUOTED - 1] + "…"


def _media(row: Attachment) -> Media:
    return Media(
        id=db.row_id(row.id),
        kind=row.kind,
        state=_STATES.get(row.status, row.status),
        sha256=row.sha256,
        preview=row.preview,
        filename=row.filename,
        size=row.size,
        duration_s=row.duration_s,
        width=row.width,
        height=row.height,
    )


def _age(at: datetime | None) -> float:
    return -at.timestamp() if at else 0.0


def _before(rank: int, place: Place | None) -> Any:
    if place is None:
        return True
    at, number = _columns(rank)
    if rank != place.rank:
        return at <= place.at if rank < place.rank else at < place.at
    return or_(at < place.at, and_(at == place.at, number < place.id))


def _after(rank: int, place: Place) -> Any:
    at, number = _columns(rank)
    if rank != place.rank:
        return at >= place.at if rank > place.rank else at > place.at
    return or_(at > place.at, and_(at == place.at, number > place.id))


def _columns(rank: int) -> tuple[Any, Any]:
    if rank == _HEARD:
        return col(Message.received_at), col(Message.id)
    return col(Outgoing.settled_at), col(Outgoing.id)
