"""What officers do about an incident: take it over, say how it goes, end it (docs/WORDING.md 2, Incident follow-up)."""

from collections.abc import Callable, Sequence

from handlers import acts, anomalies, incidents, offers, scene, upward
from handlers.acts import Act
from handlers.turn import Turn
from handlers.understand.recognise.anomalies import is_mistake, is_sure
from models import calendar, callout, db, people, site
from models import incidents as ledger
from models import upward as watch
from models.errors import Said
from models.incidents import Incident, IncidentStatus, Stage
from models.outbox import Letter, Priority
from models.people import Person, Right
from models.wording import incidents as wording
from models.wording.incidents_composed import event_of, latest_words


def told(turn: Turn, act: acts.Incident) -> None:
    """Somebody tells of an incident: an officer goes on with one or opens it, everybody else is the scene."""
    if turn.may(Right.TAKE_OVER):
        _told_by_officer(turn, act)
    elif act.stage == incidents.FINAL and incidents.same(turn, act, incidents.plant_of(turn, act.enterprise)) is None:
        anomalies.anomaly(turn, acts.Anomaly(event=act.stage))  # nobody need be called about what is over
    else:
        incidents.alarm(turn, act)


def _told_by_officer(turn: Turn, act: acts.Incident) -> None:
    stage = incidents.STAGES[act.stage]
    if stage == Stage.INITIAL:
        running = _goes_on_with(turn, act.enterprise)
        if running is None:
            _open(turn, act)
            return
        _learn(turn, running, act)
        _note(turn, running, Stage.FOLLOW_UP, turn.message_id)
        return
    found = _meant(turn, act.enterprise)
    over = None if found or stage == Stage.FINAL else upward.watched(turn, act.enterprise)
    if over is not None:
        upward.changed(turn, over, turn.message_id)
        return
    incident = _one_of(turn, found, lambda one: offers.NoteIncident(one, stage.value, turn.message_id))
    if incident is not None:
        _learn(turn, incident, act)
        _note(turn, incident, stage, turn.message_id)


def _learn(turn: Turn, incident: Incident, act: acts.Incident) -> None:
    ledger.learn(turn.session, incident, act.event_type or "", act.location, act.injured, act.cause)


def _goes_on_with(turn: Turn, enterprise: str | None) -> Incident | None:
    """The incident that an officer's words of danger go on with: of the enterprise named, else the one in hand."""
    if enterprise:
        return next(iter(_of_enterprise(turn, enterprise)), None)
    mine = _mine(turn)
    fresh = [one for one in mine if turn.now - ledger.last_word(turn.session, one) <= ledger.NEW_AFTER]
    return fresh[0] if len(fresh) == 1 else None


def _of_enterprise(turn: Turn, name: str) -> list[Incident]:
    plant = people.by_name(turn.session, name)
    return [one for one in ledger.active(turn.session) if plant and one.enterprise_id == plant.id]


def _mine(turn: Turn) -> list[Incident]:
    return ledger.in_hand(turn.session, [person.id for person in turn.persons])


def _named(turn: Turn) -> str | None:
    """The one enterprise that the words of an order name."""
    names = {match.candidates for match in turn.register.find(turn.message.text)}
    only = next(iter(names)) if len(names) == 1 else ()
    return only[0] if len(only) == 1 else None


def _meant(turn: Turn, enterprise: str | None) -> list[Incident]:
    """The incidents that an officer may mean: of the enterprise named, else those in hand, else all."""
    if enterprise:
        return _of_enterprise(turn, enterprise)
    return _mine(turn) or list(ledger.active(turn.session))


def _one_of(turn: Turn, found: Sequence[Incident], act: Callable[[int], Act]) -> Incident | None:
    """The only one; of several it asks which, and each digit does the act for one of them."""
    if not found:
        raise Said(wording.none_open())
    return upward.one_of(turn, found, act)


