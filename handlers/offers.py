"""What a typed digit under a list or receipt stands for: acts that only the bot itself offers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from pydantic import TypeAdapter

from handlers import acts
from handlers.acts import Act


@dataclass(frozen=True)
class StateNormal(Act):
    """The round that said nothing was in order."""

    intent: ClassVar[str] = "patrol_report"
    report: int


@dataclass(frozen=True)
class AssignReport(Act):
    """A report of somebody who stands for several enterprises belongs to this one."""

    intent: ClassVar[str] = "patrol_report"
    report: int
    enterprise: str


@dataclass(frozen=True)
class RemindMissing(Act):
    """Those who have not reported for a night shall be reminded."""

    intent: ClassVar[str] = "remind"
    night: date


@dataclass(frozen=True)
class ShowPhones(Act):
    """Whom to call about those who have not reported."""

    intent: ClassVar[str] = "status_query"
    night: date


@dataclass(frozen=True)
class ShowSilent(Act):
    """All names of those who have not reported."""

    intent: ClassVar[str] = "status_query"
    night: date


@dataclass(frozen=True)
class AskResend(Act):
    """Those whose report may have been lost while the bot was deaf shall send it again."""

    intent: ClassVar[str] = "remind"
    night: date


@dataclass(frozen=True)
class ShowUnsure(Act):
    """All names of those whose night is unverified."""

    intent: ClassVar[str] = "status_query"
    night: date


_OFFERED: Mapping[str, type[Act]] = {
    kind.__name__: kind
    for kind in (StateNormal, AssignReport, RemindMissing, ShowPhones, ShowSilent, AskResend, ShowUnsure)
}


def load(stored: Mapping[str, Any]) -> Act:
    """The act behind a choice; raises ValueError for a name that no act has."""
    kind = _OFFERED.get(str(stored.get("act")))
    if kind is None:
        return acts.load(stored)
    return TypeAdapter(kind).validate_python({key: value for key, value in stored.items() if key != "act"})
