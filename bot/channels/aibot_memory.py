"""What an AI bot keeps in mind of its chats: which request may still be answered, and who said what lately.

All of it may be forgotten by a restart: an answer then goes as a message of its own, a quote leads nowhere.
"""

import logging
from collections import OrderedDict, deque
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.channels.aibot_words import Heard
from models.incoming import Incoming

log = logging.getLogger(__name__)

#: A request may be answered for a day; so long after, nobody sees any more what an answer belongs to.
ANSWERED_WITHIN = timedelta(minutes=5)
MOST_REQUESTS = 20
MOST_SAID = 5000
#: Quotes may be cut off by the platform; so much of a text tells it from others.
HEAD = 80


@dataclass(frozen=True)
class Request:
    """A message that may be answered on its own: how, and by when."""

    how: str  # its req_id, or its response_code
    sender: str
    until: datetime


class Requests:
    """The requests of each chat that nobody has answered; each is used once."""

    def __init__(self) -> None:
        self._open: dict[str, deque[Request]] = {}

    def add(self, chat: str, request: Request) -> None:
        """Keeps a request of a chat, or of a person's private chat."""
        self._open.setdefault(chat, deque(maxlen=MOST_REQUESTS)).append(request)

    def sole(self, chat: str, now: datetime) -> str:
        """The newest request, if there is no doubt who is answered: in a group two may have asked. Then empty."""
        found = [one for one in self._open.pop(chat, ()) if one.until > now]
        return found[-1].how if found and len({one.sender for one in found}) == 1 else ""

    def oldest(self, chat: str, now: datetime) -> Request | None:
        """The request that has waited longest, where there is no other way to say anything."""
        waiting = self._open.get(chat, deque())
        while waiting:
            found = waiting.popleft()
            if found.until > now:
                return found
        return None

    def put_back(self, chat: str, request: Request) -> None:
        """Keeps a request that could not be answered now: it is still the one that has waited longest."""
        self._open.setdefault(chat, deque(maxlen=MOST_REQUESTS)).appendleft(request)


class Texts:
    """Which message or letter a quoted text was: the platform quotes words, not ids."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[str, str], str] = OrderedDict()

    def note(self, chat: str, text: str, what: str) -> None:
        """Keeps what was said in a chat; of the same words the last time counts."""
        key = (chat, _bare(text))
        if what and key[1]:
            self._known[key] = what
            self._known.move_to_end(key)
            if len(self._known) > MOST_SAID:
                self._known.popitem(last=False)

    def of(self, chat: str, text: str) -> str:
        """What a quoted text was; empty when nothing of the kind is known."""
        return self._known.get((chat, _bare(text)), "")


def _bare(text: str) -> str:
    return "".join(text.split())[:HEAD]


class Chats:
    """The chats of one bot."""

    def __init__(self, channel: str, answered_within: timedelta = ANSWERED_WITHIN) -> None:
        self._channel = channel
        self._within = answered_within
        self._met: set[str] = set()
        self.requests = Requests()
        self._texts = Texts()

    def heard(self, found: Heard, how: str) -> Incoming:
        """A message with what it quotes; ``how`` it may be answered is kept."""
        incoming = found.incoming
        chat = incoming.chat or incoming.sender
        if incoming.chat and chat not in self._met:  # the clerk who imports the group wants its id
            log.info("channel %s hears the group %s", self._channel, chat)
        if found.answerable:
            self._met.add(chat)
        quoted = self._texts.of(chat, found.quoted)
        self._texts.note(chat, incoming.text, incoming.msg_id)
        if found.answerable and how:
            self.requests.add(chat, Request(how, incoming.sender, incoming.received_at + self._within))
        return replace(incoming, reply_to=quoted) if quoted else incoming

    def said(self, chat: str, text: str, key: str) -> None:
        """Keeps which letter a text of ours belonged to."""
        self._met.add(chat)
        self._texts.note(chat, text, key)

    def met(self, chat: str) -> bool:
        """Whether anybody is known to have written there, or to have been written to."""
        return chat in self._met
