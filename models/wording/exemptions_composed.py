"""Letters about 停产, 放假, 检修 from the rows as they are: what is decided meanwhile is not asked any more."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from sqlmodel import Session

from models import exemptions, periods
from models.exemptions import Exemption, ExemptionStatus
from models.inbox import Message
from models.outbox import Outgoing
from models.people import Enterprise, Person
from models.wording import exemptions as words
from models.wording.composed import Composed, Pointless, Said
from models.wording.exemptions import Told


def told_of(session: Session, one: Exemption) -> Told:
    """An exemption as the sentences need it."""
    plant = session.get_one(Enterprise, one.enterprise_id)
    officer = session.get(Person, one.decided_by) if one.decided_by else None
    name, phone = (officer.name, officer.phone) if officer else ("", "")
    in_period = bool(periods.between(session, one.starts, one.ends))
    return Told(plant.short, one.stop, one.starts, one.ends, name, phone, in_period, one.cleared)


def _exemption(session: Session, letter: Outgoing) -> Exemption:
    return session.get_one(Exemption, letter.about["exemption"])


def _asked(session: Session, letter: Outgoing, now: datetime) -> Composed:
    one = _exemption(session, letter)
    if one.status != ExemptionStatus.ASKED:
        return Pointless("it was decided meanwhile")
    message = session.get(Message, one.message_id) if one.message_id else None
    told = told_of(session, one)
    digits = {"1": True, "2": False} | ({"3": True} if one.cleared else {})
    choices = {
        digit: {"act": "DecideExemption", "exemption": one.id, "grant": grant, "cleared": digit == "3"}
        for digit, grant in digits.items()
    }
    return Said(words.asked(told, message.text if message else ""), choices)


def _decided(session: Session, letter: Outgoing, now: datetime) -> Composed:
    one = _exemption(session, letter)
    if one.status == ExemptionStatus.GRANTED:
        return Said(words.granted(told_of(session, one)))
    if one.status == ExemptionStatus.REFUSED:
        return Said(words.refused(told_of(session, one)))
    return Pointless("it was taken back meanwhile")


def _ends(session: Session, letter: Outgoing, now: datetime) -> Composed:
    one = _exemption(session, letter)
    following = exemptions.at(session, one.enterprise_id, one.ends + timedelta(days=1))
    if one.status != ExemptionStatus.GRANTED or following is not None:
        return Pointless("it does not end today any more")
    return Said(words.ends_soon(told_of(session, one)))


def _resumed(session: Session, letter: Outgoing, now: datetime) -> Composed:
    one = _exemption(session, letter)
    return Said(words.resumed_officer(told_of(session, one), one.ends + timedelta(days=1)))


#: The letters about exemptions and how their words are found.
KINDS_OF_EXEMPTIONS: Mapping[str, Callable[[Session, Outgoing, datetime], Composed]] = {
    "exemption.asked": _asked,
    "exemption.decided": _decided,
    "exemption.ends": _ends,
    "exemption.resumed": _resumed,
}
