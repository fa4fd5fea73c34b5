"""What a robot shows besides texts: who is named, pictures, pages, files, cards; and that it is never too fast."""

import asyncio
import base64
import hashlib
import io
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web
from pytest_aiohttp.plugin import AiohttpServer

from bot.channels.base import Ability, Address, Card, ChannelSettings, Later, Parcel, Refused, Sent
from bot.channels.wecom_robot import WecomRobot
from models.outbox import Priority
from tests.platform.demo_corp import CALM, Watch
from tests.platform.robots import Posted, Robot
from tests.platform.wecom import WeCom
from tests.scenes.test_robot import ONE, TWO, Story, became, most_in_a_minute, post

GROUP, KEY = "夜巡一群", "key-of-the-robot"
TO = Address(chat=GROUP)
PICTURE = b"\xff\xd8\xff\xe0" + b"of the valve" * 20
CARD = Card(
    "letter-7", "YH-2026-0031 待复查", (("企业", "豫丰化工"), ("时限", "3月20日")), (("1", "通过"), ("2", "不通过"))
)


@pytest.fixture
def platform() -> WeCom:
    return WeCom(clock=Watch())


@pytest.fixture
def robot(platform: WeCom) -> Robot:
    return platform.robots.add(KEY)


@pytest.fixture
async def url(platform: WeCom, aiohttp_server: AiohttpServer) -> str:
    return str((await aiohttp_server(platform.app())).make_url("/"))


def made(url: str, card_url: str = "") -> WecomRobot:
    options = {"api_url": url, "card_url": card_url}
    return WecomRobot(ChannelSettings("robots", "wecom_robot", options, {GROUP: KEY}), CALM)


@pytest.fixture
async def channel(url: str, robot: Robot) -> AsyncIterator[WecomRobot]:
    channel = made(url)
    yield channel
    await channel.close()


@pytest.fixture
async def with_cards(url: str, robot: Robot) -> AsyncIterator[WecomRobot]:
    channel = made(url, "https://duty.example.invalid/")
    yield channel
    await channel.close()


def shown(robot: Robot) -> list[tuple[str, str]]:
    return [(one.kind, one.content) for one in robot.posted]


async def test_who_a_text_is_for_is_named_and_never_everybody(channel: WecomRobot, robot: Robot) -> None:
    parcel = Parcel("豫丰、宏达还没报", mentions=("zhangqiang", "@all", "wangjianguo", "zhangqiang", ""))
    assert await channel.send(TO, parcel) == Sent()
    assert [(one.content, one.mentioned) for one in robot.posted] == [
        ("豫丰、宏达还没报", ("zhangqiang", "wangjianguo"))
    ]
    assert Ability.MENTION in channel.can


async def test_a_picture_is_shown_and_nothing_is_laid_down(
    channel: WecomRobot, robot: Robot, platform: WeCom, tmp_path: Path
) -> None:
    large = PICTURE.ljust(2 * 1024 * 1024, b"0")
    for name, content in ("整改前.JPG", PICTURE), ("整改后.jpeg", large):
        (tmp_path / name).write_bytes(content)
        assert await channel.send(TO, Parcel("3号泵", file=tmp_path / name)) == Sent()
    pictures = [("image", picture(content)["md5"]) for content in (PICTURE, large)]
    assert shown(robot) == [("text", "3号泵"), pictures[0], ("text", "3号泵"), pictures[1]]
    assert platform.faults == []
    assert platform.trouble.count("upload_media") == 0


