"""Letters about hazards that enter the ledger, at the moment when they are said."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from models import bursts, calendar, concerned, db, hazards, missing, opening, site
from models.bursts import Told as Burst
from models.hazards import UNFIXED, Hazard, HazardEvent, HazardStatus, Level, Source
from models.inbox import Message
from models.obligations import Due, DueStatus
from models.outbox import Outgoing
from models.people import Enterprise, Person
from models.reports import Report, ReportKind
from models.wording import assigning as officers_words
from models.wording import hazards as words
from models.wording import missing as items
from models.wording import receipts
from models.wording.composed import Composed, Pointless, Said
from models.wording.hazards import Registered, Row
from models.wording.rectification import Line

#: What a round did to its due, at the head of a receipt.
_ROUNDS = {DueStatus.REPORTED: "已报", DueStatus.LATE: "迟报", DueStatus.MADE_UP: "补报"}
#: What an answer to the question in a receipt is called.
ASKS = "missing_items_prompt"


def receipt(session: Session, report: Report, told: receipts.Told, now: datetime) -> Composed:
    """The one receipt of a burst that told of hazards, whether it was the round of a night too."""
    plant = session.get_one(Enterprise, report.enterprise_id)
    found = bursts.told(session, report)
    due = opening.due_of(session, plant, told.night)
    asked = missing.asked_of(session, plant, report.person_id, found.new, now)
    booked = _registered(session, report, plant, found, told, due, now)
    if asked:
        booked = _asking(booked, asked, now)
    text = _text(booked, found)
    choices = _choices(report, booked)
    return Said(text, choices, [one.number for one in found.all], ASKS if asked else "")


def _text(booked: Registered, found: Burst) -> str:
    alone = len(booked.rows) == 1 and booked.count == 1 and not booked.round_
    if alone and booked.major:
        by_round = found.new[0].source == Source.PATROL
        return words.self_found_major(booked, words.BY_ROUND if by_round else words.BY_ITSELF)
    if alone and booked.fixed + len(booked.unshown) and not booked.undescribed:
        return words.fixed(booked)
    return words.registered(booked)


def _choices(report: Report, booked: Registered) -> Mapping[str, Mapping[str, Any]]:
    awaited = booked.round_waits == words.round_asked()
    return {"1": {"act": "StateNormal", "report": report.id}} if awaited else {}


def _registered(
    session: Session,
    report: Report,
    plant: Enterprise,
    found: Burst,
    told: receipts.Told,
    due: Due | None,
    now: datetime,
) -> Registered:
    unshown = [one for one in found.all if one.claimed_at and one.status in UNFIXED]
    fixed = [one for one in found.all if one.status == HazardStatus.AWAITING]
    described = bursts.described(session, report, found.again)
    own_round = due is not None and due.report_id == report.id
    officers = concerned.officers(session, plant)
    here = calendar.local(now).time()
    return Registered(
        at=told.at,
        plant=plant.short,
        rows=_rows(found, described, fixed_all=len(unshown) + len(fixed) == len(found.all)),
        count=len(found.new),
        known=len(described) < len(found.again),
        round_=_ROUNDS.get(DueStatus(report.status), "") if own_round and report.status else "",
        night=told.night,
        evidence=told.evidence,
        quiet=here >= calendar.NIGHT_BEGINS or here < calendar.MORNING,
        undescribed=sum(one.item == "" for one in found.all),
        declared=report.declared if report.declared != len(found.new) else None,
        unshown=[one.short for one in unshown],
        fixed=len(fixed),
        major=any(one.is_major and one.level_open for one in found.all),
        officer=officers[0].name if officers else "",
        phone=officers[0].phone if officers else site.read(session).duty_phone,
        round_waits=_round_waits(report, due, told),
    )


def _rows(found: Burst, described: Sequence[Hazard], *, fixed_all: bool) -> list[Row]:
    return [
        *(Row.of(one, _fixed(one, fixed_all)) for one in found.new),
        *(Row.of(one, words.DESCRIBED if one in described else words.AGAIN) for one in found.again),
    ]


def _fixed(hazard: Hazard, fixed_all: bool) -> str:
    fixed = hazard.claimed_at is not None or hazard.status == HazardStatus.AWAITING
    return words.FIXED if fixed and not fixed_all else ""


def _round_waits(report: Report, due: Due | None, told: receipts.Told) -> str:
    """What is left to do about the round of the night: hazards alone are none."""
    if report.kind == ReportKind.EARLY:
        return words.round_later()
    if due is None:
        return ""
    if due.status == DueStatus.WAITING and due.opens_at <= told.at < due.cut_off_at:
        return words.round_asked()
    late = report.kind == ReportKind.PATROL and not report.status
    return words.round_over(due.night) if late and due.status in (DueStatus.MISSED, DueStatus.UNVERIFIED) else ""


def _asking(booked: Registered, asked: Sequence[Hazard], now: datetime) -> Registered:
    lacks = {lack for one in asked for lack in hazards.lacking(one)}
    today = calendar.today(now)
    return replace(
        booked,
        lacks=items.words(tuple(lacks)),
        example=items.example(tuple(lacks), len(asked), calendar.add_workdays(today, 3)),
        today=missing.at_once(now),
    )


def _asked(session: Session, letter: Outgoing, now: datetime) -> Composed:
    """M07: all that is asked about today in one question."""
    plant = session.get_one(Enterprise, letter.about["enterprise"])
    still = missing.asked_on(session, db.row_id(plant.id), calendar.today(letter.posted_at))
    if not still:
        return Pointless("the lists are complete meanwhile")
    name = plant.short if _several_plants(session, letter) else ""
    return Said(_question(still, name, now), listed=[one.number for one in still])


def _question(still: Sequence[Hazard], plant: str, now: datetime) -> str:
    """What nobody described is asked for first where nothing else is open."""
    today = missing.at_once(now)
    lacks = tuple({lack for one in still if one.item for lack in hazards.lacking(one)})
    if not lacks:
        return items.describe([Line.own(one) for one in still], plant, today=today)
    lines = [Line.own(one) if one.item else Line(one.short, items.not_described()) for one in still]
    return items.asked(lines, lacks, plant, calendar.add_workdays(calendar.today(now), 3), today=today)


def _several_plants(session: Session, letter: Outgoing) -> bool:
    """Whether the account of a person speaks for several enterprises, so that a question must name its own."""
    person = session.get(Person, letter.person_id) if letter.person_id else None
    return person is not None and len(missing.plants_of_account(session, person)) > 1


def _level(session: Session, letter: Outgoing, now: datetime) -> Composed:
    hazard = session.get_one(Hazard, letter.about["hazard"])
    if not hazard.level_open or hazard.status == HazardStatus.VOID:
        return Pointless("somebody has said how grave it is meanwhile")
    plant = hazards.plant_of(session, hazard)
    offered = {
        digit: {"act": "SetLevel", "hazard_nos": [hazard.number], "level": officers_words.LEVELS[level]}
        for digit, level in (("1", Level.MAJOR), ("2", Level.GENERAL))
    }
    hint = "" if hazard.is_major else hazard.level_hint
    text = officers_words.level_wanted(Line.full(hazard), plant.short, hazard.received_at, hint)
    return Said(text, offered, [hazard.number])


def _level_told(session: Session, letter: Outgoing, now: datetime) -> Composed:
    hazard = session.get_one(Hazard, letter.about["hazard"])
    if hazard.level_open or hazard.status == HazardStatus.VOID:
        return Pointless("it is open again, or void")
    officer = _by(session, hazard, "level")
    return Said(officers_words.level_told(Line.own(hazard), Level(hazard.level), *officer), listed=[hazard.number])


def _void_told(session: Session, letter: Outgoing, now: datetime) -> Composed:
    hazard = session.get_one(Hazard, letter.about["hazard"])
    if hazard.status != HazardStatus.VOID:
        return Pointless("it is a hazard after all")
    event = _last(session, hazard, "void")
    return Said(officers_words.void_told(Line.own(hazard), event.note if event else "", *_by(session, hazard, "void")))


def _last(session: Session, hazard: Hazard, move: str) -> HazardEvent | None:
    found = select(HazardEvent).where(HazardEvent.hazard_id == hazard.id, HazardEvent.move == move)
    return session.exec(found.order_by(col(HazardEvent.id).desc())).first()


def _by(session: Session, hazard: Hazard, move: str) -> tuple[str, str]:
    """Name and number of the officer who last did something to a hazard."""
    event = _last(session, hazard, move)
    person = session.get(Person, event.person_id) if event and event.person_id else None
    return (person.name, person.phone) if person else ("", "")


def _assigned(session: Session, letter: Outgoing, now: datetime) -> Composed:
    rows = [session.get_one(Hazard, one) for one in letter.about["hazards"]]
    still = [one for one in rows if one.status in UNFIXED]
    if not still:
        return Pointless("all of it was fixed or void meanwhile")
    officers = concerned.officers(session, hazards.plant_of(session, still[0]))
    deadlines = {one.deadline for one in still}
    text = officers_words.assigned(
        [Row.of(one) for one in still],
        still[0].source,
        deadlines.pop() if len(deadlines) == 1 else None,
        officers[0].name if officers else "",
        officers[0].phone if officers else "",
    )
    return Said(text, listed=[one.number for one in still])


def _retracted(session: Session, letter: Outgoing, now: datetime) -> Composed:
    found = (hazards.by_number(session, number) for number in letter.about["numbers"])
    still = [one for one in found if one and one.status not in (HazardStatus.VOID, HazardStatus.CLOSED)]
    if not still:
        return Pointless("an officer has settled it meanwhile")
    plant = hazards.plant_of(session, still[0])
    message = session.get(Message, letter.about["message"])
    numbers = [one.number for one in still]
    return Said(
        words.retracted(numbers, plant.short, message.text if message else "", letter.about["how"]), {}, numbers
    )


Composer = Callable[[Session, Outgoing, datetime], Composed]

#: Letters about hazards that enter the ledger.
KINDS_OF_HAZARDS: Mapping[str, Composer] = {
    "hazard.missing": _asked,
    "hazard.level": _level,
    "hazard.level_told": _level_told,
    "hazard.void": _void_told,
    "hazard.assigned": _assigned,
    "hazard.retracted": _retracted,
}
