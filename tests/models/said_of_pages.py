"""The sentences of evenings, weeks and months, as long as they get; for test_wording."""

from datetime import date
from types import ModuleType

from models import calendar, page_spans
from models.evening import Evening
from models.figures import DueCount, Found
from models.ledger import Standing
from models.library import Count
from models.notices import Notice
from models.obligations import DueStatus
from models.page_spans import PageKind, Rules
from models.pages import Burden, Page
from models.people import Enterprise
from models.periods import KeyPeriod
from models.questions import Contact, Night, Plant
from models.special_work import SpecialWork
from models.wording import pages

DAY = date(2026, 12, 24)
NOW = calendar.at(DAY, calendar.clock("17:00"))
PLANT = "河南恒泰新材料股份有限公司第二分厂"
PLANTS = [Plant(number, f"金源气体{number}", PLANT, number < 5) for number in range(1, 41)]
STATES: dict[str, int] = dict.fromkeys(DueStatus, 1234)
FULL, NOTHING = DueCount(STATES), DueCount({})
SPANS = [
    page_spans.week(Rules(), DAY),
    page_spans.month(Rules(month_ends=25), DAY),
    page_spans.week(Rules(week_starts=4, report_day=3), date(2026, 1, 2)),
]
PAGES = [
    Page(span, NOW, nights, dues, dues, found, Standing(1234, 56, 78, 9, 90), burden, Count(links, links))
    for span in SPANS
    for nights, dues, found, burden, links in (
        (span.last_night, FULL, Found(1234, 1200, 56, 50, 90, 90, 90, 12), Burden(12345, 3000, 42), 43),
        (span.first_night, FULL, Found(), Burden(0, 0, 0), 0),
        (None, NOTHING, Found(), Burden(0, 3, 0), 0),
    )
]
PERIOD = KeyPeriod(name="全国两会期间危险化学品安全保障", starts=DAY, ends=DAY, entered_at=NOW)
WARNINGS = [
    Notice(
        person_id=1,
        drafted_at=NOW,
        weather="雷电大风",
        colour="橙",
        detail="阵风10级，局地有冰雹",
        source="某某市气象台",
    )
] * 3
WORK = SpecialWork(
    enterprise_id=1,
    message_id=1,
    report_id=1,
    kind="受限空间",
    level="特级",
    count=12,
    place="三车间二楼反应釜底阀",
    starts_at=NOW,
    ends_at=NOW,
    noted_at=NOW,
)
WORKS = [(WORK, Enterprise(name=PLANT, shorts="恒泰新材料", registered_at=NOW))] * 30
EVENINGS = [
    Evening(DAY, 55, 0, NOW, None, [], [], []),
    Evening(DAY, 2991, 12, NOW, PERIOD, WARNINGS, WORKS, PLANTS),
    Evening(DAY, 2991, 12, NOW, PERIOD, WARNINGS[:1], WORKS[:1], PLANTS[:1]),
]
NIGHTS = [Night(date(2026, 12, day), STATES, {DueStatus.MISSED: PLANTS}) for day in range(20, 29)]
QUIET = [Night(DAY, {DueStatus.REPORTED.value: 55}, {})]
WAITING = pages.waiting_line("YH-2026-0031", PLANT, "三车间二楼反应釜底阀法兰渗漏", 116)

SAID_OF_PAGES: dict[str, list[str]] = {
    "pages.page": [
        pages.page(one, now=NOW, area=area, waiting=waiting)
        for one in PAGES
        for area, waiting in (("", ()), ("产业集聚区", [WAITING] * 12))
    ],
    "pages.changed": [pages.changed(pages.page(PAGES[0], now=NOW))],
    "pages.waiting_line": [WAITING],
    "pages.officers_only": [pages.officers_only(kind) for kind in PageKind],
    "pages.not_begun": [pages.not_begun(kind) for kind in PageKind],
    "pages.repeated": [pages.repeated("金源气体★", 12, 7), pages.repeated("金源气体★", 1, 3)],
    "pages.evening": [pages.evening(one, phones=phones) for one in EVENINGS for phones in (True, False)],
    "pages.works_today": [pages.works_today(30, hot, "恒泰 三车间动火一级 9:00—11:00") for hot in (0, 12)],
    "pages.deaf_phones": [
        pages.deaf_phones([Contact(plant, "欧阳建国", "13800138000") for plant in PLANTS[:count]], DAY)
        for count in (0, 1, 40)
    ],
}
BEFORE = [pages.Before(NIGHTS[:count]).lines for count in range(10)] + [pages.Before(QUIET).lines]
#: Pages are long, and split by whoever delivers them; numbers were asked for.
ASKED_OF_PAGES = {"pages.page", "pages.changed", "pages.deaf_phones"}
PAGES_MODULES: dict[str, ModuleType] = {"pages": pages}
