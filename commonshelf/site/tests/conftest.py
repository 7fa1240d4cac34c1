"""A data folder that was migrated once, copied for each test that wants its own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from commonshelf.site.tests.processes import run


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("migrated") / "home"
    done = run(folder, "settings", "--json")
    assert done.returncode == 0, done.stderr
    done = run(folder, "fsck", "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture
def home(migrated: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(migrated, tmp_path / "home"))
