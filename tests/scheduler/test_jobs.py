"""Planned times: each once, caught up as the job says, whatever happened to the clock."""

from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from models import calendar
from models.calendar import Rhythm
from scheduler import jobs

START = calendar.at(date(2026, 3, 14), calendar.clock("21:00"))
TABLE = jobs.table()


def names(moment: datetime) -> set[str]:
    return {job.name for job in TABLE if moment in job.slots(moment - timedelta(seconds=1), moment)}


def test_what_happens_when() -> None:
    def at(wall: str) -> datetime:
        return calendar.at(date(2026, 3, 15), calendar.clock(wall))

    assert names(at("00:00")) == {"night.open", "day.open", "day.close"}
    assert names(at("03:30")) == {"ladder"}
    assert names(at("06:00")) == {"night.close"}
    assert names(at("06:30")) == {"morning.duty"}
    assert names(at("08:00")) == {"morning.leader"}
    assert {"admin.strangers", "morning.officer"} <= names(at("08:20"))
    assert names(at("08:25")) == {"morning.correction"}
    assert names(at("08:26")) == set()
    assert names(at("09:00")) == {"ladder", "deadlines", "deadlines.leader", "above"}
    assert names(at("15:00")) == {"deadlines.again", "above.again"}
    assert names(at("16:30")) == names(at("17:40")) == {"zero", "zero.bureau", "owed"}
    assert "tips" in names(at("10:00"))


def test_an_evening_window_opens_its_own_nights() -> None:
    both = jobs.table((jobs.Timed(Rhythm(), ()), jobs.Timed(Rhythm(opens=calendar.clock("22:00")), ())))
    opening = next(job for job in both if job.name == "night.open")
    assert [clock.hour for clock in opening.at] == [0, 22]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(1, 60 * 30), min_size=1, max_size=12))
def test_however_the_time_is_cut_each_slot_comes_once(minutes: list[int]) -> None:
    moment, seen = START, []
    for step in minutes:
        later = moment + timedelta(minutes=step)
        seen += [(job.name, slot) for job in TABLE for slot in job.slots(moment, later)]
        moment = later
    whole = [(job.name, slot) for job in TABLE for slot in job.slots(START, moment)]
    assert sorted(seen) == sorted(whole)
    assert len(set(whole)) == len(whole)
