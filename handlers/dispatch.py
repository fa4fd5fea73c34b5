"""One message and all that it causes, in one transaction."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from handlers import acts, corrections, incidents, offers, patrol, people, queries
from handlers.acts import Act
from handlers.turn import Turn
from handlers.understand import understand
from handlers.understand.context import Context, OpenHazard
from handlers.understand.reading import Doubt, Reading
from handlers.understand.recognise.rounds import bare_result
from handlers.understand.register import Register
from handlers.understand.results import result_of
from handlers.understand.said import Said as Words
from models import attachments, db, hazards, inbox, outbox, reports, spoken
from models import people as roll
from models.errors import Said
from models.inbox import Message, MessageStatus
from models.incoming import MessageKind
from models.outbox import Outgoing
from models.people import Enterprise, Right
from models.wording import answers, asking

Perform = Callable[[Turn, Any], None]

#: What is done about each act; an act that is not here is answered with "not yet" in a private chat.
ACTS: Mapping[type[Act], Perform] = {
    acts.PatrolReport: patrol.take,
    acts.ZeroReport: patrol.take,
    acts.HazardReport: patrol.take,
    acts.NoRound: patrol.no_round,
    acts.Correction: corrections.correct,
    acts.Incident: incidents.alarm,
    acts.Bind: people.bind,
    acts.BindWithCode: people.bind_with_code,
    acts.IssueCode: people.issue_code,
    acts.AskReporting: queries.reporting,
    acts.AskEnterprise: queries.enterprise,
    acts.AskDuty: queries.duty,
    acts.Help: queries.help_,
    acts.Remind: queries.remind,
    offers.StateNormal: patrol.state_normal,
    offers.AssignReport: patrol.assign,
    offers.RemindMissing: queries.remind_missing,
    offers.ShowPhones: queries.show_phones,
    offers.ShowSilent: queries.show_silent,
    offers.ShowUnsure: queries.show_unsure,
    offers.AskResend: queries.ask_resend,
}

#: Said by somebody, and nothing follows from it.
SILENT = (acts.Acknowledge, acts.Chatter)

#: What only those who report for an enterprise can do by words alone.
REPORTS = (acts.PatrolReport, acts.ZeroReport, acts.HazardReport, acts.NoRound)


def dispatch(session: Session, message: Message, register: Register, now: datetime) -> None:
    """Handles a claimed message: who speaks, what they want, what follows; then marks it done.

    Raises Overtaken when another worker has settled the message; everything here then rolls back.
    """
    persons = roll.of_account(session, message.channel, message.sender)
    turn = Turn(session, message, persons, register, now)
    if message.kind == MessageKind.EVENT:
        inbox.done(session, message, now)
        return
    reading = read(turn)
    if reading.too_long:
        inbox.done(session, message, now, MessageStatus.ASIDE, inbox.TOO_LONG)
        turn.answer(asking.too_long())
        return
    _act(turn, reading)


def _act(turn: Turn, reading: Reading) -> None:
    try:
        wanted = _wanted(turn, reading)
        if not turn.persons and not _for_strangers(wanted):
            people.stranger(turn)
            return
        if _which(turn, reading):
            wanted = [act for act in wanted if not _lacks_plant(act)]
        for act in wanted:
            perform(turn, act)
        if turn.answers == 0 and (not wanted or _asked_in_vain(turn, reading)):
            _unread(turn, reading)
    except Said as said:
        turn.answer(str(said))
    inbox.done(turn.session, turn.message, turn.now)


def _which(turn: Turn, reading: Reading) -> bool:
    """Asks which enterprise is meant, or who somebody unknown is; True when it was asked."""
    question = reading.question
    if question is None or question.doubt not in (Doubt.WHICH_ENTERPRISE, Doubt.NAME) or turn.in_group:
        return False
    choices = {str(number): acts.dump(act) for number, act in enumerate(question.choices[:4], 1)}
    turn.answer(question.text, choices)
    return True


def _lacks_plant(act: Act) -> bool:
    """Whether an act waits for the answer to which enterprise is meant."""
    return getattr(act, "enterprise", "-") in (None, "")


def read(turn: Turn) -> Reading:
    """What the words of a message mean, in their context."""
    if not turn.message.text.strip():
        return Reading()
    return understand(turn.message.text, _context(turn))


def _context(turn: Turn) -> Context:
    plants = turn.plants()
    return Context(
        now=turn.counted,
        role="officer" if turn.is_officer else "enterprise",
        enterprise=plants[0].name if len(plants) == 1 else None,
        enterprises=tuple(plant.name for plant in plants),
        chat="group" if turn.in_group else "direct",
        mention_bot=turn.message.mentions_bot,
        media=_media(turn),
        reply_to=_prompt(turn),
        open_hazards=_open_hazards(turn),
        last_list=_last_list(turn),
        register=turn.register,
        known=bool(turn.persons),
        has_choices=_choices(turn) is not None,
    )


def _media(turn: Turn) -> Mapping[str, int]:
    """The pictures that stand in the same burst, and those of the message itself."""
    counts: dict[str, int] = {}
    report = reports.burst_of(turn.session, turn.message, turn.counted)
    if report:
        counts = {"video": report.videos, "image": report.photos, "voice": report.voices, "file": report.files}
    for attachment in attachments.of_message(turn.session, turn.message_id):
        counts[attachment.kind] = counts.get(attachment.kind, 0) + 1
    return {kind: count for kind, count in counts.items() if count}


def _choices(turn: Turn) -> Outgoing | None:
    own = [db.row_id(person.id) for person in turn.persons]
    return spoken.last_choices(turn.session, turn.message.channel, turn.message.sender, own, turn.now)


def _open_hazards(turn: Turn) -> tuple[OpenHazard, ...]:
    """What is still open at the sender's enterprises; for an officer, at those that are named."""
    plants = turn.plants() or (named_plants(turn) if turn.is_officer else [])
    rows = hazards.open_of(turn.session, [db.row_id(plant.id) for plant in plants[:4]])
    return tuple(OpenHazard(one.number, f"{one.place} {one.item}".strip(), one.deadline) for one in rows)


