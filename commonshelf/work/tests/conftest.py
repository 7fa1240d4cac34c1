"""The small alliance, and a clock that the tests hold."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import LazySettings
from django.test import Client

from commonshelf.members import testing

NOW = datetime(2026, 3, 10, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))  # a Tuesday


@pytest.fixture
def cast(db: None, tmp_path: Path, settings: LazySettings) -> testing.Cast:
    settings.COMMONSHELF_HOME = tmp_path
    return testing.cast()


def signed_in(who: str) -> Client:
    client = Client()
    client.force_login(testing.user(who), backend="django.contrib.auth.backends.ModelBackend")
    return client
