"""What is said when somebody looks for something in the ledger, with the longest that people really have."""

from datetime import date
from types import ModuleType

from models.hazards import HazardStatus
from models.questions import Plant
from models.search import HazardFound, WordsFound
from models.searchable import TextKind
from models.wording import search
from models.wording.ledger import View
from models.wording.search import Extent, Looked

DAY = date(2026, 12, 25)
LONG = "河南恒泰新材料股份有限公司第二分厂"
ITEM = "氯气管道支架锈蚀严重，法兰垫片老化渗漏，紧急切断阀手轮缺失"
PLANT = Plant(1, LONG, LONG, True)
VIEWS = (View(DAY, area="东片、西片、产业集聚区"), View(DAY, whole=False, area=LONG), View(DAY))
PERIODS = (
    (None, None),
    (date(2025, 1, 1), date(2025, 12, 31)),
    (date(2025, 12, 3), date(2025, 12, 28)),
    (date(2025, 12, 3), date(2026, 1, 28)),
    (date(2026, 12, 1), DAY),
)
LOOKED = [
    Looked(words, view, start, end)
    for words in ("氨", "紧急切断阀 手轮缺失 法兰垫片老化渗漏")
    for view in VIEWS
    for start, end in PERIODS
]
HAZARDS = [
    HazardFound(f"YH-2025-{1000 + n}0", PLANT, state, "三车间二层装置区", item, date(2025, 12, 25))
    for n, state in enumerate(HazardStatus)
    for item in (ITEM, "")
]
RECORDS = [
    WordsFound(kind, date(2025, 12, 24), plant, ITEM, night)
    for kind, night in ((TextKind.ROUND, True), (TextKind.ROUND, False), (TextKind.INCIDENT, False))
    for plant in (PLANT, None)
]
EXTENTS = (Extent(5, False, 0, 5), Extent(2000, True, 0, 5), Extent(17, False, 5, 10))
OFFERS = ("", search.more(10, 2000, True))

SAID_OF_SEARCH: dict[str, list[str]] = {
    "search.hazards": [
        search.hazards(HAZARDS, extent, looked, offer) for extent in EXTENTS for looked in LOOKED for offer in OFFERS
    ],
    "search.records": [
        search.records(RECORDS, extent, looked, offer) for extent in EXTENTS for looked in LOOKED for offer in OFFERS
    ],
    "search.more": [search.more(10), search.more(0, 2000, True), search.more(7, 30)],
    "search.nothing": [search.nothing(looked) for looked in LOOKED],
}
#: Somebody asked for them: they may be longer than six lines.
ASKED_OF_SEARCH = {"search.hazards", "search.records"}
SEARCH_MODULES: dict[str, ModuleType] = {"search": search}
