"""What is said about the ledger, its figures, proxy entries and reasons, with the longest that people really have."""

from datetime import date, timedelta
from types import ModuleType

from models import calendar
from models.figures import DueCount, Figures, Found
from models.hazards import Hazard, HazardEvent, HazardStatus, Level, Source
from models.ledger import Line, Standing, Which
from models.library import Count
from models.obligations import Due, DueStatus, ObligationKind
from models.outbox import OutgoingStatus
from models.owed import Owed
from models.questions import Night, Plant
from models.why import Reason, Why
from models.wording import detail, figures, ledger, owed, proxy, reasons, zero_asked
from models.wording.ledger import View

NIGHT, DAY = date(2026, 12, 24), date(2026, 12, 25)
AT = calendar.at(DAY, calendar.clock("10:31"))
LONG = "河南恒泰新材料股份有限公司第二分厂"
ITEM = "氯气管道支架锈蚀严重，法兰垫片老化渗漏，紧急切断阀手轮缺失"
OFFICER, OWN = View(DAY, area="东片、西片、产业集聚区，重大"), View(DAY, whole=False, area=LONG)
VIEWS = (OFFICER, OWN, View(DAY))
PLANT = Plant(1, LONG, LONG, True)
STATES = (
    (HazardStatus.RECTIFYING, date(2025, 12, 1), False, None),
    (HazardStatus.REGISTERED, None, False, None),
    (HazardStatus.RECTIFYING, DAY, False, None),
    (HazardStatus.RECTIFYING, DAY, True, date(2027, 1, 31)),
    (HazardStatus.AWAITING, DAY, False, None),
    (HazardStatus.CLOSED, DAY, False, None),
)
LINES = [
    Line(f"YH-2026-{1000 + n}", PLANT, state, Level.MAJOR, "三车间二层装置区", ITEM, deadline, pending, wanted)
    for n, (state, deadline, pending, wanted) in enumerate(STATES)
]
MANY = Standing(12345, 123, 2345, 1234, 3456)
FEW = Standing(1, 0, 0, 0, 0)
FOUND = Found(32260, 31860, 512, 409, 31000, 1234, 1200)
NIGHTS = DueCount(dict.fromkeys(DueStatus, 1234), 123)
STATE = Night(DAY, {DueStatus.WAITING: 40, DueStatus.REPORTED: 5}, {DueStatus.WAITING: [PLANT] * 40}, 12)
DONE = Night(DAY, {DueStatus.REPORTED: 55}, {})


def hazard(status: HazardStatus, deadline: date | None, level: Level, *, told: bool) -> Hazard:
    return Hazard(
        number="YH-2026-10310",
        year=2026,
        serial=10310,
        enterprise_id=1,
        status=status,
        level=level,
        level_open=True,
        source=Source.THIRD_PARTY,
        item=ITEM if told else "",
        place="三车间二层装置区",
        responsible="欧阳建国、司马建国" if told else "",
        measures=ITEM if told else "",
        deadline=deadline,
        closed_at=AT if status == HazardStatus.CLOSED else None,
        found_at=AT,
        received_at=AT,
    )


def details() -> list[detail.Told]:
    event = HazardEvent(hazard_id=1, at=AT, move="claimed")
    return [
        detail.Told(hazard(status, deadline, level, told=told), LONG, wanted, event, 12, 13)
        for status, deadline, _, wanted in STATES
        for level in Level
        for told in (True, False)
    ]


def due(status: DueStatus = DueStatus.WAITING, kind: ObligationKind = ObligationKind.PATROL) -> Due:
    moments = [calendar.at(DAY, calendar.clock(wall)) for wall in ("00:00", "05:00", "06:00", "12:00")]
    opens, closes, cut_off, made_up = moments
    return Due(
        kind=kind,
        enterprise_id=1,
        night=NIGHT,
        opens_at=opens,
        closes_at=closes,
        cut_off_at=cut_off,
        made_up_until=made_up,
        status=status,
        satisfied_at=AT if status == DueStatus.REPORTED else None,
    )


def owing(moment: str) -> str:
    told = Owed(due(kind=ObligationKind.ZERO), due(), MANY, DAY, LINES)
    return owed.owed(LONG, told, calendar.at(DAY, calendar.clock(moment)), OWN)


def proxied(kind: ObligationKind, status: DueStatus, result: str) -> proxy.Told:
    return proxy.Told(LONG, kind, NIGHT, "欧阳建国", AT, "司马建国", status, result)


