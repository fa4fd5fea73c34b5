"""Which act comes first, which ones another already holds, and what must be asked."""

from __future__ import annotations

from dataclasses import replace

from handlers.acts import (
    Acknowledge,
    Act,
    AskEnterprise,
    AskLedger,
    AskReporting,
    Bind,
    BindWithCode,
    Broadcast,
    Chatter,
    Choose,
    Commitment,
    Correction,
    DrillReport,
    ExemptionRequest,
    ExportForm,
    ExtensionDecision,
    ExtensionRequest,
    HazardReport,
    Help,
    Incident,
    IssueCode,
    KeyPeriodSet,
    NoRound,
    PatrolReport,
    ProxyEntry,
    Rectification,
    Remind,
    ReportFile,
    Result,
    Review,
    SpecialWork,
    SummaryReport,
    TipOff,
    ZeroReport,
)
from handlers.understand import refs
from handlers.understand.reading import Doubt, Question
from handlers.understand.said import Said
from models.wording import asking

# The primary act is the first of these; those that are not named come behind them, as they were recognised.
ORDER: tuple[type[Act], ...] = (
    Incident,
    BindWithCode,
    IssueCode,
    TipOff,
    Correction,
    ExtensionRequest,
    Rectification,
    HazardReport,
    ZeroReport,
    PatrolReport,
    SummaryReport,
)

# What is part of an act is no act of its own.
REPORTS: tuple[type[Act], ...] = (
    PatrolReport,
    ZeroReport,
    HazardReport,
    Rectification,
    SummaryReport,
    NoRound,
    ExemptionRequest,
)
ASKING: tuple[type[Act], ...] = (AskReporting, AskEnterprise, AskLedger, Help)
HOLDS: dict[type[Act], tuple[type[Act], ...]] = {
    Incident: (
        *REPORTS,
        *ASKING,
        TipOff,
        Correction,
        ExtensionRequest,
        SpecialWork,
        Commitment,
        DrillReport,
        ReportFile,
        Bind,
        Review,
        Broadcast,
    ),
    BindWithCode: (*REPORTS, *ASKING, Choose),
    IssueCode: (*REPORTS, *ASKING, Bind, Remind, Broadcast),
    TipOff: (*REPORTS, *ASKING, SpecialWork),
    Correction: (*REPORTS, SpecialWork),
    Commitment: (*REPORTS, *ASKING, SpecialWork),
    DrillReport: (*REPORTS, SpecialWork),
    SummaryReport: (HazardReport, Rectification, ZeroReport, PatrolReport, DrillReport),
    SpecialWork: (HazardReport, Rectification, ZeroReport, PatrolReport, ExemptionRequest, NoRound),
    ReportFile: REPORTS,
    ExtensionRequest: (Rectification, HazardReport, NoRound, ExemptionRequest, Help, AskLedger, SpecialWork),
    Rectification: (HazardReport, ZeroReport, NoRound, ExemptionRequest),
    ExemptionRequest: (NoRound, Help, HazardReport, Rectification, AskLedger, AskEnterprise),
    HazardReport: (ZeroReport, NoRound),
    ZeroReport: (NoRound, ExemptionRequest),
    PatrolReport: (NoRound, ExemptionRequest),
    ProxyEntry: (*ASKING, Remind),
    Remind: (AskReporting, AskLedger, AskEnterprise),
    KeyPeriodSet: (*ASKING, Broadcast, Remind),
    Broadcast: (*ASKING, Remind),
    ExportForm: (AskLedger, AskReporting, Help),
    Review: (AskLedger, ExtensionDecision),
    ExtensionDecision: (AskLedger,),
    AskReporting: (AskLedger, Help),
    AskEnterprise: (AskLedger, Help),
    Help: (AskLedger,),
    Bind: (PatrolReport, ZeroReport),
}


def decide(said: Said, found: list[Act]) -> tuple[Act, ...]:
    """The acts that stand, the primary first."""
    held = {kind for act in found for kind in HOLDS.get(type(act), ())}
    left = [act for act in found if type(act) not in _not_circular(found, held)]
    return tuple(_told_apart(said, sorted(left, key=_rank)))


def _not_circular(found: list[Act], held: set[type[Act]]) -> set[type[Act]]:
    """What is held by something that itself stands."""
    standing = {type(act) for act in found} - held
    return {kind for stands in standing for kind in HOLDS.get(stands, ())}


def _rank(act: Act) -> int:
    return ORDER.index(type(act)) if type(act) in ORDER else len(ORDER)


