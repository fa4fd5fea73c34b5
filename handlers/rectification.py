"""Work on hazards that are known: going on, fixed with a picture, or said to be fixed and still without one."""

from collections.abc import Sequence

from handlers import meant, offers, pictures, verifying
from handlers.acts import Rectification
from handlers.turn import Turn
from models import calendar, concerned, lifecycle, verification
from models.attachments import Attachment
from models.errors import Said
from models.hazards import UNFIXED, Hazard, HazardStatus
from models.inbox import Message
from models.lifecycle import Move
from models.people import Enterprise
from models.wording import rectification
from models.wording.rectification import Line


def rectify(turn: Turn, act: Rectification) -> None:
    """Completion or progress of the enterprise's own hazards; where it is open which, it is asked and nothing moves."""
    if act.status == "整改中" and not act.done_count and not act.all_done:
        _go_on(turn, act)
        return
    shown = pictures.of_burst(turn)
    no_round = pictures.claim(turn, act)  # whichever it is, its photos are no round
    found = _meant(turn, act)
    if found:
        finish(turn, found, shown, [_still_open(turn, act), no_round])


def _meant(turn: Turn, act: Rectification) -> list[Hazard]:
    if act.hazard_nos:
        return meant.own(turn, act.hazard_nos)
    unfixed = [one for one in meant.open_of(turn) if one.status in UNFIXED]
    if act.all_done:
        return _everything(turn, unfixed)
    if unfixed and act.done_count == len(unfixed):
        return unfixed
    return _ask_which(turn, act, unfixed or _waiting(turn))  # also of one: the words may tell of another thing


def _everything(turn: Turn, unfixed: list[Hazard]) -> list[Hazard]:
    plants = meant.plants_of(turn, unfixed)
    if len(plants) > 1:
        raise Said(rectification.which_plant([plant.short for plant in plants]))
    return unfixed or _waiting(turn)


def _waiting(turn: Turn) -> list[Hazard]:
    """Nothing is left to be fixed: what waits for its re-check may get more pictures."""
    waiting = meant.open_of(turn)
    if not waiting:
        raise Said(rectification.nothing_open())
    return waiting


def _ask_which(turn: Turn, act: Rectification, found: Sequence[Hazard]) -> list[Hazard]:
    lines = [Line.own(one) for one in found]
    if act.done_count and act.done_count > 1:
        turn.answer(rectification.which_of(act.done_count, lines))
        return []
    offered = [offers.Fixed(hazard=one.number, message=turn.message_id) for one in found] if len(found) <= 4 else []
    choices = {str(place): offers.dump(one) for place, one in enumerate(offered, 1)}
    turn.answer(rectification.which_fixed(lines), choices)
    return []


def fixed(turn: Turn, act: offers.Fixed) -> None:
    """The answer to which hazard is fixed, with the pictures that stood beside the question."""
    message = turn.session.get_one(Message, act.message)
    found = meant.own(turn, [act.hazard])
    finish(turn, found, pictures.of_burst(turn, message))


def ask_if_fixed(turn: Turn, hazard: Hazard, offer: offers.Fixed) -> None:
    """Pictures with a number and no other word: whether they show it fixed is asked."""
    pictures.claim(turn, Rectification(hazard_nos=(hazard.number,)))
    turn.answer(rectification.is_it_fixed(Line.own(hazard)), {"1": offers.dump(offer)}, about={"hazard": hazard.id})


def _still_open(turn: Turn, act: Rectification) -> str:
    """What the same words say of the hazards that are not fixed: noted, and named back."""
    left = meant.own(turn, act.pending_nos) if act.pending_nos else []
    for hazard in left:
        _note_progress(turn, hazard, act)
    return rectification.still_open([one.short for one in left]) if left else ""


def finish(turn: Turn, found: Sequence[Hazard], shown: Sequence[Attachment], besides: Sequence[str] = ()) -> None:
    """Takes a completion: with pictures it goes to the re-check, without one it waits for its picture."""
    unfixed = [one for one in found if one.status in UNFIXED]
    waiting = [one for one in found if one.status == HazardStatus.AWAITING]
    over = [one for one in found if one not in unfixed and one not in waiting]
    told = [rectification.already(one.short, HazardStatus(one.status)) for one in over]
    if shown:
        _fix(turn, [*unfixed, *waiting], shown)
        text = _fixed_text(turn, unfixed, waiting, shown)
    else:
        _claim(turn, unfixed)
        text = _claimed_text(turn, unfixed, waiting)
    last = unfixed or waiting or list(found)
    about = {"hazard": last[0].id} if len(found) == 1 else {}
    turn.answer(rectification.together(text, [*told, *besides]), about=about)


def _fix(turn: Turn, found: Sequence[Hazard], shown: Sequence[Attachment]) -> None:
    for plant in meant.plants_of(turn, found):
        by, mine = meant.by(turn, plant), [one for one in found if one.enterprise_id == plant.id]
        for hazard in mine:
            pictures.show(turn, hazard, shown)
            lifecycle.move(turn.session, hazard, Move.RECTIFY, by, turn.now, turn.message.text)
        verification.follow(turn.session, mine, by, turn.now)


