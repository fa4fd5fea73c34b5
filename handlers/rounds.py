"""What follows the receipt of a round: the digit under it, the enterprise it belongs to, a reason for no round."""

from datetime import date

from handlers import acts, patrol
from handlers.acts import NoRound, NotARound, PatrolReport
from handlers.offers import AssignReport, StateNormal
from handlers.turn import Turn
from models import besides, db, opening, people, reports
from models.errors import Said
from models.obligations import DueStatus
from models.people import Enterprise
from models.reports import Report
from models.wording import answers, receipts


def state_normal(turn: Turn, act: StateNormal) -> None:
    """The answer 1 to a receipt that found no result in the words."""
    report = turn.session.get(Report, act.report)
    if report is None or report.withdrawn_at or report.sender != turn.message.sender:
        raise Said(answers.choice_expired())
    stated = acts.dump(PatrolReport(acts.Result.NORMAL))
    reports.add_piece(turn.session, report, turn.message, report.first_at, stated)  # it was so when it was sent
    patrol.settle(turn, report)


def assign(turn: Turn, act: AssignReport) -> Report:
    """The answer to 是哪家的: the report belongs to that enterprise, and is judged anew."""
    report, plant = turn.session.get(Report, act.report), people.by_name(turn.session, act.enterprise)
    if report is None or plant is None or plant not in turn.plants() or report.sender != turn.message.sender:
        raise Said(answers.choice_expired())
    patrol.give(turn, report, plant)
    patrol.book(turn, report)
    return report


def not_a_round(turn: Turn, act: NotARound) -> None:
    """What was sent is no round: its burst is judged anew, and what is still awaited is said with it, once."""
    report = reports.burst_of(turn.session, turn.message, turn.counted)
    last = report or reports.last_of_person(turn.session, _own(turn), turn.now - reports.UNDO)
    if last is None or last.proxy_by is not None:
        report = patrol.gather(turn, act)  # pictures may still follow
        patrol.book(turn, report)
        turn.answer(receipts.no_round_yet(turn.counted))
        return
    reports.add_piece(
        turn.session, last, turn.message, last.first_at if report is None else turn.counted, acts.dump(act)
    )
    patrol.book(turn, last)
    last.receipted = patrol.meaning_of(turn.session, last)
    turn.session.add(last)
    besides.unsay(turn.session, patrol.receipt_key(last), turn.now, "its sender says that it is no round")
    turn.answer(receipts.denied(last.first_at, *_awaited(turn, last)))


def _own(turn: Turn) -> list[int]:
    return [db.row_id(person.id) for person in turn.persons]


def _awaited(turn: Turn, report: Report) -> tuple[date | None, str]:
    """The night for which a round is owed at the moment of a burst, and how it stands without that burst."""
    plant = turn.session.get(Enterprise, report.enterprise_id) if report.enterprise_id else None
    due = opening.due_at(turn.session, plant, report.first_at) if plant else None
    return (due.night, answers.state_word(due.status)) if due else (None, "")


def no_round(turn: Turn, act: NoRound) -> None:
    """A reason for a night without a round: kept beside the due for the officer; it satisfies nothing."""
    for plant in turn.plants():
        due = opening.due_at(turn.session, plant, turn.counted)
        if due is None or due.status not in (DueStatus.WAITING, DueStatus.MISSED, DueStatus.UNVERIFIED):
            continue
        due.note = (act.reason or turn.message.text)[:200]
        turn.session.add(due)
        turn.answer(answers.noted_reason(plant.short, due.night))
        return
