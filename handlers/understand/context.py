"""What is known around a message, and how a line of `yexun understand` says it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from handlers.understand.register import Register


@dataclass(frozen=True)
class OpenHazard:
    """A hazard of the sender that is not closed."""

    number: str
    text: str = ""
    deadline: date | None = None


@dataclass(frozen=True)
class Context:
    """Who speaks, where, when, and what was said to them before."""

    now: datetime
    role: str = "enterprise"  # or officer
    enterprise: str | None = None
    enterprises: tuple[str, ...] = ()  # of a sender who stands for two
    chat: str = "direct"  # or group
    mention_bot: bool = False
    media: Mapping[str, int] = field(default_factory=dict)
    reply_to: str | None = None  # zero_report_prompt, patrol_prompt, deadline_reminder, a hazard, extension:…
    open_hazards: tuple[OpenHazard, ...] = ()
    last_list: tuple[str, ...] = ()
    register: Register = field(default_factory=Register)
    known: bool = True
    has_choices: bool = False
    spoken: bool = False  # a voice that the platform wrote down
    remembered: Mapping[str, str] = field(default_factory=dict)  # short names, as this account has meant them before


_PAIRS = re.compile(r", (?=[a-z_]{1,30}=)")
_HAZARD = re.compile(r"(?P<number>[^(\[]{1,40})(?:\((?P<text>[^)]{0,200})\))?(?:\[deadline:(?P<deadline>[\d-]{10})\])?")


def read_line(record: Mapping[str, object], register: Register | None = None) -> Context:
    """The context of one record of `yexun understand`; a ValueError says what cannot be read."""
    pairs = _pairs(str(record.get("context") or ""))
    if "now" not in pairs:
        raise ValueError("context: now= is missing")
    return Context(
        now=_moment(pairs["now"]),
        role=str(record.get("role") or "enterprise"),
        enterprise=pairs.get("sender_enterprise"),
        enterprises=_several(pairs.get("sender_enterprises")),
        chat=pairs.get("chat", "group"),
        mention_bot=pairs.get("mention_bot") == "1",
        media=_media(pairs.get("media", "")),
        reply_to=pairs.get("reply_to"),
        open_hazards=tuple(_hazard(item) for item in _several(pairs.get("open_hazards"))),
        last_list=_several(pairs.get("last_list")),
        register=register or Register(),
        known=pairs.get("known") != "0",
        has_choices=pairs.get("has_choices") == "1",
        spoken=pairs.get("spoken") == "1",
    )


def _pairs(text: str) -> dict[str, str]:
    pairs = (pair.partition("=") for pair in _PAIRS.split(text.strip()))
    return {name.strip(): value.strip() for name, _, value in pairs if name.strip()}


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"context: now={text} has no offset")
    return moment


def _several(text: str | None) -> tuple[str, ...]:
    return tuple(item.strip() for item in (text or "").split("|") if item.strip())


def _media(text: str) -> dict[str, int]:
    counted = (item.partition(":") for item in text.split(",") if item.strip())
    return {kind.strip(): int(count) if count.isdecimal() else 1 for kind, _, count in counted}


def _hazard(item: str) -> OpenHazard:
    match = _HAZARD.match(item)
    if match is None:
        return OpenHazard(item)
    deadline = match["deadline"]
    return OpenHazard(match["number"].strip(), match["text"] or "", date.fromisoformat(deadline) if deadline else None)
