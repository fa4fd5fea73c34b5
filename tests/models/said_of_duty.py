"""The sentences about the office's own days and its rota, as long as they get; for test_wording."""

from datetime import date, timedelta
from types import ModuleType

from models import calendar
from models.contact_tests import Reached, Road
from models.rota_gaps import Gap, Lack, Served, Turnout
from models.wording import contact_tests, handovers, office_days, rota
from models.wording.rota import Change, Manned, Told

DAY = date(2026, 12, 24)
UNTIL = date(2027, 1, 3)
AT = calendar.at(DAY, calendar.clock("08:30"))
NAMES = ["欧阳建国", "司马建国", "诸葛建国"]
WHOLE = Told(AT, AT + timedelta(days=1))
NIGHT = Told(AT + timedelta(hours=9), AT + timedelta(days=1), "夜班")
LATE = Told(AT + timedelta(hours=9), AT + timedelta(hours=14))
ONE = [Change(WHOLE, NAMES[0], NAMES[1])]
BOTH = [Change(NIGHT, NAMES[0], NAMES[1]), Change(WHOLE, NAMES[1], NAMES[0])]
CREWS = [Manned(WHOLE, NAMES, NAMES[0]), Manned(LATE, [], "")]
GAPS = [Gap(AT, AT + timedelta(days=1), one) for one in Lack] + [Gap(AT, AT, Lack.SHIFT, open=True)] * 3
TURNOUTS = [Turnout(DAY, 4, 26), Turnout(UNTIL, 12, 116)] * 5
PEOPLE = [(name, "13800138000") for name in NAMES[:2]]
ITEMS = [
    handovers.open_incident("河南恒泰新材料股份有限公司", "三车间二楼反应釜泄漏", NAMES[0]),
    handovers.open_incident("瑞康", "", ""),
    handovers.repeatedly_missed(["金源气体充装★", "瑞康制药★", "天润"], 12),
    handovers.unverified(["金源气体充装★"] * 14),
    handovers.overdue(116, ["豫丰化工0012", "鑫盛0019"]),
    handovers.unclear(12),
]
REACHED = [
    Reached(name, phone, plant, road, answered=False)
    for road, phone in ((Road.NONE, ""), (Road.PHONE, "13800138000"), (Road.ACCOUNT, "13800138000"))
    for name, plant in ((NAMES[0], "河南恒泰新材料股份有限公司第二分厂"), ("李明", ""))
]

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
    "contact_tests.probe": [contact_tests.probe(AT)],
    "contact_tests.heard": [contact_tests.heard()],
    "contact_tests.over": [contact_tests.over()],
    "contact_tests.asked": [contact_tests.asked(26, 4321, lost) for lost in (0, 116)],
    "contact_tests.begun": [contact_tests.begun(4321, AT, later=later) for later in (True, False)],
    "contact_tests.running": [contact_tests.running(AT)],
    "contact_tests.may_not": [contact_tests.may_not()],
    "contact_tests.never": [contact_tests.never()],
    "contact_tests.result": [contact_tests.result(AT, REACHED[:count]) for count in (0, 1, 6)],
    "contact_tests.silent": [contact_tests.silent(AT, REACHED)],
    "rota.span": [rota.span(one.starts_at, one.ends_at) for one in (WHOLE, NIGHT, LATE)],
    "rota.of_day": [rota.of_day(DAY, CREWS)],
    "rota.of_days": [rota.of_days(DAY, UNTIL, [(DAY, CREWS), (UNTIL, ()), (DAY, CREWS[:1])])],
    "rota.served": [rota.served(DAY, UNTIL, [Served(name, 12, 4) for name in NAMES])],
    "rota.nobody_to_count": [rota.nobody_to_count()],
    "rota.asked": [rota.asked(NAMES[0], changes) for changes in (ONE, BOTH)],
    "rota.waits": [rota.waits(NAMES[0], changes) for changes in (ONE, BOTH)],
    "rota.done": [rota.done(BOTH, NAMES), rota.done(ONE, [])],
    "rota.changed": [rota.changed("、".join(NAMES[:2]), changes) for changes in (ONE, BOTH)],
    "rota.declined": [rota.declined(NAMES[0], changes) for changes in (ONE, BOTH)],
    "rota.not_swapped": [rota.not_swapped()],
    "rota.which_day": [rota.which_day()],
    "rota.no_shift": [rota.no_shift(DAY)],
    "rota.not_theirs": [rota.not_theirs(DAY, NAMES[:2], NAMES), rota.not_theirs(DAY, NAMES[:1], [])],
    "rota.nobody_called": [rota.nobody_called("欧阳司马诸葛建国大名")],
    "rota.wrong_role": [rota.wrong_role(NAMES[0], "带班领导")],
    "rota.has_another": [rota.has_another(NAMES[0], one) for one in (WHOLE, NIGHT, LATE)],
    "rota.gone_by": [rota.gone_by(DAY)],
    "rota.may_not": [rota.may_not()],
    "rota.cannot_be_asked": [rota.cannot_be_asked(NAMES[0], one) for one in ("13800138000", "")],
    "rota.nothing_asked": [rota.nothing_asked()],
    "rota.overtaken": [rota.overtaken()],
    "rota.same_shift": [rota.same_shift(NAMES[:2])],
    "rota.put_in": [rota.put_in(NIGHT, NAMES, NAMES[0]), rota.put_in(WHOLE, [], "")],
    "rota.put_in_told": [rota.put_in_told(WHOLE, NAMES[0], leads=leads) for leads in (True, False)],
    "rota.taken_already": [rota.taken_already(DAY, NAMES, leads=leads) for leads in (True, False)],
    "rota.may_not_put_in": [rota.may_not_put_in()],
    "rota.begins": [
        rota.begins(shifts, DAY, rota.beside("带班", PEOPLE), waiting, leads=leads)
        for shifts in ([WHOLE], [WHOLE, NIGHT, LATE, NIGHT, NIGHT])
        for waiting in ([], NAMES[:1])
        for leads in (True, False)
    ],
    "rota.beside": [rota.beside("值班", PEOPLE), rota.beside("带班", [])],
    "handovers.handover": [
        handovers.handover(AT, NAMES[:count], NAMES, ITEMS[:many]) for count in (1, 3) for many in (1, 6)
    ],
    "handovers.open_incident": ITEMS[:2],
    "handovers.repeatedly_missed": ITEMS[2:3],
    "handovers.unverified": ITEMS[3:4],
    "handovers.overdue": [ITEMS[4], handovers.overdue(3, [])],
    "handovers.unclear": ITEMS[5:],
    "handovers.works": [handovers.works(count, "恒泰 三车间动火一级 9:00—11:00") for count in (1, 12)],
    "rota.gaps": [rota.gaps(GAPS[:count]) for count in (1, 2, 6)] + [rota.gaps(GAPS[3:4])],
    "rota.gap_soon": [rota.gap_soon(one) for one in GAPS],
    "rota.gap_by_phone": [rota.gap_by_phone(one) for one in GAPS],
    "rota.third": [rota.third("榆川县春节期间安全生产重点时段", TURNOUTS[:count]) for count in (1, 10)],
}
DUTY_MODULES: dict[str, ModuleType] = {
    "handovers": handovers,
    "office_days": office_days,
    "rota": rota,
    "contact_tests": contact_tests,
}
ASKED_OF_DUTY = {"contact_tests.silent", "rota.of_day", "rota.of_days", "rota.served"}
