"""The bench works: its quick run prints its tables. What it measures is never asserted."""

import subprocess
import sys

import pytest

from tests.bench.processes import ROOT


@pytest.mark.process
@pytest.mark.timeout(1200)
def test_the_quick_bench_prints_its_tables() -> None:
    parts = ("callbacks", "night", "deadlines", "understand", "search")
    command = [sys.executable, "-m", "tests.bench", "--quick", *parts]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=1100, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    titles = ("Machine", "Callbacks acknowledged per second", "A night", "Deadlines at 09:00", "Understanding a")
    for title in (*titles, "Search among", "Summary"):
        assert f"\n{title}" in f"\n{done.stdout}"
    assert "morning.duty" in done.stdout


def test_an_unknown_part_is_named() -> None:
    command = [sys.executable, "-m", "tests.bench", "speed"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 2
    assert "there is no part speed" in done.stderr
