"""A short name of several enterprises means what its writer meant by it before; the answer says which that is."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from handlers import acts, around, offers
from handlers.acts import Act
from handlers.turn import Aside, Turn
from handlers.understand import answering, understand
from handlers.understand.answering import Choice
from handlers.understand.reading import Doubt, Question, Reading
from models import people, remembered
from models.outbox import Outgoing
from models.wording import asking, unclear


def called(turn: Turn, full: str) -> tuple[str, ...]:
    """The names of an enterprise: the full one and its short ones."""
    plant = people.by_name(turn.session, full)
    return (full, *(short for short in plant.shorts.split("、") if short)) if plant else (full,)


def short_of(turn: Turn, reading: Reading) -> str:
    """The short name that a question about the enterprise is asked for."""
    wanted = reading.question.candidates if reading.question else ()
    return next((match.text for match in turn.register.find(reading.text) if match.candidates == wanted), "")


def aside(turn: Turn, reading: Reading) -> None:
    """Where a short name was taken as it was meant before, the answer names the enterprise in full."""
    if not turn.is_officer or turn.in_group:
        return
    known = around.context(turn).remembered
    found = (one for one in turn.register.find(reading.text) if len(one.candidates) > 1)
    match = next((one for one in found if known.get(one.text) in one.candidates), None)
    question = _question(turn) if match else None
    if match and question:
        turn.aside = _aside(match.text, known[match.text], _offered(question))


def _question(turn: Turn) -> Question | None:
    """What would be asked if nothing were remembered."""
    found = understand(turn.message.text, replace(around.context(turn), remembered={})).question
    return found if found and found.doubt is Doubt.WHICH_ENTERPRISE else None


def _offered(question: Question) -> dict[str, dict[str, Any]]:
    return {name: offers.dump(act) for name, act in zip(question.candidates, question.choices, strict=True)}


def _aside(short: str, full: str, offered: Mapping[str, Mapping[str, Any]]) -> Aside:
    return Aside(unclear.from_memory(short, full), {"memory": {"short": short, "instead": dict(offered)}})


def chosen(turn: Turn, letter: Outgoing, act: Act) -> None:
    """An answer to 是哪家 is remembered for its writer, and said back."""
    short, full = letter.about.get("short"), _named(act)
    plant = people.by_name(turn.session, full) if full else None
    if not short or plant is None or not turn.persons or full not in turn.register.names.get(short, ()):
        return
    remembered.remember(turn.session, turn.message.channel, turn.message.sender, short, plant, turn.now)
    offered = {_named(offers.load(one)): one for one in letter.choices.values()}
    turn.aside = _aside(short, full, offered)


def _named(act: Act) -> str:
    several: tuple[str, ...] = getattr(act, "enterprises", ())
    return str(getattr(act, "enterprise", "") or "") or next(iter(several), "")


def put_right(turn: Turn) -> Act | None:
    """不是, 是宏达加油站: what was remembered is forgotten for what is meant; the act that is wanted instead, if any.

    Without a name it is asked again.
    """
    if turn.in_group or not turn.persons:
        return None
    which = answering.instead(turn.message.text)
    memory = _last_memory(turn) if which is not None else None
    if which is None or memory is None:
        return None
    offered: Mapping[str, Mapping[str, Any]] = memory["instead"]
    listed = [Choice(digit, called(turn, name)) for digit, name in enumerate(offered, 1)]
    digit = answering.chosen(which, listed) if which else None
    if not digit:
        choices = {str(place): stored for place, stored in enumerate(offered.values(), 1)}
        turn.answer(asking.which_enterprise(list(offered)), choices, about={"short": memory["short"]})
        return acts.Acknowledge()
    act = offers.load(list(offered.values())[digit - 1])
    _overwrite(turn, memory["short"], _named(act), offered)
    return act


def _overwrite(turn: Turn, short: str, full: str, offered: Mapping[str, Mapping[str, Any]]) -> None:
    plant = people.by_name(turn.session, full)
    if plant:
        remembered.remember(turn.session, turn.message.channel, turn.message.sender, short, plant, turn.now)
        turn.aside = _aside(short, full, offered)


def _last_memory(turn: Turn) -> Mapping[str, Any] | None:
    """What the last letter to the sender took from memory."""
    letters = turn.just_said()
    found: Mapping[str, Any] | None = letters[0].about.get("memory") if letters else None
    return found
