"""Customer service over real HTTP: what is heard, how far it was read, what may be said and what may not."""

import logging
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_aiohttp.plugin import AiohttpServer

from bot.channels.base import Ability, Address, Card, Later, MediaLost, Parcel, Refused, Sent
from bot.channels.kf import WecomKf
from bot.ears import OfficeEars
from models.errors import BadInput, NotStorable
from tests.channels.kf_office import USER, Office, opened, settings
from tests.platform.callback import Caller
from tests.platform.demo_corp import NOW, SECRET, patience_of
from tests.platform.vectors import APP_VIDEO

AT = NOW.timestamp()


@pytest.fixture
async def office(
    tmp_path: Path, aiohttp_server: AiohttpServer, request: pytest.FixtureRequest
) -> AsyncIterator[Office]:
    async with opened(tmp_path, aiohttp_server, patience_of(request)) as made:
        yield made
        assert made.platform.faults == []


# What it hears


async def test_each_kind_is_heard(office: Office) -> None:
    kf, shelf = office.kf, office.platform.shelf
    first = kf.says(USER, "text", content="油罐区巡查了，无隐患", at=AT - 60)
    kf.says(USER, "video", media_id=shelf.put(b"film" * 50))
    kf.says(USER, "image", media_id="image-1")
    kf.says(USER, "voice", media_id="voice-1")
    kf.says(USER, "file", media_id="file-1")
    kf.says(USER, "location", name="宏达加油站", address="人民路1号", latitude=33.5, longitude=113.9)
    kf.says(USER, "link", title="标题", desc="说明", url="https://example.invalid/")
    kf.says(USER, "miniprogram", title="小程序")
    await office.channel.start()
    heard = await office.heard(8)
    assert [one.kind for one in heard] == [
        *("text", "video", "image", "voice", "file", "location", "link", "unknown"),
    ]
    assert (heard[0].msg_id, heard[0].sender, heard[0].text, heard[0].chat) == (first, USER, "油罐区巡查了，无隐患", "")
    assert heard[0].sent_at == NOW - timedelta(seconds=60)
    assert heard[5].text == "宏达加油站\n人民路1号\n33.5,113.9"
    assert heard[6].text == "标题\n说明\nhttps://example.invalid/"
    assert "小程序" in heard[7].raw


async def test_a_callback_has_it_pulled_at_once(office: Office) -> None:
    await office.channel.start()
    office.kf.says(USER, "text", content="一")
    await office.heard(1)
    office.kf.says(USER, "text", content="二")
    office.ring()
    assert [one.text for one in await office.heard(2)] == ["一", "二"]
    assert office.kf.syncs[-1]["token"].startswith("ENCA")


async def test_a_callback_for_another_account_is_not_ours(office: Office) -> None:
    await office.channel.start()
    await office.read_to_the_end()
    caller = Caller("", APP_VIDEO.token, corp_id=APP_VIDEO.receiver, clock=office.platform.clock)
    xml = office.kf.knock(APP_VIDEO.receiver).replace(office.kf.account, "wkOther")
    sealed = caller.seal(xml)
    assert office.channel.parse(sealed.query, sealed.body, NOW) == ()
    office.kf.says(USER, "text", content="一")
    office.ring()
    await office.heard(1)
    assert {one.get("token", "") for one in office.kf.syncs} != {""}
    with pytest.raises(BadInput):
        office.channel.parse(sealed.query, b"<xml/>", NOW)
    said = caller.seal(caller.says("zhang", "text", "<Content>x</Content>", 1))
    [kept] = office.channel.parse(said.query, said.body, NOW)  # the callback of another app was entered here
    assert (kept.kind, kept.text) == ("text", "x")


async def test_the_address_is_verified(office: Office) -> None:
    caller = Caller("", APP_VIDEO.token, corp_id=APP_VIDEO.receiver, clock=office.platform.clock)
    assert office.channel.verify(caller.echo("4711")) == "4711"
    with pytest.raises(BadInput):
        office.channel.verify({})


async def test_pages_with_holes_are_read_to_the_end(office: Office) -> None:
    office.kf.page = 3
    office.kf.holes = {0: 2, 3: 1, 5: 3}
    for number in range(10):
        office.kf.says(USER, "text", content=f"第{number}条")
    await office.channel.start()
    assert [one.text for one in await office.heard(10)] == [f"第{number}条" for number in range(10)]
    await office.read_to_the_end()


