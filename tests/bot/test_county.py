"""榆川县 and its nights: complete, invented, and the same every time."""

from collections import Counter
from datetime import date, time, timedelta
from pathlib import Path

import pytest

from bot.demo.county import CHANNEL, VISITORS, County, county
from bot.demo.neighbours import MISSING, Line, neighbours, one_night, script
from bot.demo.talk import CHATTER, DUTY, EXCUSES, HEARD, LATER
from models.calendar import at, local
from models.people import Enterprise, Person, accounts, supervisors
from models.rota import leaders_on_duty, officers_on_duty
from tests.console_stage import START, stage

DAY = date(2026, 3, 10)


@pytest.fixture
def made() -> County:
    return county(DAY)


async def test_the_imports_take_the_county_as_it_is(tmp_path: Path) -> None:
    async with stage(tmp_path) as theatre:
        duty = await theatre.work.read(lambda session: officers_on_duty(session, START))
        leaders = await theatre.work.read(lambda session: leaders_on_duty(session, START))
        plant = await theatre.work.read(lambda session: session.get_one(Enterprise, 2))
        grid = await theatre.work.read(lambda session: supervisors(session, plant))
        bound = await theatre.work.read(lambda session: accounts(session, 1))
    assert ([one.name for one in duty], [one.name for one in leaders]) == (["何晓棠"], ["杜衡"])
    assert (plant.short, plant.major, plant.class_name) == ("丰禾化工", True, "生产")
    assert [one.name for one in grid] == ["顾青野"]
    assert [one.channel for one in bound] == [CHANNEL]


def test_the_county_has_every_kind_of_enterprise(made: County) -> None:
    classes = Counter(row["类别"].partition("、")[0] for row in made.enterprises)
    assert set(classes) == {"生产", "储存", "经营", "加油站", "使用", "无储存经营"}
    assert len(made.enterprises) == 55
    assert sum("重大危险源" in row["类别"] for row in made.enterprises) == 5
    shorts = Counter(short for row in made.enterprises for short in row["简称"].split("、"))
    assert [name for name, count in shorts.items() if count > 1] == ["宏达"], "one deliberate clash"
    grouped = Counter(name for row in made.groups for name in row["企业"].split("、"))
    assert grouped == Counter(row["企业名称"] for row in made.enterprises)


def test_nobody_of_the_county_can_be_rung(made: County) -> None:
    phones = [row["手机号"] for row in made.people]
    assert len(set(phones)) == len(phones)
    assert all(len(one) == 11 and (one[2:6] == "0000" or one.startswith("138001380")) for one in phones)
    users = [row["用户ID"] for row in made.people]
    assert len(set(users)) == len(users)
    assert all(one.isascii() and one.isalpha() for one in users)


def test_a_night_is_the_same_every_time_and_differs_from_the_next(made: County) -> None:
    assert script(made, DAY, 2) == script(county(DAY), DAY, 2)
    assert script(made, DAY, 2)[: len(one_night(made, DAY))] == script(made, DAY, 1)
    second = [line.text for line in one_night(made, DAY + timedelta(days=1))]
    assert second != [line.text for line in one_night(made, DAY)]
    assert script(made, DAY, 1, seed=2) != script(made, DAY, 1)


@pytest.mark.parametrize("night", [DAY + timedelta(days=day) for day in range(7)])
def test_most_report_in_time_some_late_and_three_not_at_all(made: County, night: date) -> None:
    lines = one_night(made, night)
    first = _first_reports(lines)
    owing = {one.user for one in neighbours(made)}
    assert len(owing - set(first)) == MISSING
    times = [local(line.at) for line in first.values()]
    assert 1 <= sum(moment.time() >= time(5) for moment in times) <= 3
    assert sum(moment.time() < time(3, 30) for moment in times) >= 30
    assert all(at(night, time(23, 40)) < line.at < at(night + timedelta(days=1), time(6)) for line in lines)


def _first_reports(lines: list[Line]) -> dict[str, Line]:
    first: dict[str, Line] = {}
    for line in sorted(lines, key=lambda line: line.at):
        if line.text not in {*CHATTER, *HEARD, *LATER, *EXCUSES, DUTY}:
            first.setdefault(line.sender, line)
    return first


@pytest.mark.parametrize("night", [DAY + timedelta(days=day) for day in range(7)])
def test_who_will_post_later_has_not_posted_yet(made: County, night: date) -> None:
    lines = one_night(made, night)
    first = _first_reports(lines)
    for line in lines:
        if line.text in LATER:
            assert line.at < first[line.sender].at


def test_the_visitors_enterprises_keep_silent(made: County) -> None:
    own = {row["企业名称"] for row in made.enterprises if row["简称"].split("、")[0] in VISITORS}
    silent = {row["用户ID"] for row in made.people if row["企业名称"] in own}
    assert len(own) == 3
    assert not silent & {line.sender for line in script(made, DAY, 3)}


def test_a_line_has_the_shape_that_rehearse_reads(made: County) -> None:
    names = {row["群名称"] for row in made.groups}
    for line in script(made, DAY, 1):
        row = line.row()
        assert list(row) == ["at", "channel", "chat", "from", "text", "media", "reply_to", "mention_bot"]
        assert row["chat"] is None or row["chat"] in names
        assert line.text or line.media


def test_nobody_is_called_like_an_officer(made: County) -> None:
    names = Counter(row["姓名"] for row in made.people)
    assert max(names.values()) == 1
    assert Person(name="x", role="值班员").is_officer
