"""更正 with the right words: the place of a hazard, another hazard, another day, other items; both versions stay."""

from dataclasses import replace

from handlers import around, extensions, meant, missing, pictures, rectification, taken_back, undone
from handlers.acts import ExtensionRequest, HazardReport, MissingItems
from handlers.last_act import Kind, LastAct
from handlers.turn import Turn
from handlers.understand import Context, dates, places, refs
from handlers.understand.anew import right_instead
from handlers.understand.normalise import normalise
from handlers.understand.recognise.hazards import hazard as described
from handlers.understand.recognise.items import PROMPT, missing_items
from handlers.understand.said import Said as Words
from models import hazards, lifecycle
from models.errors import Said
from models.extensions import last as last_extension
from models.hazards import UNFIXED, Hazard, Lack
from models.inbox import Message
from models.wording import corrected
from models.wording.rectification import Line


def amend(turn: Turn, last: LastAct) -> bool:
    """Puts the last act right by the words of this message; False where they say nothing that it could be."""
    text = normalise(turn.message.text)
    amends = {
        Kind.REPORT: _hazard,
        Kind.FIXED: _another_hazard,
        Kind.EXTENSION: _another_day,
        Kind.ITEMS: _other_items,
    }.get(last.kind)
    return amends is not None and amends(turn, last, text)


# The place or the item of a new hazard


def _hazard(turn: Turn, last: LastAct, text: str) -> bool:
    """Where one hazard was told, the new words are its place, or its place and item."""
    told = hazards.of_report(turn.session, last.report.id) if last.report and last.report.id else ()
    own = [one for one in told if one.status in UNFIXED and not one.assigned]
    named = [one for one in own if one.short in text]
    place, item = _place_and_item(turn, refs.without(right_instead(text), around.context(turn)))
    if not own or not (place or item):
        return False
    if len(named or own) > 1:
        raise Said(corrected.which_hazard([one.short for one in own]))
    _write(turn, (named or own)[0], place, item)
    return True


def _place_and_item(turn: Turn, words: str) -> tuple[str, str]:
    said = Words(words, Context(turn.counted, register=turn.register))
    found = next((act for act in described(said) if isinstance(act, HazardReport) and act.hazards), None)
    if found is not None:
        return found.hazards[0].location, found.hazards[0].desc
    place = next(iter(places.listed(words)), "")
    return (place, "") if place and len(words) <= len(place) + 4 else ("", "")


def _write(turn: Turn, hazard: Hazard, place: str, item: str) -> None:
    before = f"{hazard.place}{hazard.item}"
    hazard.place, hazard.item = place or hazard.place, item or hazard.item
    turn.session.add(hazard)
    by = meant.by(turn, hazards.plant_of(turn.session, hazard))
    note = f"{before} -> {hazard.place}{hazard.item}"
    lifecycle.record(turn.session, hazard, f"items.{Lack.ITEM}", by, turn.now, note)
    turn.answer(corrected.hazard(Line.own(hazard), before), about={"hazard": hazard.id})


# Another hazard is fixed, another day is asked for, other items are meant


def _another_hazard(turn: Turn, last: LastAct, text: str) -> bool:
    """Not this one was fixed but that one: the pictures go with the words."""
    named = list(refs.numbers(text, around.context(turn)))
    found = [one for one in meant.own(turn, named) if one not in last.hazards] if named else []
    message = turn.session.get(Message, last.events[-1].message_id)
    if not found or message is None:
        return False
    taken_back.of(turn, last.hazards)
    rectification.finish(turn, found, pictures.of_burst(turn, message))
    return True


def _another_day(turn: Turn, last: LastAct, text: str) -> bool:
    request, hazard = last_extension(turn.session, last.hazards[0]), last.hazards[0]
    rest = right_instead(text)
    day = dates.due(rest, turn.counted)
    counted = dates.length(rest, request.old_deadline) if request and request.old_deadline and not day else None
    if request is None or (day is None and counted is None):
        return False
    undone.undo(turn, last)
    act = ExtensionRequest((hazard.number,), request.reason, control_measure=request.control)
    extensions.request(turn, replace(act, deadline=day or (counted[1] if counted else None)))
    return True


def _other_items(turn: Turn, last: LastAct, text: str) -> bool:
    context = replace(around.context(turn), reply_to=PROMPT, last_list=tuple(one.number for one in last.hazards))
    found = [act for act in missing_items(Words(right_instead(text), context)) if isinstance(act, MissingItems)]
    for act in found:
        numbers = act.hazard_nos or tuple(one.number for one in last.hazards)
        missing.fill(turn, replace(act, hazard_nos=numbers))
    return bool(found)
