"""Two libraries, their readers, and a morning."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.utils import timezone

from commonshelf.cards import testing
from commonshelf.cards.testing import Readers


@pytest.fixture
def readers(db) -> Readers:
    return testing.readers()


@pytest.fixture
def morning() -> datetime:
    """Nine o'clock of the alliance's today."""
    return timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0)
