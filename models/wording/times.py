"""How dates and times are written for people: always with the date of the night, never only 昨晚. Pure."""

from datetime import date, datetime, timedelta

from models import calendar


def clock(moment: datetime) -> str:
    """00:31"""
    return calendar.local(moment).strftime("%H:%M")


def hour(moment: datetime) -> str:
    """5:00, as people say a deadline."""
    here = calendar.local(moment)
    return f"{here.hour}:{here.minute:02d}"


def day(when: date) -> str:
    """3月14日"""
    return f"{when.month}月{when.day}日"


def night(when: date) -> str:
    """3月14日夜"""
    return f"{day(when)}夜"


def night_short(when: date) -> str:
    """15日夜, beside another date of the same month."""
    return f"{when.day}日夜"


def next_night(when: date) -> str:
    """The night after one, short."""
    return night_short(when + timedelta(days=1))


def stamp(moment: datetime) -> str:
    """3月15日8:30"""
    return f"{day(calendar.local(moment).date())}{hour(moment)}"


def on(when: date, today: date) -> str:
    """17日; with its month where that is not this one, and its year likewise."""
    if when.year != today.year:
        return f"{when.year}年{day(when)}"
    return f"{when.day}日" if when.month == today.month else day(when)


def moment(when: datetime, today: date) -> str:
    """10:02; 16日7:30 where that is not today."""
    here = calendar.local(when).date()
    return f"{'' if here == today else on(here, today)}{hour(when)}"


def end(when: datetime, today: date) -> str:
    """16日24:00: midnight belongs to the day that it ends."""
    here = calendar.local(when)
    if (here.hour, here.minute) == (0, 0):
        return f"{on(here.date() - timedelta(days=1), today)}24:00"
    return f"{on(here.date(), today)}{hour(when)}"


def weekday(when: date) -> str:
    """周日"""
    return "周" + "一二三四五六日"[when.weekday()]
