"""Days as people name them; a duty day lasts until six in the morning."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from handlers.understand import lunar
from handlers.understand.clauses import KEPT
from handlers.understand.numbers import NUMBER, in_days, number, without_vague
from models.calendar import local

DUTY_DAY_BEGINS = 6
_NEAR = 45  # 3.14 is a date only within so many days of today
_WEEK = 7
ONE = timedelta(days=1)


@dataclass(frozen=True)
class Day:
    """A day that was named, where and by which words."""

    day: date
    start: int
    end: int
    words: str
    relative: bool = False


_FULL = re.compile(r"(?<!\d)(?P<y>20\d\d)(?:年|[-/.])(?P<m>\d{1,2})(?:月|[-/.])(?P<d>\d{1,2})[日号]?(?!\d)")
_MONTH = re.compile(r"(?<!\d)(?P<m>\d{1,2})月(?P<d>\d{1,2})[日号]?(?!\d)")
_DOTTED = re.compile(
    r"(?<![\d./])(?<!\d:)(?P<m>\d{1,2})[./](?P<d>\d{1,2})"
    r"(?![\d%:/]|\.\d| ?(?:[a-zA-Z℃°米吨度兆公斤千克元万毫升小级倍]))[日号]?"
)
BARE_NUMBER = re.compile(
    r"(?<![\d.月#第-])(?P<d>\d{1,2})[日号]"
    r"(?!加(?![密班强报巡查大倍])|装(?![上好完了回])|卸(?!货|完)|发(?![货来到出现])|机(?!器)"
    r"|[楼罐泵线釜库车炉塔门岗仓池储反氨氯阀管区站间枪位桶瓶柜箱灯槽窑硐巷]"
    r"|循环|真空|空压|压缩机?|冷冻|冷却|精馏"
    r"|搅拌|离心|提升|鼓风|引风|行车|天车|吊车|叉车|球罐|地磅|地衡|原料[罐库]|成品[罐库]|溶剂[罐库]|蒸发|蒸馏|变压"
    r"|配电|低压柜"
    r"|高压柜|整流|单元|厂房|鹤[管位]|皮带|输送|干燥|粉碎机|结晶|计量|中间罐|缓冲|高位|液[氯氨]|导热油|锅炉|洗涤"
    r"|吸收|架子|货架|货位"
    r"|仓|电梯|院|棚|坑|井|皮管|软管|胶管|应急灯|消防[栓柜箱泵]|消火栓)"
)
_HALVES = re.findall(r"\w+", "天 日 儿个 儿 早上 早 晨 晚上 晚 夜里 夜 黑 黑里 上午 下午 中午")
_WORDS = {
    **dict.fromkeys(("大前天",), -3),
    **dict.fromkeys(("前天", "前晚", "前夜", "前日", "前儿", "前黑", "前儿个"), -2),
    **{f"昨{half}": -1 for half in _HALVES},
    **dict.fromkeys(("夜个", "夜儿个", "夜黑", "夜儿黑", "夜黑里", "夜隔", "头天晚上", "昨个"), -1),
    **{f"今{half}": 0 for half in _HALVES},
    **dict.fromkeys(("本日", "当天", "当日", "今个"), 0),
    **{f"明{half}": 1 for half in _HALVES if half != "日"},
    **dict.fromkeys(("明日", "明个", "赶明儿"), 1),
    **dict.fromkeys(("后天", "后日", "后儿", "后儿个"), 2),
    **dict.fromkeys(("大后天",), 3),
}
_WORD = re.compile("|".join(sorted(_WORDS, key=len, reverse=True)))
WEEK = {char: index for index, char in enumerate("一二三四五六日")} | {"天": 6}
_WEEKDAY = re.compile(r"(?P<week>上上|上|本|这|下)?(?:个)?(?:周|星期|礼拜)(?P<d>一(?![共直定般起样])|[二三四五六日天])")


def duty_day(now: datetime) -> date:
    """The duty day of a moment: before six in the morning the day before."""
    here = local(now)
    return here.date() - ONE if here.hour < DUTY_DAY_BEGINS else here.date()


def calendar_day(now: datetime) -> date:
    """The date on the wall."""
    return local(now).date()


def make(year: int, month: int, day: int) -> date | None:
    """A date, or None where the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def nearest(month: int, day: int, to: date) -> date | None:
    """A month and a day in the year that brings them nearest."""
    found = [made for year in (to.year - 1, to.year, to.year + 1) if (made := make(year, month, day))]
    return min(found, key=lambda made: abs(made - to), default=None)


def days(text: str, now: datetime) -> list[Day]:
    """Every single day that is named, from left to right."""
    return [*_days(text, now)]