def _last_list(turn: Turn) -> tuple[str, ...]:
    own = [db.row_id(person.id) for person in turn.persons]
    return spoken.last_listed(turn.session, turn.message.channel, turn.message.sender, own, turn.now)


def named_plants(turn: Turn) -> list[Enterprise]:
    """The enterprises that the words of a message name."""
    names = {name for match in turn.register.find(turn.message.text) for name in match.candidates}
    found = (roll.by_name(turn.session, name) for name in sorted(names)[:4])
    return [plant for plant in found if plant]


#: What a reminder is called where a message answers it.
_PROMPTS: Mapping[str, str] = {
    "patrol.missing": "patrol_prompt",
    "patrol.missed": "patrol_prompt",
    "patrol.resend": "patrol_prompt",
    "zero.prompt": "zero_report_prompt",
    "deadline": "deadline_reminder",
    "hazard.missing": "missing_items_prompt",
    "hazard.second": "second_name_prompt",
}


def _prompt(turn: Turn) -> str | None:
    """What the message answers: what it quotes, else the last reminder to this person."""
    own = [db.row_id(person.id) for person in turn.persons]
    quoted = outbox.by_key(turn.session, turn.message.reply_to) if turn.message.reply_to else None
    asked = quoted or spoken.last_prompt(turn.session, own, tuple(_PROMPTS), turn.now)
    if asked is None or (turn.in_group and quoted is None):
        return None
    if quoted is not None and (hazard := quoted.about.get("hazard")):
        return _about_hazard(turn, quoted, int(hazard))
    return _PROMPTS.get(asked.kind)


def _about_hazard(turn: Turn, quoted: Outgoing, hazard_id: int) -> str | None:
    """The number of the hazard that a quoted letter speaks of, with the old date where more time is asked."""
    hazard = turn.session.get(hazards.Hazard, hazard_id)
    if hazard is None or quoted.kind in ("hazard.missing", "hazard.second"):
        return _PROMPTS.get(quoted.kind)
    if quoted.kind == "extension.asked":
        return f"extension:{hazard.number}[deadline:{hazard.deadline}]"
    return hazard.number


