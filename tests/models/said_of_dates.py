"""The sentences about entered dates, as long as they get; for test_wording."""

from datetime import date
from types import ModuleType

from models.annex import Stage
from models.hazards import HazardStatus
from models.wording import above, expiring, superior
from models.wording.above import Line
from models.wording.deadlines import Officer
from models.wording.expiring import Item
from models.wording.rectification import Line as Hazard
from models.wording.superior import Order, Part

DAY = date(2026, 12, 24)
PAST, NEXT = date(2025, 3, 15), date(2027, 1, 2)
PLANT = "河南恒泰新材料股份有限公司第二分厂"
PAPER = "欧阳建国熔化焊接与热切割特种作业操作证"
ITEMS = [
    Item(PAPER, DAY, recheck=number % 2 == 0, review=number == 4, plant=PLANT if number % 3 == 0 else "")
    for number in range(60)
]
OLD = [Item(PAPER, day, plant=PLANT) for day in (PAST, date(2026, 12, 1))]
ONE = Item("王建国焊工证", NEXT)
SURE = [Item(PAPER, NEXT, recheck=one, plant=PLANT) for one in (True, False)]

FORM = "重大事故隐患专项排查整治行动进展情况调度表（附件3）"
WHAT = "三车间二楼反应釜底阀法兰连接处垫片老化渗漏，地面有积液未清理"
HAZARD = Hazard("YH-2026-0031", WHAT)
LINES = [
    Line(NEXT, FORM, "17:00", "欧阳建国", f"{FORM}已报"),
    Line(DAY, above.annex("恒泰新材0031", [Stage.COUNTY, Stage.SENT]), say="0031附件6县政府章盖了"),
    Line(PAST, Order("省安全生产督导组", "", PAST, PLANT, 12, 9).what),
    *[Line(DAY, FORM, "17:00", "欧阳建国")] * 40,
]
OFFICERS = [Officer("欧阳建国", "13800138000"), Officer("", "0000-7100000"), Officer("", "")]
ORDERS = [
    Order("国务院安委会综合检查组", "榆川县应急管理局〔2026〕1234号", NEXT, PLANT, 12, 9),
    Order("市局", "", DAY, "豫丰化工", 1),
]
PARTS = [
    Part(HAZARD, "欧阳建国", "更换垫片并试压", "该段已停用", NEXT, state=HazardStatus.RECTIFYING),
    Part(HAZARD, rectified=DAY, closed=DAY, pictures=12, state=HazardStatus.CLOSED),
    Part(HAZARD, rectified=DAY, state=HazardStatus.AWAITING),
    Part(HAZARD, state=HazardStatus.VOID),
    Part(HAZARD),
]
SHEETS = [tuple(Stage)[step:] for step in range(4)]

