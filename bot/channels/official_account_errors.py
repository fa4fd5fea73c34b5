"""What the error codes of official accounts mean for us; 40001 is a dead token here, not a wrong secret as in WeCom."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from bot.channels.base import Later, Refused
from bot.channels.wecom_errors import ApiError, Unreached
from models.outages import Trouble

#: The token has died, or somebody else has asked for a newer one; asking again helps, once.
STALE_TOKEN = frozenset({40001, 40014, 42001})
BUSY = -1
NOT_LISTED = 40164
#: What the platform says of a file that it will never give (again).
MEDIA_GONE = frozenset({40004, 40007})


@dataclass(frozen=True)
class _Meaning:
    why: str
    after: timedelta | None = None
    whole_channel: bool = False
    trouble: Trouble | None = None


_SOON = timedelta(seconds=10)
_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)

_MEANINGS: Mapping[int, _Meaning] = {
    BUSY: _Meaning("the platform is busy", after=_SOON),
    40001: _Meaning("a token just made is refused too", after=_MINUTE, whole_channel=True),
    40003: _Meaning("there is no such follower"),
    40007: _Meaning("the file laid down has gone"),
    40008: _Meaning("a kind of message that the platform does not take"),
    40013: _Meaning("app_id is wrong", whole_channel=True, trouble=Trouble.REJECTED),
    40014: _Meaning("a token just made is refused too", after=_MINUTE, whole_channel=True),
    40125: _Meaning(
        "the secret is wrong: reset it on the management page", whole_channel=True, trouble=Trouble.REJECTED
    ),
    NOT_LISTED: _Meaning("this machine is not on the IP whitelist", whole_channel=True),
    42001: _Meaning("a token just made is refused too", after=_MINUTE, whole_channel=True),
    43004: _Meaning("the person does not follow the account"),
    44004: _Meaning("an empty message"),
    45001: _Meaning("the file is too large"),
    45002: _Meaning("the text is too long"),
    45009: _Meaning("the calls of this day are used up", after=_HOUR, whole_channel=True),
    45011: _Meaning("too many calls in a minute", after=_MINUTE, whole_channel=True),
    45015: _Meaning("the person has written nothing for 48 hours"),
    45047: _Meaning("five messages went already: the person has to write first"),
    48001: _Meaning("the account may not use this interface", whole_channel=True),
    48004: _Meaning("the platform has taken this interface from the account", whole_channel=True),
    50005: _Meaning("the person does not follow the account any more"),
    65400: _Meaning("the interface of customer service is not switched on", whole_channel=True),
}
#: A code that is not in the table may pass; delivery counts the attempts.
_UNHEARD_OF = _Meaning("an error of the platform", after=timedelta(minutes=5))

_ADDRESS = re.compile(r"invalid ip\s+([0-9A-Fa-f.:]+)")


def why_of(error: ApiError | Unreached) -> str:
    """One line for whoever runs the bot, with the code, without anything secret."""
    if isinstance(error, Unreached):
        return f"the platform cannot be reached: {error}"
    if error.code == NOT_LISTED and (found := _ADDRESS.search(error.told)):
        return f"add {found.group(1)} to the IP whitelist (IP白名单) on the management page ({error.code})"
    return f"{_MEANINGS.get(error.code, _UNHEARD_OF).why} ({error.code})"


def outcome(error: ApiError | Unreached) -> Later | Refused:
    """What becomes of a message that met this error."""
    why = why_of(error)
    if isinstance(error, Unreached):
        return Later(_SOON, why, lost_answer=error.lost_answer)
    meaning = _MEANINGS.get(error.code, _UNHEARD_OF)
    if meaning.after is None:
        return Refused(why, whole_channel=meaning.whole_channel, trouble=meaning.trouble)
    return Later(meaning.after, why, whole_channel=meaning.whole_channel)
