"""What the platform's XML means: one opened letter becomes one message of ours."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.channels import wecom_cards, xml
from bot.channels.xml import Fields, word
from models.errors import BadInput
from models.incoming import Incoming, IncomingMedia, MessageKind

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
    raw, fields = xml.opened(letter)
    if fields.get("ToUserName") != receiver:
        msg = "the message is for another corp"
        raise BadInput(msg)
    kind = word(fields, "MsgType").lower()
    if kind == "event" and word(fields, "Event").lower() in _OF_NOBODY:
        return None
    heard = _HEARD.get(kind, _unknown)(fields)
    return Incoming(
        channel=channel,
        msg_id=xml.message_id(fields, _meant(fields)),
        kind=heard.kind,
        sender=xml.sender(fields),
        sent_at=xml.sent_at(fields, now),
        received_at=now,
        text=heard.text,
        reply_to=heard.reply_to,
        raw=raw,
        media=heard.media,
    )


def clicked(heard: Incoming) -> wecom_cards.Click | None:
    """The click on a card that a message stands for."""
    return wecom_cards.click(xml.fields(heard.raw)) if heard.reply_to and heard.raw else None


def _meant(fields: Fields) -> object:
    """A button that is clicked twice before it is replaced was meant once."""
    click = wecom_cards.click(fields)
    return ("click", click.user, click.task, click.digit) if click else None


def _text(fields: Fields) -> _Heard:
    return _Heard(MessageKind.TEXT, text=word(fields, "Content"))


def _one_file(kind: MessageKind) -> Callable[[Fields], _Heard]:
    """What is said of a voice message beside it is its text."""

    def heard(fields: Fields) -> _Heard:
        locator = word(fields, "MediaId")
        mime = "audio/amr" if kind == MessageKind.VOICE and word(fields, "Format").lower() == "amr" else ""
        media = (IncomingMedia(kind, locator, mime=mime),) if locator else ()
        return _Heard(kind, word(fields, "Recognition"), media)

    return heard


def _location(fields: Fields) -> _Heard:
    where = f"{word(fields, 'Location_X')},{word(fields, 'Location_Y')}".strip(",")
    return _Heard(MessageKind.LOCATION, text="\n".join(filter(None, (word(fields, "Label"), where))))


def _link(fields: Fields) -> _Heard:
    told = (word(fields, name) for name in ("Title", "Description", "Url"))
    return _Heard(MessageKind.LINK, text="\n".join(filter(None, told)))


def _event(fields: Fields) -> _Heard:
    """An event is told as its name and its key: ``click menu_1``; the rest stands in the raw text.

    A click on a card is its digit, and one on a menu whose key is made of words says these words.
    """
    if clicked := wecom_cards.click(fields):
        return _Heard(MessageKind.TEXT, clicked.digit, reply_to=clicked.task)
    told = (word(fields, "Event").lower(), word(fields, "EventKey"))
    if told[0] == "click" and not _NAME.fullmatch(told[1]):
        return _Heard(MessageKind.TEXT, told[1])
    return _Heard(MessageKind.EVENT, text=" ".join(filter(None, told)))


def _file(fields: Fields) -> _Heard:
    """Files are not documented for apps; should one come, it is kept like any other."""
    name = word(fields, "FileName") or word(fields, "Title")
    media = tuple(IncomingMedia(MessageKind.FILE, one, name) for one in [word(fields, "MediaId")] if one)
    return _Heard(MessageKind.FILE, media=media)


def _unknown(_: Fields) -> _Heard:
    return _Heard(MessageKind.UNKNOWN)


_HEARD: Mapping[str, Callable[[Fields], _Heard]] = {
    "text": _text,
    "image": _one_file(MessageKind.IMAGE),
    "voice": _one_file(MessageKind.VOICE),
    "video": _one_file(MessageKind.VIDEO),
    "shortvideo": _one_file(MessageKind.VIDEO),
    "location": _location,
    "link": _link,
    "event": _event,
    "file": _file,
}