def _fixed_text(turn: Turn, new: Sequence[Hazard], more: Sequence[Hazard], shown: Sequence[Attachment]) -> str:
    count = pictures.count(shown)
    if not new:
        return (
            rectification.more_pictures([Line.own(one) for one in more], meant.names(turn, more), count) if more else ""
        )
    then = list(dict.fromkeys(_then(turn, one) for one in new))
    team = next((one for one in new if one.is_major and not one.acceptance_team), None)
    return rectification.fixed(
        [Line.own(one) for one in new],
        meant.names(turn, new),
        count,
        then,
        rectification.team_wanted(team.short) if team else "",
    )


def _then(turn: Turn, hazard: Hazard) -> str:
    """Who looks at it next."""
    if hazard.verified_at:
        return rectification.then_verified()
    verifiers = concerned.verifiers(turn.session, hazard)
    if hazard.self_managed and verifiers:
        return rectification.then_verify([one.name for one in verifiers])
    plant = turn.session.get_one(Enterprise, hazard.enterprise_id)
    return rectification.then_recheck([one.name for one in concerned.officers(turn.session, plant)])


def _claim(turn: Turn, unfixed: Sequence[Hazard]) -> None:
    for hazard in unfixed:
        hazard.claimed_at = turn.now
        turn.session.add(hazard)
        plant = turn.session.get_one(Enterprise, hazard.enterprise_id)
        lifecycle.record(turn.session, hazard, "claimed", meant.by(turn, plant), turn.now, turn.message.text)


def _claimed_text(turn: Turn, unfixed: Sequence[Hazard], waiting: Sequence[Hazard]) -> str:
    if unfixed:
        return rectification.picture_missing([Line.own(one) for one in unfixed], meant.names(turn, unfixed))
    seen = [one for one in waiting if verifying.done(turn, one)]
    if seen:
        return rectification.verified([Line.own(one) for one in seen], meant.names(turn, seen))
    return rectification.together("", [rectification.already(one.short, HazardStatus.AWAITING) for one in waiting])


# Work that goes on


def _go_on(turn: Turn, act: Rectification) -> None:
    hazard = _in_work(turn, act)
    if hazard.status == HazardStatus.AWAITING:
        choice = offers.dump(offers.TakeBack(hazard=hazard.number))
        turn.answer(rectification.still_waiting(Line.own(hazard)), {"1": choice}, about={"hazard": hazard.id})
        return
    if hazard.status not in UNFIXED:
        raise Said(rectification.already(hazard.short, HazardStatus(hazard.status)))
    _note_progress(turn, hazard, act)
    pictures.claim(turn, act)
    today = calendar.today(turn.now)
    turn.answer(rectification.progress(Line.own(hazard), hazard.deadline, today), about={"hazard": hazard.id})


def _in_work(turn: Turn, act: Rectification) -> Hazard:
    named = meant.own(turn, [*act.hazard_nos, *act.pending_nos])
    still = meant.open_of(turn)
    found = named or [one for one in still if one.short in turn.message.text] or still
    if not found:
        raise Said(rectification.nothing_open())
    if len(found) > 1:
        raise Said(rectification.progress_of_which([one.short for one in found]))
    return found[0]


def _note_progress(turn: Turn, hazard: Hazard, act: Rectification) -> None:
    """Work that goes on moves nothing; what guards the place meanwhile is kept with the hazard."""
    plant = turn.session.get_one(Enterprise, hazard.enterprise_id)
    lifecycle.record(turn.session, hazard, "progress", meant.by(turn, plant), turn.now, turn.message.text)
    if act.control_measure and hazard.status in UNFIXED:
        hazard.control = act.control_measure
        turn.session.add(hazard)


# Pictures that follow without a word


def picture(turn: Turn) -> list[Hazard]:
    """The hazards that a picture belongs to, by what its sender said just before, or by the letter that it answers."""
    if not pictures.may_show(turn):
        return []
    one = pictures.quoted(turn)
    found = [one] if one else pictures.just_told(turn)
    found = found or [one for one in [pictures.promised(turn)] if one]
    shown = pictures.of_message(turn) if found else []
    if not shown:
        return []
    _add(turn, found, shown)
    return found


def evidence(turn: Turn) -> None:
    """A picture by day without a word belongs to the one hazard that waits for its picture."""
    hazard = pictures.awaited(turn)
    if hazard and pictures.without_a_word(turn):
        shown = pictures.of_burst(turn)
        pictures.claim(turn, Rectification(hazard_nos=(hazard.number,)))
        finish(turn, [hazard], shown)


def _add(turn: Turn, found: Sequence[Hazard], shown: Sequence[Attachment]) -> None:
    """The first picture completes what waits for it and is answered; the ones behind it are kept in silence."""
    unfixed = [one for one in found if one.status in UNFIXED]
    if unfixed:
        finish(turn, unfixed, shown)
    else:
        pictures.keep(turn)
    for hazard in found:
        pictures.show(turn, hazard, shown)
