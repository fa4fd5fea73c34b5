"""What a typed digit under a list or receipt stands for: acts that only the bot itself offers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
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
    channel: str = ""  # of those alone that are heard on no other


@dataclass(frozen=True)
class ShowUnsure(Act):
    """All names of those whose night is unverified."""

    intent: ClassVar[str] = "status_query"
    night: date
    channel: str = ""  # of those alone that are heard on no other


@dataclass(frozen=True)
class NoteIncident(Act):
    """What an officer wrote belongs to this incident."""

    intent: ClassVar[str] = "incident_report"
    incident: int
    stage: str
    message: int


@dataclass(frozen=True)
class CloseIncident(Act):
    """An incident has ended, or was none."""

    intent: ClassVar[str] = "incident_report"
    incident: int
    status: str


@dataclass(frozen=True)
class KeepIncident(Act):
    """The scene says that it is over, and an officer says that it is not."""

    intent: ClassVar[str] = "ack"
    incident: int


@dataclass(frozen=True)
class FalseAlarm(Act):
    """An officer says that an incident was none; which one, his words or a question tell."""

    intent: ClassVar[str] = "correction"


@dataclass(frozen=True)
class Fixed(Act):
    """This is the hazard that is fixed, with the pictures around the message that told so."""

    intent: ClassVar[str] = "rectification"
    hazard: str
    message: int


@dataclass(frozen=True)
class VerifyFix(Act):
    """The safety manager says that these hazards are fixed."""

    intent: ClassVar[str] = "rectification"
    hazards: tuple[int, ...]


@dataclass(frozen=True)
class TakeBack(Act):
    """This hazard, which was said to be fixed, is not."""

    intent: ClassVar[str] = "rectification"
    hazard: str


@dataclass(frozen=True)
class Reopen(Act):
    """This hazard, which is closed, is opened again."""

    intent: ClassVar[str] = "review"
    hazard: str
    reason: str
    deadline: date


@dataclass(frozen=True)
class MoreHazards(Act):
    """A page of a whole list of hazards, whose first lines were an answer."""

    intent: ClassVar[str] = "status_query"
    which: str
    start: date | None = None
    end: date | None = None
    enterprises: tuple[int, ...] = ()
    level: str = ""
    found: tuple[datetime, ...] = ()  # found from one moment up to another
    page: int = 0


@dataclass(frozen=True)
class MoreFound(Act):
    """A page of what a search found, from a place on; hazards, or the rounds and incidents besides."""

    intent: ClassVar[str] = "status_query"
    text: str
    span: acts.Span | None = None
    enterprises: tuple[str, ...] = ()
    first: int = 0
    besides: bool = False


@dataclass(frozen=True)
class RemindDue(Act):
    """The enterprises whose hazards fall due between two days shall be reminded, each once."""

    intent: ClassVar[str] = "remind"
    start: date
    end: date
    enterprises: tuple[int, ...] = ()
    level: str = ""


@dataclass(frozen=True)
class ConfirmProxy(Act):
    """What an officer heard by phone is to be booked as it was read back."""

    intent: ClassVar[str] = "patrol_report"
    due: int
    name: str
    told_at: datetime
    result: str = ""


@dataclass(frozen=True)
class ShowZero(Act):
    """All names of those whose zero report of a day is missing."""

    intent: ClassVar[str] = "status_query"
    day: date


@dataclass(frozen=True)
class DropProxy(Act):
    """What an officer heard by phone is not to be booked."""

    intent: ClassVar[str] = "ack"
    due: int


@dataclass(frozen=True)
class ShowRechecks(Act):
    """The whole list of what waits for somebody of the bureau."""

    intent: ClassVar[str] = "status_query"
    person: int


@dataclass(frozen=True)
class ShowUnreached(Act):
    """All whom no message reached, with the numbers to call."""

    intent: ClassVar[str] = "status_query"
    letter: int


@dataclass(frozen=True)
class ShowLeaderCases(Act):
    """The overdue hazards of which a leader heard on a day."""

    intent: ClassVar[str] = "status_query"
    day: date


@dataclass(frozen=True)
class ShowLeaderPhones(Act):
    """Whom a leader can call about them."""

    intent: ClassVar[str] = "status_query"
    day: date


@dataclass(frozen=True)
class SeenTo(Act):
    """An officer has seen to this message of those that were not clear."""

    intent: ClassVar[str] = "ack"
    row: int


@dataclass(frozen=True)
class NoneOfThem(Act):
    """Nothing of what this letter offered."""

    intent: ClassVar[str] = "ack"
    letter: int


def load(stored: Mapping[str, Any]) -> Act:
    """The act behind a choice; raises ValueError for a name that no act has.

    What a subject alone offers is defined beside what is done about it: every act that is known by now can be loaded.
    """
    name = str(stored.get("act"))
    kind = next((one for one in Act.__subclasses__() if one.__name__ == name), None)
    if kind is None or name in acts.KINDS:
        return acts.load(stored)
    return TypeAdapter(kind).validate_python({key: value for key, value in stored.items() if key != "act"})


def dump(act: Act) -> dict[str, Any]:
    """An act as plain data, to be kept with a choice."""
    return {"act": type(act).__name__, **TypeAdapter(type(act)).dump_python(act, mode="json")}
