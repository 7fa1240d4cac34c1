"""Readers: registered, found by their card, seen by one library."""

from __future__ import annotations

import pytest

from commonshelf.cards import api, testing
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.news import api as news


@pytest.fixture
def readers(db) -> testing.Readers:
    return testing.readers()


def test_a_card_is_found_however_it_is_typed(readers):
    number = readers.student.card.number
    typed = f" {number[:4]}-{number[4:8]} {number[8:]} "
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in number)
    assert api.find_reader(number=typed).key == api.find_reader(number=wide).key == readers.student.key
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    with pytest.raises(Refusal, match=r"cards\.bad-number"):
        api.find_reader(number=wrong)
    with pytest.raises(Refusal, match=r"cards\.no-such-card"):
        api.find_reader(number="12345")
