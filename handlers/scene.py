"""The scene of an open incident: what its people write belongs to the incident, and goes to whoever has it in hand."""

from dataclasses import dataclass
from datetime import timedelta

from handlers import acts
from handlers.acts import Act, Anomaly
from handlers.incidents import say
from handlers.turn import Turn
from models import db, incidents, reports
from models.incidents import Incident, IncidentStatus, Stage

#: So long after the last word the people of the scene still speak of the incident, whatever they write.
NEAR = timedelta(hours=1)
#: A device that reports an alarm by mistake.
MISTAKEN = "误报"


@dataclass(frozen=True)
class SceneWord(Act):
    """Words or pictures of the scene while its incident is open: they go on to whoever has it in hand."""

    incident: int
    stage: str = Stage.FOLLOW_UP


def scene_word(turn: Turn, act: SceneWord) -> None:
    """Words of the scene that were drawn into its incident."""
    say(turn, turn.session.get_one(Incident, act.incident), act.stage)


def drawn_in(turn: Turn, wanted: list[Act]) -> list[Act]:
    """What is to be done while the incident of the sender is open: what belongs to it goes there, and nowhere else."""
    if any(isinstance(act, acts.Incident) for act in wanted):
        return wanted
    running = _near(turn)
    if running is None:
        return wanted
    held = [act for act in wanted if _of_the_scene(turn, running, act)]
    reported = any(isinstance(act, acts.PatrolReport | acts.ZeroReport | acts.HazardReport) for act in wanted)
    if not held and not reported and (wanted or not turn.message.text.strip()):
        return wanted
    stage = Stage.FALSE_ALARM if any(_doubts(act) for act in held) else Stage.FOLLOW_UP
    return [SceneWord(db.row_id(running.id), stage), *(act for act in wanted if act not in held)]


def _near(turn: Turn) -> Incident | None:
    """The active incident that whatever the sender writes now belongs to; pictures only within their burst."""
    own = [] if turn.in_group else [db.row_id(plant.id) for plant in turn.plants()]
    running = incidents.active_of(turn.session, turn.message.channel, turn.message.sender, own)
    if running is None or turn.message.chat not in ("", running.chat):
        return None
    silent = turn.now - incidents.last_word(turn.session, running)
    if not turn.message.text.strip():
        return running if silent <= reports.BURST else None
    return running if silent <= NEAR or running.status == IncidentStatus.OPEN else None


_HELD = (acts.NoRound, acts.ExemptionRequest, acts.PowerCut, acts.DrillReport)
_HAZARD = "隐患"


def _of_the_scene(turn: Turn, running: Incident, act: Act) -> bool:
    """Whether the ledger would book as something else what is said about the incident."""
    if isinstance(act, acts.Correction):
        own = [db.row_id(person.id) for person in turn.persons]
        since = incidents.last_word(turn.session, running)
        return not act.corrected and reports.last_of_person(turn.session, own, since) is None
    if isinstance(act, acts.HazardReport):
        return _HAZARD not in turn.message.text
    if isinstance(act, acts.Rectification):
        return not act.hazard_nos and not act.item_indices
    return act.intent == "none" or isinstance(act, _HELD)


def _doubts(act: Act) -> bool:
    if isinstance(act, Anomaly):
        return act.event == MISTAKEN
    return isinstance(act, acts.DrillReport) or (isinstance(act, acts.Correction) and act.retract)
