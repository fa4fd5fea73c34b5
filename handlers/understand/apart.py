"""Several things told of several hazards in one message: each is told of its own, and a new one beside them is one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from handlers.acts import Act, ExtensionRequest, HazardReport, PatrolReport, Rectification, Result
from handlers.understand import lexicon, refs
from handlers.understand.progress import fixed_words
from handlers.understand.recognise.hazards import hazard
from handlers.understand.said import Said, because

_SENTENCES = re.compile(r"[。;\n]+")


def apart(said: Said, acts: tuple[Act, ...]) -> tuple[Act, ...]:
    """The acts of a message, each with the hazards of its own part: "0001改好了，0002申请延期到10日"."""
    if said.officer:
        return acts
    told = any(isinstance(act, Rectification) for act in acts)
    found = acts if told else tuple(one for act in acts for one in _divided(said, act))
    new = _new_one(said, found)
    return found if new is None else _with_new(found, new)


def _divided(said: Said, act: Act) -> Iterator[Act]:
    """More time for those whose part asks for it; those whose part says that they are fixed are fixed."""
    if isinstance(act, ExtensionRequest) and act.hazard_nos:
        parts = [part for part in refs.parts(said.text, said.context) if part.numbers]
        asking = [part for part in parts if lexicon.hit("notices.extension", part.text)]
        fixed = [part for part in parts if part not in asking and fixed_words(part.text)]
        if asking and fixed:
            done = tuple(no for part in fixed for no in part.numbers)
            yield replace(act, hazard_nos=tuple(no for no in act.hazard_nos if no not in done))
            yield _fixed(done, fixed_words(fixed[0].text))
            return
    yield act


def _fixed(numbers: tuple[str, ...], words: str) -> Rectification:
    return Rectification(numbers, status="已整改", done_count=len(numbers), why=(because(words, "已知隐患改好"),))


def _new_one(said: Said, acts: tuple[Act, ...]) -> HazardReport | None:
    """What a sentence of its own tells as found, beside work on hazards that are named by their numbers."""
    works = [act for act in acts if isinstance(act, Rectification | ExtensionRequest) and act.hazard_nos]
    if not works or any(isinstance(act, HazardReport) for act in acts):
        return None
    told = (words for words in _unnumbered(said) if lexicon.hit("hazard.found", words))
    found = (act for words in told for act in hazard(Said(words, said.context)))
    return next((act for act in found if isinstance(act, HazardReport)), None)


def _unnumbered(said: Said) -> Iterator[str]:
    """The stretches that name no known hazard: sentences, and what stands before the clause of the first number."""
    for sentence in _SENTENCES.split(said.text):
        named = refs.references(sentence, said.context)
        start = named[0].start if named else len(sentence)
        lead = sentence[: max(sentence.rfind(",", 0, start), sentence.rfind(" ", 0, start), 0)] if named else sentence
        if lead.strip():
            yield lead.strip()


def _with_new(acts: tuple[Act, ...], new: HazardReport) -> tuple[Act, ...]:
    """The new hazard behind the work on known ones; what its words seemed to say of those is taken back."""
    works = [_told_only(act) for act in acts]
    behind = max(place for place, act in enumerate(works) if isinstance(act, Rectification | ExtensionRequest)) + 1
    return (*works[:behind], new, *works[behind:])


def _told_only(act: Act) -> Act:
    if isinstance(act, Rectification) and act.done_count:
        return replace(act, pending_nos=(), pending_indices=())
    return replace(act, result=Result.HAZARD, hazard_count=None) if isinstance(act, PatrolReport) else act
