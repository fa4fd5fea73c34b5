"""The acts: one frozen dataclass for each thing a person can want, whichever door it came through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import ClassVar

from pydantic import TypeAdapter

from models.reports import Result as Result  # what a round found: one word in the ledger and in the acts

JSON = str | int | float | bool | None | list["JSON"] | dict[str, "JSON"]


class Ask(StrEnum):
    """What is asked about the reporting of a night."""

    MISSING = "missing"  # who has not reported
    COUNT = "count"  # how many have
    LATE = "late"  # who was late


class Night(StrEnum):
    """Which night a question is about."""

    LAST = "last"  # 昨晚, or none named: the last closed window, or the open one
    TONIGHT = "tonight"
    DAY = "day"  # a night named by its date


@dataclass(frozen=True)
class Span:
    """Duty days from start to end, both included."""

    start: date
    end: date


@dataclass(frozen=True)
class Finding:
    """One hazard as it was described."""

    desc: str
    location: str = ""
    level: str = ""  # 一般, 重大 or not said
    status: str = ""  # 已整改, 整改中 or open
    responsible: str = ""
    deadline: date | None = None
    told: str = ""  # the whole clause in which it was described, place and all


@dataclass(frozen=True)
class Work:
    """One kind of special work in a notice."""

    type: str
    level: str = ""
    count: int | None = None


@dataclass(frozen=True)
class Act:
    """What somebody wants; `why` names the words and rules it was read from."""

    intent: ClassVar[str] = "none"
    why: tuple[str, ...] = field(default=(), kw_only=True, compare=False)


# What enterprises report


@dataclass(frozen=True)
class PatrolReport(Act):
    """A round was made; without a result nothing was said about what it found."""

    intent: ClassVar[str] = "patrol_report"
    result: Result | None = None
    hazard_count: int | None = None
    report_date: date | None = None
    locations: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    no_major: bool = False  # "未发现重大隐患": says nothing about the others


@dataclass(frozen=True)
class ZeroReport(Act):
    """It is stated that there is nothing to report."""

    intent: ClassVar[str] = "zero_report"
    report_date: date | None = None
    span: Span | None = None  # a week of zero
    no_major: bool = False


@dataclass(frozen=True)
class HazardReport(Act):
    """New hazards are reported, or assigned when an officer speaks."""

    intent: ClassVar[str] = "hazard_report"
    hazard_count: int | None = None
    hazards: tuple[Finding, ...] = ()
    report_date: date | None = None
    declared_count: int | None = None
    listed_count: int | None = None
    done_count: int | None = None
    count_by_level: Mapping[str, int] = field(default_factory=dict)
    deadline: date | None = None
    responsible: str = ""
    level_suggest: str = ""
    supervised: bool = False
    control_measure: str = ""
    enterprise: str | None = None
    partial: bool = False  # some are neither described nor counted as fixed
    pending_count: int | None = None  # how many are said to be left


@dataclass(frozen=True)
class Rectification(Act):
    """Progress or completion of hazards that are already known."""

    intent: ClassVar[str] = "rectification"
    hazard_nos: tuple[str, ...] = ()
    item_indices: tuple[int, ...] = ()
    pending_nos: tuple[str, ...] = ()
    pending_indices: tuple[int, ...] = ()
    status: str = ""
    done_count: int | None = None
    pending_count: int | None = None
    total_count: int | None = None
    all_done: bool = False
    deadline: date | None = None
    control_measure: str = ""


@dataclass(frozen=True)
class MissingItems(Act):
    """What the ledger lacked about hazards: one sentence may answer for all of them."""

    intent: ClassVar[str] = "rectification"
    hazard_nos: tuple[str, ...] = ()  # empty: all that were asked about
    responsible: str = ""
    measures: tuple[str, ...] = ()  # one for each hazard in their order, or one for all
    deadline: date | None = None
    funds: str = ""  # 万元
    plan: str = ""
    control_measure: str = ""


@dataclass(frozen=True)
class AcceptanceTeam(Act):
    """Who accepts a major hazard (验收组)."""

    intent: ClassVar[str] = "rectification"
    hazard_nos: tuple[str, ...] = ()  # empty: the only major one
    team: str = ""  # names with 、


@dataclass(frozen=True)
class ExtensionRequest(Act):
    """More time is asked for."""

    intent: ClassVar[str] = "extension_request"
    hazard_nos: tuple[str, ...] = ()
    reason: str = ""
    deadline: date | None = None
    days: int | None = None
    control_measure: str = ""
    item_indices: tuple[int, ...] = ()
    done_indices: tuple[int, ...] = ()  # those of the list that the same message tells as finished


@dataclass(frozen=True)
class Incident(Act):
    """An accident or emergency is told; it goes before everything else."""

    intent: ClassVar[str] = "incident_report"
    stage: str = "首报"
    event_type: str | None = None
    location: str = ""
    time: str = ""
    injured: int | None = None
    cause: str = ""
    enterprise: str | None = None


@dataclass(frozen=True)
class NoRound(Act):
    """The enterprise says that there was no round, with its reason."""

    intent: ClassVar[str] = "exemption_request"
    reason: str = ""
    report_date: date | None = None


@dataclass(frozen=True)
class ExemptionRequest(Act):
    """Somebody asks to be excused, or gives notice of a stop."""

    intent: ClassVar[str] = "exemption_request"
    reason: str = ""
    span: Span | None = None


@dataclass(frozen=True)
class PowerCut(Act):
    """The power has gone, here and now: no emergency, but the duty officer should know."""

    intent: ClassVar[str] = "exemption_request"
    event: ClassVar[str] = "停电"
    reason: str = ""


@dataclass(frozen=True)
class Anomaly(Act):
    """Something is out of order that is no emergency: an alarm by mistake, a control system or a net that failed."""

    event: str = ""


@dataclass(frozen=True)
class SpecialWork(Act):
    """Hot work and its kin are planned, cancelled or ended."""

    intent: ClassVar[str] = "special_work"
    work_type: str = ""
    work_level: str = ""
    location: str = ""
    start: datetime | None = None
    end: datetime | None = None
    guardian: str = ""
    status: str = ""  # 取消, 结束 or planned
    works: tuple[Work, ...] = ()


@dataclass(frozen=True)
class Commitment(Act):
    """The daily safety commitment."""

    intent: ClassVar[str] = "commitment"
    report_date: date | None = None
    signer: str = ""
    units_total: int | None = None
    units_running: int | None = None
    units_stopped: int | None = None
    units_overhaul: int | None = None
    works: tuple[Work, ...] = ()


@dataclass(frozen=True)
class SummaryReport(Act):
    """Figures of a period: they create and close nothing."""

    intent: ClassVar[str] = "summary_report"
    total_count: int | None = None
    done_count: int | None = None
    pending_count: int | None = None
    span: Span | None = None
    count_by_level: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Correction(Act):
    """An earlier message is corrected or taken back."""

    intent: ClassVar[str] = "correction"
    retract: bool = False
    corrected: Mapping[str, int] = field(default_factory=dict)
    changed: Mapping[str, str] = field(default_factory=dict)  # another place, day, hazard, name or level
    hazard_nos: tuple[str, ...] = ()
    enterprise: str | None = None  # in an officer's message


@dataclass(frozen=True)
class NotARound(Act):
    """What was sent is no round, whatever it looks like."""

    intent: ClassVar[str] = "correction"


@dataclass(frozen=True)
class DrillReport(Act):
    """A drill was or will be held."""

    intent: ClassVar[str] = "drill_report"
    topic: str = ""
    day: date | None = None
    participants: int | None = None


@dataclass(frozen=True)
class TipOff(Act):
    """Somebody blows the whistle."""

    intent: ClassVar[str] = "tip_off"
    text: str = ""
    enterprise: str | None = None
    anonymous: bool = False


@dataclass(frozen=True)
class ReportFile(Act):
    """A form was sent as a file."""

    intent: ClassVar[str] = "report_file"
    form: str = ""
    forms: tuple[str, ...] = ()  # where it holds several
    report_date: date | None = None
    span: Span | None = None


@dataclass(frozen=True)
class TrainingReport(Act):
    """A training was or will be held."""

    topic: str = ""
    day: date | None = None
    participants: int | None = None


@dataclass(frozen=True)
class OwedReport(Act):
    """What an office's own rule wants to be told, in the words of that rule."""

    kinds: tuple[str, ...] = ()
    result: Result | None = None  # what was found besides


