"""Every sentence the bot can say, rendered with the longest that people really have: six lines, no forbidden word."""

import ast
import inspect
from datetime import date, timedelta
from pathlib import Path
from types import ModuleType

import pytest

from models import calendar
from models.callout import Circle
from models.library import Count
from models.obligations import Due, DueStatus
from models.outages import Trouble
from models.people import Person
from models.questions import Contact, Night, Plant
from models.reports import Evidence
from models.wording import (
    accounts,
    answers,
    asking,
    assigning,
    channels,
    hazards,
    incidents,
    lines,
    missing,
    receipts,
    reminders,
    times,
    tips,
    zero,
)
from tests.models.said_of_clock import ASKED_OF_CLOCK, CLOCK_MODULES, FOR_LEADER, MORNINGS, PROMPTS, SAID_OF_CLOCK
from tests.models.said_of_dates import ASKED_OF_DATES, DATES_MODULES, SAID_OF_DATES
from tests.models.said_of_day import ASKED_OF_DAY, DAY_MODULES, SAID_OF_DAY
from tests.models.said_of_duty import ASKED_OF_DUTY, DUTY_MODULES, SAID_OF_DUTY
from tests.models.said_of_hazards import SAID_OF_HAZARDS
from tests.models.said_of_incidents import ASKED_OF_INCIDENTS, INCIDENT_MODULES, SAID_OF_INCIDENTS
from tests.models.said_of_ledger import ASKED_OF_LEDGER, LEDGER_MODULES, SAID_OF_LEDGER
from tests.models.said_of_loop import LOOP_MODULES, SAID_OF_LOOP
from tests.models.said_of_meaning import MEANING_MODULES, SAID_OF_MEANING
from tests.models.said_of_notices import ASKED_OF_NOTICES, NOTICE_MODULES, SAID_OF_NOTICES
from tests.models.said_of_pages import ASKED_OF_PAGES, BEFORE, PAGES_MODULES, SAID_OF_PAGES
from tests.models.said_of_periods import PERIODS_MODULES, SAID_OF_PERIODS
from tests.models.said_of_search import ASKED_OF_SEARCH, SAID_OF_SEARCH, SEARCH_MODULES
from tests.models.said_of_unclear import ASKED_OF_UNCLEAR, SAID_OF_UNCLEAR, UNCLEAR_MODULES
from tests.models.said_of_watch import SAID_OF_WATCH, WATCH_MODULES

NIGHT = date(2026, 12, 24)
AT = calendar.at(date(2026, 12, 25), calendar.clock("10:31"))
LATER = calendar.at(date(2026, 12, 25), calendar.clock("12:00"))
CLOSES = calendar.at(date(2026, 12, 25), calendar.clock("05:00"))
PHONE = "0000-7100000"
PLANTS = [Plant(i, f"金源气体{i}", f"金源气体充装有限公司{i}", i < 5) for i in range(1, 41)]
ABOVE = "今天回复上级12件，附件6截止3件"
CONTACTS = [Contact(plant, "欧阳建国", "13800138000") for plant in PLANTS]
FULL = Evidence(videos=12, photos=19, voices=3, files=2)
SHORT_TIP = tips.Item("动火前先测爆", "应急管理部", "https://yx.example.cn/tips/123")
LONG_TITLE = "夏季高温天气危险化学品企业安全生产防范要点及应急处置"
WARNED = [tips.Warned("雷电大风", "黄", "阵风8级，局地有短时强降水和冰雹", "某某市气象台")] * 3
LONG_TIP = tips.Item(LONG_TITLE, "国家矿山安全监察局河南局官方网站", "https://mp.example.cn/s/" + "x" * 40)
OWN_WORDS = tips.Item("动火前先测爆", "应急管理部", "", "取样到动火不超过30分钟，隔久了重新测。死角别漏掉。" * 3)
LONG = "河南恒泰新材料股份有限公司第二分厂"
STATES = (DueStatus.REPORTED, DueStatus.LATE, DueStatus.MADE_UP, DueStatus.MISSED, DueStatus.UNVERIFIED)
CLOSED = Night(NIGHT, dict.fromkeys(STATES, 40) | {DueStatus.EXEMPT: 4}, dict.fromkeys(STATES, PLANTS))
OPEN = Night(NIGHT, {DueStatus.REPORTED: 5, DueStatus.WAITING: 40}, {DueStatus.WAITING: PLANTS})
EMPTY = Night(NIGHT, {DueStatus.REPORTED: 55}, {})
PEOPLE = [Person(name="欧阳建国", role="值班员", phone="13800138000")] * 5


