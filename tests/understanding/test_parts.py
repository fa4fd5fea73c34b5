"""Acts kept and brought back, the register, the lexicon, the line of a command."""

import re
from collections.abc import Callable
from datetime import date, datetime
from importlib import resources
from pathlib import Path

import pytest

from handlers import acts
from handlers.acts import Ask, AskReporting, Finding, HazardReport, Night, PatrolReport, Result, Span, SpecialWork, Work
from handlers.understand import OpenHazard, Register, lexicon, read_line, understand
from handlers.understand.normalise import normalise
from handlers.understand.numbers import number
from handlers.understand.printed import printed
from tests.understanding import hostile
from tests.understanding.reads import NIGHT, REGISTER, read

FULL = [
    PatrolReport(Result.HEDGED, None, date(2026, 3, 14), ("罐区",), ("李四",), why=("“大体”：结果",)),
    HazardReport(1, (Finding("灭火器过期", "三车间", deadline=date(2026, 3, 17)),), count_by_level={"一般": 1}),
    AskReporting(
        Ask.LATE, date(2026, 3, 14), to_group=True, which=Night.DAY, span=Span(date(2026, 3, 1), date(2026, 3, 2))
    ),
    SpecialWork("动火", start=datetime.fromisoformat("2026-03-15T08:30+08:00"), works=(Work("动火", "一级", 2),)),
]


#: Acts that say nothing without their days.
NOT_EMPTY: dict[type[acts.Act], Callable[[], acts.Act]] = {
    acts.AskEnterprise: lambda: acts.AskEnterprise(None, date(2026, 3, 1), date(2026, 3, 2)),
    acts.PutIn: lambda: acts.PutIn(date(2026, 3, 1)),
}


@pytest.mark.parametrize("act", FULL, ids=lambda act: type(act).__name__)
def test_an_act_is_kept_and_brought_back(act: acts.Act) -> None:
    assert acts.load(acts.dump(act)) == act


@pytest.mark.parametrize("kind", acts.KINDS.values(), ids=lambda kind: kind.__name__)
def test_every_act_can_be_kept(kind: type[acts.Act]) -> None:
    act = NOT_EMPTY[kind]() if kind in NOT_EMPTY else kind()
    assert acts.load(acts.dump(act)) == act
    assert kind.__doc__
    assert kind.intent


@pytest.mark.parametrize("stored", [{"act": "Nonsense"}, {}, {"act": 3}, {"act": "Choose", "number": "many"}])
def test_what_is_no_act_is_refused(stored: dict[str, acts.JSON]) -> None:
    with pytest.raises(ValueError, match=r"unknown act|validation error"):
        acts.load(stored)


# The register


def test_the_longest_name_wins_and_a_clash_gives_both() -> None:
    found = REGISTER.find("豫丰化工和宏达、宏达加油站")
    assert [(match.text, match.candidates) for match in found] == [
        ("豫丰化工", ("河南豫丰化工有限公司",)),
        ("宏达", ("宏达加油站", "宏达化工有限公司")),
        ("宏达加油站", ("宏达加油站",)),
    ]


def test_names_without_their_legal_form() -> None:
    register = Register.build([("河南新星化工有限公司", [])])
    for text in ("新星化工报了没", "河南新星化工报了没", "新星化工有限公司报了没"):
        assert [match.candidates for match in register.find(text)] == [("河南新星化工有限公司",)]


def test_full_width_brackets_are_the_same() -> None:
    register = Register.build([("安泰（北区）加油站", ["安泰"])])
    assert register.find(normalise("安泰（北区）加油站谁值班"))[0].candidates == ("安泰（北区）加油站",)


def test_a_hundred_times_as_many_enterprises_take_little_longer() -> None:
    many, few = (
        Register.build([(f"河南{one}{other}化工有限公司", [f"{one}{other}"]) for one, other in _pairs(count)])
        for count in (10_000, 100)
    )
    line = "昨晚河南豫丰化工有限公司和河南恒泰新材料股份有限公司报了没有，还有谁没有报上来"
    long, short = hostile.least(
        *(lambda it=it: hostile.spent(lambda: _looked(it, line)) for it in (many, few)), 10, 0.001
    )
    assert long <= 10 * short


