"""What one finding says for the ledger: how grave it is, until when, who answers for it; and who has to judge that."""

from datetime import date, datetime, timedelta

from handlers.acts import Finding, HazardReport
from handlers.turn import Turn
from handlers.understand import major
from models import calendar, concerned, hazards
from models.hazards import Hazard, Level
from models.outbox import Letter, Priority
from models.people import Enterprise
from models.wording import assigning

#: The level of a finding, as understanding gives it.
MAJOR = "重大"
#: What an officer or an enterprise has to know of a hazard keeps over a weekend.
KEEPS = timedelta(days=5)


def level_of(act: HazardReport, finding: Finding, plant: Enterprise) -> tuple[Level, bool, str]:
    """How grave it is said to be, whether an officer has to say so, and what hints at it: a point and its words."""
    majors, total = act.count_by_level.get(MAJOR, 0), sum(act.count_by_level.values())
    if finding.level == MAJOR or (majors and majors == total):
        return Level.MAJOR, True, ""
    if hint := hint_of(finding, plant):
        return Level.GENERAL, True, hint
    unclear = majors and not any(one.level == MAJOR for one in act.hazards)
    return Level.GENERAL, bool(unclear), f"{MAJOR}{majors}处" if unclear else ""


def hint_of(finding: Finding, plant: Enterprise) -> str:
    """The points of a major hazard that a finding may meet, with the words that say so; none of other trades."""
    found = major.hints(f"{finding.location}{finding.desc}") if major.applies(plant.class_name) else ()
    return assigning.points([one.number for one in found], found[0].words) if found else ""


def said_of(act: HazardReport, finding: Finding, now: datetime, *, for_all: bool = False) -> tuple[date | None, str]:
    """Deadline and responsible of one finding; what is said once for all holds where no finding has its own."""
    own_day = for_all or not any(one.deadline for one in act.hazards)
    own_name = for_all or not any(one.responsible for one in act.hazards)
    day = finding.deadline or (act.deadline if own_day else None)
    sane = day is not None and day >= calendar.today(now)
    return (day if sane else None), finding.responsible or (act.responsible if own_name else "")


def ask_level(turn: Turn, hazard: Hazard) -> None:
    """Asks who answers for the enterprise how grave a hazard is; at once where it is said to be a major one."""
    if not hazard.level_open:
        return
    for officer in concerned.officers(turn.session, hazards.plant_of(turn.session, hazard)):
        turn.post(
            Letter(
                key=f"level:{hazard.number}:{officer.id}",
                kind="hazard.level",
                about={"hazard": hazard.id},
                person_id=officer.id,
                priority=Priority.DUTY if hazard.is_major else Priority.OFFICE,
                stale_at=turn.now + KEEPS,
            )
        )
