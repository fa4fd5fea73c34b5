"""Robots in groups of WeCom (群机器人, 消息推送): through a webhook the bot speaks in a group, and hears nothing.

The key in the address of a webhook is all that it takes to speak in that group: it never leaves this file.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from bot.channels.base import (
    Ability,
    Address,
    ChannelSettings,
    Download,
    Health,
    Later,
    Limit,
    MediaLost,
    Outcome,
    Parcel,
    Refused,
    Sent,
)
from bot.channels.wecom_api import Line, Patience
from bot.channels.wecom_errors import TOO_OFTEN, ApiError, Unreached, outcome, why_of

MINUTE = timedelta(minutes=1)


class WecomRobot:
    """The mouth of one robot for each group; a group goes by its name."""

    kind = "wecom_robot"
    can = frozenset({Ability.GROUPS, Ability.UNASKED})
    max_bytes = 2048
    #: Whether the platform counts over any minute or over those of the clock is not known: this holds for both.
    limits: tuple[Limit, ...] = (Limit(20, MINUTE, spare=4),)

    def __init__(self, settings: ChannelSettings, patience: Patience | None = None) -> None:
        self.name = settings.name
        self._keys = dict(settings.robots)
        self._line = Line(settings.options.get("api_url", ""), patience)

    async def start(self) -> None:
        """Opens nothing: the first message does."""

    async def close(self) -> None:
        """Closes the connections."""
        await self._line.close()

    async def send(self, to: Address, parcel: Parcel) -> Outcome:
        """Says a text in a group, to nobody by name."""
        if to.to_user or not to.chat:
            return Refused("a robot speaks in groups, not to members")
        if parcel.file is not None or not parcel.text:
            return Refused("a robot says texts, and no empty ones")
        key = self._keys.get(to.chat)
        if key is None:
            return Refused("the configuration has no robot for this group", whole_target=True)
        try:
            return await self._say(key, parcel.text)
        except (ApiError, Unreached) as error:
            return _met(error)

    async def _say(self, key: str, text: str) -> Outcome:
        message = {"msgtype": "text", "text": {"content": text}}
        answer = await self._line.ask("POST", "webhook/send", {"key": key}, once=True, json=message)
        if answer.get("errcode") != 0:  # something in between answered: only the platform says 0
            raise Unreached("no errcode in the answer", lost_answer=True)
        return Sent()

    @asynccontextmanager
    async def fetch(self, locator: str) -> AsyncIterator[Download]:
        """Nothing was ever sent to a robot."""
        raise MediaLost(locator)
        yield

    async def check(self) -> list[Health]:
        """One line for each robot; whether its key still holds shows only when something is said in the group."""
        told = "its key is set; nothing is sent to test it"
        return [Health("green", f"the robot of {chat}: {told}") for chat in self._keys]


def _met(error: ApiError | Unreached) -> Later | Refused:
    """What becomes of a message; each robot has a limit of its own, so too often means this group alone."""
    if isinstance(error, ApiError) and error.code == TOO_OFTEN:
        return Later(MINUTE, why_of(error), whole_target=True)
    return outcome(error)