# What has an end


@dataclass(frozen=True)
class NewDate(Act):
    """Something that expires has a new date: a certificate was renewed, or re-checked."""

    paper: str = ""  # 焊工证, as it was said
    person: str = ""
    until: date | None = None
    recheck: date | None = None
    number: str = ""
    enterprise: str | None = None
    sure: bool = True  # the days were said with their year


@dataclass(frozen=True)
class RiskReviewed(Act):
    """The risk review of an enterprise is done (风险辨识评估)."""

    day: date | None = None
    major: bool = False  # a major risk was found: again next year
    enterprise: str | None = None


# What the bureau owes to the authority above


@dataclass(frozen=True)
class FromAbove(Act):
    """Findings that an authority above handed down, to be answered by a day (上级交办)."""

    intent: ClassVar[str] = "hazard_report"
    authority: str = ""
    document: str = ""
    reply_on: date | None = None
    report: HazardReport = field(default_factory=HazardReport)


@dataclass(frozen=True)
class AnsweredAbove(Act):
    """An order of an authority above is answered."""

    authority: str = ""
    document: str = ""  # of the answer, or of the order
    enterprise: str | None = None


@dataclass(frozen=True)
class ReplyDraft(Act):
    """The draft of an answer to an authority above is wanted (回复稿)."""

    intent: ClassVar[str] = "export_form"
    authority: str = ""
    document: str = ""
    enterprise: str | None = None


