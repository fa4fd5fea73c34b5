"""What the XML of an official account means: one letter, opened or plain, becomes one message of ours."""

from collections.abc import Callable, Mapping
from datetime import datetime

from bot.channels import xml
from bot.channels.xml import Fields, word
from models.errors import BadInput
from models.incoming import Incoming, IncomingMedia, MessageKind


def incoming(channel: str, letter: bytes, now: datetime) -> Incoming:
    """The message of a letter; raises BadInput."""
    raw, fields = xml.opened(letter)
    kind, text, media = _HEARD.get(word(fields, "MsgType").lower(), _unknown)(fields)
    sender = xml.sender(fields)
    if not sender:
        msg = "no sender"
        raise BadInput(msg)
    return Incoming(
        channel=channel,
        msg_id=xml.message_id(fields),
        kind=kind,
        sender=sender,
        sent_at=xml.sent_at(fields, now),
        received_at=now,
        text=text,
        raw=raw,
        media=media,
    )


_Heard = tuple[MessageKind, str, tuple[IncomingMedia, ...]]


def _text(fields: Fields) -> _Heard:
    return MessageKind.TEXT, word(fields, "Content"), ()


def _file(kind: MessageKind) -> Callable[[Fields], _Heard]:
    def heard(fields: Fields) -> _Heard:
        locator = word(fields, "MediaId")
        mime = "audio/amr" if kind == MessageKind.VOICE and word(fields, "Format").lower() == "amr" else ""
        media = (IncomingMedia(kind, locator, mime=mime),) if locator else ()
        return kind, word(fields, "Recognition"), media

    return heard


def _lines(kind: MessageKind, *names: str) -> Callable[[Fields], _Heard]:
    def heard(fields: Fields) -> _Heard:
        return kind, "\n".join(filter(None, (word(fields, name) for name in names))), ()

    return heard


def _location(fields: Fields) -> _Heard:
    where = f"{word(fields, 'Location_X')},{word(fields, 'Location_Y')}".strip(",")
    return MessageKind.LOCATION, "\n".join(filter(None, (word(fields, "Label"), where))), ()


def _event(fields: Fields) -> _Heard:
    """An event is told as its name and its key: ``click menu_1``; the rest stands in the raw text."""
    told = (word(fields, "Event").lower(), word(fields, "EventKey"))
    return MessageKind.EVENT, " ".join(filter(None, told)), ()


def _unknown(_: Fields) -> _Heard:
    return MessageKind.UNKNOWN, "", ()


_HEARD: Mapping[str, Callable[[Fields], _Heard]] = {
    "text": _text,
    "image": _file(MessageKind.IMAGE),
    "voice": _file(MessageKind.VOICE),
    "video": _file(MessageKind.VIDEO),
    "shortvideo": _file(MessageKind.VIDEO),
    "location": _location,
    "link": _lines(MessageKind.LINK, "Title", "Description", "Url"),
    "event": _event,
}
