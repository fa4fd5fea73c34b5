"""The rehearsed year: a county of 75 enterprises with random reporters, and what must hold after each of its days.

`python -m tests.year --days 365 --seed 1` plays it; a day on which something does not hold ends it with the script that
led there, as `yexun rehearse` reads it.
"""
