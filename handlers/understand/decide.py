"""Which act comes first, and which ones another already holds."""

from __future__ import annotations

from dataclasses import replace

from handlers.acts import (
    AcceptanceTeam,
    Act,
    AgreeRest,
    Anomaly,
    AskAnomalies,
    AskClocks,
    AskCourse,
    AskEnterprise,
    AskLedger,
    AskNotice,
    AskReporting,
    AskSheet,
    AskWhy,
    Bind,
    BindWithCode,
    Broadcast,
    CancelNotice,
    Choose,
    Commitment,
    Correction,
    DrillReport,
    EndAnomaly,
    ExemptionRequest,
    ExportForm,
    ExtensionDecision,
    ExtensionRequest,
    HazardReport,
    Help,
    Incident,
    IssueCode,
    IssueWarning,
    KeyPeriodSet,
    LiftWarning,
    MissingItems,
    NoRound,
    NotARound,
    PatrolReport,
    PowerCut,
    ProxyEntry,
    Rectification,
    Remind,
    ReportedUpward,
    ReportFile,
    Result,
    Resume,
    Review,
    SearchLedger,
    SecondName,
    SetLevel,
    SpecialWork,
    SummaryReport,
    TakeOver,
    TipOff,
    VoidHazard,
    ZeroReport,
)
from handlers.understand import lexicon
from handlers.understand.faults import fault_in
from handlers.understand.recognise.extensions import fixed_beside
from handlers.understand.recognise.states import besides
from handlers.understand.said import Said

# The primary act is the first of these; those that are not named come behind them, as they were recognised.
ORDER: tuple[type[Act], ...] = (
    Incident,
    BindWithCode,
    IssueCode,
    TipOff,
    Correction,
    NotARound,
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
    PowerCut,
    Anomaly,
)
ASKING: tuple[type[Act], ...] = (AskReporting, AskEnterprise, AskLedger, Help)
HOLDS: dict[type[Act], tuple[type[Act], ...]] = {
    Incident: (
        *REPORTS,
        *ASKING,
        TipOff,
        Correction,
        Resume,
        ExtensionRequest,
        SpecialWork,
        Commitment,
        DrillReport,
        ReportFile,
        Bind,
        Review,
        Broadcast,
        MissingItems,
        AcceptanceTeam,
        ProxyEntry,
    ),
    BindWithCode: (*REPORTS, *ASKING, Choose),
    IssueCode: (*REPORTS, *ASKING, Bind, Remind, Broadcast),
    TipOff: (*REPORTS, *ASKING, SpecialWork),
    Correction: (*REPORTS, *ASKING, SpecialWork, MissingItems),
    NotARound: (PatrolReport, ZeroReport, NoRound, Correction),
    Commitment: (*REPORTS, *ASKING, SpecialWork, MissingItems),
    DrillReport: (PatrolReport, ZeroReport, HazardReport, Rectification, NoRound, ExemptionRequest, SpecialWork),
    SummaryReport: (ExtensionRequest, HazardReport, Rectification, ZeroReport, PatrolReport, DrillReport),
    SpecialWork: (MissingItems, HazardReport, Rectification, ZeroReport, PatrolReport, ExemptionRequest, NoRound),
    ReportFile: REPORTS,
    ExtensionRequest: (Rectification, HazardReport, NoRound, ExemptionRequest, Help, AskLedger, SpecialWork),
    Rectification: (HazardReport, ZeroReport, NoRound, ExemptionRequest),
    ExemptionRequest: (NoRound, Help, HazardReport, Rectification, AskLedger, AskEnterprise),
    PowerCut: (NoRound, ExemptionRequest, HazardReport, Anomaly),
    Anomaly: (NoRound, ExemptionRequest, HazardReport, Rectification),
    HazardReport: (ZeroReport, NoRound, Remind, *ASKING),
    ZeroReport: (NoRound, ExemptionRequest),
    PatrolReport: (NoRound, ExemptionRequest),
    MissingItems: (*REPORTS, *ASKING, Review),
    AcceptanceTeam: (*REPORTS, *ASKING, MissingItems),
    ProxyEntry: (*ASKING, Remind, TakeOver),
    Remind: (AskReporting, AskLedger, AskEnterprise),
    KeyPeriodSet: (*ASKING, Broadcast, Remind),
    Broadcast: (*ASKING, Remind),
    IssueWarning: (*REPORTS, *ASKING, Broadcast, Remind, ReportFile),
    LiftWarning: (*REPORTS, *ASKING, Broadcast, Remind, IssueWarning, Correction),
    CancelNotice: (*REPORTS, *ASKING, Broadcast, Remind, Correction),
    AskNotice: (*REPORTS, *ASKING, Remind, Broadcast, Correction),
    ExportForm: (AskLedger, AskReporting, Help),
    Review: (*ASKING, ExtensionDecision, Correction),
    AgreeRest: (*ASKING, ExtensionDecision, Correction),
    SecondName: ASKING,
    SetLevel: ASKING,
    VoidHazard: (*ASKING, Correction, HazardReport, SetLevel, Review),
    ExtensionDecision: (*ASKING, Remind),
    AskWhy: (*ASKING, Remind),
    ReportedUpward: (*REPORTS, *ASKING, Incident, ProxyEntry, SummaryReport, ReportFile, Broadcast, Review, TakeOver),
    AskSheet: (*ASKING, Incident, ExportForm, SearchLedger),
    AskCourse: (*ASKING, SearchLedger, AskWhy),
    AskClocks: (*ASKING, AskWhy),
    AskAnomalies: (*REPORTS, *ASKING, SearchLedger),
    EndAnomaly: (*REPORTS, *ASKING, Correction, Review),
    SearchLedger: (*REPORTS, *ASKING, Incident, Review, SpecialWork, Remind),
    AskReporting: (AskLedger, Help),
    AskEnterprise: (AskLedger, Help),
    Help: (AskLedger,),
    Bind: (PatrolReport, ZeroReport),
}


def decide(said: Said, found: list[Act]) -> tuple[Act, ...]:
    """The acts that stand, the primary first."""
    held = {kind for act in found for kind in HOLDS.get(type(act), ())}
    out = _not_circular(found, held) - _told_besides(said, found)
    return tuple(_told_apart(said, sorted((act for act in found if type(act) not in out), key=_rank)))


def _instead_of_nothing(said: Said) -> bool:
    """Whether what is withdrawn said that there was nothing, and something is told beside it."""
    withdrawn = bool(said.hit("patrol.zero")) or "正常" in said.text
    return withdrawn and any(
        fault_in(clause.text) for clause in said.clauses if not lexicon.hit("patrol.zero", clause.text)
    )


def _told_besides(said: Said, found: list[Act]) -> set[type[Act]]:
    """What is told beside work on known hazards and no part of it: 零报告 by its name, 又发现 a new one."""
    if any(isinstance(act, Correction) and act.retract for act in found) and (
        said.hit("hazard.found") or _instead_of_nothing(said)
    ):
        return {HazardReport}
    if not any(isinstance(act, Rectification) for act in found):
        return set()
    if any(isinstance(act, ExtensionRequest) for act in found) and fixed_beside(said):
        return {Rectification}
    prompted = said.context.reply_to == "zero_report_prompt"
    named: set[type[Act]] = {ZeroReport} if said.hit("patrol.zero") or prompted else set()
    new = said.hit("hazard.besides") or any(besides(clause.text) for clause in said.clauses)
    return named | ({HazardReport} if new else set())


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
