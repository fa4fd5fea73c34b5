"""What was said before: to whom digits and quotes belong, and how often somebody was spoken to unasked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Integer, bindparam, func, not_, or_
from sqlalchemy import select as core_select
from sqlmodel import Session, col, select

from models.db import any_of
from models.lookup import Lookup, Rows
from models.outbox import CHOICES_LAST, Outgoing, OutgoingStatus, Priority
from models.people import ENTERPRISE_ROLES, Person

#: What nobody asked for: reminders, lists and office matters; not answers, receipts and emergencies.
UNASKED = (Priority.DUTY, Priority.OFFICE)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A letter that was said, as far as it matters for what comes next."""

    id: int
    kind: str
    about: Mapping[str, Any]
    choices: Mapping[str, Any]
    posted_at: datetime
    settled_at: datetime


def lately(session: Session, channel: str, to_user: str, persons: Sequence[int], now: datetime) -> Sequence[Spoken]:
    """The letters said to somebody while any question stays open, the newest first, fifty at most."""
    return _said_to(session, channel, to_user, persons, now - _LONGEST, 50)


def last_choices(session: Session, said: Sequence[Spoken], now: datetime) -> Outgoing | None:
    """The last of what was said to somebody that offered choices, while they hold: two hours (docs/DECISIONS.md)."""
    return _letter(session, next((one for one in held(said, now) if one.choices), None))


def held(said: Sequence[Spoken], now: datetime) -> Sequence[Spoken]:
    """What of it was said while choices hold, twenty at most."""
    return [one for one in said if one.settled_at > now - CHOICES_LAST][:20]


def _letter(session: Session, said: Spoken | None) -> Outgoing | None:
    return None if said is None else _LETTERS.get(session, said.id)


_LETTERS: Rows[Outgoing] = Rows(Outgoing)


#: How long a question stays open that nobody has to answer at once; every other as long as choices hold.
STAYS = {"hazard.missing": timedelta(hours=12)}
#: A question that stands in a receipt or an answer (``asks``) stays open as long.
ASKED_BESIDES = timedelta(hours=12)
_LONGEST = max(ASKED_BESIDES, CHOICES_LAST, *STAYS.values())


def last_prompt(session: Session, said: Sequence[Spoken], kinds: Sequence[str], now: datetime) -> Outgoing | None:
    """The last reminder of these kinds of what was said, or question in a receipt, for as long as it stays open."""
    return _letter(session, next((one for one in said if _is_open(one, kinds, now)), None))


def _is_open(letter: Spoken, kinds: Sequence[str], now: datetime) -> bool:
    asks = bool(letter.about.get("asks"))
    stays = ASKED_BESIDES if asks else STAYS.get(letter.kind, CHOICES_LAST)
    return (asks or letter.kind in kinds) and letter.settled_at > now - stays


def last_listed(said: Sequence[Spoken], now: datetime) -> tuple[str, ...]:
    """The hazard numbers of the last numbered list that somebody was shown, in its order."""
    listed = next((one.about["listed"] for one in held(said, now) if one.about.get("listed")), ())
    return tuple(str(number) for number in listed)


def said_since(
    session: Session, channel: str, to_user: str, persons: Sequence[int], since: datetime
) -> Sequence[Spoken]:
    """The letters said to somebody since a moment, the newest first, twenty at most."""
    return _said_to(session, channel, to_user, persons, since, 20)


def last_in_chat(session: Session, channel: str, chat: str, since: datetime) -> Outgoing | None:
    """The last thing that was said in a group since a moment."""
    said = select(Outgoing).where(
        col(Outgoing.channel) == channel,
        Outgoing.to_user == "",
        Outgoing.chat == chat,
        Outgoing.status == OutgoingStatus.SENT,
        col(Outgoing.settled_at) > since,
    )
    return session.exec(said.order_by(col(Outgoing.settled_at).desc(), col(Outgoing.id).desc()).limit(1)).first()


