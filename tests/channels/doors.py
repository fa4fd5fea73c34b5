"""Every channel that is called over HTTP, with a key to its door: any content can be brought in rightly sealed."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.channels.aibot_hook import AibotHook
from bot.channels.base import Callback, ChannelSettings
from bot.channels.crypto import Envelope
from bot.channels.kf import WecomKf
from bot.channels.official_account import OfficialAccount
from bot.channels.wecom_app import WecomApp
from tests.platform import letters
from tests.platform.aibot_hook import AibotCaller
from tests.platform.callback import Caller
from tests.platform.demo_corp import SECRET, Watch, app_settings
from tests.platform.letters import cdata
from tests.platform.official import ACCOUNT, APP_ID, Knocking
from tests.platform.official import SECRET as MP_SECRET
from tests.platform.vectors import AI_KEY, APP_VIDEO

Query = dict[str, str]
KF = "wkAJ2GCAAASSm4_FhToWMFea0xAFfd3Q"


@dataclass(frozen=True)
class Door:
    """One callback: `seal` brings any content, `wrap` anything in place of a sealed letter; both are rightly signed."""

    channel: Callback
    seal: Callable[[bytes], tuple[Query, bytes]]
    wrap: Callable[[str], tuple[Query, bytes]]
    good: bytes  # the content of a letter that is taken
    echo: Callable[[], Query]
    takes: int = 1  # how many messages a good letter holds


def _xml(sender: str, receiver: str) -> bytes:
    return letters.letter(receiver, sender, "text", 1788220799, letters.text("夜巡正常，罐区已查"), 4711).encode()


def _sealed(envelope: Envelope, wrap: Callable[[str], tuple[Query, bytes]]) -> Callable[[bytes], tuple[Query, bytes]]:
    return lambda content: wrap(envelope.encrypt(content))


def _app(watch: Watch) -> Door:
    caller = Caller("", APP_VIDEO.token, APP_VIDEO.aes_key, APP_VIDEO.receiver, watch)
    envelope = Envelope(caller.token, caller.aes_key, caller.corp_id)

    def wrap(sealed: str) -> tuple[Query, bytes]:
        return caller.sign(sealed), caller.envelope(sealed)

    good = _xml("kuangshan01", caller.corp_id)
    return Door(WecomApp(app_settings()), _sealed(envelope, wrap), wrap, good, caller.echo)


def _kf(watch: Watch) -> Door:
    caller = Caller("", APP_VIDEO.token, APP_VIDEO.aes_key, APP_VIDEO.receiver, watch)
    envelope = Envelope(caller.token, caller.aes_key, caller.corp_id)
    options = {"corp_id": caller.corp_id, "open_kfid": KF, "secret": SECRET}
    options |= {"token": caller.token, "aes_key": caller.aes_key, "api_url": "http://x.invalid"}
    channel = WecomKf(ChannelSettings("kf", "wecom_kf", options))

    def wrap(sealed: str) -> tuple[Query, bytes]:
        return caller.sign(sealed), caller.envelope(sealed)

    good = (
        f"<xml><ToUserName>{cdata(caller.corp_id)}</ToUserName><CreateTime>{int(watch())}</CreateTime>"
        f"<MsgType>event</MsgType><Event>kf_msg_or_event</Event><Token>T</Token><OpenKfId>{KF}</OpenKfId></xml>"
    ).encode()
    return Door(channel, _sealed(envelope, wrap), wrap, good, caller.echo, takes=0)


def _hook(watch: Watch) -> Door:
    caller = AibotCaller(clock=watch)
    options = {"mode": "webhook", "token": caller.token, "aes_key": AI_KEY, "bot_name": "夜巡", "api_url": ""}
    envelope = Envelope(caller.token, AI_KEY, "")

    def wrap(sealed: str) -> tuple[Query, bytes]:
        return caller.sign(sealed), json.dumps({"encrypt": sealed}).encode()

    def echo() -> Query:
        sealed = envelope.encrypt(b"8674665223082153551")
        return caller.sign(sealed) | {"echostr": sealed}

    good = json.dumps(caller.message("zhibanyuan", "text", {"content": "今晚报了多少"}), ensure_ascii=False).encode()
    channel = AibotHook(ChannelSettings("hook", "wecom_aibot", options))
    return Door(channel, _sealed(envelope, wrap), wrap, good, echo)


def _official(watch: Watch, *, plain: bool) -> Door:
    caller = Knocking("", clock=watch, plain=plain)
    options = {"app_id": APP_ID, "secret": MP_SECRET, "token": caller.token, "aes_key": "" if plain else caller.aes_key}
    envelope = Envelope(caller.token, caller.aes_key, APP_ID)

    def wrap(sealed: str) -> tuple[Query, bytes]:
        if plain:
            return caller.bare(), sealed.encode("utf-8", "surrogatepass")
        return caller.bare(caller.sign(sealed)) | {"encrypt_type": "aes"}, caller.envelope(sealed)

    def seal(content: bytes) -> tuple[Query, bytes]:
        return (caller.bare(), content) if plain else wrap(envelope.encrypt(content))

    channel = OfficialAccount(ChannelSettings("mp", "official_account", options))
    return Door(channel, seal, wrap, _xml("oA1b2C3d4", ACCOUNT), caller.echo)


DOORS: Mapping[str, Callable[[Watch], Door]] = {
    "app": _app,
    "kf": _kf,
    "hook": _hook,
    "mp": lambda watch: _official(watch, plain=False),
    "mp-plain": lambda watch: _official(watch, plain=True),
}
