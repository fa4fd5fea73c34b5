"""Emergencies as the scene tells them: they go before everything else, whoever wrote (docs/WORDING.md, M36, M37)."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from handlers import acts, corrections, patrol
from handlers.turn import Turn
from handlers.understand import facts
from models import audit, callout, db, incidents, outbox, people, reports, site, trail
from models.inbox import Message
from models.incidents import Incident, IncidentEntry, IncidentKind, IncidentStatus, Stage
from models.outbox import Letter, Outgoing, OutgoingStatus, Priority
from models.people import Enterprise, Person
from models.wording import incidents as wording

STAGES = {"首报": Stage.INITIAL, "续报": Stage.FOLLOW_UP, "终报": Stage.FINAL}
FIRST, FINAL = "首报", "终报"
#: Within this time further words of the scene go on in one letter, and have one receipt.
MERGE = timedelta(minutes=1)


def alarm(turn: Turn, act: acts.Incident) -> None:
    """Answers the writer and calls the first circle; further words about the same incident are entries of it."""
    plant = plant_of(turn, act.enterprise)
    found = same(turn, act, plant)
    if found is None:
        incident = begin(turn, act, plant)
        _safety_first(turn, incident)
        call_first(turn, incident)
        return
    incidents.learn(turn.session, found, act.event_type or "", act.location, act.injured, act.cause)
    told = found.active and act.stage == FIRST and _safety_first(turn, found)
    say(turn, found, Stage.FOLLOW_UP if act.stage == FIRST else STAGES[act.stage], receipt=not told)


def same(turn: Turn, act: acts.Incident, plant: Enterprise | None) -> Incident | None:
    """The incident that these words go on with, if they are no new one."""
    own = [db.row_id(one.id) for one in turn.plants()] or ([db.row_id(plant.id)] if plant else [])
    account = (turn.message.channel, turn.message.sender)
    running = incidents.active_of(turn.session, *account, own, plant.id if plant else None)
    if running is not None:
        return None if _anew(turn, running, act) else running
    within = incidents.WATCHED if facts.facts(turn.message.text).counts else incidents.REMEMBERED
    return None if act.stage == FIRST else incidents.ended_lately(turn.session, *account, own, turn.now, within)


def _anew(turn: Turn, running: Incident, act: acts.Incident) -> bool:
    """Danger long after the last word about a taken incident: its taker may sleep by now, so others are called."""
    silent = turn.now - incidents.last_word(turn.session, running)
    return act.stage == FIRST and running.status == IncidentStatus.TAKEN and silent > incidents.NEW_AFTER


def plant_of(turn: Turn, named: str | None) -> Enterprise | None:
    """The enterprise that is named, or the sender's only one; nobody is guessed."""
    own = turn.plants()
    if named:
        return people.by_name(turn.session, named)
    if len(own) <= 1:
        return own[0] if own else None
    names = {name for match in turn.register.find(turn.message.text) for name in match.candidates}
    fitting = [plant for plant in own if plant.name in names]
    return fitting[0] if len(fitting) == 1 else None


def begin(turn: Turn, act: acts.Incident, plant: Enterprise | None) -> Incident:
    """Opens an incident with its first entry."""
    incident = row_of(turn, plant, act.event_type or "")
    incident.place, incident.injured, incident.cause = act.location[:80], act.injured, act.cause[:200]
    incidents.add(turn.session, incident)
    add(turn, incident, Stage.INITIAL)
    _take_pictures(turn, incident)
    record(turn, incident, "incident.opened", {"message": turn.message_id, "enterprise": incident.enterprise_id})
    return incident


def _take_pictures(turn: Turn, incident: Incident) -> None:
    """Pictures just before the words of danger belong to them: no round, as long as no receipt has called them one."""
    report = reports.burst_of(turn.session, turn.message, turn.counted)
    receipt = outbox.by_key(turn.session, patrol.receipt_key(report)) if report else None
    if report is None or receipt is None or receipt.status != OutgoingStatus.PENDING:
        return
    pieces = reports.pieces(turn.session, db.row_id(report.id))
    if any(piece.acts for piece in pieces):
        return
    for piece in pieces:
        add(turn, incident, Stage.FOLLOW_UP, message_id=piece.message_id)
    corrections.take_back(turn, report, "its pictures belong to an incident")


