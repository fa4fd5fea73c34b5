"""撤回 of what was done at hazards: each kind goes back to what it was before, and both versions stay as events."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from handlers import meant, taken_back
from handlers.last_act import Kind, LastAct
from handlers.turn import Turn
from models import calendar, extensions, hazards, lifecycle
from models.errors import Said
from models.hazards import UNFIXED, Hazard, HazardEvent, HazardStatus, Lack
from models.wording import corrected, missing
from models.wording.rectification import Line


def undo(turn: Turn, last: LastAct) -> None:
    """Takes back what the last act did at its hazards."""
    _UNDO[last.kind](turn, last)


def _fixed(turn: Turn, last: LastAct) -> None:
    taken_back.of(turn, last.hazards)


def _extension(turn: Turn, last: LastAct) -> None:
    back = [one for one in last.hazards if extensions.take_back(turn.session, one, _by(turn, one), turn.now)]
    if not back:
        raise Said(corrected.nothing_left(last.hazards[0].short))
    days = {one.deadline for one in back}
    day = days.pop() if len(days) == 1 else None
    turn.answer(
        corrected.extension(_lines(back), meant.names(turn, back), day, calendar.today(turn.now)), **_about(back)
    )


def _items(turn: Turn, last: LastAct) -> None:
    """Each item is again what it was before that message, as its event kept it."""
    back = [one for one in last.hazards if one.status in UNFIXED and _restored(turn, one, last.events)]
    if not back:
        raise Said(corrected.nothing_left(last.hazards[0].short))
    lacks = missing.words(tuple({lack for one in back for lack in hazards.lacking(one)}))
    turn.answer(corrected.items(_lines(back), meant.names(turn, back), lacks), **_about(back))


def _restored(turn: Turn, hazard: Hazard, events: Sequence[HazardEvent]) -> bool:
    told = [event for event in events if event.hazard_id == hazard.id and event.move.startswith("items.")]
    for event in reversed(told):
        lack, (before, _, after) = Lack(event.move.partition(".")[2]), event.note.partition("->")
        if lack == Lack.ITEM or str(getattr(hazard, lack.value) or "") != after.strip():
            continue  # somebody has changed it since
        setattr(hazard, lack.value, _value(lack, before.strip()))
        note = f"{after.strip()} -> {before.strip()}"
        lifecycle.record(turn.session, hazard, event.move, _by(turn, hazard), turn.now, note)
    turn.session.add(hazard)
    return bool(told)


def _value(lack: Lack, text: str) -> Any:
    if lack == Lack.DEADLINE:
        return date.fromisoformat(text) if text else None
    if lack == Lack.FUNDS:
        return Decimal(text) if text else None
    return text


def _progress(turn: Turn, last: LastAct) -> None:
    for one in last.hazards:
        lifecycle.record(turn.session, one, "progress.taken_back", _by(turn, one), turn.now, turn.message.text)
    turn.answer(corrected.progress(_lines(last.hazards), meant.names(turn, last.hazards)), **_about(last.hazards))


def _verified(turn: Turn, last: LastAct) -> None:
    back = [one for one in last.hazards if one.verified_at and one.status == HazardStatus.AWAITING]
    if not back:
        raise Said(corrected.nothing_left(last.hazards[0].short))
    for one in back:
        one.verified_at = one.verified_by = None
        one.sampled = False
        turn.session.add(one)
        lifecycle.record(turn.session, one, "verified.taken_back", _by(turn, one), turn.now, turn.message.text)
    turn.answer(corrected.verified(_lines(back), meant.names(turn, back)), **_about(back))


def _decision(turn: Turn, last: LastAct) -> None:
    """An officer's decision was told to the enterprise: another decision changes it, and stands beside it."""
    raise Said(corrected.decided(last.hazards[0].number, last.events[-1].move))


_UNDO: Mapping[Kind, Callable[[Turn, LastAct], None]] = {
    Kind.FIXED: _fixed,
    Kind.EXTENSION: _extension,
    Kind.ITEMS: _items,
    Kind.PROGRESS: _progress,
    Kind.VERIFIED: _verified,
    Kind.DECISION: _decision,
}


def _by(turn: Turn, hazard: Hazard) -> lifecycle.By:
    return meant.by(turn, hazards.plant_of(turn.session, hazard))


def _lines(found: Sequence[Hazard]) -> list[Line]:
    return [Line.own(one) for one in found]


def _about(found: Sequence[Hazard]) -> dict[str, Any]:
    return {"about": {"hazard": found[0].id}} if len(found) == 1 else {}