def told(**given: object) -> receipts.Told:
    values = {
        "at": AT,
        "night": NIGHT,
        "plant": LONG,
        "evidence": FULL,
        "places": "罐区、泵房、装卸台、控制室、配电室、危废库、循环水泵房",
    }
    return receipts.Told(**(values | given))  # type: ignore[arg-type]


def dues(count: int) -> list[Due]:
    return [Due(enterprise_id=1, night=date(2026, 12, day + 1), status=STATES[day % 5]) for day in range(count)]


RESULTS = ["", "normal", "hedged"]
EVENTS = [
    incidents.Event(AT, LONG, "三车间二楼反应釜底阀法兰", "人员受伤", 12, "欧阳建国", "13800138000"),
    incidents.Event(AT, "没登记的账号", kind="泄漏", account="wo_abcdefgh_1234567890_abcdefgh_1234567890"),
    incidents.Event(AT, "瑞康", reporter="陈夜", phone="13800138000"),
]
CALLED = incidents.CalledFirst(Circle.DUTY, ["欧阳建国", "司马建国", "诸葛建国"], "欧阳建国 13800138000")

#: Every sentence of the wording with what it is said of; "unasked" ones keep six lines.
SAID: dict[str, list[str]] = {
    "receipts.media": [receipts.media(FULL), receipts.media(Evidence())],
    "receipts.in_time": [receipts.in_time(told(result=one, routine=r)) for one in RESULTS for r in (True, False)],
    "receipts.late": [receipts.late(told(result=one), CLOSES) for one in RESULTS],
    "receipts.made_up": [receipts.made_up(told(result=one)) for one in RESULTS],
    "receipts.again": [receipts.again(told(result=one), AT) for one in RESULTS],
    "receipts.early": [receipts.early(told(), AT, LATER)],
    "receipts.too_late": [receipts.too_late(told(), LATER, PHONE), receipts.too_late(told(), LATER, "")],
    "receipts.waiting_for_a_word": [receipts.waiting_for_a_word(told())],
    "receipts.remark": [receipts.remark(told())],
    "zero.prompt": PROMPTS,
    "zero.registered": [zero.registered(told())],
    "zero.registered_no_round": [zero.registered_no_round(told())],
    "receipts.not_a_round": [receipts.not_a_round(told())],
    "receipts.not_owed": [receipts.not_owed(told())],
    "receipts.which_plant": [receipts.which_plant(told(), [LONG, LONG, LONG, LONG, LONG])],
    "receipts.withdrawn": [receipts.withdrawn(told(), "未报")],
    "receipts.media_lost": [receipts.media_lost(1, 0, AT), receipts.media_lost(0, 9, AT)],
    "receipts.media_too_large": [receipts.media_too_large(2)],
    "receipts.voice_without_words": [receipts.voice_without_words(AT)],
    "reminders.missing": [reminders.missing([LONG], AT), reminders.missing([LONG, "宏达站", "北关站"], AT)],
    "reminders.missed": [
        reminders.missed([LONG, "宏达站"], NIGHT, LATER, PHONE),
        reminders.missed(["a"], NIGHT, AT, ""),
    ],
    "reminders.major_missing": [reminders.major_missing(CONTACTS, NIGHT, AT)],
    "reminders.repeated": [reminders.repeated(LONG, NIGHT, 2, 3, PHONE), reminders.repeated(LONG, NIGHT, 1, 3, "")],
    "reminders.morning_duty": [
        reminders.morning_duty(one, AT, True, figures) for one in (CLOSED, EMPTY) for figures in MORNINGS
    ],
    "reminders.morning_leader": [
        reminders.morning_leader(one, ["金源气体1★连续2夜没报", "金源气体2★7夜里3夜没报"], figures, overdue)
        for one in (CLOSED, EMPTY)
        for figures in MORNINGS
        for overdue in FOR_LEADER
    ]
    + [
        reminders.morning_leader(one, ["金源气体1★连续2夜没报"], MORNINGS[-1], overdue, ABOVE)
        for one in (CLOSED, EMPTY)
        for overdue in FOR_LEADER
    ],
    "reminders.correction": [reminders.correction(EMPTY, CLOSED)],
    "reminders.outage": [reminders.outage(AT, LATER, 14, [NIGHT]), reminders.outage(AT, LATER, 0, [NIGHT, NIGHT])],
    "answers.missing": [
        answers.missing(one, AT, is_open=o) for one, o in ((CLOSED, False), (OPEN, True), (EMPTY, False))
    ],
    "answers.count": [answers.count(one, AT, LATER, is_open=o) for one, o in ((CLOSED, False), (OPEN, True))],
    "answers.proxied": [answers.proxied(12)],
    "answers.by_proxy": [answers.by_proxy("欧阳建国", "司马建国")],
    "answers.not_begun": [answers.not_begun(NIGHT, AT)],
    "answers.late": [answers.late(CLOSED), answers.late(EMPTY)],
    "answers.silent_names": [answers.silent_names(PLANTS, NIGHT, is_open=one) for one in (True, False)],
    "answers.unsure_names": [answers.unsure_names(PLANTS, NIGHT)],
    "answers.without_choices": [answers.without_choices(answers.missing(CLOSED, AT, is_open=False))],
    "answers.phones": [answers.phones(NIGHT, CONTACTS)],
    "answers.state_word": [answers.state_word(state) for state in [*DueStatus, None]],
    "answers.week": [answers.week("豫丰化工", dues(n), NIGHT, AT.date()) for n in (0, 1, 7, 30)],
    "answers.one_night": [
        answers.one_night("豫丰", dues(1)[0], NIGHT, "视频1"),
        answers.one_night("豫丰", None, NIGHT, ""),
    ],
    "answers.duty": [
        answers.duty(PEOPLE[:1], PEOPLE[:1], "3月15日8:30换班：周宁、孙莉"),
        answers.duty([], [], "", "12月25日"),
    ],
    "answers.masked": [answers.masked("13800138000"), answers.masked(PHONE)],
    "answers.shift_change": [answers.shift_change(AT, ["周宁", "孙莉"])],
    "answers.help_enterprise": [answers.help_enterprise(PHONE), answers.help_enterprise("")],
    "answers.help_officer": [answers.help_officer()],
    "answers.reminded": [
        answers.reminded([p.short for p in PLANTS], ["a"], []),
        answers.reminded([], [], CONTACTS[:2]),
    ],
    "answers.nobody_left": [answers.nobody_left()],
    "answers.own_only": [answers.own_only()],
    "answers.no_such_plant": [answers.no_such_plant(LONG)],
    "answers.sent_privately": [answers.sent_privately()],
    "answers.not_yet": [answers.not_yet(one) for one in [*answers.NOT_YET, "?"]],
    "answers.choice_expired": [answers.choice_expired()],
    "answers.noted_reason": [answers.noted_reason("瑞康", NIGHT)],
    "accounts.unknown_sender": [accounts.unknown_sender("视频", AT, PHONE), accounts.unknown_sender("", AT, "")],
    "accounts.bound": [accounts.bound(LONG, "欧阳建国", "夜班", 0), accounts.bound("宏达站", "王建国", "夜班", 3)],
    "accounts.already_bound": [accounts.already_bound("宏达站", "王建国")],
    "accounts.code": [accounts.code("482913", "王建国", "宏达站")],
    "accounts.wrong_code": [accounts.wrong_code(PHONE)],
    "accounts.too_many_codes": [accounts.too_many_codes(PHONE)],
    "accounts.may_not_invite": [accounts.may_not_invite()],
    "accounts.unknown_plant": [accounts.unknown_plant(LONG)],
    "accounts.needs_code": [accounts.needs_code("欧阳建国")],
    "accounts.strangers": [accounts.strangers(["wo_abcdefgh_12345678"] * 9)],
    "accounts.newly_bound": [accounts.newly_bound(LONG, "欧阳建国", "夜班")],
    "accounts.robot_gone": [accounts.robot_gone("榆川县危险化学品企业夜间巡查工作一群")],
    "channels.trouble": [channels.trouble("aibot-of-the-office", what) for what in Trouble],
    "accounts.failed_message": [accounts.failed_message(12, list(range(1000, 1012)))],
    "asking.hedged": [asking.hedged("大体上可以，基本没毛病吧应该")],
    "asking.count": [asking.count(3, 2)],
    "asking.describe": [asking.describe()],
    "asking.which_hazard": [asking.which_hazard([f"YH-2026-00{n}" for n in range(10, 19)])],
    "asking.which_of": [asking.which_of(["YH-2026-0031 循环水泵房 护栏松动锈蚀脱落", "0032"] * 3)],
    "asking.which_hazards": [asking.which_hazards(12, [f"YH-2026-00{n}" for n in range(10, 19)])],
    "asking.extension": [asking.extension(["编号", "新日期", "原因"])],
    "asking.which_enterprise": [asking.which_enterprise([LONG] * 5)],
    "asking.name_in_full": [asking.name_in_full([LONG] * 5)],
    "asking.name": [asking.name(LONG)],
    "asking.not_understood": [asking.not_understood(answers.EXAMPLES)],
    "asking.not_understood_report": [asking.not_understood_report()],
    "asking.too_long": [asking.too_long()],
    "asking.nothing_to_correct": [asking.nothing_to_correct()],
    "asking.correct_how": [asking.correct_how()],
    "asking.name_the_plant": [asking.name_the_plant()],
    "asking.code_for_whom": [asking.code_for_whom()],
    "incidents.receipt": [
        incidents.receipt(AT, PHONE, calling=Circle.DUTY),
        incidents.receipt(AT, PHONE, calling=Circle.LEADER),
        incidents.receipt(AT, PHONE, calling=Circle.DUTY, taken_by="欧阳建国"),
        incidents.receipt(AT, "", calling=None),
    ],
    "incidents.group_line": [incidents.group_line()],
    "incidents.officer": [
        incidents.officer(one, "充装间漏气了味很大" * 20, media) for one in EVENTS for media in ("", "视频12 照片19")
    ],
    "incidents.escalated": [
        incidents.escalated(one, minutes, first, PHONE)
        for one in EVENTS
        for minutes in (2, 5, 10, 1435)
        for first in (None, CALLED, incidents.CalledFirst(Circle.HEADS, ["欧阳建国"]))
    ],
    "incidents.by_phone": [
        incidents.by_phone(one, minutes, phone, has_account=known)
        for one in EVENTS
        for minutes in (0, 2, 1435)
        for phone in (PHONE, "")
        for known in (True, False)
    ],
    "incidents.taken": [incidents.taken(EVENTS[0], "欧阳建国", "13800138000", AT)],
    "incidents.taken_by": [incidents.taken_by("欧阳建国", "13800138000", AT), incidents.taken_by("李明", "", AT)],
    "incidents.yours": [incidents.yours(EVENTS[0], AT)],
    "incidents.confirmed": [incidents.confirmed(one, ["漏气了" * 40] * 2, AT) for one in EVENTS],
    "incidents.passed": [
        incidents.passed(AT, CALLED, "", PHONE),
        incidents.passed(AT, CALLED, "欧阳建国", PHONE),
        incidents.passed(AT, None, "", ""),
    ],
    "incidents.said": [
        incidents.said(
            one, [incidents.Word(AT, "漏气了" * 40, "欧阳建国", "视频12 照片19")] * count, claim, is_taken=taken
        )
        for one in EVENTS
        for count in (1, 2, 3, 9)
        for claim in (
            incidents.Claim(),
            incidents.Claim(final=True),
            incidents.Claim(doubted=True),
            incidents.Claim(doubted=True, recalled=True),
        )
        for taken in (True, False)
    ],
    "incidents.follow_up": [incidents.follow_up(EVENTS[0], timedelta(minutes=age)) for age in (30, 90, 150, 1530)],
    "incidents.noted": [incidents.noted(EVENTS[0], AT, is_taken=one) for one in (True, False)],
    "incidents.ended": [
        incidents.ended(EVENTS[0], AT, false_alarm=one, age=timedelta(minutes=64)) for one in (True, False)
    ],
    "incidents.over": [incidents.over(EVENTS[0], AT, "欧阳建国", false_alarm=one) for one in (True, False)],
    "incidents.goes_on": [incidents.goes_on(EVENTS[0])],
    "incidents.which": [incidents.which(EVENTS * 3)],
    "incidents.none_open": [incidents.none_open()],
    "incidents.officers_only": [incidents.officers_only(PHONE), incidents.officers_only("")],
    "incidents.opened": [
        incidents.opened(EVENTS[0], AT, "欧阳建国、司马建国、诸葛建国"),
        incidents.opened(EVENTS[1], AT, ""),
    ],
    "incidents.anomaly": [incidents.anomaly(AT, LONG, "控制系统失电", PHONE), incidents.anomaly(AT, "", "停电", "")],
    "incidents.anomaly_officer": [incidents.anomaly_officer(one, "停电了，发电机没起来" * 20) for one in EVENTS],
    "tips.tip": [
        tips.tip(link, video, WARNED[:warned])
        for link in (SHORT_TIP, LONG_TIP, OWN_WORDS, None)
        for video in (SHORT_TIP, LONG_TIP, None)
        for warned in (0, 1, 3)
        if link or video
    ],
    "tips.waiting": [
        tips.waiting(120, one, several=several) for one in (SHORT_TIP, LONG_TIP, OWN_WORDS) for several in (True, False)
    ],
    "tips.judged": [tips.judged(LONG_TITLE, count, approved=count > 1) for count in (1, 120)],
    "tips.judged_already": [tips.judged_already(LONG_TITLE)],
    "tips.none_waiting": [tips.none_waiting()],
    "tips.dead": [tips.dead([LONG_TITLE] * count) for count in (1, 3, 30)],
    "tips.few": [tips.few(40, 120, ["link"]), tips.few(140, 120, ["link", "video"])],
    "tips.count": [
        tips.count(Count(1089, 1043), date(2026, 11, 11), NIGHT),
        tips.count(Count(0, 0), NIGHT, NIGHT),
        tips.count(Count(89, 43), date(2025, 12, 1), date(2026, 3, 14)),
    ],
}

