"""The sentences about the office's own days and its rota, as long as they get; for test_wording."""

from datetime import date
from types import ModuleType

from models import calendar
from models.wording import office_days

DAY = date(2026, 12, 24)
UNTIL = date(2027, 1, 3)
AT = calendar.at(DAY, calendar.clock("08:30"))
NAMES = ["欧阳建国", "司马建国", "诸葛建国"]

SAID_OF_DUTY: dict[str, list[str]] = {
    "office_days.days": [office_days.days(DAY, DAY), office_days.days(DAY, UNTIL)],
    "office_days.asked": [
        office_days.asked(DAY, end, works, name, 9)
        for end in (DAY, UNTIL)
        for works in (True, False)
        for name in ("", "国庆节、中秋节")
    ],
    "office_days.noted": [office_days.noted(DAY, UNTIL, works) for works in (True, False)],
    "office_days.already": [office_days.already(DAY, UNTIL, True)],
    "office_days.may_not": [office_days.may_not()],
    "office_days.no_such_day": [office_days.no_such_day()],
    "office_days.too_many": [office_days.too_many(16)],
    "office_days.missing": [office_days.missing(year, DAY) for year in (2026, 2027)],
}
DUTY_MODULES: dict[str, ModuleType] = {"office_days": office_days}
ASKED_OF_DUTY: set[str] = set()
