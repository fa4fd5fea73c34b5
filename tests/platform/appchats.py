"""Groups that an app of the corp has made (appchat): it speaks there, and hears nothing."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from aiohttp import web

from tests.platform.shelf import Shelf, error

MOST_BYTES = 2048
_CHAT = re.compile(r"[0-9a-zA-Z]{1,32}")
_KINDS = {"text": "content", "markdown": "content", "image": "media_id", "video": "media_id", "file": "media_id"}


@dataclass(frozen=True)
class Told:
    """What stands in a group, and whose phone rang."""

    kind: str
    content: str
    mentioned: tuple[str, ...] = ()


@dataclass
class AppChat:
    """One group; nobody sees it before the first message."""

    agent_id: int
    chat: str
    name: str
    owner: str
    members: tuple[str, ...]
    told: list[Told] = field(default_factory=list)


@dataclass
class AppChats:
    """The groups that the apps of a corp have made."""

    members: set[str]
    shelf: Shelf
    note: Callable[[str], None]
    chats: dict[str, AppChat] = field(default_factory=dict)
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    def create(self, agent_id: int, told: dict[str, Any]) -> web.Response:
        """Makes a group of at least two members, one of them its owner."""
        members = told.get("userlist")
        chat = str(told.get("chatid") or f"chat{next(self._numbers)}")
        if not isinstance(members, list) or len(set(members) & self.members) < 2:
            return error(86006, "userlist invalid")
        if not _CHAT.fullmatch(chat) or chat in self.chats:
            return error(86001, "chatid invalid")
        owner = str(told.get("owner") or members[0])
        self.chats[chat] = AppChat(agent_id, chat, str(told.get("name", ""))[:50], owner, tuple(members))
        return web.json_response({"errcode": 0, "errmsg": "ok", "chatid": chat})

    def get(self, agent_id: int, chat: str) -> web.Response:
        """Tells of a group of this app."""
        found = self._of_app(agent_id, chat)
        if isinstance(found, web.Response):
            return found
        told = {"chatid": chat, "name": found.name, "owner": found.owner, "userlist": list(found.members)}
        return web.json_response({"errcode": 0, "errmsg": "ok", "chat_info": told})

    def _of_app(self, agent_id: int, chat: str) -> AppChat | web.Response:
        if not _CHAT.fullmatch(chat):
            return error(86001, "chatid invalid")
        found = self.chats.get(chat)
        if found is None:
            return error(86003, "chatid not exist")
        return found if found.agent_id == agent_id else error(86008, "not the app of this chat")

    def send(self, agent_id: int, told: dict[str, Any]) -> web.Response:
        """Says something in a group; cards do not exist there."""
        found = self._of_app(agent_id, str(told.get("chatid", "")))
        if isinstance(found, web.Response):
            return found
        kind = str(told.get("msgtype", ""))
        content = told.get(kind)
        if kind not in _KINDS or not isinstance(content, dict):
            return error(40008, "invalid message type")
        said = str(content.get(_KINDS[kind], ""))
        if _KINDS[kind] == "media_id" and said not in self.shelf.items:
            return error(40007, "invalid media_id")
        if not said:
            return error(44004, "empty content")
        if len(said.encode()) > MOST_BYTES:
            self.note(f"a text of {len(said.encode())} bytes was cut off")
        found.told.append(Told(kind, said, self._mentioned(found, content)))
        return web.json_response({"errcode": 0, "errmsg": "ok"})

    def _mentioned(self, chat: AppChat, content: dict[str, Any]) -> tuple[str, ...]:
        named = tuple(str(one) for one in content.get("mentioned_list") or ())
        for one in named:
            if one != "@all" and one not in chat.members:
                self.note(f"{one} is mentioned in a group without them")
        return named