@dataclass(frozen=True)
class FormWent(Act):
    """A form went to the authority above, or did not after all."""

    name: str = ""
    sent: bool = True


@dataclass(frozen=True)
class AnnexDone(Act):
    """A step of 附件6 of a major hazard is done: print, bureau, county, sent."""

    stage: str = ""
    hazard_nos: tuple[str, ...] = ()


@dataclass(frozen=True)
class AskAbove(Act):
    """What is still owed to the authority above: orders to be answered, or forms."""

    intent: ClassVar[str] = "status_query"
    subject: str = "orders"


# Who somebody is


@dataclass(frozen=True)
class Bind(Act):
    """Somebody unknown says who they are."""

    enterprise: str = ""
    name: str = ""
    post: str = ""


@dataclass(frozen=True)
class BindWithCode(Act):
    """Somebody shows the code that was given to them."""

    code: str = ""


@dataclass(frozen=True)
class IssueCode(Act):
    """A code is wanted for a person."""

    name: str = ""
    enterprise: str | None = None


# Questions


@dataclass(frozen=True)
class AskReporting(Act):
    """Who or how many reported in a night."""

    intent: ClassVar[str] = "status_query"
    subject: Ask = Ask.MISSING
    day: date | None = None  # only with Night.DAY
    enterprise: str | None = None
    to_group: bool = False
    which: Night = Night.LAST
    kind: str = ""  # patrol, zero or not said
    span: Span | None = None  # the days as words name them


@dataclass(frozen=True)
class AskEnterprise(Act):
    """How one enterprise reported over some nights; None is the sender's own."""

    intent: ClassVar[str] = "status_query"
    enterprise: str | None
    start: date
    end: date
    which: Night | None = None  # set when one night is meant
    kind: str = ""
    to_group: bool = False
    span: Span | None = None


@dataclass(frozen=True)
class AskDuty(Act):
    """Who is on duty or leads, now or on a day."""

    intent: ClassVar[str] = "status_query"
    at: date | None = None
    evening: bool = False
    leader: bool = False
    until: date | None = None  # the last of several days


@dataclass(frozen=True)
class AskServed(Act):
    """How many shifts each has had."""

    span: Span | None = None


