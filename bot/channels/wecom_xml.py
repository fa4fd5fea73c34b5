"""What the platform's XML means: one opened letter becomes one message of ours.

wechatpy is old and frozen: what it does not know keeps its fields in ``_data``, and every error it can raise becomes
BadInput here.
"""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from wechatpy.work import parse_message

from bot.channels import wecom_cards
from models.errors import BadInput
from models.incoming import Incoming, IncomingMedia, MessageKind

#: As wide as the column; a longer one is no user id of this platform.
MOST_SENDER = 128
MOST_ID = 100

#: Characters that XML 1.0 does not have, although people paste them.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


#: The archive has something new: it asks by itself every few seconds, and nobody has said anything.
_OF_NOBODY = frozenset({"msgaudit_notify"})
#: A key of the office's menu that is no words but a name (menu_1).
_NAME = re.compile("[\x21-\x7e]*")


@dataclass(frozen=True)
class _Heard:
    kind: MessageKind
    text: str = ""
    media: tuple[IncomingMedia, ...] = ()
    reply_to: str = ""


def incoming(channel: str, receiver: str, letter: bytes, now: datetime) -> Incoming | None:
    """The message of an opened letter, None when nobody has said or done anything.

    Raises BadInput, also when it is for another receiver.
    """
    xml, message = _parsed(letter)
    fields: Mapping[str, Any] = message._data
    if fields.get("ToUserName") != receiver:
        msg = "the message is for another corp"
        raise BadInput(msg)
    if _word(fields, "Event").lower() in _OF_NOBODY:
        return None
    heard_id = _message_id(fields)  # before any attribute is read: wechatpy writes its defaults into the fields
    heard = _HEARD.get(_word(fields, "MsgType").lower(), _unknown)(message)
    return Incoming(
        channel=channel,
        msg_id=heard_id,
        kind=heard.kind,
        sender=_sender(fields),
        sent_at=_sent_at(fields, now),
        received_at=now,
        text=heard.text,
        reply_to=heard.reply_to,
        raw=xml,
        media=heard.media,
    )


def clicked(heard: Incoming) -> wecom_cards.Click | None:
    """The click on a card that a message stands for."""
    return wecom_cards.click(_parse(heard.raw)._data) if heard.reply_to and heard.raw else None


def _parsed(letter: bytes) -> tuple[str, Any]:
    xml = _decoded(letter)
    try:
        return xml, _parse(xml)
    except BadInput:
        cleaned = _NOT_XML.sub("", xml)
        if cleaned == xml:
            raise
        return cleaned, _parse(cleaned)


def _decoded(letter: bytes) -> str:
    try:
        return letter.decode()
    except UnicodeDecodeError as error:
        msg = "not UTF-8"
        raise BadInput(msg) from error


def _parse(xml: str) -> Any:
    try:
        message = parse_message(xml)
    except Exception as error:
        msg = f"the XML cannot be read: {type(error).__name__}"
        raise BadInput(msg) from error
    if message is None:
        msg = "an empty letter"
        raise BadInput(msg)
    return message


def _word(fields: Mapping[str, Any], name: str) -> str:
    """A field as text; empty when it is missing, empty, repeated or has fields of its own."""
    value = fields.get(name)
    return value if isinstance(value, str) else ""


def _sender(fields: Mapping[str, Any]) -> str:
    sender = _word(fields, "FromUserName")
    if len(sender) > MOST_SENDER:
        msg = "the sender's id is too long"
        raise BadInput(msg)
    return sender


def _sent_at(fields: Mapping[str, Any], now: datetime) -> datetime:
    stamp = fields.get("CreateTime")
    if stamp is None:
        return now
    try:
        return datetime.fromtimestamp(int(stamp), UTC)
    except (TypeError, ValueError, OverflowError, OSError) as error:
        msg = "CreateTime is not a time"
        raise BadInput(msg) from error


def _message_id(fields: Mapping[str, Any]) -> str:
    """The platform's id; for events, which have none, the digest of all that they say, in any order."""
    given = _word(fields, "MsgId")
    if given.strip("0") and len(given) <= MOST_ID:
        return given
    clicked = wecom_cards.click(fields)
    # a button that is clicked twice before it is replaced was meant once
    told = ("click", clicked.user, clicked.task, clicked.digit) if clicked else fields
    try:
        said = json.dumps(told, sort_keys=True, ensure_ascii=False)
    except RecursionError as error:
        msg = "nested too deeply"
        raise BadInput(msg) from error
    return "sha1:" + hashlib.sha1(said.encode()).hexdigest()  # noqa: S324 - a name, not a proof


def _text(message: Any) -> _Heard:
    return _Heard(MessageKind.TEXT, text=_string(message.content))


def _string(value: object) -> str:
    return value if isinstance(value, str) else ""


def _one_file(kind: MessageKind, message: Any, text: str = "", mime: str = "") -> _Heard:
    locator = _string(message.media_id)
    media = (IncomingMedia(kind, locator, mime=mime),) if locator else ()
    return _Heard(kind, text, media)


def _image(message: Any) -> _Heard:
    return _one_file(MessageKind.IMAGE, message)


def _video(message: Any) -> _Heard:
    return _one_file(MessageKind.VIDEO, message)


def _voice(message: Any) -> _Heard:
    mime = "audio/amr" if message.format == "amr" else ""
    return _one_file(MessageKind.VOICE, message, text=_string(message.recognition), mime=mime)


def _location(message: Any) -> _Heard:
    told = (_string(message.label), f"{_string(message.location_x)},{_string(message.location_y)}".strip(","))
    return _Heard(MessageKind.LOCATION, text="\n".join(filter(None, told)))


def _link(message: Any) -> _Heard:
    told = (_string(message.title), _string(message.description), _string(message.url))
    return _Heard(MessageKind.LINK, text="\n".join(filter(None, told)))


def _event(message: Any) -> _Heard:
    """An event is told as its name and its key: ``click menu_1``; the rest stands in the raw text.

    A click on a card is its digit, and one on a menu whose key is made of words says these words.
    """
    fields: Mapping[str, Any] = message._data
    if clicked := wecom_cards.click(fields):
        return _Heard(MessageKind.TEXT, clicked.digit, reply_to=clicked.task)
    told = (_word(fields, "Event").lower(), _word(fields, "EventKey"))
    if told[0] == "click" and not _NAME.fullmatch(told[1]):
        return _Heard(MessageKind.TEXT, told[1])
    return _Heard(MessageKind.EVENT, text=" ".join(filter(None, told)))


def _file(message: Any) -> _Heard:
    """Files are not documented for apps; should one come, it is kept like any other."""
    fields: Mapping[str, Any] = message._data
    name = _word(fields, "FileName") or _word(fields, "Title")
    media = tuple(IncomingMedia(MessageKind.FILE, one, name) for one in [_word(fields, "MediaId")] if one)
    return _Heard(MessageKind.FILE, media=media)


def _unknown(_: Any) -> _Heard:
    return _Heard(MessageKind.UNKNOWN)


_HEARD: Mapping[str, Callable[[Any], _Heard]] = {
    "text": _text,
    "image": _image,
    "voice": _voice,
    "video": _video,
    "shortvideo": _video,
    "location": _location,
    "link": _link,
    "event": _event,
    "file": _file,
}