@lru_cache(maxsize=KEPT)
def _days(text: str, now: datetime) -> tuple[Day, ...]:
    found = [
        *_lunar(text, now),
        *_full(text),
        *_months(text, now),
        *_of_month(text, now),
        *_dotted(text, now),
        *_numbers(text, now),
        *_named(text, now),
    ]
    taken: list[Day] = []
    for day in sorted(found, key=lambda day: (day.start, -day.end)):
        if not taken or day.start >= taken[-1].end:
            taken.append(day)
    return tuple(taken)


def _lunar(text: str, now: datetime) -> Iterator[Day]:
    for day, start, end in lunar.days(text, calendar_day(now)):
        yield Day(day, start, end, text[start:end])


def _full(text: str) -> Iterator[Day]:
    for match in _FULL.finditer(text):
        if made := make(int(match["y"]), int(match["m"]), int(match["d"])):
            yield Day(made, match.start(), match.end(), match.group())


def _months(text: str, now: datetime) -> Iterator[Day]:
    for match in _MONTH.finditer(text):
        if made := nearest(int(match["m"]), int(match["d"]), calendar_day(now)):
            yield Day(made, match.start(), match.end(), match.group())


_OF_MONTH = re.compile(r"(?P<which>上上|上|本|这|当|下)一?个?月(?P<d>\d{1,2})[日号](?!\d)")


def _of_month(text: str, now: datetime) -> Iterator[Day]:
    """A day of this month, of the one before or behind: 下月10号, 上个月28日."""
    for match in _OF_MONTH.finditer(text):
        first = calendar_day(now).replace(day=1)
        for _ in range({"上上": 2, "上": 1}.get(match["which"], 0)):
            first = (first - ONE).replace(day=1)
        first = next_month(first) if match["which"] == "下" else first
        if made := make(first.year, first.month, int(match["d"])):
            yield Day(made, match.start(), match.end(), match.group())


def _dotted(text: str, now: datetime) -> Iterator[Day]:
    today = calendar_day(now)
    for match in _DOTTED.finditer(text):
        made = nearest(int(match["m"]), int(match["d"]), today)
        if made and abs((made - today).days) <= _NEAR and not _READING.search(text[: match.start()]):
            yield Day(made, match.start(), match.end(), match.group())


#: Behind these a number with a point is read off a gauge.
_READING = re.compile(
    r"(?:压力?|[液水料油]位|浓度|温度?|湿度|流量|电流|电压|含量|含氧|氧|读数|比重|间距|厚度?|宽|长|高|深"
    r"|[pP]H)[:为是在约有剩]? ?\Z"
)


#: 6月7日、8日、9日: the month stands once.
_IN_MONTH = re.compile(r"(?<!\d)(?P<m>\d{1,2})月\d{1,2}[日号]?(?:[、,和及跟与]\d{1,2}[日号]?){0,8}[、,和及跟与]\Z")


def _numbers(text: str, now: datetime) -> Iterator[Day]:
    today = calendar_day(now)
    for match in BARE_NUMBER.finditer(text):
        if (named := _IN_MONTH.search(text[: match.start()])) and (
            made := nearest(int(named["m"]), int(match["d"]), today)
        ):
            yield Day(made, match.start(), match.end(), match.group())
            continue
        before = today.replace(day=1) - ONE  # the 31st is one of the month before, where this one has none
        if made := make(today.year, today.month, int(match["d"])) or make(before.year, before.month, int(match["d"])):
            yield Day(made, match.start(), match.end(), match.group())


def _named(text: str, now: datetime) -> Iterator[Day]:
    for match in _WORD.finditer(text):
        yield Day(_relative(match.group(), now), match.start(), match.end(), match.group(), relative=True)
    for match in _WEEKDAY.finditer(text):
        yield Day(_weekday(match, now), match.start(), match.end(), match.group())


def _relative(word: str, now: datetime) -> date:
    """今 is the duty day; 昨 and 明 count from the date on the wall."""
    base = duty_day(now) if _WORDS[word] in (0, -2, -3) else calendar_day(now)
    return base + _WORDS[word] * ONE


_WEEKS = {"上上": -2, "上": -1, "本": 0, "这": 0, "下": 1}


def _weekday(match: re.Match[str], now: datetime) -> date:
    """With its week, that day of it; bare, the most recent one."""
    today = duty_day(now)
    monday = today - today.weekday() * ONE
    if match["week"]:
        return monday + (7 * _WEEKS[match["week"]] + WEEK[match["d"]]) * ONE
    return today - ((today.weekday() - WEEK[match["d"]]) % 7) * ONE


def report_day(text: str, now: datetime) -> date:
    """The duty day that a report counts for: one that was named and is not ahead, else that of the moment."""
    today = calendar_day(now)
    named = [
        day.day
        for day in days(text, now)
        if day.day <= today and not _far_number(day, today) and not _NO_REPORT_DAY.match(text, day.end)
    ]
    return named[0] if named else duty_day(now)


