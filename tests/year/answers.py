"""What the people of the rehearsed year answer when the bot has spoken to them, and what they put off."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from bot.lines import Spoken
from models import calendar
from tests.year.county import CHANNEL, County, Plant
from tests.year.people import Round, on_shift, place

#: How probably the guard goes round when he is reminded.
WAKES = {"reliable": 0.95, "finder": 0.9, "wordy": 0.9, "forgetful": 0.8, "late": 0.6, "silent": 0.1, "muddled": 0.5}
_NUMBER, _FULL = re.compile(r"(?<![\d-])(\d{4})(?= )"), re.compile(r"YH-\d{4}-(\d{4})")


@dataclass(frozen=True)
class Told:
    """Something that the bot said to somebody."""

    at: datetime
    to: str
    text: str
    key: str


@dataclass(frozen=True)
class Answering:
    """Everybody's answers; the same sentence under the same key is answered alike."""

    county: County
    seed: int

    def to(self, told: Told) -> Iterator[Spoken]:
        """What follows, if anything: by what the first line says."""
        dice = Random(f"{self.seed}/{told.key}")
        for mark, answer in ANSWERS:
            if mark in told.text:
                yield from answer(self, told, dice)
                return

    def _named(self, told: Told) -> list[Plant]:
        """The enterprises of somebody that a text names."""
        own = self.county.by_account.get(told.to, [])
        return [one for one in own if one.short in told.text]

    def reminded(self, told: Told, dice: Random) -> Iterator[Spoken]:
        """A guard goes round, says why he cannot, or sleeps on."""
        for plant in self._named(told):
            if dice.random() < 0.1:
                yield _says(told, dice, (1, 4), "在卸车，一会儿拍")
            if dice.random() < WAKES[plant.habit]:
                yield from self._goes_round(told, plant, dice, "夜巡正常", (2, 25))

    def missed(self, told: Told, dice: Random) -> Iterator[Spoken]:
        """A safety manager has it made up, gives a reason, or does nothing."""
        for plant in self._named(told):
            roll = dice.random()
            if roll < 0.6:
                yield from self._goes_round(told, plant, dice, "昨晚夜巡的，补发，无隐患", (10, 240))
            elif roll < 0.75:
                yield _says(told, dice, (5, 60), f"{plant.short}昨晚停电，没巡")

    def _goes_round(
        self, told: Told, plant: Plant, dice: Random, words: str, minutes: tuple[int, int]
    ) -> Iterator[Spoken]:
        guard = on_shift(plant, calendar.night_of(told.at))
        if guard:
            moment = _later(told, dice, minutes)
            yield Round(moment, CHANNEL, "", guard, media=("video",), plant=plant.number)
            said = f"{place(plant, dice)}，{words}" if dice.random() < 0.3 else words
            yield Spoken(moment + timedelta(seconds=dice.randrange(5, 60)), CHANNEL, "", guard, said)

    def zero(self, told: Told, dice: Random) -> Iterator[Spoken]:
        """Most state that there is nothing to report."""
        if dice.random() < 0.75:
            yield _says(told, dice, (1, 60), dice.choice(["零报告", "没有隐患，零报告", "今天无隐患"]))

    def lacking(self, told: Told, dice: Random) -> Iterator[Spoken]:
        """Who, how, until when."""
        if dice.random() < 0.7:
            day = calendar.today(told.at) + timedelta(days=dice.randrange(2, 15))
            words = f"张强，换新，{day.month}月{day.day}日前"
            yield _says(told, dice, (5, 90), words)

    def falls_due(self, told: Told, dice: Random) -> Iterator[Spoken]:
        """Fixed with a picture, more time, or nothing."""
        for number in dict.fromkeys(_NUMBER.findall(told.text)):
            roll, moment = dice.random(), _later(told, dice, (10, 300))
            if roll < 0.5:
                yield Spoken(moment, CHANNEL, "", told.to, media=("image",))
                yield Spoken(moment + timedelta(seconds=8), CHANNEL, "", told.to, f"{number}改好了")
            elif roll < 0.65:
                day = calendar.today(told.at) + timedelta(days=dice.randrange(4, 12))
                words = f"{number}延期到{day.month}月{day.day}日，阀门没到货，先停用该段"
                yield Spoken(moment, CHANNEL, "", told.to, words)

    def owed(self, told: Told, dice: Random) -> Iterator[Spoken]:
        """A supervisor looks at the list, agrees to the rest, or has no time."""
        if dice.random() < 0.7:
            yield _says(told, dice, (3, 20), "2" if "回2其余同意" in told.text and dice.random() < 0.6 else "1")

    def listed(self, told: Told, dice: Random) -> Iterator[Spoken]:
        """A supervisor re-checks what a list names."""
        if told.to not in ("o6", "o7"):
            return
        for number in list(dict.fromkeys(_FULL.findall(told.text)))[:4]:
            roll, moment = dice.random(), _later(told, dice, (20, 200))
            year = calendar.local(told.at).year
            if roll < 0.6:
                yield Spoken(moment, CHANNEL, "", told.to, f"YH-{year}-{number}复查合格")
            elif roll < 0.7:
                day = calendar.today(told.at) + timedelta(days=5)
                words = f"YH-{year}-{number}复查不合格，没有标签，{day.month}月{day.day}日前"
                yield Spoken(moment, CHANNEL, "", told.to, words)

    def second(self, told: Told, dice: Random) -> Iterator[Spoken]:
        """The second name and the document of a re-check."""
        if dice.random() < 0.8:
            yield _says(told, dice, (1, 30), f"复查人周宁，豫危复查〔2026〕{dice.randrange(1, 400)}号")

    def more_time(self, told: Told, dice: Random) -> Iterator[Spoken]:
        """An officer grants more time, or does not."""
        if dice.random() < 0.8:
            yield _says(told, dice, (2, 90), "1" if dice.random() < 0.7 else "2")

    def watched(self, told: Told, dice: Random) -> Iterator[Spoken]:
        """Who stands still says in a word that somebody watches."""
        if told.to.startswith(("s", "g")) and dice.random() < 0.7:
            yield _says(told, dice, (3, 90), "值守正常，物料封存，无异常")

    def incident(self, told: Told, dice: Random) -> Iterator[Spoken]:
        """Whoever is called takes it over now and then, and it ends within the hour."""
        if dice.random() < 0.7:
            taken = _later(told, dice, (1, 4))
            yield Spoken(taken, CHANNEL, "", told.to, "1")
            yield Spoken(taken + timedelta(minutes=20), CHANNEL, "", told.to, "续报：阀门已关，无人受伤")
            yield Spoken(taken + timedelta(minutes=55), CHANNEL, "", told.to, "终报：已处置完毕，无人员伤亡")

    def digest(self, told: Told, dice: Random) -> Iterator[Spoken]:
        """The officer has those who are silent reminded, or looks at their numbers."""
        if dice.random() < 0.4:
            yield _says(told, dice, (1, 20), dice.choice("12"))


def _later(told: Told, dice: Random, minutes: tuple[int, int]) -> datetime:
    return told.at + timedelta(seconds=dice.randrange(minutes[0] * 60, minutes[1] * 60))


def _says(told: Told, dice: Random, minutes: tuple[int, int], words: str) -> Spoken:
    return Spoken(_later(told, dice, minutes), CHANNEL, "", told.to, words)


Answer = Callable[[Answering, Told, Random], Iterator[Spoken]]
#: By words that stand in what was said; the first that is found.
ANSWERS: tuple[tuple[str, Answer], ...] = (
    ("【突发】", Answering.incident),
    ("次夜巡，", Answering.reminded),
    ("没收到夜巡", Answering.missed),
    ("零报告，", Answering.zero),
    ("回一句就行", Answering.lacking),
    ("快到期", Answering.falls_due),
    ("今天到期", Answering.falls_due),
    ("超期", Answering.falls_due),
    ("今天要办", Answering.owed),
    ("延期请批", Answering.more_time),
    ("免报申请", Answering.more_time),
    ("回1句值守", Answering.watched),
    ("值守", Answering.watched),
    ("复查人、文书", Answering.second),
    ("应报", Answering.digest),
    ("YH-", Answering.listed),
)
