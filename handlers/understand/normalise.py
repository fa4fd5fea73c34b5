"""One way of writing: full width, emoji and stickers, mentions, spaces, common typing errors."""

from __future__ import annotations

import re
import unicodedata

from handlers.understand import spaces, typos
from handlers.understand.numbers import number
from handlers.understand.register import Register

_CIRCLED = {chr(0x2460 + i): f" {i + 1}、" for i in range(20)}
_SIGNS = {
    **dict.fromkeys("⚠❗❕‼🔴🔸🔹🔺📍📌👉▶►◆◇●○■□★☆※", ","),
    "🆗": "OK",
    "✅": "✔",
    "☑": "✔",
    "√": "✔",
    "❎": "❌",
    "✖": "❌",
    "👍": "[赞]",
    "👌": "[赞]",
    "💪": "[赞]",
    "💯": "✔",
    "⭕": "✔",
    "🚫": "❌",
    "🆖": "❌",
    "🈚": "无",
    "🆘": "救命",
    "🙆": "OK",
    "[OK]": "OK",
    "[ok]": "OK",
    "[好的]": "好的",
    "[强]": "[赞]",
    "[收到]": "收到",
    "🔥": "",
    "\r\n": "\n",
    "\r": "\n",
    "\u2028": "\n",
    "~": "-",
    "～": "-",
    "—": "-",
    "–": "-",
}
_KEPT = re.compile(r"\[(?:文件|转发|分享|赞)\]")
_KEYCAP = re.compile(
    r"(?P<digit>\d)\ufe0f?\u20e3(?!\s?(?:报告|隐患|事故|异常))(?=(?P<text>\s?(?![处项条个号])[\u4e00-\u9fff])?)"
)
_STICKER = re.compile(r"\[[\u4e00-\u9fffA-Za-z]{1,6}\]")
_MENTION = re.compile(r"^(?:@[^\s@]{1,20}\s{1,3}|@夜巡(?:小?助手|机器人)?[,:]?\s{0,3}){1,3}")
_TABLE = re.compile("|".join(re.escape(sign) for sign in sorted({**_CIRCLED, **_SIGNS}, key=len, reverse=True)))


def normalise(text: str, register: Register | None = None) -> str:
    """The text in the one way of writing that every rule reads; names of the register stay as they are."""
    text = _KEYCAP.sub(_key, text).replace("\u20e3", "")
    text = _TABLE.sub(_sign, text)
    text = unicodedata.normalize("NFKC", text)
    text = "".join(map(_plain, text))
    text = _MENTION.sub("", text.strip())
    text = _STICKER.sub(_sticker, text)
    known = register or Register()
    text = known.closed_up(spaces.tidy(text))
    text = _ASKED_IN_DIALECT.sub("没", text)
    text = typos.corrected(text, [(match.start, match.end) for match in known.find(text)])
    return _SPOKEN_DAY.sub(_in_digits, spaces.paused(text)).strip().lstrip(", ")


#: A day in words; one below ten only behind its month: 二十五号, 三月三号.
_SPOKEN_DAY = re.compile(
    r"(?:(?P<m>十[一二]?|[一二三四五六七八九])月(?:份)?)?(?<![\d第])(?P<d>[二三]?十[一二三四五六七八九]?"
    r"|(?<=月)[一二三四五六七八九])(?P<end>[号日])"
    r"(?![楼罐泵线机釜库车炉塔门岗仓池])"
    r"|(?<![\d第月一二三四五六七八九十])(?P<e>[一二三四五六七八九])(?=[号日](?:夜[里间巡]|晚|早上|上午|下午|凌晨|中午|谁|零报|前(?![后面门车])|之前|以前|到期))"
)


#: 没 at the end of a question as it is said elsewhere: 批了冇, 报上去没得.
_ASKED_IN_DIALECT = re.compile(r"(?<=[了过好到上去完下来成齐着])(?:冇|没得|木有?)(?=[啊呀呢哦嘛,。;!? \n]|\Z)")


def _in_digits(match: re.Match[str]) -> str:
    if match["e"]:
        return str(number(match["e"]))
    month = f"{number(match['m'])}月" if match["m"] else ""
    return f"{month}{number(match['d'])}{match['end']}"


_GREETING = re.compile(
    r"^(?:那个啥|那啥)(?=[\u4e00-\u9fff])|^(?:(?:那个啥|那啥|那个那个|嗯+|呃+|哎|喂)(?=[,。\s])|(?:各位"
    r"|尊敬的)?(?:领导|老师|科长|主任|局长|同志|大家|值班员|值班室)(?:们)?(?:早上|上午|中午|下午|晚上)?好?"
    r"|您好|你好|早上好|上午好|中午好|下午好|晚上好|打扰了|不好意思|麻烦一下|报告(?:领导)?|汇报一下|反馈一下"
    r"|在吗)[,。!:\s]+"
)
_THANKS = re.compile(
    r"[,。!;\s]{1,9}(?:谢谢|感谢|多谢|辛苦|麻烦)(?:了|您|你|您了|你们|领导|各位|啦){0,6}[。!\s]{0,9}\Z"
)


_PARTICLE = re.compile(r"(?<=[\u4e00-\u9fff\d])(?<![哈哦噢喔呗哟])[哈哦噢喔呗哟]{1,40}[。!]{0,9}\Z")


def plainly(text: str) -> str:
    """The text without the greeting before it and the thanks behind it, if anything else is said."""
    for _ in range(2):
        rest = _MENTION.sub("", _GREETING.sub("", text))
        text = rest or text
    text = _THANKS.sub("", text) or text
    return _PARTICLE.sub("", text) or text


def _key(match: re.Match[str]) -> str:
    """A digit on a key: a choice by itself, else the number of an item."""
    return f" {match['digit']}、" if match["text"] else match["digit"]


def _sign(match: re.Match[str]) -> str:
    sign = match.group()
    return _CIRCLED.get(sign) or _SIGNS[sign]


def _sticker(match: re.Match[str]) -> str:
    """Stickers and media placeholders say nothing; a file and a thumb do."""
    return match.group() if _KEPT.fullmatch(match.group()) else " "


def _plain(char: str) -> str:
    if char in "\n ✔❌":
        return char
    if char.isspace():
        return "  " if char == "\t" else " "  # a tab stands between two columns
    return "" if unicodedata.category(char) in ("So", "Sk", "Cf", "Cc", "Cs", "Co", "Cn", "Mn", "Me") else char
