"""The chat page in a browser: columns and phone, live updates, @, quote, files, and what must not jump."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import web
from PIL import Image
from playwright.async_api import Page, expect
from sqlmodel import Session, select

from models import calendar
from models.inbox import Message
from tests.browser.conftest import PHONE, Open
from tests.console_stage import Stage, stage

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

GUARD, NEIGHBOUR, STATIONS = "qianxiaoman", "panmaishou", "youzhan"


@pytest_asyncio.fixture(loop_scope="session")
async def theatre(tmp_path: Path) -> AsyncIterator[Stage]:
    """The page on its stage, with an echo instead of the bot."""
    async with stage(tmp_path) as made:
        made.clock.run()
        runner = web.AppRunner(made.app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        made.address = f"http://127.0.0.1:{runner.addresses[0][1]}/console"
        echo = asyncio.create_task(made.echo())
        yield made
        echo.cancel()
        await runner.cleanup()


async def at(opened: Open, theatre: Stage, user: str = GUARD, chat: str = "", **how: object) -> Page:
    """A page that shows a chat as somebody."""
    page = await opened(f"{theatre.address}#u={user}&c={chat}&v=talk", **how)
    await page.wait_for_selector("body[data-ready]")
    return page


async def neighbour_says(theatre: Stage, text: str) -> None:
    """Somebody else writes into the group of the filling stations."""
    from uuid import uuid4

    from models.incoming import Incoming, MessageKind

    now = theatre.clock.now()
    await theatre.work.receive(
        Incoming("console", uuid4().hex, MessageKind.TEXT, NEIGHBOUR, now, now, chat=STATIONS, text=text)
    )


def picture(folder: Path) -> Path:
    """A photo on the disk of whoever sits at the page."""
    path = folder / "罐区.jpg"
    Image.new("RGB", (640, 480), (40, 90, 60)).save(path)
    return path


async def test_words_are_sent_by_enter_and_answered_live(open_page: Open, theatre: Stage) -> None:
    page = await at(open_page, theatre)
    await page.fill("#say", "夜巡正常")
    await page.press("#say", "Enter")
    await expect(page.locator(".mine .words")).to_have_text("夜巡正常")
    await expect(page.locator(".of-bot .words")).to_have_text("收到：夜巡正常")
    await expect(page.locator("#say")).to_have_value("")
    await expect(page.locator(".pending")).to_have_count(0)


async def test_three_columns_fit_the_desktop_without_scrolling(open_page: Open, theatre: Stage) -> None:
    page = await at(open_page, theatre)
    for part in (".side", ".talk", ".guide"):
        box = await page.locator(part).bounding_box()
        assert box is not None
        assert box["width"] >= 280
        assert box["y"] + box["height"] <= 800
    wide = await page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 1280
    await expect(page.locator("#clock-time")).to_have_text("23:40")
    await expect(page.locator("#clock-day")).to_contain_text("值班夜 3月10日夜")


async def test_a_phone_shows_a_list_then_a_conversation_and_goes_back(open_page: Open, theatre: Stage) -> None:
    page = await open_page(theatre.address, PHONE, touch=True)
    await page.wait_for_selector("body[data-ready]")
    await expect(page.locator(".talk")).to_be_hidden()
    await page.tap(".chat:has-text('榆川加油站夜巡群')")
    await expect(page.locator(".side")).to_be_hidden()
    await expect(page.locator("#talk-title")).to_have_text("榆川加油站夜巡群")
    box = await page.locator("#say").bounding_box()
    assert box is not None
    assert 30 < box["height"] < 80
    assert box["y"] + box["height"] <= PHONE[1]
    assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    await page.tap("#guide-open")
    await expect(page.locator("#guide .steps li").first).to_be_in_viewport()
    await page.tap("#guide-close")
    await page.go_back()
    await expect(page.locator(".side")).to_be_visible()


async def test_six_lines_of_eighteen_characters_fit_a_phone_unbroken(open_page: Open, theatre: Stage) -> None:
    page = await at(open_page, theatre, size=PHONE, touch=True)
    await theatre.said("\n".join(["国" * 18] * 6), user=GUARD)
    words = page.locator(".of-bot .words")
    await expect(words).to_be_visible()
    line = await words.evaluate("node => parseFloat(getComputedStyle(node).lineHeight)")
    high = await words.evaluate(
        "node => { const s = getComputedStyle(node); return node.clientHeight - parseFloat(s.paddingTop) * 2 }"
    )
    assert round(high / line) == 6


async def test_in_a_group_the_bot_is_called_by_a_picker(open_page: Open, theatre: Stage) -> None:
    page = await at(open_page, theatre, chat=STATIONS)
    await neighbour_says(theatre, "晚点发")
    await expect(page.locator(".theirs .words")).to_have_text("晚点发")
    await page.focus("#say")
    await page.keyboard.type("@")
    await expect(page.locator("#at-list li")).to_have_text([re.compile("夜巡"), re.compile("潘麦收")])
    await page.keyboard.press("Enter")
    await page.keyboard.type("我们报了吗")
    await expect(page.locator("#say")).to_have_value("@夜巡 我们报了吗")
    await page.keyboard.press("Enter")
    await expect(page.locator(".chat .badge").first).to_have_text("1")
    await page.click(".chat >> nth=0")
    await expect(page.locator(".of-bot .words")).to_have_text("收到：@夜巡 我们报了吗")
    await expect(page.locator(".chat .badge")).to_have_count(0)


async def test_a_bubble_is_quoted(open_page: Open, theatre: Stage) -> None:
    page = await at(open_page, theatre)
    await theatre.said("没听准，请选1个", user=GUARD, key="unclear:9")
    await page.hover(".of-bot")
    await page.click(".of-bot .quote")
    await expect(page.locator("#quoting")).to_contain_text("夜巡：没听准，请选1个")
    await page.keyboard.type("1")
    await page.keyboard.press("Enter")
    await expect(page.locator(".mine .quoted")).to_have_text("夜巡：没听准，请选1个")
    await expect(page.locator("#quoting")).to_be_hidden()
    found = await theatre.work.read(lambda session: session.exec(select(Message)).one())
    assert found.reply_to == "unclear:9"


async def test_photos_are_uploaded_shown_and_enlarged(open_page: Open, theatre: Stage, tmp_path: Path) -> None:
    page = await at(open_page, theatre)
    async with page.expect_file_chooser() as chooser:
        await page.click("[aria-label=选照片]")
    await (await chooser.value).set_files([picture(tmp_path)])
    await expect(page.locator("#chosen .chip")).to_have_count(1)
    await page.fill("#say", "罐区正常")
    await page.press("#say", "Enter")
    image = page.locator(".mine .picture img")
    await expect(image).to_be_visible()
    assert await image.evaluate("node => node.decode().then(() => node.naturalWidth)") == 640
    await expect(page.locator(".mine .words")).to_have_text("罐区正常")
    await page.click(".mine .picture")
    await expect(page.locator("#viewer-image")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.locator("#viewer")).to_be_hidden()


async def test_reading_on_top_is_not_disturbed_by_what_comes_in(open_page: Open, theatre: Stage) -> None:
    for number in range(80):
        await neighbour_says(theatre, f"第{number}条")
    page = await at(open_page, theatre, chat=STATIONS)
    await expect(page.locator(".theirs .words").last).to_be_in_viewport()
    await page.locator("#log").evaluate("node => node.scrollTop = 600")
    await expect(page.locator("#newer")).to_be_hidden()
    await page.fill("#say", "写到一半")
    top = await page.locator("#log").evaluate("node => node.scrollTop")
    await neighbour_says(theatre, "新来的")
    await expect(page.locator("#newer")).to_be_visible()
    assert await page.locator("#log").evaluate("node => node.scrollTop") == top
    await expect(page.locator("#say")).to_have_value("写到一半")
    await page.click("#newer")
    await expect(page.locator(".theirs .words").last).to_be_in_viewport()
    await expect(page.locator(".theirs .words").last).to_have_text("新来的")


async def test_older_messages_come_when_one_scrolls_up(open_page: Open, theatre: Stage) -> None:
    for number in range(120):
        await neighbour_says(theatre, f"第{number}条")
    page = await at(open_page, theatre, chat=STATIONS)
    await expect(page.locator(".theirs")).to_have_count(50)
    for count in (100, 120):
        await page.locator("#log").evaluate("node => node.scrollTop = 0")
        await expect(page.locator(".theirs")).to_have_count(count)
    await expect(page.locator(".theirs .words").first).to_have_text("第0条")


async def test_drafts_stay_with_their_chat(open_page: Open, theatre: Stage) -> None:
    page = await at(open_page, theatre)
    await page.fill("#say", "私下的话")
    await page.click(".chat:has-text('榆川加油站夜巡群')")
    await expect(page.locator("#say")).to_have_value("")
    await page.fill("#say", "群里的话")
    await page.click(".chat >> nth=0")
    await expect(page.locator("#say")).to_have_value("私下的话")
    await page.reload()
    await expect(page.locator("#say")).to_have_value("私下的话")


async def test_somebody_else_is_found_by_the_name_of_their_enterprise(open_page: Open, theatre: Stage) -> None:
    page = await at(open_page, theatre)
    await page.click("#me")
    await page.keyboard.type("石门")
    await expect(page.locator(".person")).to_have_count(3)
    await page.keyboard.press("Enter")
    await expect(page.locator("#me-name")).to_have_text("潘麦收")
    await page.click(".chat:has-text('榆川加油站夜巡群')")
    await page.click("#me")
    await page.keyboard.type("没登记")
    await page.keyboard.press("Enter")
    await expect(page.locator("#me-name")).to_have_text("没登记的人")
    await expect(page.locator(".chat")).to_have_count(1)
    await expect(page.locator("#talk-title")).to_have_text("夜巡")


async def test_one_sees_whose_phone_has_rung_and_goes_there(open_page: Open, theatre: Stage) -> None:
    page = await at(open_page, theatre)
    theatre.clock.put(theatre.clock.now() + timedelta(hours=4))
    await theatre.said("还差1次夜巡，5:00前", user=NEIGHBOUR)
    await expect(page.locator("#phones")).to_contain_text("潘麦收")
    await page.click("#phones button")
    await expect(page.locator("#me-name")).to_have_text("潘麦收")
    await expect(page.locator(".of-bot .words")).to_have_text("还差1次夜巡，5:00前")
    await expect(page.locator("#phones button")).to_have_count(0)


async def test_the_clock_shows_that_it_moves(open_page: Open, theatre: Stage) -> None:
    assert theatre.turn is not None
    page = await at(open_page, theatre)
    theatre.turn.gate.clear()
    await page.click(".moves [data-move=hour]")
    await expect(page.locator("#running")).to_be_visible()
    await expect(page.locator(".moves [data-move='03:30']")).to_be_disabled()
    theatre.turn.gate.set()
    await expect(page.locator("#running")).to_be_hidden()
    await expect(page.locator("#clock-time")).to_have_text("00:40")
    await expect(page.locator(".moves [data-move='03:30']")).to_be_enabled()


async def test_the_guide_fills_in_what_it_proposes(open_page: Open, theatre: Stage) -> None:
    page = await at(open_page, theatre)
    await page.click("[data-try=officer]")
    await expect(page.locator("#me-name")).to_have_text("何晓棠")
    await expect(page.locator("#say")).to_have_value("今晚报了多少")
    await page.click("[data-try=visitor]")
    await expect(page.locator("#chosen .chip")).to_have_text("样例视频")
    await expect(page.locator("#say")).to_have_value("夜巡正常")


async def test_the_guide_speaks_of_days_that_lie_ahead(open_page: Open, theatre: Stage) -> None:
    page = await at(open_page, theatre)
    today = calendar.today(theatre.clock.now())
    days = [f"{one.month}月{one.day}日" for one in (today + timedelta(days=3), today + timedelta(days=5))]
    await page.click("[data-text*=进入重点时段]")
    await expect(page.locator("#say")).to_have_value(f"{days[0]}到{days[1]}进入重点时段，一天两次零报告")


async def test_a_message_that_could_not_be_sent_waits_to_be_sent_again(open_page: Open, theatre: Stage) -> None:
    page = await at(open_page, theatre)
    await page.route("**/api/say", lambda route: route.abort())
    await page.fill("#say", "夜巡正常")
    await page.press("#say", "Enter")
    await expect(page.locator(".again")).to_contain_text("点此重发")
    await page.unroute("**/api/say")
    await page.click(".again")
    await expect(page.locator(".of-bot .words")).to_have_text("收到：夜巡正常")
    await expect(page.locator(".mine")).to_have_count(1)


async def test_how_a_message_was_read_unfolds_below_it_as_plain_text(open_page: Open, theatre: Stage) -> None:
    """Words of people are never markup, also where they stand among the reasons."""
    page = await at(open_page, theatre, chat=STATIONS)
    await neighbour_says(theatre, "转了一圈都<b>OK</b>")
    await expect(page.locator(".theirs .words")).to_have_text("转了一圈都<b>OK</b>")
    await expect(page.locator(".understood")).to_have_count(0)  # nothing has been read yet

    def read(session: Session) -> None:
        message = session.exec(select(Message)).one()
        message.handled_at = theatre.clock.now()
        message.understood = {
            "intent": "patrol_report",
            "slots": {"hazard_count": 0, "locations": ["罐区", "泵房"]},
            "why": ["“转了一圈”：说了巡查", "“<b>OK</b>”：结果 normal"],
        }
        session.add(message)

    await theatre.work.write(read)
    toggle = page.locator(".theirs .understood summary")
    await expect(toggle).to_have_text("怎么理解的")
    await expect(page.locator(".understood .taken-for")).to_be_hidden()
    await toggle.click()
    await expect(page.locator(".understood .taken-for")).to_have_text("夜巡")
    await expect(page.locator(".understood dt")).to_have_text(["隐患数", "地点"])
    await expect(page.locator(".understood dd")).to_have_text(["0", "罐区、泵房"])
    await expect(page.locator(".understood li")).to_have_text(["“转了一圈”：说了巡查", "“<b>OK</b>”：结果正常"])
    await expect(page.locator(".understood b")).to_have_count(0)