async def test_it_goes_on_where_it_had_stopped(office: Office, aiohttp_server: AiohttpServer) -> None:
    office.kf.says(USER, "text", content="一")
    await office.channel.start()
    await office.read_to_the_end()
    await office.channel.close()
    office.kf.says(USER, "text", content="二")
    await office.channel.start()
    assert [one.text for one in await office.heard(2)] == ["一", "二"]
    assert office.kf.syncs[0].get("cursor") is None
    assert office.kf.syncs[-1]["cursor"].endswith("VC51")


async def test_nothing_is_read_further_than_it_is_stored(office: Office) -> None:
    ears = OfficeEars(office.work, office.clock)
    take, refusals = ears.take, 2

    async def refusing(heard: Sequence[object], *rest: object) -> None:
        nonlocal refusals
        if heard and refusals:
            refusals -= 1
            assert await office.mark(f"cursor:{office.kf.account}") == ""
            raise NotStorable("the disk is full")
        await take(heard, *rest)  # type: ignore[arg-type]

    ears.take = refusing  # type: ignore[method-assign,assignment]
    office.channel.hear_with(ears)
    office.kf.says(USER, "text", content="存不进去")
    await office.channel.start()
    assert [one.text for one in await office.heard(1)] == ["存不进去"]
    assert refusals == 0


async def test_servicers_are_not_heard_and_events_say_nothing(office: Office) -> None:
    kf = office.kf
    kf.event("enter_session", USER, scene="oamenu", welcome_code="CODE")
    said = kf.says(USER, "text", content="发错了")
    kf.servicer_says(USER, "您好，我是值班员")
    kf.event("user_recall_msg", USER, recall_msgid=said)
    await office.channel.start()
    heard = await office.heard(3)
    assert [(one.kind, one.text, one.sender) for one in heard] == [
        ("event", "enter_session", USER),
        ("text", "发错了", USER),
        ("recall", "", USER),
    ]
    assert heard[2].reply_to == said


async def test_what_was_said_days_before_the_first_start_is_left_alone(office: Office) -> None:
    office.kf.says(USER, "text", content="着火了", at=AT - 2 * 86400)
    office.kf.says(USER, "text", content="罐区正常", at=AT - 3600)
    await office.channel.start()
    await office.read_to_the_end()
    assert [one.text for one in await office.heard(1)] == ["罐区正常"]


# What goes wrong on the way in


async def test_a_token_that_has_run_out_is_left_away(office: Office) -> None:
    await office.channel.start()
    await office.read_to_the_end()
    office.kf.says(USER, "text", content="一")
    caller = Caller("", APP_VIDEO.token, corp_id=APP_VIDEO.receiver, clock=office.platform.clock)
    sealed = caller.seal(office.kf.knock(APP_VIDEO.receiver))
    office.forward(minutes=11)
    office.channel.parse(sealed.query, sealed.body, NOW)
    await office.heard(1)
    assert ["token" in one for one in office.kf.syncs[-2:]] == [True, False]


@pytest.mark.parametrize(
    "what",
    [
        {"code": -1},
        {"code": 42001, "times": 2},
        {"status": 502},
        {"drop": "before"},
        {"drop": "after"},
        {"drop": "hang"},
    ],
)
async def test_what_may_pass_is_asked_again(office: Office, what: dict[str, object]) -> None:
    office.kf.says(USER, "text", content="一")
    office.platform.trouble.add("kf/sync_msg", **what)
    await office.channel.start()
    office.platform.trouble.released.set()
    await office.heard(1)


@pytest.mark.parametrize(
    "path, code, told",
    [
        ("kf/sync_msg", 60020, "untrusted"),
        ("gettoken", 40001, "rejected"),
    ],
)
async def test_what_only_a_person_can_mend_is_told(office: Office, path: str, code: int, told: str) -> None:
    office.platform.trouble.add(path, code=code, times=3)
    await office.channel.start()
    assert await office.alarms() == {told}


async def test_garbage_in_the_list_holds_nothing_up(office: Office) -> None:
    office.kf.said += [
        {"msgid": 7, "send_time": int(AT), "origin": 3, "msgtype": "text"},
        {"msgid": "odd-1", "send_time": int(AT), "origin": 3, "msgtype": "text", "text": "no object"},
        {"msgid": "odd-2", "send_time": int(AT), "origin": 4, "msgtype": "text", "text": {"content": "系统"}},
        {"msgid": "odd-3", "send_time": int(AT), "origin": 4, "msgtype": "event", "event": {"event_type": 3}},
        {"msgid": "odd-4", "send_time": int(AT), "origin": 3, "msgtype": "text", "text": {"content": "a\0b\ud800"}},
    ]
    await office.channel.start()
    heard = await office.heard(4)
    assert [(one.msg_id, one.kind) for one in heard] == [
        ("odd-1", "text"),
        ("odd-2", "event"),
        ("odd-3", "event"),
        ("odd-4", "text"),
    ]
    assert heard[3].text == "ab?"


