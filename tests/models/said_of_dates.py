"""The sentences about entered dates, as long as they get; for test_wording."""

from datetime import date
from types import ModuleType

from models.wording import expiring
from models.wording.expiring import Item

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
}
DATES_MODULES: dict[str, ModuleType] = {"expiring": expiring}
ASKED_OF_DATES: set[str] = {"expiring.whole"}
