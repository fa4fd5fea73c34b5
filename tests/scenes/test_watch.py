"""The watcher: what shows that the bot itself no longer works is told to the admin, once."""

from datetime import date, timedelta

import pytest
from aiohttp import web
from pytest_aiohttp.plugin import AiohttpServer
from sqlmodel import Session, select

from bot.watch import AFTER_JUMP_S, Heartbeat, Watch
from models import outages, runs
from models.inbox import Message, MessageStatus
from models.obligations import Due, DueStatus
from models.runs import JobRun
from tests.scene import Scene

pytestmark = pytest.mark.begins(date(2026, 3, 15), "02:00")


class Running:
    """A clock that only runs, moved beside the one on the wall."""

    def __init__(self, county: Scene) -> None:
        self.county, self.seconds = county, 1000.0
        self.watch = Watch(county.play.office, ran=lambda: self.seconds)

    async def after(self, wall: timedelta, really: timedelta | None = None) -> bool:
        """The wall clock shows so much more, while really this has passed; a look then. Whether all is well."""
        self.seconds += (wall if really is None else really).total_seconds()
        self.county.play.clock.put(self.county.clock.now + wall)
        well = await self.watch.look()
        await self.county.play.office.deliver()
        return well


@pytest.fixture
async def running(county: Scene) -> Running:
    found = Running(county)
    await county.play.office.tick()
    assert await found.watch.look()
    return found


async def test_ticks_that_have_stopped_are_told_once(county: Scene, running: Running) -> None:
    assert await running.after(timedelta(minutes=4))
    assert not await running.after(timedelta(minutes=2))
    assert county.heard("管理") == ["定时检查停了6分钟（02:00起）\n提醒和催报没按时发；重启程序就补上"]
    assert not await running.after(timedelta(minutes=2))
    assert county.heard("管理") == []
    await county.play.office.tick()
    assert await running.after(timedelta(minutes=1))


async def test_a_message_that_nobody_handles(county: Scene, running: Running) -> None:
    await county.work.write(lambda session: _messages(session, county, [timedelta(minutes=1)]))
    await running.after(timedelta(minutes=3))
    await county.play.office.tick()
    county.play.clock.put(county.clock.now + timedelta(minutes=13))
    await county.play.office.tick()
    assert not await running.after(timedelta(0), really=timedelta(minutes=13))
    assert county.heard("管理") == ["有消息17分钟没处理（01:59收到）\n消息都存着，没丢；看运行日志或重启程序"]


def _messages(session: Session, county: Scene, ages: list[timedelta], status: str = "pending") -> None:
    for number, age in enumerate(ages):
        at = county.clock.now - age
        session.add(
            Message(
                channel=county.channel.name,
                msg_id=f"{at}:{number}",
                kind="text",
                sender="nobody",
                sent_at=at,
                received_at=at,
                status=status,
            )
        )


async def test_far_fewer_messages_than_usual(county: Scene, running: Running) -> None:
    ages = [timedelta(days=day, minutes=10 + number) for day in range(9) for number in range(12 if day else 1)]
    await county.work.write(lambda session: _messages(session, county, ages, MessageStatus.DONE))
    assert not await running.after(timedelta(minutes=1))
    (told,) = county.heard("管理")
    assert told.splitlines()[0] == "近1小时只收到1条消息，平时这时约12条"


async def test_silence_at_an_hour_that_is_always_silent_is_nothing(county: Scene, running: Running) -> None:
    ages = [timedelta(days=day, minutes=10 + number) for day in range(1, 15) for number in range(5)]
    await county.work.write(lambda session: _messages(session, county, ages, MessageStatus.DONE))
    assert await running.after(timedelta(minutes=1))


async def test_a_channel_that_refuses_is_told(county: Scene, running: Running) -> None:
    county.play.office.mouths.closed_until["别的通道"] = county.clock.now + timedelta(hours=1)
    assert not await running.after(timedelta(minutes=1))
    assert county.heard("管理") == ["通道别的通道发不出去，能换的已走别的通道\n在值班电脑上看原因：\nyexun doctor"]


