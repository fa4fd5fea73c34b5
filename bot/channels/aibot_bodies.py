"""What goes out to an AI bot's chats: the platform shows markdown alone, so plain texts are written not to be any.

Whether it knows backslashes before signs is not documented; the wide forms of the signs are plain everywhere, and look
at home between Chinese characters. Addresses of the web stay as they are.
"""

import re
from collections.abc import Mapping
from typing import Any

from bot.channels.base import Card

_WEB = re.compile(r"(https?://[^\s\u3000-\u303f\uff00-\uffef]+)")
#: Signs of markdown wherever they stand.
_SIGNS = str.maketrans({sign: chr(ord(sign) + 0xFEE0) for sign in "*_`[]<>\\|~"})
#: What means something only at the beginning of a line: headings, lists, rules.
_BEGINNING = re.compile(r"^(#{1,6}(?=\s)|[-+=](?=\s|[-=+ ]*$)|\d{1,9}[.)](?=\s))")
_ENTITY = re.compile(r"&(?=#?\w+;)")
#: How much of each the platform shows.
_TITLE, _WORD, _ROWS, _BUTTONS = 40, 30, 6, 6


def plain(text: str) -> str:
    """A text that looks the same where markdown is shown."""
    return "\n".join(map(_line, text.split("\n")))


def _line(line: str) -> str:
    bare = line.lstrip(" \t")
    indent = "\u3000" * (len(line[: len(line) - len(bare)].expandtabs(4)) // 2)
    parts = _WEB.split(_BEGINNING.sub(_widened, bare))
    parts[::2] = [_ENTITY.sub("＆", part).translate(_SIGNS) for part in parts[::2]]
    return indent + "".join(parts)


def _widened(found: re.Match[str]) -> str:
    sign = found[1]
    wide = chr(ord(sign[-1]) + 0xFEE0)
    return wide * len(sign) if wide == "＃" else sign[:-1] + wide


def stream(req_id: str, content: str) -> Mapping[str, Any]:
    """An answer on the request itself, at once whole."""
    return {"msgtype": "stream", "stream": {"id": req_id[-64:], "finish": True, "content": content}}


def card(told: Card) -> Mapping[str, Any]:
    """Buttons under a text; a click brings the digit back as the button's key."""
    rows = [{"keyname": name[:_WORD], "value": value[:_WORD]} for name, value in told.rows[:_ROWS]]
    buttons = [{"text": words[:_WORD], "style": 1, "key": digit} for digit, words in told.buttons[:_BUTTONS]]
    body = {
        "card_type": "button_interaction",
        "main_title": {"title": told.title[:_TITLE]},
        "task_id": told.task,
        "button_list": buttons,
    }
    return body | ({"horizontal_content_list": rows} if rows else {})
