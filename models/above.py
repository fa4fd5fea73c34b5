"""Forms that the bureau owes to the authority above: on which days, who prepares and signs them, which of them went."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Field, Session, SQLModel, col, select

from models import audit, calendar, db, rules
from models.lifecycle import By

#: A form that is not sent is spoken of and asked for so long behind its day.
LATE = timedelta(days=31)
#: How far ahead the first word of a form comes.
AHEAD = timedelta(days=7)
_DAYS = re.compile(r"\d{4}-\d\d-\d\d(?:、\d{4}-\d\d-\d\d)*")


class AboveForm(SQLModel, table=True):
    """A form that goes to the authority above on certain days."""

    __tablename__ = "above_form"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True, max_length=60)
    rule: str = Field(max_length=400)  # RRULE, cron, or days with 、
    cut_off: str = Field(default="17:00", max_length=5)  # the hour of the day
    preparer_id: int | None = Field(default=None, foreign_key="person.id")  # None: the section heads see to it
    signer: str = Field(default="", max_length=40)
    document: str = Field(default="", max_length=100)  # what asks for it
    active: bool = True
    entered_at: datetime


class FormSent(SQLModel, table=True):
    """That the form of a day went, and who said so."""

    __tablename__ = "form_sent"

    form_id: int = Field(foreign_key="above_form.id", primary_key=True)
    due_on: date = Field(primary_key=True)
    sent_at: datetime
    person_id: int | None = Field(default=None, foreign_key="person.id")
    message_id: int | None = Field(default=None, foreign_key="message.id")


def days_of(rule: str, start: date, end: date) -> Sequence[date]:
    """The days of a rule from one day to another, both included; raises ValueError for what is no rule."""
    if _DAYS.fullmatch(rule):
        named = sorted({date.fromisoformat(one) for one in rule.split("、")})
        return [one for one in named if start <= one <= end]
    return rules.occurrences(rule, start, end)


def never(rule: str, today: date) -> str:
    """Why a rule names no day any more, as a sentence; empty when it does."""
    if _DAYS.fullmatch(rule):
        try:
            coming = days_of(rule, today, date.max)
        except ValueError as error:
            return str(error)
        return "" if coming else "every day of it has passed"
    return rules.fault(rule, today)


@dataclass(frozen=True)
class FormDue:
    """One form of one day."""

    form: AboveForm
    due_on: date

    @property
    def subject(self) -> str:
        """What its steps are about."""
        return f"form:{self.form.id}:{self.due_on}"


def active(session: Session) -> Sequence[AboveForm]:
    """The forms in force, in the order of entry."""
    return session.exec(select(AboveForm).where(col(AboveForm.active)).order_by(col(AboveForm.id))).all()


def unsent(session: Session, day: date, ahead: timedelta = AHEAD) -> list[FormDue]:
    """What was to go by a day and did not, and what is to go in the days ahead; the earliest first."""
    went = {(one.form_id, one.due_on) for one in session.exec(select(FormSent).where(FormSent.due_on >= day - LATE))}
    found = [FormDue(form, due) for form in active(session) for due in _of(form, day, ahead)]
    left = [one for one in found if (one.form.id, one.due_on) not in went]
    return sorted(left, key=lambda one: (one.due_on, one.form.id or 0))


def _of(form: AboveForm, day: date, ahead: timedelta) -> Sequence[date]:
    entered = calendar.today(form.entered_at)
    return days_of(form.rule, max(day - LATE, entered), day + ahead)


def following(form: AboveForm, due_on: date) -> date | None:
    """The next day of a form behind one."""
    return next(iter(days_of(form.rule, due_on + timedelta(days=1), due_on + timedelta(days=400))), None)


def send(session: Session, due: FormDue, by: By, now: datetime) -> bool:
    """Writes down that a form went; False when that was said before."""
    made = db.insert(session, FormSent).on_conflict_do_nothing()
    row = {"form_id": due.form.id, "due_on": due.due_on, "sent_at": now}
    new = db.count(session, made, [{**row, "person_id": by.person_id, "message_id": by.message_id}]) > 0
    if new:
        audit.record(session, now, by.actor, "form.sent", due.subject, {"message": by.message_id})
    return new


def take_back(session: Session, due: FormDue, by: By, now: datetime) -> bool:
    """It did not go after all; False when nobody had said that it went."""
    row = session.get(FormSent, (due.form.id, due.due_on))
    if row is None:
        return False
    session.delete(row)
    session.flush()
    audit.record(session, now, by.actor, "form.taken_back", due.subject, {"message": by.message_id})
    return True


def last_sent(session: Session, form: AboveForm) -> FormDue | None:
    """The last of a form that went."""
    went = select(FormSent).where(FormSent.form_id == form.id).order_by(col(FormSent.due_on).desc())
    row = session.exec(went).first()
    return FormDue(form, row.due_on) if row else None


# When something is spoken of


def said_on(due_on: date, before: int) -> date:
    """The working day on which a step so many days before an end is said: never later than the step itself."""
    day = due_on - timedelta(days=before)
    return day if calendar.is_workday(day) else calendar.last_workday(day)


def step_of(due_on: date, day: date, days: Sequence[int]) -> str:
    """The step that has come by a working day: so many days before, ``late`` behind the end; empty before the first."""
    if day > due_on:
        return "late"
    come = [one for one in days if said_on(due_on, one) <= day]
    return str(min(come)) if come else ""
