"""What the office says of its own days: 10月8日放假, 10月11日上班. Whole messages only, so that talk stays talk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from handlers.acts import Act, OfficeDays, Span
from handlers.understand import dates
from handlers.understand.said import Said, because

_FEAST = r"(?:元旦|春节|清明|五一|劳动节|劳动|端午|中秋|国庆|防汛|调休|补班)(?:节)?"
_WEEKDAY = r"(?:\(?(?:周|星期|礼拜)[一二三四五六日天]\)?)?"
_ORDER = re.compile(
    rf"(?:把|将|通知|安排)?(?P<before>{_FEAST})?(?:期间|假期)?(?:从|自)?"
    r"(?:(?P<y>20\d\d|今|明)年)?(?P<m>\d{1,2})[月./](?P<d>\d{1,2})[日号]?"
    rf"{_WEEKDAY}"
    r"(?:(?:至|到|-|—|~|起至)(?:(?P<m2>\d{1,2})[月./])?(?P<d2>\d{1,2})[日号]?)?"
    rf"{_WEEKDAY}(?:这天|当天|那天|期间)?"
    r"(?:我们?|咱们?|全局|局里|单位|全县|机关|都|也|还|要|得|照常|正常|统一|调整为|调整成|改为|改成|定为|设为|算|是|改|因)*"
    rf"(?P<middle>{_FEAST})?(?:调休|补)?"
    r"(?P<what>不上班|上班|上正常班|工作日|补班|放假|放假调休|休息|休假|不休息|不放假)"
    r"(?:一天|\d天|[一二三四五六七八]天)?(?:\((?P<behind>[^()]{1,12})\))?"
)
_WORKS = ("上班", "上正常班", "工作日", "补班", "不休息", "不放假")
#: A day so far behind is meant to be one of the next year.
_GONE = timedelta(days=30)


def office_days(said: Said) -> Iterator[Act]:
    """A day is worked or off, by the word of the office itself.

    Example: officer "10月8日放假" -> OfficeDays
    """
    if not (said.officer and said.to_bot):
        return
    match = _ORDER.fullmatch(re.sub(r"[\s,。!]", "", said.text))
    if match is None:
        return
    yield OfficeDays(
        span=_span(match, said),
        works=match["what"] in _WORKS,
        name=match["before"] or match["middle"] or match["behind"] or "",
        why=(because(match["what"], "本局哪天上班、放假"),),
    )


def _span(match: re.Match[str], said: Said) -> Span | None:
    """The days that are named, of the year that is named or lies ahead; None where the calendar has none."""
    today = dates.calendar_day(said.context.now)
    year = {"今": today.year, "明": today.year + 1}.get(match["y"] or "") or int(match["y"] or today.year)
    start = dates.make(year, int(match["m"]), int(match["d"]))
    if start and not match["y"] and start < today - _GONE:
        start = dates.make(year + 1, start.month, start.day)
    end = _end(match, start) if start else None
    return Span(start, end) if start and end and start <= end else None


def _end(match: re.Match[str], start: date) -> date | None:
    if not match["d2"]:
        return start
    month = int(match["m2"] or start.month)
    return dates.make(start.year + (month < start.month), month, int(match["d2"]))
