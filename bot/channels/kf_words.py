"""What customer service (微信客服) hands out: one entry of its list becomes one message of ours, or none."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from models.incoming import Incoming, IncomingMedia, MessageKind

#: Who said it: the customer, the system; the human servicer (5) is none of ours.
CUSTOMER, SYSTEM = 3, 4
MOST_ID = 100
#: A choice of a menu of ours: the letter that it stood under, and the digit.
_CHOICE = re.compile(r"(?P<task>.+)#(?P<digit>\d{1,2})")

Said = Mapping[str, Any]


@dataclass(frozen=True)
class _Heard:
    kind: MessageKind
    text: str = ""
    media: tuple[IncomingMedia, ...] = ()
    reply_to: str = ""


def choice_id(task: str, digit: str) -> str:
    """How a choice of a menu is named, so that its click is known again."""
    return f"{task}#{digit}"


def incoming(channel: str, said: Said, now: datetime) -> Incoming | None:
    """The message of an entry; None for what nobody said to us, or what has no id to be known by."""
    msg_id, kind, origin = _word(said, "msgid"), _word(said, "msgtype").lower(), said.get("origin")
    if not msg_id or len(msg_id) > MOST_ID or origin not in (CUSTOMER, SYSTEM):
        return None
    body = said.get(kind)
    told: Said = body if isinstance(body, Mapping) else {}
    heard = _HEARD.get(kind, _unknown)(told) if origin == CUSTOMER or kind == "event" else _Heard(MessageKind.EVENT)
    return Incoming(
        channel=channel,
        msg_id=msg_id,
        kind=heard.kind,
        sender=(_word(said, "external_userid") or _word(told, "external_userid"))[:128],
        sent_at=_sent_at(said, now),
        received_at=now,
        text=heard.text,
        reply_to=heard.reply_to,
        raw=_storable(json.dumps(said, ensure_ascii=False)),
        media=heard.media,
    )


def failed(said: Said) -> str:
    """The reason for which something that was sent did not arrive after all; empty for anything else."""
    event = said.get("event")
    if not isinstance(event, Mapping) or _word(event, "event_type") != "msg_send_fail":
        return ""
    return str(event.get("fail_type", ""))


def _word(fields: Said, name: str) -> str:
    """A field as text that every database takes; empty when it is missing or something else."""
    value = fields.get(name)
    return _storable(value).replace("\0", "") if isinstance(value, str) else ""


def _storable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def _sent_at(said: Said, now: datetime) -> datetime:
    try:
        return datetime.fromtimestamp(int(said["send_time"]), UTC)
    except (KeyError, TypeError, ValueError, OverflowError, OSError):
        return now


def _text(body: Said) -> _Heard:
    chosen = _CHOICE.fullmatch(_word(body, "menu_id"))
    if chosen is not None:
        return _Heard(MessageKind.TEXT, chosen["digit"], reply_to=chosen["task"])
    return _Heard(MessageKind.TEXT, _word(body, "content"))


def _one_file(kind: MessageKind, mime: str = "") -> Callable[[Said], _Heard]:
    def heard(body: Said) -> _Heard:
        locator = _word(body, "media_id")
        return _Heard(kind, media=(IncomingMedia(kind, locator, mime=mime),) if locator else ())

    return heard


def _location(body: Said) -> _Heard:
    place = [str(body[name]) for name in ("latitude", "longitude") if isinstance(body.get(name), int | float | str)]
    return _Heard(MessageKind.LOCATION, _lines((_word(body, "name"), _word(body, "address"), ",".join(place))))


def _link(body: Said) -> _Heard:
    return _Heard(MessageKind.LINK, _lines((_word(body, "title"), _word(body, "desc"), _word(body, "url"))))


def _event(body: Said) -> _Heard:
    name = _word(body, "event_type")
    if name == "user_recall_msg":
        return _Heard(MessageKind.RECALL, reply_to=_word(body, "recall_msgid"))
    told = (name, _word(body, "fail_msgid"), str(body.get("fail_type") or ""))
    return _Heard(MessageKind.EVENT, " ".join(filter(None, told)))


def _unknown(_: Said) -> _Heard:
    return _Heard(MessageKind.UNKNOWN)


def _lines(told: Sequence[str]) -> str:
    return "\n".join(filter(None, told))


_HEARD: Mapping[str, Callable[[Said], _Heard]] = {
    "text": _text,
    "image": _one_file(MessageKind.IMAGE),
    "voice": _one_file(MessageKind.VOICE, "audio/amr"),
    "video": _one_file(MessageKind.VIDEO),
    "file": _one_file(MessageKind.FILE),
    "location": _location,
    "link": _link,
    "event": _event,
}
