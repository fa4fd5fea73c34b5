"""The office's own days off and days of work: what an order changes, and that a year is missing. Pure sentences."""

from datetime import date

from models.wording import times
from models.wording.lines import joined


def days(start: date, end: date) -> str:
    """10月8日（周四）; 10月1日—8日 where it is several."""
    if start == end:
        return f"{times.day(start)}（{times.weekday(start)}）"
    until = f"{end.day}日" if (end.year, end.month) == (start.year, start.month) else times.day(end)
    return f"{times.day(start)}—{until}"


def _as(works: bool) -> str:
    return "上班" if works else "放假"


def asked(start: date, end: date, works: bool, name: str, changing: int) -> str:
    """Reads back what an order would change, before anything is changed."""
    count = (end - start).days + 1
    called = f"（{name}）" if name else ""
    return joined(
        f"{days(start, end)}改为{_as(works)}{called}",
        f"共{count}天，其中{changing}天与现在不同" if count > 1 else "",
        f"{start.year}年，回1确定",
    )


def noted(start: date, end: date, works: bool) -> str:
    """The days are changed; the nightly duty is not."""
    return joined(
        f"记下了：{days(start, end)}{_as(works)}",
        "办公类提醒跟着改；夜巡每晚照常",
    )


def already(start: date, end: date, works: bool) -> str:
    """An order that changes nothing."""
    return f"{days(start, end)}本来就是{_as(works)}，不用改"


def may_not() -> str:
    """Somebody of the bureau who may not say which days are worked."""
    return "改上班、放假由管理员或带班领导来说"


def no_such_day() -> str:
    """A date that the calendar has not, or a range that ends before it begins."""
    return "日期不对，例：10月8日放假，10月1日到8日放假"


def too_many(most: int) -> str:
    """More days at once than any feast has."""
    return f"一次最多{most}天；整年的表请在值班电脑上导入：\nyexun import calendar 文件"


def missing(year: int, today: date) -> str:
    """The holidays of a year are not known: what is counted meanwhile, and how to enter them."""
    since = f"{year}年1月1日起先按" if year > today.year else "现在先按"
    return joined(
        f"{year}年的放假安排还没录入",
        f"{since}周一到周五算上班，夜巡不受影响",
        "放假通知印发后在值班电脑上导入：",
        "yexun import calendar 文件",
        "改一两天直接说，例：10月8日放假",
    )
