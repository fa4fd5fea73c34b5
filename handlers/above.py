"""Forms to the authority above that went, the steps of 附件6, and what is still to be sent; for the bureau alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from handlers import meant, offers
from handlers.acts import Act, AnnexDone, AskAbove, FormWent
from handlers.turn import Turn
from models import above, annex, calendar, concerned, db
from models.above import AboveForm, FormDue
from models.annex import Chain, Stage
from models.errors import Said
from models.hazards import Hazard
from models.lifecycle import By
from models.outbox import Letter, Priority
from models.people import Person
from models.wording import above as words
from models.wording import above_composed as composed
from models.wording.rectification import Line

#: The task of a sheet keeps over a holiday.
KEEPS = annex.WITHIN * 3


@dataclass(frozen=True)
class SendForm(Act):
    """The form of a day went."""

    form: int
    due_on: date


@dataclass(frozen=True)
class TickAnnex(Act):
    """A step of the sheet of this hazard is done."""

    hazard: str
    stage: str


def _officer(turn: Turn) -> Person:
    person = next((one for one in turn.persons if one.is_officer), None)
    if person is None:
        raise Said(words.officers_only())
    return person


def _by(turn: Turn) -> By:
    return meant.signed(turn, _officer(turn))


# Forms


def went(turn: Turn, act: FormWent) -> None:
    """A form went, or did not after all: the earliest that has not gone, or the last that has."""
    _officer(turn)
    found = _named(turn, act.name)
    if not act.sent:
        _take_back(turn, found)
        return
    dues = [due for form in found if (due := _next(turn, form))]
    if not dues:
        last = above.last_sent(turn.session, found[0])
        raise Said(words.sent_before(last.form.name, last.due_on) if last else words.nothing_to_send(found[0].name))
    if len(dues) > 1:
        choices = {str(place): offers.dump(_offer(due)) for place, due in enumerate(dues[: words.SHOWN], 1)}
        turn.answer(words.which_form([due.form.name for due in dues]), choices)
        return
    _send(turn, dues[0])


def _named(turn: Turn, name: str) -> Sequence[AboveForm]:
    """The forms that a name means: the one that is called so, else those whose names hold it."""
    every = above.active(turn.session)
    plain = name.replace(" ", "")
    exact = [one for one in every if one.name.replace(" ", "") == plain]
    found = exact or [one for one in every if plain in one.name.replace(" ", "") or one.name in plain]
    if not found:
        raise Said(words.no_such_form(name))
    return found


def _next(turn: Turn, form: AboveForm) -> FormDue | None:
    """The earliest of a form that did not go; one that lies a month ahead is sent early, and may be."""
    dues = above.unsent(turn.session, calendar.today(turn.now), above.LATE)
    return next((one for one in dues if one.form.id == form.id), None)


def _offer(due: FormDue) -> SendForm:
    return SendForm(db.row_id(due.form.id), due.due_on)


def send(turn: Turn, act: SendForm) -> None:
    """The form behind a digit went."""
    _officer(turn)
    _send(turn, FormDue(turn.session.get_one(AboveForm, act.form), act.due_on))


def _send(turn: Turn, due: FormDue) -> None:
    if not above.send(turn.session, due, _by(turn), turn.now):
        raise Said(words.sent_before(due.form.name, due.due_on))
    turn.answer(words.sent(due.form.name, due.due_on, above.following(due.form, due.due_on)))


def _take_back(turn: Turn, found: Sequence[AboveForm]) -> None:
    last = [due for form in found if (due := above.last_sent(turn.session, form))]
    if len(last) != 1:
        raise Said(words.nothing_to_send(found[0].name) if not last else words.which_form([one.name for one in found]))
    above.take_back(turn.session, last[0], _by(turn), turn.now)
    turn.answer(words.taken_back(last[0].form.name, last[0].due_on))


# 附件6


def annexed(turn: Turn, act: AnnexDone) -> None:
    """A step of a sheet is done: of the one that is named, else of the only one that lacks it."""
    _officer(turn)
    stage = Stage(act.stage)
    chains = annex.under_way(turn.session, calendar.today(turn.now))
    if act.hazard_nos:
        chains = [one for one in chains if one.hazard.number in act.hazard_nos]
    lacking = [one for one in chains if stage in one.left]
    if not lacking:
        raise Said(words.annex_none(act.hazard_nos[0] if act.hazard_nos else ""))
    if len(lacking) > 1 and not act.hazard_nos:
        _which(turn, lacking, stage)
        return
    for chain in lacking:
        _tick(turn, chain, stage)


def _which(turn: Turn, chains: Sequence[Chain], stage: Stage) -> None:
    shown = chains[: words.SHOWN]
    choices = {str(place): offers.dump(TickAnnex(one.hazard.number, stage)) for place, one in enumerate(shown, 1)}
    turn.answer(words.annex_which([Line.full(one.hazard) for one in shown]), choices)


def tick(turn: Turn, act: TickAnnex) -> None:
    """The step behind a digit is done."""
    _officer(turn)
    chain = annex.of_hazard(turn.session, meant.by_number(turn, act.hazard))
    if chain is None:
        raise Said(words.annex_none(act.hazard))
    _tick(turn, chain, Stage(act.stage))


def _tick(turn: Turn, chain: Chain, stage: Stage) -> None:
    left = annex.tick(turn.session, chain, stage, _by(turn), turn.now)
    line = Line.full(chain.hazard)
    left = () if stage == Stage.SENT else left
    turn.answer(words.annex_done(line, stage, left, chain.due_on), about={"hazard": chain.hazard.id})


def begin_annex(turn: Turn, hazard: Hazard) -> None:
    """A major hazard was accepted or closed: who answers for the enterprise has its sheet to send."""
    chain = annex.of_hazard(turn.session, hazard)
    if chain is None:
        return
    for officer in concerned.officers(turn.session, chain.plant):
        key = f"{chain.subject}:{hazard.status}:{officer.id}"
        about = {"hazard": hazard.id, "ordered": True}
        letter = Letter(key, "annex6.begins", about, officer.id, priority=Priority.OFFICE, stale_at=turn.now + KEEPS)
        turn.post(letter)


# Questions


def asked(turn: Turn, act: AskAbove) -> None:
    """该报的表: what did not go, and what is due within a month."""
    _officer(turn)
    today = calendar.today(turn.now)
    dues = above.unsent(turn.session, today, above.LATE)
    lines = [composed.form_line(turn.session, one) for one in dues]
    lines += [composed.annex_line(one) for one in annex.under_way(turn.session, today) if one.closed]
    turn.answer(words.forms(sorted(lines, key=lambda one: one.due_on), today))
