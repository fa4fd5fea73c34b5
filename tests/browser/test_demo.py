"""The demo as a newcomer meets it: speak as an enterprise, post a video, move the clock, read the morning list."""

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from bot.demo.stage import Stage, staged
from tests.browser.conftest import Open
from tests.process.serving import free_port

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(1200)]
SOON = 300_000


@pytest_asyncio.fixture(loop_scope="session")
async def demo(tmp_path: Path) -> AsyncIterator[tuple[Stage, str]]:
    port = free_port()
    async with staged(tmp_path, port) as stage:
        yield stage, f"http://127.0.0.1:{port}/"


async def arrived(page: Page, wall: str) -> None:
    """Waits until the demo's clock has come to rest at a time."""
    await expect(page.locator("time").first).to_have_text(re.compile(f"^{wall}"), timeout=SOON)


async def test_a_newcomer_sees_a_night_within_two_minutes(demo: tuple[Stage, str], open_page: Open) -> None:
    _, address = demo
    page: Page = await open_page(address, (1280, 800))
    await expect(page.get_by_role("heading", name="试试看")).to_be_visible()
    await expect(page.get_by_text("宏达加油站").first).to_be_visible()

    await page.get_by_role("button", name="+1小时").first.click()
    await arrived(page, "00:4")
    box = page.get_by_role("textbox").last
    await page.get_by_role("button", name="样例视频").click()
    await box.fill("油罐区、加油区都巡查了，无隐患")
    await page.get_by_role("button", name="发送").click()
    await expect(page.get_by_text("已报 00:4").first).to_be_visible(timeout=SOON)

    await page.get_by_role("button", name="到03:30").first.click()
    await arrived(page, "03:3")
    await expect(page.get_by_text("还差1次夜巡").first).to_be_visible(timeout=SOON)
    await page.get_by_role("button", name="到06:30").first.click()
    rung = page.get_by_text("应报52：").first
    await expect(rung).to_be_visible(timeout=SOON)
    await rung.click()
    await expect(page.get_by_text("截至6:30").last).to_be_visible(timeout=SOON)
    box = page.get_by_role("textbox").last
    await box.fill("昨晚谁没报")
    await box.press("Enter")
    await expect(page.get_by_text("家没报｜3月17日夜，应报52").last).to_be_visible(timeout=SOON)


async def test_the_same_demo_goes_on_in_its_folder(tmp_path: Path) -> None:
    async with staged(tmp_path, free_port()) as stage:
        await stage.move("hour")
        left_at = stage.now()
    async with staged(tmp_path, free_port()) as stage:
        assert abs((stage.now() - left_at).total_seconds()) < 120


async def test_the_demo_ends_in_the_middle_of_a_move(tmp_path: Path) -> None:
    async with staged(tmp_path, free_port()) as stage:
        began = stage.now()
        moving = asyncio.create_task(stage.move("10:00"))
        while stage.now() == began:  # noqa: ASYNC110 - the clock is what is waited for
            await asyncio.sleep(0)
    await moving
    assert (stage.now() - began).total_seconds() < 10 * 3600
