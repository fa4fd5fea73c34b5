"""Which hazards somebody means, and whether what they mended is one of them."""

from __future__ import annotations

import re

from handlers.understand import lexicon, refs
from handlers.understand.numbers import NUMBER
from handlers.understand.said import Said


def meant_hazards(said: Said) -> tuple[str, ...]:
    """Which hazards are meant: number, else answer, else list, else words, else the only one there is."""
    context = said.context
    if found := named_in(said.text, said):
        return found
    if replied := refs.replied(context):
        return (replied,)
    if context.reply_to == "deadline_reminder" and len(context.last_list) == 1:
        return context.last_list
    if found := refs.by_words(said.text, context.open_hazards):
        return found
    return (context.open_hazards[0].number,) if len(context.open_hazards) == 1 else ()


def named_in(text: str, said: Said) -> tuple[str, ...]:
    """The hazards that a stretch names by number or by place in the list."""
    found = refs.references(text, said.context)
    return tuple(dict.fromkeys(no for reference in found for no in reference.numbers))


def meant_by_number(said: Said) -> bool:
    """Whether a hazard is named by its number, its place or the answered message."""
    return bool(named_in(said.text, said) or refs.replied(said.context))


def other_thing(said: Said, done: str) -> bool:
    """Whether the clause of a completion names a thing of which no open hazard knows."""
    hazards = said.context.open_hazards
    if not hazards or not all(hazard.text for hazard in hazards) or meant_by_number(said):
        return False
    if refs.by_words(said.text, hazards) or refs.by_deadline(said.text, said.context):
        return False
    before, _, behind = clause_of(said, done).partition(done)
    taken = lexicon.pattern("hazard.it", "hazard.verbs", "hazard.results", "hazard.done", "hazard.all")
    words = before + lexicon.pattern("hazard.sent").sub("", behind)
    thing = re.sub(rf"{NUMBER}|[a-zA-Z\W_]", "", taken.sub("", words))
    known = {char for hazard in hazards for char in _item(hazard.text)}
    return bool(thing) and not known & set(thing)


def _item(text: str) -> str:
    """The words of a hazard without its place."""
    return lexicon.pattern("places.tails", "places.sides").sub("", text)


def clause_of(said: Said, words: str) -> str:
    """The clause in which some words stand."""
    return next((clause.text for clause in said.clauses if words in clause.text), said.text)