@pytest.mark.parametrize(
    "name, content",
    [
        ("夜巡.mp4", b"a film of the night"),
        ("周报表.xlsx", b"rows and columns"),
        ("大图.png", b"\x89PNG\r\n\x1a\n" + b"0" * (2 * 1024 * 1024)),
        ("长文.md", "长".encode() * 1366),
    ],
)
async def test_a_clip_a_sheet_and_what_is_too_large_go_as_files(
    channel: WecomRobot, robot: Robot, platform: WeCom, tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    assert await channel.send(TO, Parcel("附件", file=tmp_path / name)) == Sent()
    [(_, _), (kind, media_id)] = shown(robot)
    assert (kind, platform.shelf.items[media_id].filename) == ("file", name)
    assert platform.shelf.items[media_id].content == content


@pytest.mark.parametrize(
    "text, kind",
    [("| 企业 | 夜巡 |\n|---|---|\n| 豫丰 | 已报 |", "markdown_v2"), ('<font color="warning">未报</font>', "markdown")],
)
async def test_a_page_of_markdown_is_shown(
    channel: WecomRobot, robot: Robot, tmp_path: Path, text: str, kind: str
) -> None:
    (tmp_path / "日报.md").write_text(text, "utf-8")
    assert await channel.send(TO, Parcel("", file=tmp_path / "日报.md")) == Sent()
    assert shown(robot) == [(kind, text)]


async def test_a_file_that_nobody_can_show_is_refused_before_a_word_is_said(
    channel: WecomRobot, robot: Robot, tmp_path: Path
) -> None:
    (tmp_path / "empty.pdf").touch()
    with (tmp_path / "huge.pdf").open("wb") as huge:
        huge.truncate(20 * 1024 * 1024 + 1)
    for name in ("empty.pdf", "huge.pdf", "missing.pdf"):
        assert isinstance(await channel.send(TO, Parcel("附件", file=tmp_path / name)), Refused)
    assert robot.posted == []


async def test_an_upload_that_fails_leaves_nothing_half_said(
    channel: WecomRobot, robot: Robot, platform: WeCom, tmp_path: Path
) -> None:
    (tmp_path / "夜巡.mp4").write_bytes(b"a film of the night")
    for what in ({"status": 502}, {"drop": "after"}, {"code": -1}, {"status": 200}):
        platform.trouble.add("upload_media", **what)
        assert isinstance(await channel.send(TO, Parcel("附件", file=tmp_path / "夜巡.mp4")), Later)
    assert robot.posted == []
    platform.trouble.add("upload_media", code=93000)
    outcome = await channel.send(TO, Parcel("附件", file=tmp_path / "夜巡.mp4"))
    assert isinstance(outcome, Refused)
    assert outcome.whole_target


async def test_a_card_stands_beside_its_text_where_it_leads_somewhere(
    with_cards: WecomRobot, channel: WecomRobot, robot: Robot
) -> None:
    assert (Ability.CARD in with_cards.can, Ability.CARD in channel.can) == (True, False)
    text = "YH-2026-0031 待复查\n回1通过，回2不通过"
    assert await channel.send(TO, Parcel(text, card=CARD)) == Sent()
    assert await with_cards.send(TO, Parcel(text, card=CARD)) == Sent()
    assert shown(robot) == [
        ("text", text),
        ("text", text),
        ("template_card", "YH-2026-0031 待复查 | 企业 豫丰化工 | 时限 3月20日"),
    ]


async def test_a_card_without_rows_is_a_piece_of_news(with_cards: WecomRobot, robot: Robot) -> None:
    assert await with_cards.send(TO, Parcel("今日安全1分钟", card=Card("letter-8", "汛期"))) == Sent()
    assert shown(robot) == [("text", "今日安全1分钟"), ("news", "汛期")]


async def test_a_card_that_the_platform_does_not_take_loses_nothing(
    with_cards: WecomRobot, robot: Robot, platform: WeCom
) -> None:
    posted = len(robot.posted)
    card = Card("letter-9", "", CARD.rows)  # a card without a title
    assert await with_cards.send(TO, Parcel("正文", card=card)) == Sent()
    assert shown(robot)[posted:] == [("text", "正文")]


async def test_with_cards_the_limit_counts_two_messages_a_letter(with_cards: WecomRobot, robot: Robot) -> None:
    (limit,) = with_cards.limits
    for number in range(limit.count):
        assert await with_cards.send(TO, Parcel(f"第{number}条", card=CARD)) == Sent()
    assert len(robot.posted) == 20


# The double takes what the documents say, and no more


async def post_raw(url: str, kind: str, content: object) -> int:
    line = made(url)._line
    try:
        body = io.BytesIO(json.dumps({"msgtype": kind, kind: content}).encode())
        where = f"{url}cgi-bin/webhook/send"
        async with line._open().post(where, params={"key": KEY}, data=body) as response:
            return int((await response.json())["errcode"])
    finally:
        await line.close()


def picture(raw: bytes, md5: str = "") -> dict[str, str]:
    return {"base64": base64.b64encode(raw).decode(), "md5": md5 or hashlib.md5(raw).hexdigest()}  # noqa: S324


@pytest.mark.parametrize(
    "kind, content, code",
    [
        ("image", picture(PICTURE), 0),
        ("image", picture(PICTURE, "0" * 32), 301019),
        ("image", picture(b"GIF89a" * 9), 40123),
        ("image", picture(b"\xff\xd8\xff" + b"0" * 2 * 1024 * 1024), 40009),
        ("news", {"articles": [{"title": "汛期", "url": "https://x.invalid"}]}, 0),
        ("news", {"articles": []}, 45008),
        ("news", {"articles": [{"title": "汛期", "url": "https://x.invalid"}] * 9}, 45008),
        ("template_card", {"card_type": "text_notice", "main_title": {"title": "x"}}, 42045),
        ("template_card", {"card_type": "button_interaction"}, 42014),
        ("video", {"media_id": "x"}, 40008),
    ],
)
async def test_what_the_platform_takes(url: str, robot: Robot, kind: str, content: object, code: int) -> None:
    assert await post_raw(url, kind, content) == code


# Never too fast: the rows remember what went, whoever sent it


@pytest.fixture
async def story(tmp_path: Path, aiohttp_server: AiohttpServer) -> Story:
    platform = WeCom()
    server = await aiohttp_server(platform.app())
    return Story(tmp_path, platform, str(server.make_url("/")))


async def test_a_restart_forgets_none_of_what_was_sent(story: Story) -> None:
    async with story.office(wall="10:00") as made_first:
        await post(made_first, ONE, *(f"{number} 夜巡已收" for number in range(30)))
        assert len(story.heard(ONE)) == 16
    async with story.office(wall="10:00") as again:
        await again.play.step()
        assert len(story.heard(ONE)) == 16
        await post(again, ONE, *(f"{number} 险情" for number in range(9)), priority=Priority.EMERGENCY)
        assert len(story.heard(ONE)) == 20
        await again.clock.forward(minutes=3)
        assert len(story.heard(ONE)) == 39
    said = story.robots[ONE].posted
    assert most_in_a_minute([one.at for one in said]) == 20
    assert story.robots[ONE].blocked_until == 0.0  # the platform never had to say no


async def test_two_offices_share_one_limit_for_each_robot(story: Story) -> None:
    async with story.office() as one, story.office() as two:
        await post(one, ONE, *(f"{number} 甲" for number in range(25)))
        await post(two, TWO, *(f"{number} 乙" for number in range(25)))
        for _ in range(30):
            for office in (one, two):
                office.play.clock.put(office.clock.now + timedelta(seconds=5))
            await asyncio.gather(one.play.step(), two.play.step())
        for chat in (ONE, TWO):
            assert len(story.heard(chat)) == len(set(story.heard(chat))) == 25
            assert most_in_a_minute([said.at for said in story.robots[chat].posted]) <= 20
            assert story.robots[chat].blocked_until == 0.0
            assert {status for status, _ in await became(one, chat)} == {"sent"}


async def test_a_robot_that_was_too_fast_rests_for_a_minute_and_the_others_speak(story: Story) -> None:
    async with story.office() as one:
        for _ in range(20):  # somebody else speaks with the same key: of that our rows know nothing
            story.robots[ONE].posted.append(story_post(story))
        await post(one, ONE, "第一条", "第二条")
        await post(one, TWO, "别的群")
        calls = story.platform.trouble.count("webhook/send")
        await one.clock.forward(seconds=59)
        assert story.platform.trouble.count("webhook/send") == calls  # not one call while it rests
        assert story.heard(TWO) == ["别的群"]
        await one.clock.forward(seconds=62)
        assert story.heard(ONE)[20:] == ["第一条", "第二条"]


def story_post(story: Story) -> Posted:
    return Posted(story.platform.robots.clock(), "text", "别人的话")


async def test_garbage_in_place_of_an_answer_is_no_success(aiohttp_server: AiohttpServer) -> None:
    answers = [
        b"",
        b"[]",
        b"null",
        b"{",
        b"\xff\xfe",
        b'{"errcode":"0"}',
        b"<html></html>",
        b'{"errcode":' + b"9" * 5000,
    ]

    async def garbage(_: web.Request) -> web.Response:
        return web.Response(body=answers[len(met)], content_type="application/json")

    between, met = web.Application(), list[object]()
    between.add_routes([web.post("/cgi-bin/webhook/send", garbage)])
    channel = made(str((await aiohttp_server(between)).make_url("/")))
    for _ in answers:
        met.append(await channel.send(TO, Parcel("x")))
    await channel.close()
    assert [type(one) for one in met] == [Later] * len(answers)
