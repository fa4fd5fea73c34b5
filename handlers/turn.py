"""One message while it is being handled: who speaks, for whom, and how the bot answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from sqlmodel import Session

from handlers.replies import Reply, together
from handlers.understand.context import Context
from handlers.understand.register import Register
from models import besides, calendar, db, outbox, people, spoken
from models.hazards import Hazard
from models.inbox import Message
from models.incoming import MessageKind
from models.lifecycle import By
from models.outbox import Letter, Priority
from models.people import Enterprise, Person, Right
from models.spoken import Spoken
from models.wording import combined


@dataclass(frozen=True)
class Aside:
    """A line below the next answer, and what that answer is about besides."""

    text: str
    about: Mapping[str, Any]


@dataclass
class Turn:
    """A message, the people that its account stands for, and the session in which all it causes is written."""

    session: Session
    message: Message
    persons: Sequence[Person]
    register: Register
    now: datetime
    answers: int = field(default=0)
    _replies: list[Reply] = field(default_factory=list)
    _aloud: list[Letter] = field(default_factory=list)
    _receipt: str = ""  # the key of the receipt that this message waits for
    aside: Aside | None = None
    everybody: Sequence[Person] = ()  # all for whom the account stands, where one of them was named
    words: str = ""  # what was written, without the name of who wrote it
    surroundings: Context | None = None  # what is known around it, until something is done

    def __post_init__(self) -> None:
        self.everybody, self.words = self.everybody or self.persons, self.words or self.message.text

    @property
    def counted(self) -> datetime:
        """The time at which the message counts as sent."""
        return calendar.counted_time(self.message.sent_at, self.message.received_at)

    @property
    def is_officer(self) -> bool:
        """Whether somebody of the bureau speaks."""
        return any(person.is_officer for person in self.persons)

    @property
    def spoken(self) -> bool:
        """Whether the words are those of a voice message, as the platform wrote them down."""
        return self.message.kind == MessageKind.VOICE and bool(self.message.text.strip())

    @property
    def in_group(self) -> bool:
        """Whether others read along."""
        return bool(self.message.chat)

    def plants(self) -> list[Enterprise]:
        """The enterprises that the sender may report for, in the order of entry."""
        return list(self._plants)

    @cached_property
    def _plants(self) -> Sequence[Enterprise]:
        ids = dict.fromkeys(person.enterprise_id for person in self.persons if person.enterprise_id)
        found = [plant for one in ids if (plant := people.ENTERPRISES.get(self.session, one))]
        return [plant for plant in found if people.anyone_may(self.persons, Right.REPORT, plant)]

    @cached_property
    def said(self) -> Sequence[Spoken]:
        """What was said lately to the account that speaks, and to all for whom it stands."""
        return self._said_to(self.everybody)

    def just_said(self) -> Sequence[Spoken]:
        """What was said, while choices hold, to those for whom the words are, the newest first."""
        named = len(self.persons) < len(self.everybody)
        return spoken.held(self._said_to(self.persons) if named else self.said, self.now)

    def _said_to(self, persons: Sequence[Person]) -> Sequence[Spoken]:
        own = [db.row_id(person.id) for person in persons]
        return spoken.lately(self.session, self.message.channel, self.message.sender, own, self.now)

    def person_of(self, plant: Enterprise) -> Person | None:
        """The sender as somebody of one enterprise."""
        return next((person for person in self.persons if person.enterprise_id == plant.id), None)

    def may(self, right: Right, plant: Enterprise | None = None) -> bool:
        """Whether the sender has a right, over one enterprise where one is named."""
        return people.anyone_may(self.persons, right, plant)

    @property
    def actor(self) -> str:
        """The sender as the audit chain names them."""
        return f"person:{self.persons[0].id}" if self.persons else f"account:{self.message.channel}"

    def answer(
        self,
        text: str,
        choices: Mapping[str, Mapping[str, Any]] | None = None,
        kind: str = "answer",
        about: Mapping[str, Any] | None = None,
    ) -> None:
        """Says something to the sender alone; what they asked in the group is answered there with 已私发 only.

        ``about`` may hold the hazards that the answer lists by place (``listed``), or the one it is about (``hazard``).
        """
        self.answers += 1
        if aside := self.aside:
            text, about, self.aside = f"{text}\n{aside.text}", {**(about or {}), **aside.about}, None
        self._replies.append(Reply(text, choices or {}, kind, about or {}))

    @property
    def asks(self) -> bool:
        """Whether something that was answered asks something back."""
        return any(reply.asks or "？" in reply.text for reply in self._replies)

    def receipt_comes(self, key: str) -> None:
        """A receipt of this message is on its way: what else was done stands in it."""
        self._receipt = key

    def say(self) -> None:
        """Posts what was answered: one letter for all that was done, or the receipt that comes anyway."""
        left = self._enclosed()
        self._replies = []
        for number, reply in enumerate(together(left), 1):
            self.post(self._letter(f"{reply.kind}:{self.message.id}:{number}", reply))
        for letter in self._aloud:  # 已私发 is true when the group reads it
            self.post(letter)
        self._aloud = []

    def _enclosed(self) -> list[Reply]:
        """What is left to be said when what was done, and asks nothing, stands in the receipt."""
        done = [one for one in self._replies if not (one.asks or one.stands_alone)]
        if done and self._receipt and besides.enclose(self.session, self._receipt, [one.text for one in done]):
            return [one for one in self._replies if one not in done]
        return self._replies

    def _letter(self, key: str, reply: Reply) -> Letter:
        return Letter(
            key=key,
            kind=reply.kind,
            channel=self.message.channel,
            to_user=self.message.sender,
            priority=Priority.ANSWER,
            stale_at=self.now + timedelta(hours=2),
            text=combined.spoken(reply.text) if self.spoken and not reply.stands_alone else reply.text,
            choices=reply.choices,
            about=self._about(reply),
        )

    def _about(self, reply: Reply) -> Mapping[str, Any]:
        """What a letter is about; several hazards are listed by their numbers, as a quote resolves them."""
        found = [self.session.get_one(Hazard, one) for one in reply.about.get("hazards", ())]
        return {"listed": [one.number for one in found]} if found else reply.about

    def say_in_chat(self, text: str) -> None:
        """Says something where the message stands: the group, or the private chat."""
        self.answers += 1
        self._aloud.append(
            Letter(
                key=f"chat:{self.message.id}:{self.answers}",
                kind="answer",
                channel=self.message.channel,
                to_user="" if self.in_group else self.message.sender,
                chat=self.message.chat,
                priority=Priority.ANSWER,
                stale_at=self.now + timedelta(hours=2),
                text=text,
            )
        )

    def post(self, letter: Letter) -> bool:
        """Puts a letter into the outbox, in the transaction of this message."""
        return outbox.post(self.session, letter, self.now)

    @property
    def by(self) -> By:
        """The sender as a move of a hazard names them."""
        person = self.persons[0].id if self.persons else None
        return By(self.actor, person, self.message.id)

    @property
    def message_id(self) -> int:
        """The key of the message."""
        return db.row_id(self.message.id)
