"""Questions to the ledger, by subject: one hazard, lists of them by page, what one enterprise has to do."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from handlers import asked, expiring, figures, library, offers, quoted
from handlers.acts import AskLedger, Span
from handlers.asked import Asked
from handlers.offers import MoreHazards, RemindDue
from handlers.turn import Turn
from handlers.understand import refs
from models import calendar, hazards, ledger, owed, people
from models.errors import Said
from models.figures import moments
from models.hazards import Hazard, Level, PictureStage
from models.inbox import Message
from models.incoming import MessageKind
from models.ledger import Wanted, Which, Within
from models.people import Enterprise, Right
from models.wording import answers
from models.wording import detail as one
from models.wording import figures as period
from models.wording import ledger as words
from models.wording import owed as owing

#: How many hazards stand below the head of an answer, how many on a page of the whole list.
SHOWN, PAGE = 4, 20
#: What falls due soon, where no days are named.
SOON = timedelta(days=3)


def ask(turn: Turn, act: AskLedger) -> None:
    """A question to the ledger, by its subject; what was pushed to the groups is counted in the library."""
    if act.subject == "push_stats":
        library.count(turn, act)
        return
    found = SUBJECTS.get(act.subject)
    if found is None:
        raise Said(answers.not_yet(act.subject))
    found(asked.bounded(turn, act))


# One hazard


def detail(question: Asked) -> None:
    """0031什么情况; 第2条怎么样了 of the list that was shown last."""
    number = question.act.hazard_no or _placed(question.turn)
    if not number:
        raise Said(one.which_number())
    hazard = _seen(question, number)
    session = question.turn.session
    pending, events = hazards.pending(session, hazard), hazards.events(session, hazard)
    last = next((event for event in reversed(events) if one.happening(event.move)), None)
    message = session.get(Message, last.message_id) if last and last.message_id else None
    told = one.Told(
        hazard,
        hazards.plant_of(session, hazard).short,
        pending.wanted if pending else None,
        last,
        len(hazards.pictures(session, hazard, PictureStage.BEFORE)),
        len(hazards.pictures(session, hazard, PictureStage.AFTER)),
        message is not None and message.kind == MessageKind.VOICE,
    )
    question.say(one.detail(told, question.view), listed=[hazard.number], hazard=hazard.id)


def _placed(turn: Turn) -> str:
    """The hazard at the place that is named, in the list that was shown last."""
    shown = quoted.listed(turn)
    places = refs.indices(turn.message.text, len(shown))
    return shown[places[0] - 1] if places else ""


def _seen(question: Asked, number: str) -> Hazard:
    """The hazard of a number; to an enterprise the number of another one does not exist."""
    hazard = hazards.by_number(question.turn.session, number)
    plant = hazards.plant_of(question.turn.session, hazard) if hazard else None
    if hazard and plant and question.within.scope.holds(plant):
        return hazard
    if not question.turn.is_officer:
        raise Said(one.not_ours(number.rsplit("-", 1)[-1]))
    raise Said(words.other_grid() if hazard else one.no_such_number(number))


# Lists


def standing(question: Asked) -> None:
    """还有多少没整改: the figures, and the most urgent; 这个月发现多少隐患 speaks of those found in a time."""
    act = question.act
    if act.status == "pending":
        extensions(question)
    elif act.span and act.status != "open":
        _found_in(question, act.span)
    else:
        _standing(replace(question, within=_found_within(question)))


def _found_in(question: Asked, span: Span) -> None:
    """这个月发现多少隐患: how many, what became of them, and the gravest."""
    found = figures.found(question, span.start, span.end)
    head = period.found_in(found, span.start, span.end, question.view)
    bounded = replace(question, within=_found_within(question))
    tell(bounded, Wanted(Which.ALL), head, found.registered, period.of_them(found))


def _found_within(question: Asked) -> Within:
    span = question.act.span
    return replace(question.within, found=moments(span.start, span.end)) if span else question.within


def _standing(question: Asked) -> None:
    found = ledger.standing(question.turn.session, question.within, question.today)
    head, parts = words.standing(found, question.view), words.parts(found)
    tell(question, Wanted(Which.UNFIXED), head, found.unfixed, parts)


def overdue(question: Asked) -> None:
    """超期的有哪些."""
    wanted = Wanted(Which.OVERDUE)
    count = ledger.count(question.turn.session, wanted, question.within, question.today)
    tell(question, wanted, words.overdue(count, question.view), count)


def extensions(question: Asked) -> None:
    """待批的延期: the requests for more time that wait for an officer."""
    wanted = Wanted(Which.EXTENSION)
    count = ledger.count(question.turn.session, wanted, question.within, question.today)
    tell(question, wanted, words.asked_for(count, question.view), count)


def due_soon(question: Asked) -> None:
    """三天内到期的: for officers with 回1逐家提醒."""
    start, end = _ahead(question.act.span, question.today)
    wanted = Wanted(Which.DUE, start, end)
    count = ledger.count(question.turn.session, wanted, question.within, question.today)
    tell(question, wanted, words.due_soon(count, start, end, question.view), count)


def _ahead(span: Span | None, today: date) -> tuple[date, date]:
    """The days that are asked about; a deadline in 这周 or 这个月 lies ahead, where a report lies behind."""
    if span is None:
        return today, today + SOON
    if span.start < span.end <= today and span.end >= today - timedelta(days=1):
        if span.start.day == 1:
            return today, (span.start + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        if span.start == calendar.week_of(today)[0]:
            return today, calendar.week_of(today)[1]
    return span.start, span.end


def tell(question: Asked, wanted: Wanted, head: str, count: int, besides: str = "") -> None:
    """A list as far as a phone shows it; the digits do what stands below it, the last of them shows the rest."""
    lines = ledger.lines(question.turn.session, wanted, question.within, question.today, SHOWN) if count else []
    orders, choices = _orders(question, wanted, count)
    said = words.listing(head, lines, count, question.view, *orders, besides=besides)
    if said.shown < count:
        choices = {**choices, str(len(choices) + 1): _more(question, wanted, 0)}
    question.say(said.text, choices, [line.number for line in lines[: said.shown]])


def _orders(question: Asked, wanted: Wanted, count: int) -> tuple[list[str], dict[str, Any]]:
    """What an officer can order below a list: reminders of what falls due."""
    turn = question.turn
    if wanted.which != Which.DUE or not count or not turn.may(Right.REMIND) or not wanted.end:
        return [], {}
    if wanted.end < question.today:
        return [], {}
    within = question.within
    order = RemindDue(wanted.start or question.today, wanted.end, within.enterprises, within.level or "")
    return [words.each_reminded()], {"1": offers.dump(order)}


def _more(question: Asked, wanted: Wanted, page: int) -> dict[str, Any]:
    within = question.within
    return offers.dump(
        MoreHazards(
            wanted.which.value,
            wanted.start,
            wanted.end,
            within.enterprises,
            within.level or "",
            within.found or (),
            page,
        )
    )


def more(turn: Turn, act: MoreHazards) -> None:
    """The digit 看全部, or 看下一页: a page of the whole list, from the rows as they are now."""
    question = _again(turn, act)
    wanted = Wanted(Which(act.which), act.start, act.end)
    total = ledger.count(turn.session, wanted, question.within, question.today)
    first = act.page * PAGE
    lines = ledger.lines(turn.session, wanted, question.within, question.today, PAGE, first)
    if not lines:
        raise Said(words.no_more())
    left = max(0, total - first - PAGE)
    choices = {"1": _more(question, wanted, act.page + 1)} if left else {}
    offer = words.next_page(min(left, PAGE)) if left else ""
    text = words.page(words.title(wanted.which, total), lines, first, total, question.view, offer)
    question.say(text, choices, [line.number for line in lines])


def _again(turn: Turn, act: MoreHazards) -> Asked:
    """The bounds of a list that is leafed through; what the asker may see is looked at afresh."""
    scope = people.scope(turn.persons, Right.SEE)
    found = [turn.session.get(Enterprise, one) for one in act.enterprises]
    plants = [plant for plant in found if plant is not None and scope.holds(plant)]
    if len(plants) != len(act.enterprises):
        raise Said(answers.own_only())
    found_in = (act.found[0], act.found[1]) if act.found else None
    within = Within(scope, act.enterprises, Level(act.level) if act.level else None, found_in)
    return Asked(turn, AskLedger(), within, asked.view(turn, scope, plants), plants)


# What one enterprise has to do


def owes(question: Asked) -> None:
    """豫丰还差什么: the zero report, the round, hazards and what they lack."""
    if not question.plants:
        raise Said(words.owed_by_whom())
    for plant in question.plants[:3]:
        _owes(question, plant)


def _owes(question: Asked, plant: Enterprise) -> None:
    turn = question.turn
    found = owed.of(turn.session, plant, turn.now)
    question.say(owing.owed(plant.short, found, turn.now, question.view), listed=[one.number for one in found.lacking])


def ranking(question: Asked) -> None:
    """哪家最差: enterprises are never compared (docs/DECISIONS.md, Saying things)."""
    raise Said(words.no_ranking())


#: Each subject of a question and how it is answered; the figures of a period stand in their own file.
SUBJECTS: Mapping[str, Callable[[Asked], None]] = {
    "hazard_detail": detail,
    "hazards": standing,
    "overdue": overdue,
    "due_soon": due_soon,
    "extension": extensions,
    "owed": owes,
    "ranking": ranking,
    "certs": expiring.asked,
    "rectification_rate": figures.rate,
    "summary": figures.summary,
}