async def test_a_file_is_fetched_by_its_media_id(office: Office) -> None:
    media_id = office.platform.shelf.put(b"film" * 100, "夜巡.mp4")
    async with office.channel.fetch(media_id) as download:
        assert b"".join([chunk async for chunk in download.chunks]) == b"film" * 100
    with pytest.raises(MediaLost):
        async with office.channel.fetch("unknown"):
            pass


# What it says


async def listening(office: Office) -> None:
    """A customer has just said something."""
    office.kf.says(USER, "text", content="在")
    await office.channel.start()
    await office.read_to_the_end()


async def test_five_are_said_and_no_more_until_they_speak_again(office: Office) -> None:
    await listening(office)
    for number in range(5):
        assert isinstance(await office.say(f"第{number}条"), Sent)
    sixth = await office.say("第6条")
    assert isinstance(sixth, Refused)
    assert "95001" in sixth.why
    assert (sixth.whole_channel, sixth.whole_target) == (False, False)
    office.forward(minutes=1)
    office.kf.says(USER, "text", content="还在")
    office.ring()
    await office.read_to_the_end()
    assert isinstance(await office.say("第6条"), Sent)
    assert len(office.kf.customers[USER].shown) == 6


async def test_one_whose_answer_was_lost_counts_and_costs_nothing_when_it_is_said_again(office: Office) -> None:
    await listening(office)
    for number in range(4):
        await office.say(f"第{number}条")
    office.platform.trouble.add("send_msg", drop="after")
    lost = await office.say("第5条", key="letter:5")
    assert isinstance(lost, Later)
    assert lost.lost_answer
    assert isinstance(await office.say("第6条", key="letter:6"), Refused)  # the platform has five
    assert isinstance(await office.say("第5条", key="letter:5"), Sent)
    assert len(office.kf.customers[USER].shown) == 5


async def test_what_went_before_their_word_was_heard_of_counts(office: Office) -> None:
    await listening(office)
    office.forward(minutes=1)
    office.kf.says(USER, "text", content="还在")  # and nobody has rung
    for number in range(3):
        assert isinstance(await office.say(f"第{number}条"), Sent)
    office.ring()
    await office.read_to_the_end()
    assert isinstance(await office.say("第3条"), Sent)
    assert isinstance(await office.say("第4条"), Sent)
    assert isinstance(await office.say("第5条"), Refused)


async def test_after_48_hours_nothing_is_said(office: Office) -> None:
    await listening(office)
    office.forward(hours=47, minutes=59)
    assert isinstance(await office.say("还来得及"), Sent)
    office.forward(minutes=2)
    asked = office.platform.trouble.count("send_msg")
    late = await office.say("来不及了")
    assert isinstance(late, Refused)
    assert "95002" in late.why
    assert office.platform.trouble.count("send_msg") == asked  # it is known without asking


async def test_who_has_never_written_is_not_written_to(office: Office) -> None:
    await office.channel.start()
    assert isinstance(await office.say(), Refused)
    assert isinstance(await office.channel.send(Address(chat="群"), Parcel("x")), Refused)
    assert office.platform.trouble.count("send_msg") == 0


async def test_the_count_outlives_a_restart(office: Office) -> None:
    await listening(office)
    for number in range(4):
        await office.say(f"第{number}条")
    await office.channel.close()
    other = WecomKf(settings("http://127.0.0.1:9", office.kf.account))
    other.hear_with(OfficeEars(office.work, office.clock))
    refused = await other.send(Address(to_user=USER), Parcel("文字", file=Path("x.jpg")))
    await other.close()
    assert isinstance(refused, Refused)
    assert "95001" in refused.why


async def test_files_go_as_picture_clip_or_file_and_count(office: Office, tmp_path: Path) -> None:
    await listening(office)
    for name in ("整改前.jpg", "夜巡.mp4", "周报.xlsx"):
        (tmp_path / name).write_bytes(b"content of " + name.encode())
        assert isinstance(await office.say("", file=tmp_path / name), Sent)
    assert [kind for kind, _ in office.kf.customers[USER].shown] == ["image", "video", "file"]
    assert isinstance(await office.say("附件", file=tmp_path / "整改前.jpg"), Sent)
    assert isinstance(await office.say("第6条"), Refused)
    assert Ability.UNASKED not in office.channel.can


