"""What the error codes of WeCom mean for us: later, or never, and for whom (docs/WECOM.md 2.6).

Judged by the code, never by its English; only the address in 60020 is read from the words.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from bot.channels.base import Later, MediaLater, MediaLost, Refused
from models.outages import Trouble

#: The token has died early; asking for a new one helps, once.
STALE_TOKEN = frozenset({40014, 42001})
#: A file above 20 MB has to be asked for in parts.
WANTS_RANGE = 830002
UNTRUSTED_IP = 60020
TOO_OFTEN = 45009
#: What the platform says of a file that it will never give (again).
MEDIA_GONE = frozenset({40004, 40007, 40145})


class ApiError(Exception):
    """The platform answered with an error code."""

    def __init__(self, code: int, told: str = "") -> None:
        super().__init__(f"errcode {code}")
        self.code = code
        self.told = told


class Unreached(Exception):
    """No answer that can be read; ``lost_answer`` when the platform may have done it all the same."""

    def __init__(self, why: str, *, lost_answer: bool = False) -> None:
        super().__init__(why)
        self.lost_answer = lost_answer


@dataclass(frozen=True)
class _Meaning:
    why: str
    after: timedelta | None = None
    whole_channel: bool = False
    whole_target: bool = False
    trouble: Trouble | None = None


_SOON = timedelta(seconds=10)
_MINUTE = timedelta(minutes=1)
_MINUTES = timedelta(minutes=5)

_MEANINGS: Mapping[int, _Meaning] = {
    -1: _Meaning("the platform is busy", after=_SOON),
    40001: _Meaning(
        "the secret is wrong: copy it again from the management page", whole_channel=True, trouble=Trouble.REJECTED
    ),
    40003: _Meaning("there is no such member"),
    40008: _Meaning("a kind of message that the platform does not take"),
    40009: _Meaning("the picture is too large"),
    40013: _Meaning("corp_id is wrong", whole_channel=True, trouble=Trouble.REJECTED),
    40014: _Meaning("a token just made is refused too", after=_MINUTE, whole_channel=True),
    40033: _Meaning("a text that the platform cannot read"),
    40056: _Meaning("agent_id is wrong", whole_channel=True, trouble=Trouble.REJECTED),
    40058: _Meaning("a parameter that the platform does not take"),
    40123: _Meaning("the picture is broken"),
    42001: _Meaning("a token just made is refused too", after=_MINUTE, whole_channel=True),
    44004: _Meaning("an empty message"),
    45001: _Meaning("the file is too large"),
    45002: _Meaning("the text is too long"),
    TOO_OFTEN: _Meaning("too many calls; the platform takes none for a while", after=_MINUTES, whole_channel=True),
    45033: _Meaning("too many calls at once", after=_SOON, whole_channel=True),
    48002: _Meaning("the app may not use this interface", whole_channel=True),
    48006: _Meaning(
        "the app lost its rights by long disuse: restore them on the management page",
        whole_channel=True,
        trouble=Trouble.UNUSED,
    ),
    49008: _Meaning("the group was dissolved", whole_target=True),
    50003: _Meaning("the app is disabled", whole_channel=True, trouble=Trouble.UNUSED),
    60011: _Meaning("the app may not write to this member"),
    60030: _Meaning("the member is outside the visible range of the app"),
    60111: _Meaning("there is no such member"),
    81013: _Meaning("no such member, or outside the visible range of the app"),
    82001: _Meaning("no recipient is valid"),
    82004: _Meaning("the platform objects to the content"),
    86001: _Meaning("there is no such group", whole_target=True),
    86003: _Meaning("there is no such group", whole_target=True),
    86008: _Meaning("the group does not belong to this app", whole_target=True),
    93000: _Meaning("the robot was removed from the group, or its key is wrong", whole_target=True),
    93001: _Meaning("the robot may not speak in this group", whole_target=True),
    93004: _Meaning("the robot is disabled", whole_target=True),
    93008: _Meaning("the robot is not in the group", whole_target=True),
    95001: _Meaning("five messages were sent since they last wrote: customer service may send no more"),
    95002: _Meaning("they have said nothing for 48 hours: customer service may not write"),
    95018: _Meaning("a servicer talks to them, or the conversation was ended: customer service may not write"),
    6000: _Meaning("two changed the same at once", after=_SOON),
    93006: _Meaning("no such chat: nobody has written to the bot there, or it is not in the group"),
    846601: _Meaning("long connections are not switched on for this bot", whole_channel=True),
    846607: _Meaning("too many messages to this chat, or nobody has written to the bot there", after=_MINUTE),
    846609: _Meaning("the connection is half dead; a new one is made", after=_SOON, whole_channel=True),
    846611: _Meaning("an upload that the platform has forgotten", after=_SOON),
    846616: _Meaning("pieces of a file are missing", after=_SOON),
    846697: _Meaning("a kind of file that the platform does not take"),
    853000: _Meaning("bot_id or secret is wrong: copy both again from the management page", whole_channel=True),
    301002: _Meaning("agent_id and secret belong to different apps", whole_channel=True, trouble=Trouble.REJECTED),
}
#: A code that is not in the table may pass; delivery counts the attempts.
_UNHEARD_OF = _Meaning("an error of the platform", after=_MINUTES)

_ADDRESS = re.compile(r"from ip:\s*([0-9A-Fa-f.:]+)")


def why_of(error: ApiError | Unreached) -> str:
    """One line for whoever runs the bot, with the code, without anything secret."""
    if isinstance(error, Unreached):
        return f"the platform cannot be reached: {error}"
    if error.code == UNTRUSTED_IP:
        address = _address(error.told) or "the address of this machine"
        return f"add {address} to the trusted addresses (企业可信IP) on the management page (60020)"
    return f"{_MEANINGS.get(error.code, _UNHEARD_OF).why} ({error.code})"


def _address(told: str) -> str:
    found = _ADDRESS.search(told)
    return found.group(1) if found else ""


def outcome(error: ApiError | Unreached) -> Later | Refused:
    """What becomes of a message that met this error."""
    why = why_of(error)
    if isinstance(error, Unreached):
        return Later(_SOON, why, lost_answer=error.lost_answer)
    if error.code == UNTRUSTED_IP:
        return Refused(why, whole_channel=True, trouble=Trouble.UNTRUSTED, detail=_address(error.told))
    meaning = _MEANINGS.get(error.code, _UNHEARD_OF)
    if meaning.after is None:
        return Refused(why, meaning.whole_channel, meaning.whole_target, meaning.trouble)
    return Later(meaning.after, why, whole_channel=meaning.whole_channel)


def media_error(error: ApiError | Unreached) -> MediaLost | MediaLater:
    """What becomes of a file that met this error: only a file that is gone is lost."""
    if isinstance(error, ApiError) and error.code in MEDIA_GONE:
        return MediaLost(f"the platform no longer has it ({error.code})")
    met = outcome(error)
    # a wrong secret or an address that is not trusted is mended by a person, and the file waits three days
    if isinstance(met, Later):
        return MediaLater(met.why, met.after)
    return MediaLater(met.why, timedelta(minutes=10), ours=True)
