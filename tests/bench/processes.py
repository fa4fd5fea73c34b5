"""Other processes of a measurement: started, waited for until they listen, stopped by their own id."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
STOP_S = 15
#: The cores of the server and of its client, where there are two.
SERVER, CLIENT = 0, 1


def pinned() -> bool:
    """Whether a process can have a core of its own here."""
    return hasattr(os, "sched_setaffinity") and {SERVER, CLIENT} <= os.sched_getaffinity(0)


def pin(core: int) -> None:
    """Gives this process one core, and its threads to come with it."""
    if pinned():
        os.sched_setaffinity(0, {core})


def python(*arguments: object) -> list[str]:
    """The command of this Python."""
    return [sys.executable, *(str(one) for one in arguments)]


@contextmanager
def started(
    command: Sequence[str], log: Path, extra: Mapping[str, str] | None = None
) -> Iterator["subprocess.Popen[str]"]:
    """A process while the context is open; its standard error goes to a file, SIGTERM ends it."""
    with log.open("ab") as errors:
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=errors, text=True, env={**os.environ, **(extra or {})}
        )
    try:
        yield process
    finally:
        _stop(process)


def _stop(process: "subprocess.Popen[str]") -> None:
    process.terminate()
    try:
        process.communicate(timeout=STOP_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()


@contextmanager
def listening(
    command: Sequence[str], log: Path, extra: Mapping[str, str] | None = None
) -> Iterator[tuple["subprocess.Popen[str]", int]]:
    """A server and its port, which it prints as its first line once it listens."""
    with started(command, log, extra) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        if not line.strip().isdigit():
            raise RuntimeError(f"{' '.join(command)} did not start:\n{log.read_text('utf-8')[-2000:]}")
        yield process, int(line)


def answer_of(command: Sequence[str], log: Path) -> Any:
    """Runs a command to its end; the JSON that it prints."""
    with log.open("ab") as errors:
        done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=errors, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {done.returncode}:\n{log.read_text('utf-8')[-2000:]}")
    return json.loads(done.stdout)