SAID_OF_DATES: dict[str, list[str]] = {
    "expiring.near": [expiring.near(some, PLANT, DAY) for some in (ITEMS[:1], ITEMS[4:5], ITEMS[:3], ITEMS, [ONE])],
    "expiring.ahead": [expiring.ahead(some, 90, area, DAY) for some in ([], ITEMS[:4], ITEMS) for area in ("", PLANT)],
    "expiring.over": [expiring.over(some, area, DAY) for some in ([], OLD, OLD * 20) for area in ("", PLANT)],
    "expiring.whole": [expiring.whole(some, DAY) for some in (ITEMS, OLD)],
    "expiring.renewed": [expiring.renewed(one, before, DAY) for one in [*SURE, ONE] for before in (PAST, None)],
    "expiring.sure": [expiring.sure(one, before) for one in [*SURE, ONE] for before in (PAST, None)],
    "expiring.which": [expiring.which(ITEMS[:3], DAY)],
    "expiring.same_or_new": [expiring.same_or_new(one, PAPER) for one in [*SURE, ONE]],
    "expiring.past": [expiring.past(PAST)],
    "expiring.too_far": [expiring.too_far(NEXT)],
    "expiring.recheck_behind_end": [expiring.recheck_behind_end(NEXT, PAST)],
    "expiring.of_whom": [expiring.of_whom()],
    "expiring.of_which_plant": [expiring.of_which_plant()],
    "expiring.reviewed": [
        expiring.reviewed(PLANT, done, NEXT, DAY, 3, major=one) for done in (PAST, DAY) for one in (True, False)
    ],
    "expiring.review_ahead": [expiring.review_ahead(NEXT)],
    "expiring.review_of_whom": [expiring.review_of_whom()],
    "above.morning": [above.morning(LINES[:count], DAY) for count in (1, 2, 3, 40)],
    "above.again": [above.again(LINES[:count], DAY) for count in (1, 3, 40)],
    "above.leader": [above.leader(LINES[:count], DAY, one) for count in (1, 3, 40) for one in OFFICERS],
    "above.for_eight": [above.for_eight(12, 3), above.for_eight(1, 0), above.for_eight(0, 1)],
    "above.annex": [above.annex("豫丰0012", left) for left in SHEETS],
    "above.annex_example": [above.annex_example("0012", left) for left in SHEETS],
    "above.annex_begins": [above.annex_begins(HAZARD, PLANT, DAY, closed=one) for one in (True, False)],
    "above.annex_done": [above.annex_done(HAZARD, Stage.PRINT, left, DAY) for left in (*SHEETS[1:], ())],
    "above.annex_which": [above.annex_which([HAZARD] * 3)],
    "above.annex_none": [above.annex_none("YH-2026-0031"), above.annex_none("")],
    "above.sent": [above.sent(FORM, DAY, one) for one in (NEXT, None)],
    "above.sent_before": [above.sent_before(FORM, DAY)],
    "above.taken_back": [above.taken_back(FORM, DAY)],
    "above.which_form": [above.which_form([FORM] * 3)],
    "above.no_such_form": [above.no_such_form(FORM)],
    "above.nothing_to_send": [above.nothing_to_send(FORM)],
    "above.forms": [above.forms(some, DAY) for some in ([], LINES[:3], LINES)],
    "above.officers_only": [above.officers_only()],
    "superior.sure": [superior.sure(one, [WHAT] * count, DAY) for one in ORDERS for count in (1, 3, 12)],
    "superior.entered": [
        superior.entered(one, ["YH-2026-0031", "YH-2026-0042"][:count], told)
        for one in ORDERS
        for count in (1, 2)
        for told in ([], ["欧阳建国", "司马建国", "诸葛建国"])
    ],
    "superior.dropped": [superior.dropped()],
    "superior.told": [superior.told(one, DAY) for one in ORDERS],
    "superior.hazards": [superior.hazards(one, [(HAZARD, "整改中")] * 12) for one in ORDERS],
    "superior.waiting": [superior.waiting(some, DAY) for some in ([], ORDERS, ORDERS * 30)],
    "superior.answered": [superior.answered(one, reply) for one in ORDERS for reply in ("", ORDERS[0].document)],
    "superior.which": [superior.which(ORDERS, DAY)],
    "superior.none_waits": [superior.none_waits()],
    "superior.no_date": [superior.no_date()],
    "superior.past": [superior.past(PAST)],
    "superior.too_far": [superior.too_far(NEXT)],
    "superior.of_whom": [superior.of_whom()],
    "superior.nothing_found": [superior.nothing_found()],
    "superior.known": [superior.known(ORDERS[0].document, PLANT)],
    "superior.draft": [superior.draft(one, PLANT, "榆川县应急管理局", DAY, PARTS, NEXT) for one in ORDERS],
}
DATES_MODULES: dict[str, ModuleType] = {"expiring": expiring, "above": above, "superior": superior}
ASKED_OF_DATES: set[str] = {
    "expiring.whole",
    "above.forms",
    "superior.hazards",
    "superior.waiting",
    "superior.draft",
}
