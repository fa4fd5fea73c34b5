"""What a message is answered: several replies become one letter, a list stands alone, digits never mean two things."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from models.wording import combined
from models.wording.lines import LINES, wrapped

ANSWER = "answer"
#: What an answer knows of short names that several enterprises have.
NAMES = ("short", "memory")


@dataclass(frozen=True)
class Reply:
    """One thing to be said to the writer of a message, with its digits and what it is about."""

    text: str
    choices: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    kind: str = ANSWER
    about: Mapping[str, Any] = field(default_factory=dict)

    @property
    def asks(self) -> bool:
        """Whether something is wanted back: its words may not be cut."""
        return bool(self.choices) or self.kind != ANSWER

    @property
    def stands_alone(self) -> bool:
        """Whether it is a list or long: what somebody asked to see is no line of a receipt."""
        return "listed" in self.about or wrapped(self.text) > LINES


def together(replies: Sequence[Reply]) -> list[Reply]:
    """The letters of one message: lists first, then what was done in one, with the question that it leaves open."""
    alone = [one for one in replies if one.stands_alone]
    rest = [one for one in replies if not one.stands_alone]
    done, asking = [one for one in rest if not one.asks], [one for one in rest if one.asks]
    kinds = {one.kind for one in asking} - {ANSWER}
    if len(rest) < 2 or len(kinds) > 1:  # two questions that are answered in words cannot stand in one letter
        return [*alone, *rest]
    return [*alone, _one(done, list(_numbered(asking)), next(iter(kinds), ANSWER))]


def _numbered(asking: Sequence[Reply]) -> Iterator[Reply]:
    by = 0
    for one in asking:
        text, choices = combined.renumbered(one.text, one.choices, by)
        by += len(choices)
        yield replace(one, text=text, choices=choices)


def _one(done: Sequence[Reply], asking: Sequence[Reply], kind: str) -> Reply:
    text = combined.together([one.text for one in done], [one.text for one in asking])
    choices = {digit: act for one in asking for digit, act in one.choices.items()}
    return Reply(text, choices, kind, _about(done, asking, kind))


def _about(done: Sequence[Reply], asking: Sequence[Reply], kind: str) -> Mapping[str, Any]:
    """What a question in words is about; else the one hazard of all replies, or their hazards in the order of lines."""
    if kind != ANSWER:
        return next(one.about for one in asking if one.kind == kind)
    found = list(dict.fromkeys(one.about["hazard"] for one in (*done, *asking) if "hazard" in one.about))
    names = {key: one.about[key] for one in (*done, *asking) for key in NAMES if key in one.about}
    return names | ({"hazard": found[0]} if len(found) == 1 else ({"hazards": found} if found else {}))
