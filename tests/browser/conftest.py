"""A browser for the tests that need one: Chromium of the machine; without one they are skipped, in CI they fail."""

import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest
import pytest_asyncio
from playwright.async_api import Browser, ConsoleMessage, Page, async_playwright, expect

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
MISSING = "no Chromium on this machine: install chromium to run the browser tests"
DESKTOP = (1280, 800)
PHONE = (390, 844)
#: How long a page may take to show something; a busy machine has needed a minute.
PATIENCE_MS = 90_000

#: Opens a page of a given width and height; it fails the test at its end when the page logged an error.
Open = Callable[..., Awaitable[Page]]


def chromium() -> str:
    """The browser of this machine; without one the test is skipped, in CI failed."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        if os.environ.get("CI"):
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    return found


@asynccontextmanager
async def launched() -> AsyncIterator[Browser]:
    """A browser of its own."""
    path = chromium()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        try:
            yield browser
        finally:
            await browser.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Chromium, started once; its tests run in the session's loop."""
    expect.set_options(timeout=PATIENCE_MS)
    async with launched() as started:
        yield started


@pytest_asyncio.fixture(loop_scope="session")
async def open_page(browser: Browser) -> AsyncIterator[Open]:
    """Opens pages, and fails the test when one of them had an error."""
    async with _pages(browser) as opened:
        yield opened


def _is_fault(line: ConsoleMessage) -> bool:
    """An error of the page; that a server went away at the end of a test is none."""
    return line.type == "error" and "net::ERR_" not in line.text


def _pages(browser: Browser) -> AbstractAsyncContextManager[Open]:
    @asynccontextmanager
    async def opened() -> AsyncIterator[Open]:
        faults: list[str] = []

        async def open_one(address: str, size: tuple[int, int] = DESKTOP, *, touch: bool = False) -> Page:
            context = await browser.new_context(
                viewport={"width": size[0], "height": size[1]}, has_touch=touch, is_mobile=touch, locale="zh-CN"
            )
            page = await context.new_page()
            page.set_default_timeout(PATIENCE_MS)
            page.on("pageerror", lambda error: faults.append(str(error)))
            page.on("console", lambda line: faults.append(line.text) if _is_fault(line) else None)
            await page.goto(address)
            return page

        yield open_one
        for context in browser.contexts:
            await context.close()
        assert not faults, faults

    return opened()