SAID |= SAID_OF_HAZARDS
SAID |= SAID_OF_INCIDENTS
SAID |= SAID_OF_LOOP
SAID |= SAID_OF_CLOCK
SAID |= SAID_OF_LEDGER
SAID |= SAID_OF_UNCLEAR
SAID |= SAID_OF_SEARCH
SAID |= SAID_OF_NOTICES
SAID |= SAID_OF_DUTY
SAID |= SAID_OF_MEANING
SAID |= SAID_OF_DATES
SAID |= SAID_OF_PERIODS
SAID |= SAID_OF_PAGES
SAID |= SAID_OF_DAY
SAID |= SAID_OF_WATCH

#: Somebody asked for them: they may be longer than six lines.
ASKED = {"answers.silent_names", "answers.unsure_names", "answers.phones", *ASKED_OF_CLOCK, *ASKED_OF_LEDGER}
ASKED |= ASKED_OF_INCIDENTS
ASKED |= ASKED_OF_SEARCH
ASKED |= ASKED_OF_NOTICES
ASKED |= ASKED_OF_DUTY
ASKED |= ASKED_OF_UNCLEAR
ASKED |= ASKED_OF_PAGES
ASKED |= ASKED_OF_DATES
ASKED |= ASKED_OF_DAY
MODULES: dict[str, ModuleType] = {
    "assigning": assigning,
    "hazards": hazards,
    "missing": missing,
    "zero": zero,
    "receipts": receipts,
    "reminders": reminders,
    "answers": answers,
    "accounts": accounts,
    "channels": channels,
    "asking": asking,
    "incidents": incidents,
    "tips": tips,
    **INCIDENT_MODULES,
    **LOOP_MODULES,
    **CLOCK_MODULES,
    **LEDGER_MODULES,
    **UNCLEAR_MODULES,
    **SEARCH_MODULES,
    **NOTICE_MODULES,
    **DUTY_MODULES,
    **MEANING_MODULES,
    **DATES_MODULES,
    **PERIODS_MODULES,
    **PAGES_MODULES,
    **DAY_MODULES,
    **WATCH_MODULES,
}


