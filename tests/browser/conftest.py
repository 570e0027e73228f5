"""The real application on a free port and a real Chromium; anything the console complains of fails the test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright
from werkzeug.serving import make_server

from app import create_app
from archive.settings import Settings
from tests.conftest import ingest, write_jsonl
from tests.web.newsroom import newsroom

SCREENSHOTS = Path(__file__).parents[2] / "screenshots"
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
OVERTAKEN = ("htmx:afterRequest", "htmx:sendAbort")
"""What htmx logs where a newer search called off an older one, as it should."""
OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the newsroom; return the address without a slash at the end."""
    home = tmp_path_factory.mktemp("browser")
    with served(ingest(home / "var", [write_jsonl(home / "articles.jsonl", newsroom())])) as address:
        yield address


@contextmanager
def served(settings: Settings) -> Iterator[str]:
    """Serve an archive during a block."""
    server = make_server("127.0.0.1", 0, create_app(settings), threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:  # A thread left running would keep a failed test from ending.
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Return the Chromium of the machine, else Playwright's own."""
    with sync_playwright() as playwright:
        installed = next(filter(None, map(shutil.which, CHROMIUMS)), None)
        browser = playwright.chromium.launch(executable_path=installed, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


def note(complaints: list[str], message: ConsoleMessage) -> None:
    """Keep errors and warnings of the console, a breach of the content security policy among them."""
    if message.type in ("error", "warning") and not message.text.startswith(OVERTAKEN):
        complaints.append(message.text)


@pytest.fixture
def open_page(chromium: Browser, site: str) -> Iterator[OpenPage]:
    """Return a function that opens an address in a fresh window; its keywords are those of Playwright's `new_context`."""
    complaints: list[str] = []
    contexts: list[BrowserContext] = []

    def opened(address: str = "/", **options: object) -> Page:
        context = chromium.new_context(base_url=site, **options)  # type: ignore[arg-type]  # passed through as given
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: note(complaints, message))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []
