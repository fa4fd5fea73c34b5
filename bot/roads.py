"""The roads of a letter: by which channel it goes to which account or group, and which is tried first.

A road is never found out by trying: what a channel can do is said by it (`Ability`). The order stands in
docs/channels/README.md: one whose platform takes nothing from us comes last; where an answer is wanted, the road on
which it was asked comes first; then those that are free now, that need no word from the other before, that can show
what the letter holds, and of these the account that was bound last. A telephone number is the last road of all, and
for emergencies alone.
"""

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from bot.channels.base import Ability, Address, Channel
from models import people
from models.alarms import AVOIDED
from models.outbox import Outgoing, Priority
from models.people import PERSONS, Person
from models.returned import ROADS_REFUSED
from models.spoken import UNASKED

#: Where a letter keeps the roads that would not take it.
REFUSED = ROADS_REFUSED
#: Where an emergency keeps the roads that did not bring it at once.
LATE = "roads_late"
#: Kinds of channels that call a member of the corp by the same user id; an AI bot may have encrypted ones.
OF_ONE_CORP = frozenset({"wecom_app", "wecom_robot", "wecom_archive"})


@dataclass
class Mouths:
    """The channels, and until when each, or one address of it, is to be left in peace."""

    channels: Mapping[str, Channel]
    #: By channel or by road: it has had too much of us.
    quiet_until: dict[str, datetime] = field(default_factory=dict)
    #: By channel: the platform takes nothing from us, and a person has to mend that.
    closed_until: dict[str, datetime] = field(default_factory=dict)

    def free_at(self, road: "Road", now: datetime) -> datetime:
        """When a road may be used: now, or once its channel and its address have been left in peace."""
        name = road.channel.name
        return max(
            now,
            *(self.quiet_until.get(place, now) for place in (name, road.place)),
            self.closed_until.get(name, now),
        )

    def refusing(self, now: datetime) -> tuple[str, ...]:
        """The channels whose platform takes nothing from us now."""
        return tuple(sorted(name for name, until in self.closed_until.items() if until > now))

    def closed(self, road: "Road", now: datetime) -> bool:
        """Whether the platform behind a road takes nothing from us now."""
        return self.closed_until.get(road.channel.name, now) > now


@dataclass(frozen=True)
class Road:
    """One way to somebody, or into a group."""

    channel: Channel
    to_user: str = ""
    chat: str = ""
    name: str = ""
    age: int = 0  # the smaller the newer

    @property
    def place(self) -> str:
        """Its name in the outbox and among those that refused."""
        return f"{self.channel.name}/{self.to_user}/{self.chat}"

    @property
    def address(self) -> Address:
        """Where the channel is to bring it."""
        return Address(self.to_user, self.chat, self.name)

    @property
    def by_phone(self) -> bool:
        """Whether it is a telephone number."""
        return Ability.PHONE in self.channel.can


def choose(session: Session, mouths: Mouths, letter: Outgoing, wants: Set[Ability], now: datetime) -> Road | None:
    """The first road for a letter that has not refused it; None when none is left.

    What has begun on a road stays on it: parts that were sent there, and a text whose answer was lost while it is open;
    an emergency is rather said twice than late.
    """
    refused = letter.about.get(REFUSED, ())
    channel = mouths.channels.get(letter.channel)
    if channel is not None and (letter.parts_sent or letter.repeated):
        begun = Road(channel, letter.to_user, letter.chat)
        leaves = letter.priority == Priority.EMERGENCY or begun.place in refused or mouths.closed(begun, now)
        if letter.parts_sent or not leaves:
            return begun
    left: list[Road] = []
    for road in _all(session, mouths.channels, letter):
        if road.place in refused:
            continue
        if road.place == letter.address and road.to_user and not mouths.closed(road, now):
            return road  # the account that asked: no other is even looked for
        left.append(road)
    return min(left, key=lambda road: _order(mouths, letter, road, wants, now), default=None)


