"""What an AI bot hears: the JSON of one callback becomes one message of ours; the same in both of its modes."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from models.errors import BadInput
from models.incoming import Incoming, IncomingMedia, MessageKind

#: As wide as the columns.
MOST_NAME, MOST_ID = 128, 200

#: What no database takes, although JSON can say it.
_UNFIT = re.compile("[\x00\ud800-\udfff]")
_MEDIA = {"image": MessageKind.IMAGE, "file": MessageKind.FILE, "video": MessageKind.VIDEO}
_KINDS = _MEDIA | {"text": MessageKind.TEXT, "voice": MessageKind.VOICE, "mixed": MessageKind.MIXED}

Body = Mapping[str, Any]


@dataclass(frozen=True)
class Heard:
    """A message, what it quotes in words, and how it may be answered."""

    incoming: Incoming
    quoted: str = ""
    answerable: bool = True  # somebody wrote, rather than that something happened or was clicked
    response_url: str = ""


def heard(channel: str, body: Body, now: datetime, bot_name: str = "") -> Heard:
    """One callback; raises BadInput for what has no sender, or is none."""
    sender, chat = _name(body, "from", "userid"), _name(body, "chatid")
    event = _block(body, "event")
    kind, text, reply_to = _meaning(body, event, bot_name if chat else None)
    if not sender and kind != MessageKind.EVENT:
        msg = "nobody sent it"
        raise BadInput(msg)
    quote = _block(body, "quote")
    incoming = Incoming(
        channel=channel,
        msg_id=_message_id(body),
        kind=kind,
        sender=sender,
        sent_at=_sent_at(body, now),
        received_at=now,
        chat=chat,
        text=text,
        reply_to=reply_to,
        mentions_bot=bool(chat),
        raw=clean(json.dumps(body, ensure_ascii=False)),
        media=tuple(_media(body, now)) + tuple(_media(quote, now)),
    )
    return Heard(incoming, _texts(quote), not event, _word(body, "response_url"))


def clean(text: str) -> str:
    """A text without what no database takes."""
    return _UNFIT.sub("", text)


def _meaning(body: Body, event: Body, bot_name: str | None) -> tuple[MessageKind, str, str]:
    if _word(body, "msgtype") != "event":
        said = _texts(body)
        kind = _KINDS.get(_word(body, "msgtype"), MessageKind.UNKNOWN)
        return kind, said if bot_name is None else without_mention(said, bot_name), ""
    name = _word(event, "eventtype")
    clicked = _block(event, "template_card_event")
    if name != "template_card_event" or not _word(clicked, "event_key"):
        return MessageKind.EVENT, name, ""
    return MessageKind.TEXT, _word(clicked, "event_key"), _word(clicked, "task_id")[:MOST_ID]


def without_mention(text: str, bot_name: str) -> str:
    """What was said to the bot; of a name that is not known the first word behind the @ is taken for it."""
    name = re.escape(bot_name) if bot_name else r"[^\s@]+"
    stripped = re.sub(rf"^\s*@{name}\s*", "", text)
    return re.sub(rf"\s*@{name}(?:\s+|$)", " ", stripped).strip() if bot_name else stripped.strip()


def _texts(block: Body) -> str:
    """The words of a message or of a quote; of a voice what the platform wrote down."""
    words = [_word(_block(one, _word(one, "msgtype")), "content") for one in _parts(block)]
    return "\n".join(filter(None, words))


def _media(block: Body, now: datetime) -> Iterator[IncomingMedia]:
    for one in _parts(block):
        name = _word(one, "msgtype")
        url = _word(_block(one, name), "url")
        if name in _MEDIA and url:
            locator = {"url": url, "key": _word(_block(one, name), "aeskey"), "at": int(now.timestamp())}
            yield IncomingMedia(_MEDIA[name], json.dumps(locator))


def _parts(block: Body) -> Iterator[Body]:
    if _word(block, "msgtype") != "mixed":
        yield block
        return
    items = _block(block, "mixed").get("msg_item")
    yield from (one for one in items if isinstance(one, Mapping)) if isinstance(items, list) else ()


def _block(block: Body, name: str) -> Body:
    found = block.get(name)
    return found if isinstance(found, Mapping) else {}


def _word(block: Body, name: str) -> str:
    found = block.get(name)
    return clean(found) if isinstance(found, str) else ""


def _name(body: Body, *path: str) -> str:
    for step in path[:-1]:
        body = _block(body, step)
    found = _word(body, path[-1])
    if len(found) > MOST_NAME:
        msg = f"{path[-1]} is too long"
        raise BadInput(msg)
    return found


def _sent_at(body: Body, now: datetime) -> datetime:
    """Only events carry a time."""
    stamp = body.get("create_time")
    if not isinstance(stamp, int) or not 0 < stamp < now.timestamp() + 86400:
        return now
    return datetime.fromtimestamp(stamp, UTC)


def _message_id(body: Body) -> str:
    """The platform's id; where there is none, the digest of all that was said."""
    given = _word(body, "msgid")
    if given and len(given) <= MOST_ID:
        return given
    said = json.dumps(body, sort_keys=True)
    return "sha1:" + hashlib.sha1(said.encode()).hexdigest()  # noqa: S324 - a name, not a proof
