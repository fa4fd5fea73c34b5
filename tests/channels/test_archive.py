"""The conversation archive over a C library of our own: what it hears, how far it has read, and its files."""

import logging
from collections.abc import Sequence
from datetime import timedelta

import pytest

from bot.channels.base import Address, MediaLater, MediaLost, Parcel, Refused
from bot.ears import OfficeEars
from models import marks
from models.attachments import Attachment
from models.errors import NotStorable
from tests.channels.archive_office import AT, Office, whole
from tests.platform import finance
from tests.platform.demo_corp import NOW
from tests.platform.finance import SECRET, Corp
from tests.process.serving import until

# What it hears


async def test_a_video_that_is_dropped_into_a_group_is_heard_with_its_time(archive: Office, corp: Corp) -> None:
    corp.put(b"film" * 100, "film-1")
    first = corp.say("video", AT - 3600.5, sdkfileid="film-1", filesize=400, play_length=15, md5sum="d06f")
    corp.say("text", AT - 3590, content="油罐区巡查了，无隐患")
    async with archive.listening() as channel:
        video, text = await archive.heard(2)
        assert await whole(channel, "film-1") == b"film" * 100
    assert (video.kind, video.msg_id, video.chat, video.sender) == ("video", first, "wrRoom1", "wangjianguo")
    assert video.sent_at == NOW - timedelta(seconds=3600.5)
    assert video.received_at == NOW
    assert (text.kind, text.text) == ("text", "油罐区巡查了，无隐患")
    [file] = await archive.rows(Attachment, bool)
    assert isinstance(file, Attachment)
    assert (file.kind, file.locator, file.size, file.status) == ("video", "film-1", 400, "wanted")


async def test_the_same_record_again_is_the_same_message(archive: Office, corp: Corp) -> None:
    corp.say("text", AT, content="一")
    async with archive.listening():
        await archive.heard(1)
    await archive.work.write(lambda session: marks.put(session, "archive", "seq", "0", NOW))
    corp.say("text", AT, content="二")
    async with archive.listening():
        assert [one.text for one in await archive.heard(2)] == ["一", "二"]


async def test_it_goes_on_where_it_had_stopped(archive: Office, corp: Corp) -> None:
    for number in range(3):
        corp.say("text", AT, content=f"第{number}条")
    async with archive.listening():
        await archive.read_up_to(3)
    before = len(corp.calls)
    corp.say("text", AT, content="后来的")
    async with archive.listening():
        await archive.read_up_to(4)
    asked = [call.split()[1] for call in corp.calls[before:] if call.startswith("GetChatData")]
    assert asked[0] == "seq=3"
    assert len(await archive.heard(4)) == 4


