"""Template cards as the platform takes them: the buttons below a text, and what takes their place once."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from aiohttp import web

from tests.platform.letters import cdata, event
from tests.platform.shelf import error

THREE_DAYS = 3 * 24 * 3600
_TASK = re.compile(r"[0-9A-Za-z_\-@]{1,128}")


@dataclass
class Shown:
    """A card on somebody's screen."""

    at: float
    agent_id: int
    user: str
    task: str
    title: str
    buttons: dict[str, str]  # key -> words
    rows: tuple[tuple[str, str], ...] = ()
    replaced: str = ""  # what stands in the place of its buttons


@dataclass
class Cards:
    """The cards of a corp, and the codes with which each can be changed once."""

    corp_id: str
    clock: Callable[[], float]
    #: Without a callback address the platform takes no cards that want an answer.
    has_callback: bool = True
    shown: list[Shown] = field(default_factory=list)
    _codes: dict[str, tuple[Shown, float]] = field(default_factory=dict)
    _tasks: set[tuple[int, str]] = field(default_factory=set)
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    def wrong(self, agent_id: int, card: dict[str, Any]) -> web.Response | None:
        """What the platform objects to, in the order in which it looks."""
        if card.get("card_type") != "button_interaction":
            return error(42014, "card_type invalid")
        if not self.has_callback:
            return error(43012, "no callback url")
        if not (isinstance(title := card.get("main_title"), dict) and title.get("title")):
            return error(42015, "main_title missing")
        task = card.get("task_id")
        if not (isinstance(task, str) and _TASK.fullmatch(task)) or (agent_id, task) in self._tasks:
            return error(42016, "task_id invalid")
        return _wrong_lists(card)

    def show(self, agent_id: int, user: str, card: dict[str, Any]) -> str:
        """Puts a card before somebody; the code by which it can be changed."""
        self._tasks.add((agent_id, card["task_id"]))
        rows = tuple((one["keyname"], one["value"]) for one in card.get("horizontal_content_list", ()))
        buttons = {one["key"]: one["text"] for one in card["button_list"]}
        shown = Shown(self.clock(), agent_id, user, card["task_id"], card["main_title"]["title"], buttons, rows)
        self.shown.append(shown)
        return self._code(shown)

    def _code(self, shown: Shown) -> str:
        code = f"code-{next(self._numbers)}"
        self._codes[code] = (shown, self.clock() + THREE_DAYS)
        return code

    def click(self, shown: Shown, words: str) -> str:
        """Somebody clicks the button with these words: the event that the bot is told of."""
        key = next(key for key, text in shown.buttons.items() if text == words)
        fields = (
            f"<EventKey>{cdata(key)}</EventKey><TaskId>{cdata(shown.task)}</TaskId>"
            f"<CardType>{cdata('button_interaction')}</CardType><ResponseCode>{cdata(self._code(shown))}</ResponseCode>"
        )
        return event(self.corp_id, shown.user, "template_card_event", int(self.clock()), fields)

    def update(self, agent_id: int, told: dict[str, Any]) -> web.Response:
        """Changes a card, once for each code and within three days."""
        found = self._codes.pop(str(told.get("response_code", "")), None)
        if found is None or found[1] < self.clock() or told.get("agentid") != agent_id:
            return error(60140, "response_code invalid")
        button = told.get("button")
        if not (isinstance(button, dict) and button.get("replace_name")):
            return error(40058, "button missing")
        found[0].replaced = str(button["replace_name"])
        return web.json_response({"errcode": 0, "errmsg": "ok", "invaliduser": []})


def _wrong_lists(card: dict[str, Any]) -> web.Response | None:
    buttons = card.get("button_list")
    if not isinstance(buttons, list) or not 1 <= len(buttons) <= 6:
        return error(42035, "button_list length")
    if any(not one.get("text") or not 0 < len(str(one.get("key", "")).encode()) <= 1024 for one in buttons):
        return error(42036, "button invalid")
    if len({one["key"] for one in buttons}) != len(buttons):
        return error(42037, "button keys")
    rows = card.get("horizontal_content_list", [])
    if not isinstance(rows, list) or len(rows) > 6:
        return error(42042, "horizontal_content_list length")
    return None
