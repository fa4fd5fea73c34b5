"""What an officer says of hazards when they enter the ledger: assigned (交办), how grave, or none at all."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from handlers import findings, meant
from handlers.acts import Finding, HazardReport, SetLevel, VoidHazard
from handlers.turn import Turn
from models import concerned, db, hazards, lifecycle, missing, people, reports
from models.attachments import Attachment, AttachmentStatus
from models.errors import Said
from models.hazards import OPEN, Draft, Hazard, HazardStatus, Level, PictureStage, Source
from models.inbox import Message
from models.incoming import MessageKind
from models.lifecycle import By, Move
from models.outbox import Letter, Priority
from models.people import Enterprise, Person, Right, Role
from models.wording import assigning as words
from models.wording.hazards import Row
from models.wording.rectification import Line

#: Words by which a find is a superior's.
SUPERIOR = ("上级", "督导组", "督查组", "巡查组", "省督查", "市督查")


def assign(turn: Turn, act: HazardReport) -> None:
    """An officer tells of hazards of an enterprise: they are its hazards now, and it is told so in one letter."""
    plant = _plant(turn, act)
    officer = meant.officer(turn, Right.ASSIGN, plant)
    if officer is None:
        theirs = concerned.officers(turn.session, plant)
        raise Said(words.outside(plant.short, *((theirs[0].name, theirs[0].phone) if theirs else ("", ""))))
    if not act.hazards:
        raise Said(words.assign_what())
    rows, told = hand_down(turn, act, plant, officer, _source(officer, turn.message.text))
    _show(turn, rows)
    deadlines = {one.deadline for one in rows}
    deadline = deadlines.pop() if len(deadlines) == 1 else None
    text = words.assigned_noted([Row.of(one) for one in rows], plant.short, deadline, [one.name for one in told])
    turn.answer(text, about={"listed": [one.number for one in rows]})


def hand_down(
    turn: Turn, act: HazardReport, plant: Enterprise, officer: Person, source: Source
) -> tuple[list[Hazard], list[Person]]:
    """Enters the hazards that an officer tells of, and tells the enterprise in one letter; they, and who was told."""
    by = meant.signed(turn, officer)
    rows = [_enter(turn, act, finding, plant, officer, by, source) for finding in act.hazards]
    return rows, _tell(turn, plant, rows)


def _plant(turn: Turn, act: HazardReport) -> Enterprise:
    plant = people.by_name(turn.session, act.enterprise) if act.enterprise else None
    if plant is None:
        raise Said(words.assign_whom())
    return plant


def _enter(
    turn: Turn, act: HazardReport, finding: Finding, plant: Enterprise, officer: Person, by: By, source: Source
) -> Hazard:
    level, is_open, hint = findings.level_of(act, finding, plant)
    deadline, responsible = findings.said_of(act, finding, turn.now, for_all=True)
    draft = Draft(
        enterprise_id=db.row_id(plant.id),
        source=source,
        found_at=turn.counted,
        received_at=turn.message.received_at,
        item=finding.desc,
        place=finding.location,
        level=level,
        level_open=is_open and level == Level.GENERAL,  # an officer who says 重大 has said it
        level_hint=hint,
        responsible=responsible,
        deadline=deadline,
        control=act.control_measure,
        message_id=turn.message.id,
        person_id=officer.id,
        assigned=True,
    )
    hazard = hazards.enter(turn.session, draft, turn.now)
    lifecycle.record(turn.session, hazard, "found", by, turn.now, f"{hazard.place} {hazard.item}".strip())
    lifecycle.move(turn.session, hazard, Move.ASSIGN, by, turn.now)
    findings.ask_level(turn, hazard)
    return hazard


def _source(officer: Person, text: str) -> Source:
    if any(word in text for word in SUPERIOR):
        return Source.SUPERIOR
    return Source.EXPERT if officer.role == Role.EXPERT else Source.DEPARTMENT


def _tell(turn: Turn, plant: Enterprise, rows: Sequence[Hazard]) -> list[Person]:
    """One letter to each who answers for the enterprise: an order by name, beside its budget."""
    told = missing.whom(turn.session, plant, turn.now)
    for person in told:
        turn.post(
            Letter(
                key=f"assigned:{turn.message.id}:{person.id}",
                kind="hazard.assigned",
                about={"hazards": [one.id for one in rows], "ordered": True},
                person_id=person.id,
                priority=Priority.DUTY if any(one.is_major for one in rows) else Priority.OFFICE,
                stale_at=turn.now + findings.KEEPS,
            )
        )
    return told


# Pictures of an officer


def pictures(turn: Turn) -> None:
    """Pictures that an officer sends around the words by which hazards were assigned stay with these hazards."""
    since = turn.counted - reports.BURST
    near = select(Hazard).where(
        col(Hazard.assigned),
        col(Hazard.person_id).in_([one.id for one in turn.persons]),
        Hazard.found_at >= since,
        Hazard.found_at <= turn.counted + reports.BURST,
    )
    _show(turn, list(turn.session.exec(near.order_by(col(Hazard.id))).all()))


def _show(turn: Turn, rows: Sequence[Hazard]) -> None:
    if rows:
        ids = _own_pictures(turn.session, turn.message, turn.counted)
        for hazard in rows:
            hazards.show(turn.session, hazard, ids, PictureStage.BEFORE)


def _own_pictures(session: Session, message: Message, counted: datetime) -> list[int]:
    """The pictures that the sender of a message sent in the same chat within ten minutes of it."""
    near = (
        select(Attachment.id)
        .join(Message, col(Message.id) == col(Attachment.message_id))
        .where(
            Message.channel == message.channel,
            Message.sender == message.sender,
            Message.chat == message.chat,
            Message.sent_at >= counted - reports.BURST,
            Message.sent_at <= counted + reports.BURST,
            col(Attachment.kind).in_([MessageKind.IMAGE.value, MessageKind.VIDEO.value]),
            Attachment.status != AttachmentStatus.LOST,
        )
    )
    return [db.row_id(one) for one in session.exec(near.order_by(col(Attachment.id))).all()]


# How grave it is, and whether it is one


def set_level(turn: Turn, act: SetLevel) -> None:
    """How grave some hazards are, by an officer who may say so; the enterprise is told of a change."""
    level = next((one for one, word in words.LEVELS.items() if word == act.level), None)
    if level is None or not act.hazard_nos:
        raise Said(words.level_which())
    rows = [_theirs(turn, number) for number in act.hazard_nos]
    for hazard, officer in rows:
        _level(turn, hazard, level, meant.signed(turn, officer))
    turn.answer(words.level_noted([Line.full(hazard) for hazard, _ in rows], level))


def _level(turn: Turn, hazard: Hazard, level: Level, by: By) -> None:
    before, said_major = Level(hazard.level), hazard.is_major and hazard.level_open
    hazard.level, hazard.level_open = level, False
    if level == Level.MAJOR and before != level:
        hazard.asked_times, hazard.asked_at = 0, None  # the five items are asked for anew
    turn.session.add(hazard)
    lifecycle.record(turn.session, hazard, "level", by, turn.now, f"{before} -> {level}")
    missing.complete(turn.session, hazard, by, turn.now)
    if before != level or said_major:
        tell(turn, hazard, "hazard.level_told")


def void(turn: Turn, act: VoidHazard) -> None:
    """Some hazards were none, says an officer who may; the reason stays, and the enterprise is told."""
    if not act.hazard_nos or not act.reason:
        raise Said(words.void_why(act.hazard_nos[0] if act.hazard_nos else ""))
    rows = [_theirs(turn, number) for number in act.hazard_nos]
    for hazard, officer in rows:
        lifecycle.move(turn.session, hazard, Move.VOID, meant.signed(turn, officer), turn.now, note=act.reason)
        tell(turn, hazard, "hazard.void")
    plant = hazards.plant_of(turn.session, rows[0][0])
    turn.answer(words.void_noted([Line.full(hazard) for hazard, _ in rows], plant.short, act.reason))


def _theirs(turn: Turn, number: str) -> tuple[Hazard, Person]:
    """An open hazard with the officer who may judge it; others hear who does."""
    if not turn.is_officer:
        found = meant.own(turn, [number])[0]
        raise Said(words.only_officers(_judges(turn, found)))
    hazard = meant.by_number(turn, number)
    officer = meant.officer(turn, Right.RECHECK, hazards.plant_of(turn.session, hazard))
    if officer is None:
        raise Said(words.only_officers(_judges(turn, hazard)))
    if hazard.status not in OPEN:
        raise Said(words.settled(hazard.number, HazardStatus(hazard.status)))
    return hazard, officer


def _judges(turn: Turn, hazard: Hazard) -> list[str]:
    return [one.name for one in concerned.officers(turn.session, hazards.plant_of(turn.session, hazard))]


def tell(turn: Turn, hazard: Hazard, kind: str) -> None:
    """Tells those who answer for the enterprise what an officer decided about its hazard, in office hours."""
    plant = hazards.plant_of(turn.session, hazard)
    for person in missing.whom(turn.session, plant, turn.now):
        turn.post(
            Letter(
                key=f"{kind}:{hazard.number}:{turn.message.id}:{person.id}",
                kind=kind,
                about={"hazard": hazard.id, "ordered": True},
                person_id=person.id,
                priority=Priority.OFFICE,
                stale_at=turn.now + findings.KEEPS,
            )
        )
