"""A duty post with one account: who acted is whoever is named in the text, else whoever has the duty."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from models import calendar
from models.audit import Audit
from models.incidents import Incident
from models.people import Person, Role
from tests.scene import Scene, scene, sqlite

MONDAY = date(2026, 3, 16)


@pytest.fixture
async def post(tmp_path: Path) -> AsyncIterator[Scene]:
    """The account 值班室 stands for three officers, of whom 周宁 has the duty; a plant with a guard; a head."""
    async with scene(sqlite(tmp_path), calendar.at(MONDAY, calendar.clock("09:00"))) as made:
        await made.enterprise("河南豫丰化工有限公司", "豫丰化工、豫丰", class_name="无储存经营")
        await made.person("张强", Role.REPORTER, "河南豫丰化工有限公司")
        for number, name in enumerate(("李明", "周宁", "吴川")):
            await made.person(name, Role.DUTY, user="值班室", phone=f"1380013800{number}")
        await made.person("江科", Role.HEAD)
        await made.shift(MONDAY, "周宁", "江科")
        yield made


async def taken_by(post: Scene) -> str:
    """Who has the incident in hand."""

    def name(session: Session) -> str:
        incident = session.exec(select(Incident)).one()
        return session.get_one(Person, incident.taken_by).name if incident.taken_by else ""

    return await post.work.read(name)


async def actor(post: Scene) -> str:
    """Whom the newest entry of the audit chain names."""

    def newest(session: Session) -> str:
        taken = select(Audit).where(Audit.action == "incident.taken")
        entry = session.exec(taken.order_by(col(Audit.seq).desc())).first()
        assert entry
        return session.get_one(Person, int(entry.actor.removeprefix("person:"))).name

    return await post.work.read(newest)


@pytest.mark.parametrize(
    "words, who",
    [
        ("李明：接手", "李明"),
        ("李明:1", "李明"),
        ("李明 1", "李明"),
        ("我是李明，我来处理", "李明"),
        ("李明接手", "李明"),
        ("接手，吴川", "吴川"),
        ("接手（吴川）", "吴川"),
        ("接手", "周宁"),
        ("1", "周宁"),
    ],
)
async def test_the_name_in_the_text_is_who_took_it_over_else_who_has_the_duty(
    post: Scene, words: str, who: str
) -> None:
    await post.says("张强", "三车间着火了")
    assert sum(one.startswith("值班室: 【突发】") for one in post.heard()) == 1
    await post.says("值班室", words)
    assert await taken_by(post) == await actor(post) == who
    post.heard()


async def test_a_swap_speaks_for_whoever_is_named(post: Scene) -> None:
    await post.says("值班室", "李明：今天我替周宁值班")
    assert post.heard()[0] == "值班室: 换好了\n3月16日的班 周宁→李明\n已告诉江科"
    await post.says("值班室", "吴川：3月16日我替李明")
    assert post.heard()[0].startswith("值班室: 换好了\n3月16日的班 李明→吴川")


async def test_a_name_that_the_words_are_about_is_not_who_speaks(post: Scene) -> None:
    await post.says("江科", "吴川替周宁值3月16日")
    assert post.heard()[0].startswith("江科: 换好了\n3月16日的班 周宁→吴川")


async def test_of_guards_who_share_a_telephone_the_named_one_comes_first_and_no_word_is_lost(post: Scene) -> None:
    await post.person("陈夜", Role.REPORTER, "河南豫丰化工有限公司", user="张强")
    await post.says("张强", "陈夜：三车间着火了")
    incident = await post.work.read(lambda session: session.exec(select(Incident)).one())
    name = await post.work.read(lambda session: session.get_one(Person, incident.person_id).name)
    assert name == "陈夜"
    post.heard()
