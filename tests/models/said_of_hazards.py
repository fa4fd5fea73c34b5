"""The sentences about hazards that enter the ledger, with the longest that people really have; for test_wording."""

from datetime import date

from models import calendar
from models.hazards import Hazard, HazardStatus, Lack, Level
from models.reports import Evidence
from models.wording import assigning, hazards, missing
from models.wording.hazards import Registered, Row
from models.wording.rectification import Line

AT = calendar.at(date(2026, 12, 25), calendar.clock("23:59"))
DAY = date(2026, 12, 31)
PLANT = "河南恒泰新材料股份有限公司第二分厂"
WHAT = "三车间二楼反应釜底阀法兰连接处垫片老化渗漏，地面有积液未清理"
PHONE = "13800138000"
LINE = Line("YH-2026-0031", WHAT)
OWN = Line("0031", WHAT)
ROWS = [Row(f"YH-2026-{number:04}", WHAT) for number in range(31, 43)]
NUMBERS = [row.number for row in ROWS]
SHORTS = [number[-4:] for number in NUMBERS]
EVERYTHING = tuple(Lack)
LISTS = (Lack.RESPONSIBLE, Lack.MEASURES, Lack.DEADLINE)


def booked(rows: int, **more: object) -> Registered:
    """A receipt of so many hazards."""
    values = {"at": AT, "plant": PLANT, "rows": ROWS[:rows], "count": rows} | more
    return Registered(**values)  # type: ignore[arg-type]


ROUND = {"round_": "已报", "night": date(2026, 12, 24), "evidence": Evidence(12, 19, 3, 2)}
ASKING = {"lacks": missing.words(LISTS), "example": missing.example(LISTS, 3, DAY), "today": True}
MAJOR = {"major": True, "officer": "欧阳建国", "phone": PHONE}