def to_bureau(session: Session, kinds: Sequence[str], since: datetime) -> Sequence[Outgoing]:
    """The letters of some kinds that were said to people of the bureau since a moment: through the index of theirs."""
    theirs = core_select(col(Person.id)).where(not_(any_of(col(Person.role), sorted(ENTERPRISE_ROLES))))
    said = select(Outgoing).where(
        col(Outgoing.person_id).in_(theirs),
        col(Outgoing.kind).in_(kinds),
        Outgoing.status == OutgoingStatus.SENT,
        col(Outgoing.settled_at) >= since,
    )
    return session.exec(said.order_by(col(Outgoing.id))).all()


def is_asking(letter: Spoken, kinds: Sequence[str], now: datetime) -> bool:
    """Whether a letter asked something that is still open: a reminder of these kinds, a question, or choices."""
    return _is_open(letter, kinds, now) or (bool(letter.choices) and letter.settled_at > now - CHOICES_LAST)


def _said_to(
    session: Session, channel: str, to_user: str, persons: Sequence[int], since: datetime, most: int
) -> Sequence[Spoken]:
    """What was said to an account or to the people behind it, the newest first."""
    said = _TO_ACCOUNT.rows(session, channel=channel, account=to_user, since=since, most=most)
    for person in persons:
        said += _TO_PERSON.rows(session, person=person, since=since, most=most)
    newest = sorted({one.id: one for one in said}.values(), key=lambda one: (one.settled_at, one.id), reverse=True)
    return [Spoken(*one) for one in newest[:most]]


_SAID = (
    core_select(
        col(Outgoing.id),
        *(col(Outgoing.kind), col(Outgoing.about), col(Outgoing.choices)),
        *(col(Outgoing.posted_at), col(Outgoing.settled_at)),
    )
    .where(col(Outgoing.status) == OutgoingStatus.SENT, col(Outgoing.settled_at) > bindparam("since"))
    .order_by(col(Outgoing.settled_at).desc(), col(Outgoing.id).desc())
    .limit(bindparam("most", type_=Integer))
)
_TO_ACCOUNT = Lookup(
    _SAID.where(
        col(Outgoing.channel) == bindparam("channel"),
        col(Outgoing.to_user) == bindparam("account"),
        col(Outgoing.chat) == "",  # so it is with each letter to an account; the index holds it before the moment
    )
)
_TO_PERSON = Lookup(_SAID.where(col(Outgoing.person_id) == bindparam("person")))


def heard(session: Session, prefix: str) -> list[int]:
    """The people to whom letters were said whose keys begin with something; of an account one of them."""
    sent = select(Outgoing.person_id, Outgoing.channel, Outgoing.to_user).where(
        Outgoing.key >= prefix,
        Outgoing.key < f"{prefix[:-1]}{chr(ord(prefix[-1]) + 1)}",
        Outgoing.status == OutgoingStatus.SENT,
    )
    first = {(channel, user): person for person, channel, user in session.exec(sent.order_by(col(Outgoing.id)))}
    return [person for person in first.values() if person is not None]


def unasked_since(session: Session, letter: Outgoing, since: datetime) -> int:
    """How many letters that nobody asked for went to the address of a letter since a moment, or go there now."""
    there = {"channel": letter.channel, "account": letter.to_user, "chat": letter.chat}
    said = int(_UNASKED_SAID.value(session, **there, since=since))
    return said + int(_UNASKED_GOING.value(session, **there, letter=letter.id))


_UNASKED = core_select(func.count(col(Outgoing.id))).where(
    col(Outgoing.channel) == bindparam("channel"),
    col(Outgoing.to_user) == bindparam("account"),
    col(Outgoing.chat) == bindparam("chat"),
    or_(*(col(Outgoing.priority) == int(one) for one in UNASKED)),
)
_UNASKED_SAID = Lookup(
    _UNASKED.where(col(Outgoing.settled_at) >= bindparam("since"), col(Outgoing.status) == OutgoingStatus.SENT)
)
#: Claimed in the same round: somebody who stands for two enterprises has two rows, and one account.
_UNASKED_GOING = Lookup(
    _UNASKED.where(
        col(Outgoing.settled_at).is_(None),
        col(Outgoing.status) == OutgoingStatus.SENDING,
        col(Outgoing.id) != bindparam("letter"),
    )
)
