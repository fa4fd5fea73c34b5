"""New hazards of an enterprise enter the ledger with its report; taking a message back never undoes one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from handlers import acts, assigning, findings, meant, patrol, rounds
from handlers.acts import Finding, HazardReport
from handlers.offers import AssignReport
from handlers.turn import Turn
from models import bursts, calendar, concerned, db, hazards, lifecycle, missing, opening, outbox, people, reports
from models.errors import Said
from models.hazards import Draft, Hazard, HazardStatus, Lack, Source
from models.inbox import Message
from models.lifecycle import By
from models.outbox import Letter, Priority
from models.people import Enterprise
from models.reports import Report, ReportKind
from models.wording import answers

#: The state of a finding that was fixed on the spot, as understanding gives it.
FIXED = "已整改"
#: Words by which a count is added to what the same burst told of already.
MORE = ("又", "另", "还有", "再")


def report(turn: Turn, act: HazardReport) -> None:
    """New hazards: those of an enterprise stand in its report, those of an officer are assigned."""
    if turn.is_officer and (act.enterprise or not turn.plants()):
        assigning.assign(turn, act)
        return
    found = patrol.gather(turn, act)
    patrol.book(turn, found)
    if found.enterprise_id is not None:
        enter(turn, found, turn.message, act)
    patrol.acknowledge(turn, found)
    _ask(turn, found)


def of_plant(turn: Turn, act: AssignReport) -> None:
    """The answer to 是哪家的: what the report told of enters the ledger of that enterprise."""
    known = turn.session.get(Report, act.report)
    if known and hazards.of_report(turn.session, act.report):
        raise Said(answers.choice_expired())
    found = rounds.assign(turn, act)
    for piece in reports.pieces(turn.session, db.row_id(found.id)):
        message = turn.session.get_one(Message, piece.message_id)
        for said in (acts.load(stored) for stored in piece.acts):
            if isinstance(said, HazardReport):
                enter(turn, found, message, said)
    patrol.acknowledge(turn, found)
    _ask(turn, found)


def enter(turn: Turn, found: Report, message: Message, act: HazardReport) -> None:
    """Enters the hazards of one message: what is known already is named, what was only counted is described first."""
    burst = _Burst(turn, found, message, act)
    moment = burst.counted
    open_rows = bursts.undescribed(turn.session, found, moment)
    before = len(hazards.of_report(turn.session, db.row_id(found.id)))
    for finding in act.hazards:
        told = (finding.location, finding.desc)
        twin = bursts.twin(turn.session, burst.plant_id, *told, moment, message.id)
        if twin is not None:
            _again(burst, twin, finding)
        elif open_rows:
            _describe(burst, open_rows.pop(0), finding)
        else:
            _enter(burst, finding)
    fixed = max(0, (act.done_count or 0) - sum(one.status == FIXED for one in act.hazards))
    for number in range(_only_counted(act, message.text, before)):
        _enter(burst, Finding("", status=FIXED if number < fixed else ""))
    found.hazard_count = len(bursts.told(turn.session, found).all)
    turn.session.add(found)


def _only_counted(act: HazardReport, text: str, before: int) -> int:
    """How many are counted and not described; a bare count of a burst speaks of all that it told of."""
    counted = act.hazard_count or 0
    if act.hazards:
        return max(0, counted - len(act.hazards))
    return counted if any(word in text for word in MORE) else max(0, counted - before)


@dataclass(frozen=True)
class _Burst:
    """A message with hazards, in the report that it belongs to."""

    turn: Turn
    report: Report
    message: Message
    act: HazardReport

    @property
    def counted(self) -> datetime:
        """When it counts as sent."""
        return calendar.counted_time(self.message.sent_at, self.message.received_at)

    @property
    def plant(self) -> Enterprise:
        """Whose hazards they are."""
        return self.turn.session.get_one(Enterprise, self.report.enterprise_id)

    @property
    def plant_id(self) -> int:
        """The key of that enterprise."""
        return db.row_id(self.report.enterprise_id)

    @property
    def by(self) -> By:
        """Its writer, as the events name them."""
        own = meant.by(self.turn, self.plant)
        return By(own.actor, own.person_id, self.message.id)

    def draft(self, finding: Finding) -> Draft:
        """One finding as it enters the ledger."""
        level, is_open, hint = findings.level_of(self.act, finding, self.plant)
        deadline, responsible = findings.said_of(self.act, finding, self.turn.now)
        return Draft(
            enterprise_id=self.plant_id,
            source=_source(self.turn.session, self.report, self.plant, self.counted),
            found_at=self.counted,
            received_at=self.message.received_at,
            item=finding.desc,
            place=finding.location,
            level=level,
            level_open=is_open,
            level_hint=hint,
            responsible=responsible,
            deadline=deadline,
            control=self.act.control_measure,
            report_id=self.report.id,
            message_id=self.message.id,
            person_id=self.report.person_id,
        )


def _source(session: Session, found: Report, plant: Enterprise, moment: datetime) -> Source:
    """A round of a night, or anything within its window; by day the enterprise looked for itself."""
    due = opening.due_at(session, plant, moment)
    in_window = due is not None and moment <= due.cut_off_at
    of_night = found.kind == ReportKind.PATROL and opening.rule_for(session, plant) is not None
    return Source.PATROL if in_window or of_night else Source.SELF_CHECK


def _enter(burst: _Burst, finding: Finding) -> None:
    turn = burst.turn
    hazard = hazards.enter(turn.session, burst.draft(finding), turn.now)
    lifecycle.record(turn.session, hazard, "found", burst.by, turn.now, _gist(hazard))
    _claim(burst, hazard, finding)
    findings.ask_level(turn, hazard)


def _gist(hazard: Hazard) -> str:
    return f"{hazard.place} {hazard.item}".strip()


def _describe(burst: _Burst, hazard: Hazard, finding: Finding) -> None:
    """A hazard that was only counted gets its words."""
    turn, draft = burst.turn, burst.draft(finding)
    hazard.place, hazard.item = draft.place, draft.item
    hazard.responsible = hazard.responsible or draft.responsible
    hazard.control = hazard.control or draft.control
    if hazard.deadline is None:
        hazard.deadline = hazard.first_deadline = draft.deadline
    if draft.level_open and not hazard.level_open:
        hazard.level, hazard.level_open, hazard.level_hint = draft.level, True, draft.level_hint
    turn.session.add(hazard)
    bursts.mention(turn.session, burst.report, hazard)
    lifecycle.record(turn.session, hazard, f"items.{Lack.ITEM}", burst.by, turn.now, f" -> {_gist(hazard)}")
    _claim(burst, hazard, finding)
    missing.complete(turn.session, hazard, burst.by, turn.now)
    findings.ask_level(turn, hazard)


def _again(burst: _Burst, hazard: Hazard, finding: Finding) -> None:
    """The same hazard said twice is one; the report that said it again names its number."""
    if hazard.report_id != burst.report.id:
        bursts.mention(burst.turn.session, burst.report, hazard)
        note = burst.message.text
        lifecycle.record(burst.turn.session, hazard, "again", burst.by, burst.turn.now, note)
    _claim(burst, hazard, finding)


def _claim(burst: _Burst, hazard: Hazard, finding: Finding) -> None:
    """Said to be fixed already: on the spot where this burst found it; the picture is still to be seen."""
    if finding.status != FIXED or hazard.claimed_at or hazard.status not in hazards.UNFIXED:
        return
    hazard.on_the_spot = hazard.on_the_spot or hazard.report_id == burst.report.id
    hazard.claimed_at = burst.turn.now
    burst.turn.session.add(hazard)
    lifecycle.record(burst.turn.session, hazard, "claimed", burst.by, burst.turn.now, burst.message.text)


def _ask(turn: Turn, found: Report) -> None:
    """What is missing is asked in the receipt, or at once of who answers for it; else at 08:40."""
    if found.enterprise_id is None:
        return
    plant = turn.session.get_one(Enterprise, found.enterprise_id)
    new = bursts.told(turn.session, found).new
    if asked := missing.asked_of(turn.session, plant, found.person_id, new, turn.now):
        missing.mark(turn.session, asked, turn.now)
    elif missing.at_once(turn.now) and all(one.item for one in new):
        missing.ask(turn.session, plant, turn.now, after=reports.RECEIPT_AT_MOST)


# Taken back


def recalled(session: Session, message: Message, now: datetime) -> bool:
    """A message was taken back on the platform: the hazards it brought stay, the officer is told; False without one."""
    rows = list(session.exec(select(Hazard).where(Hazard.message_id == message.id).order_by(col(Hazard.id))).all())
    persons = people.of_account(session, message.channel, message.sender)
    for hazard in rows:
        by = By(f"person:{persons[0].id}", persons[0].id, message.id) if persons else By("bot", None, message.id)
        lifecycle.record(session, hazard, "recalled", by, now)
    outbox.post_all(session, list(retracted(session, rows, message, "recalled")), now)
    return bool(rows)


def retracted(session: Session, rows: Sequence[Hazard], message: Message, how: str) -> Iterator[Letter]:
    """To who answers for the enterprise: what brought these hazards was taken back; they stay until an officer acts."""
    still = [one for one in rows if one.status not in (HazardStatus.VOID, HazardStatus.CLOSED)]
    if not still:
        return
    plant = hazards.plant_of(session, still[0])
    numbers = [one.number for one in still]
    for officer in concerned.officers(session, plant):
        yield Letter(
            key=f"retracted:{message.id}:{officer.id}",
            kind="hazard.retracted",
            about={"numbers": numbers, "message": message.id, "how": how},
            person_id=officer.id,
            priority=Priority.OFFICE,
        )