def _told_apart(said: Said, acts: list[Act]) -> list[Act]:
    """A round that found something is a round with a hazard; a hazard at hand leaves no normal result."""
    hazard = any(isinstance(act, HazardReport) for act in acts)
    if not hazard:
        return acts
    return [
        replace(act, result=Result.HAZARD, hazard_count=None) if isinstance(act, PatrolReport) else act for act in acts
    ]


# Questions


def question(said: Said, acts: tuple[Act, ...]) -> Question | None:
    """The one thing that must be asked, if anything."""
    for act in acts:
        if found := _about(said, act):
            return found
    return _which_enterprise(said, acts) or _name_wanted(said, acts)


def _about(said: Said, act: Act) -> Question | None:
    if isinstance(act, PatrolReport):
        return _hedged(said, act)
    if isinstance(act, HazardReport):
        return _counted(act)
    if isinstance(act, Rectification):
        return _which_hazard(said, act)
    return _extension(said, act) if isinstance(act, ExtensionRequest) else None


def _hedged(said: Said, act: PatrolReport) -> Question | None:
    if act.result is not Result.HEDGED:
        return None
    words = act.why[-1].split("”")[0].lstrip("“")
    normal = replace(act, result=Result.NORMAL, hazard_count=0)
    return Question(Doubt.HEDGED, asking.hedged(words), (normal,))


def _counted(act: HazardReport) -> Question | None:
    if act.declared_count is not None and act.listed_count is not None:
        return Question(Doubt.COUNT, asking.count(act.declared_count, act.listed_count))
    return Question(Doubt.DESCRIBE, asking.describe()) if act.partial else None


def _which_hazard(said: Said, act: Rectification) -> Question | None:
    """A completion that names none where several are open; progress needs no question."""
    several = len(said.context.open_hazards) > 1
    if act.status == "整改中" or act.all_done or act.pending_nos or len(act.hazard_nos) == 1 or not several:
        return None
    if act.hazard_nos and not _tied(said, act.hazard_nos):
        return None
    if act.done_count == len(said.context.open_hazards):
        return None
    numbers = tuple(hazard.number for hazard in said.context.open_hazards)
    choices = tuple(replace(act, hazard_nos=(no,), done_count=1, status="已整改") for no in numbers)
    return Question(Doubt.WHICH_HAZARD, asking.which_hazard(numbers), choices)


def _tied(said: Said, numbers: tuple[str, ...]) -> bool:
    """Whether several were found by their words alone, none by its number."""
    return not refs.numbers(said.text, said.context) and not refs.indices(said.text, len(said.context.last_list))


def _extension(said: Said, act: ExtensionRequest) -> Question | None:
    lacking = [
        name
        for name, lacks in (
            ("编号", len(act.hazard_nos) != 1 and bool(said.context.open_hazards)),
            ("新日期", act.deadline is None and act.days is None),
            ("原因", not act.reason),
        )
        if lacks
    ]
    if not lacking:
        return None
    return Question(Doubt.EXTENSION, asking.extension(lacking))


ABOUT_ENTERPRISE = (Bind, AskEnterprise, AskReporting, AskLedger, IssueCode, ProxyEntry, HazardReport, Remind, TipOff)


def _which_enterprise(said: Said, acts: tuple[Act, ...]) -> Question | None:
    """A short name that fits several, where an enterprise matters."""
    asks = next((act for act in acts if isinstance(act, ABOUT_ENTERPRISE)), None)
    if not said.candidates or asks is None or not (said.officer or isinstance(asks, Bind)):
        return None
    choices = tuple(_of(asks, name) for name in said.candidates)
    asked = asking.which_enterprise(said.candidates)
    return Question(Doubt.WHICH_ENTERPRISE, asked, choices, said.candidates)


def _of(act: Act, name: str) -> Act:
    if isinstance(act, AskLedger | Remind):
        return replace(act, enterprises=(name,))
    if isinstance(act, Bind | AskEnterprise | AskReporting | IssueCode | ProxyEntry | HazardReport | TipOff):
        return replace(act, enterprise=name)
    return act


def _name_wanted(said: Said, acts: tuple[Act, ...]) -> Question | None:
    """Somebody unknown who gives only an enterprise."""
    if said.context.known or not said.names or any(not isinstance(act, Chatter | Acknowledge) for act in acts):
        return None
    if len(said.bare) > len(said.names[0].text) + 8:
        return None
    return Question(Doubt.NAME, asking.name(said.names[0].text))
