"""What the demo's tests share: a chance that repeats, and the five exports written once."""

from __future__ import annotations

from random import Random

import pytest

from commonshelf.demo.render import SEED, write_files


@pytest.fixture
def chance():
    return Random(SEED)


@pytest.fixture(scope="session")
def exports(tmp_path_factory):
    """(folder, what was made): the five libraries' files, written once for all tests."""
    folder = tmp_path_factory.mktemp("exports")
    return folder, write_files(folder)
