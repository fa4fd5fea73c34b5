"""The sentences about reporting upward, sheets, anomalies and tip-offs, as long as they get; for test_wording."""

from datetime import date, timedelta
from types import ModuleType

from models import calendar
from models.upward import SHIPPED, Clock, Manner, UpwardClock
from models.wording import anomalies, incidents, sheets, tip_offs, upward
from models.wording.incidents import Event

AT = calendar.at(date(2026, 12, 25), calendar.clock("10:31"))
SOON = AT + timedelta(minutes=10)
LONG = "河南恒泰新材料股份有限公司第二分厂"
PHONE = "0000-7100000"
NUMBER = "JB-2026-1234"
EVENTS = [
    Event(AT, LONG, "三车间二楼反应釜底阀法兰", "人员受伤", 12, "欧阳建国", "13800138000"),
    Event(AT, "没登记的账号", kind="泄漏", account="wo_abcdefgh_1234567890_abcdefgh_1234567890"),
]
REGULATION = "榆川县突发事件信息报送办法（2026年修订）"
OWN = Clock("县", "市应急管理局", Manner.PHONE, "人员受伤", "较大", 30, None, REGULATION, "第六条")


def _row(one: Clock, *, own: bool = False) -> UpwardClock:
    return UpwardClock(key=one.key, own=own, **{**vars(one), "manner": one.manner.value})


CLOCKS = [*(_row(one) for one in SHIPPED), _row(OWN, own=True)]
LIMITS = [upward.Limit(CLOCKS[-1], SOON), upward.Limit(CLOCKS[1], SOON)]
SHEETS = [
    sheets.Sheet(AT, "", "", sheets.UNKNOWN, "", "", "账号 wx_5", "应急值班室"),
    sheets.Sheet(
        AT,
        "河南恒泰新材料股份有限公司第二分厂",
        "三车间二楼反应釜底阀法兰泄漏",
        "伤12人、亡1人（现场说，未核实）",
        "液氨",
        "关阀，撤人，喷淋",
        "报告人 欧阳建国 13800138000",
        "应急值班室 司马建国 13800138000",
        "较大",
        "垫片老化",
        "阀门已关" * 40,
        AT,
    ),
]

SAID_OF_INCIDENTS: dict[str, list[str]] = {
    "incidents.county_office": [incidents.county_office(PHONE)],
    "incidents.on_page": [incidents.on_page(one, timedelta(minutes=12)) for one in EVENTS],
    "upward.remind": [upward.remind(one, LIMITS[:n], at) for one in EVENTS for n in (1, 2) for at in (AT, SOON)],
    "upward.noted": [
        upward.noted(one, AT, manner, to, left)
        for one in EVENTS
        for manner in ("phone", "written")
        for to in ("", "市应急管理局值班室 欧阳处长")
        for left in (LIMITS, [])
    ],
    "upward.waived": [upward.waived(one) for one in EVENTS],
    "upward.nothing_to_report": [upward.nothing_to_report()],
    "upward.table": [upward.table(CLOCKS), upward.table(CLOCKS[:-1])],
    "upward.last_day": [upward.last_day(one, AT.date(), 30) for one in EVENTS],
    "upward.unchanged": [upward.unchanged(one) for one in EVENTS],
    "upward.changed": [upward.changed(one, "伤12人、亡10人", "伤11人、亡11人", AT.date()) for one in EVENTS],
    "sheets.casualties": [
        sheets.casualties(hurt, dead, verified=one)
        for hurt, dead in ((None, None), (0, None), (0, 0), (2, 1))
        for one in (True, False)
    ],
    "sheets.first": [sheets.first(one) for one in SHEETS],
    "sheets.follow_up": [sheets.follow_up(one, SOON) for one in SHEETS],
    "sheets.final": [sheets.final(one) for one in SHEETS],
    "sheets.course": [sheets.course(EVENTS[0].title, [sheets.Step(AT, "李明接手")] * n) for n in (1, 40)],
    "sheets.told": [sheets.told("欧阳建国", "漏气了" * 40), sheets.told("欧阳建国", "")],
    "sheets.called": [sheets.called("欧阳建国", ["sms已发"]), sheets.called("李明", [])],
    "sheets.went": [sheets.went("sms", one, "mid 1") for one in ("sent", "refused", "stale", "withdrawn", "pending")],
    "sheets.taken": [sheets.taken("李明")],
    "sheets.reported": [sheets.reported("李明", "电话", "市局 王处长", waived=one) for one in (True, False)],
    "sheets.over": [sheets.over("李明", false_alarm=one) for one in (True, False)],
    "sheets.nothing": [sheets.nothing()],
    "anomalies.listed": [anomalies.listed([(7, one) for one in EVENTS] * n) for n in (0, 1, 12)],
    "anomalies.ended": [anomalies.ended(one, AT) for one in EVENTS],
    "anomalies.no_such": [anomalies.no_such(7), anomalies.no_such(0)],
    "anomalies.ended_already": [anomalies.ended_already(one, AT) for one in EVENTS],
    "tip_offs.receipt": [tip_offs.receipt(NUMBER)],
    "tip_offs.by_officer": [tip_offs.by_officer(NUMBER)],
    "tip_offs.will_answer": [tip_offs.will_answer(NUMBER)],
    "tip_offs.taken_back": [tip_offs.taken_back(NUMBER)],
    "tip_offs.added": [tip_offs.added(NUMBER)],
    "tip_offs.new": [tip_offs.new(NUMBER)],
    "tip_offs.none_appointed": [tip_offs.none_appointed()],
    "tip_offs.only_appointed": [tip_offs.only_appointed()],
    "tip_offs.no_such": [tip_offs.no_such(NUMBER)],
    "tip_offs.counted": [tip_offs.counted([tip_offs.Line(NUMBER, AT.date())] * n, 7) for n in (0, 1, 30)],
    "tip_offs.opened": [
        tip_offs.opened(NUMBER, AT, "豫丰化工 张强 13800138000", "夜里倒酸水" * 40, media, outcome)
        for media in ("", "视频2 照片3")
        for outcome in ("", "查实")
    ],
    "tip_offs.closed": [tip_offs.closed(NUMBER, answered=one) for one in (True, False)],
    "tip_offs.closed_already": [tip_offs.closed_already(NUMBER)],
    "tip_offs.outcome_wanted": [tip_offs.outcome_wanted(NUMBER)],
    "tip_offs.answer": [tip_offs.answer(NUMBER, "已查实，排口封堵，已督促改正")],
    "tip_offs.waiting": [tip_offs.waiting([NUMBER] * n, 15) for n in (1, 40)],
}

#: Somebody asked for them: they may be longer than six lines.
ASKED_OF_INCIDENTS = {
    "upward.table",
    "sheets.first",
    "sheets.follow_up",
    "sheets.final",
    "sheets.course",
    "anomalies.listed",
    "tip_offs.opened",
    "tip_offs.counted",
}
INCIDENT_MODULES: dict[str, ModuleType] = {
    "upward": upward,
    "sheets": sheets,
    "anomalies": anomalies,
    "tip_offs": tip_offs,
}
