"""The conversation archive over a C library of our own: what it hears, how far it has read, and what goes wrong."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, SQLModel, select

from bot.channels.archive import WecomArchive
from bot.channels.archive_child import Patience
from bot.channels.base import Address, ChannelSettings, MediaLater, MediaLost, Parcel, Refused
from bot.channels.pulling import Pauses
from bot.clock import MovableClock
from bot.ears import OfficeEars
from bot.work import Work
from models import db, marks
from models import tables as _tables  # noqa: F401 - every table, for create_all
from models.attachments import Attachment
from models.errors import NotStorable
from models.inbox import Message
from models.outages import Outage
from models.outbox import Outgoing
from models.people import Person, Role
from tests.platform import finance
from tests.platform.demo_corp import NOW
from tests.platform.finance import SECRET, Corp
from tests.process.serving import until

AT = NOW.timestamp()
QUICK = Patience(call=10, margin=20, pauses=(0, 0))
PAUSES = Pauses(calm=0.01, failed=(0.01,), troubled=0.01)
CUT_OFF = Patience(call=1, margin=0.2, pauses=(0, 0))


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = finance.built(tmp_path_factory.mktemp("finance"))
    if made is None:
        pytest.skip("there is no C compiler on this machine")
    return made


@pytest.fixture
def corp(tmp_path: Path) -> Iterator[Corp]:
    made = Corp(tmp_path / "corp")
    yield made
    assert made.faults == []


@dataclass
class Office:
    """A channel with ears of its own, and what is in its database."""

    library: Path
    corp: Corp
    work: Work
    clock: MovableClock

    def channel(self, patience: Patience = QUICK, **changed: str) -> WecomArchive:
        options = {"library": str(self.library), "corp_id": str(self.corp.folder), "secret": SECRET}
        options |= {"key_1": finance.pem_of(1)}
        made = WecomArchive(ChannelSettings("archive", "wecom_archive", options | changed), patience, PAUSES)
        made.hear_with(OfficeEars(self.work, self.clock))
        return made

    @asynccontextmanager
    async def listening(self, patience: Patience = QUICK, **changed: str) -> AsyncIterator[WecomArchive]:
        channel = self.channel(patience, **changed)
        await channel.start()
        yield channel
        await channel.close()

    async def rows(self, kind: type, enough: Callable[[Sequence[object]], bool]) -> Sequence[object]:
        async def found() -> Sequence[object] | None:
            rows = await self.work.read(lambda session: session.exec(select(kind)).all())
            return rows if enough(rows) else None

        return await until(found)

    async def heard(self, count: int) -> list[Message]:
        rows = await self.rows(Message, lambda found: len(found) >= count)
        assert len(rows) == count
        return sorted((one for one in rows if isinstance(one, Message)), key=lambda one: one.id or 0)

    async def alarms(self) -> set[str]:
        rows = await self.rows(Outgoing, bool)
        return {str(one.about["what"]) for one in rows if isinstance(one, Outgoing)}

    async def mark(self) -> str:
        return await self.work.read(lambda session: marks.value(session, "archive", "seq"))

    async def read_up_to(self, seq: int) -> None:
        async def there() -> bool | None:
            return await self.mark() == str(seq) or None

        await until(there)


@pytest.fixture
async def office(library: Path, corp: Corp, tmp_path: Path) -> AsyncIterator[Office]:
    engine = db.make_engine(f"sqlite:///{tmp_path / 'yexun.db'}")
    SQLModel.metadata.create_all(engine)
    with Session(engine) as session:
        session.add(Person(name="管理", role=Role.ADMIN))
        session.commit()
    engine.dispose()
    work = Work(f"sqlite:///{tmp_path / 'yexun.db'}")
    yield Office(library, corp, work, MovableClock(NOW))
    work.close()


async def whole(channel: WecomArchive, file_id: str) -> bytes:
    async with channel.fetch(file_id) as download:
        return b"".join([chunk async for chunk in download.chunks])


# What it hears


async def test_a_video_that_is_dropped_into_a_group_is_heard_with_its_time(office: Office, corp: Corp) -> None:
    corp.put(b"film" * 100, "film-1")
    first = corp.say("video", AT - 3600.5, sdkfileid="film-1", filesize=400, play_length=15, md5sum="d06f")
    corp.say("text", AT - 3590, content="油罐区巡查了，无隐患")
    async with office.listening() as channel:
        video, text = await office.heard(2)
        assert await whole(channel, "film-1") == b"film" * 100
    assert (video.kind, video.msg_id, video.chat, video.sender) == ("video", first, "wrRoom1", "wangjianguo")
    assert video.sent_at == NOW - timedelta(seconds=3600.5)
    assert video.received_at == NOW
    assert (text.kind, text.text) == ("text", "油罐区巡查了，无隐患")
    [file] = await office.rows(Attachment, bool)
    assert isinstance(file, Attachment)
    assert (file.kind, file.locator, file.size, file.status) == ("video", "film-1", 400, "wanted")


async def test_the_same_record_again_is_the_same_message(office: Office, corp: Corp) -> None:
    corp.say("text", AT, content="一")
    async with office.listening():
        await office.heard(1)
    await office.work.write(lambda session: marks.put(session, "archive", "seq", "0", NOW))
    corp.say("text", AT, content="二")
    async with office.listening():
        assert [one.text for one in await office.heard(2)] == ["一", "二"]


async def test_it_goes_on_where_it_had_stopped(office: Office, corp: Corp) -> None:
    for number in range(3):
        corp.say("text", AT, content=f"第{number}条")
    async with office.listening():
        await office.read_up_to(3)
    before = len(corp.calls)
    corp.say("text", AT, content="后来的")
    async with office.listening():
        await office.read_up_to(4)
    asked = [call.split()[1] for call in corp.calls[before:] if call.startswith("GetChatData")]
    assert asked[0] == "seq=3"
    assert len(await office.heard(4)) == 4


async def test_many_come_in_pages(office: Office, corp: Corp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.channels.archive.PAGE", 4)
    for number in range(10):
        corp.say("text", AT, content=f"第{number}条")
    async with office.listening():
        heard = await office.heard(10)
    assert [one.text for one in heard] == [f"第{number}条" for number in range(10)]
    assert {call.split()[2] for call in corp.calls if call.startswith("GetChatData")} == {"limit=4"}


async def test_nothing_is_read_further_than_it_is_stored(office: Office, corp: Corp) -> None:
    corp.say("text", AT, content="存不进去")
    channel = office.channel()
    refusals = 2
    ears = OfficeEars(office.work, office.clock)
    take = ears.take

    async def refusing(heard: Sequence[object], *rest: object) -> None:
        nonlocal refusals
        if heard and refusals:
            refusals -= 1
            assert await office.mark() == ""
            raise NotStorable("the disk is full")
        await take(heard, *rest)  # type: ignore[arg-type]

    ears.take = refusing  # type: ignore[method-assign,assignment]
    channel.hear_with(ears)
    await channel.start()
    await office.read_up_to(1)
    await channel.close()
    assert refusals == 0
    assert [one.text for one in await office.heard(1)] == ["存不进去"]


async def test_what_was_said_days_before_the_first_start_is_left_alone(office: Office, corp: Corp) -> None:
    corp.say("text", AT - 3 * 86400, content="着火了")
    corp.say("text", AT - 3600, content="罐区正常")
    async with office.listening():
        await office.read_up_to(2)
    assert [one.text for one in await office.heard(1)] == ["罐区正常"]
    office.clock.put(NOW + timedelta(days=4))  # what was said before is still not older than the first start
    corp.say("text", AT + 60, content="停了4天")
    async with office.listening():
        await office.read_up_to(3)
    assert [one.text for one in await office.heard(2)] == ["罐区正常", "停了4天"]


# Keys


async def test_each_record_is_opened_by_the_key_of_its_version(office: Office, corp: Corp) -> None:
    corp.say("text", AT, content="旧钥匙")
    corp.version = 2
    corp.say("text", AT, content="新钥匙")
    async with office.listening(key_2=finance.pem_of(2)):
        assert [one.text for one in await office.heard(2)] == ["旧钥匙", "新钥匙"]


@pytest.mark.parametrize("wrong", [{}, {"key_2": finance.pem_of(1)}])
async def test_what_waits_for_its_key_is_not_passed_over(office: Office, corp: Corp, wrong: dict[str, str]) -> None:
    corp.say("text", AT, content="旧钥匙")
    corp.version = 2
    corp.say("text", AT, content="新钥匙")
    async with office.listening(**wrong):
        assert await office.alarms() == {"rejected"}
    assert await office.mark() == "1"
    async with office.listening(key_2=finance.pem_of(2)):
        assert [one.text for one in await office.heard(2)] == ["旧钥匙", "新钥匙"]


async def test_a_key_that_is_long_gone_holds_nothing_up(office: Office, corp: Corp) -> None:
    corp.say("text", AT, content="钥匙丢了")
    corp.version = 2
    corp.say("text", AT, content="新钥匙")
    async with office.listening(key_1="", key_2=finance.pem_of(2)):
        heard = await office.heard(2)
    assert [(one.kind, one.text) for one in heard] == [("event", "unreadable"), ("text", "新钥匙")]


async def test_a_record_that_cannot_be_opened_is_kept_as_that(office: Office, corp: Corp) -> None:
    corp.say("text", AT, content="前")
    corp.line(
        '{"seq":2,"msgid":"bad-1","publickey_ver":1,"encrypt_random_key":"bm90IHNlYWxlZA==","encrypt_chat_msg":"00"}'
    )
    corp.line('{"seq":3,"msgid":"bad-2"}')
    corp.line('{"msgid":"no seq"}')
    corp.raw("bad-3", "[1, 2", seq=4)
    corp.raw("bad-4", "[1, 2]", seq=5)
    corp.raw("last", '{"msgid":"last","from":"u1","roomid":"r","msgtype":"text","text":{"content":"后"}}', seq=6)
    async with office.listening():
        await office.read_up_to(6)
    heard = await office.heard(6)
    assert [(one.msg_id, one.kind) for one in heard[1:5]] == [(f"bad-{number}", "event") for number in range(1, 5)]
    assert heard[5].text == "后"


# What goes wrong


async def test_what_may_pass_is_asked_again_with_the_same_arguments(office: Office, corp: Corp) -> None:
    corp.say("text", AT, content="一")
    corp.mood("GetChatData 10001", "GetChatData 10002", "GetChatData garbage", "GetChatData 10003")
    async with office.listening():
        await office.heard(1)
    asked = [call.split()[1] for call in corp.calls if call.startswith("GetChatData")]
    assert asked[:5] == ["seq=0"] * 5


async def test_a_library_that_crashes_is_started_again(office: Office, corp: Corp) -> None:
    corp.say("text", AT, content="一")
    corp.mood("GetChatData crash", "GetChatData crash")
    async with office.listening():
        await office.heard(1)
        corp.mood("GetChatData crash")
        corp.say("text", AT, content="二")
        await office.heard(2)
    assert corp.calls.count("Init") >= 4


async def test_a_record_that_the_library_dies_of_is_passed_over(office: Office, corp: Corp) -> None:
    for key in ("good-1", "deadly", "good-2"):
        corp.raw(key, json.dumps({"msgid": key, "from": "u1", "roomid": "r", "msgtype": "text", "text": {}}), key)
    corp.mood("!DecryptData crash-deadly")
    async with office.listening():
        heard = await office.heard(3)
    assert [(one.msg_id, one.kind) for one in heard] == [("good-1", "text"), ("deadly", "event"), ("good-2", "text")]


async def test_a_library_that_never_answers_is_cut_off(office: Office, corp: Corp) -> None:
    corp.say("text", AT, content="一")
    corp.mood("GetChatData hang")
    async with office.listening(CUT_OFF):
        await office.heard(1)


@pytest.mark.parametrize(
    "mood, trouble",
    [
        ("!GetChatData 10009", "untrusted"),
        ("!GetChatData 10011", "broken"),
        ("!GetChatData 301052", "rejected"),
        ("!GetChatData crash", "broken"),
        ("!DecryptData crash", "broken"),
        ("!Init 10000", "rejected"),
    ],
)
async def test_what_only_a_person_can_mend_is_told(office: Office, corp: Corp, mood: str, trouble: str) -> None:
    for _ in range(3):
        corp.say("text", AT, content="一")
    corp.mood(mood)
    async with office.listening() as channel:
        assert await office.alarms() == {trouble}
        assert await office.mark() == ""
        corp.mood()
        await office.heard(3)
        assert [one.level for one in await channel.check()] == ["green", "green"]


async def test_a_library_that_is_none_is_told(office: Office, tmp_path: Path) -> None:
    (tmp_path / "other.so").write_text("no library")
    for path in (tmp_path / "other.so", tmp_path / "missing.so"):
        async with office.listening(library=str(path)) as channel:
            assert await office.alarms() == {"broken"}
            keys, library = await channel.check()
        assert (keys.level, library.level) == ("green", "red")
        assert "cannot be used" in library.told


async def test_a_gap_of_more_than_five_days_is_told(office: Office, corp: Corp) -> None:
    corp.say("text", AT, content="一")
    async with office.listening():
        await office.read_up_to(1)
    for number in range(5):
        corp.say("text", AT + number * 86400, content="没人听")
    corp.forget_before(6)
    office.clock.put(NOW + timedelta(days=6))
    async with office.listening():
        await office.read_up_to(6)
        assert await office.alarms() == {"gap"}


async def test_a_quiet_week_is_no_gap(office: Office, corp: Corp) -> None:
    corp.say("text", AT, content="一")
    async with office.listening():
        await office.read_up_to(1)
    office.clock.put(NOW + timedelta(days=6))
    corp.say("text", AT + 6 * 86400, content="二")
    async with office.listening():
        await office.read_up_to(2)
    assert await office.work.read(lambda session: session.exec(select(Outgoing)).all()) == []


async def test_a_number_that_is_too_old_begins_anew(office: Office, corp: Corp) -> None:
    corp.say("text", AT, content="一")
    await office.work.write(lambda session: marks.put(session, "archive", "seq", "999", NOW))
    corp.mood("GetChatData 10010")
    async with office.listening():
        await office.heard(1)
        assert await office.alarms() == {"gap"}
    assert await office.mark() == "1"


async def test_twenty_deaf_minutes_are_noted_while_they_last(office: Office, corp: Corp) -> None:
    corp.mood("!GetChatData 10009")
    async with office.listening():
        await office.alarms()
        office.clock.put(NOW + timedelta(minutes=25))
        await office.rows(Outage, bool)
        office.clock.put(NOW + timedelta(minutes=40))
        corp.mood()
        corp.say("text", AT, content="一")
        await office.read_up_to(1)
        [outage] = await office.rows(Outage, lambda found: getattr(found[0], "ended_at", NOW) > NOW)
    assert isinstance(outage, Outage)
    assert (outage.channel, outage.began_at) == ("archive", NOW)
    assert outage.ended_at >= NOW + timedelta(minutes=25)


# Files


async def test_a_file_comes_in_pieces_with_every_byte(office: Office, corp: Corp) -> None:
    (corp.folder / "slice").write_text("1000")
    content = bytes(range(256)) * 10 + b"\0\0\0"
    channel = office.channel()
    assert await whole(channel, corp.put(content)) == content
    await channel.close()
    assert [call.split()[2:] for call in corp.calls if call.startswith("GetMediaData")] == [
        [],
        ["Range:bytes=1000-1999"],
        ["Range:bytes=2000-2999"],
    ]


async def test_a_piece_that_fails_is_asked_for_again(office: Office, corp: Corp) -> None:
    (corp.folder / "slice").write_text("1000")
    corp.put(b"\0film\n" * 500)
    corp.mood("GetMediaData 10003", "GetMediaData 10001")
    channel = office.channel()
    assert await whole(channel, "file-1") == b"\0film\n" * 500
    await channel.close()


async def test_a_file_that_is_gone_is_lost(office: Office, corp: Corp) -> None:
    corp.put(b"film", "file-1")
    (corp.folder / "media" / "file-1.old").touch()
    channel = office.channel()
    for file_id, code in (("unknown", "10005"), ("file-1", "10010"), ("", "10000")):
        with pytest.raises(MediaLost, match=code):
            await whole(channel, file_id)
    await channel.close()


@pytest.mark.parametrize(
    "mood, ours",
    [("!GetMediaData 10002", False), ("GetMediaData crash", False), ("!GetMediaData 10009", True)],
)
async def test_a_file_that_may_come_is_for_later(office: Office, corp: Corp, mood: str, ours: bool) -> None:
    corp.put(b"film")
    corp.mood(mood)
    channel = office.channel()
    with pytest.raises(MediaLater) as raised:
        await whole(channel, "file-1")
    assert raised.value.ours is ours
    corp.mood()
    assert await whole(channel, "file-1") == b"film"
    await channel.close()


async def test_a_file_that_the_library_dies_of_deafens_nobody(office: Office, corp: Corp) -> None:
    corp.put(b"film")
    corp.mood("!GetMediaData crash")
    async with office.listening() as channel:
        for number in range(3):
            with pytest.raises(MediaLater):
                await whole(channel, "file-1")
            corp.say("text", AT, content=f"第{number}条")
        await office.heard(3)
    assert corp.calls.count("Init") == 4  # three for the file, one that listens


async def test_without_a_library_a_file_waits(office: Office) -> None:
    channel = office.channel(library="/nowhere/lib.so")
    with pytest.raises(MediaLater) as raised:
        await whole(channel, "file-1")
    assert raised.value.ours
    await channel.close()


# The rest


async def test_it_says_nothing(office: Office) -> None:
    channel = office.channel()
    assert isinstance(await channel.send(Address(chat="wrRoom1"), Parcel("x")), Refused)
    assert channel.can == frozenset()


async def test_a_proxy_is_told_with_its_login_apart(office: Office, corp: Corp) -> None:
    channel = office.channel(proxy="http://user:p%40ss@10.0.0.1:8081")
    await channel.check()
    await channel.close()
    assert corp.calls[-1] == "GetChatData seq=0 limit=1 proxy=http://10.0.0.1:8081 passwd=user:p@ss"


async def test_doctor_names_what_is_wrong(office: Office, corp: Corp) -> None:
    channel = office.channel(secret="wrong", key_2="no key")
    keys, library = await channel.check()
    await channel.close()
    assert (keys.level, library.level) == ("red", "red")
    assert "version 2" in keys.told
    assert "corp_id or secret" in library.told
    corp.mood("GetChatData 10009")
    channel = office.channel()
    assert "会话内容存档" in (await channel.check())[1].told
    await channel.close()


async def test_it_can_be_closed_in_the_middle_of_a_call(office: Office, corp: Corp) -> None:
    corp.mood("GetChatData hang")
    async with office.listening():

        async def asked() -> bool | None:
            return any(call.startswith("GetChatData") for call in corp.calls) or None

        await until(asked)


async def test_nothing_secret_is_logged(office: Office, corp: Corp, caplog: pytest.LogCaptureFixture) -> None:
    corp.say("text", AT, content="一句不该进日志的话")
    corp.mood("GetChatData crash", "GetChatData 10009")
    with caplog.at_level(logging.DEBUG):
        async with office.listening():
            await office.heard(1)
            await asyncio.sleep(0)
    told = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("sqlalchemy"))
    assert SECRET not in told
    assert "不该进日志" not in told
    assert "PRIVATE KEY" not in told
