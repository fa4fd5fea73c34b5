"""What must be so after the bad weather: nothing lost, nothing doubled without a mark, nothing left behind."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlmodel import Session, select

from bot.channels.aibot_bodies import plain
from bot.channels.base import Later, Sent
from models import audit
from models.attachments import Attachment, AttachmentStatus
from models.inbox import Message, MessageStatus
from models.outbox import Outgoing, OutgoingStatus
from tests.soak_county import County

#: Channel, account or chat, and words.
Place = tuple[str, str, str]


@dataclass
class Heard:
    """By channel and what a message is known by: all that was said, and what the platform was told is safe."""

    said: set[tuple[str, str]] = field(default_factory=set)
    surely: set[tuple[str, str]] = field(default_factory=set)


def holds(session: Session, county: County, heard: Heard) -> None:
    """Raises AssertionError with what is not as it must be."""
    _incoming(session, heard)
    _outgoing(session)
    _files(session)
    _said_and_shown(session, county)
    assert not county.wecom.faults, f"the server interface complains of us: {county.wecom.faults}"
    assert not county.aibot.faults, f"the long connection complains of us: {county.aibot.faults}"
    assert county.wecom.robots.turned_away == 0, "a key that belongs to no robot"
    assert not county.complaints.heard, f"the bot logged faults of its own: {county.complaints.heard}"
    assert audit.verify(session)[1] is None, "the audit chain holds"


def _incoming(session: Session, heard: Heard) -> None:
    rows = session.exec(select(Message)).all()
    kept = Counter(_known_by(one) for one in rows)
    lost = {one for one in heard.surely if not kept[one]}
    assert not lost, f"the platform was told that these are safe: {lost}"
    assert max(kept.values(), default=1) == 1, f"twice in the table: {kept.most_common(3)}"
    made_up = set(kept) - heard.said
    assert not made_up, f"nobody has said this: {made_up}"
    unfinished = [one for one in rows if one.status not in (MessageStatus.DONE, MessageStatus.ASIDE)]
    assert not unfinished, f"not handled: {[(one.id, one.text, one.status, one.error) for one in unfinished]}"


def _known_by(row: Message) -> tuple[str, str]:
    """The id; events of an app have none, they are known by what they say."""
    if not row.msg_id.startswith("sha1:"):
        return row.channel, row.msg_id
    if row.reply_to:
        key = re.search(r"<EventKey><!\[CDATA\[(.*?)\]\]>", row.raw)
        return row.channel, f"{row.reply_to}#{key[1] if key else row.text}"
    return row.channel, row.text.partition(" ")[2]


def _outgoing(session: Session) -> None:
    for one in session.exec(select(Outgoing)).all():
        assert one.status not in (OutgoingStatus.PENDING, OutgoingStatus.SENDING), f"{one.key} is {one.status}"
        assert one.status == OutgoingStatus.SENT or one.reason, f"{one.key} is {one.status} without a reason"
        assert one.text or one.status != OutgoingStatus.SENT, f"{one.key} was said without words"


def _files(session: Session) -> None:
    for one in session.exec(select(Attachment)).all():
        assert one.status in (AttachmentStatus.STORED, AttachmentStatus.LOST), f"file {one.id} is {one.status}"
        assert one.status == AttachmentStatus.STORED or one.error, f"file {one.id} is lost without a reason"


# What we believe to have said, and what stands on the platforms


def _said_and_shown(session: Session, county: County) -> None:
    shown, believed = Counter(_shown(county)), _Believed(county)
    repeated = {one.key for one in session.exec(select(Outgoing).where(Outgoing.repeated)).all()}
    for place, times in shown.items():
        keys = believed.possible.get(place, Counter())
        assert times <= keys.total(), f"it stands {times} times, and we know of {keys.total()}: {place} {dict(keys)}"
        assert times <= len(keys) or keys.keys() & repeated, (
            f"it stands {times} times without a mark: {place} {dict(keys)}"
        )
    arrived = shown + Counter(_kept_from_them(county))
    for place, letters in believed.certain.items():
        assert arrived[place] >= len(letters), f"we believe to have said it: {place} {letters}"
    sent = session.exec(select(Outgoing.key).where(Outgoing.status == OutgoingStatus.SENT)).all()
    assert set(sent) <= believed.ended_well, f"not sent: {set(sent) - believed.ended_well}"


class _Believed:
    """What we believe of each place: which letters may stand there, how often, and which certainly do."""

    def __init__(self, county: County) -> None:
        self.possible: dict[Place, Counter[str]] = {}
        self.certain: dict[Place, set[str]] = {}
        self.ended_well: set[str] = set()
        for one in county.sendings:
            place = (one.channel, one.place, plain(one.text) if one.channel == "aibot" else one.text)
            certain = isinstance(one.outcome, Sent)
            if certain or (isinstance(one.outcome, Later) and one.outcome.lost_answer):
                self.possible.setdefault(place, Counter())[one.key] += 1
            if certain:
                self.certain.setdefault(place, set()).add(one.key)
                self.ended_well.add(one.key)


def _shown(county: County) -> Iterator[Place]:
    for one in county.wecom.arrived:
        if one.shown and one.kind == "text":
            yield "app", one.to_user, one.content
    for group, robot in county.robots.items():
        yield from (("robots", group, posted.content) for posted in robot.posted)
    for customer in county.wecom.kf.customers.values():
        yield from (("kf", customer.user, words) for kind, words in customer.shown if kind != "choice")
    for told in county.aibot.shown:
        if told.kind != "template_card":
            yield "aibot", told.chat, str(told.content)


def _kept_from_them(county: County) -> Iterator[Place]:
    """What the platforms took and did not show: the same again, and what could not be brought."""
    for one in county.wecom.arrived:
        if one.why == "duplicate" and one.kind == "text":
            yield "app", one.to_user, one.content
    came_back = {str(one["event"].get("fail_msgid")) for one in county.wecom.kf.said if "event" in one}
    for told in county.sendings:
        if isinstance(told.outcome, Sent) and told.outcome.platform_id in came_back:
            yield told.channel, told.place, told.text


def told(county: County) -> str:
    """What happened, in one line."""
    outcomes = Counter(type(one.outcome).__name__.lower() for one in county.sendings)
    return f"{json.dumps(outcomes)} of {len(county.sendings)} sendings, mishaps {json.dumps(county.weather.met)}"