SAID_OF_HAZARDS: dict[str, list[str]] = {
    "hazards.shown": ["\n".join(hazards.shown(ROWS, room)) for room in (1, 3)],
    "hazards.registered": [
        hazards.registered(booked(count, **more))
        for count in (1, 2, 3, 5, 12)
        for more in (
            {},
            {"quiet": True},
            ROUND,
            ROUND | {"quiet": True, "undescribed": 2},
            ROUND | ASKING,
            ASKING,
            MAJOR,
            ROUND | MAJOR | {"undescribed": 1, "unshown": SHORTS},
            {"declared": 13},
            {"declared": 1},
            {"unshown": SHORTS, "round_waits": hazards.round_asked()},
            {"fixed": 1, "round_waits": hazards.round_later(), "quiet": True},
        )
    ]
    + [hazards.registered(booked(3, count=0, known=known)) for known in (True, False)],
    "hazards.round_later": [hazards.round_later()],
    "hazards.round_asked": [hazards.round_asked()],
    "hazards.round_over": [hazards.round_over(DAY)],
    "hazards.fixed": [
        hazards.fixed(booked(1, **more))
        for more in ({"fixed": 1}, {"unshown": SHORTS[:1], "round_waits": hazards.round_asked()})
    ],
    "hazards.self_found_major": [
        hazards.self_found_major(booked(1, **MAJOR, round_waits=hazards.round_asked()), hazards.BY_ITSELF),
        hazards.self_found_major(booked(1), hazards.BY_ROUND),
    ],
    "hazards.retracted": [hazards.retracted(NUMBERS[:n], PLANT, WHAT, how) for n in (1, 12) for how in hazards.HOW],
    "hazards.recalled": [hazards.recalled()],
    "hazards.stay": [hazards.stay(SHORTS[:1]), hazards.stay(SHORTS)],
    "hazards.corrected": [
        hazards.corrected(PLANT, before, after, kept, undescribed)
        for before, after, kept, undescribed in (
            (12, 11, "", 0),
            (None, 3, "", 3),
            (3, 0, hazards.stay(SHORTS), 0),
            (None, 0, "", 0),
            (2, 2, hazards.stay(SHORTS), 1),
        )
    ],
    "assigning.points": [assigning.points([3, 12, 15, 20], "没有可燃气体报警")],
    "assigning.possible": [assigning.possible(Hazard(level_open=True, level_hint="第3、12、15条：没有可燃气体报警"))],
    "assigning.level_wanted": [
        assigning.level_wanted(LINE, PLANT, AT, hint) for hint in ("", "重大2处", "第3、12、15条：没有可燃气体报警")
    ],
    "assigning.level_noted": [assigning.level_noted([LINE] * n, level) for n in (1, 5) for level in Level],
    "assigning.level_told": [assigning.level_told(OWN, level, "欧阳建国", PHONE) for level in Level],
    "assigning.level_which": [assigning.level_which()],
    "assigning.void_noted": [assigning.void_noted([LINE] * n, PLANT, WHAT) for n in (1, 5)],
    "assigning.void_told": [assigning.void_told(OWN, WHAT, "欧阳建国", PHONE), assigning.void_told(OWN, "", "", "")],
    "assigning.void_why": [assigning.void_why(""), assigning.void_why("YH-2026-0042")],
    "assigning.settled": [assigning.settled(LINE.number, one) for one in (HazardStatus.CLOSED, HazardStatus.VOID)],
    "assigning.only_officers": [assigning.only_officers([]), assigning.only_officers(["欧阳建国"] * 4)],
    "assigning.assigned_noted": [
        assigning.assigned_noted(ROWS[:n], PLANT, day, told)
        for n in (1, 5)
        for day, told in ((DAY, ["欧阳建国", "司马建国"]), (None, []))
    ],
    "assigning.assigned": [
        assigning.assigned(ROWS[:n], source, day, officer, PHONE)
        for n in (1, 5)
        for source, day, officer in (("superior", DAY, "欧阳建国"), ("expert", None, ""))
    ],
    "assigning.assign_whom": [assigning.assign_whom()],
    "assigning.assign_what": [assigning.assign_what()],
    "assigning.outside": [assigning.outside(PLANT, "", ""), assigning.outside(PLANT, "欧阳建国", PHONE)],
    "missing.words": ["、".join(missing.words(EVERYTHING))],
    "missing.example": [missing.example(EVERYTHING, n, DAY) for n in (1, 2)],
    "missing.asked": [
        missing.asked([OWN] * n, lacks, plant, DAY, today=today)
        for n in (1, 3, 12)
        for lacks in (LISTS, EVERYTHING, (Lack.DEADLINE,))
        for plant, today in (("", True), ("恒泰新材料", True), ("", False))
    ],
    "missing.describe": [
        missing.describe([OWN] * n, plant, today=True) for n in (1, 20) for plant in ("", "恒泰新材料")
    ],
    "missing.not_described": [missing.not_described()],
    "missing.noted": [
        missing.noted(SHORTS[:1], ["责任人张强", "换新", "12月31日前"], [], ()),
        missing.noted(SHORTS[:3], ["责任人欧阳建国", "12月31日前"], [Line(one, WHAT) for one in SHORTS[:3]], ()),
        missing.noted(SHORTS, ["责任人欧阳建国", WHAT, "资金1000.5万元"], [], EVERYTHING),
        missing.noted(SHORTS[:1], [], [OWN], LISTS),
    ],
    "missing.responsible": [missing.responsible("欧阳建国")],
    "missing.until": [missing.until(DAY, DAY), missing.until(DAY, date(2026, 1, 1))],
    "missing.funds": [missing.funds("2")],
    "missing.plan": [missing.plan("预案已定"), missing.plan("专人值守")],
    "missing.nothing_missing": [missing.nothing_missing()],
    "missing.nothing_understood": [missing.nothing_understood(missing.example(LISTS, 2, DAY))],
    "missing.date_passed": [missing.date_passed(DAY)],
    "missing.date_too_far": [missing.date_too_far(date(2099, 12, 31))],
    "missing.funds_unclear": [missing.funds_unclear("大概两三万元吧也不好说")],
    "missing.by_extension": [
        missing.by_extension("0031", DAY, DAY),
        missing.by_extension("0031", DAY, date(2025, 1, 1)),
    ],
    "missing.fixed_already": [missing.fixed_already("0031")],
}
