"""谁没回: who has answered a notice and who has not; reminding those, calling those, what was answered."""

from datetime import datetime, timedelta

from handlers.acts import AskNotice
from handlers.notice_acts import RemindSilent, ShowAnswers, ShowNoticePhones
from handlers.turn import Turn
from models import audit, calendar, db, notice_steps, notices, questions
from models.errors import Said
from models.notice_steps import Step
from models.notices import Notice, NoticeAnswer, NoticeKind, NoticeStatus
from models.people import Person, Right
from models.wording import answers, notices_composed
from models.wording import notices as words
from models.wording import weather as weather_words

#: Nobody is reminded of the same notice twice within this time.
PAUSE = timedelta(hours=2)


def ask(turn: Turn, act: AskNotice) -> None:
    """The notice that is meant, the figure first, then who has not answered."""
    if not turn.may(Right.SEE_ALL):
        raise Said(answers.own_only())
    notice = _meant(turn, act.topic)
    if act.words:
        _show(turn, notice)
        return
    state = notices.standing(turn.session, notice)
    text = words.standing(notice.title, state, notice.wanted_until, calendar.today(turn.now))
    turn.answer(text, notices_composed.choices(notice, state))


def _meant(turn: Turn, topic: str) -> Notice:
    """The newest that the words name; without such words the newest that wants an answer, else the newest."""
    found = [one for one in notices.sent(turn.session, turn.now - notices.RECENT) if one.loud]
    if topic:
        found = [one for one in found if topic in f"{one.title}{one.text}{one.weather}"]
    wanted = [one for one in found if one.wanted_until]
    if not found:
        raise Said(words.none(topic))
    return (wanted or found)[0]


def _stored(turn: Turn, notice_id: int) -> Notice:
    """A notice behind a digit that still stands."""
    if not turn.may(Right.SEE_ALL):
        raise Said(answers.own_only())
    notice = turn.session.get(Notice, notice_id)
    if notice is None or notice.status != NoticeStatus.SENT:
        raise Said(answers.choice_expired())
    return notice


def remind(turn: Turn, act: RemindSilent) -> None:
    """The digit 1: only those who have not answered, once within two hours, within what is said to them in a day."""
    notice = _stored(turn, act.notice)
    notice_id, today = db.row_id(notice.id), calendar.today(turn.now)
    if not turn.may(Right.REMIND):
        raise Said(answers.own_only())
    if notice.lasts_until and notice.lasts_until <= turn.now:
        raise Said(weather_words.none_stands(notice.weather))
    silent = notices.standing(turn.session, notice).silent
    if not silent:
        raise Said(words.everybody_answered(notice.title))
    last = notice_steps.reminded_at(turn.session, notice_id)
    if last and last + PAUSE > turn.now:
        raise Said(words.reminded_lately(last, last + PAUSE, today))
    later = _later(turn, notice)
    notice_steps.plan(turn.session, notice_id, Step.REMIND, later or turn.now + notice_steps.SOON)
    facts: dict[str, audit.Fact] = {"silent": len(silent), "message": turn.message_id}
    audit.record(turn.session, turn.now, turn.actor, "notice.reminded", f"notice:{notice_id}", facts)
    missing = len(notices.unreachable(turn.session, notice))
    phones = {"2": {"act": "ShowNoticePhones", "notice": notice_id}} if missing else {}
    turn.answer(words.reminded(len(silent) - missing, missing, later, today), phones)


def _later(turn: Turn, notice: Notice) -> datetime | None:
    """When the quiet hours end, for what has to wait for that."""
    loud = notice.at_once or notice.kind == NoticeKind.WEATHER
    return calendar.after_quiet(turn.now) if calendar.quiet(turn.now) and not loud else None


def phones(turn: Turn, act: ShowNoticePhones) -> None:
    """The digit 2: the numbers of those who have not answered, or of those to whom nobody could write."""
    notice = _stored(turn, act.notice)
    silent = notices.standing(turn.session, notice).silent
    plants = notices.unreachable(turn.session, notice) if act.unreached else silent
    if not plants:
        raise Said(words.everybody_answered(notice.title))
    turn.answer(
        words.phones(notice.title, questions.contacts(turn.session, plants[: words.MOST], turn.now), len(plants))
    )


def show_answers(turn: Turn, act: ShowAnswers) -> None:
    """The digit 3: what was answered."""
    _show(turn, _stored(turn, act.notice))


def _entered_by(turn: Turn, given: NoticeAnswer) -> str:
    """The officer who entered what was answered on the phone; empty where the enterprise wrote it."""
    person = turn.session.get(Person, given.person_id) if given.person_id else None
    return person.name if person and person.enterprise_id is None and person.is_officer else ""


def _show(turn: Turn, notice: Notice) -> None:
    given = notices.answers(turn.session, notice, words.MOST + 1)
    told = [words.Answer(plant.short, one.at, one.words, _entered_by(turn, one)) for one, plant in given]
    turn.answer(words.answers(notice.title, told))
