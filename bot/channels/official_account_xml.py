"""What the XML of an official account means: one letter, opened or plain, becomes one message of ours.

wechatpy sorts what it knows; its fields are read from ``_data``, as its own attributes write defaults into them.
"""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from wechatpy import parse_message

from models.errors import BadInput
from models.incoming import Incoming, IncomingMedia, MessageKind

#: As wide as the columns.
MOST_SENDER = 128
MOST_ID = 100
#: No message of the platform comes near this; a parser that follows it deeper would only lose time.
MOST_DEPTH = 32

#: Characters that XML 1.0 does not have, although people paste them.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
#: Sections in which a tag is no tag, closing tags and those that close themselves, opening tags.
_MARKS = re.compile(r"<!\[CDATA\[.*?\]\]>|<(?P<close>/)?[^!?/>][^>]*?(?P<empty>/)?>", re.S)

Fields = Mapping[str, Any]


def incoming(channel: str, letter: bytes, now: datetime) -> Incoming:
    """The message of a letter; raises BadInput."""
    xml = _decoded(letter)
    fields = _fields(xml)
    kind, text, media = _HEARD.get(word(fields, "MsgType").lower(), _unknown)(fields)
    return Incoming(
        channel=channel,
        msg_id=_message_id(fields),
        kind=kind,
        sender=_sender(fields),
        sent_at=_sent_at(fields, now),
        received_at=now,
        text=text,
        raw=xml,
        media=media,
    )


def word(fields: Fields, name: str) -> str:
    """A field as text; empty when it is missing, empty, repeated or has fields of its own."""
    value = fields.get(name)
    return value if isinstance(value, str) else ""


def _decoded(letter: bytes) -> str:
    try:
        xml = _NOT_XML.sub("", letter.decode())
    except UnicodeDecodeError as error:
        msg = "not UTF-8"
        raise BadInput(msg) from error
    depth = 0
    for mark in _MARKS.finditer(xml):
        depth += 0 if mark[0].startswith("<![") or mark["empty"] else -1 if mark["close"] else 1
        if depth > MOST_DEPTH:
            msg = "nested too deeply"
            raise BadInput(msg)
    return xml


def _fields(xml: str) -> Fields:
    try:
        message = parse_message(xml)
        fields: Fields = dict(message._data)
    except Exception as error:
        msg = f"the XML cannot be read: {type(error).__name__}"
        raise BadInput(msg) from error
    return fields


def _sender(fields: Fields) -> str:
    sender = word(fields, "FromUserName")
    if not sender or len(sender) > MOST_SENDER:
        msg = "no sender, or one whose id is too long"
        raise BadInput(msg)
    return sender


def _sent_at(fields: Fields, now: datetime) -> datetime:
    stamp = fields.get("CreateTime")
    if stamp is None:
        return now
    try:
        return datetime.fromtimestamp(int(stamp), UTC)
    except (TypeError, ValueError, OverflowError, OSError) as error:
        msg = "CreateTime is not a time"
        raise BadInput(msg) from error


def _message_id(fields: Fields) -> str:
    """The platform's id; for events, which have none, the digest of all that they say."""
    given = word(fields, "MsgId")
    if given.strip("0") and len(given) <= MOST_ID:
        return given
    said = json.dumps(fields, sort_keys=True, ensure_ascii=False)
    return "sha1:" + hashlib.sha1(said.encode("utf-8", "replace")).hexdigest()  # noqa: S324 - a name, not a proof


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
