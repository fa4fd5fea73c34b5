"""What composing comes to: words with what their digits mean, or nothing to say any more."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Said:
    """A text, and what its digits mean: number to act as plain data."""

    text: str
    choices: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Pointless:
    """There is nothing to say any more, and why."""

    reason: str


Composed = Said | Pointless