def _open(turn: Turn, act: acts.Incident) -> None:
    """An officer was told by phone, and writes it down: the others on duty are called, he may take it himself."""
    incident = incidents.begin(turn, act, incidents.plant_of(turn, act.enterprise))
    called = incidents.call_first(turn, incident)
    names = "、".join(person.name for person in called[:3])
    choices = {"1": acts.dump(acts.TakeOver(incident=incident.id))}
    turn.answer(wording.opened(event_of(turn.session, incident), turn.message.sent_at, names), choices)


def _officer(turn: Turn) -> Person:
    """The sender as the officer who may take over and end."""
    for person in turn.persons:
        if people.may(person, Right.TAKE_OVER):
            return person
    raise Said(wording.officers_only(site.read(turn.session).duty_phone))


def take_over(turn: Turn, act: acts.TakeOver) -> None:
    """The first who answers has it in hand; whoever comes later hears who that is."""
    officer = _officer(turn)
    incident = _to_take(turn, act)
    if incident is None:
        return
    if not ledger.take_over(turn.session, db.row_id(incident.id), db.row_id(officer.id), turn.now):
        raise Said(_how_it_is(turn, incident))
    incidents.record(turn, incident, "incident.taken", {"message": turn.message_id})
    _tell_called(turn, incident, "taken")
    words = latest_words(turn.session, incident)
    turn.answer(wording.confirmed(event_of(turn.session, incident), words, turn.now))


def _to_take(turn: Turn, act: acts.TakeOver) -> Incident | None:
    """The incident that is meant: the one of the list, of the enterprise named, else the only one nobody has."""
    if act.incident is not None:
        return turn.session.get_one(Incident, act.incident)
    name = _named(turn)
    found = _of_enterprise(turn, name) if name else list(ledger.active(turn.session))
    waiting = [one for one in found if one.status == IncidentStatus.OPEN]
    return _one_of(turn, waiting or found[-1:], lambda one: acts.TakeOver(incident=one))


def _how_it_is(turn: Turn, incident: Incident) -> str:
    """Who has an incident in hand, or how it ended."""
    event = event_of(turn.session, incident)
    if incident.closed_at is not None and incident.closed_by is not None:
        closer = turn.session.get_one(Person, incident.closed_by)
        return wording.over(event, incident.closed_at, closer.name, false_alarm=_mistaken(incident))
    holder = turn.session.get_one(Person, incident.taken_by)
    at = incident.taken_at or turn.now
    if holder in turn.persons:
        return wording.yours(event, at)
    return wording.taken_by(holder.name, holder.phone, at)


def _mistaken(incident: Incident) -> bool:
    return incident.status == IncidentStatus.FALSE_ALARM


def _tell_called(turn: Turn, incident: Incident, what: str) -> None:
    """Everybody who was called hears once how it goes on, but for the one who sees to it."""
    own = {person.id for person in turn.persons}
    others = [turn.session.get_one(Person, one) for one in callout.told(turn.session, incident) if one not in own]
    for person in callout.within_call(turn.session, others):
        turn.post(
            Letter(
                key=f"incident:{incident.id}:{person.id}:{what}",
                kind=f"incident.{what}",
                about={"incident": incident.id},
                person_id=person.id,
                priority=Priority.EMERGENCY,
            )
        )


def note(turn: Turn, act: offers.NoteIncident) -> None:
    """An officer's words belong to this incident."""
    _officer(turn)
    _note(turn, turn.session.get_one(Incident, act.incident), Stage(act.stage), act.message)


def _note(turn: Turn, incident: Incident, stage: Stage, message_id: int) -> None:
    if not incident.active:
        raise Said(_how_it_is(turn, incident))
    if stage == Stage.FINAL:
        _end(turn, incident, IncidentStatus.CLOSED, message_id)
        return
    incidents.add(turn, incident, stage, officer=True, message_id=message_id)
    incidents.record(turn, incident, "incident.said", {"message": message_id, "stage": stage.value})
    untaken = incident.status == IncidentStatus.OPEN
    choices = {"1": acts.dump(acts.TakeOver(incident=incident.id))} if untaken else None
    turn.answer(wording.noted(event_of(turn.session, incident), turn.message.sent_at, is_taken=not untaken), choices)


