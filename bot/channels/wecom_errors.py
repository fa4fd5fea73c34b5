"""What the error codes of WeCom mean for us: later, or never, and for whom (docs/WECOM.md 2.6).

Judged by the code, never by its English; only the address in 60020 is read from the words.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from bot.channels.base import Later, MediaLater, MediaLost, Refused

#: The token has died early; asking for a new one helps, once.
STALE_TOKEN = frozenset({40014, 42001})
#: A file above 20 MB has to be asked for in parts.
WANTS_RANGE = 830002
UNTRUSTED_IP = 60020
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


_SOON = timedelta(seconds=10)
_MINUTE = timedelta(minutes=1)
_MINUTES = timedelta(minutes=5)

_MEANINGS: Mapping[int, _Meaning] = {
    -1: _Meaning("平台忙", after=_SOON),
    40001: _Meaning("密钥（secret）不对", whole_channel=True),
    40003: _Meaning("没有这个成员"),
    40008: _Meaning("平台不认这种消息"),
    40013: _Meaning("企业ID（corp_id）不对", whole_channel=True),
    40014: _Meaning("新取的令牌也被拒绝", after=_MINUTE, whole_channel=True),
    40033: _Meaning("平台不认这段文字"),
    40056: _Meaning("应用ID（agent_id）不对", whole_channel=True),
    40058: _Meaning("平台不认这条消息的参数"),
    42001: _Meaning("新取的令牌也被拒绝", after=_MINUTE, whole_channel=True),
    44004: _Meaning("消息是空的"),
    45001: _Meaning("文件太大"),
    45002: _Meaning("文字太长"),
    45009: _Meaning("发得太频繁，平台暂时不收", after=_MINUTES, whole_channel=True),
    45033: _Meaning("同时调用太多", after=_SOON, whole_channel=True),
    48002: _Meaning("应用没有这个接口的权限", whole_channel=True),
    48006: _Meaning("应用久未使用，接口权限被收回，请在管理后台恢复", whole_channel=True),
    50003: _Meaning("应用已停用", whole_channel=True),
    60011: _Meaning("没有权限发给这个成员"),
    60030: _Meaning("成员不在应用的可见范围内"),
    60111: _Meaning("没有这个成员"),
    81013: _Meaning("成员不存在，或不在应用的可见范围内"),
    82001: _Meaning("收件人全部无效"),
    82004: _Meaning("平台认为内容不合规"),
    301002: _Meaning("应用ID（agent_id）与密钥不是同一个应用", whole_channel=True),
}
#: A code that is not in the table may pass; delivery counts the attempts.
_UNHEARD_OF = _Meaning("平台报错", after=_MINUTES)

_ADDRESS = re.compile(r"from ip:\s*([0-9A-Fa-f.:]+)")


def why_of(error: ApiError | Unreached) -> str:
    """One sentence for the office, with the code, without anything secret."""
    if isinstance(error, Unreached):
        return f"连不上企业微信：{error}"
    if error.code == UNTRUSTED_IP:
        return f"请在企业微信管理后台的“企业可信IP”里加上 {_address(error.told)}（60020）"
    return f"{_MEANINGS.get(error.code, _UNHEARD_OF).why}（{error.code}）"


def _address(told: str) -> str:
    found = _ADDRESS.search(told)
    return found.group(1) if found else "本机的出口IP"


def outcome(error: ApiError | Unreached) -> Later | Refused:
    """What becomes of a message that met this error."""
    why = why_of(error)
    if isinstance(error, Unreached):
        return Later(_MINUTE, why, lost_answer=error.lost_answer)
    if error.code == UNTRUSTED_IP:
        return Refused(why, whole_channel=True)
    meaning = _MEANINGS.get(error.code, _UNHEARD_OF)
    if meaning.after is None:
        return Refused(why, whole_channel=meaning.whole_channel)
    return Later(meaning.after, why, whole_channel=meaning.whole_channel)


def media_error(error: ApiError | Unreached) -> MediaLost | MediaLater:
    """What becomes of a file that met this error: only a file that is gone is lost."""
    if isinstance(error, ApiError) and error.code in MEDIA_GONE:
        return MediaLost(f"平台已没有这个文件（{error.code}）")
    met = outcome(error)
    # a wrong secret or an address that is not trusted is mended by a person, and the file waits three days
    return MediaLater(met.why, met.after if isinstance(met, Later) else timedelta(minutes=30))
