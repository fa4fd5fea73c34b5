"""The sentences about what is owed by day, special work and drills, as long as they get; for test_wording."""

from datetime import date, timedelta
from types import ModuleType

from models import calendar
from models.drills import DrillKind, Held
from models.obligations import Due, DueStatus
from models.people import Enterprise
from models.reports import Evidence
from models.special_work import SpecialWork
from models.wording import day_answers, day_reports, special_work
from models.wording.day_reports import Kept, Owing
from models.wording.special_work import Line, Warned

DAY = date(2026, 12, 25)
AT = calendar.at(DAY, calendar.clock("18:31"))
PLANT = "河南恒泰新材料股份有限公司第二分厂"
TITLES = ("主要负责人带队检查", "隐患排查周报表", "外包外租检查", "安全承诺", "值守报", "零报告")
FULL = Evidence(videos=12, photos=19, voices=3, files=2)
WORK = Line(
    "受限空间", "三车间二楼反应釜区东侧", "特级", 12, AT, AT + timedelta(hours=9), "欧阳建国", "DH-2026-0031-0009"
)
OPEN = Line("动火", "", "", None, AT)
WORKS = [[WORK], [WORK] * 7, [OPEN, WORK]]
KEPT = [
    Kept(title, status, "装置3套：运行2，检修1；动火1处；王刚") for title in TITLES for status in ("late", "made_up")
]
OWING = [
    Owing(title, AT + timedelta(days=number % 3 * 6), PLANT, day_reports.how_watch())
    for number, title in enumerate(TITLES)
]
OTHERS = [Owing(title, AT, f"{PLANT}{number}") for number in range(4) for title in TITLES]
ROW = SpecialWork(
    enterprise_id=1,
    message_id=1,
    report_id=1,
    kind="受限空间",
    place="三车间二楼反应釜",
    level="特级",
    starts_at=AT,
    ends_at=AT + timedelta(hours=2),
    noted_at=AT,
)
OWES = [
    (Due(enterprise_id=number, night=DAY, opens_at=AT, closes_at=AT, status=state), Enterprise(name=f"{PLANT}{number}"))
    for number in range(30)
    for state in (DueStatus.WAITING, DueStatus.REPORTED)
]
WARNED = [
    Warned(
        PLANT,
        [WORK] * 3,
        ["欧阳建国熔化焊接与热切割作业证12月1日"] * 2,
        "全国两会和春节保障",
        "欧阳建国",
        "13800138000",
    ),
    Warned(PLANT, [OPEN], ["张强焊工证3月1日"]),
    Warned(PLANT, [OPEN], ban="两会"),
]

SAID_OF_DAY: dict[str, list[str]] = {
    "day_reports.kept": [
        day_reports.kept(items, PLANT, AT, came) for items in (KEPT[:1], KEPT[1:3], KEPT) for came in (FULL, Evidence())
    ],
    "day_reports.also": [day_reports.also(TITLES), day_reports.also(TITLES[:1])],
    "day_reports.units": [
        day_reports.units(12, 9, 2, 1, ["动火3处", "受限空间2处", "高处"] * 3, "欧阳建国"),
        day_reports.units(None, 2, None, None, [], ""),
    ],
    "day_reports.held": [
        day_reports.held("氯气泄漏事故应急救援综合", 1200, 240, DAY, 12),
        day_reports.held("", None, None, DAY, 0),
    ],
    "day_reports.ahead": [day_reports.ahead(title, DAY) for title in ("演练", "培训")],
    "day_reports.prompt": [
        day_reports.prompt(items, DAY, routine=routine)
        for items in (OWING[:1], OWING[1:2], OWING[:3], OWING, OTHERS)
        for routine in (False, True)
    ],
    "day_reports.of_enterprises": [day_reports.of_enterprises()],
    "day_reports.how_watch": [day_reports.how_watch()],
    "day_reports.how_words": [day_reports.how_words("主要负责人带队检查已经完成了并且整改完毕")],
    "day_reports.how_file": [day_reports.how_file(TITLES[1])],
    "special_work.noted": [
        special_work.noted(PLANT, works, DAY, ban)
        for works in WORKS
        for ban in ("", special_work.ban("全国两会和春节保障", "动火等作业"))
    ],
    "special_work.ban": [special_work.ban("全国两会和春节保障时段", "动火、受限空间、吊装、临时用电")],
    "special_work.ended": [special_work.ended(works, AT) for works in (*WORKS, [])],
    "special_work.called_off": [special_work.called_off(works, AT) for works in (*WORKS, [])],
    "special_work.goes_on": [special_work.goes_on(works) for works in WORKS],
    "special_work.over_already": [special_work.over_already()],
    "special_work.ask_end": [special_work.ask_end(works, DAY, [PLANT] * len(works)) for works in WORKS]
    + [special_work.ask_end([WORK], DAY)],
    "special_work.warning": [special_work.warning(one, DAY) for one in WARNED],
    "special_work.line": [special_work.line(ROW).told(DAY, PLANT)],
    "day_answers.works": [
        day_answers.works(rows, DAY, AT, tonight=late)
        for rows in ([], [(ROW, Enterprise(name=PLANT))] * 9)
        for late in (False, True)
    ],
    "day_answers.all_works": [day_answers.all_works([(ROW, Enterprise(name=PLANT))] * 70, DAY, AT)],
    "day_answers.owed": [day_answers.owed(OWES, TITLES[0], AT)[0], day_answers.owed(OWES[1:2], TITLES[0], AT)[0]],
    "day_answers.sent": [day_answers.sent([PLANT] * count, TITLES[0], DAY) for count in (1, 30)],
    "day_answers.none_owed": [day_answers.none_owed(TITLES[0])],
    "day_answers.held": [
        day_answers.held(found, kind, date(2026, 1, 1), DAY, plant)
        for kind in DrillKind
        for found in (Held(0, 0, 0), Held(312, 75, 2048))
        for plant in ("", "豫丰化工")
    ],
}
#: What somebody asked for may be longer than a phone.
ASKED_OF_DAY = {"day_answers.works", "day_answers.all_works"}
DAY_MODULES: dict[str, ModuleType] = {
    "day_reports": day_reports,
    "special_work": special_work,
    "day_answers": day_answers,
}
