"""Take the pictures the README shows, of the seeds, into docs/; and a wider set into screenshots/, which git ignores."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import make_server

from app import create_app
from archive.settings import Settings

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Shot:
    """One picture: where it goes without its ending, address, width and height in pixels, colour scheme."""

    name: str
    address: str
    width: int = 1280
    height: int = 860
    dark: bool = False


SHOTS = (
    Shot("docs/search-desk", "/?q=air+defence&country=UA"),
    Shot("docs/article-phone", "/articles/cgsed4ruidmqrcki?q=kasciunas", width=390, height=844, dark=True),
    Shot("screenshots/front", "/"),
    Shot("screenshots/front-dark", "/", dark=True),
    Shot("screenshots/search-phone", "/?q=drones", width=390, height=844),
    Shot("screenshots/search-phone-dark", "/?q=drones", width=390, height=844, dark=True),
    Shot("screenshots/article", "/articles/cgsed4ruidmqrcki?q=kasciunas"),
    Shot("screenshots/nothing", "/?q=qwertyuiop"),
    Shot("screenshots/facet", "/facet/equipment"),
)


def main() -> int:
    """Ingest the seeds, serve them, take every picture."""
    with tempfile.TemporaryDirectory() as home, served(Path(home)) as address, sync_playwright() as playwright:
        installed = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
        browser = playwright.chromium.launch(executable_path=installed, args=["--no-sandbox", "--disable-gpu"])
        for shot in SHOTS:
            take(browser, address, shot)
        browser.close()
    return 0


@contextmanager
def served(home: Path) -> Iterator[str]:
    """Serve an archive of the seeds for the length of a block; yield its address."""
    environment = {**os.environ, "CONVOY_HOME": str(home)}
    subprocess.run([sys.executable, "-m", "indexer", "ingest", "seeds"], cwd=ROOT, env=environment, check=True)
    server = make_server("127.0.0.1", 0, create_app(Settings(home=home)), threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()


def take(browser: Browser, address: str, shot: Shot) -> None:
    """Take one picture."""
    size = {"width": shot.width, "height": shot.height}
    page = browser.new_page(viewport=size, color_scheme="dark" if shot.dark else "light")  # type: ignore[arg-type]  # a TypedDict
    page.goto(address + shot.address)
    path = ROOT / f"{shot.name}.png"
    path.parent.mkdir(exist_ok=True)
    page.screenshot(path=path)
    page.close()
    print(path.relative_to(ROOT))


if __name__ == "__main__":
    sys.exit(main())
