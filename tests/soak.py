"""Nights at random, seeded: reports, repeats, downtime, refusals; after each night the ledger must hold.

    python -m tests.soak --seconds 60 [--seed 7]

Run so, nights and roads in bad weather (`tests/soak_roads.py`) take turns until the time is over. A failing seed prints
itself; `tests/test_soak.py` and `tests/test_soak_roads.py` run a few short ones.
"""

import argparse
import asyncio
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import cycle
from pathlib import Path
from random import Random
from time import monotonic

from sqlmodel import Session, select

from bot import ticker
from bot.channels.base import Later, Refused
from models import audit, calendar, outages
from models.inbox import Message, MessageStatus
from models.obligations import Due, DueStatus, ObligationKind
from models.outbox import Outgoing, OutgoingStatus
from models.people import Role
from tests.scene import Scene, scene, sqlite
from tests.soak_roads import roads

FIRST = date(2026, 3, 14)
PLANTS = 12
#: How long each seed is when the soak runs for a time.
NIGHTS, MESSAGES = 5, 100
WORDS = ("巡查正常", "罐区、泵房都巡查了，无隐患", "夜巡完毕", "转了一圈，没问题", "发现泵房漏油，已处理", "", "")
TALK = ("收到", "晚点发", "谢谢", "👌", "今晚谁值班")


@dataclass
class Nights:
    """Some nights of one seed."""

    county: Scene
    dice: Random
    posted: dict[tuple[str, date], bool] = field(default_factory=dict)

    async def people(self) -> None:
        """A county of a dozen enterprises."""
        for number in range(PLANTS):
            await self.county.enterprise(f"企业{number:02}", f"企{number:02}", major=number < 3)
            await self.county.person(f"guard{number}", Role.REPORTER, f"企业{number:02}")
            await self.county.person(f"safety{number}", Role.SAFETY, f"企业{number:02}")
        for name, role in (("duty", Role.DUTY), ("lead", Role.LEADER), ("admin", Role.ADMIN)):
            await self.county.person(name, role)

    async def night(self, day: date) -> None:
        """One night: each enterprise does what the dice say, the bot may be away or refused."""
        moments = sorted((self.dice.uniform(-3, 11), self.dice.randrange(PLANTS)) for _ in range(PLANTS * 2))
        away_at = self.dice.uniform(0, 6) if self.dice.random() < 0.3 else None
        for hours, number in moments:
            moment = calendar.midnight(day + timedelta(days=1)) + timedelta(hours=hours)
            if away_at is not None and hours >= away_at:
                await self._away(timedelta(minutes=self.dice.choice([5, 19, 21, 90])))
                away_at = None
            if moment > self.county.clock.now:
                await self.county.play.advance(moment)
            await self._somebody(number, day)
        await self.county.play.advance(calendar.at(day + timedelta(days=1), calendar.clock("12:30")))

    async def _away(self, length: timedelta) -> None:
        self.county.play.clock.put(self.county.clock.now + length)
        await ticker.wake(self.county.work, self.county.clock.now)
        await self.county.play.step()

    async def _somebody(self, number: int, day: date) -> None:
        roll, who = self.dice.random(), f"guard{number}"
        self.county.channel.outcomes = self._moods()
        if roll < 0.15:
            await self.county.says(who, self.dice.choice(TALK))
            return
        media = self.dice.choice([("video",), ("image", "image"), ("video", "image"), ()])
        words = self.dice.choice(WORDS) or ("巡查正常" if not media else "")
        await self.county.says(who, words, media=media)
        if self.dice.random() < 0.2:
            last = await self.county.work.read(lambda s: s.exec(select(Message).order_by(Message.id.desc())).first())  # type: ignore[union-attr]
            await self.county.says(who, last.text, msg_id=last.msg_id)
        window = calendar.Rhythm().window(day)
        is_round = bool(media) or not words.startswith("发现")  # a hazard alone, without a picture, is no round
        if is_round and window.opens_at <= self.county.clock.now <= window.closes_at:
            self.posted[who, day] = True

    def _moods(self) -> list[Later | Refused]:
        if self.dice.random() > 0.2:
            return []
        return [
            self.dice.choice([Later(timedelta(seconds=20), "busy"), Later(timedelta(minutes=2), "?", lost_answer=True)])
        ]

    async def holds(self, day: date) -> None:
        """What must be so after every night; raises AssertionError with what is not."""
        await self.county.work.read(lambda session: self._holds(session, day))

    def _holds(self, session: Session, day: date) -> None:
        dues = session.exec(select(Due).where(Due.kind == ObligationKind.PATROL, Due.night == day)).all()
        assert len(dues) == PLANTS, "each enterprise has one due a night"
        assert not [due for due in dues if due.status == DueStatus.WAITING], "a closed night waits for nobody"
        for (who, night), _ in self.posted.items():
            if night == day:
                due = next(due for due in dues if due.enterprise_id == int(who.removeprefix("guard")) + 1)
                assert due.status == DueStatus.REPORTED, f"{who} reported in time and is {due.status}"
        window = calendar.Rhythm().window(day)
        deaf = outages.deaf(session, window.opens_at, window.cut_off_at)
        blamed = [due for due in dues if due.status == DueStatus.MISSED]
        assert not (deaf and blamed), "nobody is blamed for a night in which the bot was deaf"
        self._said(session)
        assert not session.exec(select(Message).where(Message.status == MessageStatus.FAILED)).all()
        assert audit.verify(session)[1] is None, "the audit chain holds"

    def _said(self, session: Session) -> None:
        sent = session.exec(select(Outgoing).where(Outgoing.status == OutgoingStatus.SENT)).all()
        assert not [one for one in sent if not one.text], "nothing is said without words"
        heard = Counter((one.to, one.text, one.at) for one in self.county.channel.said)
        assert max(heard.values(), default=1) == 1, "nothing is said twice"
        for one in sent:
            if one.kind == "patrol.missing":
                self._was_silent(session, one)

    def _was_silent(self, session: Session, letter: Outgoing) -> None:
        night = date.fromisoformat(letter.about["night"])
        for plant in letter.about["enterprises"]:
            owed = select(Due).where(Due.kind == ObligationKind.PATROL, Due.enterprise_id == plant)
            due = session.exec(owed.where(Due.night == night)).one()
            early = due.satisfied_at is not None and letter.settled_at and due.satisfied_at < letter.settled_at
            alone = len(letter.about["enterprises"]) == 1
            assert not (early and alone), "nobody who reported is prompted after it"


