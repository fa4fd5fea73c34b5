"""Who somebody is: accounts that nobody knows yet, binding by words or by a code (docs/WORDING.md, M29, M44)."""

import hashlib
import secrets
from datetime import timedelta

from sqlmodel import col, select

from handlers.acts import Bind, BindWithCode, IssueCode
from handlers.turn import Turn
from models import audit, db, inbox, people, site
from models.errors import Said
from models.inbox import MessageStatus
from models.outbox import Letter, Priority
from models.people import Binding, BindingCode, Enterprise, Person, Right, Role, Stranger
from models.wording import accounts, asking

CODE_LASTS = timedelta(hours=24)
WRONG_CODES = 5
#: Whoever showed that many wrong codes waits this long.
CODES_REST = timedelta(days=1)
#: What a stranger sent within this time counts once the account is bound.
KEPT = timedelta(days=2)


def stranger(turn: Turn, *, asked: bool = False) -> None:
    """Keeps a message of an unknown account, tells it once how to bind unless it was asked, and notes it."""
    known = _stranger(turn)
    inbox.done(turn.session, turn.message, turn.now, MessageStatus.ASIDE, inbox.UNKNOWN_SENDER)
    if turn.in_group or asked:
        return
    turn.post(
        Letter(
            key=f"unknown:{known.channel}:{known.user_id}",
            kind="unknown_sender",
            about={"message": turn.message_id},
            channel=known.channel,
            to_user=known.user_id,
            priority=Priority.ANSWER,
            not_before=turn.now + timedelta(seconds=2),
            stale_at=turn.now + timedelta(hours=12),
        )
    )


def _stranger(turn: Turn) -> Stranger:
    message = turn.message
    turn.session.connection().execute(
        db.insert(turn.session, Stranger).on_conflict_do_nothing(index_elements=["channel", "user_id"]),
        {"channel": message.channel, "user_id": message.sender, "first_at": message.received_at, "wrong_codes": 0},
    )
    found = select(Stranger).where(Stranger.channel == message.channel, Stranger.user_id == message.sender)
    return turn.session.exec(found).one()


def bind(turn: Turn, act: Bind) -> None:
    """企业 姓名 岗位: binds a reporter; who stands in the register with more rights needs a code."""
    plant = people.by_name(turn.session, act.enterprise)
    if plant is None:
        raise Said(accounts.unknown_plant(act.enterprise))
    if turn.persons:
        raise Said(accounts.already_bound(plant.short, turn.persons[0].name))
    person = _listed(turn, plant, act.name)
    if person and (person.role != Role.REPORTER or people.accounts(turn.session, db.row_id(person.id))):
        raise Said(accounts.needs_code(act.name))
    person = person or _new_reporter(turn, plant, act.name, act.post)
    _bind(turn, person, plant, "words")
    _tell_admins(turn, person)


def _listed(turn: Turn, plant: Enterprise, name: str) -> Person | None:
    found = select(Person).where(Person.enterprise_id == plant.id, Person.name == name, col(Person.active))
    ranked = sorted(turn.session.exec(found), key=lambda one: one.role == Role.REPORTER)
    return ranked[0] if ranked else None


def _new_reporter(turn: Turn, plant: Enterprise, name: str, post: str) -> Person:
    person = Person(name=name[:40], role=Role.REPORTER, enterprise_id=plant.id, post=post[:40])
    turn.session.add(person)
    turn.session.flush()
    return person


def _bind(turn: Turn, person: Person, plant: Enterprise | None, how: str) -> None:
    message = turn.message
    turn.session.add(
        Binding(
            channel=message.channel,
            user_id=message.sender,
            person_id=db.row_id(person.id),
            bound_at=turn.now,
            how=how,
        )
    )
    _stranger(turn).bound_at = turn.now
    turn.session.flush()
    earlier = inbox.reopen(turn.session, message.channel, message.sender, turn.now - KEPT)
    audit.record(turn.session, turn.now, f"person:{person.id}", "binding.made", f"person:{person.id}", {"how": how})
    turn.answer(accounts.bound(plant.short if plant else "", person.name, person.post, earlier))


def _tell_admins(turn: Turn, person: Person) -> None:
    for admin in people.with_role(turn.session, Role.ADMIN):
        turn.post(
            Letter(
                key=f"bound:{person.id}:{admin.id}",
                kind="admin.bound",
                about={"person": person.id},
                person_id=admin.id,
                priority=Priority.OFFICE,
            )
        )


def bind_with_code(turn: Turn, act: BindWithCode) -> None:
    """绑定 482913: binds to the person the code was given for; five wrong ones close the account for a day."""
    office = site.read(turn.session)
    known = _stranger(turn)
    if known.wrong_code_at and turn.now - known.wrong_code_at > CODES_REST:
        known.wrong_codes = 0
    if known.wrong_codes >= WRONG_CODES:
        raise Said(accounts.too_many_codes(office.duty_phone))
    code = _valid_code(turn, act.code)
    if code is None:
        known.wrong_codes, known.wrong_code_at = known.wrong_codes + 1, turn.now
        turn.session.add(known)
        turn.answer(accounts.wrong_code(office.duty_phone))
        return
    code.used_at = turn.now
    turn.session.add(code)
    person = turn.session.get_one(Person, code.person_id)
    plant = turn.session.get(Enterprise, person.enterprise_id) if person.enterprise_id else None
    if person in turn.persons:
        raise Said(accounts.already_bound(plant.short if plant else "", person.name))
    _bind(turn, person, plant, "code")


def _valid_code(turn: Turn, digits: str) -> BindingCode | None:
    found = select(BindingCode).where(
        BindingCode.digest == _digest(digits), BindingCode.expires_at > turn.now, col(BindingCode.used_at).is_(None)
    )
    return turn.session.exec(found).first()


def _digest(digits: str) -> str:
    return hashlib.sha256(f"binding:{digits}".encode()).hexdigest()


def issue_code(turn: Turn, act: IssueCode) -> None:
    """绑定码 王建国: six digits for somebody of one's own enterprise, or of any for an admin."""
    plant = _plant_for(turn, act)
    if plant is None or not turn.may(Right.INVITE, plant):
        raise Said(accounts.may_not_invite())
    if not act.name:
        raise Said(asking.code_for_whom())
    person = _listed(turn, plant, act.name) or _new_reporter(turn, plant, act.name, "")
    digits = f"{secrets.randbelow(10**6):06d}"
    turn.session.add(
        BindingCode(
            digest=_digest(digits),
            person_id=db.row_id(person.id),
            issued_by=db.row_id(turn.persons[0].id),
            expires_at=turn.now + CODE_LASTS,
        )
    )
    audit.record(turn.session, turn.now, turn.actor, "code.issued", f"person:{person.id}")
    turn.answer(accounts.code(digits, person.name, plant.short))


def _plant_for(turn: Turn, act: IssueCode) -> Enterprise | None:
    if act.enterprise:
        return people.by_name(turn.session, act.enterprise)
    own = turn.plants()
    return own[0] if own else None
