"""What follows the receipt of a round: the digit under it, the enterprise it belongs to, a reason for no round."""

from handlers import acts, patrol
from handlers.acts import NoRound, PatrolReport
from handlers.offers import AssignReport, StateNormal
from handlers.turn import Turn
from models import obligations, people, reports
from models.errors import Said
from models.obligations import DueStatus
from models.reports import Report
from models.wording import answers


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


def no_round(turn: Turn, act: NoRound) -> None:
    """A reason for a night without a round: kept beside the due for the officer; it satisfies nothing."""
    for plant in turn.plants():
        due = obligations.due_at(turn.session, plant, turn.counted)
        if due is None or due.status not in (DueStatus.WAITING, DueStatus.MISSED, DueStatus.UNVERIFIED):
            continue
        due.note = (act.reason or turn.message.text)[:200]
        turn.session.add(due)
        turn.answer(answers.noted_reason(plant.short, due.night))
        return
