"""What the digits under a notice stand for: acts that only the bot offers."""

from dataclasses import dataclass
from typing import ClassVar

from handlers.acts import Act


@dataclass(frozen=True)
class SendNotice(Act):
    """A draft is sent as it was shown."""

    intent: ClassVar[str] = "broadcast"
    notice: int
    now: bool = False  # whatever the hour
    unknown: bool = False  # to those whose goods nobody entered, too


@dataclass(frozen=True)
class DropNotice(Act):
    """A draft is not sent."""

    intent: ClassVar[str] = "ack"
    notice: int


@dataclass(frozen=True)
class AnswerNotice(Act):
    """An enterprise answers a notice."""

    intent: ClassVar[str] = "ack"
    notice: int


@dataclass(frozen=True)
class RemindSilent(Act):
    """Those who have not answered a notice shall be reminded."""

    intent: ClassVar[str] = "remind"
    notice: int


@dataclass(frozen=True)
class ShowNoticePhones(Act):
    """Whom to call about a notice: those who have not answered, or those to whom nobody could write."""

    intent: ClassVar[str] = "status_query"
    notice: int
    unreached: bool = False


@dataclass(frozen=True)
class ShowAnswers(Act):
    """What was answered to a notice."""

    intent: ClassVar[str] = "status_query"
    notice: int
