"""What the people of the rehearsed year do by themselves: rounds by habit, talk, questions; each day has its dice."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from bot.demo.talk import CHATTER, FOUND, LATER, ROUNDS, WORDS
from bot.lines import Spoken
from models import calendar
from models.calendar import at
from models.people import Role
from tests.year.county import CHANNEL, GROUPS, County, Plant, account_of

#: What somebody writes who has not understood what the bot is for.
MUDDLED = ("在吗", "收到", "好的", "1", "罐区正常", "昨天的", "请问夜巡怎么发", "那个弄了", "不是这个", "👌", "谢谢")
WORDY = (
    "各位领导好，今晚我和老李从零点二十开始，先看了{place}，再看了消防泵房和配电室，压力温度都正常，没有发现跑冒滴漏，请放心",
    "{place}都转了一遍，阀门、法兰、液位计逐个看过，静电接地完好，灭火器都在有效期，夜巡正常，无隐患",
)
ASKED_AT_NIGHT = ("今晚谁没报", "今晚报了多少", "还差几家")
ASKED_BY_DAY = ("昨晚谁没报", "还有多少没整改", "三天内到期的", "这个月数据", "零报告谁没报", "今晚谁值班")
#: A key period is set on every so many days.
KEY_PERIOD_EVERY = 53
#: Its first day and its last, so many days behind that.
KEY_PERIOD = (4, 10)
MISHAPS = ("充装间漏气了，味很大", "罐区着火了", "卸车时软管脱了，在漏，没人受伤")


@dataclass(frozen=True)
class Round(Spoken):
    """A line that is a round of an enterprise, or a piece of one: whatever else it says, it satisfies an open due."""

    plant: int = 0


@dataclass(frozen=True)
class Day:
    """What is planned from the noon of a day to the next: the duty night that the day names."""

    county: County
    seed: int
    day: date

    def lines(self) -> Iterator[Spoken]:
        """All of it, in no order."""
        for plant in self.county.plants:
            yield from self._of(plant)
        yield from self._officers()
        yield from self._key_period()

    def dice(self, *about: object) -> Random:
        """Dice for one matter of this day."""
        return Random("/".join(str(one) for one in (self.seed, self.day, *about)))

    def _of(self, plant: Plant) -> Iterator[Spoken]:
        dice = self.dice(plant.number)
        guard = on_shift(plant, self.day)
        if not guard:
            return
        if plant.rhythm is not None:
            yield from self._night(plant, guard, dice)
            yield from self._zero(plant, guard)
        if (plant.habit == "muddled" and dice.random() < 0.5) or dice.random() < 0.004:
            words = dice.choice([*MUDDLED, *CHATTER, *LATER])
            yield Spoken(self._sometime(dice), CHANNEL, self._chat(plant, dice), guard, words)
        if plant.manager and dice.random() < 0.0015:
            yield Spoken(self._by_day(dice), CHANNEL, "", plant.manager, self._stops(plant, dice))
        if dice.random() < 0.0002:
            yield Spoken(self._sometime(dice), CHANNEL, "", guard, dice.choice(MISHAPS))

    def _night(self, plant: Plant, guard: str, dice: Random) -> Iterator[Spoken]:
        roll = dice.random()
        if (plant.habit == "silent" and roll < 0.4) or (plant.habit == "forgetful" and roll < 0.3):
            return
        if plant.habit == "late" and roll < 0.35:
            moment = self._within("05:02", "05:55", dice) if roll < 0.2 else self._within("06:10", "11:40", dice)
        elif roll > 0.997:
            return  # everybody forgets now and then
        else:
            first = "22:05" if plant.class_name == "夜班站" and dice.random() < 0.5 else "00:02"
            early = plant.habit == "reliable" and in_key_period(self.day)  # who was told that it closes at four
            moment = self._within(first, "02:20" if early else "03:20", dice)
        yield from self._round(plant, guard, moment, dice)

    def _zero(self, plant: Plant, guard: str) -> Iterator[Spoken]:
        """In a key period who reports as they should states at each of its hours, before anybody asks."""
        for wall, day in (("16", self.day), ("07", self.day + timedelta(days=1))):
            dice = self.dice(plant.number, "zero", wall)
            if plant.habit == "reliable" and in_key_period(day) and dice.random() < 0.98:
                moment = self._within(f"{wall}:02", f"{wall}:28", dice)
                yield Spoken(moment, CHANNEL, "", plant.manager or guard, f"{plant.short}零报告")

    def _round(self, plant: Plant, guard: str, moment: datetime, dice: Random) -> Iterator[Spoken]:
        chat = self._chat(plant, dice)
        for one in _shown(dice):
            yield Round(moment, CHANNEL, chat, guard, media=(one,), plant=plant.number)
            moment += timedelta(seconds=dice.randrange(5, 40))
        if plant.habit == "late" and dice.random() < 0.3:
            return  # pictures only
        if plant.habit == "finder" and dice.random() < 0.12:
            yield Spoken(moment, CHANNEL, "", guard, media=("image",))
            yield Spoken(moment + timedelta(seconds=9), CHANNEL, "", guard, f"夜巡发现隐患1处：{dice.choice(FOUND)}")
            return
        words = dice.choice(WORDY if plant.habit == "wordy" else WORDS)
        yield Spoken(moment, CHANNEL, chat, guard, words.format(place=place(plant, dice)))

    def _officers(self) -> Iterator[Spoken]:
        dice = self.dice("officers")
        for name, role, _ in self.county.officers:
            if role in (Role.DUTY, Role.SUPERVISOR) and dice.random() < 0.15:
                yield Spoken(
                    self._within("00:30", "05:40", dice), CHANNEL, "", account_of(name), dice.choice(ASKED_AT_NIGHT)
                )
            if role not in (Role.ADMIN,) and dice.random() < 0.15:
                yield Spoken(self._by_day(dice), CHANNEL, "", account_of(name), dice.choice(ASKED_BY_DAY))

    def _stops(self, plant: Plant, dice: Random) -> str:
        first = self.day + timedelta(days=dice.randrange(1, 4))
        last = first + timedelta(days=dice.randrange(1, 9))
        return f"{plant.short}{first.month}月{first.day}日到{last.month}月{last.day}日停产检修，申请免报夜巡"

    def _key_period(self) -> Iterator[Spoken]:
        """Every so often a section head sets one, for a week, a few days ahead."""
        if self.day.toordinal() % KEY_PERIOD_EVERY == 0:
            first, last = (self.day + timedelta(days=ahead) for ahead in KEY_PERIOD)
            words = (
                f"{first.month}月{first.day}日到{last.month}月{last.day}日进入重点时段，依据许安委〔{first.year}〕3号"
            )
            yield Spoken(at(self.day, time(15, 5)), CHANNEL, "", account_of("江科"), words)
            yield Spoken(at(self.day, time(15, 7)), CHANNEL, "", account_of("江科"), "1")

    def _chat(self, plant: Plant, dice: Random) -> str:
        return GROUPS[plant.grid][0] if plant.in_group and dice.random() < 0.7 else ""

    def _sometime(self, dice: Random) -> datetime:
        return at(self.day, time(12, 10)) + timedelta(minutes=dice.randrange(23 * 60))

    def _by_day(self, dice: Random) -> datetime:
        return self._within("08:40", "11:30", dice)

    def _within(self, first: str, last: str, dice: Random) -> datetime:
        begins, ends = (self._wall(clock) for clock in (first, last))
        return begins + timedelta(seconds=dice.randrange(int((ends - begins).total_seconds())))

    def _wall(self, wall: str) -> datetime:
        clock = calendar.clock(wall)
        return at(self.day if clock >= calendar.NOON else self.day + timedelta(days=1), clock)


def in_key_period(day: date) -> bool:
    """Whether a day lies in a key period, as everybody was told."""
    first, last = KEY_PERIOD
    return first <= day.toordinal() % KEY_PERIOD_EVERY <= last


def on_shift(plant: Plant, day: date) -> str:
    """Who of the guards has the night; they change on Mondays."""
    return plant.guards[day.toordinal() // 7 % len(plant.guards)] if plant.guards else ""


def place(plant: Plant, dice: Random) -> str:
    """A place that a guard of an enterprise goes by."""
    kind = plant.class_name if plant.class_name in ROUNDS else "加油站"
    return dice.choice(ROUNDS[kind])


def _shown(dice: Random) -> Sequence[str]:
    return ("video",) if dice.random() < 0.85 else ("image",) * dice.randrange(1, 4)
