"""发布高温橙色预警: a warning of the weather is shown first, told to those whom it concerns, and lifted."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from handlers import notices as told
from handlers import offers
from handlers.acts import IssueWarning, LiftWarning
from handlers.notice_acts import DropNotice, SendNotice
from handlers.turn import Turn
from models import calendar, db, notice_steps, notices, recipients, weather
from models.errors import Said
from models.notices import Notice, NoticeKind, NoticeStatus
from models.people import Enterprise
from models.recipients import Whom
from models.weather import WeatherProfile
from models.wording import notices_composed
from models.wording import weather as words

#: A warning without an end lasts so long.
LASTS = timedelta(days=1)


def issue(turn: Turn, act: IssueWarning) -> None:
    """Shows whom a warning concerns and what they would read; blue and yellow stand in the tips only."""
    officer = told.signer(turn)
    profile = _profile(turn, act)
    if act.until and act.until <= turn.now:
        raise Said(words.ended_before(act.until))
    ends = act.until or turn.now + LASTS
    notice = Notice(
        kind=NoticeKind.WEATHER,
        person_id=db.row_id(officer.id),
        message_id=turn.message_id,
        title=words.title(profile.name, act.colour),
        text=profile.text,
        whom=Whom(goods=weather.several(profile.goods), places=weather.several(profile.places)).stored(),
        at_once=True,
        drafted_at=turn.now,
        wanted_until=min(notice_steps.due_at(turn.now), ends),
        weather=profile.name,
        colour=act.colour,
        detail=act.detail[:60],
        source=act.source[:60],
        checks=profile.checks,
        lasts_until=ends,
    )
    _not_twice(turn, notice)
    if notice.loud:
        _show(turn, notice, profile)
    else:
        _show_quiet(turn, notice)


def _profile(turn: Turn, act: IssueWarning) -> WeatherProfile:
    """The kind of weather that is meant, and in a colour that it has."""
    profile = weather.profile(turn.session, act.weather)
    if profile is None:
        raise Said(words.unknown(act.weather, [one.name for one in weather.profiles(turn.session)]))
    colours = weather.several(profile.colours)
    if act.colour not in colours:
        raise Said(words.which_colour(profile.name, colours))
    return profile


def _not_twice(turn: Turn, notice: Notice) -> None:
    stands = notices.warning(turn.session, notice.weather, turn.now)
    same = stands and stands.colour == notice.colour and stands.lasts_until == notice.lasts_until
    if stands and (same or (stands.colour == notice.colour and notice.detail == stands.detail)):
        today = calendar.today(turn.now)
        raise Said(words.stands_already(notices_composed.warned(stands), stands.posted_at or turn.now, today))


def _replaced(turn: Turn, notice: Notice) -> Notice | None:
    return notices.warning(turn.session, notice.weather, turn.now)


def _show(turn: Turn, notice: Notice, profile: WeatherProfile) -> None:
    whom, today = recipients.whom(notice.whom), calendar.today(turn.now)
    plants = told.fitting(turn, whom)
    unknown = len(told.fitting(turn, replace(whom, unknown=True))) - len(plants) if whom.by_goods else 0
    if not plants and not unknown:
        raise Said(words.concerns_nobody(profile.name, 0))
    notice_id = notices.enter(turn.session, notice)
    stands = _replaced(turn, notice)
    shown = words.Draft(
        notices_composed.heard(turn.session, notice, _example(turn, plants), turn.now),
        notices_composed.warned(notice),
        len(plants),
        unknown,
        told.unreached(turn, plants),
        stands.title if stands else "",
        not profile.in_season(today.month),
    )
    digits = [SendNotice(notice_id), *([SendNotice(notice_id, unknown=True)] if unknown else []), DropNotice(notice_id)]
    choices = {str(number): offers.dump(one) for number, one in enumerate(digits, 1)}
    if not plants:
        choices.pop("1")
        turn.answer(words.concerns_nobody(profile.name, unknown), choices)
        return
    turn.answer(words.draft(shown, today), choices)


def _example(turn: Turn, plants: Sequence[int]) -> Sequence[Enterprise]:
    """The first of them: each reads its own goods."""
    return [turn.session.get_one(Enterprise, plant) for plant in plants[:1]]


def _show_quiet(turn: Turn, notice: Notice) -> None:
    notice.wanted_until = None
    notice_id = notices.enter(turn.session, notice)
    stands = _replaced(turn, notice)
    choices = {"1": offers.dump(SendNotice(notice_id)), "2": offers.dump(DropNotice(notice_id))}
    text = words.draft_quiet(notices_composed.warned(notice), stands.title if stands else "", calendar.today(turn.now))
    turn.answer(text, choices)


def send(turn: Turn, act: SendNotice) -> None:
    """The digit under a draft: a warning takes the place of the one before; a loud one is told at once."""
    notice = told.of_draft(turn, act.notice)
    if notice.kind != NoticeKind.WEATHER:
        told.send(turn, act)
        return
    if notice.lasts_until and notice.lasts_until <= turn.now:
        raise Said(words.ended_before(notice.lasts_until))
    before = _replaced(turn, notice)
    if before:
        told.take_back(turn, before, told.signer(turn), said=before.loud and not notice.loud)
    if notice.loud:
        _send(turn, notice, unknown=act.unknown)
    else:
        notice.status, notice.posted_at = NoticeStatus.SENT, turn.now
        turn.session.add(notice)
        turn.answer(words.noted(notices_composed.warned(notice), calendar.today(turn.now)))


def _send(turn: Turn, notice: Notice, *, unknown: bool) -> None:
    whom = replace(recipients.whom(notice.whom), unknown=unknown)
    ends = notice.lasts_until or turn.now + LASTS
    notice.whom, notice.wanted_until = whom.stored(), min(notice_steps.due_at(turn.now), ends)
    turn.session.add(notice)
    count, missing = told.post(turn, notice, told.fitting(turn, whom), turn.now + notice_steps.SOON)
    phones = {"1": {"act": "ShowNoticePhones", "notice": notice.id, "unreached": True}} if missing else {}
    turn.answer(words.sent(notice.weather, count, missing), phones)


def lift(turn: Turn, act: LiftWarning) -> None:
    """解除高温预警: those who heard it hear that it is over, once."""
    officer = told.signer(turn)
    profile = weather.profile(turn.session, act.weather)
    stands = notices.warning(turn.session, profile.name, turn.now) if profile else None
    if stands is None:
        raise Said(words.none_stands(profile.name if profile else act.weather))
    heard = told.take_back(turn, stands, officer, said=stands.loud)
    later = calendar.after_night(turn.now)
    answer = words.lifted(
        stands.weather,
        stands.colour,
        heard=heard and stands.loud,
        later=later if later > turn.now else None,
        today=calendar.today(turn.now),
    )
    turn.answer(answer)