# Behind a day: one by which something shall be done, or the first of several.
_NO_REPORT_DAY = re.compile(
    r"(?:就|已经?)?(?:下的?(?:雨|雪)|过期|到期|失效|超期|检定|校验|出厂|生产)|(?:才|再|能|可|就)?(?:到货|发货"
    r"|到(?![\d岗])|送|来人|来修|来(?=[看换装取检测校弄处拉])(?!..?[了过])|上门|派人来|上班|过来|再来)|(?:下班"
    r"|晚上?|上午|下午|中午|早上)?(?:之?前|以前|之内|内|完成"
    r"|整改|到期|弄|改"
    r"|换|修)|(?:至|到"
    r"|-)\d{1,2}(?:月|[日号])"
)


def _far_number(day: Day, today: date) -> bool:
    """A bare number far back is more likely the number of a thing."""
    return bool(BARE_NUMBER.fullmatch(day.words)) and (today - day.day).days > _WEEK


# Days ahead

_WITHIN = re.compile(rf"(?P<n>{NUMBER}|半)(?P<unit>天|日|个?工作日|个?星期|周|个?礼拜|个?月)(?:之)?内")
_NEXT_WEEKDAY = re.compile(r"(?P<week>下|本|这)?(?:个)?(?:周|星期|礼拜)(?P<d>[一二三四五六日天])")
_LENGTH = re.compile(
    rf"(?P<n>{NUMBER}|半)(?P<unit>天|日(?!前)|个?工作日|个?星期|周(?!前)|个?礼拜|(?:个月|(?<=半)月)(?!\d))"
)


def month_end(day: date) -> date:
    """The last day of a month."""
    return (day.replace(day=28) + 4 * ONE).replace(day=1) - ONE


def next_month(day: date) -> date:
    """The same day of the next month, or its last one."""
    first = month_end(day) + ONE
    return min(first + (day.day - 1) * ONE, month_end(first))


_MONTH_END = re.compile(r"(?<!\d)(?P<m>1[0-2]|[1-9])月(?:底|末)")


_WEEK_END = re.compile(r"(?P<week>下|本|这)?(?:个)?(?:周|星期|礼拜)(?:末|底)|双休日?")


def due(text: str, now: datetime) -> date | None:
    """The day by which something shall be finished."""
    today, text = calendar_day(now), in_days(text)
    if (named := _MONTH_END.search(text)) and (first := nearest(int(named["m"]), 1, today)):
        return month_end(first)
    if match := _WEEK_END.search(text):
        return today + (6 - today.weekday() + 7 * (match["week"] == "下")) * ONE
    if "月底" in text or "月末" in text or "月最后一天" in text or "月的最后一天" in text:
        return month_end(next_month(today.replace(day=1)) if "下月" in text or "下个月" in text else today)
    if match := _WITHIN.search(text):
        return within(match["n"], match["unit"], today)
    return _named_ahead(text, now) or _weekday_ahead(text, today)


def within(count: str, unit: str, start: date) -> date:
    """So many days, weeks or months after a day."""
    if "月" in unit:
        return start + 15 * ONE if count == "半" else _months_later(start, number(count) or 1)
    return start + (length_in_days(count, unit) or 0) * ONE


def _months_later(start: date, count: int) -> date:
    """The same day so many months later, or the last one of that month."""
    first = start.replace(day=1)
    for _ in range(min(count, 24)):
        first = next_month(first)
    return min(first + (start.day - 1) * ONE, month_end(first))


def _named_ahead(text: str, now: datetime) -> date | None:
    today = calendar_day(now)
    ahead = [_ahead(day, today) for day in days(text, now) if not _WEEKDAY.fullmatch(day.words)]
    return next((day for day in ahead if day >= today), None)


def _ahead(day: Day, today: date) -> date:
    """A bare number that has gone by means next month."""
    return next_month(day.day) if BARE_NUMBER.fullmatch(day.words) and day.day < today else day.day


def _weekday_ahead(text: str, today: date) -> date | None:
    match = _NEXT_WEEKDAY.search(text)
    if match is None:
        return None
    if match["week"]:
        monday = today - today.weekday() * ONE
        return monday + (7 * (match["week"] == "下") + WEEK[match["d"]]) * ONE
    return today + (((WEEK[match["d"]] - today.weekday()) % 7) or 7) * ONE


def length_in_days(count: str, unit: str) -> int | None:
    """A length as days; a month has none."""
    if "月" in unit:
        return 15 if count == "半" else None
    value = number(count)
    if value is None:
        return None
    return value * 7 if any(word in unit for word in ("周", "星期", "礼拜")) else value


def length(text: str, start: date) -> tuple[int | None, date] | None:
    """A length of time that is said, as days, and the day it leads to."""
    match = _LENGTH.search(without_vague(in_days(text)))
    if match is None:
        return None
    return length_in_days(match["n"], match["unit"]), within(match["n"], match["unit"], start)