def row_of(turn: Turn, plant: Enterprise | None, event: str) -> Incident:
    """What a message tells, as a row that is not stored yet."""
    person = turn.person_of(plant) if plant else None
    person = person or next(iter(turn.persons), None)
    return Incident(
        enterprise_id=plant.id if plant else None,
        person_id=person.id if person else None,
        channel=turn.message.channel,
        sender=turn.message.sender,
        chat=turn.message.chat,
        message_id=turn.message_id,
        opened_at=turn.now,
        event_type=event[:40],
    )


def add(
    turn: Turn, incident: Incident, stage: str, *, officer: bool = False, message_id: int | None = None
) -> IncidentEntry | None:
    """Adds the message, or an earlier one of the sender, to an incident; None when it stands there already."""
    person = next((one for one in turn.persons if one.enterprise_id == incident.enterprise_id), None)
    person = person or next(iter(turn.persons), None)
    entry = IncidentEntry(
        incident_id=db.row_id(incident.id),
        at=turn.now,
        stage=stage,
        message_id=message_id or turn.message_id,
        person_id=person.id if person else None,
        actor=turn.actor,
        officer=officer,
    )
    added = incidents.add_entry(turn.session, entry)
    if added is not None and incident.kind == IncidentKind.INCIDENT:
        _learn(turn, incident, entry.message_id, officer=officer)
    return added


def _learn(turn: Turn, incident: Incident, message_id: int, *, officer: bool) -> None:
    """What a report upward must hold, as far as these words tell it."""
    told = facts.facts(turn.session.get_one(Message, message_id).text)
    known = (told.material, told.measures, told.level if officer else "")
    incidents.learn_facts(turn.session, incident, (told.injured, told.dead), known, officer=officer)


def record(turn: Turn, incident: Incident, action: str, told: dict[str, audit.Fact]) -> None:
    """Writes a step of an incident into the audit chain."""
    audit.record(turn.session, turn.now, turn.actor, action, f"incident:{incident.id}", told)


def call_first(turn: Turn, incident: Incident) -> list[Person]:
    """Calls everybody of the first circle in which somebody can be reached, but for the writer."""
    rings = callout.rings(turn.session, turn.now)
    filled = next((place for place, ring in enumerate(rings) if ring.persons), len(rings))
    callout.note_empty(turn.session, incident, rings[:filled], turn.now)
    own = {person.id for person in turn.persons}
    wanted = rings[filled].persons if filled < len(rings) else ()
    called = [one for one in wanted if one.id not in own]
    for person in wanted:
        if person.id in own:
            callout.knows(turn.session, incident, person, turn.now)
    for person in called:
        callout.call(turn.session, incident, person, 0, turn.now)
    return called


def _safety_first(turn: Turn, incident: Incident) -> bool:
    """M36, once to each writer; in a group one line, once, and only when somebody is being called."""
    ring = callout.first(turn.session, turn.now)
    holder = turn.session.get(Person, incident.taken_by) if incident.taken_by else None
    if turn.in_group and (ring or holder):
        _tell_group(turn, incident)
    return turn.post(
        Letter(
            key=f"incident:{incident.id}:receipt:{turn.message.channel}:{turn.message.sender}",
            kind="incident.receipt",
            channel=turn.message.channel,
            to_user=turn.message.sender,
            priority=Priority.EMERGENCY,
            text=wording.receipt(
                turn.message.sent_at,
                site.read(turn.session).duty_phone,
                calling=ring.circle if ring else None,
                taken_by=holder.name if holder else "",
            ),
        )
    )


