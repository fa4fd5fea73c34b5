"""The pages of weeks and months by message, and whom to call because nothing can be written to them."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from handlers.acts import Act, AskPage
from handlers.turn import Turn
from models import calendar, evening, page_spans
from models import pages as rows
from models.errors import Said
from models.page_spans import PageKind, Span
from models.people import Person, Right
from models.wording import answers, pages_composed
from models.wording import pages as words


@dataclass(frozen=True)
class ShowDeaf(Act):
    """The numbers of those who owe a night and cannot be written to."""

    intent: ClassVar[str] = "status_query"
    night: date


def ask(turn: Turn, act: AskPage) -> None:
    """上周小结: the same page that is sent, as the rows are now; in a group it is answered in private."""
    kind = PageKind(act.kind)
    person = _officer(turn, kind)
    span = _meant(turn, act, kind)
    if turn.now < span.begins:
        raise Said(words.not_begun(kind))
    turn.answer(pages_composed.text(turn.session, span, person, turn.now))


def weekly(turn: Turn, start: date | None) -> None:
    """周报 as a form: the page of this week, or of so many weeks ago as the calendar week that is meant."""
    this, _ = calendar.week_of(calendar.today(turn.now))
    meant, _ = calendar.week_of(start) if start else (this, this)
    ask(turn, AskPage(kind=PageKind.WEEK, ago=max((this - meant).days // 7, 0)))


def show_deaf(turn: Turn, act: ShowDeaf) -> None:
    """Whom to call before a night."""
    if not turn.may(Right.SEE_ALL):
        raise Said(answers.own_only())
    found = evening.contacts(turn.session, act.night, turn.now)
    turn.answer(words.deaf_phones(found, act.night))


def _officer(turn: Turn, kind: PageKind) -> Person:
    person = next((one for one in turn.persons if one.is_officer), None)
    if person is None:
        raise Said(words.officers_only(kind))
    return person


def _meant(turn: Turn, act: AskPage, kind: PageKind) -> Span:
    rules, today = rows.rules(turn.session), calendar.today(turn.now)
    if act.month:
        year = today.year if act.month <= today.month else today.year - 1
        return page_spans.month(rules, date(year, act.month, 1))
    span = page_spans.of_kind(rules, kind, today)
    for _ in range(act.ago):
        span = page_spans.before(rules, span)
    return span
