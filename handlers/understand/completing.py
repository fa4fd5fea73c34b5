"""What a further sentence adds to a request that lacked something: pure, clause by clause."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from handlers.acts import ExtensionRequest
from handlers.understand import dates, faults
from handlers.understand.context import Context
from handlers.understand.normalise import normalise
from handlers.understand.said import Said


def extension(text: str, partial: ExtensionRequest, context: Context, old: date | None) -> ExtensionRequest:
    """The request for more time with the day, the reason and the interim measures that a sentence brings."""
    guards: list[str] = []
    for clause in Said(normalise(text), context).clauses:
        words = clause.text.strip()
        if dated := _dated(words, partial, context, old):
            partial = dated
        elif guards or partial.reason or faults.control(words):
            guards.append(words)
        else:
            partial = replace(partial, reason=words)
    return replace(partial, control_measure=partial.control_measure or "，".join(guards))


def _dated(words: str, partial: ExtensionRequest, context: Context, old: date | None) -> ExtensionRequest | None:
    """With the new day, said or as a length from the old one; None where the words name none or none is wanted."""
    if partial.deadline or partial.days:
        return None
    if day := dates.due(words, context.now):
        return replace(partial, deadline=day)
    counted = dates.length(words, old or dates.calendar_day(context.now))
    return replace(partial, days=counted[0], deadline=counted[1] if old else None) if counted else None