@dataclass(frozen=True)
class SwapShift(Act):
    """Somebody of the bureau takes a shift of somebody else; an empty name is the speaker's own."""

    day: date | None = None
    gives: str = ""
    takes: str = ""
    exchange: bool = False  # whichever of the two has the day gives it; with another day both give one
    other_day: date | None = None


@dataclass(frozen=True)
class AnswerSwap(Act):
    """What is said to a swap that was asked for; without its row to the newest."""

    agreed: bool = False
    swap: int | None = None


@dataclass(frozen=True)
class PutIn(Act):
    """Somebody shall have a day of which the rota lacks somebody."""

    day: date
    name: str = ""
    leads: bool = False


@dataclass(frozen=True)
class CheckContacts(Act):
    """Everybody who would be called is asked for a sign, to see who can be reached."""


@dataclass(frozen=True)
class AskContacts(Act):
    """How the last test of contacts went."""


@dataclass(frozen=True)
class OfficeDays(Act):
    """The office says itself which days it works, and which not."""

    span: Span | None = None  # None: a date that there is not
    works: bool = False
    name: str = ""
    sure: bool = False  # it was read back and confirmed


@dataclass(frozen=True)
class AskLedger(Act):
    """A question to the ledger that is not about who reported."""

    intent: ClassVar[str] = "status_query"
    subject: str = "hazards"
    span: Span | None = None
    enterprises: tuple[str, ...] = ()
    hazard_no: str = ""
    item_indices: tuple[int, ...] = ()
    level: str = ""
    status: str = ""
    supervised: bool = False  # 挂牌督办
    to_group: bool = False


@dataclass(frozen=True)
class SearchLedger(Act):
    """查 氯气管道: words that are looked for in the ledger's texts."""

    intent: ClassVar[str] = "status_query"
    text: str = ""  # what is looked for; words with spaces all have to be there
    subject: str = ""  # hazards where the words say so, else rounds and incidents too
    span: Span | None = None
    enterprises: tuple[str, ...] = ()
    to_group: bool = False


@dataclass(frozen=True)
class AskWhy(Act):
    """为什么没提醒: why nobody was reminded, of one enterprise or of all."""

    intent: ClassVar[str] = "status_query"
    enterprise: str | None = None
    day: date | None = None


@dataclass(frozen=True)
class Help(Act):
    """How something is done or whether it may be."""

    intent: ClassVar[str] = "help"
    topic: str = ""


@dataclass(frozen=True)
class AskUnclear(Act):
    """没听准的: what the bot did not make out and nobody has said again."""

    intent: ClassVar[str] = "status_query"


@dataclass(frozen=True)
class AskPage(Act):
    """上周小结, 本月情况: the page of a week or a month, so many of them ago; or of the month of a name."""

    intent: ClassVar[str] = "status_query"
    kind: str = "week"  # or month
    ago: int = 0
    month: int = 0


@dataclass(frozen=True)
class AskTips(Act):
    """送教待批: the tips that wait for an officer's approval."""

    intent: ClassVar[str] = "status_query"


@dataclass(frozen=True)
class AskWork(Act):
    """今晚动火有哪些: the special works of a day, or of tonight."""

    intent: ClassVar[str] = "status_query"
    day: date | None = None
    tonight: bool = False
    kind: str = ""
    enterprise: str | None = None


@dataclass(frozen=True)
class AskDrills(Act):
    """今年演练几次: how many drills or trainings were held."""

    intent: ClassVar[str] = "status_query"
    training: bool = False
    span: Span | None = None
    enterprise: str | None = None


@dataclass(frozen=True)
class AskOwed(Act):
    """周报表谁没交: who has not sent something that the office's own rule asks for."""

    intent: ClassVar[str] = "status_query"
    kind: str = ""
    whole: bool = False  # all names


@dataclass(frozen=True)
class AskReading(Act):
    """怎么理解的: what the bot took a message for, and why."""

    intent: ClassVar[str] = "help"


# What officers order


@dataclass(frozen=True)
class Teach(Act):
    """An admin teaches a word of the office's own, or has one forgotten."""

    kind: str = ""  # short, place, phrase, forget
    word: str = ""
    means: str = ""
    sure: bool = False  # said again, after what it would change was shown