PROXIED = [
    proxied(kind, status, result)
    for kind in (ObligationKind.PATROL, ObligationKind.ZERO)
    for status in (DueStatus.REPORTED, DueStatus.LATE, DueStatus.MADE_UP)
    for result in ("normal", "hazard", "hedged", "")
]
REASONS = [
    Reason(why, about, DAY, LONG, AT if why == Why.REPORTED else None, number, deadline)
    for why in Why
    for about, number in (("patrol", ""), ("zero", ""), ("deadline", "YH-2026-10310"))
    for deadline in (date(2025, 12, 1), date(2027, 1, 31))
]
LETTER = reasons.letter(AT, "欧阳建国", "patrol", OutgoingStatus.SENT)


def daily() -> list[str]:
    told = Figures(NIGHT, NIGHT, AT, NIGHT, NIGHTS, NIGHTS, FOUND, MANY, 123, Count(89, 43))
    whole = Figures(
        NIGHT, NIGHT, AT - timedelta(minutes=271), None, DueCount({}), DueCount({}), Found(), FEW, 0, Count(0, 0)
    )
    return [figures.daily(told, NIGHT, NIGHTS, view) for view in VIEWS] + [
        figures.daily(whole, None, DueCount({}), View(DAY))
    ]


def lists() -> list[str]:
    heads = [ledger.standing(MANY, view) for view in VIEWS]
    told = [
        ledger.listing(head, LINES, total, view, *orders, besides=ledger.parts(MANY)).text
        for head, view in zip(heads, VIEWS, strict=True)
        for total in (len(LINES), 12345)
        for orders in ((), (ledger.each_reminded(),))
    ]
    return [*told, ledger.listing(ledger.overdue(0, OFFICER), [], 0, OFFICER).text]


