"""Nights without a round, and why."""

from __future__ import annotations

from collections.abc import Iterator

from handlers.acts import Act, NoRound
from handlers.understand import dates, lexicon, refs, spans
from handlers.understand.recognise.rounds import PATROL_PROMPT, ZERO_PROMPT, zero_words
from handlers.understand.recognise.walked import is_round, unfinished
from handlers.understand.said import Said, because, pending


def no_round(said: Said) -> Iterator[Act]:
    """There was no round, with the reason; or a reason alone, as the answer to a reminder or of a plant at rest.

    Example: enterprise [reply_to=patrol_prompt] "下大雪路封了没巡成" -> NoRound
    """
    if said.officer or said.asks or refs.references(said.text, said.context):
        return
    if is_round(said) or zero_words(said) or said.hit("patrol.not_yet") or unfinished(said):
        return
    if (words := said.hit("patrol.no_round")) and "补" not in said.text:
        yield _no_round(said, because(words, "说了没巡"))
    elif words := _reason_alone(said):
        yield _no_round(said, because(words, "没有巡查的原因"))


def _reason_alone(said: Said) -> str:
    if said.context.reply_to in (PATROL_PROMPT, "deadline_reminder", ZERO_PROMPT) and (
        words := said.hit("patrol.reasons")
    ):
        return words if not _pending_only(said) else ""
    return said.hit("patrol.stop") if is_now(said) else ""


def _pending_only(said: Said) -> bool:
    return not any(said.statements())


def is_now(said: Said) -> bool:
    """Whether it speaks of this day or night alone, not of days ahead."""
    named = dates.days(said.text, said.context.now)
    ahead = [day for day in named if day.day > dates.calendar_day(said.context.now)]
    return len(said.text) <= 30 and not ahead and not spans.several(said.text, said.context.now)


def _no_round(said: Said, why: str) -> NoRound:
    return NoRound(reason=_reason(said), report_date=dates.report_day(said.text, said.context.now), why=(why,))


def _reason(said: Said) -> str:
    """The clauses that hold a reason, without the word that there was no round."""
    telling = [clause.text.strip() for clause in said.clauses if lexicon.hit("patrol.reasons", clause.text)]
    others = [
        clause.text.strip()
        for clause in said.clauses
        if not lexicon.hit("patrol.no_round", clause.text) and not pending(clause.text)
    ]
    rest = lexicon.pattern("patrol.no_round").sub("", said.text).strip(" ,。")
    return (",".join(telling or others) or (rest if len(rest) > 2 else ""))[:60]
