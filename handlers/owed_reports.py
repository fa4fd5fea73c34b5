"""What is owed by day besides the zero report: which words and files tell of it, and the dues that they satisfy."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from sqlmodel import Session

from handlers import around, zero
from handlers.acts import (
    Acknowledge,
    Act,
    AskOwed,
    AskReporting,
    Chatter,
    Commitment,
    DrillReport,
    HazardReport,
    NoRound,
    OwedReport,
    PatrolReport,
    Rectification,
    ReportFile,
    Result,
    SpecialWork,
    SummaryReport,
    TrainingReport,
    ZeroReport,
)
from handlers.pieces import Piece
from handlers.turn import Turn
from handlers.understand import daytime
from handlers.understand.reading import Reading
from handlers.understand.recognise.notices import forms_in
from handlers.understand.said import Said as Words
from handlers.understand.said import because, pending
from models import attachments, day_dues, db, dues, entered_rules, obligations, opening, reports
from models.incoming import MessageKind
from models.obligations import Due, Obligation, ObligationKind
from models.people import Enterprise
from models.reports import Report, ReportKind
from models.wording.day_reports import TITLES

#: Acts that satisfy the obligation of a name.
BY_NAME: dict[type[Act], str] = {Commitment: "commitment", DrillReport: "drill", TrainingReport: "training"}
#: What is said in the words of a rule is none of these besides.
_INSTEAD = (Chatter, Acknowledge, PatrolReport, NoRound, ZeroReport, Rectification)
WATCH = ObligationKind.WATCH.value


# From words to acts


def heard(turn: Turn, reading: Reading) -> Reading:
    """A reading with what the words of an office's own rules, the watch of a stopped plant or a file's name add."""
    if turn.is_officer and any(isinstance(act, AskReporting) for act in reading.acts):
        return _asked_about(turn, reading)
    if turn.is_officer or reading.too_long or not turn.plants():
        return reading
    if turn.message.kind == MessageKind.FILE and not reading.text:
        return _by_file_name(turn, reading)
    kinds = [*_kinds_said(turn, reading), *_watch_said(turn, reading)] if reading.text else []
    if not kinds or _only_planned(turn, reading):
        return reading
    told = OwedReport(tuple(dict.fromkeys(kinds)), _result(reading), why=(because(reading.text[:20], "应报"),))
    hazards = any(isinstance(act, HazardReport) for act in reading.acts)
    rest = [act for act in reading.acts if not isinstance(act, _INSTEAD)]
    return replace(reading, acts=(told, *rest), question=reading.question if hazards else None)


def _asked_about(turn: Turn, reading: Reading) -> Reading:
    """周报表谁没交 is asked about what the office calls so, not about the round."""
    titles = {**TITLES, **entered_rules.titles(turn.session)}
    known = {rule.kind for rule in entered_rules.entered(turn.session)} | {WATCH}
    named = [kind for kind in titles if kind in known and titles[kind] in reading.text]
    if not named:
        return reading
    told = AskOwed(max(named, key=lambda kind: len(titles[kind])), why=(because(titles[named[0]], "谁没交"),))
    rest = [act for act in reading.acts if not isinstance(act, AskReporting)]
    return replace(reading, acts=(told, *rest), question=None)


def _by_file_name(turn: Turn, reading: Reading) -> Reading:
    names = [one.filename for one in attachments.of_message(turn.session, turn.message_id)]
    forms = tuple(dict.fromkeys(form for name in names for form in forms_in(name)))
    if not forms:
        return reading
    act = ReportFile(forms[0], forms if len(forms) > 1 else (), why=(because(names[0][:20], "文件名"),))
    return replace(reading, acts=(*reading.acts, act))


def _kinds_said(turn: Turn, reading: Reading) -> Iterator[str]:
    text = reading.text.replace(" ", "")
    forms = _forms(reading)
    for rule in entered_rules.entered(turn.session):
        said = any(daytime.stated(text, word) for word in rule.words.split("、") if word)
        if said or (rule.form and rule.form in forms):
            yield rule.kind


def _forms(reading: Reading) -> set[str]:
    """The form that figures are, when they are told in words."""
    told = any(isinstance(act, SummaryReport) for act in reading.acts)
    return {daytime.form_of_figures(reading.text)} - {""} if told else set()


def _watch_said(turn: Turn, reading: Reading) -> Iterator[str]:
    """值守正常, while a watch report is owed; whoever does not stand still says it of something else."""
    if daytime.guarded_well(reading.text):
        for plant in turn.plants():
            if day_dues.holding(turn.session, db.row_id(plant.id), turn.counted, [WATCH]):
                yield WATCH


def _only_planned(turn: Turn, reading: Reading) -> bool:
    words = Words(reading.text, around.context(turn), reading.text)
    return words.asks or all(pending(clause.text) for clause in words.clauses)


def _result(reading: Reading) -> Result | None:
    """What was found, as far as it is said: nothing, or something."""
    rounds = [act.result for act in reading.acts if isinstance(act, PatrolReport)]
    if any(isinstance(act, ZeroReport) for act in reading.acts):
        return Result.NORMAL
    if not rounds and daytime.guarded(reading.text):
        return Result.NORMAL
    return next((one for one in rounds if one in dues.STATED), None)


# From acts to dues


def book(session: Session, report: Report, plant: Enterprise, pieces: Sequence[Piece]) -> None:
    """Lets what pieces tell satisfy what is owed by day; what they told of is kept with the report."""
    telling = [piece for piece in pieces if piece.states_owed]
    rules = entered_rules.entered(session) if telling else []
    asked = {rule.kind for rule in rules if rule.owes}
    told: list[str] = []
    for piece in telling:
        for act in piece.acts:
            kinds = _kinds(act, rules)
            told += [kind for kind in kinds if kind != WATCH]
            _satisfy(session, report, plant, piece, [kind for kind in kinds if kind in asked])
    if _watched(session, report, plant, pieces):
        told.append(WATCH)
    alone = told and report.kind in (ReportKind.EVIDENCE, ReportKind.REMARK)
    kind = ReportKind.OWED if alone else report.kind
    reports.change(session, report, owed="、".join(told)[:200], kind=kind)


def _kinds(act: Act, rules: Iterable[Obligation]) -> list[str]:
    """The names of all that an act tells of; what no rule asks for has a name too."""
    if isinstance(act, OwedReport):
        return list(act.kinds)
    if isinstance(act, SpecialWork):
        return ["special_work"]
    if isinstance(act, SummaryReport):
        return ["summary"]
    if isinstance(act, ReportFile):
        forms = act.forms or ((act.form,) if act.form else ())
        return list(dict.fromkeys(one.kind for one in rules if one.form in forms if one.form)) or list(forms)
    name = BY_NAME.get(type(act), "")
    return [name] if name else []


def _satisfy(session: Session, report: Report, plant: Enterprise, piece: Piece, kinds: Sequence[str]) -> None:
    found = day_dues.holding(session, db.row_id(plant.id), piece.at, kinds, report.person_id)
    for kind in kinds:
        due = found.get(kind) or opening.due_at(session, plant, piece.at, kind)
        if due is not None and _holds(piece, kind):
            obligations.satisfy(session, due, db.row_id(report.id), piece.at)


def _holds(piece: Piece, kind: str) -> bool:
    """A drill or training that is announced was not held yet."""
    of_kind = [act for act in piece.acts if BY_NAME.get(type(act)) == kind]
    return not of_kind or any(not announced(act, piece) for act in of_kind)


def announced(act: Act, piece: Piece) -> bool:
    """Whether a drill or training lies ahead."""
    return isinstance(act, DrillReport | TrainingReport) and act.day is not None and act.day > piece.day


def _watched(session: Session, report: Report, plant: Enterprise, pieces: Sequence[Piece]) -> bool:
    """Whether a report is the watch report of a stopped enterprise: in so many words, or by any stated result."""
    stating = [piece for piece in pieces if zero.states(piece.acts) or _in_words(piece)]
    for piece in stating:
        due = day_dues.holding(session, db.row_id(plant.id), piece.at, [WATCH]).get(WATCH)
        if due is not None:
            obligations.satisfy(session, due, db.row_id(report.id), piece.at)
            return _is_of(due, report)
    return False


def _in_words(piece: Piece) -> bool:
    return any(isinstance(act, OwedReport) and WATCH in act.kinds for act in piece.acts)


def _is_of(due: Due, report: Report) -> bool:
    return due.report_id == report.id or report.kind in (ReportKind.EVIDENCE, ReportKind.REMARK)