def sentences() -> list[tuple[str, str]]:
    return [(name, text) for name, texts in SAID.items() for text in texts]


def test_every_sentence_is_in_this_table() -> None:
    there = {
        f"{module}.{name}"
        for module, found in MODULES.items()
        for name, _ in inspect.getmembers(found, inspect.isfunction)
        if not name.startswith("_") and inspect.getmodule(getattr(found, name)) is found
    }
    assert set(SAID) == there


@pytest.mark.parametrize("name, text", sentences())
def test_a_sentence_is_six_lines_of_eighteen_and_holds_no_forbidden_word(name: str, text: str) -> None:
    assert text
    assert "\n\n" not in text
    assert not [word for word in lines.FORBIDDEN if word in text]
    if name not in ASKED:
        assert lines.fits(text), f"{lines.wrapped(text)} lines:\n{text}"


def test_no_forbidden_word_stands_in_any_source_of_a_sentence() -> None:
    root = Path(__file__).parent.parent.parent
    for room in ("handlers", "scheduler", "models", "bot"):
        for path in (root / room).rglob("*.py"):
            if path.name == "lines.py":
                continue
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    found = [word for word in lines.FORBIDDEN if word in node.value]
                    assert not found or "understand" in path.parts, f"{path}:{node.lineno} {found}"


