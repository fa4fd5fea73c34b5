"""The sentences about deadlines, zero reports and what the bureau owes, as long as they get; for test_wording."""

from dataclasses import replace
from datetime import date
from types import ModuleType

from models import calendar
from models.deadlines import Stage
from models.questions import Contact, Plant
from models.terms import Morning
from models.wording import bureau, deadlines, zero
from models.wording.bureau import Item, Owed, Request
from models.wording.deadlines import Case, Officer, Term
from models.wording.expiring import Item as Expired
from models.wording.rectification import Line
from models.wording.reminders import ForLeader

DAY = date(2026, 12, 25)
AT = calendar.at(DAY, calendar.clock("18:00"))
PLANT = "河南恒泰新材料股份有限公司第二分厂"
WHAT = "三车间二楼反应釜底阀法兰连接处垫片老化渗漏，地面有积液未清理"
ENDS = {
    Stage.OVERDUE: date(2026, 9, 1),
    Stage.TODAY: DAY,
    Stage.SOON: date(2027, 1, 2),  # another year, and a day off
}
OFFICERS = [Officer("欧阳建国", "13800138000"), Officer("", "0000-7100000"), Officer("", "")]
PLANTS = [Plant(number, f"金源气体{number}", PLANT, number < 5) for number in range(1, 41)]
CONTACTS = [Contact(plant, "欧阳建国", "13800138000") for plant in PLANTS]


def terms(count: int, *stages: Stage, claimed: bool = False) -> list[Term]:
    """So many hazards of these stages in turn, the most urgent first."""
    made = [
        Term(Line(f"{number:04}", WHAT), stages[number % len(stages)], ENDS[stages[number % len(stages)]], claimed)
        for number in range(31, 31 + count)
    ]
    return sorted(made, key=lambda one: one.urgent)


TWO_PLANTS = [replace(one, plant=PLANT) for one in terms(3, *Stage, claimed=True)]
EVERY = [
    terms(count, *stages, claimed=claimed)
    for stages in ([Stage.OVERDUE], [Stage.TODAY], [Stage.SOON], list(Stage))
    for count in (1, 2, 3, 12)
    for claimed in (False, True)
]
EVERY.append(TWO_PLANTS)
LINE = Line("YH-2026-0031", WHAT)
CASES = [
    Case(LINE, PLANT, number % 2 == 0, 116, "欧阳建国", "该段已停用，两小时巡一次", OFFICERS[0]) for number in range(3)
]
ITEMS = [Item(Line(f"YH-2026-{number:04}", WHAT), PLANT, "部门检查", number % 2 == 0) for number in range(31, 81)]
REQUESTS = [Request(one, DAY, date(2027, 1, 31), "配件没到货，厂家来不了") for one in ITEMS[:12]]
ALL = Owed(ITEMS, ITEMS[:12], ITEMS, REQUESTS, CASES, 116, ITEMS[:12], 12, PLANTS, unreached=CONTACTS)
ALL = replace(ALL, expired=[Expired("欧阳建国熔化焊接与热切割操作证", DAY, recheck=True, plant=PLANT)] * 40)
SOME = [
    Owed(rechecks=ITEMS[:1]),
    Owed(verified=ITEMS[:4]),
    Owed(requests=REQUESTS[:1], overdue=CASES[:1], overdue_count=1),
    Owed(silent=PLANTS[:3], failed=1),
    Owed(unreached=CONTACTS[:1]),
    Owed(unclear=12),
    replace(ALL, unclear=12),
    Owed(unreached=[Contact(PLANTS[0], "", "")]),
    ALL,
]

SAID_OF_CLOCK: dict[str, list[str]] = {
    "deadlines.near": [
        deadlines.near(one, PLANT, DAY, officer, again=again)
        for one in EVERY
        for officer in OFFICERS
        for again in (False, True)
    ],
    "deadlines.several": [deadlines.several(12)],
    "deadlines.principal": [
        deadlines.principal(terms(count, Stage.OVERDUE), PLANT, names, DAY, officer)
        for count in (1, 2, 12)
        for names in ([], ["欧阳建国"] * 2, [PLANT, "张强", "李安"])
        for officer in OFFICERS
    ],
    "deadlines.leader": [deadlines.leader(CASES[:count], more, 4321) for count in (1, 3) for more in (count, 120)],
    "deadlines.leader_cases": [deadlines.leader_cases(CASES, 3, DAY), deadlines.leader_cases(CASES[:1], 120, DAY)],
    "deadlines.leader_phones": [
        deadlines.leader_phones(CONTACTS),
        deadlines.leader_phones([Contact(PLANTS[0], "", "")]),
    ],
    "deadlines.nothing_for_leader": [deadlines.nothing_for_leader(DAY)],
    "bureau.owed": [bureau.owed(one) for one in SOME],
    "bureau.waited_long": [
        bureau.waited_long(Owed(rechecks=ITEMS[:rechecks], requests=REQUESTS[:requests]), 5, 1, officer)
        for rechecks, requests in ((1, 0), (0, 1), (50, 12))
        for officer in OFFICERS
    ],
    "bureau.whole": [bureau.whole(one, DAY) for one in SOME],
    "bureau.to_call": [bureau.to_call(CONTACTS[:count]) for count in (1, 2, 5, 6, 40)]
    + [bureau.to_call([Contact(PLANTS[0], "", "")])],
    "bureau.all_to_call": [bureau.all_to_call(CONTACTS)],
    "bureau.nothing_owed": [bureau.nothing_owed(DAY)],
}
MORNINGS = [Morning(), Morning(found=1), Morning(4, 1, 2, 1), Morning(420, 118, 236, 114)]
FOR_LEADER = [ForLeader(), ForLeader(1, ["豫丰化工0001"]), ForLeader(120, [f"{PLANT}0031重大"] * 2)]
PROMPTS = [
    zero.prompt(names, AT, routine=routine)
    for names in ([PLANT], ["宏达站", "北关站"], [plant.short for plant in PLANTS])
    for routine in (False, True)
]
ASKED_OF_CLOCK = {"deadlines.leader_cases", "deadlines.leader_phones", "bureau.whole", "bureau.all_to_call"}
CLOCK_MODULES: dict[str, ModuleType] = {"deadlines": deadlines, "bureau": bureau}
