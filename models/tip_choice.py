"""Which tips a group hears on a day: pure, the same for the same rows, and the same for all groups wherever it can be.

In this order: what the day is marked by (key period, weather), the next chapter of a series that runs, what the open
hazards of the group are about, and then what was never or longest ago sent to anybody.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property

from models import calendar, db
from models.library import Tip

#: The months of a tag; a tag that stands here or under OCCASIONS keeps a tip back at all other times.
SEASONS: Mapping[str, frozenset[int]] = {
    "春季": frozenset({3, 4, 5}),
    "夏季": frozenset({6, 7, 8}),
    "秋季": frozenset({9, 10, 11}),
    "冬季": frozenset({12, 1, 2}),
    "大风": frozenset({2, 3, 4, 5}),
    "雷雨": frozenset({4, 5, 6, 7, 8, 9}),
    "汛期": frozenset({6, 7, 8, 9}),
    "雨季": frozenset({6, 7, 8, 9}),
    "高温": frozenset({6, 7, 8}),
    "防冻": frozenset({11, 12, 1, 2}),
    "低温": frozenset({11, 12, 1, 2}),
    "取暖": frozenset({11, 12, 1, 2}),
    "安全生产月": frozenset({6}),
    **{f"{month}月": frozenset({month}) for month in range(1, 13)},
}
BEFORE_HOLIDAY, BACK_AT_WORK, KEY_PERIOD = "节前", "复工", "重点时段"
OCCASIONS = frozenset({BEFORE_HOLIDAY, BACK_AT_WORK, KEY_PERIOD})
#: 节前 is the week before three days off or more; 复工 the ten days after five or more.
EVE_DAYS, HOLIDAY = 7, 3
BACK_DAYS, LONG_HOLIDAY = 10, 5
#: What the season is called in which a kind of weather is the danger.
OF_WEATHER: Mapping[str, Sequence[str]] = {
    "低温": ("防冻",),
    "寒潮": ("防冻", "低温"),
    "强降水": ("汛期", "雨季"),
    "暴雨": ("汛期", "雨季"),
    "雷电": ("雷雨",),
}

#: What the hazards that a tag is about are called in a ledger, besides the tag itself.
TOPICS: Mapping[str, Sequence[str]] = {
    "动火": ("焊", "切割", "明火", "打磨"),
    "消防": ("灭火器", "消火栓", "消防栓", "喷淋", "消防"),
    "急救": ("洗眼器", "急救", "冲淋"),
    "应急器材": ("空气呼吸器", "防化服", "应急柜", "应急物资", "面具"),
    "报警器": ("报警", "探测器", "探头", "联锁"),
    "静电": ("静电", "接地", "跨接"),
    "防雷": ("避雷", "防雷", "接地"),
    "临时用电": ("电线", "线路", "配电", "插座", "电缆", "开关箱"),
    "受限空间": ("釜内", "罐内", "有限空间", "进罐"),
    "登高": ("脚手架", "护栏", "爬梯", "高处", "平台"),
    "气瓶": ("钢瓶", "气瓶"),
    "危废": ("危废", "废液", "废桶"),
    "储存": ("堆放", "混放", "超量", "仓库", "库房", "通道"),
    "罐区": ("储罐", "罐区", "围堰", "液位"),
    "盲板": ("盲板", "法兰", "垫片", "阀门"),
    "装卸": ("装卸", "鹤管", "卸车", "软管"),
}
#: A group that has just heard of a topic hears of another one first.
TOPIC_RESTS = timedelta(days=7)
#: Whoever heard something within half a year hears it again; then the library is short.
REST = timedelta(days=180)


@dataclass(frozen=True)
class Chosen:
    """A tip for one group, and why it is its turn; ``again`` when they have heard it within half a year."""

    tip_id: int
    again: bool = False
    why: str = field(default="", compare=False)


@dataclass(frozen=True)
class Today:
    """A day as the choice needs it: what it is marked by, and after how many days a group may hear the same again."""

    day: date
    marks: frozenset[str] = frozenset()  # 重点时段, 高温 …: in force on this very day
    period: str = ""  # the name of the key period
    rest_days: int = 0  # 0: only when all others were heard


Pushed = Mapping[tuple[int, int], date]


def holding(day: date) -> frozenset[str]:
    """The tags of seasons and holidays that hold on a day."""
    held = {tag for tag, months in SEASONS.items() if day.month in months}
    if any(_days_off(day + timedelta(days=ahead), HOLIDAY) for ahead in range(1, EVE_DAYS + 1)):
        held.add(BEFORE_HOLIDAY)
    if any(_days_off(day - timedelta(days=LONG_HOLIDAY - 1 + ago), LONG_HOLIDAY) for ago in range(1, BACK_DAYS + 1)):
        held.add(BACK_AT_WORK)
    return frozenset(held)


def _days_off(first: date, count: int) -> bool:
    return not any(calendar.is_workday(first + timedelta(days=offset)) for offset in range(count))


def seasonal(tip: Tip) -> frozenset[str]:
    """The tags that say when a tip fits; none fits always."""
    return frozenset(tip.labels) & (SEASONS.keys() | OCCASIONS)


def topics(tips: Sequence[Tip]) -> dict[str, Sequence[str]]:
    """The words by which a hazard is known to be about a tag, for each tag of some tips that says no season."""
    tags = dict.fromkeys(tag for tip in tips for tag in tip.labels if tag not in SEASONS.keys() | OCCASIONS)
    return {tag: (tag, *TOPICS.get(tag, ())) for tag in tags}


def about(hazards: Sequence[str], topics: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """How many of some hazards, as the ledger describes them, are about each topic."""
    counted = {tag: sum(any(word in text for word in words) for text in hazards) for tag, words in topics.items()}
    return {tag: count for tag, count in counted.items() if count}


def choose(
    tips: Sequence[Tip],
    pushed: Pushed,
    groups: Collection[int],
    today: Today,
    count: int,
    hazards: Mapping[int, Mapping[str, int]] | None = None,
) -> dict[int, list[Chosen]]:
    """What each group gets of one kind.

    ``pushed`` is when a tip was last sent to a group, by (tip, group); ``hazards`` how many open hazards of a group are
    about each topic.
    """
    turn, by_id = in_turn(tips, pushed, today), {db.row_id(one.id): one for one in tips}
    ordered = [by_id[one] for one in turn]
    found: dict[int, list[Chosen]] = {}
    for group in groups:
        heard = {one: pushed[one, group] for one in by_id if (one, group) in pushed}
        found[group] = _Group(ordered, tips, heard, today, (hazards or {}).get(group, {})).take(count)
    return found


def in_turn(tips: Sequence[Tip], pushed: Pushed, today: Today) -> list[int]:
    """The tips that fit a day in their order; of those that waited equally long, the seasonal first."""
    held, last = holding(today.day) | today.marks, _last_anywhere(pushed)
    fitting = [tip for tip in tips if not seasonal(tip) or seasonal(tip) & held]
    fitting.sort(key=lambda tip: (last.get(db.row_id(tip.id), date.min), not seasonal(tip), tip.id))
    return [db.row_id(tip.id) for tip in fitting]


def _last_anywhere(pushed: Pushed) -> dict[int, date]:
    last: dict[int, date] = {}
    for (tip_id, _), day in pushed.items():
        last[tip_id] = max(day, last.get(tip_id, day))
    return last


@dataclass
class _Group:
    """What one group has heard, and what it hears next."""

    turn: Sequence[Tip]  # that fit the day, in their order
    tips: Sequence[Tip]
    heard: Mapping[int, date]
    today: Today
    hazards: Mapping[str, int]

    def take(self, count: int) -> list[Chosen]:
        """So many tips: of what they have not heard; when that is all gone, what they heard longest ago."""
        fresh = sorted((one for one in self.turn if self._is_fresh(one) and self._is_next(one)), key=self._rank)
        taken: list[Tip] = []
        for one in fresh:
            if len(taken) < count and not (one.series and one.series in {other.series for other in taken}):
                taken.append(one)
        old = sorted((one for one in self.turn if one not in taken and self._id(one) in self.heard), key=self._last)
        again = [self._again(one) for one in old[: count - len(taken)]]
        return [*(Chosen(self._id(one), why=self._why(one)) for one in taken), *again]

    @staticmethod
    def _id(tip: Tip) -> int:
        return db.row_id(tip.id)

    def _last(self, tip: Tip) -> date:
        return self.heard.get(self._id(tip), date.min)

    def _is_fresh(self, tip: Tip) -> bool:
        last, days = self.heard.get(self._id(tip)), self.today.rest_days
        return last is None or bool(days and self.today.day - last >= timedelta(days=days))

    def _again(self, tip: Tip) -> Chosen:
        last = self._last(tip)
        return Chosen(self._id(tip), self.today.day - last < REST, f"all others were heard; this one on {last}")

    # Series

    def _is_next(self, tip: Tip) -> bool:
        """Of a series only the next chapter, one a day; another series begins when none is running."""
        if not tip.series:
            return True
        chapters = self._chapters(tip.series)
        if self.today.day in (self.heard.get(self._id(one)) for one in chapters):
            return False
        fresh = (one for one in chapters if self._is_fresh(one))
        return tip is next(fresh, None) and (not self._running or tip.series in self._running)

    @cached_property
    def _running(self) -> frozenset[str]:
        """The series of which the group has heard some chapters and not all."""
        named = {one.series for one in self.tips if one.series}
        return frozenset(one for one in named if self._runs(one))

    def _chapters(self, series: str) -> list[Tip]:
        return sorted((one for one in self.tips if one.series == series), key=lambda one: (one.chapter, one.id))

    def _runs(self, series: str) -> bool:
        fresh = [self._is_fresh(one) for one in self._chapters(series)]
        return any(fresh) and not all(fresh)

    # The order

    def _rank(self, tip: Tip) -> tuple[int, int]:
        if self._marks(tip):
            return 0, 0
        if tip.series in self._running:
            return 1, 0
        matching = self._matching(tip)
        return (2, -max(self.hazards[tag] for tag in matching)) if matching else (3, 0)

    def _marks(self, tip: Tip) -> list[str]:
        return [one for one in tip.labels if one in self.today.marks or (one and one in self.today.period)]

    def _matching(self, tip: Tip) -> list[str]:
        """The topics of open hazards that a tip is about, and of which the group has not just heard."""
        return [tag for tag in tip.labels if tag in self.hazards and tag not in self._lately]

    @cached_property
    def _lately(self) -> frozenset[str]:
        told = (one for one in self.tips if self.today.day - self._last(one) < TOPIC_RESTS)
        return frozenset(tag for one in told for tag in one.labels)

    def _why(self, tip: Tip) -> str:
        """Why it is its turn, for whoever asks later."""
        matching = self._matching(tip)
        reasons = [
            f"in force today: {'、'.join(self._marks(tip))}" if self._marks(tip) else "",
            f"chapter {tip.chapter} of {tip.series}" if tip.series else "",
            "open hazards of this group: " + "、".join(f"{tag} {self.hazards[tag]}" for tag in matching)
            if matching
            else "",
            f"in season: {'、'.join(sorted(seasonal(tip)))}" if seasonal(tip) else "",
        ]
        return "; ".join(filter(None, reasons)) or "never heard by this group, its turn"


def coming(
    tips: Sequence[Tip], pushed: Pushed, groups: Collection[int], today: Today, count: int, days: int
) -> list[int]:
    """The tips that groups will hear on the next working days if nothing else happens, the first first."""
    known, found, when = dict(pushed), dict[int, None](), today
    for _ in range(days):
        for group, told in choose(tips, known, groups, when, count).items():
            found |= dict.fromkeys(one.tip_id for one in told)
            known |= {(one.tip_id, group): when.day for one in told}
        when = replace(when, day=calendar.next_workday(when.day))
    return list(found)