async def test_many_come_in_pages(archive: Office, corp: Corp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.channels.archive.PAGE", 4)
    for number in range(10):
        corp.say("text", AT, content=f"第{number}条")
    async with archive.listening():
        heard = await archive.heard(10)
    assert [one.text for one in heard] == [f"第{number}条" for number in range(10)]
    assert {call.split()[2] for call in corp.calls if call.startswith("GetChatData")} == {"limit=4"}


async def test_nothing_is_read_further_than_it_is_stored(archive: Office, corp: Corp) -> None:
    corp.say("text", AT, content="存不进去")
    channel = archive.channel()
    refusals = 2
    ears = OfficeEars(archive.work, archive.clock)
    take = ears.take

    async def refusing(heard: Sequence[object], *rest: object) -> None:
        nonlocal refusals
        if heard and refusals:
            refusals -= 1
            assert await archive.mark() == ""
            raise NotStorable("the disk is full")
        await take(heard, *rest)  # type: ignore[arg-type]

    ears.take = refusing  # type: ignore[method-assign,assignment]
    channel.hear_with(ears)
    await channel.start()
    await archive.read_up_to(1)
    await channel.close()
    assert refusals == 0
    assert [one.text for one in await archive.heard(1)] == ["存不进去"]


async def test_what_was_said_days_before_the_first_start_is_left_alone(archive: Office, corp: Corp) -> None:
    corp.say("text", AT - 3 * 86400, content="着火了")
    corp.say("text", AT - 3600, content="罐区正常")
    async with archive.listening():
        await archive.read_up_to(2)
    assert [one.text for one in await archive.heard(1)] == ["罐区正常"]
    archive.clock.put(NOW + timedelta(days=4))  # what was said before is still not older than the first start
    corp.say("text", AT + 60, content="停了4天")
    async with archive.listening():
        await archive.read_up_to(3)
    assert [one.text for one in await archive.heard(2)] == ["罐区正常", "停了4天"]


# Keys


async def test_each_record_is_opened_by_the_key_of_its_version(archive: Office, corp: Corp) -> None:
    corp.say("text", AT, content="旧钥匙")
    corp.version = 2
    corp.say("text", AT, content="新钥匙")
    async with archive.listening(key_2=finance.pem_of(2)):
        assert [one.text for one in await archive.heard(2)] == ["旧钥匙", "新钥匙"]


@pytest.mark.parametrize("wrong", [{}, {"key_2": finance.pem_of(1)}])
async def test_what_waits_for_its_key_is_not_passed_over(archive: Office, corp: Corp, wrong: dict[str, str]) -> None:
    corp.say("text", AT, content="旧钥匙")
    corp.version = 2
    corp.say("text", AT, content="新钥匙")
    async with archive.listening(**wrong):
        assert await archive.alarms() == {"rejected"}
    assert await archive.mark() == "1"
    async with archive.listening(key_2=finance.pem_of(2)):
        assert [one.text for one in await archive.heard(2)] == ["旧钥匙", "新钥匙"]


async def test_a_key_that_is_long_gone_holds_nothing_up(archive: Office, corp: Corp) -> None:
    corp.say("text", AT, content="钥匙丢了")
    corp.version = 2
    corp.say("text", AT, content="新钥匙")
    async with archive.listening(key_1="", key_2=finance.pem_of(2)):
        heard = await archive.heard(2)
    assert [(one.kind, one.text) for one in heard] == [("event", "unreadable"), ("text", "新钥匙")]


async def test_a_record_that_cannot_be_opened_is_kept_as_that(archive: Office, corp: Corp) -> None:
    corp.say("text", AT, content="前")
    corp.line(
        '{"seq":2,"msgid":"bad-1","publickey_ver":1,"encrypt_random_key":"bm90IHNlYWxlZA==","encrypt_chat_msg":"00"}'
    )
    corp.line('{"seq":3,"msgid":"bad-2"}')
    corp.line('{"msgid":"no seq"}')
    corp.raw("bad-3", "[1, 2", seq=4)
    corp.raw("bad-4", "[1, 2]", seq=5)
    corp.raw("last", '{"msgid":"last","from":"u1","roomid":"r","msgtype":"text","text":{"content":"后"}}', seq=6)
    async with archive.listening():
        await archive.read_up_to(6)
    heard = await archive.heard(6)
    assert [(one.msg_id, one.kind) for one in heard[1:5]] == [(f"bad-{number}", "event") for number in range(1, 5)]
    assert heard[5].text == "后"


# Files


async def test_a_file_comes_in_pieces_with_every_byte(archive: Office, corp: Corp) -> None:
    (corp.folder / "slice").write_text("1000")
    content = bytes(range(256)) * 10 + b"\0\0\0"
    channel = archive.channel()
    assert await whole(channel, corp.put(content)) == content
    await channel.close()
    assert [call.split()[2:] for call in corp.calls if call.startswith("GetMediaData")] == [
        [],
        ["Range:bytes=1000-1999"],
        ["Range:bytes=2000-2999"],
    ]


async def test_a_piece_that_fails_is_asked_for_again(archive: Office, corp: Corp) -> None:
    (corp.folder / "slice").write_text("1000")
    corp.put(b"\0film\n" * 500)
    corp.mood("GetMediaData 10003", "GetMediaData 10001")
    channel = archive.channel()
    assert await whole(channel, "file-1") == b"\0film\n" * 500
    await channel.close()


async def test_a_file_that_is_gone_is_lost(archive: Office, corp: Corp) -> None:
    corp.put(b"film", "file-1")
    (corp.folder / "media" / "file-1.old").touch()
    channel = archive.channel()
    for file_id, code in (("unknown", "10005"), ("file-1", "10010"), ("", "10000")):
        with pytest.raises(MediaLost, match=code):
            await whole(channel, file_id)
    await channel.close()


@pytest.mark.parametrize(
    "mood, ours",
    [("!GetMediaData 10002", False), ("GetMediaData crash", False), ("!GetMediaData 10009", True)],
)
async def test_a_file_that_may_come_is_for_later(archive: Office, corp: Corp, mood: str, ours: bool) -> None:
    corp.put(b"film")
    corp.mood(mood)
    channel = archive.channel()
    with pytest.raises(MediaLater) as raised:
        await whole(channel, "file-1")
    assert raised.value.ours is ours
    corp.mood()
    assert await whole(channel, "file-1") == b"film"
    await channel.close()


async def test_a_file_that_the_library_dies_of_deafens_nobody(archive: Office, corp: Corp) -> None:
    corp.put(b"film")
    corp.mood("!GetMediaData crash")
    async with archive.listening() as channel:
        for number in range(3):
            with pytest.raises(MediaLater):
                await whole(channel, "file-1")
            corp.say("text", AT, content=f"第{number}条")
        await archive.heard(3)
    assert corp.calls.count("Init") == 4  # three for the file, one that listens


async def test_without_a_library_a_file_waits(archive: Office) -> None:
    channel = archive.channel(library="/nowhere/lib.so")
    with pytest.raises(MediaLater) as raised:
        await whole(channel, "file-1")
    assert raised.value.ours
    await channel.close()


# The rest


async def test_it_says_nothing(archive: Office) -> None:
    channel = archive.channel()
    assert isinstance(await channel.send(Address(chat="wrRoom1"), Parcel("x")), Refused)
    assert channel.can == frozenset()


async def test_a_proxy_is_told_with_its_login_apart(archive: Office, corp: Corp) -> None:
    channel = archive.channel(proxy="http://user:p%40ss@10.0.0.1:8081")
    await channel.check()
    await channel.close()
    assert corp.calls[-1] == "GetChatData seq=0 limit=1 proxy=http://10.0.0.1:8081 passwd=user:p@ss"


async def test_doctor_names_what_is_wrong(archive: Office, corp: Corp) -> None:
    channel = archive.channel(secret="wrong", key_2="no key")
    keys, library = await channel.check()
    await channel.close()
    assert (keys.level, library.level) == ("red", "red")
    assert "version 2" in keys.told
    assert "corp_id or secret" in library.told
    corp.mood("GetChatData 10009")
    channel = archive.channel()
    assert "会话内容存档" in (await channel.check())[1].told
    await channel.close()


async def test_it_can_be_closed_in_the_middle_of_a_call(archive: Office, corp: Corp) -> None:
    corp.mood("GetChatData hang")
    async with archive.listening():

        async def asked() -> bool | None:
            return any(call.startswith("GetChatData") for call in corp.calls) or None

        await until(asked)


async def test_nothing_secret_is_logged(archive: Office, corp: Corp, caplog: pytest.LogCaptureFixture) -> None:
    corp.say("text", AT, content="一句不该进日志的话")
    corp.mood("GetChatData crash", "GetChatData 10009")
    with caplog.at_level(logging.DEBUG):
        async with archive.listening():
            await archive.heard(1)
    told = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("sqlalchemy"))
    assert SECRET not in told
    assert "不该进日志" not in told
    assert "PRIVATE KEY" not in told
