"""更正 and 撤回: the sender's last report is changed by new words or taken back; both versions stay."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from sqlmodel import Session

from handlers import acts, amended, kept, last_act, undone, zero
from handlers import hazards as entering
from handlers.acts import Correction, HazardReport
from handlers.last_act import Kind, LastAct
from handlers.patrol import book, judge, meaning_of, night_before, receipt_key
from handlers.turn import Turn
from handlers.understand import anew
from handlers.understand.context import Context
from handlers.understand.normalise import normalise
from handlers.understand.recognise.hazards import hazard
from handlers.understand.said import Said as Words
from models import audit, besides, calendar, db, hazards, obligations, opening, outbox, reports
from models.errors import Said
from models.hazards import Hazard
from models.obligations import Due
from models.people import Enterprise
from models.reports import Report, ReportKind
from models.wording import answers, asking, corrected, receipts
from models.wording import hazards as hazard_words


def correct(turn: Turn, act: Correction) -> None:
    """The sender's last act, of whatever kind, is taken back or put right by new words; both versions stay.

    A figure belongs to a report; other words to whatever was done last; without any the bot asks for them.
    """
    last, report = last_act.of_sender(turn), last_act.report_of(turn)
    act = act if act.retract or act.corrected else replace(act, corrected=anew.count(turn.message.text))
    if last is None:
        raise Said(asking.nothing_to_correct())
    if act.retract:
        _take_back(turn, last)
    elif act.corrected and report is not None and report.proxy_by is None:
        _put_right(turn, report, act)
    elif not amended.amend(turn, last):
        raise Said(asking.correct_how() if last.kind == Kind.REPORT else corrected.how(last.kind))


def _take_back(turn: Turn, last: LastAct) -> None:
    """All that the message did: at hazards, and the report that it stands in."""
    if last.kind != Kind.REPORT:
        undone.undo(turn, last)
    if last.report is not None:
        _withdraw(turn, last.report)


def _put_right(turn: Turn, report: Report, act: Correction) -> None:
    """M47: another figure, or other words. What is in the ledger stays there; what is new enters it."""
    before = report.hazard_count
    rows = list(hazards.of_report(turn.session, db.row_id(report.id)))
    reports.add_piece(turn.session, report, turn.message, turn.counted, acts.dump(act))
    book(turn, report)
    after = act.corrected.get("hazard_count", 0)
    described = _described(turn)
    if report.enterprise_id is not None and (described or after > len(rows)):
        entering.enter(turn, report, turn.message, replace(described or HazardReport(), hazard_count=after))
    told = hazards.of_report(turn.session, db.row_id(report.id))
    report.hazard_count = after or None
    report.receipted = meaning_of(turn.session, report)  # this answer is its receipt
    turn.session.add(report)
    _record(turn, report, before, after)
    _answer(turn, report, before, after, told)


def _record(turn: Turn, report: Report, before: int | None, after: int) -> None:
    told: dict[str, audit.Fact] = {"before": before, "after": after, "message": turn.message_id}
    audit.record(turn.session, turn.now, turn.actor, "report.corrected", f"report:{report.id}", told)


def _described(turn: Turn) -> HazardReport | None:
    """The hazards that the words of a correction describe."""
    said = Words(normalise(turn.message.text), Context(turn.counted, register=turn.register))
    found = next(hazard(said), None)
    return found if isinstance(found, HazardReport) and found.hazards else None


def _answer(turn: Turn, report: Report, before: int | None, after: int, told: Sequence[Hazard]) -> None:
    plant = turn.session.get(Enterprise, report.enterprise_id) if report.enterprise_id else None
    too_many = after < len(told)
    if too_many:
        _tell_officer(turn, told, "corrected")
    text = hazard_words.corrected(
        plant.short if plant else "",
        before,
        after,
        hazard_words.stay([one.short for one in told]) if too_many else "",
        sum(one.item == "" for one in told),
    )
    turn.answer(text)


def take_back(turn: Turn, report: Report, why: str) -> Due | None:
    """Withdraws a report with its receipt; what it satisfied is answered by the next best report, or open again."""
    report.withdrawn_at = turn.now
    turn.session.add(report)
    besides.unsay(turn.session, receipt_key(report), turn.now, why)
    due = turn.session.get(Due, _due_id(turn.session, report)) if report.enterprise_id else None
    if due and due.report_id == report.id:
        obligations.release(turn.session, due, turn.now)
        _next_best(turn, due)
    kept.withdraw(turn.session, report, turn.now)
    for plant_id, day in zero.release(turn.session, report, turn.now):
        _next_best_of_day(turn, plant_id, day)
    told: dict[str, audit.Fact] = {"message": turn.message_id, "status": report.status}
    audit.record(turn.session, turn.now, turn.actor, "report.withdrawn", f"report:{report.id}", told)
    return due


def _withdraw(turn: Turn, report: Report) -> None:
    due = take_back(turn, report, "the report was withdrawn")
    night = report.night or night_before(turn.now)
    told = receipts.Told(report.counted_at or report.first_at, night, "", reports.Evidence())
    still = _still_there(turn, report)
    of_night = due is not None and report.kind != ReportKind.OWED
    turn.answer(receipts.withdrawn(told, answers.state_word(due.status) if due and of_night else "", still))


def _still_there(turn: Turn, report: Report) -> str:
    """The hazards of what was withdrawn stay until an officer voids them, who is told."""
    rows = hazards.of_report(turn.session, db.row_id(report.id))
    _tell_officer(turn, rows, "withdrawn")
    return hazard_words.stay([one.short for one in rows]) if rows else ""


def _tell_officer(turn: Turn, rows: Sequence[Hazard], how: str) -> None:
    outbox.post_all(turn.session, list(entering.retracted(turn.session, rows, turn.message, how)), turn.now)


def _due_id(session: Session, report: Report) -> int | None:
    plant = session.get_one(Enterprise, report.enterprise_id)
    due = opening.due_of(session, plant, report.night) if report.night else None
    return due.id if due else 0


def _next_best(turn: Turn, due: Due) -> None:
    """Another report of the same night takes the place of the one that was withdrawn."""
    for other in reports.of_night(turn.session, due.enterprise_id, due.night):
        judge(turn.session, other)


def _next_best_of_day(turn: Turn, plant_id: int, day: date) -> None:
    """Another report of the same day, or of the same weeks, may state what the one that was withdrawn did."""
    midnight = calendar.midnight(day)
    for other in reports.between(turn.session, plant_id, midnight, max(turn.now, midnight + timedelta(days=1))):
        if other.owed or calendar.today(other.first_at) == day:
            judge(turn.session, other)