async def test_a_file_that_cannot_go_is_refused_and_does_not_count(office: Office, tmp_path: Path) -> None:
    await listening(office)
    (tmp_path / "empty.jpg").touch()
    for name in ("missing.jpg", "empty.jpg"):
        assert isinstance(await office.say("", file=tmp_path / name), Refused)
    for number in range(5):
        assert isinstance(await office.say(f"第{number}条"), Sent)


async def test_choices_stand_below_a_text_and_a_click_is_a_digit(office: Office) -> None:
    await listening(office)
    card = Card("letter-7", "提醒", buttons=(("1", "看名单"), ("2", "逐家提醒")))
    assert isinstance(await office.say("还差2家\n回1看名单，回2逐家提醒", card=card), Sent)
    assert office.kf.customers[USER].shown == [
        ("msgmenu", "还差2家\n回1看名单，回2逐家提醒"),
        ("choice", "1 看名单"),
        ("choice", "2 逐家提醒"),
    ]
    office.kf.says(USER, "text", content="2 逐家提醒", menu_id="letter-7#2")
    office.ring()
    heard = await office.heard(2)
    assert (heard[1].kind, heard[1].text, heard[1].reply_to) == ("text", "2", "letter-7")
    assert isinstance(await office.say("长" * 600, card=card), Sent)
    assert office.kf.customers[USER].shown[-1] == ("text", "长" * 600)
    office.platform.trouble.add("kf/send_msg", code=40058)
    assert isinstance(await office.say("菜单不行就发文字", card=card), Sent)
    assert office.kf.customers[USER].shown[-1] == ("text", "菜单不行就发文字")


@pytest.mark.parametrize("what", [{"drop": "after"}, {"drop": "mute"}, {"status": 502}])
async def test_a_lost_answer_is_told_and_said_again_without_harm(office: Office, what: dict[str, object]) -> None:
    await listening(office)
    office.platform.trouble.add("kf/send_msg", **what)
    lost = await office.say("只说一次", key="letter-1")
    assert isinstance(lost, Later)
    assert lost.lost_answer
    office.platform.trouble.released.set()
    assert isinstance(await office.say("只说一次", key="letter-1"), Sent)
    assert office.kf.customers[USER].shown == [("text", "只说一次")]


@pytest.mark.parametrize(
    "code, kind, whole_channel",
    [
        (-1, Later, False),
        (45033, Later, True),
        (45009, Later, True),
        (95001, Refused, False),
        (95002, Refused, False),
        (95018, Refused, False),
        (60020, Refused, True),
        (40001, Refused, True),
    ],
)
async def test_what_the_error_codes_become(office: Office, code: int, kind: type, whole_channel: bool) -> None:
    await listening(office)
    office.platform.trouble.add("kf/send_msg", code=code)
    outcome = await office.say()
    assert isinstance(outcome, kind)
    assert isinstance(outcome, Later | Refused)
    assert outcome.whole_channel is whole_channel
    assert str(code) in outcome.why


async def test_a_conversation_of_a_servicer_is_not_broken_into(office: Office) -> None:
    await listening(office)
    office.kf.customers[USER].state = 3
    refused = await office.say()
    assert isinstance(refused, Refused)
    assert "95018" in refused.why


async def test_what_was_taken_and_did_not_arrive_is_noted(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    await listening(office)
    office.kf.fails_next = 10
    sent = await office.say()
    assert isinstance(sent, Sent)
    office.ring()
    heard = await office.heard(2)
    assert (heard[1].kind, heard[1].text) == ("event", f"msg_send_fail {sent.platform_id} 10")
    assert "fail_type 10" in caplog.text


# The rest


async def test_doctor_says_what_is_well_and_what_is_not(office: Office) -> None:
    assert [one.level for one in await office.channel.check()] == ["green", "green"]
    office.platform.untrusted = "203.0.113.9"
    callback, calls = await office.channel.check()
    assert (callback.level, calls.level) == ("green", "red")
    assert "203.0.113.9" in calls.told


async def test_nothing_secret_is_logged(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        office.platform.trouble.add("kf/sync_msg", drop="before")
        await listening(office)
        await office.say("一句不该进日志的话")
    told = "\n".join(
        record.getMessage()
        for record in caplog.records
        if not record.name.startswith(("aiohttp.access", "sqlalchemy", "asyncio"))
    )
    assert SECRET not in told
    assert "token-" not in told
    assert "不该进日志" not in told
