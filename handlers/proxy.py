"""代录: an officer enters what somebody phoned in; it is read back first, and marked for ever."""

from datetime import datetime, timedelta

from handlers import offers
from handlers.acts import ProxyEntry
from handlers.offers import ConfirmProxy, DropProxy
from handlers.turn import Turn
from models import calendar, db, opening, people, proxies
from models.errors import Said
from models.obligations import Due, ObligationKind
from models.people import Enterprise, Person, Right
from models.wording import answers
from models.wording import proxy as words


def ask(turn: Turn, act: ProxyEntry) -> None:
    """Reads a phone call back: whose, which night, what was said, as what it will be booked."""
    if not turn.may(Right.PROXY):
        raise Said(words.may_not())
    if not act.enterprise:
        raise Said(words.which_plant())
    plant = plant_of(turn, act.enterprise)
    officer = officer_of(turn, plant)
    kind = ObligationKind.ZERO if act.zero else ObligationKind.PATROL
    due = _due(turn, plant, kind, act)
    if not act.name:
        raise Said(words.who_phoned(plant.short))
    wanted = ConfirmProxy(db.row_id(due.id), act.name, _told_at(turn, due, act.time), str(act.result or ""))
    choices = {"1": offers.dump(wanted), "2": offers.dump(DropProxy(db.row_id(due.id)))}
    turn.answer(words.confirm(_told(turn, due, plant, officer, wanted)), choices)


def plant_of(turn: Turn, name: str) -> Enterprise:
    """The enterprise of a name; raises Said where nobody is called so."""
    plant = people.by_name(turn.session, name)
    if plant is None:
        raise Said(answers.no_such_plant(name))
    return plant


def officer_of(turn: Turn, plant: Enterprise) -> Person:
    """The officer who speaks, if they may enter something for an enterprise; raises Said otherwise."""
    found = next((one for one in turn.persons if people.may(one, Right.PROXY, plant)), None)
    if found is None:
        raise Said(words.may_not())
    return found


def _due(turn: Turn, plant: Enterprise, kind: ObligationKind, act: ProxyEntry) -> Due:
    """The due of the night that is named; else the one whose window is open, or that has closed last."""
    due = opening.due_of(turn.session, plant, act.report_date, kind) if act.report_date else None
    if act.report_date is None or (due is None and act.report_date >= calendar.today(turn.now)):
        due = proxies.due_for(turn.session, plant, kind, turn.counted)
    if due is None or due.opens_at > turn.now:
        raise Said(words.not_owed(plant.short, kind, act.report_date))
    if due.status not in proxies.CHANGEABLE:
        raise Said(words.already(plant.short, due))
    return due


def _told_at(turn: Turn, due: Due, clock: str) -> datetime:
    """The moment that was told, on the night or day of the due; without one, that of the message."""
    if not clock:
        return turn.counted
    wall, kind = calendar.clock(clock), ObligationKind(due.kind)
    next_day = kind == ObligationKind.PATROL and wall <= calendar.NOON
    moment = calendar.at(due.night + timedelta(days=1) if next_day else due.night, wall)
    if moment > turn.now:
        raise Said(words.not_yet_then(clock))
    if moment < due.opens_at:
        raise Said(words.before_window(clock, due.opens_at, kind, due.night))
    return moment


def _told(turn: Turn, due: Due, plant: Enterprise, officer: Person, entry: ConfirmProxy) -> words.Told:
    return words.Told(
        plant.short,
        ObligationKind(due.kind),
        due.night,
        entry.name,
        entry.told_at,
        officer.name,
        proxies.status_for(due, entry.told_at, turn.now),
        entry.result,
    )


def confirm(turn: Turn, act: ConfirmProxy) -> None:
    """The digit 1: books it, unless somebody has reported or entered it meanwhile."""
    due = turn.session.get_one(Due, act.due)
    plant = turn.session.get_one(Enterprise, due.enterprise_id)
    officer = officer_of(turn, plant)
    if due.status not in proxies.CHANGEABLE:
        raise Said(words.already(plant.short, due))
    told = _told(turn, due, plant, officer, act)
    entry = proxies.Entry(act.name, act.told_at, act.result)
    proxies.enter(turn.session, due, entry, officer, turn.message.channel, turn.now)
    turn.answer(words.booked(told))


def drop(turn: Turn, act: DropProxy) -> None:
    """The digit 2; what was booked meanwhile stays booked, and is called so."""
    due = turn.session.get_one(Due, act.due)
    if due.status not in proxies.CHANGEABLE:
        raise Said(words.already(turn.session.get_one(Enterprise, due.enterprise_id).short, due))
    turn.answer(words.dropped())
