"""Opens what is owed: the dues of a night or day, set-wise, and the due that a moment belongs to."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import String as Text
from sqlalchemy import bindparam, case, cast, func, literal
from sqlalchemy import select as core_select
from sqlmodel import Session, col, select

from models import calendar, db, exemptions, rules, site
from models.lookup import LookupOf
from models.obligations import Due, DueStatus, ObligationKind
from models.people import Enterprise, Person, Role
from models.rules import Rule

_PATROL = ObligationKind.PATROL


#: So many enterprises are opened in one transaction: messages come in meanwhile.
PAGE = 500


def page_after(session: Session, cursor: int) -> int | None:
    """The last enterprise of the page behind one; None when no page is behind it."""
    plant = db.table(Enterprise)
    behind = core_select(plant.c.id).where(plant.c.id > cursor).order_by(plant.c.id).limit(PAGE).subquery()
    last: int | None = session.connection().execute(core_select(func.max(behind.c.id))).scalar()
    return last


def open_night(
    session: Session,
    night: date,
    now: datetime,
    enterprise_id: int | None = None,
    kind: str = _PATROL,
    *,
    page: tuple[int, int] | None = None,
) -> int:
    """Makes the dues of a night (or day) whose window is open, set-wise; those that exist stay. How many are new.

    No due before an enterprise is registered: its first is the next window to open. A ``page`` are the enterprises
    behind one, up to and with another.
    """
    if enterprise_id is not None:
        page = (enterprise_id - 1, enterprise_id)
    found = rules.in_force(session, kind, night)
    own = list(dict.fromkeys(rule.class_name for rule in found if rule.class_name))
    return sum(
        _open_rule(session, rule, night, own, page)
        for rule in found
        if rule.owed_on(night) and rule.window(night).holds(now)
    )


def _open_rule(session: Session, rule: Rule, night: date, own: list[str], page: tuple[int, int] | None) -> int:
    due, plant = db.table(Due), db.table(Enterprise)
    window = rule.window(night)
    trial_until = window.opens_at - timedelta(days=site.read(session).trial_nights)
    moments = (window.opens_at, window.closes_at, window.cut_off_at, window.made_up_until)
    values: dict[str, Any] = {
        "kind": literal(rule.kind),
        "enterprise_id": plant.c.id,
        "night": literal(night, type_=due.c.night.type),
        **{name: literal(moment, type_=due.c.opens_at.type) for name, moment in zip(_MOMENTS, moments, strict=True)},
        "status": _status(plant, rule, night),
        "trial": plant.c.registered_at > literal(trial_until, type_=plant.c.registered_at.type),
        "note": literal(""),
        "slot": literal(rule.slot),
        "firm": literal(_firm(rule)),
    }
    source = core_select(*values.values()).where(
        plant.c.active, plant.c.registered_at <= window.opens_at, _of_rule(plant, rule, own)
    )
    if rule.everybody:
        values, source = _each_person(values, source, plant, rule)
    if rule.kind == ObligationKind.WATCH:
        source = source.where(exemptions.covers(plant, night, cleared=False))
    if page is not None:
        source = source.where(plant.c.id > page[0], plant.c.id <= page[1])
    statement = (
        db.insert(session, Due)
        .from_select(list(values), source)
        .on_conflict_do_nothing(index_elements=["kind", "enterprise_id", "night", "slot"])
    )
    return db.count(session, statement)


_MOMENTS = ("opens_at", "closes_at", "cut_off_at", "made_up_until")


def _firm(rule: Rule) -> bool:
    """What is owed although an enterprise stands still: its watch report, and the zero reports of a key period."""
    return rule.kind == ObligationKind.WATCH or (rule.key_period and rule.kind == ObligationKind.ZERO)


def _status(plant: Any, rule: Rule, night: date) -> Any:
    if _firm(rule):
        return literal(DueStatus.WAITING.value)
    return case((exemptions.covers(plant, night), DueStatus.EXEMPT.value), else_=DueStatus.WAITING.value)


def _of_rule(plant: Any, rule: Rule, own: list[str]) -> Any:
    if rule.class_name:
        return plant.c.class_name == rule.class_name
    return plant.c.class_name.not_in(own) if own else literal(True)


def _each_person(values: dict[str, Any], source: Any, plant: Any, rule: Rule) -> tuple[dict[str, Any], Any]:
    """One due for each of those who report for the enterprise, under their own slot."""
    person = db.table(Person)
    whose = literal(f"{rule.slot}/") + cast(person.c.id, Text)
    values = values | {"slot": whose, "person_id": person.c.id}
    reporting = source.join(person, person.c.enterprise_id == plant.c.id).where(
        person.c.active, person.c.role == Role.REPORTER.value
    )
    return values, reporting.with_only_columns(*values.values(), maintain_column_froms=True)


def rule_for(session: Session, enterprise: Enterprise, kind: str = _PATROL, day: date | None = None) -> Rule | None:
    """What an enterprise owes of a kind on a day, or on ordinary ones; None when its class owes nothing."""
    found = rules.in_force(session, kind, day) if day else rules.of_kind(session, kind)
    return next(iter(rules.for_class(found, enterprise.class_name)), None)


def due_at(session: Session, enterprise: Enterprise, moment: datetime, kind: str = _PATROL) -> Due | None:
    """The due whose window, grace or time to make up holds a moment; made on demand when its window is open.

    Of several that are open it is one in whose window the moment lies, before one that can be made up. A post never
    satisfies a night whose window is not open yet, so nothing is found before it.
    """
    ordinary = rules.of_kind(session, kind)
    open_now = [
        (night, rule)
        for night in _nights_near(moment)
        for rule in rules.for_class(rules.on(session, ordinary, night), enterprise.class_name)
        if rule.owed_on(night) and rule.window(night).holds(moment)
    ]
    open_now.sort(key=lambda found: found[1].window(found[0]).closes_at < moment)
    for night, rule in open_now:
        due = _one(session, enterprise, night, rule) or _made(session, enterprise, night, rule, moment)
        if due is not None:
            return due
    return None


def _nights_near(moment: datetime) -> tuple[date, date]:
    today = calendar.local(moment).date()
    return today, today - timedelta(days=1)


def _one(session: Session, enterprise: Enterprise, night: date, rule: Rule) -> Due | None:
    return next((due for due in dues_of(session, enterprise, night, rule.kind) if due.slot == rule.slot), None)


def _made(session: Session, enterprise: Enterprise, night: date, rule: Rule, moment: datetime) -> Due | None:
    open_night(session, night, moment, db.row_id(enterprise.id), rule.kind)
    return _one(session, enterprise, night, rule)


_OF_NIGHT: LookupOf[Due] = LookupOf(
    select(Due)
    .where(
        col(Due.kind) == bindparam("kind"),
        col(Due.enterprise_id) == bindparam("plant"),
        col(Due.night) == bindparam("night"),
    )
    .order_by(col(Due.opens_at), col(Due.slot))
)


def dues_of(session: Session, enterprise: Enterprise, night: date, kind: str = _PATROL) -> Sequence[Due]:
    """The dues of one enterprise for one night or day, the earliest first."""
    return _OF_NIGHT.all(session, kind=str(kind), plant=db.row_id(enterprise.id), night=night)


def due_of(session: Session, enterprise: Enterprise, night: date, kind: str = _PATROL) -> Due | None:
    """The due of one enterprise for one night or day; of several the first that is waited for, else the last."""
    found = dues_of(session, enterprise, night, kind)
    return next((due for due in found if due.status == DueStatus.WAITING), found[-1] if found else None)
