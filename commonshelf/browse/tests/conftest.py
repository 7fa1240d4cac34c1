"""Two libraries for the tests of this room."""

from __future__ import annotations

import pytest

from commonshelf.members import testing as cast


@pytest.fixture
def two_libraries(db: None) -> None:
    cast.two_libraries()