@dataclass(frozen=True)
class Remind(Act):
    """Those who have not reported shall be reminded."""

    intent: ClassVar[str] = "remind"
    target: str = "unreported"
    enterprises: tuple[str, ...] = ()
    hazard_nos: tuple[str, ...] = ()
    at: str = ""
    to_group: bool = False


@dataclass(frozen=True)
class ProxyEntry(Act):
    """An officer enters the report of somebody who phoned (代录)."""

    intent: ClassVar[str] = "patrol_report"
    enterprise: str | None = None
    name: str = ""
    result: Result | None = None
    time: str = ""
    report_date: date | None = None
    zero: bool = False  # a zero report, else a round


@dataclass(frozen=True)
class Review(Act):
    """The result of a re-check."""

    intent: ClassVar[str] = "review"
    hazard_nos: tuple[str, ...] = ()
    item_indices: tuple[int, ...] = ()
    result: str = ""
    reason: str = ""
    deadline: date | None = None
    on_site: bool = False  # 现场复查: the officer stood there
    document: str = ""  # the number of the 复查意见书
    second: str = ""  # the other one of the two who re-checked
    enterprise: str | None = None


@dataclass(frozen=True)
class AgreeRest(Act):
    """其余同意: all of the list that were not named otherwise have passed."""

    intent: ClassVar[str] = "review"
    item_indices: tuple[int, ...] = ()  # those named otherwise


@dataclass(frozen=True)
class SecondName(Act):
    """The second of the two who re-checked, and the document of it."""

    intent: ClassVar[str] = "review"
    hazard_nos: tuple[str, ...] = ()
    name: str = ""
    document: str = ""


@dataclass(frozen=True)
class SetLevel(Act):
    """An officer says how grave a hazard is."""

    intent: ClassVar[str] = "review"
    hazard_nos: tuple[str, ...] = ()
    level: str = ""  # 一般 or 重大


@dataclass(frozen=True)
class VoidHazard(Act):
    """An officer says that something was no hazard (作废)."""

    intent: ClassVar[str] = "review"
    hazard_nos: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class ExtensionDecision(Act):
    """A request for more time is granted or refused."""

    intent: ClassVar[str] = "extension_decision"
    hazard_no: str = ""
    decision: str = ""
    days: int | None = None
    deadline: date | None = None
    reason: str = ""
    control_measure: str = ""  # what shall guard the place until then
    enterprise: str | None = None


@dataclass(frozen=True)
class ExportForm(Act):
    """A form is wanted as a file."""

    intent: ClassVar[str] = "export_form"
    forms: tuple[str, ...] = ()
    span: Span | None = None
    enterprise: str | None = None


@dataclass(frozen=True)
class Broadcast(Act):
    """Something shall be told to all enterprises, or to some."""

    intent: ClassVar[str] = "broadcast"
    topic: str = ""
    text: str = ""
    to: str = ""  # as they were called; empty: everybody
    named: tuple[str, ...] = ()  # the enterprises among them
    says: str = ""  # what is to be told, in the officer's own words
    until: datetime | None = None  # an answer is wanted by then
    at_once: bool = False  # now, whatever the hour
    document: str = ""


@dataclass(frozen=True)
class IssueWarning(Act):
    """A warning of the weather is told to those whom it concerns."""

    intent: ClassVar[str] = "broadcast"
    topic: str = ""
    weather: str = ""
    colour: str = ""
    detail: str = ""  # what is expected, with dates
    source: str = ""
    until: datetime | None = None  # when it ends


@dataclass(frozen=True)
class LiftWarning(Act):
    """A warning of the weather is over."""

    intent: ClassVar[str] = "broadcast"
    weather: str = ""


@dataclass(frozen=True)
class CancelNotice(Act):
    """A notice that was sent is taken back."""

    intent: ClassVar[str] = "broadcast"
    topic: str = ""


@dataclass(frozen=True)
class AskNotice(Act):
    """Who has answered a notice, and who has not."""

    intent: ClassVar[str] = "status_query"
    topic: str = ""
    words: bool = False  # what they answered


