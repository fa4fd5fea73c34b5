"""What the people of 榆川县 post in a night: a seeded script, so that every demo is the same night."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from bot.demo.county import CHANNEL, SEED, VISITORS, County, Row
from bot.demo.talk import CHATTER, DUTY, EXCUSES, FOUND, HEARD, LATER, ROUNDS, TOLD, WORDS
from models.calendar import at

MISSING, SILENT, LATE = 3, 5, 2
#: Those who seldom write into the group and tell the bot itself.
PRIVATE = 0.25


@dataclass(frozen=True)
class Line:
    """One message of the script, in the shape of a line of `yexun rehearse`."""

    at: datetime
    channel: str
    chat: str | None  # a group's name; None for a private message
    sender: str
    text: str = ""
    media: tuple[str, ...] = ()
    reply_to: str = ""
    mention_bot: bool = False

    def row(self) -> dict[str, object]:
        """The line as `rehearse` reads it."""
        return {
            "at": self.at.isoformat(),
            "channel": self.channel,
            "chat": self.chat,
            "from": self.sender,
            "text": self.text,
            "media": list(self.media),
            "reply_to": self.reply_to,
            "mention_bot": self.mention_bot,
        }


@dataclass(frozen=True)
class Neighbour:
    """Somebody who posts for an enterprise, and where."""

    enterprise: Row
    user: str
    group: str

    @property
    def station(self) -> bool:
        """Whether this is a filling station."""
        return self.enterprise["类别"] == "加油站"


def script(county: County, start: date, nights: int, seed: int = SEED) -> list[Line]:
    """All that is posted in some nights from the one that begins on a day, in order of time."""
    lines = [line for night in range(nights) for line in one_night(county, start + timedelta(days=night), seed)]
    return sorted(lines, key=lambda line: (line.at, line.sender, line.text, line.media))


def one_night(county: County, night: date, seed: int = SEED) -> list[Line]:
    """What is posted in the night that begins on a day: the same for the same county, day and seed."""
    chance = Random(f"{seed}/{night.isoformat()}")  # noqa: S311 - a play, not a secret
    posting = neighbours(county)
    chance.shuffle(posting)
    late_from = MISSING + SILENT
    silent, late = posting[MISSING:late_from], posting[late_from : late_from + LATE]
    lines = [line for one in posting[late_from + LATE :] for line in _report(one, _in_time(night, chance), chance)]
    lines += [line for one in silent for line in _woken(one, night, chance)]
    lines += [line for one in late for line in _report(one, _within(night, "05:04", "05:48", chance), chance)]
    lines += list(_found(posting[late_from + LATE :], lines, chance))
    return [*lines, *_chatter(posting[MISSING:], lines, night, chance), *_duty(county, night, chance)]


def neighbours(county: County) -> list[Neighbour]:
    """Who posts by themselves: one person of each enterprise that owes, without those left to the visitor."""
    voices = county.voices()
    return [
        Neighbour(row, voices[row["企业名称"]]["用户ID"], county.group_of(row["企业名称"]))
        for row in county.enterprises
        if row["类别"] != "无储存经营" and row["简称"].split("、")[0] not in VISITORS
    ]


def _in_time(night: date, chance: Random) -> datetime:
    """Most go round soon after midnight, a second wave after three."""
    roll = chance.random()
    if roll < 0.55:
        return _within(night, "00:02", "01:10", chance)
    return _within(night, "01:10", "03:20", chance) if roll < 0.9 else _within(night, "03:32", "04:50", chance)


def _within(night: date, first: str, last: str, chance: Random) -> datetime:
    begins, ends = (at(night + timedelta(days=1), time.fromisoformat(clock)) for clock in (first, last))
    return begins + timedelta(seconds=chance.randrange(int((ends - begins).total_seconds())))


def _report(who: Neighbour, moment: datetime, chance: Random) -> Iterator[Line]:
    """One patrol as guards send it: pictures one after the other, and a sentence before, after or never."""
    chat = None if chance.random() < PRIVATE else who.group
    media, says = _shown(chance), _words(who, chance)
    roll = chance.random()
    if roll < 0.08:
        media, says = (), _words(who, chance, TOLD)
    elif roll < 0.33:
        says = ""
    first = chance.random() < 0.2
    if says and first:
        yield Line(moment, CHANNEL, chat, who.user, text=says)
    for one in media:
        moment += timedelta(seconds=chance.randrange(3, 25))
        yield Line(moment, CHANNEL, chat, who.user, media=(one,))
    if says and not first:
        yield Line(moment + timedelta(seconds=chance.randrange(4, 40)), CHANNEL, chat, who.user, text=says)


def _shown(chance: Random) -> tuple[str, ...]:
    roll = chance.random()
    if roll < 0.6:
        return ("video",)
    if roll < 0.8:
        return ("image",) * chance.randrange(2, 5)
    return ("video", *["image"] * chance.randrange(1, 3))


def _words(who: Neighbour, chance: Random, sentences: Sequence[str] = WORDS) -> str:
    named = f"{who.enterprise['简称'].split('、')[0]}，" if chance.random() < 0.3 else ""
    kind = who.enterprise["类别"].partition("、")[0]
    place = chance.choice(ROUNDS.get(kind, ROUNDS["使用"]))
    return named + chance.choice(sentences).format(place=place)


def _woken(who: Neighbour, night: date, chance: Random) -> Iterator[Line]:
    """Silent until the prompt of 03:30; then most report, one in three with an excuse first."""
    moment = _within(night, "03:32", "04:20", chance)
    if chance.random() < 0.35:
        yield Line(moment, CHANNEL, None, who.user, text=chance.choice(EXCUSES))
        moment += timedelta(minutes=chance.randrange(4, 15))
    yield Line(moment, CHANNEL, None, who.user, media=("video",))
    yield Line(moment + timedelta(seconds=18), CHANNEL, None, who.user, text=_words(who, chance))


def _found(posting: Sequence[Neighbour], lines: Sequence[Line], chance: Random) -> Iterator[Line]:
    """Two rounds in which something was found, told a minute after the report."""
    for who in chance.sample([one for one in posting if not one.station], 2):
        last = max((line.at for line in lines if line.sender == who.user), default=None)
        if last:
            moment = last + timedelta(seconds=chance.randrange(40, 90))
            yield Line(moment, CHANNEL, None, who.user, media=("image",))
            yield Line(moment + timedelta(seconds=9), CHANNEL, None, who.user, text=chance.choice(FOUND))


def _chatter(posting: Sequence[Neighbour], lines: Sequence[Line], night: date, chance: Random) -> Iterator[Line]:
    """Small talk in the groups; who says that they will post later has not posted yet."""
    for text in CHATTER:
        who = chance.choice(posting)
        yield Line(_within(night, "00:05", "04:40", chance), CHANNEL, who.group, who.user, text=text)
    for text in LATER:
        moment = _within(night, "00:20", "02:10", chance)
        posted = {line.sender for line in lines if line.at <= moment}
        waiting = [one for one in posting if one.station and one.user not in posted]
        if waiting:
            who = chance.choice(waiting)
            yield Line(moment, CHANNEL, who.group, who.user, text=text)


def _duty(county: County, night: date, chance: Random) -> Iterator[Line]:
    """The officer on duty opens the night in each group with a sentence of their own, and somebody answers."""
    shift = next((row for row in county.rota if row["日期"] == night.isoformat()), None)
    officer = next((row for row in county.people if shift and row["姓名"] == shift["值班员"]), None)
    if officer is None:
        return
    everybody = neighbours(county)
    moment = at(night, time(23, 40, 8))
    for group in county.groups:
        yield Line(moment, CHANNEL, group["群名称"], officer["用户ID"], text=DUTY)
        who = chance.choice([one for one in everybody if one.group == group["群名称"]])
        answers = moment + timedelta(seconds=chance.randrange(9, 50))
        yield Line(answers, CHANNEL, who.group, who.user, text=chance.choice(HEARD))
        moment += timedelta(seconds=4)
