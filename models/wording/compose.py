"""From an outbox row to words, at the moment when it is claimed: what is pointless by now is not said."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from models import attachments, calendar, db, dues, opening, outages, questions, site, terms
from models.attachments import TOO_LARGE, AttachmentStatus
from models.inbox import Message, MessageStatus
from models.obligations import Due, DueStatus
from models.outages import Trouble
from models.outbox import Outgoing
from models.people import Enterprise, Group, Person, Stranger
from models.wording import accounts, channels, receipts, reminders
from models.wording.above_composed import KINDS_OF_ABOVE
from models.wording.bureau_composed import KINDS_OF_BUREAU
from models.wording.composed import Composed, Pointless, Said
from models.wording.contact_tests_composed import KINDS_OF_CONTACT_TESTS
from models.wording.day_composed import KINDS_OF_DAY
from models.wording.deadlines_composed import KINDS_OF_DEADLINES
from models.wording.exemptions_composed import KINDS_OF_EXEMPTIONS
from models.wording.expiring_composed import KINDS_OF_EXPIRING
from models.wording.hazards_composed import KINDS_OF_HAZARDS
from models.wording.incidents_composed import KINDS_OF_INCIDENTS
from models.wording.loop_composed import KINDS_OF_LOOP
from models.wording.notices_composed import KINDS_OF_NOTICES
from models.wording.office_days_composed import KINDS_OF_OFFICE_DAYS
from models.wording.pages_composed import KINDS_OF_PAGES
from models.wording.periods_composed import KINDS_OF_PERIODS
from models.wording.receipted import of_report
from models.wording.rota_composed import KINDS_OF_ROTA
from models.wording.tip_offs_composed import KINDS_OF_TIP_OFFS
from models.wording.tips_composed import KINDS_OF_TIPS
from models.wording.unclear_composed import KINDS_OF_UNCLEAR
from models.wording.upward_composed import KINDS_OF_UPWARD
from models.wording.watch_composed import KINDS_OF_WATCH
from models.wording.zero_composed import KINDS_OF_ZERO


def compose(session: Session, letter: Outgoing, now: datetime) -> Composed:
    """The words of a letter from the rows as they are now, again at each attempt.

    An answer, which was composed at once, keeps its text; so does a long text of which a part has been sent.
    """
    composer = KINDS.get(letter.kind)
    if composer is None or (letter.parts_sent and letter.text):
        return Said(letter.text, letter.choices)
    return composer(session, letter, now)


def _media_lost(session: Session, letter: Outgoing, now: datetime) -> Composed:
    message = session.get(Message, letter.about["message"])
    if message is None:
        return Pointless("the message is gone")
    lost = [a for a in attachments.of_message(session, db.row_id(message.id)) if a.status == AttachmentStatus.LOST]
    if not lost:
        return Pointless("the file came after all")
    if all(attachment.error.startswith(TOO_LARGE) for attachment in lost):
        return Said(receipts.media_too_large(len(lost)))
    videos = sum(attachment.kind == "video" for attachment in lost)
    return Said(receipts.media_lost(videos, len(lost) - videos, message.sent_at))


def _still(session: Session, letter: Outgoing, status: DueStatus) -> list[tuple[Due, Enterprise]]:
    night = date.fromisoformat(letter.about["night"])
    found = dues.of_plants(session, night, letter.about["enterprises"], status)
    return [(due, plant) for due, plant in found if status == DueStatus.WAITING or not due.trial]


def _missing(session: Session, letter: Outgoing, now: datetime) -> Composed:
    still = _still(session, letter, DueStatus.WAITING)
    if not still:
        return Pointless("the round was reported meanwhile")
    return Said(reminders.missing([plant.short for _, plant in still], still[0][0].closes_at))


def _missed(session: Session, letter: Outgoing, now: datetime) -> Composed:
    still = _still(session, letter, DueStatus.MISSED)
    if not still:
        return Pointless("the round was made up meanwhile")
    due = still[0][0]
    names = [plant.short for _, plant in still]
    return Said(reminders.missed(names, due.night, due.made_up_until, site.read(session).duty_phone))


def _resend(session: Session, letter: Outgoing, now: datetime) -> Composed:
    night = date.fromisoformat(letter.about["night"])
    silent = questions.night(session, night).plants(DueStatus.WAITING, DueStatus.UNVERIFIED)
    unsure = {plant.id: plant for plant in silent}
    asked = [unsure[one].short for one in letter.about["enterprises"] if one in unsure]
    if not asked:
        return Pointless("the round was reported meanwhile")
    window = questions.default_window(session, night)
    return Said(reminders.missed(asked, night, window.made_up_until, site.read(session).duty_phone))


def _major_missing(session: Session, letter: Outgoing, now: datetime) -> Composed:
    night = date.fromisoformat(letter.about["night"])
    still = [(due, plant) for due, plant in dues.waiting(session, night) if plant.major and not due.trial]
    if not still:
        return Pointless("every major hazard source has reported meanwhile")
    plants = [questions.as_plant(plant) for _, plant in still]
    return Said(reminders.major_missing(questions.contacts(session, plants, now), night, still[0][0].closes_at))


def _repeated(session: Session, letter: Outgoing, now: datetime) -> Composed:
    plant = session.get_one(Enterprise, letter.about["enterprise"])
    night = date.fromisoformat(letter.about["night"])
    due = opening.due_of(session, plant, night)
    if due is None or due.status != DueStatus.MISSED:
        return Pointless("the round was made up meanwhile")
    in_a_row, of_seven = questions.running_misses(session, db.row_id(plant.id), night)
    phone = site.read(session).duty_phone
    if letter.about.get("to") == "supervisor":
        phone = next((c.phone for c in questions.contacts(session, [questions.as_plant(plant)], now)), "")
    return Said(reminders.repeated(plant.short, night, in_a_row, of_seven, phone))


def _morning_duty(session: Session, letter: Outgoing, now: datetime) -> Composed:
    day = date.fromisoformat(letter.about["night"])
    state = questions.night(session, day)
    if not state.owed:
        return Pointless("nobody owed a report")
    offered = bool(state.count(DueStatus.MISSED))
    choices = night_choices(day) if offered else {}
    hazards = terms.morning(session, day, calendar.today(now))
    return Said(reminders.morning_duty(state, now, offered, hazards), choices)


def night_choices(day: date) -> dict[str, dict[str, Any]]:
    """What the digits under a list of those who are missing do."""
    return {
        "1": {"act": "RemindMissing", "night": day.isoformat()},
        "2": {"act": "ShowPhones", "night": day.isoformat()},
    }


def _correction(session: Session, letter: Outgoing, now: datetime) -> Composed:
    day = date.fromisoformat(letter.about["night"])
    after = questions.night(session, day)
    before = questions.Night(day, letter.about["counts"], {})
    if dict(before.counts) == dict(after.counts):
        return Pointless("no figure changed")
    return Said(reminders.correction(before, after, letter.about.get("at", "6:30")))


def _outage(session: Session, letter: Outgoing, now: datetime) -> Composed:
    began = datetime.fromisoformat(letter.about["began"])
    ended = datetime.fromisoformat(letter.about["ended"])
    nights = [date.fromisoformat(one) for one in letter.about["nights"]]
    last = questions.night(session, nights[-1]) if nights else None
    silent = last.count(DueStatus.WAITING, DueStatus.UNVERIFIED) if last else 0
    if channel := letter.about.get("channel", ""):
        alone = outages.only_on(session, [channel])
        unsure = last.plants(DueStatus.WAITING, DueStatus.UNVERIFIED) if last else []
        silent = sum(plant.id in alone for plant in unsure)
        if not silent:
            return Pointless("nobody who is still silent is heard on this channel alone")
    choices, only = {}, {"channel": channel} if channel else {}
    if last and silent:
        choices = {
            "1": {"act": "AskResend", "night": last.night.isoformat(), **only},
            "2": {"act": "ShowUnsure", "night": last.night.isoformat(), **only},
        }
    return Said(reminders.outage(began, ended, silent, nights, channel), choices)


def _unknown_sender(session: Session, letter: Outgoing, now: datetime) -> Composed:
    message = session.get(Message, letter.about["message"])
    if message is None or message.status != MessageStatus.ASIDE:
        return Pointless("the sender is known meanwhile")
    words = {"video": "视频", "image": "照片", "voice": "语音", "text": "消息"}
    return Said(accounts.unknown_sender(words.get(message.kind, ""), message.sent_at, site.read(session).duty_phone))


def _strangers(session: Session, letter: Outgoing, now: datetime) -> Composed:
    unbound = session.exec(select(Stranger).where(col(Stranger.bound_at).is_(None)).order_by(col(Stranger.id))).all()
    if not unbound:
        return Pointless("everybody is bound meanwhile")
    return Said(accounts.strangers([one.user_id for one in unbound]))


def _newly_bound(session: Session, letter: Outgoing, now: datetime) -> Composed:
    person = session.get_one(Person, letter.about["person"])
    plant = session.get(Enterprise, person.enterprise_id) if person.enterprise_id else None
    return Said(accounts.newly_bound(plant.short if plant else "", person.name, person.post))


def _failed(session: Session, letter: Outgoing, now: datetime) -> Composed:
    failed = select(Message.id).where(Message.status == MessageStatus.FAILED).order_by(col(Message.id))
    ids = [one for one in session.exec(failed).all() if one is not None]
    return Said(accounts.failed_message(len(ids), ids)) if ids else Pointless("they were handled meanwhile")


def _robot_gone(session: Session, letter: Outgoing, now: datetime) -> Composed:
    group = session.get(Group, letter.about["group"])
    if group is None or group.disabled_at is None:
        return Pointless("the group can be spoken to again meanwhile")
    return Said(accounts.robot_gone(group.name))


def _channel_trouble(session: Session, letter: Outgoing, now: datetime) -> Composed:
    told = letter.about
    return Said(channels.trouble(told["channel"], Trouble(told["what"]), told.get("detail", "")))


Composer = Callable[[Session, Outgoing, datetime], Composed]

#: Each kind of letter and how its words are found. Kinds that are always posted with their text need no entry.
KINDS: Mapping[str, Composer] = {
    "receipt.report": of_report,
    "media.lost": _media_lost,
    "patrol.missing": _missing,
    "patrol.missed": _missed,
    "patrol.resend": _resend,
    "patrol.major": _major_missing,
    "patrol.repeated": _repeated,
    "morning.duty": _morning_duty,
    "morning.correction": _correction,
    "outage": _outage,
    "unknown_sender": _unknown_sender,
    "admin.strangers": _strangers,
    "admin.bound": _newly_bound,
    "admin.failed": _failed,
    "admin.robot": _robot_gone,
    "admin.channel": _channel_trouble,
    **KINDS_OF_ABOVE,
    **KINDS_OF_BUREAU,
    **KINDS_OF_DAY,
    **KINDS_OF_CONTACT_TESTS,
    **KINDS_OF_DEADLINES,
    **KINDS_OF_EXPIRING,
    **KINDS_OF_HAZARDS,
    **KINDS_OF_INCIDENTS,
    **KINDS_OF_LOOP,
    **KINDS_OF_PAGES,
    **KINDS_OF_OFFICE_DAYS,
    **KINDS_OF_EXEMPTIONS,
    **KINDS_OF_PERIODS,
    **KINDS_OF_ROTA,
    **KINDS_OF_NOTICES,
    **KINDS_OF_TIP_OFFS,
    **KINDS_OF_TIPS,
    **KINDS_OF_UNCLEAR,
    **KINDS_OF_UPWARD,
    **KINDS_OF_ZERO,
    **KINDS_OF_WATCH,
}

__all__ = ["KINDS", "Composed", "Pointless", "Said", "compose", "night_choices"]
