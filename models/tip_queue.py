"""The tips of a day, chosen from the rows: what marks the day, what the hazards of a group are about, what is dead."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import select as core_select
from sqlmodel import Session, col, select

from models import calendar, db, library, links, notices, periods, site, tip_choice, weather
from models.hazards import UNFIXED, Hazard
from models.library import Tip, TipKind
from models.notices import Notice
from models.people import Group, GroupEnterprise
from models.site import Site
from models.tip_choice import KEY_PERIOD, OF_WEATHER, Chosen, Today

#: The addresses of so many working days to come are asked for beforehand.
AHEAD = 3

Shelves = Mapping[TipKind, Sequence[Tip]]
Choice = Mapping[TipKind, Mapping[int, Sequence[Chosen]]]


def shelves(session: Session) -> Shelves:
    """What may be sent and can be got at, by kind; whose address is dead is left out."""
    dead = links.dead(session)
    return {kind: [one for one in library.shelf(session, kind) if one.id not in dead] for kind in TipKind}


def today(session: Session, office: Site, day: date) -> Today:
    """What a day is marked by."""
    period = periods.at(session, day)
    marks = {KEY_PERIOD} if period else set()
    for warning in notices.weather_on(session, day):
        profile = weather.profile(session, warning.weather)
        marks |= {warning.weather, *(profile.names if profile else ()), *OF_WEATHER.get(warning.weather, ())}
    return Today(day, frozenset(marks), period.name if period else "", office.tip_rest_days)


def warnings(session: Session, now: datetime) -> Sequence[Notice]:
    """The warnings that stand in a tip: blue and yellow ones in force; others are told to each by himself."""
    found = notices.weather_on(session, calendar.today(now))
    return [one for one in found if not one.loud and one.over_at is None and one.lasts_until and one.lasts_until > now]


def choose(session: Session, office: Site, shelves: Shelves, groups: Sequence[int], day: date) -> Choice:
    """What each group hears on a day, of each kind."""
    pushed, marked = library.last_pushes(session), today(session, office, day)
    described = _hazards(session, groups)
    choice: dict[TipKind, Mapping[int, Sequence[Chosen]]] = {}
    for kind, tips in shelves.items():
        reachable = [one for one in tips if one.reachable(office.public_url)]
        topics = tip_choice.topics(reachable)
        about = {group: tip_choice.about(texts, topics) for group, texts in described.items()}
        choice[kind] = tip_choice.choose(reachable, pushed, groups, marked, office.tips_per_day, about)
    return choice


def _hazards(session: Session, groups: Sequence[int]) -> dict[int, list[str]]:
    """What is not fixed yet at the enterprises of each group, as the ledger describes it.

    A group of which nobody has said who sits in it may be of all.
    """
    hazard, member = db.table(Hazard), db.table(GroupEnterprise)
    unfixed = core_select(hazard.c.enterprise_id, hazard.c.place, hazard.c.item).where(
        db.any_of(hazard.c.status, UNFIXED)
    )
    rows = session.connection().execute(unfixed).all()
    inside: dict[int, set[int]] = defaultdict(set)
    for group_id, enterprise_id in session.connection().execute(core_select(member.c.group_id, member.c.enterprise_id)):
        inside[group_id].add(enterprise_id)
    return {
        group: [f"{row.place}{row.item}" for row in rows if group not in inside or row.enterprise_id in inside[group]]
        for group in groups
    }


def coming(session: Session, now: datetime) -> list[int]:
    """The tips that come up on the next working days."""
    office, day = site.read(session), calendar.today(now)
    if not office.tips_per_day:
        return []
    first = day if calendar.is_workday(day) else calendar.next_workday(day)
    pushed, marked = library.last_pushes(session), today(session, office, first)
    groups = [db.row_id(one) for one in session.exec(select(Group.id).where(col(Group.disabled_at).is_(None)))]
    found: list[int] = []
    for tips in shelves(session).values():
        found += tip_choice.coming(tips, pushed, groups, marked, office.tips_per_day, AHEAD)
    return found
