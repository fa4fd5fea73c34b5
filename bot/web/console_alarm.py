"""What the page sounds for: the incidents that nobody has in hand."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from models import db, incidents, site
from models.wording import incidents as wording
from models.wording.incidents_composed import event_of

#: After so many minutes without anybody the number of the office above stands there too, as in the calls.
ABOVE_AFTER = 10


@dataclass(frozen=True)
class Alarm:
    """An incident that nobody has in hand, as a line of the page; ``above`` is whom to call by now besides."""

    id: int
    text: str
    above: str


def ringing(session: Session, now: datetime) -> list[Alarm]:
    """The incidents for which the page sounds, the oldest first."""
    county = site.read(session).general_duty_phone
    found = []
    for one in incidents.untaken(session):
        age = now - one.opened_at
        above = wording.county_office(county) if county and age.total_seconds() >= ABOVE_AFTER * 60 else ""
        found.append(Alarm(db.row_id(one.id), wording.on_page(event_of(session, one), age), above))
    return found
