"""What every channel keeps, whatever its platform: the same stories for each, on a line that is torn on purpose."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from pytest_aiohttp.plugin import AiohttpServer

from bot.channels.base import (
    Ability,
    Address,
    Card,
    Channel,
    Later,
    MediaLater,
    MediaLost,
    Outcome,
    Parcel,
    Refused,
    Sent,
)
from bot.parts import split
from models.incoming import MessageKind
from tests.channels.contract import MAKERS, Rig, Woe
from tests.process.serving import until

every_channel = pytest.mark.parametrize("name", MAKERS)
FILES = {"照片.jpg": Ability.IMAGE, "夜巡.mp4": Ability.VIDEO, "周报表.xlsx": Ability.FILE}
CARD = Card("letter-7", "0031 待复查", (("企业", "豫丰化工"),), (("1", "通过"), ("2", "不通过")))

#: Robots have keys and no tokens; in webhook mode an AI bot is called, and has nothing but one answer for each call.
WITHOUT = {("wecom_robot", Woe.TOKEN_DEAD)}
WITHOUT |= {("wecom_aibot, webhook", woe) for woe in (Woe.TOO_FAST, Woe.REFUSED, Woe.TOKEN_DEAD)}


@asynccontextmanager
async def rig(name: str, aiohttp_server: AiohttpServer, folder: Path) -> AsyncIterator[Rig]:
    async with MAKERS[name](aiohttp_server, folder) as made:
        await made.channel.start()
        try:
            yield made
        finally:
            await made.channel.close()
            await made.wire.close()


async def tell(made: Rig, text: str = "请报送夜巡视频", **more: object) -> Outcome:
    if made.ready:
        await made.ready()
    return await made.channel.send(made.to, Parcel(text, key=f"键:{len(made.shown())}", **more))  # type: ignore[arg-type]


async def only_listens(made: Rig) -> bool:
    """Whether it says nothing to anybody, and says that it does not."""
    if made.mute:
        assert isinstance(await tell(made), Refused)
        assert made.channel.can == frozenset()
    return made.mute


async def whole(made: Rig, locator: str) -> bytes:
    async with made.channel.fetch(locator) as found:
        return b"".join([chunk async for chunk in found.chunks])


@every_channel
async def test_it_says_what_it_is(name: str, aiohttp_server: AiohttpServer, tmp_path: Path) -> None:
    async with rig(name, aiohttp_server, tmp_path) as made:
        channel: Channel = made.channel
        assert channel.kind == name.partition(",")[0]
        assert channel.can <= set(Ability)
        assert channel.can & {Ability.PERSONS, Ability.GROUPS} or await only_listens(made)
        assert channel.max_bytes >= 512
        assert all(0 <= limit.spare < limit.count for limit in channel.limits)


@every_channel
async def test_each_kind_is_heard_and_the_same_again_is_the_same(
    name: str, aiohttp_server: AiohttpServer, tmp_path: Path
) -> None:
    async with rig(name, aiohttp_server, tmp_path) as made:
        if made.says is None:
            assert made.kinds == frozenset()
            return
        for number, kind in enumerate(sorted(made.kinds), 1):
            before = len(made.taken)
            await made.says(kind, number)
            await made.says(kind, number)
            found = made.taken[before:]
            assert {one.kind for one in found} == {kind}
            assert len({(one.channel, one.msg_id) for one in found}) == 1  # of which the inbox keeps one
            assert {one.channel for one in found} == {made.channel.name}
            assert all(one.sender and one.raw for one in found)
            media = {MessageKind.IMAGE, MessageKind.VIDEO, MessageKind.VOICE}
            assert all(bool(one.media) == (kind in media) for one in found)
        assert len({one.msg_id for one in made.taken}) == len(made.kinds)


@every_channel
async def test_a_file_comes_whole_or_is_told_lost(name: str, aiohttp_server: AiohttpServer, tmp_path: Path) -> None:
    async with rig(name, aiohttp_server, tmp_path) as made:
        with pytest.raises((MediaLost, MediaLater)):
            await whole(made, "never-was")
        if made.lays is None:
            return
        content = b"a film of the night" * 20_000
        locator = made.lays(content)
        if made.ready:
            await made.ready()
        if not made.mute:  # it goes over no line of ours
            made.wire.torn = 100_000
            with pytest.raises(MediaLater):
                await whole(made, locator)
        assert await whole(made, locator) == content


@every_channel
async def test_texts_go_whole_also_the_longest(name: str, aiohttp_server: AiohttpServer, tmp_path: Path) -> None:
    async with rig(name, aiohttp_server, tmp_path) as made:
        if await only_listens(made):
            return
        odd = '3号泵 <b>"A&B"</b> ]]> {phone} \\n 隐患😀'
        assert isinstance(await tell(made, odd), Sent)
        assert made.shown() == [made.looks(odd)]
        long = "\n".join(f"{number} 榆川县第{number}加油站" for number in range(90))
        parts = split(long, made.channel.max_bytes)
        for part in parts:
            assert isinstance(await tell(made, part), Sent)
        assert made.shown()[1:] == [made.looks(part) for part in parts]
        assert made.faults() == []


@every_channel
async def test_each_file_goes_or_is_refused(name: str, aiohttp_server: AiohttpServer, tmp_path: Path) -> None:
    async with rig(name, aiohttp_server, tmp_path) as made:
        if await only_listens(made):
            return
        can = made.channel.can & {Ability.IMAGE, Ability.VIDEO, Ability.FILE}
        for filename, ability in FILES.items():
            (tmp_path / filename).write_bytes(b"\xff\xd8\xff content of a file" * 20)
            outcome = await tell(made, "附件", file=tmp_path / filename)
            if ability in can or (Ability.FILE in can):
                assert isinstance(outcome, Sent), (filename, outcome)
            else:
                assert isinstance(outcome, Refused), (filename, outcome)
        (tmp_path / "empty.jpg").touch()
        for broken in ("missing.jpg", "empty.jpg"):
            assert isinstance(await tell(made, "附件", file=tmp_path / broken), Refused)
        assert made.faults() == []


@every_channel
async def test_a_card_and_mentions_take_nothing_from_the_text(
    name: str, aiohttp_server: AiohttpServer, tmp_path: Path
) -> None:
    async with rig(name, aiohttp_server, tmp_path) as made:
        if await only_listens(made):
            return
        assert isinstance(await tell(made, "回1通过，回2不通过", card=CARD, mentions=("zhang", "@all")), Sent)
        assert made.shown()[0] == "回1通过，回2不通过"
        assert made.faults() == []


@every_channel
async def test_nobody_and_nothing_are_refused(name: str, aiohttp_server: AiohttpServer, tmp_path: Path) -> None:
    async with rig(name, aiohttp_server, tmp_path) as made:
        assert isinstance(await made.channel.send(Address(), Parcel("x")), Refused)
        assert isinstance(await made.channel.send(made.to, Parcel("")), Refused)
        if Ability.GROUPS not in made.channel.can:
            assert isinstance(await made.channel.send(Address(chat="夜巡群"), Parcel("x")), Refused)
        if Ability.PERSONS not in made.channel.can:
            assert isinstance(await made.channel.send(Address("zhang"), Parcel("x")), Refused)
        assert made.shown() == []


@every_channel
@pytest.mark.parametrize("woe", Woe)
async def test_whatever_happens_is_an_outcome_and_then_it_goes_on(
    name: str, woe: Woe, aiohttp_server: AiohttpServer, tmp_path: Path
) -> None:
    async with rig(name, aiohttp_server, tmp_path) as made:
        if await only_listens(made):
            return
        if woe not in made.woes:
            assert (name, woe) in WITHOUT
            return
        assert isinstance(await tell(made, "先来一条"), Sent)
        if made.ready:
            await made.ready()
        made.woes[woe]()
        outcome = await made.channel.send(made.to, Parcel("出事时的一条", key="key:woe"))
        assert isinstance(outcome, made.comes_of[woe]), outcome
        if woe in (Woe.TORN, Woe.CUT, Woe.GARBAGE, Woe.NONSENSE):
            assert isinstance(outcome, Later)
            assert outcome.lost_answer  # the platform may have said it already
            assert not outcome.whole_target
        if woe == Woe.TOO_FAST:
            assert isinstance(outcome, Later)
            assert outcome.whole_channel or outcome.whole_target
        assert "出事时的" not in repr(outcome)
        if woe == Woe.TOO_FAST:  # some keep the peace themselves, for as long as the platform wants it
            return
        assert isinstance(await tell(made, "后来一条"), Sent)
        assert made.shown()[-1] == "后来一条"


@every_channel
async def test_a_platform_that_is_away_has_taken_nothing_and_is_told_by_the_doctor(
    name: str, aiohttp_server: AiohttpServer, tmp_path: Path
) -> None:
    async with rig(name, aiohttp_server, tmp_path) as made:
        if await only_listens(made):
            return
        if made.ready:
            await made.ready()
        await made.wire.close()

        async def nothing_was_taken() -> bool:
            """Of a connection that was open nobody knows what still went through it; of none, that nothing did."""
            outcome = await made.channel.send(made.to, Parcel("没有人在的一条"))
            assert isinstance(outcome, Later), outcome
            return not outcome.lost_answer

        await until(nothing_was_taken)
        lines = await made.channel.check()
        assert lines
        assert {line.level for line in lines} <= {"green", "yellow", "red"}
        await made.wire.open()

        async def it_goes() -> bool:
            return isinstance(await made.channel.send(made.to, Parcel("又有人在的一条", key="key:again")), Sent)

        await until(it_goes)
        assert made.shown()[-1] == "又有人在的一条"