def close(turn: Turn, act: offers.CloseIncident) -> None:
    """The answer 1 to what the scene says about the end."""
    _end(turn, turn.session.get_one(Incident, act.incident), IncidentStatus(act.status), turn.message_id)


def _end(turn: Turn, incident: Incident, status: IncidentStatus, message_id: int) -> None:
    """Ends an incident; where nobody had it in hand, everybody who was called hears of it."""
    officer = _officer(turn)
    untaken = incident.status == IncidentStatus.OPEN
    if not ledger.close(turn.session, db.row_id(incident.id), db.row_id(officer.id), turn.now, status):
        raise Said(_how_it_is(turn, incident))
    mistaken = status == IncidentStatus.FALSE_ALARM
    stage = Stage.FALSE_ALARM if mistaken else Stage.FINAL
    incidents.add(turn, incident, stage, officer=True, message_id=message_id)
    incidents.record(turn, incident, "incident.ended", {"message": message_id, "status": status.value})
    if untaken:
        _tell_called(turn, incident, "ended")
    age = turn.now - incident.opened_at
    until = None if mistaken else calendar.local(watch.watched_until(turn.session, incident)).date()
    event = event_of(turn.session, incident)
    turn.answer(wording.ended(event, turn.now, false_alarm=mistaken, age=age, watched_until=until))


def keep(turn: Turn, act: offers.KeepIncident) -> None:
    """The answer 2 to what the scene says about the end: it goes on."""
    _officer(turn)
    incident = turn.session.get_one(Incident, act.incident)
    if not incident.active:
        raise Said(_how_it_is(turn, incident))
    turn.answer(wording.goes_on(event_of(turn.session, incident)))


def false_alarm(turn: Turn, act: offers.FalseAlarm) -> None:
    """误报, in an officer's own words."""
    ends = IncidentStatus.FALSE_ALARM.value
    found = _meant(turn, _named(turn))
    incident = _one_of(turn, found, lambda one: offers.CloseIncident(one, ends))
    if incident is not None:
        _end(turn, incident, IncidentStatus.FALSE_ALARM, turn.message_id)


def drawn_in(turn: Turn, wanted: list[Act]) -> list[Act]:
    """What is to be done while an incident is open: words of the scene go to it, and so do an officer's about it."""
    wanted = anomalies.drawn_in(turn, wanted)
    if not ledger.active(turn.session):
        return wanted
    if not turn.may(Right.TAKE_OVER):
        return scene.drawn_in(turn, wanted)
    if turn.in_group and not turn.message.mentions_bot:
        return wanted
    text = turn.message.text
    if not wanted or not all(isinstance(act, acts.Correction | acts.Chatter) for act in wanted):
        return wanted
    if is_mistake(text) and is_sure(text):
        return [offers.FalseAlarm()]
    about = _asked_about(turn) if is_sure(text) or is_mistake(text) else None
    return [offers.NoteIncident(about, Stage.FOLLOW_UP.value, turn.message_id)] if about else wanted


def about_one(wanted: list[Act]) -> bool:
    """Whether a message is about an incident: nothing else is asked about it, and it continues nothing else."""
    ours = (acts.Incident, scene.SceneWord, offers.NoteIncident, offers.FalseAlarm)
    return any(isinstance(act, ours) for act in wanted)


def _asked_about(turn: Turn) -> int | None:
    """The incident of which the last thing said to this officer asked how it goes."""
    return next((int(one.about["incident"]) for one in turn.just_said()[:1] if one.kind == "incident.ask"), None)
