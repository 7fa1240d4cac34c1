"""The small alliance of `members.testing`, and a data folder of each test's own for files and locks."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import LazySettings

from commonshelf.members import testing


@pytest.fixture
def alliance(db: None, tmp_path: Path, settings: LazySettings) -> None:
    settings.COMMONSHELF_HOME = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"
    testing.two_libraries()


@pytest.fixture
def cast(db: None, tmp_path: Path, settings: LazySettings) -> testing.Cast:
    settings.COMMONSHELF_HOME = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"
    return testing.cast()