@dataclass(frozen=True)
class AnswerByPhone(Act):
    """An officer enters what somebody answered to a notice on the phone (代录)."""

    intent: ClassVar[str] = "ack"
    enterprise: str | None = None
    name: str = ""
    topic: str = ""
    says: str = ""


@dataclass(frozen=True)
class KeyPeriodSet(Act):
    """A key period shall begin and end."""

    intent: ClassVar[str] = "key_period_set"
    span: Span | None = None
    times_per_day: int | None = None


@dataclass(frozen=True)
class KeyPeriodCancel(Act):
    """The key period that runs or comes next shall not be."""

    intent: ClassVar[str] = "key_period_set"


@dataclass(frozen=True)
class AskKeyPeriod(Act):
    """Whether a key period runs, until when, and what it asks for."""

    intent: ClassVar[str] = "status_query"


@dataclass(frozen=True)
class GrantStop(Act):
    """An officer excuses an enterprise that stands still, without having been asked in the chat."""

    enterprise: str | None = None
    span: Span | None = None


@dataclass(frozen=True)
class Resume(Act):
    """An enterprise that stood still works again."""

    intent: ClassVar[str] = "exemption_request"
    day: date | None = None


@dataclass(frozen=True)
class TakeOver(Act):
    """An officer takes an incident in hand; without a number the only one that nobody has."""

    intent: ClassVar[str] = "ack"
    incident: int | None = None


@dataclass(frozen=True)
class ReportedUpward(Act):
    """An incident was reported upward: how, when, to whom, and who took it."""

    intent: ClassVar[str] = "incident_report"
    manner: str = "phone"
    time: str = ""
    receiver: str = ""
    taker: str = ""


@dataclass(frozen=True)
class AskSheet(Act):
    """What is to be read out on the phone about an incident: 首报, 续报 or 终报."""

    intent: ClassVar[str] = "status_query"
    stage: str = "首报"
    enterprise: str | None = None
    incident: int | None = None


@dataclass(frozen=True)
class AskCourse(Act):
    """What happened in an incident, one line after the other: who was called how, who said what."""

    intent: ClassVar[str] = "status_query"
    enterprise: str | None = None
    incident: int | None = None


@dataclass(frozen=True)
class AskClocks(Act):
    """Within how long an incident is to be reported, by which document."""

    intent: ClassVar[str] = "status_query"


@dataclass(frozen=True)
class AskAnomalies(Act):
    """The anomalies that nobody has closed."""

    intent: ClassVar[str] = "status_query"


@dataclass(frozen=True)
class EndAnomaly(Act):
    """An anomaly is over; without a number the only one that is listed."""

    intent: ClassVar[str] = "incident_report"
    number: int = 0


# Small talk


@dataclass(frozen=True)
class Choose(Act):
    """A number from the last message with choices."""

    intent: ClassVar[str] = "ack"
    number: int = 0


@dataclass(frozen=True)
class Acknowledge(Act):
    """Seen; it reports nothing."""

    intent: ClassVar[str] = "ack"


@dataclass(frozen=True)
class Chatter(Act):
    """A promise, thanks, a greeting, a joke: nothing to write down."""


KINDS: dict[str, type[Act]] = {kind.__name__: kind for kind in Act.__subclasses__()}


@cache
def _adapter(name: str) -> TypeAdapter[Act]:
    return TypeAdapter(KINDS[name])


def dump(act: Act) -> dict[str, JSON]:
    """The act as plain JSON, to be kept with a choice."""
    values: dict[str, JSON] = _adapter(type(act).__name__).dump_python(act, mode="json")
    return {"act": type(act).__name__, **values}


def load(stored: Mapping[str, JSON]) -> Act:
    """The act that was dumped; an unknown name is a ValueError."""
    name = stored.get("act")
    if not isinstance(name, str) or name not in KINDS:
        raise ValueError(f"unknown act: {name!r}")
    return _adapter(name).validate_python({key: value for key, value in stored.items() if key != "act"})