def _looked(register: Register, line: str) -> None:
    for _ in range(20):
        register.find(line)


def _pairs(count: int) -> list[tuple[str, str]]:
    return [(chr(0x4E00 + at // 100), chr(0x5E00 + at % 100)) for at in range(count)]


# The lexicon


def test_every_list_has_its_sentence() -> None:
    for name in lexicon.FILES:
        lines = resources.files(lexicon).joinpath(f"{name}.toml").read_text("utf-8").splitlines()
        for above, line in zip(["", *lines], lines, strict=False):
            if re.match(r"\w+ = ", line):
                assert re.match(r"# .+\.$", above), f"{name}: {line[:40]}"


def test_the_longest_word_is_found() -> None:
    assert lexicon.hit("patrol.normal", "今晚没有发现异常情况") == "没有发现异常"
    assert lexicon.ending("这里没有发现", "incident.fillers") == "发现"


def test_the_cutter_keeps_its_cache_where_it_is_told(tmp_path: Path) -> None:
    lexicon._cutter.cache_clear()
    lexicon.prepare(tmp_path)
    try:
        assert "反应釜" in lexicon.cut("反应釜旁边电缆破皮")
    finally:
        lexicon.prepare(None)
    assert list(tmp_path.iterdir())


# Numbers, normalising, lines


@pytest.mark.parametrize(
    "text, value", [("12", 12), ("十二", 12), ("二十", 20), ("两", 2), ("一百零五", 105), ("", None), ("几", None)]
)
def test_numbers(text: str, value: int | None) -> None:
    assert number(text) == value


@pytest.mark.parametrize(
    "text, plain",
    [
        ("１２：３０，ＯＫ", "12:30,OK"),
        ("罐区🆗", "罐区OK"),
        ("@夜巡\u2005昨晚谁没报", "昨晚谁没报"),
        ("①灭火器", "1、灭火器"),
        ("[呲牙][玫瑰]", ""),
        ("[文件]周报.xlsx", "[文件]周报.xlsx"),
        ("引患2处", "隐患2处"),
        ("正\u200b常", "正常"),
    ],
)
def test_one_way_of_writing(text: str, plain: str) -> None:
    assert normalise(text) == plain


def test_the_context_of_a_line() -> None:
    context = read_line(
        {
            "role": "enterprise",
            "context": "now=2026-03-15T10:00+08:00, sender_enterprise=宏达加油站, media=video:1,image:4, "
            "mention_bot=1, open_hazards=YH-2026-0041(循环水泵房 护栏松动)[deadline:2026-03-20]|YH-2026-0042, "
            "last_list=YH-2026-0041|YH-2026-0042",
        }
    )
    assert context.media == {"video": 1, "image": 4}
    assert context.open_hazards == (
        OpenHazard("YH-2026-0041", "循环水泵房 护栏松动", date(2026, 3, 20)),
        OpenHazard("YH-2026-0042"),
    )
    assert context.last_list == ("YH-2026-0041", "YH-2026-0042")
    assert (context.chat, context.mention_bot, context.enterprise) == ("group", True, "宏达加油站")


@pytest.mark.parametrize("context", ["", "now=yesterday", "now=2026-03-15T10:00", "chat=group"])
def test_a_line_without_a_moment_is_refused(context: str) -> None:
    with pytest.raises(ValueError, match=r"now|isoformat"):
        read_line({"context": context})


def test_a_printed_line() -> None:
    line = printed(read("巡查罐区，正常", NIGHT), "A1")
    assert line == {
        "id": "A1",
        "intent": "patrol_report",
        "slots": {"hazard_count": 0, "report_date": "2026-03-14", "locations": ["罐区"]},
        "also": [],
        "ask": None,
        "why": ["“巡查”：说了巡查", "“正常”：结果 normal"],
    }


def test_a_long_text_is_set_aside() -> None:
    reading = read("着火了" * 700)
    assert reading.too_long
    assert reading.acts == ()
    assert printed(reading, "A2")["intent"] == "none"


def test_media_without_words_is_no_act() -> None:
    assert understand("[视频]", read_line({"context": f"now={NIGHT}, media=video:1"})).acts == ()
