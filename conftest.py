"""What holds for every test: lanes, cheap passwords, plain static files, translations compiled afresh."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.own_home import HOME


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--plain", action="store_true", help="only tests that need no database and no browser")


def pytest_configure() -> None:
    """Cheap passwords, unhashed static files, fresh translations; everything else is as in the product."""
    from django.conf import settings

    from commonshelf.site.translations import compile_all

    Path(HOME, "static").mkdir(exist_ok=True)
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    compile_all()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--plain"):
        return
    heavy = {"db", "transactional_db", "django_db_setup", "live_server", "browser"}
    marks = {"django_db", "browser", "shared", "processes"}

    def is_heavy(item: pytest.Item) -> bool:
        asks = set(getattr(item, "fixturenames", ()))
        return bool(asks & heavy or {mark.name for mark in item.iter_markers()} & marks)

    config.hook.pytest_deselected(items=[item for item in items if is_heavy(item)])
    items[:] = [item for item in items if not is_heavy(item)]


@pytest.fixture(autouse=True, scope="session")
def _flush_works_on_events() -> Iterator[None]:
    """The event table refuses DELETE; between transactional tests Django empties all tables."""
    from commonshelf.news.testing import flush_may_empty_events

    with flush_may_empty_events():
        yield
