"""The data folder that was migrated once, copied for each test that wants its own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest


@pytest.fixture
def home(migrated: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(migrated, tmp_path / "home"))
