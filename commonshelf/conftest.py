"""What all tests share: a data folder of their own, and the planning data when it is there."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import LazySettings, settings

SHARED = Path(__file__).resolve().parents[2] / "shared"


def shared_data(name: str) -> Path:
    """Path of a file or folder in ../shared, or a skip that says what is missing."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"needs ../shared/{name}, which is not here")
    return path


@pytest.fixture(autouse=True, scope="session")
def _plain_static_files() -> None:
    """Pages in tests name static files as they lie in the rooms; nobody collected them."""
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


@pytest.fixture
def fresh_index(tmp_path: Path, settings: LazySettings) -> Path:  # pytest-django's, put back afterwards
    """An empty search index of this test's own."""
    settings.INDEX_FOLDER = tmp_path / "index"
    return tmp_path / "index"
