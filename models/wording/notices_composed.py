"""From a letter about a notice to its words, at the moment when it is said."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from models import calendar, db, notices, outbox, people, questions, recipients, site, staff
from models.notices import Notice, NoticeKind, NoticeStatus
from models.outbox import Outgoing, OutgoingStatus
from models.people import Enterprise, Person
from models.wording import notices as words
from models.wording import weather
from models.wording.composed import Composed, Pointless, Said


def of(session: Session, notice: Notice) -> words.Told:
    """A notice with the name of the office and of the officer who signs it."""
    officer = session.get_one(Person, notice.person_id)
    office = site.read(session).name
    return words.Told(notice.text, office, officer.name, notice.called, notice.document, notice.wanted_until)


def warned(notice: Notice) -> weather.Warned:
    """A warning as the sentences need it."""
    return weather.Warned(
        notice.weather,
        notice.colour,
        notice.detail,
        notice.source,
        notice.text,
        notice.checks,
        notice.wanted_until,
        notice.lasts_until,
    )


def heard(session: Session, notice: Notice, plants: Sequence[Enterprise], now: datetime) -> str:
    """A notice as somebody of some enterprises reads it."""
    today = calendar.today(now)
    if notice.kind == NoticeKind.BROADCAST:
        return words.told(of(session, notice), today)
    whom = recipients.whom(notice.whom)
    held = dict.fromkeys(one for plant in plants for one in whom.held(plant))
    return weather.warning(warned(notice), list(held), today)


def _plants(session: Session, letter: Outgoing, notice_id: int) -> list[int]:
    """The enterprises that a notice is for and in which the addressee's account stands."""
    person = session.get_one(Person, letter.person_id)
    bound = [(one.channel, one.user_id) for one in people.accounts(session, db.row_id(person.id))]
    known = {*staff.sharing(session, bound), *([person.enterprise_id] if person.enterprise_id else [])}
    return notices.of_these(session, notice_id, sorted(known))


def _answer(notice: Notice) -> dict[str, dict[str, Any]]:
    return {"1": {"act": "AnswerNotice", "notice": notice.id}} if notice.wanted_until else {}


def _told(session: Session, letter: Outgoing, now: datetime) -> Composed:
    notice = session.get_one(Notice, letter.about["notice"])
    if notice.status != NoticeStatus.SENT:
        return Pointless("it was taken back")
    ids = _plants(session, letter, db.row_id(notice.id))
    plants = session.exec(select(Enterprise).where(col(Enterprise.id).in_(ids)).order_by(col(Enterprise.id))).all()
    return Said(heard(session, notice, plants, now), _answer(notice))


def _in_group(session: Session, letter: Outgoing, now: datetime) -> Composed:
    notice = session.get_one(Notice, letter.about["notice"])
    if notice.status != NoticeStatus.SENT:
        return Pointless("it was taken back")
    return Said(words.in_group(of(session, notice)))


def _again(session: Session, letter: Outgoing, now: datetime) -> Composed:
    notice = session.get_one(Notice, letter.about["notice"])
    if notice.status != NoticeStatus.SENT:
        return Pointless("it was taken back")
    notice_id = db.row_id(notice.id)
    if not notices.silent_of(session, notice_id, _plants(session, letter, notice_id)):
        return Pointless("they have answered meanwhile")
    today = calendar.today(now)
    if notice.kind == NoticeKind.WEATHER:
        return Said(weather.again(warned(notice), today), _answer(notice))
    return Said(words.again(of(session, notice), notice.title, today), _answer(notice))


def _list(session: Session, letter: Outgoing, now: datetime) -> Composed:
    notice = session.get_one(Notice, letter.about["notice"])
    if notice.status != NoticeStatus.SENT:
        return Pointless("it was taken back")
    state = notices.standing(session, notice)
    contacts = questions.contacts(session, state.silent[:3], now)
    return Said(words.listed_at_end(notice.title, state, contacts), choices(notice, state))


def choices(notice: Notice, state: notices.Standing) -> dict[str, dict[str, Any]]:
    """What the digits under the list of those do who have not answered."""
    silent = {"1": "RemindSilent", "2": "ShowNoticePhones"} if state.silent else {}
    given = {"3": "ShowAnswers"} if state.answered else {}
    return {digit: {"act": act, "notice": notice.id} for digit, act in {**silent, **given}.items()}


def _over(session: Session, letter: Outgoing, now: datetime) -> Composed:
    notice = session.get_one(Notice, letter.about["notice"])
    before = outbox.by_key(session, letter.about["told"])
    if before is None or before.status not in (OutgoingStatus.SENT, OutgoingStatus.SENDING):
        return Pointless("they never heard of it")
    if notice.kind == NoticeKind.WEATHER:
        return Said(weather.over(notice.weather, notice.colour, notice.over_at or now))
    officer = session.get_one(Person, notice.over_by or notice.person_id)
    return Said(words.over(notice.title, notice.posted_at or now, officer.name))


#: The letters about notices and how their words are found.
KINDS_OF_NOTICES: Mapping[str, Callable[[Session, Outgoing, datetime], Composed]] = {
    "notice.told": _told,
    "notice.group": _in_group,
    "notice.again": _again,
    "notice.list": _list,
    "notice.over": _over,
}
