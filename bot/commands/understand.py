"""`yexun understand`: how the bot reads messages, as JSON lines."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from models.errors import Refused

if TYPE_CHECKING:
    from handlers.understand import Register


@click.command()
@click.option(
    "--register",
    "register_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help='The enterprises, as a JSON list of {"name", "short": […]}.',
)
def understand(register_file: Path | None) -> None:
    """Reads JSON lines from standard input, writes one JSON line for each: what the bot understands.

    \b
    Example:  yexun understand --register enterprises.json < messages.jsonl
    A line in:   {"id": "1", "text": "夜巡正常", "role": "enterprise", "context": "now=2026-03-15T00:30+08:00"}
    A line out:  {"id", "intent", "slots", "also", "ask", "why"}
    """
    register = _register(register_file) if register_file else None
    wrong: list[str] = []
    for number, line in enumerate(sys.stdin.buffer, start=1):
        if line.strip():
            answer, fault = _answer(line, register)
            click.echo(json.dumps(answer, ensure_ascii=False))
            wrong += [f"line {number}: {fault}"] if fault else []
    if wrong:
        raise Refused(f"{len(wrong)} line(s) of standard input cannot be read; the first is {wrong[0]}")


def _answer(line: bytes, register: "Register | None") -> tuple[Mapping[str, Any], str]:
    """The answer to a line, and what is wrong with a line that cannot be read: that one is answered too."""
    from handlers.understand import printed, read_line, understand

    record: Any = None
    try:
        record = json.loads(line)
        context = read_line(record, register)
        return printed.printed(understand(str(record.get("text") or ""), context), record.get("id")), ""
    except (ValueError, AttributeError, RecursionError) as error:
        key = record.get("id") if isinstance(record, dict) else None
        blank: Mapping[str, Any] = {"id": key, "intent": "none", "slots": {}, "also": [], "ask": None}
        return {**blank, "why": [f"这一行读不了：{error}"]}, str(error)


def _register(path: Path) -> "Register":
    from handlers.understand import Register

    try:
        listed = json.loads(path.read_bytes())
        return Register.build([_named(one) for one in listed])
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise Refused(f'{path} is not a JSON list of {{"name", "short": […]}}: {error!r}') from error


def _named(one: Mapping[str, Any]) -> tuple[str, list[str]]:
    return str(one["name"]), [str(short) for short in one.get("short") or ()]


COMMANDS = (understand,)
