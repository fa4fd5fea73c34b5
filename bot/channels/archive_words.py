"""What the archive's records mean: one opened record becomes one message of ours, or none.

The archive hears every conversation of the members it is enabled for. What they write to each other one to one is
nobody's business here, unless it is written to the duty desk (``desk``).
"""

import hashlib
import json
import re
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from bot.channels.aibot_words import without_mention
from models.incoming import Incoming, IncomingMedia, MessageKind

MOST_ID = 100
MOST_NAME = 128
#: How many texts are remembered, so that a quote is known for what it quotes.
REMEMBERED = 2000
#: A robot's own words: nobody said them.
ROBOT = "wb"
_NOT_KNOWN = "【未知消息类型】"
_QUOTE = re.compile(r"这是一条引用/回复消息[：:]\n(?P<nick>[^\n]*)\n(?P<quoted>.*?)\n-{4,}\n(?P<text>.*)", re.S)

Record = Mapping[str, Any]


@dataclass(frozen=True)
class _Heard:
    kind: MessageKind
    text: str = ""
    media: tuple[IncomingMedia, ...] = ()
    reply_to: str = ""


class Words:
    """Makes messages of records; remembers what was said in each room, for quotes name no message.

    What says @ and the ``bot_name`` is meant for the bot.
    """

    def __init__(self, channel: str, desk: frozenset[str] = frozenset(), bot_name: str = "") -> None:
        self._channel = channel
        self._desk = desk
        self._bot_name = bot_name
        self._said: OrderedDict[tuple[str, str], str] = OrderedDict()

    def incoming(self, record: Record, now: datetime) -> Incoming | None:
        """The message of an opened record; None when it was not meant for the bot to hear."""
        sender, room = _word(record, "from") or _word(record, "user"), _word(record, "roomid")
        heard = self._quoting(room, _heard(record, sender))
        if not self._meant(record, sender, room):
            return None
        called = bool(self._bot_name) and f"@{self._bot_name}" in heard.text
        made = Incoming(
            channel=self._channel,
            msg_id=_message_id(record),
            kind=heard.kind,
            sender=sender[:MOST_NAME],
            sent_at=_sent_at(record, now),
            received_at=now,
            chat=room[:MOST_NAME],
            text=without_mention(heard.text, self._bot_name) if called else heard.text,
            reply_to=heard.reply_to,
            mentions_bot=called,
            raw=_storable(json.dumps(record, ensure_ascii=False)),
            media=heard.media,
        )
        if heard.kind is MessageKind.TEXT:
            self._remember(room, heard.text, made.msg_id)
        return made

    def unreadable(self, msg_id: str, now: datetime) -> Incoming:
        """A record that cannot be opened, ever: it is kept as that, and not passed over in silence."""
        record = {"msgid": msg_id}
        kind, raw = MessageKind.EVENT, json.dumps(record)
        return Incoming(self._channel, _message_id(record), kind, "", now, now, text="unreadable", raw=raw)

    def _meant(self, record: Record, sender: str, room: str) -> bool:
        if room or record.get("action") == "switch":
            return True
        tolist = record.get("tolist")
        to = {str(one) for one in tolist} if isinstance(tolist, list) else set()
        return bool(to & self._desk) and sender not in self._desk

    def _quoting(self, room: str, heard: _Heard) -> _Heard:
        """A quote comes as one text: taken apart again, with the message it quotes if that was heard here."""
        found = _QUOTE.fullmatch(heard.text) if heard.kind is MessageKind.TEXT else None
        if found is None:
            return heard
        quoted = found["quoted"].strip(' \n"“”')
        return replace(heard, text=found["text"], reply_to=self._said.get((room, quoted), ""))

    def _remember(self, room: str, text: str, msg_id: str) -> None:
        self._said[room, text.strip()] = msg_id
        self._said.move_to_end((room, text.strip()))
        if len(self._said) > REMEMBERED:
            self._said.popitem(last=False)


def _heard(record: Record, sender: str) -> _Heard:
    if record.get("action") == "switch":
        return _Heard(MessageKind.EVENT, "switch")
    kind = _word(record, "msgtype").lower()
    if sender.startswith(ROBOT):
        return _Heard(MessageKind.EVENT, f"robot {kind}".strip())
    body = record.get(kind)
    if not isinstance(body, Mapping):
        body = record.get("info")
    told = body if isinstance(body, Mapping) else {}
    return _HEARD.get(kind, _unknown)(told)


