"""Buttons of WeCom (template cards): sent below a text, and replaced by what was chosen once somebody has clicked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.channels.base import Card

#: What the platform shows of a title, a name and its value, and a button; longer ones are cut off on a phone.
TITLE, NAME, VALUE, BUTTON = 26, 5, 26, 10
MOST_ROWS = MOST_BUTTONS = 6
#: The platform takes no cards from us: no callback address is entered, or it does not know them.
NO_CARDS = frozenset({40008, 43012, 48002})
#: The buttons were replaced already, or three days ago.
USED = 60140

#: A button's key: the digit, and its word for the line that takes the buttons' place, in letters that any key may have.
_KEY = re.compile(r"(\d{1,2})\.((?:[0-9a-f]{2})*)")
_TASK = re.compile(r"[0-9A-Za-z_@-]{1,128}")


@dataclass(frozen=True)
class Click:
    """Somebody has clicked a button: which digit, on which card, and what takes the buttons' place."""

    user: str
    task: str
    digit: str
    word: str
    response_code: str


def shown(card: Card) -> Mapping[str, Any] | None:
    """A card as the platform takes it; None when it has nothing to click."""
    if not card.buttons or len(card.buttons) > MOST_BUTTONS or not _TASK.fullmatch(card.task):
        return None
    told: dict[str, Any] = {
        "card_type": "button_interaction",
        "main_title": {"title": _cut(card.title, TITLE)},
        "task_id": card.task,
        "button_list": [
            {"text": _cut(word, BUTTON), "style": 1, "key": f"{digit}.{word.encode().hex()}"}
            for digit, word in card.buttons
        ],
    }
    if card.rows:
        rows = [{"keyname": _cut(name, NAME), "value": _cut(value, VALUE)} for name, value in card.rows[:MOST_ROWS]]
        told["horizontal_content_list"] = rows
    return told


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def click(fields: Mapping[str, Any]) -> Click | None:
    """The click in the fields of an event; None when it is none on a card of ours."""
    if _word(fields, "Event").lower() != "template_card_event":
        return None
    told = {name: _word(fields, name) for name in ("EventKey", "TaskId", "FromUserName", "ResponseCode")}
    key = _KEY.fullmatch(told["EventKey"])
    if key is None or not told["TaskId"]:
        return None
    word = bytes.fromhex(key[2]).decode(errors="replace")
    return Click(told["FromUserName"], told["TaskId"], key[1], word, told["ResponseCode"])


def _word(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    return value if isinstance(value, str) else ""


def replaced(agent_id: int, clicked: Click) -> Mapping[str, Any]:
    """What has the platform put the chosen word in the place of the buttons."""
    return {
        "userids": [clicked.user],
        "partyids": [],
        "tagids": [],
        "atall": 0,
        "agentid": agent_id,
        "response_code": clicked.response_code,
        "button": {"replace_name": _cut(clicked.word, BUTTON)},
    }
