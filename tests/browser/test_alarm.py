"""The chat page sounds while an incident waits for somebody, and is quiet at once when somebody has it."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import web
from playwright.async_api import Page, expect
from sqlmodel import Session, select

from models import db, incidents, site
from models.incidents import Incident
from models.incoming import Incoming, MessageKind
from models.people import Person, Role
from tests.browser.conftest import PHONE, Open
from tests.console_stage import Stage, stage

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

GUARD = "qianxiaoman"
TONED = "() => Number(document.querySelector('#alarm').dataset.tones) > %d"


@pytest_asyncio.fixture(loop_scope="session")
async def theatre(tmp_path: Path) -> AsyncIterator[Stage]:
    """The page on its stage; what happens is written by the tests."""
    async with stage(tmp_path) as made:
        runner = web.AppRunner(made.app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        made.address = f"http://127.0.0.1:{runner.addresses[0][1]}/console"
        yield made
        await runner.cleanup()


async def leak(theatre: Stage, age: timedelta = timedelta()) -> None:
    """Somebody told of a leak so long ago, and nobody has it in hand."""
    now = theatre.clock.now() - age
    await theatre.work.receive(Incoming("console", "leak", MessageKind.TEXT, GUARD, now, now, text="罐区漏气了"))

    def put(session: Session) -> None:
        site.sync(session, site.Site(general_duty_phone="0000-7100001"))
        incidents.add(
            session, Incident(channel="console", sender=GUARD, message_id=1, opened_at=now, event_type="泄漏")
        )

    await theatre.work.write(put)


async def taken(theatre: Stage) -> None:
    """An officer takes it over, by whatever road."""

    def take(session: Session) -> None:
        officer = session.exec(select(Person).where(Person.role == Role.DUTY)).first()
        assert officer is not None
        assert incidents.take_over(session, 1, db.row_id(officer.id), theatre.clock.now())

    await theatre.work.write(take)


async def at(open_page: Open, theatre: Stage, **how: object) -> Page:
    """The page as a guard sees it."""
    page = await open_page(f"{theatre.address}#u={GUARD}&c=&v=talk", **how)
    await page.wait_for_selector("body[data-ready]")
    return page


async def tones(page: Page) -> int:
    """How often the page has sounded."""
    return int(await page.locator("#alarm").get_attribute("data-tones") or 0)


async def test_it_sounds_until_somebody_has_it(open_page: Open, theatre: Stage) -> None:
    page = await at(open_page, theatre)
    await expect(page.locator("#alarm")).to_be_hidden()
    await page.click("#sound")
    await expect(page.locator("#sound")).to_have_text("关警声")
    assert await tones(page) == 0

    await leak(theatre)
    await expect(page.locator("#alarm")).to_contain_text("没人接手")
    await expect(page.locator("#alarm .above")).to_have_count(0)
    await page.wait_for_function(TONED % 1)
    await expect(page.locator("#alarm")).to_have_attribute("data-sounding", "yes")

    await taken(theatre)
    await expect(page.locator("#alarm")).to_be_hidden()
    await expect(page.locator("#alarm")).to_have_attribute("data-sounding", "no")


async def test_without_a_gesture_the_button_asks_for_one(open_page: Open, theatre: Stage) -> None:
    await leak(theatre, timedelta(minutes=11))
    page = await at(open_page, theatre, size=PHONE, touch=True)
    await expect(page.locator("#alarm .above")).to_have_text("县总值班室 0000-7100001")
    await expect(page.locator("#sound")).to_have_class("sound wanted")
    assert await tones(page) == 0
    await page.tap("#sound")
    await page.wait_for_function(TONED % 0)
    assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    await page.tap("#sound")
    await expect(page.locator("#sound")).to_have_text("开警声")


async def test_switched_on_once_the_first_touch_is_enough(open_page: Open, theatre: Stage) -> None:
    page = await at(open_page, theatre)
    await page.click("#sound")
    await leak(theatre)
    await page.reload()
    await page.wait_for_selector("body[data-ready]")
    await page.click("#talk-title")
    await page.wait_for_function(TONED % 0)
