"""The channels of the configuration: one section for each kind of road, and how it becomes a channel's settings."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, field_validator, model_validator

from bot.channels import archive_keys, gateway_body
from bot.channels.base import ChannelSettings
from bot.config_faults import several
from bot.config_values import Address, GroupName, MaybeSecret, RobotKey, Secret, Section, beside, http_address, secret

WECOM_API = "https://qyapi.weixin.qq.com"
WEIXIN_API = "https://api.weixin.qq.com"
#: A secret that may be left out.
Maybe = Annotated[str, BeforeValidator(secret)]


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
    cards: bool = False
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
    card_url: Address = ""
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


class OfficialAccountSection(ChannelSection):
    """An official account (公众号)."""

    kind: Literal["official_account"]
    app_id: Secret
    secret: Secret
    token: Secret
    aes_key: Maybe = Field(default="", repr=False)
    api_url: Address = WEIXIN_API

    @field_validator("aes_key")
    @classmethod
    def _whole(cls, key: str) -> str:
        if key and not re.fullmatch(r"[A-Za-z0-9+/]{43}", key):
            raise ValueError("not an EncodingAESKey; it has 43 letters and digits")
        return key


class GatewaySection(ChannelSection):
    """A service of the office's own that sends short messages, calls by voice or sounds a siren."""

    kind: Literal["gateway"]
    url: Annotated[Secret, AfterValidator(http_address)]
    method: Literal["POST", "PUT"] = "POST"
    secret: Maybe = Field(default="", repr=False)
    headers: dict[str, Maybe] = Field(default_factory=dict, repr=False)
    body: str
    ok_status: int = Field(default=200, ge=200, le=299)
    ok_field: str = ""
    ok_value: Annotated[str, Field(coerce_numbers_to_str=True)] = ""
    id_field: str = ""

    @field_validator("body")
    @classmethod
    def _a_template(cls, body: str) -> str:
        gateway_body.parsed(body)  # its ValueError is the fault
        return body

    @field_validator("headers")
    @classmethod
    def _can_be_sent(cls, headers: dict[str, str]) -> dict[str, str]:
        for name, value in headers.items():
            if not re.fullmatch(r"[A-Za-z0-9-]+", name) or not (value.isascii() and value.isprintable()):
                raise ValueError(f"{name!r} cannot stand in the head of a call")
        return headers


class WecomAibotSection(ChannelSection):
    """An AI bot (智能机器人), on a long connection or called over HTTP."""

    kind: Literal["wecom_aibot"]
    mode: Literal["websocket", "webhook"] = "websocket"
    bot_id: MaybeSecret = ""
    secret: MaybeSecret = ""
    ws_url: str = "wss://openws.work.weixin.qq.com"
    bot_name: str = ""
    token: MaybeSecret = ""
    aes_key: MaybeSecret = ""
    api_url: Address = WECOM_API

    @field_validator("ws_url")
    @classmethod
    def _a_long_connection(cls, url: str) -> str:
        if not re.match(r"wss?://[^/\s]+", url):
            raise ValueError("not the address of a long connection; it begins with wss://")
        return url

    @model_validator(mode="after")
    def _has_what_its_mode_needs(self) -> "WecomAibotSection":
        needed = ("bot_id", "secret") if self.mode == "websocket" else ("token", "aes_key")
        faults = {f".{key}": f'mode = "{self.mode}" needs it' for key in needed if not getattr(self, key)}
        if self.aes_key and not re.fullmatch(r"[A-Za-z0-9+/]{43}", self.aes_key):
            faults[".aes_key"] = "not an EncodingAESKey; it has 43 letters and digits"
        if faults:
            raise several(faults)
        return self


class ArchiveKeySection(Section):
    """The private key for the records of one version of the public key."""

    version: int = Field(gt=0)
    pem: Secret

    @field_validator("pem")
    @classmethod
    def _opens_something(cls, pem: str) -> str:
        if archive_keys.private_key(pem) is None:
            raise ValueError("not an RSA private key in PEM; write file:PATH of the one made for this version")
        return pem


class WecomArchiveSection(ChannelSection):
    """The conversation archive (会话内容存档) of a corp."""

    kind: Literal["wecom_archive"]
    corp_id: Secret
    secret: Secret
    library: str = Field(min_length=1)
    keys: tuple[ArchiveKeySection, ...]
    desk: tuple[Annotated[str, Field(pattern=r"^[^,\s]+$")], ...] = ()
    bot_name: str = ""
    proxy: MaybeSecret = ""

    @field_validator("library")
    @classmethod
    def _from_the_folder(cls, path: str, info: ValidationInfo) -> str:
        return beside(path, info)

    @field_validator("keys")
    @classmethod
    def _one_a_version(cls, keys: tuple[ArchiveKeySection, ...]) -> tuple[ArchiveKeySection, ...]:
        if not keys:
            raise ValueError('name at least one: {version = 1, pem = "file:archive_1.pem"}')
        if len({one.version for one in keys}) < len(keys):
            raise ValueError("two keys of the same version")
        return keys


class WecomKfSection(ChannelSection):
    """An account of customer service (微信客服)."""

    kind: Literal["wecom_kf"]
    corp_id: Secret
    secret: Secret
    token: Secret
    aes_key: Secret
    open_kfid: Annotated[str, Field(pattern=r"^wk\S{1,62}$"), BeforeValidator(secret)]
    api_url: Address = WECOM_API

    @field_validator("aes_key")
    @classmethod
    def _whole(cls, key: str) -> str:
        if not re.fullmatch(r"[A-Za-z0-9+/]{43}", key):
            raise ValueError("not an EncodingAESKey; it has 43 letters and digits")
        return key


AnyChannel = Annotated[
    ConsoleSection
    | WecomAppSection
    | WecomRobotSection
    | OfficialAccountSection
    | GatewaySection
    | WecomAibotSection
    | WecomArchiveSection
    | WecomKfSection,
    Field(discriminator="kind"),
]


def settings(channel: AnyChannel) -> ChannelSettings:
    """A channel as its maker takes it; secrets are resolved."""
    robots = {one.chat: one.key for one in channel.robots} if isinstance(channel, WecomRobotSection) else {}
    headers = channel.headers if isinstance(channel, GatewaySection) else {}
    options = channel.model_dump(exclude={"name", "kind", "robots", "headers", "keys", "desk"})
    if isinstance(channel, WecomArchiveSection):
        options |= {"desk": ",".join(channel.desk)} | {f"key_{one.version}": one.pem for one in channel.keys}
    return ChannelSettings(channel.name, channel.kind, options, robots, headers)
