"""The sentences about key periods and stops, as long as they get; for test_wording."""

from datetime import date, timedelta
from types import ModuleType

from models import calendar
from models.exemptions import ExemptionStatus, Stop
from models.questions import Contact, Plant
from models.wording import exemptions, periods

STARTS, ENDS = date(2026, 12, 25), date(2027, 1, 3)
AT = calendar.at(ENDS, calendar.clock("04:00"))
PLANT = "河南恒泰新材料股份有限公司第二分厂"
WORDS = "我们厂12月25日到明年1月3日停产检修，反应釜和罐区都要清洗，物料已经清空，申请免报夜巡和零报告"
PLANTS = [Plant(number, f"金源气体{number}", PLANT, number < 5) for number in range(1, 41)]
CONTACTS = [Contact(plant, "欧阳建国", "13800138000") for plant in PLANTS]
NAMES = [plant.short for plant in PLANTS]
PERIODS = [
    periods.Told(STARTS, ENDS, "许昌市安全生产委员会〔2026〕13号", AT, ["8:00", "13:00", "18:00"], "动火等作业"),
    periods.Told(STARTS, STARTS, "", None, [], ""),
]
TOLD = [
    exemptions.Told(PLANT, stop, STARTS, ENDS, "欧阳建国", "13800138000", in_period=period, cleared=period)
    for stop in Stop
    for period in (True, False)
]

SAID_OF_PERIODS: dict[str, list[str]] = {
    "periods.span": [periods.span(STARTS, ENDS), periods.span(STARTS, STARTS)],
    "periods.ask": [periods.ask(one) for one in PERIODS],
    "periods.set_up": [periods.set_up(one, AT, again) for one in PERIODS for again in (None, AT)],
    "periods.not_set": [periods.not_set()],
    "periods.no_days": [periods.no_days()],
    "periods.gone_by": [periods.gone_by(ENDS)],
    "periods.wrong_way": [periods.wrong_way(STARTS, ENDS)],
    "periods.too_often": [periods.too_often(24)],
    "periods.overlaps": [periods.overlaps(one) for one in PERIODS],
    "periods.may_not": [periods.may_not()],
    "periods.cancelled_by": [periods.cancelled_by(one, heard) for one in PERIODS for heard in (0, 120)],
    "periods.none_to_cancel": [periods.none_to_cancel()],
    "periods.runs": [periods.runs(one, day) for one in PERIODS for day in (STARTS - timedelta(days=400), STARTS, ENDS)],
    "periods.none_runs": [periods.none_runs(may_set=may) for may in (True, False)],
    "periods.begins": [periods.begins(one) for one in PERIODS],
    "periods.ended": [periods.ended(one, AT, owed, owed) for one in PERIODS for owed in (0, 495)],
    "periods.cancelled": [periods.cancelled(one, AT) for one in PERIODS],
    "periods.silent": [periods.silent(CONTACTS[:count], ENDS, AT) for count in (1, 3, 40)],
    "periods.unreached": [
        periods.unreached(CONTACTS[:count], ENDS, officers)
        for count in (1, 3, 40)
        for officers in ([], ["欧阳建国"], ["欧阳建国"] * 9)
    ],
    "periods.zero_group": [periods.zero_group(NAMES[:count], AT) for count in (1, 10, 40)],
    "periods.zero_silent": [periods.zero_silent(CONTACTS[:count], AT) for count in (1, 4, 40)],
    "periods.zero_unreached": [periods.zero_unreached(count, PLANTS[:count], AT) for count in (1, 40)]
    + [periods.zero_unreached(3, [], AT)],
    "exemptions.which_days": [exemptions.which_days(stop) for stop in Stop],
    "exemptions.no_ground": [exemptions.no_ground()],
    "exemptions.gone_by": [exemptions.gone_by(ENDS)],
    "exemptions.wrong_way": [exemptions.wrong_way(STARTS, ENDS)],
    "exemptions.too_long": [exemptions.too_long(180)],
    "exemptions.ask_grant": [exemptions.ask_grant(one) for one in TOLD],
    "exemptions.not_granted": [exemptions.not_granted()],
    "exemptions.already": [exemptions.already(one, granted=granted) for one in TOLD for granted in (True, False)],
    "exemptions.recorded": [exemptions.recorded(one) for one in TOLD],
    "exemptions.asked": [exemptions.asked(one, words) for one in TOLD for words in ("", WORDS)],
    "exemptions.granted": [exemptions.granted(one) for one in TOLD],
    "exemptions.refused": [exemptions.refused(one) for one in TOLD],
    "exemptions.decided": [
        exemptions.decided(one, granted=granted, reached=reached)
        for one in TOLD
        for granted in (True, False)
        for reached in (True, False)
    ],
    "exemptions.decided_already": [exemptions.decided_already(TOLD[0], status) for status in ExemptionStatus],
    "exemptions.ends_soon": [exemptions.ends_soon(one) for one in TOLD],
    "exemptions.resumed": [exemptions.resumed(one, STARTS + timedelta(days=1)) for one in TOLD],
    "exemptions.resumed_officer": [exemptions.resumed_officer(one, STARTS) for one in TOLD],
    "exemptions.none_running": [exemptions.none_running()],
    "exemptions.which_plant": [exemptions.which_plant(names) for names in ([], NAMES)],
    "exemptions.may_not": [exemptions.may_not()],
}
PERIODS_MODULES: dict[str, ModuleType] = {"periods": periods, "exemptions": exemptions}
