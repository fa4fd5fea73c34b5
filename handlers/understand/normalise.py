"""One way of writing: full width, emoji and stickers, mentions, spaces, common typing errors."""

from __future__ import annotations

import re
import unicodedata

from handlers.understand import spaces

_CIRCLED = {chr(0x2460 + i): f" {i + 1}、" for i in range(20)}
_SIGNS = {
    "🆗": "OK",
    "✅": "✔",
    "☑": "✔",
    "√": "✔",
    "❎": "❌",
    "✖": "❌",
    "👍": "[赞]",
    "👌": "[赞]",
    "💪": "[赞]",
    "0️⃣": "0",
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
_TYPING = {
    "引患": "隐患",
    "隐换": "隐患",
    "隐幻": "隐患",
    "影患": "隐患",
    "阴患": "隐患",
    "隐犯": "隐患",
    "巡察": "巡查",
    "寻查": "巡查",
    "讯查": "巡查",
    "循查": "巡查",
    "寻检": "巡检",
    "讯检": "巡检",
    "夜寻": "夜巡",
    "正长": "正常",
    "正藏": "正常",
    "零抱告": "零报告",
    "令报告": "零报告",
    "未发觉": "未发现",
    "泄露": "泄漏",
    "泻漏": "泄漏",
    "收道": "收到",
    "以整改": "已整改",
    "己整改": "已整改",
    "复察": "复查",
    "合各": "合格",
    "延其": "延期",
    "整该": "整改",
    "消号": "销号",
    "好拉": "好啦",
    "完拉": "完啦",
    "仨": "三个",
    "俩": "两个",
    "绑订": "绑定",
    "邦定": "绑定",
}
_KEPT = re.compile(r"\[(?:文件|赞)\]")
_STICKER = re.compile(r"\[[\u4e00-\u9fffA-Za-z]{1,6}\]")
_MENTION = re.compile(r"^(?:@[^\s@]{1,20}\s{1,3}|@夜巡(?:小?助手|机器人)?[,:]?\s{0,3}){1,3}")
_TABLE = re.compile("|".join(re.escape(sign) for sign in sorted({**_CIRCLED, **_SIGNS}, key=len, reverse=True)))
_TYPED = re.compile("|".join(map(re.escape, _TYPING)))


def normalise(text: str) -> str:
    """The text in the one way of writing that every rule reads."""
    text = _TABLE.sub(_sign, text)
    text = unicodedata.normalize("NFKC", text)
    text = "".join(map(_plain, text))
    text = _MENTION.sub("", text.strip())
    text = _STICKER.sub(_sticker, text)
    text = _TYPED.sub(lambda match: _TYPING[match.group()], spaces.tidy(text))
    return spaces.paused(text).strip()


_GREETING = re.compile(
    r"^(?:(?:各位|尊敬的)?(?:领导|老师|科长|主任|局长|同志|大家|值班员|值班室)(?:们)?(?:早上|上午|中午|下午|晚上)?好?"
    r"|您好|你好|早上好|上午好|中午好|下午好|晚上好|打扰了|不好意思|麻烦一下|报告(?:领导)?|汇报一下|反馈一下|在吗)[,。!:\s]+"
)
_THANKS = re.compile(r"[,。!;\s]+(?:谢谢|感谢|多谢|辛苦|麻烦)(?:了|您|你|您了|你们|领导|各位|啦)*[。!\s]*\Z")


_PARTICLE = re.compile(r"(?<=[\u4e00-\u9fff\d])[哈哦噢喔呗哟]+[。!]*\Z")


def plainly(text: str) -> str:
    """The text without the greeting before it and the thanks behind it, if anything else is said."""
    for _ in range(2):
        rest = _MENTION.sub("", _GREETING.sub("", text))
        text = rest or text
    text = _THANKS.sub("", text) or text
    return _PARTICLE.sub("", text) or text


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
    return "" if unicodedata.category(char) in ("So", "Sk", "Cf", "Cc", "Cs", "Co", "Cn", "Mn") else char
