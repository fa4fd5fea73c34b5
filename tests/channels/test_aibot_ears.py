"""What an AI bot hears on its connection: every kind once, in order, with its files; and how the connection is kept."""

import json
from collections.abc import AsyncIterator

import pytest
from pytest_aiohttp.plugin import AiohttpServer

from bot.channels.base import Address, MediaLater, MediaLost, Parcel, Sent
from models.incoming import MessageKind
from tests.channels.aibot_desk import BOT, GROUP, GUARD, OFFICER, Desk, desk
from tests.platform.vectors import FILES


@pytest.fixture
async def at(aiohttp_server: AiohttpServer) -> AsyncIterator[Desk]:
    async with desk(aiohttp_server) as made:
        await made.connected()
        yield made
        assert made.platform.faults == []


# What people send


async def test_a_question_in_the_group_is_heard_without_the_name_in_front(at: Desk) -> None:
    await at.platform.says(OFFICER, "text", {"content": f"@{BOT}  今晚报了多少"}, GROUP)
    heard = await at.hears()
    assert (heard.text, heard.sender, heard.chat) == ("今晚报了多少", OFFICER, GROUP)
    assert (heard.kind, heard.mentions_bot, heard.sent_at) == (MessageKind.TEXT, True, at.notes.now())
    assert "今晚报了多少" in heard.raw


