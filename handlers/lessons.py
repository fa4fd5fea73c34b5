"""Words that an office teaches: whether a word may be learnt, what it would change, and that it holds from now on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time

from sqlmodel import Session, col, select

from handlers.acts import Acknowledge, Chatter
from handlers.understand import Context, Reading, Register, lexicon, places, printed, understand
from handlers.understand.normalise import normalise
from handlers.understand.own import OwnWords
from handlers.understand.recognise import readings
from models import calendar, people, taught
from models.errors import Said
from models.inbox import Message
from models.taught import Kind, Taught
from models.wording import explained
from models.wording import taught as words

#: A word is so long.
SHORTEST, LONGEST = 2, 20
#: So many messages are read again before a word is learnt; more than a few that change want another yes.
LOOKED_AT, FEW = 1000, 3
_NIGHT, _NOON = time(1, 0), time(12, 0)


@dataclass(frozen=True)
class Lesson:
    """A word, and what it shall mean."""

    kind: Kind
    word: str
    means: str = ""


@dataclass(frozen=True)
class Change:
    """A message that would be read otherwise."""

    words: str
    before: str
    after: str

    def __str__(self) -> str:
        return words.before_and_after(self.words, self.before, self.after)


def whole(lesson: Lesson, register: Register, now: datetime) -> Lesson:
    """The lesson in the one way of writing, checked; raises Said with what is wrong with it."""
    word = normalise(lesson.word).strip(" “”\"'。,.")
    if not SHORTEST <= len(word) <= LONGEST:
        raise Said(words.wrong_length(word))
    return _CHECKS[lesson.kind](replace(lesson, word=word, means=normalise(lesson.means)), register, now)


def _short(lesson: Lesson, register: Register, now: datetime) -> Lesson:
    found = [match for match in register.find(lesson.means) if match.text == lesson.means]
    if not found:
        raise Said(words.no_such_enterprise(lesson.means))
    if len(found[0].candidates) > 1:
        raise Said(words.several_enterprises(found[0].candidates))
    full = found[0].candidates[0]
    if register.names.get(lesson.word) == (full,):
        raise Said(words.known_already(lesson.word))
    if lesson.word in _known_words():
        raise Said(words.part_of(lesson.word, lesson.word))
    return replace(lesson, means=full)


def _place(lesson: Lesson, register: Register, now: datetime) -> Lesson:
    _no_name(lesson.word, register)
    if places.listed(lesson.word) == (lesson.word,):
        raise Said(words.known_already(lesson.word))
    _no_part(lesson.word)
    return replace(lesson, means="")


def _phrase(lesson: Lesson, register: Register, now: datetime) -> Lesson:
    _no_name(lesson.word, register)
    if not lesson.means:
        raise Said(words.how())
    if lesson.means not in _known_words() and not any(_says(lesson.means, one) for one in _contexts(register, now)):
        raise Said(words.means_unclear(lesson.means))
    if lesson.word == lesson.means or lesson.word in _known_words():
        raise Said(words.known_already(lesson.word))
    _no_part(lesson.word)
    return lesson


_CHECKS = {Kind.SHORT: _short, Kind.PLACE: _place, Kind.PHRASE: _phrase}


def _no_name(word: str, register: Register) -> None:
    if word in register.names:
        raise Said(words.is_a_name(word))


def _no_part(word: str) -> None:
    """A part of a common word would be found in the middle of it."""
    common = next((one for one in sorted(_known_words(), key=len) if word in one and word != one), "")
    if common := common or lexicon.common(word):
        raise Said(words.part_of(word, common))


def _known_words() -> frozenset[str]:
    return frozenset(word for listed in lexicon.lists().values() for word in listed)


def _contexts(register: Register, now: datetime) -> tuple[Context, ...]:
    """By day, at night with a video, and from an officer: where words may mean something."""
    night, noon = (calendar.at(calendar.today(now), clock) for clock in (_NIGHT, _NOON))
    guard = Context(noon, register=register)
    return guard, replace(guard, now=night, media={"video": 1}), Context(noon, role="officer", register=register)


def _says(text: str, context: Context) -> bool:
    """Whether words are understood; without a word of their own pictures say nothing."""
    return any(not isinstance(act, Chatter | Acknowledge) for act in understand(text, context).acts)


# What it would change


def learnt(register: Register, lesson: Lesson) -> Register:
    """The register as it would be."""
    own = register.own
    if lesson.kind == Kind.PHRASE:
        return replace(register, own=OwnWords(own.places, {**own.phrases, lesson.word: lesson.means}))
    if lesson.kind == Kind.PLACE:
        return replace(register, own=OwnWords((*own.places, lesson.word), own.phrases))
    return register.called(lesson.word, lesson.means)


def changes(session: Session, register: Register, lesson: Lesson) -> tuple[int, Sequence[Change]]:
    """How many messages were looked at, and those that would be read otherwise."""
    said = select(Message).where(Message.text != "").order_by(col(Message.id).desc()).limit(LOOKED_AT)
    messages = [one for one in session.exec(said) if not readings.teaches(normalise(one.text))]
    new = learnt(register, lesson)
    near = (one for one in messages if lesson.word in normalise(one.text))
    read = ((one, _read(session, one, register), _read(session, one, new)) for one in near)
    changed = (one for one in read if _line(one[1]) != _line(one[2]))
    return len(messages), [Change(message.text, *_differently(old, now)) for message, old, now in changed]


def _read(session: Session, message: Message, register: Register) -> Reading:
    """A message as it would be read without what stood around it."""
    persons = people.of_account(session, message.channel, message.sender)
    return understand(
        message.text,
        Context(
            now=message.sent_at,
            role="officer" if any(one.is_officer for one in persons) else "enterprise",
            chat="group" if message.chat else "direct",
            mention_bot=message.mentions_bot,
            register=register,
            known=bool(persons),
        ),
    )


def _line(reading: Reading) -> object:
    line = printed.printed(reading, "")
    return line["intent"], line["slots"], line["also"]


def _differently(old: Reading, new: Reading) -> tuple[str, str]:
    """What two readings were taken for; where that is the same, with what was read in it."""
    lines = [printed.printed(one, "") for one in (old, new)]
    before, after = map(explained.gist, lines)
    if before != after:
        return before, after
    told = [explained.joined_by_comma(*(f"{name}{value}" for name, value in explained.details(one))) for one in lines]
    return told[0], told[1]


# Learnt and forgotten


def learn(session: Session, lesson: Lesson, by: str, now: datetime) -> Taught:
    """The word holds from the next message on."""
    return taught.teach(session, lesson.kind, lesson.word, lesson.means, by, now)


def forget(session: Session, word: str, by: str, now: datetime) -> Taught:
    """The word holds no longer; raises Said when nobody taught it."""
    row = taught.withdraw(session, normalise(word).strip(" “”\"'。,."), by, now)
    if row is None:
        raise Said(words.never_taught(word))
    return row


def told(lesson: Lesson) -> str:
    """What was learnt, as a sentence."""
    if lesson.kind == Kind.PLACE:
        return words.learnt_place(lesson.word)
    sentence = words.learnt_short if lesson.kind == Kind.SHORT else words.learnt_phrase
    return sentence(lesson.word, lesson.means)
