"""What a cell says: texts, telephones, accounts, days and shifts, however Excel has mangled them."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta

from bot.tables import Value
from models import calendar

_EXCEL_ERRORS = ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#GETTING_DATA")
_EXCEL_ZERO = date(1899, 12, 30)
_LISTED = re.compile(r"[、，,;；/|]+")
_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_LAND_LINE = re.compile(r"(?:0\d{2,3}-?)?[2-9]\d{6,7}(?:-\d{1,6})?|[48]00-?\d{3,4}-?\d{3,4}", re.ASCII)
_ROUNDED = re.compile(r"\d(?:\.\d+)?E\+\d+", re.IGNORECASE)
_DAY = re.compile(
    r"(?:(?P<year>\d{4})[-/.年])?(?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})[日号]?"
    r"(?:[ T]?0{1,2}:00(?::00(?:\.0+)?)?)?(?:\(?(?:周|星期|礼拜)[一二三四五六日天]\)?)?",
    re.ASCII,
)
_COMPACT_DAY = re.compile(r"(?P<year>20\d{2})(?P<month>\d{2})(?P<day>\d{2})", re.ASCII)
_CLOCK = r"(?P<{0}h>\d{{1,2}})[:点时](?P<{0}m>\d{{2}})?分?(?::00)?"
_HOURS = re.compile(
    rf"(?P<name>\D*?)\(?{_CLOCK.format('a')}[-–—−~至到]+(?P<next>次日|翌日|第二天|明日)?{_CLOCK.format('b')}\)?(?P<tail>\D*)",
    re.ASCII,
)
_ALL_DAY = ("", "全天", "全日", "24小时", "昼夜")
CHANGE_OF_SHIFT = time(8, 30)


class Wrong(ValueError):
    """What is wrong with a cell, in Chinese, with what to write instead."""


def text(value: Value, most: int = 200) -> str:
    """A cell as text, without what nobody sees."""
    if isinstance(value, datetime | date | time | timedelta):
        raise Wrong("被 Excel 当成了日期或时间，请把这一列设为“文本”后重填")
    if isinstance(value, float):
        value = _number(value)
    told = _visible(str(value).upper() if isinstance(value, bool) else str(value if value is not None else ""))
    if told.upper() in _EXCEL_ERRORS:
        raise Wrong(f"公式出错（{told}），请改成文字")
    if len(told) > most:
        raise Wrong(f"太长，最多{most}个字")
    return told


def _number(value: float) -> str:
    return str(int(value)) if value.is_integer() else repr(value)


def _visible(told: str) -> str:
    """Control characters, marks of direction and halves of a pair taken out; blanks made one."""
    seen = "".join(" " if char.isspace() else char for char in told)
    return " ".join("".join(char for char in seen if unicodedata.category(char) not in {"Cc", "Cf", "Cs"}).split())


def several(value: Value, most: int = 200) -> list[str]:
    """The parts of a cell that lists several, each once, in their order."""
    lines = "、".join(value.splitlines()) if isinstance(value, str) else value
    return list(dict.fromkeys(part.strip() for part in _LISTED.split(text(lines, most)) if part.strip()))


def in_use(value: Value) -> bool | str:
    """Whether a row is in use; empty where nothing is said, which leaves it as it is."""
    told = text(value)
    if told in ("", "在用", "在岗", "启用", "停用", "离岗", "离职"):
        return told and told in ("在用", "在岗", "启用")
    raise Wrong(f"“{told}”看不懂，只能写：在用、停用")


def account(value: Value) -> str:
    """An id that a platform gave; one that Excel has rounded is refused."""
    if isinstance(value, float) and (not value.is_integer() or abs(value) >= 1e15):
        raise Wrong("号码太长，已被 Excel 改动，请把这一列设为“文本”后重填")
    told = text(value, 128)
    if _ROUNDED.fullmatch(told):
        raise Wrong(f"“{told}”是 Excel 缩写过的数字，请把这一列设为“文本”后重填")
    return told


def phone(value: Value) -> str:
    """Telephones, mobile or land line, several joined with 、."""
    parts = [part for part in _LISTED.split(account(value)) if part.strip()]
    return "、".join(dict.fromkeys(map(_one_phone, parts)))


def _one_phone(part: str) -> str:
    told = re.sub(r"[\s()]", "", unicodedata.normalize("NFKC", part))
    told = re.sub(r"[–—−]", "-", re.sub(r"^(?:\+|00)86-?", "", told))
    bare = told.replace("-", "")
    if _MOBILE.fullmatch(bare):
        return bare
    if _LAND_LINE.fullmatch(told):
        return told
    raise Wrong(f"“{part.strip()}”不是电话号码，请写11位手机号，或带区号的座机，如0000-7121234")


def day(value: Value, today: date) -> date:
    """A day: an Excel date, its serial number, or text; without a year the one nearest to today."""
    if isinstance(value, date):
        found, told = date(value.year, value.month, value.day), value.isoformat()
    else:
        told = unicodedata.normalize("NFKC", text(value)).replace(" ", "")
        written = _serial(told) or _written(told, today)
        if written is None:
            raise Wrong(f"“{told}”不是日期，请写成2026-03-14" if told else "没有写日期，请写成2026-03-14")
        found = written
    if not 2000 <= found.year <= 2100:
        raise Wrong(f"“{told}”的年份不对，请写成2026-03-14")
    return found


def _serial(told: str) -> date | None:
    if re.fullmatch(r"[3-7]\d{4}", told):
        return _EXCEL_ZERO + timedelta(days=int(told))
    return None


def _written(told: str, today: date) -> date | None:
    match = _DAY.fullmatch(told) or _COMPACT_DAY.fullmatch(told)
    if match is None:
        return None
    years = [int(match["year"])] if match["year"] else [today.year - 1, today.year, today.year + 1]
    days = [found for year in years if (found := _valid(year, int(match["month"]), int(match["day"])))]
    return min(days, key=lambda one: abs(one - today), default=None)


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def shift(value: Value, day: date) -> tuple[str, datetime, datetime]:
    """The name, beginning and end of a shift; an end that is not later lies on the next day."""
    told = unicodedata.normalize("NFKC", text(value, 60)).replace(" ", "")
    if told in _ALL_DAY:
        return "", calendar.at(day, CHANGE_OF_SHIFT), calendar.at(day + timedelta(days=1), CHANGE_OF_SHIFT)
    match = _HOURS.fullmatch(told)
    if match is None:
        raise Wrong(f"看不懂班次“{told}”，请写成“白班 8:30-17:30”；全天可不填")
    starts, ends = _moment(day, match["ah"], match["am"]), _moment(day, match["bh"], match["bm"])
    if match["next"] or ends <= starts:
        ends += timedelta(days=1)
    return (match["name"] + match["tail"]).strip("():,、")[:40], starts, ends


def _moment(day: date, hour: str, minute: str | None) -> datetime:
    if (int(hour), int(minute or 0)) == (24, 0):
        return calendar.midnight(day + timedelta(days=1))
    try:
        return calendar.at(day, time(int(hour), int(minute or 0)))
    except ValueError as error:
        raise Wrong(f"没有“{hour}:{minute or '00'}”这个时间") from error