@pytest.mark.parametrize(
    "names, width, expected",
    [
        (["宏达站", "瑞康★"], 36, "宏达站、瑞康★"),
        (["宏达站"] * 12, 36, "宏达站、宏达站、宏达站、宏达站等12家"),
        (["河南恒泰新材料股份有限公司第二分厂"] * 3, 10, "3家"),
    ],
)
def test_names_that_do_not_fit_are_counted(names: list[str], width: int, expected: str) -> None:
    assert lines.listed(names, width) == expected


@pytest.mark.parametrize("told", BEFORE)
def test_the_nights_before_the_last_take_three_lines_at_most(told: list[str]) -> None:
    assert len(told) <= 3
    assert all(lines.columns(line) <= lines.COLUMNS for line in told)


def test_a_night_is_always_written_with_its_date() -> None:
    assert times.night(date(2026, 3, 14)) == "3月14日夜"
    assert times.next_night(date(2026, 3, 14)) == "15日夜"


def test_no_sentence_stands_elsewhere() -> None:
    """Handlers, scheduler and delivery say nothing in words of their own."""
    root = Path(__file__).parent.parent.parent
    own = [*(root / "handlers").glob("*.py"), *(root / "scheduler").glob("*.py"), *(root / "bot").glob("*.py")]
    speaks_to_the_clerk = {"tables.py", "founding.py", "config.py", "config_clock.py", "app.py"}
    for path in own:
        tree = ast.parse(path.read_text("utf-8"))
        told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
                chinese = sum("\u4e00" <= char <= "\u9fff" for char in node.value)
                assert chinese <= 3 or path.name in speaks_to_the_clerk, f"{path.name}:{node.lineno} {node.value}"
