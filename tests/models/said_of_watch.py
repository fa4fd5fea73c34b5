"""The sentences of the watcher, as long as they get; for test_wording."""

from datetime import UTC, datetime, timedelta
from types import ModuleType

from models.wording import watch

NOW = datetime(2026, 12, 31, 22, 30, tzinfo=UTC)
SPANS = [timedelta(minutes=6), timedelta(minutes=119), timedelta(hours=47), timedelta(days=30)]
CHANNEL = "aibot-of-the-office"

SAID_OF_WATCH: dict[str, list[str]] = {
    "watch.lasted": [watch.lasted(span) for span in SPANS],
    "watch.no_tick": [watch.no_tick(NOW - span, NOW) for span in SPANS],
    "watch.behind": [watch.behind(NOW - span, NOW) for span in SPANS],
    "watch.unsaid": [watch.unsaid(NOW - span, NOW) for span in SPANS],
    "watch.silent": [watch.silent(heard, 12000) for heard in (0, 2400)],
    "watch.refusing": [watch.refusing(CHANNEL)],
    "watch.jumped": [watch.jumped(NOW, NOW + sign * span) for span in SPANS for sign in (-1, 1)],
}
WATCH_MODULES: dict[str, ModuleType] = {"watch": watch}
