"""Text and what is known around it become acts: pure, without a clock, without a network."""

from __future__ import annotations

from handlers.understand import apart, decide, doubts, recognise, spoken
from handlers.understand.context import Context, OpenHazard, read_line
from handlers.understand.normalise import normalise, plainly
from handlers.understand.reading import Doubt, Question, Reading
from handlers.understand.register import Match, Register
from handlers.understand.said import Said

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


def understand(text: str, context: Context) -> Reading:
    """What a message means: the acts it asks for, and the question it leaves open."""
    if len(text) > LONGEST:
        return Reading(text=text, too_long=True)
    text = spoken.tidied(text) if context.spoken else text
    said = Said(plainly(context.register.closed_up(normalise(text))), context, text)
    if not said.text:
        return Reading()
    acts = apart.apart(said, decide.decide(said, recognise.recognised(said)))
    asker = None if said.officer else context.enterprise
    return Reading(acts, doubts.question(said, acts), said.text, asker)