async def test_the_id_of_a_group_stands_in_the_log_for_who_imports_it(
    at: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", logger="bot.channels")
    for number in range(2):
        await at.platform.says(OFFICER, "text", {"content": f"@{BOT} 帮助{number}"}, GROUP)
    await at.hears(2)
    told = [record.getMessage() for record in caplog.records if record.levelname == "INFO"]
    assert told == [f"channel aibot hears the group {GROUP}"]


async def test_one_to_one_nothing_is_taken_off_and_nobody_is_mentioned(at: Desk) -> None:
    await at.platform.says(GUARD, "text", {"content": "@老李 罐区正常"})
    heard = await at.hears()
    assert (heard.text, heard.chat, heard.mentions_bot) == ("@老李 罐区正常", "", False)


@pytest.mark.parametrize(
    "kind, content, expected, text, files",
    [
        ("voice", {"content": "罐区巡查了没问题"}, MessageKind.VOICE, "罐区巡查了没问题", 0),
        ("image", {"url": "https://host.invalid/1", "aeskey": "k"}, MessageKind.IMAGE, "", 1),
        ("video", {"url": "https://host.invalid/1", "aeskey": "k"}, MessageKind.VIDEO, "", 1),
        ("file", {"url": "https://host.invalid/1", "aeskey": "k"}, MessageKind.FILE, "", 1),
        ("hologram", {"content": "?"}, MessageKind.UNKNOWN, "?", 0),
        ("mixed", {"msg_item": "none"}, MessageKind.MIXED, "", 0),
    ],
)
async def test_each_kind_is_heard(
    at: Desk, kind: str, content: dict[str, str], expected: MessageKind, text: str, files: int
) -> None:
    await at.platform.says(GUARD, kind, content)
    heard = await at.hears()
    assert (heard.kind, heard.text, len(heard.media)) == (expected, text, files)
    assert [one.kind for one in heard.media] == [expected] * files


async def test_words_and_pictures_in_one_message(at: Desk) -> None:
    items = [
        {"msgtype": "text", "text": {"content": f"@{BOT} 罐区巡查"}},
        {"msgtype": "image", "image": at.platform.media.put(b"first picture")},
        {"msgtype": "text", "text": {"content": "无隐患"}},
        {"msgtype": "image", "image": at.platform.media.put(b"second picture")},
    ]
    await at.platform.says(GUARD, "mixed", {"msg_item": items}, GROUP)
    heard = await at.hears()
    assert (heard.kind, heard.text) == (MessageKind.MIXED, "罐区巡查\n无隐患")
    assert [await fetched(at, one.locator) for one in heard.media] == [(b"first picture", ""), (b"second picture", "")]


@pytest.mark.parametrize("kind", [MessageKind.IMAGE, MessageKind.VIDEO, MessageKind.FILE])
async def test_what_is_quoted_comes_as_a_file_of_the_message(at: Desk, kind: MessageKind) -> None:
    film = at.platform.media.put(b"a night in the tank farm", "夜巡 视频.mp4")
    quote = {"msgtype": kind.value, kind.value: film}
    await at.platform.says(OFFICER, "text", {"content": f"@{BOT} 登记"}, GROUP, quote=quote)
    heard = await at.hears()
    assert (heard.kind, heard.text, [one.kind for one in heard.media]) == (MessageKind.TEXT, "登记", [kind])
    assert await fetched(at, heard.media[0].locator) == (b"a night in the tank farm", "夜巡 视频.mp4")


async def test_a_quoted_text_leads_to_what_it_was(at: Desk) -> None:
    await at.platform.says(GUARD, "text", {"content": f"@{BOT} 罐区法兰渗漏"}, GROUP, msgid="msg-of-the-guard")
    await at.hears()
    sent = await at.channel.send(Address(chat=GROUP), Parcel("0031 宏达站\n罐区 *法兰* 渗漏", key="receipt:1"))
    assert isinstance(sent, Sent)
    shown = at.platform.said(GROUP)[-1]
    for quoted, expected in [(shown, "receipt:1"), ("罐区法兰渗漏", "msg-of-the-guard"), ("从没说过", "")]:
        quote = {"msgtype": "text", "text": {"content": quoted}}
        await at.platform.says(OFFICER, "text", {"content": f"@{BOT} 通过"}, GROUP, quote=quote)
        assert (await at.hears(len(at.notes.taken) + 1)).reply_to == expected


async def test_a_click_is_the_digit_that_could_be_typed(at: Desk) -> None:
    clicked = {"card_type": "button_interaction", "event_key": "2", "task_id": "letter-17"}
    await at.platform.does(OFFICER, "template_card_event", clicked, GROUP)
    heard = await at.hears()
    assert (heard.kind, heard.text, heard.reply_to) == (MessageKind.TEXT, "2", "letter-17")
    assert (heard.mentions_bot, heard.msg_id[:6]) == (True, "event-")


async def test_events_are_kept_and_mean_nothing_by_themselves(at: Desk) -> None:
    await at.platform.does(GUARD, "enter_chat")
    await at.platform.does(GUARD, "feedback_event", {"id": "f", "type": 1})
    await at.hears(2)
    assert [(one.kind, one.text) for one in at.notes.taken] == [
        (MessageKind.EVENT, "enter_chat"),
        (MessageKind.EVENT, "feedback_event"),
    ]


async def test_the_same_message_twice_is_one_and_the_order_stays(at: Desk) -> None:
    for number in range(30):
        for _ in range(2):
            await at.platform.says(GUARD, "text", {"content": f"第{number}条"}, msgid=f"msg-of-{number}")
    await at.is_so(lambda: len(at.notes.taken) >= 30)
    assert [one.text for one in at.notes.taken] == [f"第{number}条" for number in range(30)]


async def test_garbage_costs_nothing(at: Desk, caplog: pytest.LogCaptureFixture) -> None:
    nobody = {"cmd": "aibot_msg_callback", "headers": {"req_id": "x"}, "body": {"msgtype": "text"}}
    for frame in (
        "not json",
        "[1]",
        "{}",
        "[" * 100_000,
        '{"cmd":"aibot_msg_callback"}',
        json.dumps(nobody),
        b"\xff\xfe",
    ):
        await at.platform.raw(frame)
    await at.platform.says(GUARD, "text", {"content": "罐区\x01\x00正常 \ud800"})
    assert (await at.hears()).text == "罐区\x01正常 "
    assert len(at.platform.subscribed) == 1
    assert "罐区" not in caplog.text


async def test_what_the_disk_does_not_take_is_tried_again(at: Desk) -> None:
    at.channel._hearing._again = (0.01,) * 5  # type: ignore[union-attr]
    at.notes.refuses = 3
    await at.platform.says(GUARD, "text", {"content": "罐区正常"})
    assert (await at.hears()).text == "罐区正常"
    assert at.notes.refuses == 0


async def test_what_was_brought_is_on_disk_before_the_bot_closes(at: Desk) -> None:
    await at.platform.says(GUARD, "text", {"content": "一"})
    await at.hears()
    at.notes.refuses = 1
    at.channel._hearing._again = (0.05,)  # type: ignore[union-attr]
    await at.platform.says(GUARD, "text", {"content": "二"})
    await at.is_so(lambda: at.notes.refuses == 0)
    await at.channel.close()
    assert [one.text for one in at.notes.taken] == ["一", "二"]


# Files


async def fetched(at: Desk, locator: str) -> tuple[bytes, str]:
    async with at.channel.fetch(locator) as found:
        return b"".join([chunk async for chunk in found.chunks]), found.filename


async def heard_file(at: Desk, told: dict[str, str]) -> str:
    await at.platform.says(GUARD, "video", told)
    return (await at.hears()).media[0].locator


@pytest.mark.parametrize("size", [0, 1, 21, 31, 32, 33, 64, 65_535, 65_536, 1_000_001])
async def test_a_file_is_opened_whatever_its_padding(at: Desk, size: int) -> None:
    content = bytes(number % 251 for number in range(size))
    locator = await heard_file(at, at.platform.media.put(content, "夜.mp4"))
    assert await fetched(at, locator) == (content, "夜.mp4")


@pytest.mark.parametrize("plain, sealed", FILES)
async def test_the_files_of_others_are_opened(at: Desk, plain: bytes, sealed: str) -> None:
    locator = await heard_file(at, at.platform.media.put_sealed(bytes.fromhex(sealed)))
    assert (await fetched(at, locator))[0] == plain


async def test_an_address_lives_five_minutes_and_an_old_one_is_not_asked_for(at: Desk) -> None:
    told = at.platform.media.put(b"film")
    locator = await heard_file(at, told)
    at.clock.now += 299
    assert (await fetched(at, locator))[0] == b"film"
    at.clock.now += 1
    asked = len(at.platform.media.asked)
    with pytest.raises(MediaLost):
        await fetched(at, locator)
    assert len(at.platform.media.asked) == asked


async def test_what_the_host_refuses_is_lost_and_what_it_breaks_off_comes_later(at: Desk) -> None:
    media = at.platform.media
    told = media.put(bytes(300_000))
    locator = await heard_file(at, told)
    for status, expected in [(403, MediaLost), (404, MediaLost), (500, MediaLater), (302, MediaLater)]:
        media.of(told).status = status
        with pytest.raises(expected):
            await fetched(at, locator)
    media.of(told).status, media.of(told).cut_at = 200, 150_000
    with pytest.raises(MediaLater):
        await fetched(at, locator)
    media.of(told).cut_at, media.of(told).announced = 160_000, False  # ends at a block, looks whole to HTTP
    with pytest.raises(MediaLater):
        await fetched(at, locator)


@pytest.mark.parametrize("sealed", [b"", bytes(31), bytes(64), b"x" * 33])
async def test_a_spoiled_file_is_never_taken_for_a_whole_one(at: Desk, sealed: bytes) -> None:
    locator = await heard_file(at, at.platform.media.put_sealed(sealed))
    with pytest.raises(MediaLater):
        await fetched(at, locator)


@pytest.mark.parametrize("locator", ["", "{}", '{"url":"file:///etc/passwd","key":"%s","at":1}', "[]"])
async def test_an_address_that_is_none_is_lost(at: Desk, locator: str) -> None:
    with pytest.raises(MediaLost):
        await fetched(at, locator.replace("%s", "A" * 43))
