"""更正 and 撤回: the sender's last report is changed by new words or taken back; both versions stay."""

from datetime import date, timedelta

from sqlmodel import Session

from handlers import acts, zero
from handlers.acts import Correction
from handlers.patrol import judge, night_before, receipt_key, settle
from handlers.turn import Turn
from models import audit, calendar, db, obligations, outbox, reports
from models.errors import Said
from models.obligations import Due
from models.people import Enterprise
from models.reports import Report
from models.wording import answers, asking, receipts


def correct(turn: Turn, act: Correction) -> None:
    """Takes back the sender's last report of the last day, or lets new words change it; both versions stay."""
    own = [db.row_id(person.id) for person in turn.persons]
    report = reports.last_of_person(turn.session, own, turn.now - timedelta(days=1))
    if report is None:
        raise Said(asking.nothing_to_correct())
    if not act.retract and act.corrected:
        reports.add_piece(turn.session, report, turn.message, turn.counted, acts.dump(act))
        settle(turn, report)
        return
    if not act.retract:
        raise Said(asking.correct_how())
    _withdraw(turn, report)


def _withdraw(turn: Turn, report: Report) -> None:
    report.withdrawn_at = turn.now
    turn.session.add(report)
    outbox.withdraw(turn.session, receipt_key(report), turn.now, "the report was withdrawn")
    due = turn.session.get(Due, _due_id(turn.session, report)) if report.enterprise_id else None
    if due and due.report_id == report.id:
        obligations.release(turn.session, due, turn.now)
        _next_best(turn, due)
    for plant_id, day in zero.release(turn.session, report, turn.now):
        _next_best_of_day(turn, plant_id, day)
    audit.record(turn.session, turn.now, turn.actor, "report.withdrawn", f"report:{report.id}")
    night = report.night or night_before(turn.now)
    told = receipts.Told(report.counted_at or report.first_at, night, "", reports.Evidence())
    turn.answer(receipts.withdrawn(told, answers.state_word(due.status if due else None)))


def _due_id(session: Session, report: Report) -> int | None:
    plant = session.get_one(Enterprise, report.enterprise_id)
    due = obligations.due_of(session, plant, report.night) if report.night else None
    return due.id if due else 0


def _next_best(turn: Turn, due: Due) -> None:
    """Another report of the same night takes the place of the one that was withdrawn."""
    for other in reports.of_night(turn.session, due.enterprise_id, due.night):
        judge(turn.session, other)


def _next_best_of_day(turn: Turn, plant_id: int, day: date) -> None:
    """Another report of the same day may state what the one that was withdrawn did."""
    midnight = calendar.midnight(day)
    for other in reports.between(turn.session, plant_id, midnight, midnight + timedelta(days=1)):
        judge(turn.session, other)
