"""The channels of the configuration: one section for each kind of road, and how it becomes a channel's settings."""

import re
from typing import Annotated, Literal

from pydantic import BeforeValidator, ConfigDict, Field, field_validator
from pydantic_core import PydanticCustomError

from bot.channels.base import ChannelSettings
from bot.config_faults import several
from bot.config_values import Address, GroupName, RobotKey, Secret, Section, secret

WECOM_API = "https://qyapi.weixin.qq.com"


class ChannelSection(Section):
    """What every channel has."""

    name: str = Field(max_length=40)
    api_url: Address = ""

    @field_validator("name")
    @classmethod
    def _fits_an_address(cls, name: str) -> str:
        if not re.fullmatch(r"[a-z0-9_-]+", name):
            raise ValueError("only small letters, digits, - and _ (it stands in /callback/<name>)")
        return name


class ConsoleSection(ChannelSection):
    """The chat page in the browser."""

    kind: Literal["console"]


class WecomAppSection(ChannelSection):
    """An application of WeCom's management page."""

    kind: Literal["wecom_app"]
    corp_id: Secret
    agent_id: Annotated[str, Field(pattern=r"^\d+$", coerce_numbers_to_str=True), BeforeValidator(secret)]
    secret: Secret
    token: Secret
    aes_key: Secret
    api_url: Address = WECOM_API

    @field_validator("aes_key")
    @classmethod
    def _whole(cls, key: str) -> str:
        if not re.fullmatch(r"[A-Za-z0-9+/]{43}", key):
            raise ValueError("not an EncodingAESKey; it has 43 letters and digits")
        return key


class RobotSection(Section):
    """The robot of one group."""

    chat: GroupName
    key: RobotKey


class WecomRobotSection(ChannelSection):
    """Robots in groups of WeCom, one for each group."""

    kind: Literal["wecom_robot"]
    robots: tuple[RobotSection, ...]
    api_url: Address = WECOM_API

    @field_validator("robots")
    @classmethod
    def _each_once(cls, robots: tuple[RobotSection, ...]) -> tuple[RobotSection, ...]:
        if not robots:
            raise ValueError('name at least one: {chat = "the name of the group", key = "env:NAME"}')
        faults: dict[str, str] = {}
        for number, one in enumerate(robots):
            for before in robots[:number]:
                if before.chat == one.chat:
                    faults[f"[{number}].chat"] = f'the group "{one.chat}" has a robot already'
                if before.key == one.key:
                    faults[f"[{number}].key"] = f'the same key as of the group "{before.chat}"'
        if faults:
            raise several(faults)
        return robots


class NotYetSection(ChannelSection):
    """The channels of the contract that are still to be built."""

    model_config = ConfigDict(extra="allow")
    kind: Literal["wecom_aibot", "wecom_archive", "wecom_kf", "official_account"]

    @field_validator("kind")
    @classmethod
    def _not_yet(cls, kind: str) -> str:
        raise PydanticCustomError("not_yet", "{kind} is not built yet; take this channel out", {"kind": kind})


AnyChannel = Annotated[
    ConsoleSection | WecomAppSection | WecomRobotSection | NotYetSection, Field(discriminator="kind")
]


def settings(channel: AnyChannel) -> ChannelSettings:
    """A channel as its maker takes it; secrets are resolved."""
    robots = {one.chat: one.key for one in channel.robots} if isinstance(channel, WecomRobotSection) else {}
    options = channel.model_dump(exclude={"name", "kind", "robots"})
    return ChannelSettings(channel.name, channel.kind, options, robots)
