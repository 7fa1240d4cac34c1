"""Books on their shelves, and who borrows them."""

from __future__ import annotations

import pytest

from commonshelf.cards.api import ReaderCard
from commonshelf.loans.testing import Shelves, shelves


@pytest.fixture
def books(db: None) -> Shelves:
    return shelves()


@pytest.fixture
def student(books: Shelves) -> ReaderCard:
    return books.readers.student


@pytest.fixture
def citizen(books: Shelves) -> ReaderCard:
    return books.readers.citizen
