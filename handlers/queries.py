"""Questions and orders about the reporting of a night, each answer naming the night it used."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from handlers import zero_asked
from handlers.acts import Ask, AskEnterprise, AskReporting, Help, Night, Remind
from handlers.offers import AskResend, RemindMissing, ShowPhones, ShowSilent, ShowUnsure
from handlers.turn import Turn
from models import calendar, db, opening, outages, people, proxies, questions, reminded, reports, site, staff
from models.errors import Said
from models.obligations import DueStatus, ObligationKind
from models.outbox import Letter, Priority
from models.people import Enterprise, Person, Right, Role
from models.questions import Plant
from models.wording import answers, asking, receipts
from models.wording.compose import night_choices

#: Nobody is reminded of the same night twice within this time.
PAUSE = timedelta(hours=1)
#: Between these hours an enterprise hears by its duty phone, if that has an account, whoever orders it.
NIGHT, MORNING = time(23, 0), time(6, 30)


def reporting(turn: Turn, act: AskReporting) -> None:
    """昨晚谁没报, 今晚报了多少, 谁迟报: for officers; an enterprise gets its own state."""
    if act.kind == ObligationKind.ZERO:
        zero_asked.reporting(turn, act)
        return
    if not turn.may(Right.SEE_ALL):
        _own(turn, act)
        return
    day = _day(turn, act.which, act.day)
    window = questions.default_window(turn.session, day)
    state = questions.night(turn.session, day)
    if not state.counts and turn.now < window.opens_at:
        _tell(turn, answers.not_begun(day, window.opens_at), to_group=act.to_group)
        return
    is_open = turn.now < window.cut_off_at or bool(state.count(DueStatus.WAITING))
    if act.subject == Ask.LATE:
        _tell(turn, answers.late(state), to_group=act.to_group)
    elif act.subject == Ask.COUNT:
        _count(turn, state, window.closes_at, is_open=is_open, to_group=act.to_group)
    else:
        _missing(turn, state, is_open=is_open, to_group=act.to_group)


def _day(turn: Turn, which: Night | None, day: date | None) -> date:
    if which == Night.DAY and day:
        return day
    if which == Night.TONIGHT:
        return questions.tonight(turn.session, turn.now)
    return questions.last_night(turn.session, turn.now)


def _missing(turn: Turn, state: questions.Night, *, is_open: bool, to_group: bool) -> None:
    silent = state.plants(DueStatus.WAITING if is_open else DueStatus.MISSED)
    choices = {**night_choices(state.night), "3": _act("ShowSilent", state.night)} if silent else {}
    _tell(turn, answers.missing(state, turn.now, is_open=is_open), choices, to_group=to_group)


def _count(turn: Turn, state: questions.Night, closes_at: datetime, *, is_open: bool, to_group: bool) -> None:
    silent = state.plants(DueStatus.WAITING if is_open else DueStatus.MISSED)
    choices = {"1": _act("ShowSilent", state.night)} if silent else {}
    _tell(turn, answers.count(state, turn.now, closes_at, is_open=is_open), choices, to_group=to_group)


def _act(name: str, night: date) -> dict[str, str]:
    return {"act": name, "night": night.isoformat()}


def _tell(turn: Turn, text: str, choices: dict[str, dict[str, str]] | None = None, *, to_group: bool = False) -> None:
    """To the person; in the group only when an officer says 发群里, and then without what digits do."""
    if turn.in_group and to_group:
        turn.say_in_chat(answers.without_choices(text))
        return
    turn.answer(text, choices)


def _own(turn: Turn, act: AskReporting) -> None:
    plants = turn.plants()
    if not plants:
        raise Said(answers.own_only())
    if act.enterprise and act.enterprise not in {plant.name for plant in plants}:
        raise Said(answers.own_only())
    if act.subject in (Ask.MISSING, Ask.LATE) and not act.enterprise:
        raise Said(answers.own_only())
    day = _day(turn, act.which, act.day)
    turn.answer("\n".join(_one_night(turn, plant, day) for plant in plants[:3]))


def _one_night(turn: Turn, plant: Enterprise, day: date) -> str:
    due = opening.due_of(turn.session, plant, day)
    report = turn.session.get(reports.Report, due.report_id) if due and due.report_id else None
    return answers.one_night(plant.short, due, day, _shown(turn, report) if report else "")


def _shown(turn: Turn, report: reports.Report) -> str:
    """The pictures of a report, or who phoned and who entered it."""
    officer = proxies.officer_of(turn.session, report)
    if officer:
        return answers.by_proxy(report.proxy_name, officer.name)
    return receipts.media(reports.evidence(turn.session, db.row_id(report.id)))


def enterprise(turn: Turn, act: AskEnterprise) -> None:
    """One enterprise over some nights: to officers any in their scope, to an enterprise its own."""
    for plant in asked_plants(turn, act.enterprise):
        if act.kind == ObligationKind.ZERO:
            zero_asked.enterprise(turn, act, plant)
            continue
        if act.which is not None:
            day = act.start if act.which == Night.DAY else _day(turn, act.which, None)
            _tell(turn, _one_night(turn, plant, day), to_group=act.to_group and turn.is_officer)
            continue
        dues = questions.history(turn.session, db.row_id(plant.id), act.start, act.end)
        _tell(turn, answers.week(plant.short, dues, act.start, act.end), to_group=act.to_group and turn.is_officer)


def asked_plants(turn: Turn, name: str | None) -> Sequence[Enterprise]:
    """The enterprises that a question is about, as far as the asker may see them."""
    if name is None:
        own = turn.plants()
        if not own:
            raise Said(asking.name_the_plant())
        return own
    plant = people.by_name(turn.session, name)
    if plant is None:
        raise Said(answers.no_such_plant(name))
    if not turn.may(Right.SEE, plant):
        raise Said(answers.own_only())
    return [plant]


def help_(turn: Turn, act: Help) -> None:
    """How to speak to the bot."""
    office = site.read(turn.session)
    turn.answer(answers.help_officer() if turn.is_officer else answers.help_enterprise(office.duty_phone))


def show_silent(turn: Turn, act: ShowSilent) -> None:
    """The whole list behind a figure."""
    state = _seen_all(turn, act.night)
    waiting = state.plants(DueStatus.WAITING)
    plants = waiting or state.plants(DueStatus.MISSED)
    turn.answer(answers.silent_names(plants, act.night, is_open=bool(waiting)))


def show_unsure(turn: Turn, act: ShowUnsure) -> None:
    """The whole list of those whose night is unverified."""
    plants = _unsure(turn, _seen_all(turn, act.night), act.channel)
    turn.answer(answers.unsure_names(plants, act.night))


def show_phones(turn: Turn, act: ShowPhones) -> None:
    """Whom to call about those who have not reported."""
    plants = _seen_all(turn, act.night).plants(DueStatus.WAITING, DueStatus.MISSED)
    turn.answer(answers.phones(act.night, questions.silent_contacts(turn.session, act.night, plants, turn.now)))


def _seen_all(turn: Turn, day: date) -> questions.Night:
    if not turn.may(Right.SEE_ALL):
        raise Said(answers.own_only())
    return questions.night(turn.session, day)


def remind(turn: Turn, act: Remind) -> None:
    """提醒没报的: the officer's order in words."""
    remind_missing(turn, RemindMissing(night=questions.last_night(turn.session, turn.now)), only=act.enterprises)


