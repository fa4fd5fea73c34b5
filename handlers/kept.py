"""The registers that a report fills: special works with their ends, commitments, drills; and who is warned of them."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from sqlmodel import Session

from handlers import acts as said
from handlers.acts import Act, DrillReport, TrainingReport
from handlers.owed_reports import announced
from handlers.pieces import Piece, read
from handlers.turn import Turn
from handlers.understand import dates, daytime
from models import calendar, commitments, db, drills, expiring, outbox, reports, rota, special_work
from models.commitments import Commitment
from models.drills import Drill, DrillKind
from models.inbox import Message
from models.outbox import Letter, Priority
from models.people import Enterprise
from models.reports import Report, ReportPiece
from models.special_work import SpecialWork, WorkStatus

#: A warning about special work has a point until it is over, but no longer than this.
WARNED_WITHIN = timedelta(hours=12)
_KINDS: dict[type[Act], DrillKind] = {DrillReport: DrillKind.DRILL, TrainingReport: DrillKind.TRAINING}
_STATUS = {"取消": WorkStatus.CANCELLED, "结束": WorkStatus.ENDED}


def keep(session: Session, report: Report, plant: Enterprise, pieces: Sequence[Piece]) -> None:
    """Writes what the pieces of a report tell into the registers, once however often the report is judged."""
    if not any(piece.states_owed for piece in pieces):
        return
    for row in reports.pieces(session, db.row_id(report.id)):
        piece = read(session, row)
        works = [act for act in piece.acts if isinstance(act, said.SpecialWork)]
        _keep_works(session, report, plant, row, works)
        for act in piece.acts:
            if isinstance(act, said.Commitment):
                commitments.keep(session, _commitment(report, plant, row, act))
            elif isinstance(act, DrillReport | TrainingReport) and not announced(act, piece):
                drills.keep(session, _drill(session, report, plant, row, act))


# Special work


def _keep_works(
    session: Session, report: Report, plant: Enterprise, row: ReportPiece, works: Sequence[said.SpecialWork]
) -> None:
    planned: list[SpecialWork] = []
    for act in works:
        if status := _STATUS.get(act.status):
            _settle(session, plant, row, act, status)
        else:
            planned += _works(session, report, plant, row, act)
    for place_in, work in enumerate(planned):
        work.place_in = place_in
    special_work.keep(session, planned)


def _settle(session: Session, plant: Enterprise, row: ReportPiece, act: said.SpecialWork, status: WorkStatus) -> None:
    """Of the works of that kind, at that place where it is named, those of which notice was given before."""
    found = special_work.open_of(session, db.row_id(plant.id), row.counted_at, act.work_type, act.location)
    before = [work for work in found if work.noted_at <= row.counted_at and work.message_id != row.message_id]
    if status == WorkStatus.ENDED:
        before = [work for work in before if work.starts_at <= row.counted_at] or before
    special_work.settle(session, [db.row_id(work.id) for work in before], status, row.counted_at, row.message_id)


def _works(
    session: Session, report: Report, plant: Enterprise, row: ReportPiece, act: said.SpecialWork
) -> Iterator[SpecialWork]:
    text = session.get_one(Message, row.message_id).text
    start = act.start or _day_said(text, row.counted_at)
    ticket = daytime.ticket(text)
    for work in act.works or (said.Work(act.work_type, act.work_level),):
        yield SpecialWork(
            enterprise_id=db.row_id(plant.id),
            person_id=report.person_id,
            message_id=row.message_id,
            report_id=db.row_id(report.id),
            kind=work.type[:20],
            level=work.level[:20],
            count=work.count,
            place=act.location[:60],
            guardian=act.guardian[:40],
            ticket=ticket,
            starts_at=start,
            ends_at=_end(start, act.end),
            noted_at=row.counted_at,
        )


def _day_said(text: str, now: datetime) -> datetime:
    """Without an hour it begins on the day that is named, else now."""
    ahead = [one.day for one in dates.days(text, now) if one.day > calendar.today(now)]
    return calendar.midnight(ahead[0]) if ahead else now


def _end(start: datetime, end: datetime | None) -> datetime | None:
    """22点到2点 ends on the next day."""
    return end if end is None or end > start else end + timedelta(days=1)


# Commitments, drills


def _commitment(report: Report, plant: Enterprise, row: ReportPiece, act: said.Commitment) -> Commitment:
    return Commitment(
        enterprise_id=db.row_id(plant.id),
        person_id=report.person_id,
        message_id=row.message_id,
        report_id=db.row_id(report.id),
        day=act.report_date or calendar.today(row.counted_at),
        signer=act.signer[:40],
        units_total=act.units_total,
        units_running=act.units_running,
        units_stopped=act.units_stopped,
        units_overhaul=act.units_overhaul,
        works=[{"type": one.type, "level": one.level, "count": one.count} for one in act.works],
        kept_at=row.counted_at,
    )


def _drill(
    session: Session, report: Report, plant: Enterprise, row: ReportPiece, act: DrillReport | TrainingReport
) -> Drill:
    return Drill(
        kind=_KINDS[type(act)],
        enterprise_id=db.row_id(plant.id),
        person_id=report.person_id,
        message_id=row.message_id,
        report_id=db.row_id(report.id),
        held_on=act.day or calendar.today(row.counted_at),
        topic=act.topic[:60],
        people=act.participants,
        minutes=daytime.minutes(session.get_one(Message, row.message_id).text),
        kept_at=row.counted_at,
    )


# Taken back


def withdraw(session: Session, report: Report, now: datetime) -> None:
    """What a withdrawn report told of is in no register any more; works that it ended can still be ended."""
    number = db.row_id(report.id)
    for commitment in commitments.of_report(session, number):
        commitment.withdrawn_at = now
    for drill in drills.of_report(session, number):
        drill.withdrawn_at = now
    special_work.withdraw(session, number, [row.message_id for row in reports.pieces(session, number)], now)


# Warned of


def warn(turn: Turn, report: Report) -> None:
    """The officer on duty hears, once for a notice, of a certificate that has expired and of what should wait now."""
    if "special_work" not in report.owed or report.enterprise_id is None:
        return
    rows = special_work.of_reports(turn.session, [db.row_id(report.id)])
    if not any(doubtful(turn.session, row) for row in rows if row.message_id == turn.message_id):
        return
    for officer in rota.officers_on_duty(turn.session, turn.now):
        outbox.post(
            turn.session,
            Letter(
                key=f"work.warning:{turn.message_id}:{officer.id}",
                kind="work.warning",
                about={"message": turn.message_id, "enterprise": report.enterprise_id},
                person_id=officer.id,
                priority=Priority.DUTY,
                stale_at=turn.now + WARNED_WITHIN,
            ),
            turn.now,
        )


def doubtful(session: Session, row: SpecialWork) -> bool:
    """Whether a guard's certificate has expired, or the work should wait in a key period."""
    day = calendar.today(row.starts_at)
    guardian = row.guardian and expiring.of_person(session, row.enterprise_id, row.guardian, day)
    return bool(guardian) or special_work.banned(session, row) is not None