async def test_a_clock_that_jumps_a_week_forward_is_told_and_is_no_deafness(county: Scene, running: Running) -> None:
    assert not await running.after(timedelta(days=7), really=timedelta(seconds=15))
    assert county.heard("管理") == [
        "本机时钟突然快了7天\n3月15日2:00变成3月22日2:00\n核对本机时间：不对的话，提醒和应报都会错"
    ]
    assert await county.work.read(lambda session: session.exec(select(outages.Outage)).all()) == []
    assert await running.after(timedelta(seconds=AFTER_JUMP_S))


async def test_what_was_done_in_a_future_that_has_not_come_is_done_again_at_its_time(
    county: Scene, running: Running
) -> None:
    await running.after(timedelta(days=7), really=timedelta(seconds=15))
    await county.play.office.settle()
    assert await county.work.read(_missed)
    assert not await running.after(-timedelta(days=7), really=timedelta(seconds=15))
    assert [one for one in county.heard() if "慢了7天" in one]
    now = county.clock.now

    def nothing_ahead(session: Session) -> None:
        assert not session.exec(select(JobRun).where(JobRun.planned_for > now)).all()
        assert not session.exec(select(Due).where(Due.cut_off_at > now, Due.status == DueStatus.MISSED)).all()

    await county.work.read(nothing_ahead)
    await county.clock.to("06:31", date(2026, 3, 16))
    assert [one for one in county.heard() if one.startswith("李明: ") and "3月15日夜" in one]


def _missed(session: Session) -> int:
    return len(session.exec(select(Due).where(Due.status == DueStatus.MISSED)).all())


async def test_an_hour_back_is_told_and_nothing_waits_for_it(county: Scene, running: Running) -> None:
    far = county.clock.now + timedelta(minutes=50)
    await county.work.write(lambda session: _messages(session, county, [timedelta()]))

    def hold(session: Session) -> None:
        for one in session.exec(select(Message)):
            one.status, one.lease_until, one.attempts = MessageStatus.CLAIMED, far, 1
            session.add(one)

    await county.work.write(hold)
    assert not await running.after(-timedelta(hours=1), really=timedelta(seconds=15))
    (told,) = county.heard("管理")
    assert told.startswith("本机时钟突然慢了60分钟")
    assert await county.work.read(lambda session: runs.last_beat(session, "tick")) == county.clock.now
    await county.play.office.handle()
    left = await county.work.read(lambda session: session.exec(select(Message.status)).all())
    assert MessageStatus.CLAIMED not in left


async def test_a_machine_that_slept_was_deaf(county: Scene, running: Running) -> None:
    await running.after(timedelta(hours=2))
    (slept,) = await county.work.read(lambda session: session.exec(select(outages.Outage)).all())
    assert slept.ended_at - slept.began_at == timedelta(hours=2)


async def test_the_heartbeat_goes_while_all_is_well(county: Scene, aiohttp_server: AiohttpServer) -> None:
    beats: list[str] = []

    async def hear(request: web.Request) -> web.Response:
        beats.append(request.method)
        return web.Response()

    served = web.Application()
    served.router.add_route("*", "/ping/secret", hear)
    url = str((await aiohttp_server(served)).make_url("/ping/secret"))
    await county.play.office.tick()
    seconds = [0.0]
    watcher = Watch(county.play.office, Heartbeat(url, post=True), ran=lambda: seconds[0])
    for _ in range(3):
        await watcher.round()
        seconds[0] += 30
        county.play.clock.put(county.clock.now + timedelta(seconds=30))
    assert beats == ["POST", "POST"]
    county.play.clock.put(county.clock.now + timedelta(minutes=6))
    seconds[0] += 360
    await watcher.round()
    assert beats == ["POST", "POST"]
