"""Two weeks of a small county, looked at every day; the whole year is `python -m tests.year`."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.year.measure import Measure
from tests.year.play import opened

#: Within lie 清明, an outage by night and a key period.
FIRST, DAYS, PLANTS, SEED = date(2026, 3, 30), 14, 12, 5


@pytest.mark.timeout(1200)
async def test_two_weeks_of_a_small_county_hold_every_day(tmp_path: Path) -> None:
    year = await opened(tmp_path, SEED, FIRST, DAYS, PLANTS)
    measure = Measure(year)
    for day in (FIRST + timedelta(days=ahead) for ahead in range(DAYS)):
        found = await year.day(day)
        assert not found, f"seed {SEED}, after the night of {day}, {tmp_path}/script.jsonl: {found}"
        measure.day()
    year.work.close()
    assert "patrol.missing" in measure.told(DAYS, 1.0, 1.0)  # what it measures is told by the bench
