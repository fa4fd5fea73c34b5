"""`yexun why`: what became of a letter, or why a reminder was never said."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands.terminal import config_option, loaded, session
from models.errors import Refused

if TYPE_CHECKING:
    from models.outbox import Outgoing
    from models.trail import LetterStep
    from models.why import Reason, Story

#: The reasons of `models.why.Why`, by their values.
REASONS = {
    "reported": "it had come in",
    "nothing_owed": "nothing was owed",
    "day_off": "no working day",
    "exempt": "they were excused",
    "deaf": "the bot was deaf then: who was silent may have spoken to it",
    "no_account": "nobody of this enterprise has an account",
    "trial": "a trial night: one prompt and no more",
    "not_yet": "its time has not come",
    "unknown": "the rows do not say",
    "fixed": "it is fixed",
    "pending": "more time was asked for, and waits for the bureau",
    "no_date": "it has no deadline",
    "not_today": "no day on which this deadline is spoken of",
    "afterwards": "it was recorded when the reminders of that day were past",
    "no_hazard": "no hazard of theirs is open",
}


@click.command()
@click.argument("key")
@config_option
def why(key: str, config: Path) -> None:
    """Tells what became of an outgoing message, or of a reminder that was not sent: each step with time and reason.

    \b
    Examples:  yexun why morning.duty:2:2026-03-14
               yexun why zero:7:2026-03-16
    """
    from models import why

    with session(loaded(config), writes=False) as found:
        story = why.story(found, key, datetime.now(UTC))
        if story is None:
            raise Refused(f"nothing of the key {key} was ever posted")
        for line in told(story):
            click.echo(line)


def told(story: "Story") -> Iterator[str]:
    """A story as lines: the letter with the steps beside it, or why nothing was said."""
    if story.letter is not None:
        yield from _letter(story.letter, story.person, [_step(one) for one in story.steps])
        return
    yield from (_step(one) for one in story.steps)
    if story.reasons:
        yield "never posted:"
    yield from (_reason(one) for one in story.reasons)


def _letter(letter: "Outgoing", name: str, steps: list[str]) -> Iterator[str]:
    address = " ".join(filter(None, (name, letter.channel, letter.to_user, letter.chat)))
    yield f"{_at(letter.posted_at)}  posted: {letter.kind} to {address or 'nobody'}"
    if letter.not_before > letter.posted_at:
        yield f"{_at(letter.not_before)}  may be said from here on"
    if letter.stale_at:
        yield f"{_at(letter.stale_at)}  pointless from here on"
    yield from (f"chosen: {one}" for one in letter.about.get("why", ()))
    yield from steps
    yield _end(letter)
    if letter.repeated:
        yield "may have been said twice: an answer of the platform was lost"
    if letter.text:
        yield from ("text:", letter.text)


def _end(letter: "Outgoing") -> str:
    tried = f"after {letter.attempts} attempt{'s' if letter.attempts != 1 else ''}"
    reason = f": {letter.reason}" if letter.reason else ""
    if letter.settled_at is None:
        return f"now                  {letter.status} {tried}{reason}"
    return f"{_at(letter.settled_at)}  {letter.status} {tried}{reason}"


def _step(step: "LetterStep") -> str:
    return f"{_at(step.at)}  {step.turned}: {step.reason}"


def _reason(reason: "Reason") -> str:
    what = f"{reason.number}, due {reason.deadline}" if reason.number else f"{reason.about} of {reason.day}"
    when = f" at {_at(reason.at)}" if reason.at and reason.why == "reported" else ""
    return f"  {reason.plant}, {what}: {REASONS[reason.why]}{when}"


def _at(moment: datetime) -> str:
    from models import calendar

    return f"{calendar.local(moment):%Y-%m-%d %H:%M:%S}"


COMMANDS = (why,)
