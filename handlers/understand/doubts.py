"""The one question that a message leaves open, and the acts that a digit stands for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from handlers.acts import (
    Acknowledge,
    Act,
    AnswerByPhone,
    AskEnterprise,
    AskLedger,
    AskReporting,
    Bind,
    Chatter,
    ExportForm,
    ExtensionRequest,
    HazardReport,
    IssueCode,
    PatrolReport,
    ProxyEntry,
    Rectification,
    Remind,
    Result,
    Review,
    SetLevel,
    TipOff,
    VoidHazard,
)
from handlers.understand import refs
from handlers.understand.reading import Doubt, Question
from handlers.understand.recognise import extensions
from handlers.understand.said import Said
from models.wording import asking

#: So many hazards can be chosen by a digit.
CHOICES = 4
TWO = 2


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
        return _which_fixed(said, act)
    if isinstance(act, ExtensionRequest):
        return _extension(said, act)
    return _which_decided(said, act) if isinstance(act, Review | SetLevel | VoidHazard) else None


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


# Which hazard


def _which_fixed(said: Said, act: Rectification) -> Question | None:
    """A completion that names none where several are open, or that names another thing; progress needs no question."""
    some = tuple(hazard.number for hazard in said.context.open_hazards) or said.context.last_list
    if not some or act.hazard_nos or act.all_done or act.status == "整改中" or act.done_count == len(some) > 1:
        return None
    tied = refs.by_words(said.text, said.context.open_hazards)
    if len(tied) > 1:
        some = tied
    if act.done_count is not None and act.done_count > 1:
        return Question(Doubt.WHICH_HAZARD, asking.which_hazards(act.done_count, _short(said, some)))
    one = replace(act, done_count=1, status="已整改")
    return _which(said, some, tuple(replace(one, hazard_nos=(no,)) for no in some))


def _which_decided(said: Said, act: Review | SetLevel | VoidHazard) -> Question | None:
    """A decision of an officer that names none of the several that were listed."""
    some = refs.candidates(said.context)
    if act.hazard_nos or len(some) < TWO:
        return None
    return _which(said, some, tuple(replace(act, hazard_nos=(no,)) for no in some))


def _which(said: Said, some: tuple[str, ...], choices: tuple[Act, ...]) -> Question:
    """Asks for a digit where a few fit, else for the number."""
    if len(some) > CHOICES:
        return Question(Doubt.WHICH_HAZARD, asking.which_hazard(_short(said, some)))
    shown = [f"{no} {words}" for no, words in zip(_short(said, some), (_words(said, no) for no in some), strict=True)]
    return Question(Doubt.WHICH_HAZARD, asking.which_of(shown), choices)


def _words(said: Said, no: str) -> str:
    hazard = refs.old_deadline(no, said.context)
    return hazard.text if hazard else ""


def _short(said: Said, numbers: Iterable[str]) -> tuple[str, ...]:
    """The numbers as the asked one knows them: short inside an enterprise, in full to an officer."""
    return tuple(no if said.officer else no.rsplit("-", 1)[-1] for no in numbers)


def _extension(said: Said, act: ExtensionRequest) -> Question | None:
    open_hazards = tuple(hazard.number for hazard in said.context.open_hazards)
    lacking = [
        name
        for name, lacks in (
            ("编号", not act.hazard_nos and bool(open_hazards)),
            ("新日期", act.deadline is None and act.days is None),
            ("原因", not act.reason),
        )
        if lacks
    ]
    if lacking == ["编号"]:
        return _which(said, open_hazards, tuple(_later(said, act, no) for no in open_hazards))
    return Question(Doubt.EXTENSION, asking.extension(lacking)) if lacking else None


def _later(said: Said, act: ExtensionRequest, no: str) -> ExtensionRequest:
    """The request for one hazard, with the day counted from its own old one."""
    day = act.deadline or extensions.new_deadline(said.text, said, (no,))[0]
    return replace(act, hazard_nos=(no,), deadline=day)


# Which enterprise, who


#: What is about a single enterprise, named or still to be chosen.
OF_ONE = (
    Bind | AskEnterprise | AskReporting | ExportForm | IssueCode | ProxyEntry | AnswerByPhone | HazardReport | TipOff
)
ABOUT_ENTERPRISE = OF_ONE | AskLedger | Remind


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
    if isinstance(act, OF_ONE):
        return replace(act, enterprise=name)
    return act


def _name_wanted(said: Said, acts: tuple[Act, ...]) -> Question | None:
    """Somebody unknown who gives only an enterprise."""
    if said.context.known or not said.names or any(not isinstance(act, Chatter | Acknowledge) for act in acts):
        return None
    if len(said.bare) > len(said.names[0].text) + 8:
        return None
    return Question(Doubt.NAME, asking.name(said.names[0].text))