def _order(mouths: Mouths, letter: Outgoing, road: Road, wants: Set[Ability], now: datetime) -> tuple[object, ...]:
    return (
        mouths.closed(road, now),
        road.channel.name in letter.about.get(AVOIDED, ()),
        road.place in letter.about.get(LATE, ()),
        road.by_phone,
        mouths.free_at(road, now) > now,
        letter.priority in (*UNASKED, Priority.EMERGENCY) and Ability.UNASKED not in road.channel.can,
        len(wants - road.channel.can),
        road.age,
    )


def _all(session: Session, channels: Mapping[str, Channel], letter: Outgoing) -> Iterator[Road]:
    channel, to_user, chat = _posted_to(letter)
    if chat:
        return _into_group(session, channels, channel, chat)
    if to_user:
        person = PERSONS.get(session, letter.person_id) if letter.person_id is not None else None
        return _to_account(session, channels, channel, to_user, person.name if person else "")
    return _to_person(session, channels, letter, channel)


def _posted_to(letter: Outgoing) -> tuple[str, str, str]:
    """Channel, account and chat as they were posted; what stands in the letter by now may be another road."""
    channel, _, rest = letter.address.partition("/")
    if rest.startswith("/"):
        return channel, "", rest[1:]
    return (channel, rest.removesuffix("/"), "") if channel else ("", "", "")


def _into_group(session: Session, channels: Mapping[str, Channel], name: str, chat: str) -> Iterator[Road]:
    """The mouths that a group has: groups of one name are one group, and each of its rows is a way into it."""
    rows = people.same_group(session, name, chat)
    for age, row in enumerate(rows):
        channel = channels.get(row.channel)
        if channel is not None and Ability.GROUPS in channel.can and row.disabled_at is None:
            yield Road(channel, chat=row.chat, age=age)
    own = channels.get(name)
    if not rows and own is not None and Ability.GROUPS in own.can:  # a chat that nobody has imported
        yield Road(own, chat=chat)


def _to_person(session: Session, channels: Mapping[str, Channel], letter: Outgoing, only: str) -> Iterator[Road]:
    """The accounts of a person, on one channel where the letter names it; their telephone number in an emergency."""
    person = PERSONS.get(session, letter.person_id) if letter.person_id is not None else None
    if person is None:
        return
    wanted = {only: channels[only]} if only in channels else {} if only else channels
    yield from _accounts(session, wanted, [person])
    if person.phone and (only or letter.priority == Priority.EMERGENCY):
        phones = (one for one in wanted.values() if Ability.PHONE in one.can)
        yield from (Road(one, person.phone, name=person.name) for one in phones)


def _to_account(
    session: Session, channels: Mapping[str, Channel], name: str, to_user: str, called: str = ""
) -> Iterator[Road]:
    """The account that wrote; where it cannot be answered there, the other accounts of the same person."""
    own = channels.get(name)
    if own is not None and Ability.PERSONS in own.can:
        yield Road(own, to_user, name=called)
    behind = people.of_account(session, name, to_user)
    if len({one.name for one in behind}) == 1:
        others = _accounts(session, channels, behind)
        yield from (road for road in others if road.channel is not own or road.to_user != to_user)


def _accounts(session: Session, channels: Mapping[str, Channel], persons: Iterable[Person]) -> Iterator[Road]:
    for person in persons:
        for age, bound in enumerate(reversed(people.accounts(session, person.id or 0))):
            channel = channels.get(bound.channel)
            if channel is not None and Ability.PERSONS in channel.can:
                yield Road(channel, bound.user_id, name=person.name, age=age)


def account_there(session: Session, channels: Mapping[str, Channel], channel: Channel, person: int) -> str:
    """By which account a person is called on a channel: their own there, or one of the same corp; empty: by none."""
    bound = [one for one in reversed(people.accounts(session, person)) if one.channel in channels]
    own = next((one.user_id for one in bound if one.channel == channel.name), "")
    if own or channel.kind not in OF_ONE_CORP:
        return own
    return next((one.user_id for one in bound if channels[one.channel].kind in OF_ONE_CORP), "")