def remind_missing(turn: Turn, act: RemindMissing, only: Sequence[str] = ()) -> None:
    """Reminds those who have not reported: their duty phone while the window is open, then the safety manager."""
    state = _may_remind(turn, act.night)
    waiting = state.plants(DueStatus.WAITING)
    plants = waiting or state.plants(DueStatus.MISSED)
    plants = [plant for plant in plants if not only or plant.name in only]
    kind = "patrol.missing" if waiting else "patrol.missed"
    _remind(turn, act.night, plants, kind)


def ask_resend(turn: Turn, act: AskResend) -> None:
    """Asks those whose night is unverified to send again."""
    plants = _unsure(turn, _may_remind(turn, act.night), act.channel)
    _remind(turn, act.night, plants, "patrol.resend")


def _unsure(turn: Turn, night: questions.Night, channel: str) -> list[Plant]:
    """Those whose silence may mean nothing: all of them, or those that are heard on one channel alone."""
    plants = night.plants(DueStatus.WAITING, DueStatus.UNVERIFIED)
    alone = outages.only_on(turn.session, [channel])
    return [one for one in plants if one.id in alone] if channel else plants


def _may_remind(turn: Turn, day: date) -> questions.Night:
    if not turn.may(Right.REMIND):
        raise Said(answers.own_only())
    return questions.night(turn.session, day)


def _remind(turn: Turn, night: date, plants: Sequence[Plant], kind: str) -> None:
    if not plants:
        raise Said(answers.nobody_left())
    asked = [(plant, _addressee(turn, plant, kind)) for plant in plants]
    unreached = [plant for plant, person in asked if person is None]
    firsts = staff.firsts(turn.session, [db.row_id(person.id) for _, person in asked if person])
    merged: dict[int, list[tuple[Plant, int]]] = {}
    for plant, person in asked:
        if person is not None:
            merged.setdefault(firsts[db.row_id(person.id)], []).append((plant, db.row_id(person.id)))
    sent, recent = [], []
    for first, theirs in merged.items():
        lately = reminded.lately(turn.session, first, night, turn.now - PAUSE)
        left = [(plant, person) for plant, person in theirs if plant.id not in lately]
        recent += [plant for plant, _ in theirs if plant.id in lately]
        sent += [plant for plant, _ in left]
        if left:
            key = reminded.key(first, night, f"order:{turn.message_id}")
            _post(turn, key, left[0][1], night, [plant for plant, _ in left], kind)
    contacts = questions.contacts(turn.session, unreached, turn.now) if unreached else []
    turn.answer(answers.reminded(_shorts(plants, sent), _shorts(plants, recent), contacts))


def _shorts(plants: Sequence[Plant], named: Sequence[Plant]) -> list[str]:
    return [plant.short for plant in plants if plant in named]


def _addressee(turn: Turn, plant: Plant, kind: str) -> Person | None:
    phone = questions.phone_of(turn.session, plant.id, turn.now)
    safety = people.with_role(turn.session, Role.SAFETY, plant.id)
    awake = kind == "patrol.missing" or _by_night(turn.now)  # a safety manager sleeps: who is there can go round
    asked = [phone, *safety] if awake else [*safety, phone]
    return next((one for one in asked if one and people.accounts(turn.session, db.row_id(one.id))), None)


def _by_night(moment: datetime) -> bool:
    here = calendar.local(moment).time()
    return here < MORNING or here >= NIGHT


def _post(turn: Turn, key: str, person_id: int, night: date, plants: Sequence[Plant], kind: str) -> None:
    """One letter to an account, whatever number of enterprises it stands for."""
    turn.post(
        Letter(
            key=key,
            kind=kind,
            about={"night": night.isoformat(), "enterprises": [plant.id for plant in plants]},
            person_id=person_id,
            priority=Priority.DUTY,
            stale_at=turn.now + timedelta(hours=2),
        )
    )
