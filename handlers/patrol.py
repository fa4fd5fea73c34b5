"""The nightly patrol: pieces become a report, a report satisfies a due, one receipt says so."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlmodel import Session

from handlers import acts, kept, meant, owed_reports, zero
from handlers.acts import Act, Correction, HazardReport, PatrolReport, ZeroReport
from handlers.pieces import Piece, last_named, of_a_round, of_another_night, read
from handlers.turn import Turn
from models import audit, bursts, calendar, db, obligations, opening, outbox, proxies, questions, reports, spoken
from models.inbox import Message
from models.obligations import Due, DueStatus
from models.outbox import Letter, Priority
from models.people import Enterprise
from models.reports import Report, ReportKind, Result

#: Before this hour an early post is by day, not the round before the shift (docs/WORDING.md 1).
EVENING = time(20, 0)


def take(turn: Turn, act: Act | None) -> None:
    """Adds a message to the report it belongs to, judges that report afresh, and sees to its receipt."""
    settle(turn, gather(turn, act))


def gather(turn: Turn, act: Act | None) -> Report:
    """Adds a message to the report it belongs to."""
    report = reports.burst_of(turn.session, turn.message, turn.counted)
    report = report or reports.open_burst(turn.session, turn.message, turn.counted, **_whose(turn, act))
    reports.add_piece(turn.session, report, turn.message, turn.counted, acts.dump(act) if act else {})
    if report.enterprise_id is None:
        reports.change(turn.session, report, **_whose(turn, act))
    return report


def settle(turn: Turn, report: Report) -> None:
    """Judges a report from all of its pieces and posts the receipt that its meaning asks for."""
    book(turn, report)
    acknowledge(turn, report)


def book(turn: Turn, report: Report) -> None:
    """Judges a report from all of its pieces; the due that it satisfies is an entry of the audit chain."""
    before = report.status
    judge(turn.session, report)
    if report.status != before:
        audit.record(
            turn.session,
            turn.now,
            turn.actor,
            "report.booked",
            f"report:{report.id}",
            {"night": str(report.night), "status": report.status, "enterprise": report.enterprise_id},
        )


def acknowledge(turn: Turn, report: Report) -> None:
    """Binds the pictures of a report to the hazards it told of, and sees to its receipt."""
    if report.result == Result.HAZARD and report.enterprise_id is not None:
        plant = turn.session.get_one(Enterprise, report.enterprise_id)
        bursts.show(turn.session, report, meant.by(turn, plant), turn.now)
    kept.warn(turn, report)
    _receipt(turn, report)


def _whose(turn: Turn, act: Act | None) -> dict[str, int | None]:
    """The only enterprise of the sender, else the one that is named or was just asked about; else nobody is guessed."""
    fitting = turn.plants()
    if len(fitting) > 1:
        named = {name for match in turn.register.find(turn.message.text) for name in match.candidates}
        asked = _asked_about(turn) if isinstance(act, ZeroReport) and not named else ()
        fitting = [plant for plant in fitting if plant.name in named or plant.id in asked]
    return _as_of(turn, fitting[0]) if len(fitting) == 1 else {}


def _asked_about(turn: Turn) -> Sequence[int]:
    """The enterprises of the zero report that the sender was last asked for."""
    prompt = spoken.last_prompt(turn.session, turn.said, ("zero.prompt",), turn.now)
    return prompt.about.get("enterprises", ()) if prompt is not None and prompt.kind == "zero.prompt" else ()


def _as_of(turn: Turn, plant: Enterprise) -> dict[str, int | None]:
    person = turn.person_of(plant)
    return {"enterprise_id": plant.id, "person_id": person.id if person else None}


def give(turn: Turn, report: Report, plant: Enterprise) -> None:
    """The report belongs to this enterprise, and its sender speaks as somebody of it."""
    reports.change(turn.session, report, **_as_of(turn, plant))


def judge(session: Session, report: Report) -> None:
    """Decides from all pieces what a report is, whatever order they came in (docs/DECISIONS.md, Time and the night).

    A proxy entry has none: it holds as the officer entered it.
    """
    if report.proxy_by is not None:
        proxies.again(session, report)
        return
    pieces = [read(session, piece) for piece in reports.pieces(session, db.row_id(report.id))]
    said = _result([act for piece in pieces for act in piece.acts])
    if said["result"] == Result.HAZARD and said["hazard_count"] is None:
        said["hazard_count"] = len(bursts.told(session, report).all) or None
    reports.change(session, report, **_files(session, report), **said)
    if report.enterprise_id is not None:
        plant = session.get_one(Enterprise, report.enterprise_id)
        _book(session, report, plant, pieces)
        zero.book(session, report, plant, [(piece.at, piece.acts) for piece in pieces])
        owed_reports.book(session, report, plant, pieces)
        kept.keep(session, report, plant, pieces)
    session.flush()


def _files(session: Session, report: Report) -> dict[str, int]:
    found = reports.evidence(session, db.row_id(report.id))
    return {"videos": found.videos, "photos": found.photos, "voices": found.voices, "files": found.files}


def _result(said: Sequence[Act]) -> dict[str, Any]:
    """A hazard outweighs 正常; otherwise the latest words that say something hold, and a correction always does."""
    held, hazard_count, declared = "", None, None
    places: dict[str, None] = {}
    for act in said:
        result, count = _says(act)
        if isinstance(act, Correction) or (result and held != Result.HAZARD):
            held, hazard_count = result, count
        if isinstance(act, HazardReport | Correction):
            declared = act.declared_count if isinstance(act, HazardReport) else None
        places |= dict.fromkeys(act.locations if isinstance(act, PatrolReport) else ())
    return {"result": held, "hazard_count": hazard_count, "declared": declared, "places": "、".join(places)}


def _says(act: Act) -> tuple[str, int | None]:
    if isinstance(act, PatrolReport):
        return (act.result or ""), None
    if isinstance(act, ZeroReport):
        return Result.NORMAL, None
    if isinstance(act, HazardReport):
        return Result.HAZARD, None
    if isinstance(act, Correction):
        count = act.corrected.get("hazard_count")
        return (Result.NORMAL if count == 0 else Result.HAZARD), count or None
    return "", None


def _book(session: Session, report: Report, plant: Enterprise, pieces: Sequence[Piece]) -> None:
    found = _first_due(session, plant, pieces)
    if found is None or _only_pictures_by_day(report, *found, pieces):
        _let_go(session, report, plant)
        _without_due(session, report, plant, pieces)
        return
    due, moment = found
    if report.night != due.night:
        _let_go(session, report, plant)
    status = str(obligations.status_for(due, moment) or "")
    reports.change(session, report, kind=ReportKind.PATROL, night=due.night, counted_at=moment, status=status)
    obligations.satisfy(session, due, db.row_id(report.id), moment)
    if due.report_id == report.id and due.satisfied_at != moment:
        due.satisfied_at = moment  # a piece that came in later may have been sent earlier


def _let_go(session: Session, report: Report, plant: Enterprise) -> None:
    """What this burst was taken for before its later words: another report of that night takes its place, if any."""
    due = opening.due_of(session, plant, report.night) if report.night else None
    if due is None or due.report_id != report.id:
        return
    obligations.release(session, due, report.last_received)
    for other in reports.of_night(session, due.enterprise_id, due.night):
        if other.id != report.id:
            judge(session, other)


def _first_due(session: Session, plant: Enterprise, pieces: Sequence[Piece]) -> tuple[Due, datetime] | None:
    """The first piece that a round may be read from and that falls into an open window."""
    for piece in pieces:
        due = opening.due_at(session, plant, piece.at) if of_a_round(piece, pieces) else None
        if due and not of_another_night(due, pieces):
            return due, piece.at
    return None


def _only_pictures_by_day(report: Report, due: Due, moment: datetime, pieces: Sequence[Piece]) -> bool:
    """After the cut-off, pictures without words make up only for a night that is missed; those of a hazard never."""
    answered = due.status not in (DueStatus.WAITING, DueStatus.MISSED, DueStatus.UNVERIFIED)
    other = due.report_id is not None and due.report_id != report.id
    of_work = any(piece.states_work or piece.states_owed for piece in pieces)
    stated = any(piece.states_a_round for piece in pieces)
    return moment > due.cut_off_at and not stated and (of_work or (answered and other))


def _without_due(session: Session, report: Report, plant: Enterprise, pieces: Sequence[Piece]) -> None:
    first = pieces[0].at
    night = questions.tonight(session, first)
    stated = any(piece.states_a_round for piece in pieces)
    shown = any(piece.files for piece in pieces)
    kind = _kind(session, plant, first, stated=stated, shown=shown)
    if not stated and any(piece.states_zero for piece in pieces):
        kind = ReportKind.ZERO
    named = last_named(pieces)
    if stated and named is not None and named < calendar.night_of(first):
        kind, night = ReportKind.PATROL, named
    elif kind == ReportKind.PATROL:
        night = night_before(first)
    reports.change(session, report, kind=kind, night=night, counted_at=first, status="")


def _kind(session: Session, plant: Enterprise, first: datetime, *, stated: bool, shown: bool) -> ReportKind:
    if not (stated or shown):
        return ReportKind.REMARK
    if opening.rule_for(session, plant) is None:
        return ReportKind.PATROL
    if calendar.local(first).time() >= EVENING:
        return ReportKind.EARLY
    if stated and _missed_last_night(session, plant, first):
        return ReportKind.PATROL
    return ReportKind.REMARK if stated else ReportKind.EVIDENCE


def _missed_last_night(session: Session, plant: Enterprise, moment: datetime) -> bool:
    due = opening.due_of(session, plant, night_before(moment))
    return due is not None and due.status in (DueStatus.MISSED, DueStatus.UNVERIFIED)


def night_before(moment: datetime) -> date:
    """The night that lies behind a moment of the day."""
    return calendar.night_of(moment - timedelta(hours=12))


def _receipt(turn: Turn, report: Report) -> None:
    """One receipt, twenty seconds after the last piece; another only when the meaning changed since."""
    meaning = meaning_of(turn.session, report)
    turn.receipt_comes(receipt_key(report))
    waiting = report.receipts > 0 and _wait_for_more(turn, report)
    if meaning == report.receipted:
        return
    another = not waiting and _worth_saying(turn, report)
    reports.change(turn.session, report, receipts=report.receipts + another, receipted=meaning)
    if another:
        turn.receipt_comes(receipt_key(report))
        turn.post(_letter(turn, report))


def meaning_of(session: Session, report: Report) -> str:
    """What a receipt would tell of a report: a change of it is worth another one."""
    told = (report.kind, report.enterprise_id, report.night, report.status, report.result, report.hazard_count)
    found = bursts.told(session, report).meaning if report.result == Result.HAZARD else ""
    return "/".join(str(part) for part in (*told, found, report.owed))


def _worth_saying(turn: Turn, report: Report) -> bool:
    """In a group, what belongs to no due is not asked about, unless the round of this night is still awaited."""
    belongs = report.kind not in (ReportKind.EVIDENCE, ReportKind.REMARK) or report.result == Result.HAZARD
    return belongs or not turn.in_group or awaited(turn)


def awaited(turn: Turn) -> bool:
    """Whether a round of one of the sender's enterprises is still awaited at the moment of this message."""
    dues = (opening.due_at(turn.session, plant, turn.counted) for plant in turn.plants())
    return any(due is not None and due.status == DueStatus.WAITING for due in dues)


