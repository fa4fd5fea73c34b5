"""The sentences about what was not clear, how it was read and what is taught, as long as they get; for test_wording."""

from datetime import date
from types import ModuleType

from models import calendar
from models.wording import explained, taught, unclear
from models.wording.unclear import Line

AT = calendar.at(date(2026, 12, 25), calendar.clock("10:31"))
EARLIER = calendar.at(date(2026, 12, 24), calendar.clock("22:31"))
PLANT = "河南恒泰新材料股份有限公司第二分厂"
WORDS = "三车间二楼那个反应釜底阀法兰连接处垫片有点老化渗漏，地面有积液未清理"
LINES = [Line(at, PLANT, "欧阳建国", WORDS, "整改、新隐患，没说是哪条") for at in (AT, EARLIER)] * 10
READ = {
    "intent": "patrol_report",
    "also": ["hazard_report", "extension_request"],
    "slots": {
        "hazard_count": 3,
        "locations": ["罐区", "泵房", "装卸台", "危废库"],
        "hazards": [{"desc": WORDS, "location": "三车间"}],
        "date_range": {"start": "2026-12-24", "end": "2026-12-25"},
        "needs_confirm": True,
    },
    "why": [f"“{WORDS}”：说了巡查", "“没毛病”：结果 normal", "“三车间”：夜里带影像的地点"] * 2,
}
NOTHING = {"intent": "none", "slots": {}, "why": []}

SAID_OF_UNCLEAR: dict[str, list[str]] = {
    "explained.intent": [explained.intent(one) for one in (*explained.INTENTS, "?")],
    "explained.gist": [explained.gist(READ, one) for one in ("", *explained.DOUBTS)],
    "explained.joined_by_comma": [explained.joined_by_comma("夜巡", "", "结果没说准")],
    "explained.details": [f"{name}{value[:9]}" for name, value in explained.details(READ)],
    "explained.reasons": [one[:30] for one in explained.reasons(READ)],
    "explained.reading": [
        explained.reading(WORDS, one, doubt) for one in (READ, NOTHING) for doubt in ("", "hedged", "unread")
    ],
    "explained.nothing_to_explain": [explained.nothing_to_explain()],
    "explained.not_yours": [explained.not_yours()],
    "unclear.in_group": [unclear.in_group("欧阳建国")],
    "unclear.none_of_them": [unclear.none_of_them()],
    "unclear.no_then_what": [unclear.no_then_what()],
    "unclear.listing": [unclear.listing(LINES, 43, AT), unclear.listing(LINES[:1], 1, AT)],
    "unclear.nothing_listed": [unclear.nothing_listed()],
    "unclear.seen_to": [unclear.seen_to(WORDS, 12), unclear.seen_to("改好了", 0)],
    "unclear.seen_to_already": [unclear.seen_to_already()],
    "unclear.from_memory": [unclear.from_memory("恒泰新材料", PLANT)],
    "taught.learnt_short": [taught.learnt_short(WORDS, PLANT)],
    "taught.learnt_place": [taught.learnt_place(WORDS)],
    "taught.learnt_phrase": [taught.learnt_phrase(WORDS, WORDS)],
    "taught.forgotten": [taught.forgotten(WORDS)],
    "taught.never_taught": [taught.never_taught(WORDS)],
    "taught.only_admins": [taught.only_admins()],
    "taught.how": [taught.how()],
    "taught.wrong_length": [taught.wrong_length(WORDS)],
    "taught.means_unclear": [taught.means_unclear(WORDS)],
    "taught.known_already": [taught.known_already(WORDS)],
    "taught.part_of": [taught.part_of(WORDS, WORDS)],
    "taught.is_a_name": [taught.is_a_name(WORDS)],
    "taught.no_such_enterprise": [taught.no_such_enterprise(PLANT)],
    "taught.several_enterprises": [taught.several_enterprises([PLANT] * 6)],
    "taught.would_change": [taught.would_change(WORDS, 112, 1000, taught.before_and_after(WORDS, WORDS, WORDS))],
    "taught.before_and_after": [taught.before_and_after(WORDS, WORDS, WORDS)],
}
#: Somebody asked for it: it may be longer.
ASKED_OF_UNCLEAR = {"unclear.listing"}
UNCLEAR_MODULES: dict[str, ModuleType] = {"explained": explained, "unclear": unclear, "taught": taught}
