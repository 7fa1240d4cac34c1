"""One world for all tests of a file: nothing that is asked of it changes it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import transaction

from tests.wall.wall import Wall, quiet


@pytest.fixture(scope="module")
def wall(
    django_db_setup: None, django_db_blocker: object, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Wall]:
    """Built once a file, in a transaction that is never kept."""
    home = tmp_path_factory.mktemp("wall")
    with (
        pytest.MonkeyPatch.context() as patch,
        django_db_blocker.unblock(),  # type: ignore[attr-defined]
        quiet(),
        transaction.atomic(),
    ):
        patch.setattr(settings, "COMMONSHELF_HOME", home)
        patch.setattr(settings, "MEDIA_ROOT", home / "files")
        patch.setattr(settings, "INDEX_FOLDER", home / "index")
        yield Wall.built()
        transaction.set_rollback(True)
