"""What composing comes to: words with what their digits mean, or nothing to say any more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Said:
    """A text, what its digits mean (number to act as plain data), and the hazards that it lists by place.

    ``asks`` names the question that a receipt or answer holds besides, so that the next words can answer it.
    """

    text: str
    choices: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    listed: Sequence[str] = ()
    asks: str = ""
    sealed: bool = False  # the words are said and kept nowhere


@dataclass(frozen=True)
class Pointless:
    """There is nothing to say any more, and why."""

    reason: str


Composed = Said | Pointless
