"""From what is owed by day, and from special work, to its words: receipts, prompts, a question, a warning."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import bindparam, func
from sqlalchemy import select as core_select
from sqlmodel import Session, col, select

from models import calendar, commitments, day_dues, db, drills, entered_rules, expiring, reports, special_work
from models.commitments import Commitment
from models.drills import DrillKind
from models.ledger import Within
from models.lookup import Lookup, LookupOf
from models.obligations import Due, Obligation, ObligationKind
from models.outbox import Outgoing, OutgoingStatus
from models.people import ENTERPRISES, Enterprise, Person
from models.reports import Report
from models.special_work import SpecialWork
from models.wording import day_reports as words
from models.wording import special_work as work_words
from models.wording import times
from models.wording.composed import Composed, Pointless, Said
from models.wording.day_reports import TITLES, Kept, Owing
from models.wording.receipts import Told

#: Who has heard such a prompt so often within a week knows it (docs/WORDING.md 0.11).
OFTEN, WEEK = 3, timedelta(days=7)


# Receipts


def receipt(session: Session, report: Report, told: Told) -> Composed:
    """What was sent by day besides, by what it came to."""
    number = db.row_id(report.id)
    message_ids = [row.message_id for row in reports.pieces(session, number)]
    works = _works(session, number, message_ids, told)
    names = [name for name in dict.fromkeys(report.owed.split("、")) if name and name != "special_work"]
    items = [_kept(session, report, name) for name in names]
    parts = [*works, words.kept(items, told.plant, told.at, told.evidence) if items else ""]
    if announced := _announced(session, report, names):
        parts[-1] = announced
    return Said("\n".join(part for part in parts if part))


def also(session: Session, report: Report) -> str:
    """What a round or zero report stands for besides; empty when for nothing."""
    names = list(dict.fromkeys(name for name in report.owed.split("、") if name))
    titles = entered_rules.titles(session)
    return words.also([_title(name, titles) for name in names]) if names else ""


def _title(name: str, titles: Mapping[str, str]) -> str:
    return titles.get(name) or TITLES.get(name) or name


_OF_REPORT: LookupOf[Due] = LookupOf(
    select(Due).where(
        col(Due.enterprise_id) == bindparam("plant"),
        col(Due.report_id) == bindparam("report"),
        col(Due.kind) == bindparam("kind"),
    )
)


def _kept(session: Session, report: Report, name: str) -> Kept:
    due = _OF_REPORT.first(session, plant=report.enterprise_id, report=report.id, kind=name)
    title = _title(name, entered_rules.titles(session))
    return Kept(title, due.status if due else "", _detail(session, report, name))


def _detail(session: Session, report: Report, name: str) -> str:
    number = db.row_id(report.id)
    if name == "commitment":
        rows = commitments.of_report(session, number)
        return _promised(rows[-1]) if rows else ""
    held = next((row for row in drills.of_report(session, number) if row.kind == name), None)
    if held is None:
        return ""
    year = date(held.held_on.year, 1, 1)
    nth = drills.held(session, DrillKind(held.kind), year, held.held_on, Within(enterprises=(held.enterprise_id,)))
    return words.held(held.topic, held.people, held.minutes, held.held_on, nth.count)


def _promised(one: Commitment) -> str:
    works = [f"{work['type']}{work['count']}处" if work["count"] else str(work["type"]) for work in one.works]
    return words.units(one.units_total, one.units_running, one.units_stopped, one.units_overhaul, works, one.signer)


def _announced(session: Session, report: Report, names: Sequence[str]) -> str:
    """A drill that lies ahead has no row: its day stands in the piece."""
    if len(names) != 1 or names[0] not in ("drill", "training") or drills.of_report(session, db.row_id(report.id)):
        return ""
    told = [act for row in reports.pieces(session, db.row_id(report.id)) for act in row.acts]
    days = [date.fromisoformat(act["day"]) for act in told if act.get("act") in _HELD and act.get("day")]
    return words.ahead(TITLES[names[0]], max(days)) if days else ""


_HELD = ("DrillReport", "TrainingReport")


def _works(session: Session, report_id: int, message_ids: Sequence[int], told: Told) -> list[str]:
    """The notices of a report, the ends and what was called off."""
    rows = [row for row in special_work.of_reports(session, [report_id]) if row.settled_by not in message_ids]
    settled = special_work.settled_by(session, message_ids)
    said = {act.get("status") for row in reports.pieces(session, report_id) for act in row.acts if _is_work(act)}
    day = calendar.today(told.at)
    lines = [work_words.line(row) for row in rows]
    texts = [work_words.noted(told.plant, lines, day, _ban(session, rows))] if lines else []
    for status, sentence in (("结束", work_words.ended), ("取消", work_words.called_off)):
        if status in said:
            own = [row for row in settled if row.status == _ENDS[status]]
            texts.append(sentence([work_words.line(row) for row in own], told.at))
    return texts


_ENDS = {"结束": special_work.WorkStatus.ENDED, "取消": special_work.WorkStatus.CANCELLED}


def _is_work(act: Mapping[str, object]) -> bool:
    return act.get("act") == "SpecialWork"


def _ban(session: Session, rows: Sequence[SpecialWork]) -> str:
    period = next((found for row in rows if (found := special_work.banned(session, row))), None)
    return work_words.ban(period.name, period.banned) if period else ""


# The prompt for all that is owed by day


def prompt(session: Session, letter: Outgoing, now: datetime) -> Composed:
    """All that the enterprises of a letter owe today, and what it was posted for; what was answered falls out."""
    day = calendar.today(now)
    until = max([calendar.midnight(day + timedelta(days=1)), *_closing(letter)])
    plants = {one: plant for one in letter.about["enterprises"] if (plant := ENTERPRISES.get(session, one))}
    dues = [due for due in day_dues.by_day(session, list(plants), now, until) if _meant(due, letter, day)]
    if not any(due.kind != ObligationKind.ZERO for due in dues):
        return Pointless("it was reported meanwhile")
    rules = {rule.kind: rule for rule in entered_rules.entered(session)}
    items = list(dict.fromkeys(_owing(due, plants[due.enterprise_id], rules) for due in dues))
    return Said(words.prompt(items, day, routine=often(session, letter, now)))


def _closing(letter: Outgoing) -> list[datetime]:
    return [datetime.fromisoformat(one) for one in letter.about.get("closes", ())]


def _meant(due: Due, letter: Outgoing, day: date) -> bool:
    """What each of several people owes is asked of that one alone."""
    own = due.person_id is None or due.person_id == letter.person_id
    return own and (calendar.today(due.closes_at) == day or due.closes_at in _closing(letter))


def _owing(due: Due, plant: Enterprise, rules: Mapping[str, Obligation]) -> Owing:
    rule = rules.get(due.kind)
    title = (rule.title if rule else "") or TITLES.get(due.kind) or due.kind
    return Owing(title, due.closes_at, plant.short, _how(due, rule, title))


def _how(due: Due, rule: Obligation | None, title: str) -> str:
    if due.kind == ObligationKind.WATCH:
        return words.how_watch()
    if rule is None or not (rule.words or rule.form):
        return ""
    return words.how_words(rule.words.split("、")[0]) if rule.words else words.how_file(title)


_HEARD = Lookup(
    core_select(func.count()).where(
        col(Outgoing.person_id) == bindparam("person"),
        col(Outgoing.kind) == bindparam("kind"),
        col(Outgoing.status) == OutgoingStatus.SENT,
        col(Outgoing.settled_at) > bindparam("since"),
    )
)


def often(session: Session, letter: Outgoing, now: datetime) -> bool:
    """Whether somebody has heard such a prompt so often within a week that they know it."""
    heard: int = _HEARD.value(session, person=letter.person_id, kind=letter.kind, since=now - WEEK)
    return heard >= OFTEN


# Special work


def _ask_end(session: Session, letter: Outgoing, now: datetime) -> Composed:
    found = [session.get(SpecialWork, one) for one in letter.about["works"]]
    rows = [row for row in found if row and row.status in special_work.OPEN]
    if not rows:
        return Pointless("they are over")
    plants = list(dict.fromkeys(row.enterprise_id for row in rows))
    names = [session.get_one(Enterprise, row.enterprise_id).short for row in rows] if len(plants) > 1 else []
    ids = [row.id for row in rows]
    choices = {"1": {"act": "EndWork", "works": ids}, "2": {"act": "StillWorking", "works": ids}}
    return Said(work_words.ask_end([work_words.line(row) for row in rows], calendar.today(now), names), choices)


def _warning(session: Session, letter: Outgoing, now: datetime) -> Composed:
    rows = select(SpecialWork).where(SpecialWork.message_id == letter.about["message"])
    found = [row for row in session.exec(rows.order_by(col(SpecialWork.id))) if row.status in special_work.OPEN]
    if not found:
        return Pointless("it was called off")
    plant = session.get_one(Enterprise, letter.about["enterprise"])
    person = session.get(Person, found[0].person_id) if found[0].person_id else None
    period = next((one for row in found if (one := special_work.banned(session, row))), None)
    told = work_words.Warned(
        plant.short,
        [work_words.line(row) for row in found],
        _expired(session, found),
        period.name if period else "",
        person.name if person else "",
        person.phone if person else "",
    )
    return Said(work_words.warning(told, calendar.today(now)))


def _expired(session: Session, rows: Sequence[SpecialWork]) -> list[str]:
    papers = (
        f"{one.name}{times.day(one.due_on)}"
        for row in rows
        if row.guardian
        for one in expiring.of_person(session, row.enterprise_id, row.guardian, calendar.today(row.starts_at))
    )
    return list(dict.fromkeys(papers))


#: The letters about what is owed by day and about special work, and how their words are found.
KINDS_OF_DAY: Mapping[str, Callable[[Session, Outgoing, datetime], Composed]] = {
    "owed.prompt": prompt,
    "work.ask_end": _ask_end,
    "work.warning": _warning,
}