def _for_strangers(wanted: list[Act]) -> bool:
    return bool(wanted) and all(isinstance(act, acts.Bind | acts.BindWithCode | acts.Incident) for act in wanted)


def _wanted(turn: Turn, reading: Reading) -> list[Act]:
    """The acts that this person may want here: in a group only reports and what is meant for the bot."""
    meant = [_chosen(turn, act) if isinstance(act, acts.Choose) else act for act in reading.acts]
    found: list[Act] = [act for act in meant if act is not None]
    emergencies = [act for act in found if isinstance(act, acts.Incident)]
    rest = [act for act in found if act not in emergencies and _here(turn, act)]
    if not any(isinstance(act, REPORTS) for act in rest) and (_has_media(turn) or _result_alone(turn, found)):
        rest.append(_PIECE)
    return [*emergencies, *rest]


class _Piece(Act):
    """Pictures without words, or 正常 without a word of a round: a piece of a report that may still become one."""


_PIECE = _Piece()


def _result_alone(turn: Turn, found: list[Act]) -> bool:
    """Words that all is in order, said while a round is awaited: nobody is left to believe that this was enough."""
    talk = bool(found) and all(isinstance(act, acts.Chatter) for act in found)
    if not talk or not turn.plants():
        return False
    words = Words(turn.message.text, _context(turn))
    fine = bool(bare_result(words)) or result_of(words)[0] is acts.Result.NORMAL
    return fine and patrol.awaited(turn)


def _has_media(turn: Turn) -> bool:
    return bool(attachments.of_message(turn.session, turn.message_id))


def _here(turn: Turn, act: Act) -> bool:
    if not turn.persons:
        return isinstance(act, acts.Bind | acts.BindWithCode)
    if isinstance(act, REPORTS):
        return bool(turn.plants())
    return not turn.in_group or turn.message.mentions_bot or isinstance(act, acts.Correction)


def _chosen(turn: Turn, act: acts.Choose) -> Act | None:
    """The act behind a typed digit; in a group a digit belongs to nobody's list."""
    if turn.in_group and not turn.message.mentions_bot:
        return None
    letter = _choices(turn)
    stored = letter.choices.get(str(act.number)) if letter else None
    if stored is None:
        raise Said(answers.choice_expired())
    return offers.load(stored)


def perform(turn: Turn, act: Act) -> None:
    """Does what an act wants; the group hears only 已私发 of an answer that went to the person."""
    if isinstance(act, _Piece):
        if turn.plants():
            patrol.take(turn, None)
        return
    if isinstance(act, SILENT):
        return
    done = ACTS.get(type(act))
    if done is None:
        _not_yet(turn, act)
        return
    before = turn.answers
    done(turn, act)
    if turn.in_group and turn.message.mentions_bot and turn.answers == before + 1 and not _said_in_group(act):
        turn.say_in_chat(answers.sent_privately())


def _said_in_group(act: Act) -> bool:
    return bool(getattr(act, "to_group", False))


def _not_yet(turn: Turn, act: Act) -> None:
    if not turn.in_group:
        turn.answer(answers.not_yet(act.intent))


def _asked_in_vain(turn: Turn, reading: Reading) -> bool:
    """A question to the bot in which nothing was recognised but talk; silence would be no answer."""
    only_talk = bool(reading.acts) and all(isinstance(act, acts.Chatter) for act in reading.acts)
    return only_talk and turn.is_officer and Words(reading.text, _context(turn)).asks


def _unread(turn: Turn, reading: Reading) -> None:
    """Nothing was understood: an officer who asks in private is told how to ask, an enterprise how to report."""
    if turn.in_group or not turn.message.text.strip() or turn.message.kind != MessageKind.TEXT:
        return
    if turn.may(Right.SEE_ALL):
        turn.answer(asking.not_understood(answers.EXAMPLES))
    else:
        turn.answer(asking.not_understood_report())
