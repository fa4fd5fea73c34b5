"""From a report to its receipt, at the moment when it is said."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam
from sqlalchemy import select as core_select
from sqlmodel import Session, col, select

from models import bursts, db, opening, questions, reports, site
from models.lookup import Lookup
from models.obligations import Due, DueStatus
from models.outbox import Outgoing
from models.people import ENTERPRISES, Binding, Enterprise, Person
from models.reports import Report, ReportKind, Result
from models.wording import combined, day_composed, hazards_composed, receipts, zero
from models.wording.composed import Composed, Pointless, Said


def of_report(session: Session, letter: Outgoing, now: datetime) -> Composed:
    """The receipt of a report, from all that is known of it now, and what else its message did."""
    receipt = _of_report(session, letter, now)
    besides = [*_also(session, letter, receipt), *letter.about.get("besides", ())]
    if not besides:
        return receipt
    if isinstance(receipt, Pointless):
        return Said(combined.together(besides))
    first, whole = ([receipt.text], []) if not (receipt.choices or receipt.asks) else ([], [receipt.text])
    return replace(receipt, text=combined.together([*first, *besides], whole))


def _also(session: Session, letter: Outgoing, receipt: Composed) -> list[str]:
    """What a round or zero report stands for besides; what was sent by itself says so in its own receipt."""
    report = reports.get(session, letter.about["report"])
    if report is None or report.kind == ReportKind.OWED or isinstance(receipt, Pointless) or not report.owed:
        return []
    return [day_composed.also(session, report)]


def _of_report(session: Session, letter: Outgoing, now: datetime) -> Composed:
    report = reports.get(session, letter.about["report"])
    if report is None or report.withdrawn_at:
        return Pointless("the report was withdrawn")
    told = _told(session, report, now)
    if report.enterprise_id is None:
        return _ask_plant(session, report, told)
    if report.result == Result.HAZARD and bursts.told(session, report).all:
        return hazards_composed.receipt(session, report, told, now)
    return _receipt_of(session, report, told)


def _receipt_of(session: Session, report: Report, told: receipts.Told) -> Composed:
    plant = session.get_one(Enterprise, report.enterprise_id)
    if report.kind == ReportKind.OWED:
        return day_composed.receipt(session, report, told)
    if report.kind == ReportKind.EARLY:
        return Said(_early(session, plant, told))
    if report.kind == ReportKind.ZERO:
        return _zero(session, report, plant, told)
    if report.kind == ReportKind.REMARK:
        return _remark(session, report, plant, told)
    if report.kind == ReportKind.EVIDENCE:
        wordless = report.voices and not (report.photos or report.videos)
        return Said(receipts.voice_without_words(told.at) if wordless else receipts.waiting_for_a_word(told))
    due = opening.due_of(session, plant, told.night)
    if due is None:
        return Said(receipts.not_owed(told))
    return Said(_patrol(session, report, due, told), _patrol_choices(report, due))


def _remark(session: Session, report: Report, plant: Enterprise, told: receipts.Told) -> Composed:
    due = opening.due_of(session, plant, told.night)
    if due is None or due.status != DueStatus.WAITING:
        return Said(receipts.remark(told))
    return Said(receipts.not_a_round(told), {"1": {"act": "StateNormal", "report": report.id}})


def _zero(session: Session, report: Report, plant: Enterprise, told: receipts.Told) -> Composed:
    due = opening.due_of(session, plant, told.night)
    if due is None or due.status != DueStatus.WAITING or not due.opens_at <= told.at < due.closes_at:
        return Said(zero.registered(told))
    return Said(zero.registered_no_round(told), {"1": {"act": "StateNormal", "report": report.id}})


def _patrol(session: Session, report: Report, due: Due, told: receipts.Told) -> str:
    if due.report_id != report.id and due.report_id is not None:
        return receipts.again(told, due.satisfied_at or told.at)
    if report.status == DueStatus.REPORTED:
        return receipts.in_time(told)
    if report.status == DueStatus.LATE:
        return receipts.late(told, due.closes_at)
    if report.status == DueStatus.MADE_UP:
        return receipts.made_up(told)
    return receipts.too_late(told, due.made_up_until, site.read(session).duty_phone)


def _patrol_choices(report: Report, due: Due) -> Mapping[str, Mapping[str, Any]]:
    open_result = report.result in ("", Result.HEDGED)
    if due.report_id == report.id and open_result and report.status in (DueStatus.REPORTED, DueStatus.LATE):
        return {"1": {"act": "StateNormal", "report": report.id}}
    return {}


def _early(session: Session, plant: Enterprise, told: receipts.Told) -> str:
    rule = opening.rule_for(session, plant)
    if rule is None:
        return receipts.not_owed(told)
    window = rule.rhythm.window(told.night)
    return receipts.early(told, window.opens_at, window.closes_at)


def _ask_plant(session: Session, report: Report, told: receipts.Told) -> Composed:
    plants = session.exec(
        select(Enterprise)
        .join(Person, col(Person.enterprise_id) == col(Enterprise.id))
        .join(Binding, col(Binding.person_id) == col(Person.id))
        .where(Binding.channel == report.channel, Binding.user_id == report.sender)
        .order_by(col(Enterprise.id))
        .distinct()
    ).all()
    choices = {
        str(number): {"act": "AssignReport", "report": report.id, "enterprise": plant.name}
        for number, plant in enumerate(plants[:4], 1)
    }
    return Said(receipts.which_plant(told, [plant.short for plant in plants]), choices)


def _told(session: Session, report: Report, now: datetime) -> receipts.Told:
    plant = ENTERPRISES.get(session, report.enterprise_id) if report.enterprise_id else None
    return receipts.Told(
        at=report.counted_at or report.first_at,
        night=report.night or questions.tonight(session, report.first_at),
        plant=plant.short if plant else "",
        evidence=reports.evidence(session, db.row_id(report.id)),
        places=report.places,
        result=report.result,
        routine=_routine(session, report, now),
    )


_RECEIPTED = Lookup(
    core_select(col(Report.id))
    .where(
        col(Report.person_id) == bindparam("person"),
        col(Report.first_at) > bindparam("since"),
        col(Report.receipts) > 0,
    )
    .limit(5)
)


def _routine(session: Session, report: Report, now: datetime) -> bool:
    """Three receipts this week: what appears more often must be two lines (docs/WORDING.md 0.11)."""
    return len(_RECEIPTED.rows(session, person=report.person_id, since=now - timedelta(days=7))) > 3
