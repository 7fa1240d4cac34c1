"""A real server over a data folder of its own, a real Chromium before it, and three judges of every page."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from commonshelf.site.tests.processes import run
from tests.journeys.terminal import Terminal

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
PHONE = {"width": 390, "height": 844}
NARROW = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
QUIET += ["--disable-background-networking", "--disable-component-update"]
PATIENCE = 30_000
"""Milliseconds a page has for anything: machines are slow when all their cores are at work."""
CAST = (
    "import django; django.setup()\n"
    "from commonshelf.kernel.actor import Role\n"
    "from commonshelf.members import api, testing\n"
    "testing.cast()\n"
    "api.affiliate(actor=api.operator(), person='librarian', role=Role.LIBRARIAN, library='WEST')\n"
)


@dataclass(frozen=True)
class House:
    """A running Commonshelf: its address, its data folder, and its command line."""

    url: str
    home: Path
    said: list[str]

    def run(self, *arguments: str, status: int = 0) -> str:
        """One `commonshelf` command against the same data folder while the server runs."""
        done = run(self.home, *arguments, LANG="en_US.UTF-8")
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout if status == 0 else done.stderr


def environment(home: Path, language: str = "en_US.UTF-8") -> dict[str, str]:
    return {**os.environ, "COMMONSHELF_HOME": str(home), "LANG": language, "LC_ALL": language}


def serve(home: Path, *arguments: str) -> Iterator[House]:
    """Start the supervisor on a free port, wait for its address, stop it as Ctrl-C would."""
    process = subprocess.Popen(
        [sys.executable, "-m", "commonshelf", "serve", "--port", "0", *arguments],
        env=environment(home),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=ROOT,
    )
    assert process.stdout is not None
    said: list[str] = []
    try:
        for line in process.stdout:
            said.append(line)
            if "http://127.0.0.1:" in line and "Ctrl-C" in line:
                url = next(word for word in line.split() if word.startswith("http://")).rstrip("/")
                yield House(url=url, home=home, said=said)
                break
        else:
            pytest.fail("the server did not start:\n" + "".join(said))
    finally:
        process.terminate()
        process.wait(timeout=60)
        process.stdout.close()


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The demo alliance, served."""
    yield from serve(tmp_path_factory.mktemp("demo"), "--demo")


@pytest.fixture
def empty_house(shell: Terminal) -> Iterator[House]:
    """A house nobody has founded yet."""
    yield from serve(shell.home)


@pytest.fixture
def shell(migrated: Path, tmp_path: Path) -> Terminal:
    """A terminal before an empty data folder."""
    return Terminal(Path(shutil.copytree(migrated, tmp_path / "home")))


@pytest.fixture(scope="session")
def staffed(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house with the small cast of two libraries, for all journeys through it: each has its own people,
    apart from the managers, of whom nobody takes anything away.
    """
    home = Path(shutil.copytree(migrated, tmp_path_factory.mktemp("staffed") / "home"))
    named = {**environment(home), "DJANGO_SETTINGS_MODULE": "commonshelf.site.settings"}
    subprocess.run([sys.executable, "-c", CAST], env=named, cwd=ROOT, check=True, timeout=120)
    yield from serve(home)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("needs Chromium: apt install chromium")
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


Visit = Callable[..., Page]


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Visit]:
    """visit(url, size=…, language=…, dark=…, javascript=…) -> an open page of a new visitor."""
    contexts: list[BrowserContext] = []

    def open_page(
        url: str,
        *,
        size: dict[str, int] = PHONE,
        language: str = "zh-CN",
        dark: bool = False,
        javascript: bool = True,
    ) -> Page:
        context = chromium.new_context(
            viewport={"width": size["width"], "height": size["height"]},
            locale=language,
            color_scheme="dark" if dark else "light",
            java_script_enabled=javascript,
            accept_downloads=True,
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.on("console", lambda message: note_console(page, message.type, message.text))
        page.goto(url)
        return page

    yield open_page
    for context in contexts:
        for page in context.pages:
            told = getattr(page, "told", [])
            assert not told, f"the console of {page.url} says: {told}"
        context.close()


def note_console(page: Page, kind: str, text: str) -> None:
    """Remember errors: a broken script or a refused style (CSP) must not pass unseen."""
    if kind == "error" and "404 (Not Found)" not in text:
        page.told = [*getattr(page, "told", []), text]  # type: ignore[attr-defined]


def sideways(page: Page) -> int:
    """How many pixels the page can be scrolled sideways."""
    return int(
        page.evaluate(
            "Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)"
        )
    )


def accessibility(page: Page) -> list[str]:
    """What axe-core finds wrong, a line each."""
    found = Axe().run(page).response["violations"]
    return [f"{v['id']}: {v['help']} — {v['nodes'][0]['html'][:160]}" for v in found]
