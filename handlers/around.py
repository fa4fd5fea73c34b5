"""What is known around a message, gathered from the ledger before its words are read."""

import re
from collections.abc import Mapping

from handlers import quoted
from handlers.turn import Turn
from handlers.understand.context import Context, OpenHazard
from models import attachments, db, hazards, remembered, reports, spoken
from models import people as roll
from models.outbox import Outgoing
from models.people import Enterprise


def context(turn: Turn) -> Context:
    """Who speaks, where, when, with which pictures, and what was said to them before."""
    if turn.surroundings is None:
        turn.surroundings = _gathered(turn)
    return turn.surroundings


def _gathered(turn: Turn) -> Context:
    plants = turn.plants()
    return Context(
        now=turn.counted,
        role="officer" if turn.is_officer else "enterprise",
        enterprise=plants[0].name if len(plants) == 1 else None,
        enterprises=tuple(plant.name for plant in plants),
        chat="group" if turn.in_group else "direct",
        mention_bot=turn.message.mentions_bot,
        media=_media(turn),
        reply_to=_prompt(turn),
        open_hazards=_open_hazards(turn),
        last_list=quoted.listed(turn),
        register=turn.register,
        known=bool(turn.persons),
        has_choices=choices(turn) is not None,
        spoken=turn.spoken,
        remembered=_remembered(turn),
    )


def _remembered(turn: Turn) -> Mapping[str, str]:
    """Short names as an officer has meant them; an enterprise speaks of itself."""
    return remembered.names(turn.session, turn.message.channel, turn.message.sender) if turn.is_officer else {}


def _media(turn: Turn) -> Mapping[str, int]:
    """The pictures that stand in the same burst, and those of the message itself."""
    counts: dict[str, int] = {}
    report = reports.burst_of(turn.session, turn.message, turn.counted)
    if report:
        counts = {"video": report.videos, "image": report.photos, "voice": report.voices, "file": report.files}
    for kind in attachments.kinds(turn.session, turn.message_id):
        counts[kind] = counts.get(kind, 0) + 1
    return {kind: count for kind, count in counts.items() if count}


def choices(turn: Turn) -> Outgoing | None:
    """The letter whose digits are meant: the quoted one, else the last to the sender, while they hold."""
    return quoted.choices(turn)


def _open_hazards(turn: Turn) -> tuple[OpenHazard, ...]:
    """What is still open at the sender's enterprises; for an officer, at those that are named."""
    plants = turn.plants() or (named_plants(turn) if turn.is_officer else [])
    rows = hazards.open_of(turn.session, [db.row_id(plant.id) for plant in plants[:4]])
    return tuple(OpenHazard(one.number, f"{one.place} {one.item}".strip(), one.deadline) for one in rows)


def named_plants(turn: Turn) -> list[Enterprise]:
    """The enterprises that the words of a message name."""
    names = {name for match in turn.register.find(turn.message.text) for name in match.candidates}
    found = (roll.by_name(turn.session, name) for name in sorted(names)[:4])
    return [plant for plant in found if plant]


#: What a reminder is called where a message answers it.
PROMPTS: Mapping[str, str] = {
    "patrol.missing": "patrol_prompt",
    "patrol.missed": "patrol_prompt",
    "patrol.resend": "patrol_prompt",
    "zero.prompt": "zero_report_prompt",
    "deadline": "deadline_reminder",
    "hazard.missing": "missing_items_prompt",
    "hazard.second": "second_name_prompt",
    "extension.asked": "extension",
}


def _prompt(turn: Turn) -> str | None:
    """What the message answers: what it quotes, else the last reminder to this person."""
    answered = quoted.letter(turn)
    if one := quoted.hazard(turn):
        return one
    asked = answered or spoken.last_prompt(turn.session, turn.said, tuple(PROMPTS), turn.now)
    if asked is None or (turn.in_group and answered is None):
        return None
    if (answered or _still_asked(turn, asked)) and (hazard := asked.about.get("hazard")):
        return _about_hazard(turn, asked, int(hazard))
    return PROMPTS.get(asked.kind) or asked.about.get("asks")


def _about_hazard(turn: Turn, asked: Outgoing, hazard_id: int) -> str | None:
    """The number of the hazard that a quoted letter speaks of, with the old date where more time is asked."""
    hazard = turn.session.get(hazards.Hazard, hazard_id)
    if hazard is None or asked.kind in ("hazard.missing", "hazard.second"):
        return PROMPTS.get(asked.kind)
    if asked.kind == "extension.asked":
        return f"extension:{hazard.number}[deadline:{hazard.deadline}]" if _undecided(turn, asked) else None
    return hazard.number


def _still_asked(turn: Turn, asked: Outgoing) -> bool:
    """A request for more time is answered without a quote too, unless the words name a hazard by its number."""
    return asked.kind == "extension.asked" and re.search(r"\d{4}", turn.message.text) is None


def _undecided(turn: Turn, asked: Outgoing) -> bool:
    request = turn.session.get(hazards.Extension, asked.about["extension"])
    return request is not None and request.status == hazards.ExtensionStatus.PENDING
