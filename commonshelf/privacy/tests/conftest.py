"""A data folder of the test's own with a database in a file, so that its bytes can be searched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import connections


@pytest.fixture
def home(tmp_path: Path, settings: LazySettings, db: None) -> Iterator[Path]:
    """Freshly migrated, with the write-ahead log and all else as in the product; no transaction around."""
    before = connections["default"]
    before.ensure_connection()
    file = tmp_path / "commonshelf.sqlite3"
    file.write_bytes(before.connection.serialize())
    settings.COMMONSHELF_HOME = settings.HOME = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"
    fresh = connections.create_connection("default")
    fresh.settings_dict = {**before.settings_dict, "NAME": str(file)}
    connections["default"] = fresh
    try:
        yield tmp_path
    finally:
        fresh.close()
        connections["default"] = before


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Every file below the folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
