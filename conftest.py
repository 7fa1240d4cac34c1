"""What holds for every test: lanes, cheap passwords, plain static files."""

from __future__ import annotations

import fcntl
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import hypothesis
import pytest

from tests.own_home import HOME

ROOT = Path(__file__).parent
TOGETHER = {
    "the demo alliance": (
        "pages", "review", "cataloguing", "finding", "reader", "librarian", "lists", "office", "one_card",
        "getting",
    ),
    "the small cast": ("alliance", "sign_in", "work_menu"),
}  # fmt: skip
"""Journeys that share a house, which starts once when all of them run in one process."""
LONG = ("tests/journeys/", "commonshelf/site/", "tests/", "commonshelf/news/tests/test_processes")
"""Begun first, in this order, so that two processes end together."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--plain", action="store_true", help="only tests that need no database and no browser")


def pytest_configure() -> None:
    """Cheap passwords, unhashed static files; everything else is as in the product."""
    from django.conf import settings

    Path(HOME, "static").mkdir(exist_ok=True)
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    hypothesis.settings.register_profile("house", deadline=None)  # how fast a machine is proves nothing
    hypothesis.settings.load_profile("house")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: turn(item.nodeid))
    if not config.getoption("--plain"):
        return
    heavy = {"db", "transactional_db", "django_db_setup", "live_server", "browser"}
    marks = {"django_db", "browser", "shared", "processes"}

    def is_heavy(item: pytest.Item) -> bool:
        asks = set(getattr(item, "fixturenames", ()))
        return bool(asks & heavy or {mark.name for mark in item.iter_markers()} & marks)

    config.hook.pytest_deselected(items=[item for item in items if is_heavy(item)])
    items[:] = [item for item in items if not is_heavy(item)]


def batch(nodeid: str) -> str:
    """What one process runs in one go: a file, or all journeys through one house."""
    path = nodeid.partition("::")[0]
    for name, stems in TOGETHER.items():
        if path in {f"tests/journeys/test_{stem}.py" for stem in stems}:
            return name
    return path


def turn(nodeid: str) -> int:
    """Batches of a lower number begin earlier."""
    name = batch(nodeid)
    if name in TOGETHER:
        return list(TOGETHER).index(name)
    first = (place for place, start in enumerate(LONG) if name.startswith(start))
    return len(TOGETHER) + next(first, len(LONG))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """Files stay whole, so that what a file builds once is built once."""
    from xdist.scheduler import LoadScopeScheduling

    class Batches(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return batch(nodeid)

    config.option.loadscopereorder = False
    return Batches(config, log)


@pytest.fixture(scope="session")
def migrated(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder nobody has used yet, for copying: made once, whichever process wants it first."""
    base = tmp_path_factory.getbasetemp()
    base = base.parent if hasattr(request.config, "workerinput") else base
    home = base / "migrated" / "home"
    with (base / "migrated.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not home.exists():
            half = base / "migrated" / "half"
            subprocess.run(
                [sys.executable, "-m", "commonshelf", "fsck"],
                env={**os.environ, "COMMONSHELF_HOME": str(half)}, cwd=ROOT, check=True, capture_output=True,
            )  # fmt: skip
            half.rename(home)
    return home


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_blocker: object) -> Iterator[None]:
    """Between transactional tests Django empties all tables: also those that refuse DELETE, and not what
    migrations wrote, so that a test need not care whom it comes after.
    """
    from commonshelf.news.testing import flush_as_migrated, number_far_apart

    if hasattr(request.config, "workerinput"):  # one of several need migrate only
        from django.db import connection

        made = request.getfixturevalue("migrated") / "commonshelf.sqlite3"
        name = connection.creation._get_test_db_name()  # noqa: SLF001  # in memory; Django tells nobody else
        with closing(sqlite3.connect(name, uri=True)) as ours, closing(sqlite3.connect(made)) as template:
            template.backup(ours)
            request.getfixturevalue("django_db_setup")
    request.getfixturevalue("django_db_setup")  # pytest-django's own
    with django_db_blocker.unblock(), flush_as_migrated():  # type: ignore[attr-defined]
        number_far_apart()
        yield
