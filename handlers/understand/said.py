"""A message ready to be read: its text, its clauses, the names and days in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from handlers.understand import clauses, dates, interrogative, lexicon, tabled
from handlers.understand.clauses import Clause
from handlers.understand.context import Context
from handlers.understand.register import Match
from models.calendar import local

#: So many strokes make a table: its heads ask nothing.
_TABLE = 4


@dataclass(frozen=True)
class Said:
    """What somebody said, and around it what is known."""

    text: str
    context: Context
    raw: str = ""  # as it was written, spaces and all

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """Its clauses."""
        return clauses.split(self.text)

    @cached_property
    def names(self) -> list[Match]:
        """The enterprises it names; a short name of several is the one that its writer has meant before."""
        return [self._meant(match) for match in self.context.register.find(self.text)]

    def _meant(self, match: Match) -> Match:
        full = self.context.remembered.get(match.text)
        return replace(match, candidates=(full,)) if full in match.candidates else match

    @cached_property
    def today(self) -> date:
        """The duty day at which it was said."""
        return dates.duty_day(self.context.now)

    @cached_property
    def hour(self) -> int:
        """The hour at which it was said."""
        return local(self.context.now).hour

    @cached_property
    def minute(self) -> int:
        """The minute of the day at which it was said."""
        here = local(self.context.now)
        return here.hour * 60 + here.minute

    @cached_property
    def bare(self) -> str:
        """The text without its marks and closing particles."""
        return "".join(char for char in self.text if char not in " ,。.;!?、\n:-~✔❌").rstrip("啊哦呀哈呢吧嘞了的")

    @property
    def officer(self) -> bool:
        """Whether an officer speaks."""
        return self.context.role == "officer"

    @property
    def to_bot(self) -> bool:
        """Whether it is meant for the bot: in private, by name, or as an answer."""
        context = self.context
        return context.chat == "direct" or context.mention_bot or bool(context.reply_to)

    @property
    def pictured(self) -> bool:
        """Whether pictures or a video came with it."""
        return any(self.context.media.get(kind, 0) > 0 for kind in ("video", "image"))

    @cached_property
    def enterprise(self) -> str | None:
        """The one enterprise that is named, if it is one."""
        found = {match.candidates for match in self.names}
        only = next(iter(found)) if len(found) == 1 else ()
        return only[0] if len(only) == 1 else None

    @cached_property
    def enterprises(self) -> tuple[str, ...]:
        """All enterprises that are named beyond doubt."""
        return tuple(dict.fromkeys(match.candidates[0] for match in self.names if len(match.candidates) == 1))

    @cached_property
    def candidates(self) -> tuple[str, ...]:
        """The enterprises among which a short name leaves the choice."""
        return next((match.candidates for match in self.names if len(match.candidates) > 1), ())

    def hit(self, name: str) -> str:
        """The first word of a list in the whole text."""
        return lexicon.hit(name, self.text)

    @property
    def to_group(self) -> bool:
        """Whether the answer shall go to the group."""
        return bool(self.hit("talk.to_group"))

    @cached_property
    def asks(self) -> bool:
        """Whether the whole is a question."""
        if self.officer and self.to_bot and interrogative.how_many(self.text):
            return True
        return not tabled.is_table(self.text) and any(asked(clause) for clause in self.clauses)

    def statements(self) -> Iterator[Clause]:
        """The clauses that neither ask nor announce."""
        return (clause for clause in self.clauses if not asked(clause) and not pending(clause.text))


def asked(clause: Clause) -> bool:
    """Whether a clause is a question."""
    return interrogative.asks(clause.text, clause.mark)


def pending(text: str) -> bool:
    """Whether a clause promises, announces or tells of progress."""
    return bool(lexicon.hit("patrol.pending", text)) and not lexicon.hit("patrol.over", text)


def because(word: str, rule: str) -> str:
    """One reason: the word and the rule it called."""
    return f"“{word}”：{rule}"
