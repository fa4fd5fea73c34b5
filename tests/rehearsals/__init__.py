"""Stories as scripts of `yexun rehearse`, with what the bot says in each: NAME.jsonl and NAME.said.

`python -m tests.rehearsals` writes the .said files afresh; read what changed before you commit it.
"""

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from bot.__main__ import cli

HERE = Path(__file__).parent
SHEETS = ("enterprises", "people", "groups")
CONFIG = """
[site]
duty_phone = "0000-7100000"

[[channels]]
name = "app"
kind = "wecom_app"
corp_id = "ww0000000000000000"
agent_id = "1000002"
secret = "rehearsed"
token = "rehearsed"
aes_key = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
"""
#: What the other enterprises of the county hear meanwhile: it is told in other stories.
ROUNDS = ("patrol.", "morning.duty", "morning.leader", "morning.correction", "zero.")


@dataclass(frozen=True)
class Story:
    """A script, the time it takes, and the kinds of letters that are left out of what is looked at."""

    name: str
    begins: str
    ends: str
    hidden: tuple[str, ...] = ROUNDS


STORIES = (
    Story("hazard_of_nine_days", "2026-03-17T23:40+08:00", "2026-03-26T18:00+08:00"),
    Story("incident_at_three", "2026-03-18T02:50+08:00", "2026-03-18T06:00+08:00"),
    Story("a_recall_undoes_nothing", "2026-03-17T23:40+08:00", "2026-03-18T09:30+08:00"),
    Story("proxy_and_questions", "2026-03-17T23:40+08:00", "2026-03-18T18:00+08:00", ()),
)


def county(folder: Path) -> Path:
    """A migrated database with the county of the sheets, through the commands; the path of its configuration."""
    config = folder / "config.toml"
    config.write_text(CONFIG, "utf-8")
    _run("migrate", "--config", str(config))
    for sheet in SHEETS:
        _run("import", sheet, str(HERE / "county" / f"{sheet}.csv"), "--config", str(config))
    with closing(sqlite3.connect(folder / "var" / "yexun.db")) as database, database:
        # the stories lie in a March that the clock of this machine has passed: everybody is on the roll by then
        database.execute("UPDATE enterprise SET registered_at = '2026-01-05 00:00:00.000000'")
    return config


def rehearsed(story: Story, config: Path) -> str:
    """Everything that would be said, one JSON line each."""
    script = str(HERE / f"{story.name}.jsonl")
    return _run("rehearse", script, "--from", story.begins, "--to", story.ends, "--config", str(config))


def _run(*args: str) -> str:
    done = CliRunner().invoke(cli, list(args), catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def readable(story: Story, output: str) -> str:
    """What was said as people read it: when, to whom, of which kind, the words; without what is hidden."""
    told = [json.loads(line) for line in output.splitlines()]
    shown = [one for one in told if not one["why"].startswith(story.hidden or ("-",))]
    return "\n".join(f"{one['at'][5:16]} {one['to'] or one['chat']} [{one['why']}]\n{one['text']}\n" for one in shown)