def _word(fields: Mapping[str, Any], name: str) -> str:
    """A field as text that every database takes; empty when it is missing or something else."""
    value = fields.get(name)
    return _storable(value).replace("\0", "") if isinstance(value, str) else ""


def _storable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def _message_id(record: Record) -> str:
    given = _word(record, "msgid")
    if given and len(given) <= MOST_ID:
        return given
    told = json.dumps(record, sort_keys=True, ensure_ascii=False)
    return "sha1:" + hashlib.sha1(_storable(told).encode()).hexdigest()  # noqa: S324 - a name, not a proof


def _sent_at(record: Record, now: datetime) -> datetime:
    """When it was said: in thousandths of a second, and under another name where somebody only logs in."""
    try:
        return datetime.fromtimestamp(int(record.get("msgtime") or record["time"]) / 1000, UTC)
    except (KeyError, TypeError, ValueError, OverflowError, OSError):
        return now


def _text(body: Record) -> _Heard:
    said = _word(body, "content")
    return _Heard(MessageKind.UNKNOWN) if said == _NOT_KNOWN else _Heard(MessageKind.TEXT, said)


def _media(kind: MessageKind, body: Record, mime: str = "") -> tuple[IncomingMedia, ...]:
    locator = _word(body, "sdkfileid")
    told = next((body[name] for name in ("filesize", "voice_size") if isinstance(body.get(name), int)), None)
    size = told if told and 0 < told < 2**40 else None
    name = _word(body, "filename").replace("\\", "/").rpartition("/")[2][:200]
    return (IncomingMedia(kind, locator, name, size=size, mime=mime),) if locator else ()


def _one_file(kind: MessageKind, mime: str = "") -> Callable[[Record], _Heard]:
    return lambda body: _Heard(kind, media=_media(kind, body, mime))


def _location(body: Record) -> _Heard:
    place = (_number(body, "latitude"), _number(body, "longitude"))
    told = (_word(body, "title"), _word(body, "address"), ",".join(filter(None, place)))
    return _Heard(MessageKind.LOCATION, _lines(told))


def _number(body: Record, name: str) -> str:
    value = body.get(name)
    return str(value) if isinstance(value, int | float | str) else ""


def _link(body: Record) -> _Heard:
    told = (_word(body, "title"), _word(body, "description"), _word(body, "link_url") or _word(body, "url"))
    return _Heard(MessageKind.LINK, _lines(told))


def _news(body: Record) -> _Heard:
    return _Heard(MessageKind.LINK, _lines([_link(one).text for one in _items(body)]))


def _mixed(body: Record) -> _Heard:
    """Words and pictures of one message; what stands in it is JSON within the JSON."""
    parts = [_part(one) for one in _items(body)]
    media = tuple(one for part in parts for one in part.media)
    return _Heard(MessageKind.MIXED, _lines([part.text for part in parts]), media)


def _part(item: Record) -> _Heard:
    content = item.get("content")
    try:
        told = json.loads(content) if isinstance(content, str) else content
    except ValueError:
        told = {"content": content}
    kind = _word(item, "type").lower().removeprefix("chatrecord")
    body = told if isinstance(told, Mapping) else {}
    return _HEARD.get(kind, _unknown)(body) if kind != "mixed" else _unknown(body)


def _items(body: Record) -> Sequence[Record]:
    items = body.get("item")
    return [one for one in items if isinstance(one, Mapping)] if isinstance(items, list) else []


def _recall(body: Record) -> _Heard:
    return _Heard(MessageKind.RECALL, reply_to=_word(body, "pre_msgid"))


def _consent(_: Record) -> _Heard:
    return _Heard(MessageKind.EVENT, "consent")


def _unknown(_: Record) -> _Heard:
    return _Heard(MessageKind.UNKNOWN)


def _lines(told: Sequence[str]) -> str:
    return "\n".join(filter(None, told))


#: What is not here is kept raw: stickers, cards, meetings; records of chats too, others' words of other times.
_HEARD: Mapping[str, Callable[[Record], _Heard]] = {
    "text": _text,
    "markdown": _text,
    "image": _one_file(MessageKind.IMAGE),
    "voice": _one_file(MessageKind.VOICE, "audio/amr"),
    "video": _one_file(MessageKind.VIDEO),
    "file": _one_file(MessageKind.FILE),
    "location": _location,
    "link": _link,
    "news": _news,
    "mixed": _mixed,
    "revoke": _recall,
    "agree": _consent,
    "disagree": _consent,
}