SAID_OF_LEDGER: dict[str, list[str]] = {
    "detail.detail": [detail.detail(one, view) for one in details() for view in VIEWS],
    "detail.happening": [detail.happening(one) for one in [*detail.HAPPENED, "items.deadline"]],
    "detail.no_such_number": [detail.no_such_number("YH-2026-100310" * 3)],
    "detail.not_ours": [detail.not_ours("0031" * 9)],
    "detail.which_number": [detail.which_number()],
    "ledger.number": [ledger.number("YH-2026-10310", view) for view in VIEWS],
    "ledger.what": [ledger.what("三车间", ITEM), ledger.what("三车间", ""), ledger.what("", "")],
    "ledger.span": [ledger.span(date(2025, 12, 1), DAY), ledger.span(NIGHT, DAY), ledger.span(DAY, DAY)],
    "ledger.term": [ledger.term(deadline, DAY) for _, deadline, _, _ in STATES],
    "ledger.row": [ledger.row(line, view) for line in LINES for view in VIEWS],
    "ledger.full_row": [ledger.full_row(line, view) for line in LINES for view in VIEWS],
    "ledger.listing": lists(),
    "ledger.standing": [ledger.standing(one, view) for one in (MANY, FEW, Standing()) for view in VIEWS],
    "ledger.parts": [ledger.parts(MANY), ledger.parts(FEW)],
    "ledger.overdue": [ledger.overdue(count, view) for count in (0, 12345) for view in VIEWS],
    "ledger.due_soon": [ledger.due_soon(count, NIGHT, DAY, view) for count in (0, 12345) for view in VIEWS],
    "ledger.asked_for": [ledger.asked_for(count, view) for count in (0, 1234) for view in VIEWS],
    "ledger.title": [ledger.title(which, 12345) for which in Which],
    "ledger.page": [ledger.page("未整改12345条", LINES * 3, 20, 12345, OFFICER, ledger.next_page(20))],
    "ledger.offered": [ledger.offered("逐家提醒", "看全部", more=12345), ledger.offered("看全部")],
    "ledger.each_reminded": [ledger.each_reminded()],
    "ledger.reminded_later": [ledger.reminded_later(count, AT, 100) for count in (6, 100)],
    "ledger.nothing_due": [ledger.nothing_due()],
    "ledger.next_page": [ledger.next_page(20)],
    "ledger.no_more": [ledger.no_more()],
    "ledger.owed_by_whom": [ledger.owed_by_whom()],
    "ledger.not_in_group": [ledger.not_in_group()],
    "ledger.no_ranking": [ledger.no_ranking()],
    "ledger.other_grid": [ledger.other_grid()],
    "owed.owed": [
        *(owing(moment) for moment in ("04:00", "05:30", "07:00")),
        owed.owed(LONG, Owed(None, None, Standing(), None, ()), AT, OWN),
        owed.owed(LONG, Owed(None, None, Standing(pending=3), None, ()), AT, OWN),
    ],
    "figures.rate": [figures.rate(one, NIGHT, DAY, view) for one in (FOUND, Found()) for view in VIEWS],
    "figures.summary": [
        figures.summary(one, NIGHTS, last, date(2026, 1, 1), DAY, view)
        for one in (FOUND, Found())
        for last in (DAY, None)
        for view in VIEWS
    ],
    "figures.found_in": [figures.found_in(one, NIGHT, DAY, view) for one in (FOUND, Found()) for view in VIEWS],
    "figures.of_them": [figures.of_them(FOUND)],
    "figures.dues": [figures.dues(NIGHTS), figures.dues(DueCount({DueStatus.REPORTED: 55}))],
    "figures.daily": daily(),
    "figures.not_begun": [figures.not_begun(DAY)],
    "figures.on_computer": [figures.on_computer()],
    "proxy.report_of": [proxy.report_of(one.kind, NIGHT) for one in PROXIED[::12]],
    "proxy.confirm": [proxy.confirm(one) for one in PROXIED],
    "proxy.booked": [proxy.booked(one) for one in PROXIED],
    "proxy.dropped": [proxy.dropped()],
    "proxy.already": [proxy.already(LONG, due(status)) for status in (DueStatus.REPORTED, DueStatus.EXEMPT)],
    "proxy.not_owed": [proxy.not_owed(LONG, kind, night) for kind in ObligationKind for night in (NIGHT, None)],
    "proxy.which_plant": [proxy.which_plant()],
    "proxy.who_phoned": [proxy.who_phoned(LONG)],
    "proxy.not_yet_then": [proxy.not_yet_then("04:30")],
    "proxy.before_window": [proxy.before_window("23:30", AT, kind, NIGHT) for kind in ObligationKind],
    "proxy.may_not": [proxy.may_not()],
    "reasons.why": [
        reasons.why(LONG, DAY, DAY, 4, [LETTER] * 4, ["夜巡没催"] * 4),
        reasons.why(LONG, DAY, DAY, 0, [], [reasons.reason(one, "YH-2026-10310") for one in REASONS[:4]]),
        reasons.why(LONG, NIGHT, DAY, 0, [], []),
    ],
    "reasons.letter": [
        reasons.letter(AT, "欧阳建国", about, status, reason)
        for about in ("patrol", "zero", "deadline")
        for status in OutgoingStatus
        for reason in ("", "budget: 3 of 3", "quiet hours", "nobody can be reached there")
    ],
    "reasons.reason": [reasons.reason(one, "YH-2026-10310") for one in REASONS],
    "reasons.county": [reasons.county(NIGHT, 1234, 4321, [LONG] * 9, 12), reasons.county(NIGHT, 0, 0, [], 0)],
    "zero_asked.missing": [
        zero_asked.missing(STATE, [PLANT] * 40, AT, AT + timedelta(hours=2)),
        zero_asked.missing(DONE, [], AT, AT),
    ],
    "zero_asked.none_owed": [zero_asked.none_owed(DAY)],
    "zero_asked.names": [zero_asked.names([PLANT] * 40, DAY), zero_asked.names([], DAY)],
    "zero_asked.in_group": [
        zero_asked.in_group([Plant(n, "金源气体", "金源气体充装有限公司", False) for n in range(count)])
        for count in (0, 10, 11)
    ],
    "zero_asked.one_day": [
        zero_asked.one_day(LONG, one, DAY) for one in (due(), due(DueStatus.REPORTED, ObligationKind.ZERO), None)
    ],
    "zero_asked.several_days": [
        zero_asked.several_days(LONG, [due(status) for status in DueStatus] * 9, NIGHT, DAY),
        zero_asked.several_days(LONG, [], NIGHT, DAY),
    ],
}
#: Somebody asked for the whole list.
ASKED_OF_LEDGER = {"ledger.page", "zero_asked.names"}
LEDGER_MODULES: dict[str, ModuleType] = {
    "detail": detail,
    "ledger": ledger,
    "owed": owed,
    "figures": figures,
    "proxy": proxy,
    "reasons": reasons,
    "zero_asked": zero_asked,
}