def _tell_group(turn: Turn, incident: Incident) -> None:
    group = people.same_group(turn.session, turn.message.channel, turn.message.chat)
    ways = {one.channel for one in group} or {turn.message.channel}
    if ways <= set(site.read(turn.session).mute_channels.split("、")):
        return
    turn.post(
        Letter(
            key=f"incident:{incident.id}:group:{turn.message.channel}:{turn.message.chat}",
            kind="incident.group",
            channel=turn.message.channel,
            chat=turn.message.chat,
            priority=Priority.EMERGENCY,
            stale_at=turn.now + timedelta(minutes=10),
            text=wording.group_line(),
        )
    )


def say(turn: Turn, incident: Incident, stage: str, *, receipt: bool = True) -> None:
    """Adds what the scene said to its incident, passes it on, and tells the writer to whom it went."""
    entry = add(turn, incident, stage)
    if entry is None:
        return
    record(turn, incident, "incident.said", {"message": turn.message_id, "stage": stage})
    pass_on(turn.session, incident, entry, turn.now)
    if receipt:
        _tell_passed(turn, incident, entry)


def pass_on(session: Session, incident: Incident, entry: IncidentEntry, now: datetime) -> None:
    """Lets those whom it concerns hear what the scene said: at once, several within a minute in one letter."""
    for person in callout.concerned(session, incident, now):
        key = f"incident:{incident.id}:{person.id}:said:{entry.id}"
        last = _last(session, person, incident)
        if last is not None and last.status == OutgoingStatus.PENDING:
            trail.note(session, key, now, trail.Turned.MERGED, f"stands in {last.key}")
            continue
        outbox.post(
            session,
            Letter(
                key=key,
                kind="incident.said",
                about={"incident": incident.id, "from": entry.id},
                person_id=person.id,
                priority=Priority.EMERGENCY,
                not_before=max(now, last.not_before + MERGE) if last else now,
            ),
            now,
        )


def _last(session: Session, person: Person, incident: Incident) -> Outgoing | None:
    """The newest letter to somebody about the further words of an incident."""
    said = select(Outgoing).where(Outgoing.person_id == person.id, Outgoing.kind == "incident.said")
    newest = session.exec(said.order_by(col(Outgoing.id).desc()).limit(5)).all()
    return next((one for one in newest if one.about["incident"] == incident.id), None)


def _tell_passed(turn: Turn, incident: Incident, entry: IncidentEntry) -> None:
    before = [one.at for one in incidents.entries(turn.session, db.row_id(incident.id)) if _by_the_same(one, entry)]
    key = f"incident:{incident.id}:passed:{entry.id}"
    if len(before) > 2 and turn.now - before[-2] < MERGE:
        trail.note(turn.session, key, turn.now, trail.Turned.MERGED, "they had a receipt within this minute")
        return
    turn.post(
        Letter(
            key=key,
            kind="incident.passed",
            about={"incident": incident.id, "message": entry.message_id},
            channel=turn.message.channel,
            to_user=turn.message.sender,
            priority=Priority.RECEIPT,
            stale_at=turn.now + timedelta(hours=1),
        )
    )


def _by_the_same(one: IncidentEntry, entry: IncidentEntry) -> bool:
    return (one.actor, one.person_id) == (entry.actor, entry.person_id)


def recalled(session: Session, message: Message, now: datetime) -> bool:
    """A message was taken back on the platform: its incident stands, and an officer is told; False without one."""
    said = incidents.of_message(session, db.row_id(message.id))
    incident = session.get(Incident, said.incident_id) if said else None
    if said is None or incident is None or not incident.active or said.officer:
        return False
    entry = incidents.add_entry(
        session,
        IncidentEntry(
            incident_id=said.incident_id,
            at=now,
            stage=Stage.FALSE_ALARM,
            message_id=said.message_id,
            person_id=said.person_id,
            actor=said.actor,
            recalled=True,
        ),
    )
    if entry is not None:
        audit.record(session, now, said.actor, "incident.recalled", f"incident:{incident.id}", {"message": message.id})
        pass_on(session, incident, entry, now)
    return True
