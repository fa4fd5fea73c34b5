"""What understanding comes to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from handlers.acts import Act


class Doubt(StrEnum):
    """What the bot has to ask about."""

    HEDGED = "hedged"  # the result of a round is a guess
    COUNT = "count"  # said and listed differ
    DESCRIBE = "describe"  # counted hazards are not described
    WHICH_HAZARD = "which_hazard"  # a completion or extension fits several
    EXTENSION = "extension"  # its reason or new date is missing
    WHICH_ENTERPRISE = "which_enterprise"  # a short name fits several
    NAME = "name"  # somebody unknown gave an enterprise only


@dataclass(frozen=True)
class Question:
    """One question to the writer; a choice, where there is one, is the act it stands for."""

    doubt: Doubt
    text: str
    choices: tuple[Act, ...] = ()
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    """The acts of a message, the primary first, and the question it leaves open."""

    acts: tuple[Act, ...] = ()
    question: Question | None = None
    text: str = ""
    asker: str | None = None  # the enterprise of a sender who asks about the own
    too_long: bool = False