def receipt_key(report: Report) -> str:
    """The outbox key of a report's newest receipt."""
    return f"receipt:report:{report.id}:{report.receipts}"


def _wait_for_more(turn: Turn, report: Report) -> bool:
    """Puts the receipt off while pieces still come; False when it has been said already."""
    return outbox.put_off(turn.session, receipt_key(report), _moment(turn, report))


def _moment(turn: Turn, report: Report) -> datetime:
    after = report.last_received + reports.RECEIPT_AFTER
    if report.receipts <= 1:
        after = min(after, report.first_received + reports.RECEIPT_AT_MOST)
    return max(after, turn.now)


def _letter(turn: Turn, report: Report) -> Letter:
    return Letter(
        key=receipt_key(report),
        kind="receipt.report",
        about={"report": report.id},
        channel=report.channel,
        to_user=report.sender,
        priority=Priority.RECEIPT,
        not_before=_moment(turn, report),
        stale_at=turn.now + timedelta(hours=6),
    )


def media_lost(session: Session, message_id: int, now: datetime) -> None:
    """Asks for a file that could not be fetched, and judges its report without it."""
    message = session.get_one(Message, message_id)
    report = reports.of_message(session, message_id)
    outbox.post(
        session,
        Letter(
            key=f"lost:{message.channel}:{message.sender}:{report.id if report else message_id}",
            kind="media.lost",
            about={"message": message_id},
            channel=message.channel,
            to_user=message.sender,
            priority=Priority.RECEIPT,
            stale_at=now + timedelta(hours=12),
        ),
        now,
    )
    if report:
        reports.change(session, report, **_files(session, report))
