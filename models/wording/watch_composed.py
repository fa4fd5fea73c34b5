"""From what the watcher found to the words of it; what is over by then is not said."""

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlmodel import Session

from models import watch
from models.outbox import Outgoing
from models.watch import Sign
from models.wording import watch as words
from models.wording.composed import Composed, Pointless, Said


def _sign(session: Session, letter: Outgoing, now: datetime) -> Composed:
    told = letter.about
    sign, since = Sign(told["sign"]), told["since"]
    if sign is Sign.SILENT:
        return Said(words.silent(told["heard"], told["usual"]))
    if sign is Sign.REFUSING:
        return Said(words.refusing(told["channel"]))
    if sign not in {one.sign for one in watch.look(session, now).found()} and sign is not Sign.UNSAID:
        return Pointless("it works again")
    say = {Sign.TICK: words.no_tick, Sign.BEHIND: words.behind, Sign.UNSAID: words.unsaid}[sign]
    return Said(say(datetime.fromisoformat(since), now))


def _clock(session: Session, letter: Outgoing, now: datetime) -> Composed:
    was, became = (datetime.fromisoformat(letter.about[name]) for name in ("was", "now"))
    return Said(words.jumped(was, became))


#: The letters of the watcher and how their words are found.
KINDS_OF_WATCH: Mapping[str, Callable[[Session, Outgoing, datetime], Composed]] = {
    watch.KIND: _sign,
    watch.CLOCK_KIND: _clock,
}
