"""One message and all that it causes, in one transaction."""

from datetime import datetime

from sqlmodel import Session

from handlers import (
    acts,
    answered,
    around,
    assigning,
    continued,
    events,
    incident_orders,
    naming,
    notice_acts,
    notice_answers,
    offers,
    owed_reports,
    patrol,
    people,
    pictures,
    rectification,
    remembering,
    scene,
    speaker,
    tip_offs,
    unclear,
    unread,
)
from handlers.acts import Act
from handlers.table import ACTS, REPORTS, WORK
from handlers.turn import Turn
from handlers.understand import understand
from handlers.understand.reading import Doubt, Reading
from handlers.understand.recognise.rounds import bare_result
from handlers.understand.register import Register
from handlers.understand.results import result_of
from handlers.understand.said import Said as Words
from models import attachments, inbox
from models import people as roll
from models.errors import Said
from models.inbox import Message, MessageStatus
from models.incoming import MessageKind
from models.wording import answers, asking


def dispatch(session: Session, message: Message, register: Register, now: datetime) -> None:
    """Handles a claimed message: who speaks, what they want, what follows; then marks it done.

    Raises Overtaken when another worker has settled the message; everything here then rolls back.
    """
    persons = roll.of_account(session, message.channel, message.sender)
    speaks = speaker.who(session, persons, message.text, now)
    turn = Turn(session, message, speaks.persons, register, now, everybody=persons, words=speaks.words)
    if message.kind in (MessageKind.EVENT, MessageKind.RECALL):
        events.happened(session, message, now)
        inbox.done(session, message, now)
        return
    reading = read(turn)
    if tip_offs.taken(turn, reading):
        inbox.done(session, message, now)  # without how it was read: its words are sealed
    elif reading.too_long:
        inbox.done(session, message, now, MessageStatus.ASIDE, inbox.TOO_LONG)
        turn.answer(asking.too_long())
    else:
        told = owed_reports.heard(turn, reading)
        _act(turn, notice_answers.noted(turn, answered.in_words(turn, naming.completed(turn, told))))
    turn.say()


def _act(turn: Turn, reading: Reading) -> None:
    try:
        wanted = incident_orders.drawn_in(turn, _wanted(turn, reading))
        if not turn.persons and not _for_strangers(wanted):
            people.stranger(turn, asked=naming.ask(turn, reading))
            return
        ours = incident_orders.about_one(wanted)
        if not ours and _which(turn, reading):
            wanted = [act for act in wanted if not (_lacks_plant(act) or _lacks_hazard(act))]
        taken = not ours and continued.taken(turn, reading)
        remembering.aside(turn, reading)
        for act in () if taken else wanted:
            _perform_or_say(turn, act)
        unclear.follow(turn, reading, taken=taken)
        if turn.answers == 0 and (not wanted or unread.in_vain(turn, reading, wanted)):
            unread.unread(turn, reading)
    except Said as said:
        turn.answer(str(said))
    inbox.done(turn.session, turn.message, turn.now, understood=unclear.kept(reading))


def _perform_or_say(turn: Turn, act: Act) -> None:
    """What cannot be done is said, and keeps nothing else of the message from being done."""
    try:
        perform(turn, act)
    except Said as said:
        turn.answer(str(said))


def _which(turn: Turn, reading: Reading) -> bool:
    """Asks which enterprise or, of an officer, which hazard is meant, or who somebody is; True when it was asked."""
    question = reading.question
    asked = (Doubt.WHICH_ENTERPRISE, Doubt.NAME, *((Doubt.WHICH_HAZARD,) if turn.is_officer else ()))
    if question is None or question.doubt not in asked or turn.in_group:
        return False
    choices = {str(number): acts.dump(act) for number, act in enumerate(question.choices[:4], 1)}
    short = remembering.short_of(turn, reading)
    turn.answer(question.text, choices, about={"short": short} if short else {})
    return True


def _lacks_plant(act: Act) -> bool:
    """Whether an act waits for the answer to which enterprise is meant."""
    return getattr(act, "enterprise", "-") in (None, "") or getattr(act, "enterprises", "-") == ()


def _lacks_hazard(act: Act) -> bool:
    """Whether a decision waits for the answer to which hazard is meant."""
    return isinstance(act, acts.Review | acts.SetLevel | acts.VoidHazard) and not act.hazard_nos


def read(turn: Turn) -> Reading:
    """What the words of a message mean, in their context."""
    if not turn.words.strip():
        return Reading()
    return understand(turn.words, around.context(turn))


