"""The conversation archive when things go wrong: crashes, gaps, wrong settings, and what is told of them."""

import asyncio
import json
import sys
from datetime import timedelta
from pathlib import Path

import psutil
import pytest
from sqlmodel import select

from models import marks
from models.outages import Outage
from models.outbox import Outgoing
from tests.channels.archive_office import AT, CUT_OFF, Office
from tests.platform.demo_corp import NOW
from tests.platform.finance import SECRET, Corp
from tests.process.serving import ROOT, until


async def test_what_may_pass_is_asked_again_with_the_same_arguments(archive: Office, corp: Corp) -> None:
    corp.say("text", AT, content="一")
    corp.mood("GetChatData 10001", "GetChatData 10002", "GetChatData garbage", "GetChatData 10003")
    async with archive.listening():
        await archive.heard(1)
    asked = [call.split()[1] for call in corp.calls if call.startswith("GetChatData")]
    assert asked[:5] == ["seq=0"] * 5


async def test_a_library_that_crashes_is_started_again(archive: Office, corp: Corp) -> None:
    corp.say("text", AT, content="一")
    corp.mood("GetChatData crash", "GetChatData crash")
    async with archive.listening():
        await archive.heard(1)
        corp.mood("GetChatData crash")
        corp.say("text", AT, content="二")
        await archive.heard(2)
    assert corp.calls.count("Init") >= 4


async def test_a_record_that_the_library_dies_of_is_passed_over(archive: Office, corp: Corp) -> None:
    for key in ("good-1", "deadly", "good-2"):
        corp.raw(key, json.dumps({"msgid": key, "from": "u1", "roomid": "r", "msgtype": "text", "text": {}}), key)
    corp.mood("!DecryptData crash-deadly")
    async with archive.listening():
        heard = await archive.heard(3)
    assert [(one.msg_id, one.kind) for one in heard] == [("good-1", "text"), ("deadly", "event"), ("good-2", "text")]


BOT = """
import asyncio, sys
from bot.channels.archive_child import Child, Entry
asyncio.run(Child(Entry(*sys.argv[1:])).page(0, 1))
"""


async def test_a_call_that_hangs_does_not_outlive_a_bot_that_was_killed(library: Path, corp: Corp) -> None:
    corp.mood("GetChatData hang")
    command = (sys.executable, "-c", BOT, str(library), str(corp.folder), SECRET)
    bot = await asyncio.create_subprocess_exec(*command, cwd=ROOT)

    async def hangs() -> psutil.Process | None:
        found = psutil.Process(bot.pid).children()
        return found[0] if found and any(call.startswith("GetChatData") for call in corp.calls) else None

    worker = await until(hangs)
    bot.kill()
    await bot.wait()

    async def gone() -> bool:
        return not worker.is_running() or worker.status() == psutil.STATUS_ZOMBIE

    await until(gone)


async def test_a_library_that_never_answers_is_cut_off(archive: Office, corp: Corp) -> None:
    corp.say("text", AT, content="一")
    corp.mood("GetChatData hang")
    async with archive.listening(CUT_OFF):
        await archive.heard(1)


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
async def test_what_only_a_person_can_mend_is_told(archive: Office, corp: Corp, mood: str, trouble: str) -> None:
    for _ in range(3):
        corp.say("text", AT, content="一")
    corp.mood(mood)
    async with archive.listening() as channel:
        assert await archive.alarms() == {trouble}
        assert await archive.mark() == ""
        corp.mood()
        await archive.heard(3)
        assert [one.level for one in await channel.check()] == ["green", "green"]


async def test_a_library_that_is_none_is_told(archive: Office, tmp_path: Path) -> None:
    (tmp_path / "other.so").write_text("no library")
    for path in (tmp_path / "other.so", tmp_path / "missing.so"):
        async with archive.listening(library=str(path)) as channel:
            assert await archive.alarms() == {"broken"}
            keys, library = await channel.check()
        assert (keys.level, library.level) == ("green", "red")
        assert "cannot be used" in library.told


async def test_a_gap_of_more_than_five_days_is_told(archive: Office, corp: Corp) -> None:
    corp.say("text", AT, content="一")
    async with archive.listening():
        await archive.read_up_to(1)
    for number in range(5):
        corp.say("text", AT + number * 86400, content="没人听")
    corp.forget_before(6)
    archive.clock.put(NOW + timedelta(days=6))
    async with archive.listening():
        await archive.read_up_to(6)
        assert await archive.alarms() == {"gap"}


async def test_a_quiet_week_is_no_gap(archive: Office, corp: Corp) -> None:
    corp.say("text", AT, content="一")
    async with archive.listening():
        await archive.read_up_to(1)
    archive.clock.put(NOW + timedelta(days=6))
    corp.say("text", AT + 6 * 86400, content="二")
    async with archive.listening():
        await archive.read_up_to(2)
    assert await archive.work.read(lambda session: session.exec(select(Outgoing)).all()) == []


async def test_a_number_that_is_too_old_begins_anew(archive: Office, corp: Corp) -> None:
    corp.say("text", AT, content="一")
    await archive.work.write(lambda session: marks.put(session, "archive", "seq", "999", NOW))
    corp.mood("GetChatData 10010")
    async with archive.listening():
        await archive.heard(1)
        assert await archive.alarms() == {"gap"}
    assert await archive.mark() == "1"


async def test_twenty_deaf_minutes_are_noted_while_they_last(archive: Office, corp: Corp) -> None:
    corp.mood("!GetChatData 10009")
    async with archive.listening():
        await archive.alarms()
        archive.clock.put(NOW + timedelta(minutes=25))
        await archive.rows(Outage, bool)
        archive.clock.put(NOW + timedelta(minutes=40))
        corp.mood()
        corp.say("text", AT, content="一")
        await archive.read_up_to(1)
        [outage] = await archive.rows(Outage, lambda found: getattr(found[0], "ended_at", NOW) > NOW)
    assert isinstance(outage, Outage)
    assert (outage.channel, outage.began_at) == ("archive", NOW)
    assert outage.ended_at >= NOW + timedelta(minutes=25)
