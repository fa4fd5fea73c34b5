"""Imports hazards: by their number where one is given, else new; what is known is completed, never decided here.

A state, a level, a source or a date that holds is changed by those who may, in the chat, with an event of its own.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time

from sqlmodel import Session, col, select

from bot.register.desk import Desk, Imported, Plants, State, change, finish, key
from bot.register.hazard_cells import Told, read
from bot.tables import Row
from models import calendar, db, hazards, lifecycle, missing
from models.hazards import Draft, Hazard, HazardStatus, Level, Source
from models.lifecycle import By, Move

#: The moves that lead a new hazard to its state.
_MOVES: Mapping[HazardStatus, tuple[Move, ...]] = {
    HazardStatus.AWAITING: (Move.RECTIFY,),
    HazardStatus.CLOSED: (Move.RECTIFY, Move.CLOSE),
    HazardStatus.VOID: (Move.VOID,),
}
BY = By("admin")
#: The event of a hazard that came from a sheet.
EVENT = "import"
#: At what time of its day a date of a sheet is taken to lie: within the duty day of the same name.
NOON = time(12, 0)


def import_hazards(session: Session, rows: Sequence[Row], now: datetime) -> Imported:
    """Enters new hazards and completes known ones; each state is reached by the moves of `lifecycle`."""
    desk, plants, today = Desk(), Plants(session), calendar.today(now)
    told = [read(desk, plants, today, row) for row in rows]
    known = _Known(session)
    _namesakes(desk, told, today)
    pairs = [(one, known.of(desk, one, today)) for one in told]
    for one, hazard in pairs:
        if hazard is None:
            _new(desk, one, today)
        else:
            _contradictions(desk, one, hazard)
    desk.stop()
    entered = [_enter(session, one, now) for one, hazard in pairs if hazard is None]
    states: list[State] = [_complete(session, hazard, one, now) for one, hazard in pairs if hazard is not None]
    if entered:
        desk.notes.append(f"新编号：{entered[0]}" + (f"—{entered[-1]}" if len(entered) > 1 else ""))
    new: list[State] = ["new"] * len(entered)
    return finish(session, now, "hazards", "隐患", [*states, *new], desk.notes)


class _Known:
    """The hazards that the ledger holds, by number and by what they are."""

    def __init__(self, session: Session) -> None:
        everything = session.exec(select(Hazard).order_by(col(Hazard.id))).all()
        self.by_number = {one.number: one for one in everything}
        self.alike = {
            (one.enterprise_id, key(one.item), key(one.place), calendar.today(one.found_at)): one for one in everything
        }

    def of(self, desk: Desk, told: Told, today: date) -> Hazard | None:
        """The hazard that a row speaks of; None when it is new."""
        if not told.number:
            return self.alike.get(told.alike(today))  # type: ignore[arg-type]
        found = self.by_number.get(told.number)
        if found is None:
            desk.wrong(told.row, "编号", f"台账里没有“{told.number}”；新隐患这一格空着")
        return found


def _namesakes(desk: Desk, told: Sequence[Told], today: date) -> None:
    seen: dict[object, Row] = {}
    for one in told:
        name: object = one.number or one.alike(today)
        if name in seen:
            desk.wrong(one.row, "隐患内容", f"与第{seen[name].number}行是同一条，请删去一行")
        seen.setdefault(name, one.row)


def _contradictions(desk: Desk, told: Told, hazard: Hazard) -> None:
    if told.plant and told.plant.id != hazard.enterprise_id:
        desk.wrong(told.row, "企业名称", f"{hazard.number}是另一家企业的")
    frozen: Sequence[tuple[str, object, object, str]] = (
        ("状态", told.state, hazard.status, "请在对话里办：整改、复查、销号"),
        ("级别", told.level, hazard.level, "请由监管员在对话里改"),
        ("来源", told.source, hazard.source, "登记后不能改"),
        ("时限", told.items.get("deadline") if hazard.deadline else None, hazard.deadline, "请在对话里申请延期"),
    )
    for column, wanted, holds, instead in frozen:
        if wanted is not None and wanted != holds:
            desk.wrong(told.row, column, f"与台账里的不一样，这里不改；{instead}")


def _new(desk: Desk, told: Told, today: date) -> None:
    unread = any(fault.startswith(told.row.place("来源")) for fault in desk.faults)
    if told.source is None and not unread:
        desk.wrong(told.row, "来源", "新隐患要写来源：夜巡、自查、部门检查……")
    found, deadline = told.found or today, told.items.get("deadline")
    if isinstance(deadline, date) and deadline < found:
        desk.wrong(told.row, "时限", f"{deadline}比发现日期{found}还早")
    fixed = told.state in (HazardStatus.AWAITING, HazardStatus.CLOSED)
    if told.rectified and (not fixed or told.rectified < found):
        desk.wrong(told.row, "整改日期", "要在发现日期以后，状态是待复查或已销号的才写")
    if told.closed and (told.state != HazardStatus.CLOSED or told.closed < (told.rectified or found)):
        desk.wrong(told.row, "销号日期", "要在整改日期以后，状态是已销号的才写")


def _moment(day: date | None, now: datetime) -> datetime:
    return min(calendar.at(day, NOON), now) if day else now


def _enter(session: Session, told: Told, now: datetime) -> str:
    """A new hazard with its event, moved to its state; what the sheet says of the past is kept beside that. Its number.

    The moves happen now, as the audit chain has it; when it was found, fixed and closed is what the sheet says.
    """
    draft = Draft(
        enterprise_id=db.row_id(told.plant.id if told.plant else None),
        source=Source(str(told.source)),
        found_at=_moment(told.found, now),
        received_at=now,
        level=told.level or Level.GENERAL,
    )
    hazard = hazards.enter(session, draft, now)
    change(hazard, told.items)
    hazard.first_deadline = hazard.deadline
    lifecycle.record(session, hazard, EVENT, BY, now)
    _reach(session, hazard, told, now)
    session.add(hazard)
    return hazard.number


def _reach(session: Session, hazard: Hazard, told: Told, now: datetime) -> None:
    if told.state is None:
        missing.complete(session, hazard, BY, now)
    elif told.state == HazardStatus.RECTIFYING:
        whole = not hazards.lacking(hazard)
        lifecycle.move(session, hazard, Move.COMPLETE if whole else Move.ASSIGN, BY, now, note=EVENT)
    for move in _MOVES.get(told.state, ()) if told.state else ():
        lifecycle.move(session, hazard, move, BY, now, note=EVENT, document=hazard.document)
    if hazard.rectified_at:
        hazard.rectified_at = _moment(told.rectified or told.closed, now)
    if hazard.closed_at:
        hazard.closed_at = _moment(told.closed, now)


def _complete(session: Session, hazard: Hazard, told: Told, now: datetime) -> State:
    """What a known hazard lacked, or has otherwise in the sheet; the work on it begins when nothing is lacking."""
    dated = hazard.deadline is not None
    if not change(hazard, told.items):
        return "same"
    hazard.first_deadline = hazard.first_deadline if dated else hazard.deadline
    session.add(hazard)
    lifecycle.record(session, hazard, "items", BY, now, note=EVENT)
    missing.complete(session, hazard, BY, now)
    return "changed"