def _for_strangers(wanted: list[Act]) -> bool:
    known = (acts.Bind, acts.BindWithCode, acts.Incident, scene.SceneWord, tip_offs.WantAnswer, tip_offs.NoTipOff)
    return bool(wanted) and all(isinstance(act, known) for act in wanted)


def _wanted(turn: Turn, reading: Reading) -> list[Act]:
    """The acts that this person may want here: in a group only reports and what is meant for the bot."""
    meant = [_chosen(turn, act) if isinstance(act, acts.Choose) else act for act in reading.acts]
    found: list[Act] = [act for act in meant if act is not None]
    emergencies = [act for act in found if isinstance(act, acts.Incident)]
    rest = [act for act in found if act not in emergencies and _here(turn, act)]
    told = (*REPORTS, notice_acts.AnswerNotice)  # what pictures belong to besides
    if not any(isinstance(act, told) for act in rest) and (_has_media(turn) or _result_alone(turn, found)):
        rest.append(_PIECE)
    rest.sort(key=_turn_of)
    return [*emergencies, *rest]


def _turn_of(act: Act) -> int:
    """First the round: where a hazard was found is known by it, and what pictures of work are besides."""
    if isinstance(act, acts.HazardReport):
        return 1
    return 0 if isinstance(act, REPORTS) else 2


class _Piece(Act):
    """Pictures without words, or 正常 without a word of a round: a piece of a report that may still become one."""


_PIECE = _Piece()


def _result_alone(turn: Turn, found: list[Act]) -> bool:
    """Words that all is in order, said while a round is awaited: nobody is left to believe that this was enough."""
    talk = bool(found) and all(isinstance(act, acts.Chatter) for act in found)
    if not talk or not turn.plants():
        return False
    words = Words(turn.message.text, around.context(turn))
    fine = bool(bare_result(words)) or result_of(words)[0] is acts.Result.NORMAL
    return fine and patrol.awaited(turn)


def _has_media(turn: Turn) -> bool:
    """Whether pictures, files or a voice without words came with it: a voice that was written down is its words."""
    return not turn.spoken and bool(attachments.kinds(turn.session, turn.message_id))


def _here(turn: Turn, act: Act) -> bool:
    if not turn.persons:
        return isinstance(act, acts.Bind | acts.BindWithCode | tip_offs.WantAnswer | tip_offs.NoTipOff)
    if isinstance(act, acts.HazardReport) and turn.is_officer and not turn.plants():
        return not turn.in_group or turn.message.mentions_bot
    if isinstance(act, REPORTS + WORK):
        return bool(turn.plants()) or not turn.in_group
    return not turn.in_group or turn.message.mentions_bot or isinstance(act, acts.Correction | notice_acts.AnswerNotice)


def _chosen(turn: Turn, act: acts.Choose) -> Act | None:
    """The act behind a typed digit; in a group a digit belongs to nobody's list."""
    if turn.in_group and not turn.message.mentions_bot:
        return None
    letter = around.choices(turn)
    stored = letter.choices.get(str(act.number)) if letter else None
    if stored is None:
        raise Said(answers.choice_expired())
    return answered.took(turn, letter, offers.load(stored)) if letter else None


def perform(turn: Turn, act: Act) -> None:
    """Does what an act wants; the group hears only 已私发 of an answer that went to the person."""
    if isinstance(act, _Piece):
        if turn.plants():
            _piece(turn)
        elif turn.is_officer:
            assigning.pictures(turn)
        return
    if isinstance(act, acts.Chatter):
        return
    done = ACTS.get(type(act))
    if done is None:
        _not_yet(turn, act)
        return
    before, turn.surroundings = turn.answers, None
    done(turn, act)
    if turn.in_group and turn.message.mentions_bot and turn.answers == before + 1 and not _said_in_group(act):
        turn.say_in_chat(answers.sent_privately())


def _piece(turn: Turn) -> None:
    """Pictures without words: of a hazard just told of; else of a report, by day of the hazard that waits for them."""
    shown = rectification.picture(turn)
    if shown:
        pictures.join(turn, shown)
    else:
        patrol.take(turn, None)
        rectification.evidence(turn)


def _said_in_group(act: Act) -> bool:
    return bool(getattr(act, "to_group", False))


def _not_yet(turn: Turn, act: Act) -> None:
    if not turn.in_group:
        turn.answer(answers.not_yet(act.intent))
