"""The robot of a group: it is removed and put back, it is never too fast, and nobody waits behind tips."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import cast

import pytest
from pytest_aiohttp.plugin import AiohttpServer
from sqlmodel import Session, col, select

from bot.channels.base import Channel, ChannelSettings, Later, Limit, Sent
from bot.channels.wecom_robot import WecomRobot
from bot.register.groups import groups
from bot.tables import Value, rows_of
from models import outbox
from models.outbox import Letter, Outgoing, Priority
from tests.conftest import moment, people_of_the_county
from tests.platform.demo_corp import CALM
from tests.platform.wecom import WeCom
from tests.scene import Scene, scene, sqlite

MONDAY = date(2026, 3, 16)
ONE, TWO = "夜巡一群", "夜巡二群"
KEYS = {ONE: "key-1", TWO: "key-2"}
GONE = "the robot was removed from the group, or its key is wrong (93000)"


class Story:
    """A county whose two groups have a robot each, on a platform with its own HTTP."""

    def __init__(self, folder: Path, platform: WeCom, url: str) -> None:
        self.folder, self.platform, self.url = folder, platform, url
        self.robots = {chat: platform.robots.add(key) for chat, key in KEYS.items()}

    @asynccontextmanager
    async def office(self, keys: Mapping[str, str] = KEYS, wall: str = "10:00") -> AsyncIterator[Scene]:
        """The bot is started, on the database of the story."""
        async with scene(sqlite(self.folder), moment(wall, MONDAY), shared=True) as made:
            robot = WecomRobot(ChannelSettings("robots", "wecom_robot", {"api_url": self.url}, keys), CALM)
            cast(dict[str, Channel], made.play.office.channels)["robots"] = robot
            self.platform.clock = lambda: made.clock.now.timestamp()
            self.platform.robots.clock = self.platform.clock
            yield made
            await robot.close()

    def heard(self, chat: str) -> list[str]:
        """What stands in a group."""
        return [one.content for one in self.robots[chat].posted]


@pytest.fixture
async def story(tmp_path: Path, aiohttp_server: AiohttpServer) -> Story:
    platform = WeCom()
    server = await aiohttp_server(platform.app())
    return Story(tmp_path, platform, str(server.make_url("/")))


async def bring(made: Scene, *chats: str) -> tuple[str, ...]:
    """The groups are imported; what the import remarks."""
    told: list[dict[str, Value]] = [{"群名称": chat, "渠道": "robots"} for chat in chats]

    def run(session: Session) -> tuple[str, ...]:
        return groups(session, rows_of("群", told), made.clock.now, ["app", "robots"]).notes

    return await made.work.write(run)


async def post(made: Scene, chat: str, *texts: str, priority: Priority = Priority.RECEIPT) -> None:
    """Letters to a group, said at once where that may be."""
    now = made.clock.now

    def run(session: Session) -> None:
        for text in texts:
            key = f"{chat}:{text[:9]}:{now.isoformat()}"
            outbox.post(session, Letter(key, "note", channel="robots", chat=chat, text=text, priority=priority), now)

    await made.work.write(run)
    await made.play.step()


async def became(made: Scene, chat: str) -> list[tuple[str, str]]:
    """What became of the letters to a group."""
    letters = select(Outgoing).where(Outgoing.chat == chat).order_by(col(Outgoing.id))
    return await made.work.read(lambda session: [(one.status, one.reason) for one in session.exec(letters)])


async def test_the_robot_is_removed_from_its_group_and_put_back(story: Story) -> None:
    async with story.office() as made:
        await people_of_the_county(made)
        await bring(made, ONE, TWO)
        await post(made, ONE, "夜巡已收12家")
        assert story.heard(ONE) == ["夜巡已收12家"]

        story.platform.robots.remove("key-1")
        await post(made, ONE, "夜巡已收13家", "夜巡已收14家")
        await post(made, TWO, "夜巡已收15家")
        await made.clock.forward(minutes=20)
        assert story.heard(TWO) == ["夜巡已收15家"]
        assert made.heard("管理") == [
            "群里发不出去了｜夜巡一群\n群机器人被移出、停用，或没配置\n"
            "请在群里重新添加，新地址填进配置\n重启后再导入1次工作群，就恢复"
        ]
        assert await became(made, ONE) == [
            ("sent", ""),
            ("refused", GONE),
            ("refused", f"this group is shut: {GONE}"),
        ]
        assert story.platform.robots.turned_away == 1

    async with story.office(wall="11:00") as made:  # a restart opens nothing
        await post(made, ONE, "夜巡已收16家")
        await made.clock.forward(minutes=20)
        made.silent()
        assert (await became(made, ONE))[-1] == ("refused", f"this group is shut: {GONE}")
        assert story.platform.robots.turned_away == 1

    story.robots[ONE] = story.platform.robots.add("key-1-new")
    async with story.office(KEYS | {ONE: "key-1-new"}, wall="11:30") as made:
        assert await bring(made, ONE) == ("表“群”第2行“群名称”：停发过的群，从现在起又往里发",)
        await post(made, ONE, "夜巡已收17家")
        assert story.heard(ONE) == ["夜巡已收17家"]
        assert await bring(made, ONE) == ()

        story.platform.robots.remove("key-1-new")
        await post(made, ONE, "夜巡已收18家")
        assert len(made.heard("管理")) == 1  # removed again, told again


async def test_the_admin_is_not_told_of_a_group_that_is_open_again_by_then(story: Story) -> None:
    async with story.office(wall="22:30") as made:
        await people_of_the_county(made)
        await bring(made, ONE)
        story.platform.robots.remove("key-1")
        await post(made, ONE, "夜巡已收12家")
        await bring(made, ONE)
        made.strict = False
        await made.clock.forward(hours=10)
        assert not [line for line in made.heard() if line.startswith("管理: 群里")]


async def test_a_group_that_has_no_robot_in_the_configuration_is_told_too(story: Story) -> None:
    async with story.office({TWO: "key-2"}) as made:
        await people_of_the_county(made)
        await post(made, ONE, "夜巡已收12家", "夜巡已收13家")
        assert len(made.heard("管理")) == 1
        why = "the configuration has no robot for this group"
        assert await became(made, ONE) == [("refused", why), ("refused", f"this group is shut: {why}")]
        assert story.platform.trouble.calls == []


async def test_too_often_is_a_minute_of_peace_for_that_robot_alone(story: Story) -> None:
    async with story.office() as made:
        story.platform.trouble.add("webhook/send", code=45009)
        await post(made, ONE, "第一条")
        await post(made, ONE, "第二条")
        await post(made, TWO, "别的群")
        await made.clock.forward(seconds=59)
        assert (story.heard(ONE), story.heard(TWO)) == ([], ["别的群"])
        assert story.platform.trouble.count("webhook/send") == 2
        await made.clock.forward(seconds=2)
        assert story.heard(ONE) == ["第一条", "第二条"]


async def test_nothing_is_tried_for_ever(story: Story) -> None:
    async with story.office() as made:
        story.platform.trouble.add("webhook/send", code=99999, times=1000)
        await post(made, ONE, "第一条")
        await made.clock.forward(hours=12)
        [(status, reason)] = await became(made, ONE)
        assert (status, "99999" in reason) == ("refused", True)
        assert story.platform.trouble.count("webhook/send") == outbox.ATTEMPTS


async def test_an_emergency_does_not_wait_behind_tips(story: Story) -> None:
    async with story.office() as made:
        await post(made, ONE, *(f"{number} 今日安全1分钟" for number in range(30)))
        assert len(story.heard(ONE)) == 16
        await made.clock.forward(seconds=5)
        await post(made, ONE, "已收到，值班室正在电话联系", priority=Priority.EMERGENCY)
        assert story.heard(ONE)[16:] == ["已收到，值班室正在电话联系"]
        await made.clock.forward(minutes=2)
        assert len(story.heard(ONE)) == 31


def most_in_a_minute(moments: list[float]) -> int:
    return max(sum(0 <= one - first < 60 for one in moments) for first in moments)


async def test_two_offices_on_one_database_keep_one_limit_and_count_each_part(story: Story) -> None:
    long = "\n".join(f"{number} 榆川县第{number}加油站" for number in range(150))
    async with story.office() as one, story.office() as two:
        await post(one, ONE, *(f"{number} 夜巡已收" for number in range(14)), long)
        posted = story.robots[ONE].posted
        assert len(posted) == 14  # three parts do not fit any more
        await post(one, ONE, *(f"{number} 险情" for number in range(9)), priority=Priority.EMERGENCY)
        assert len(posted) == 20
        for _ in range(130):
            for made in (one, two):
                made.play.clock.put(made.clock.now + timedelta(seconds=1))
            await asyncio.gather(one.play.step(), two.play.step())
        assert [text.partition("\n")[0] for text in story.heard(ONE) if text.startswith("(")] == [
            "(1/3)",
            "(2/3)",
            "(3/3)",
        ]
        assert len(posted) == 14 + 9 + 3
        assert most_in_a_minute([said.at for said in posted]) == 20
        assert {status for status, _ in await became(one, ONE)} == {"sent"}


async def test_a_text_of_more_parts_than_a_minute_takes_goes_on_in_the_next(story: Story) -> None:
    async with story.office() as made:
        await post(made, ONE, "\n".join(f"{number} 榆川县第{number}加油站" for number in range(1200)))
        assert len(story.heard(ONE)) == 16
        await post(made, TWO, "别的群")
        await made.clock.forward(minutes=3)
        heads = [text.partition("\n")[0] for text in story.heard(ONE)]
        assert heads == [f"({number}/{len(heads)})" for number in range(1, len(heads) + 1)]
        assert most_in_a_minute([said.at for said in story.robots[ONE].posted]) <= 20


async def test_the_parts_of_a_letter_that_waits_count_too(county: Scene) -> None:
    county.channel.max_bytes, county.channel.limits = 60, (Limit(4, timedelta(minutes=1)),)
    county.channel.outcomes = [Sent(), Sent(), Later(timedelta(seconds=10), "busy")]
    to = {"channel": "app", "chat": "g1", "priority": Priority.RECEIPT}
    for key in ("一二三四五六七八九十\n" * 4, "甲"):
        letter = Letter(key[0], "note", text=key.strip(), **to)
        await county.work.write(lambda session, one=letter: outbox.post(session, one, county.clock.now))
    await county.play.step()
    assert len(county.heard("g1")) == 3  # two parts of four, and 甲
    await county.clock.forward(seconds=59)
    county.silent()
    await county.clock.forward(seconds=20)
    assert [text[:5] for text in county.heard("g1")] == ["(3/4)", "(4/4)"]