async def nights(seed: int, count: int) -> None:
    """Plays some nights of a seed; raises AssertionError naming the seed and the night."""
    with tempfile.TemporaryDirectory() as folder:
        async with scene(sqlite(Path(folder)), calendar.at(FIRST, calendar.clock("20:00"))) as county:
            county.strict = False
            played = Nights(county, Random(seed))
            await played.people()
            for number in range(count):
                day = FIRST + timedelta(days=number)
                await played.night(day)
                try:
                    await played.holds(day)
                except AssertionError as error:
                    raise AssertionError(f"seed {seed}, night {day}: {error}") from error


async def _nights(seed: int) -> str:
    await nights(seed, NIGHTS)
    return f"{NIGHTS} nights hold"


async def _roads(seed: int) -> str:
    return f"the roads hold: {await roads(seed, MESSAGES)}"


def main() -> None:
    """Plays one seed after the other, roads and nights by turns, until the time is over."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    until = monotonic() + asked.seconds
    for number, what in enumerate(cycle((_roads, _nights))):
        seed = asked.seed + number // 2
        try:
            print(f"seed {seed}: {asyncio.run(what(seed))}", flush=True)
        except Exception:
            print(f"seed {seed} of the {what.__name__.strip('_')} does not hold", flush=True)
            raise
        if monotonic() >= until:
            return


if __name__ == "__main__":
    main()
