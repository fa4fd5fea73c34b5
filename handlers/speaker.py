"""Who speaks from an account that several share, as that of a duty post: who is named, else who has the duty."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from handlers.understand import lexicon
from models import rota
from models.people import Person

_MENTION = r"\s*(?:@\S+\s+)?"
_MARK = r"\s*[:：,，、;；\s]\s*"
#: Behind a name at the end only so many characters are words of their own: 接手，李明.
_FEW = 12


@dataclass(frozen=True)
class Speaker:
    """Those for whom somebody speaks, and the words without the name that they begin or end with."""

    persons: Sequence[Person]
    words: str


def who(session: Session, persons: Sequence[Person], text: str, now: datetime) -> Speaker:
    """The named one alone, of several officers on one account; unnamed, whoever of them is on duty comes first.

    An enterprise's guards who share a telephone keep all of it: whoever is named only comes first.
    """
    if len({person.name for person in persons}) < 2:
        return Speaker(persons, text)
    officers = all(person.is_officer for person in persons)
    name, rest = _named([person.name for person in persons], text, bare=officers)
    own = [person for person in persons if person.name == name]
    if own and officers:
        return Speaker(own, rest)
    if not own and officers:
        on_duty = {person.id for person in rota.officers_on_duty(session, now)}
        own = [person for person in persons if person.id in on_duty]
    return Speaker([*own, *(person for person in persons if person not in own)], text)


def _named(names: Sequence[str], text: str, *, bare: bool) -> tuple[str, str]:
    """The name that a text begins or ends with, and what is left of it; a colon is asked for unless ``bare``."""
    for name in sorted(set(names), key=len, reverse=True):
        mark = _MARK if bare else r"\s*[:：]\s*"
        before = re.match(
            rf"(?P<at>{_MENTION})(?:我是)?{re.escape(name)}(?:报告)?{mark}(?P<rest>\S.*)", text, re.DOTALL
        )
        if before:
            return name, before["at"] + before["rest"]
        if bare and (rest := _signed(name, text) or _joined(name, text)):
            return name, rest
    return "", text


def _signed(name: str, text: str) -> str:
    """接手，李明; 收到（李明）"""
    match = re.fullmatch(rf"(?P<rest>.{{1,{_FEW}}}?)\s*[\s,，(（—-]+{re.escape(name)}[)）]?\s*", text)
    return match["rest"] if match else ""


def _joined(name: str, text: str) -> str:
    """李明接手: without a mark only what is the whole of an act."""
    rest = text.strip().removeprefix(name)
    return rest if rest != text.strip() and rest in lexicon.words("talk.take_over") else ""
