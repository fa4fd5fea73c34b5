"""How fast an address may be spoken to: limits as data over what was sent. Pure."""

from collections.abc import Sequence
from datetime import datetime

from bot.channels.base import Limit


def free_at(limits: Sequence[Limit], sent: Sequence[datetime], now: datetime) -> datetime:
    """The first moment, now or later, at which one more message stays within every limit.

    ``sent`` are the moments of earlier messages to the same address, the oldest first.
    """
    return max([now, *(_free(limit, sent, now) for limit in limits)])


def _free(limit: Limit, sent: Sequence[datetime], now: datetime) -> datetime:
    inside = [moment for moment in sent if moment > now - limit.per]
    return inside[-limit.count] + limit.per if len(inside) >= limit.count else now
