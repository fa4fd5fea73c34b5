"""How fast an address may be spoken to: limits as data over what was sent. Pure."""

from collections.abc import Sequence
from datetime import datetime

from bot.channels.base import Limit


def free_at(
    limits: Sequence[Limit], sent: Sequence[datetime], now: datetime, parts: int = 1, *, urgent: bool = False
) -> datetime:
    """The first moment, now or later, at which so many more messages stay within every limit.

    ``sent`` are the moments of earlier messages to the same address, the oldest first. Of more parts than a limit
    takes at once, the first lot counts.
    """
    return max([now, *(_free(limit, sent, now, parts, urgent) for limit in limits)])


def at_once(limits: Sequence[Limit], *, urgent: bool = False) -> int | None:
    """How many messages the limits let go together; None: any number."""
    return min((_most(limit, urgent) for limit in limits), default=None)


def _free(limit: Limit, sent: Sequence[datetime], now: datetime, parts: int, urgent: bool) -> datetime:
    inside = [moment for moment in sent if moment > now - limit.per]
    most = _most(limit, urgent)
    over = len(inside) + min(parts, most) - most
    return inside[over - 1] + limit.per if over > 0 else now


def _most(limit: Limit, urgent: bool) -> int:
    return limit.count if urgent else limit.count - limit.spare
