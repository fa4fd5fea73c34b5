"""Text and what is known around it become acts: pure, without a clock, without a network."""

from __future__ import annotations

from dataclasses import replace

from handlers.acts import Act
from handlers.understand import apart, clauses, decide, doubts, own, recognise, spoken
from handlers.understand.context import Context, OpenHazard, read_line
from handlers.understand.normalise import normalise, plainly
from handlers.understand.reading import Doubt, Question, Reading
from handlers.understand.recognise import readings
from handlers.understand.register import Match, Register
from handlers.understand.said import Said, because

__all__ = [
    "LONGEST",
    "Context",
    "Doubt",
    "Match",
    "OpenHazard",
    "Question",
    "Reading",
    "Register",
    "read_line",
    "understand",
]

LONGEST = 2000
#: A message in more pieces than this was not written by a person; taking it apart would hold up everybody's.
MOST_PIECES = 300


def understand(text: str, context: Context) -> Reading:
    """What a message means: the acts it asks for, and the question it leaves open."""
    if len(text) > LONGEST or clauses.pieces(text) > MOST_PIECES:
        return Reading(text=text, too_long=True)
    text = spoken.tidied(text) if context.spoken else text
    words, phrases = _own_words(plainly(normalise(text, context.register)), context.register)
    said = Said(words, context, text)
    if not said.text:
        return Reading()
    with own.known(context.register.own.places):
        acts = apart.apart(said, decide.decide(said, recognise.recognised(said)))
        question = doubts.question(said, acts)
    asker = None if said.officer else context.enterprise
    return Reading(_explained(acts, phrases, context.register), question, said.text, asker)


def _own_words(text: str, register: Register) -> tuple[str, tuple[str, ...]]:
    """The text with known words for the office's own phrases; what teaches a word is read as it stands."""
    return (text, ()) if readings.teaches(text) else register.own.put(text)


def _explained(acts: tuple[Act, ...], phrases: tuple[str, ...], register: Register) -> tuple[Act, ...]:
    """The acts, the first with the phrases of the office that it was read from."""
    if not acts or not phrases:
        return acts
    taught = tuple(because(one, f"本局教的，即“{register.own.phrases[one]}”") for one in phrases)
    return (replace(acts[0], why=(*taught, *acts[0].why)), *acts[1:])
