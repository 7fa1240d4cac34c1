"""Class numbers told apart."""

from __future__ import annotations

import pytest

from commonshelf.catalogue.domain.classes import clc_main_class, scheme_of


@pytest.mark.parametrize(
    ("number", "letter"),
    [
        ("TP312", "T"),
        ("I247.5", "I"),
        ("K92-49", "K"),
        ("{D92}", "D"),
        ("i247", "I"),
        ("L1", ""),
        ("QA76.73", ""),
        ("813.54", ""),
        ("", ""),
    ],
)
def test_main_class(number, letter):
    assert clc_main_class(number) == letter


@pytest.mark.parametrize(
    ("number", "chinese", "scheme"),
    [
        ("I247.5", True, "clc"),
        ("I247.5", False, "lcc"),
        ("813.54", False, "ddc"),
        ("QA76", False, "lcc"),
        ("82-3", False, "local"),
        ("51", False, "udc"),
        ("小说", True, "local"),
    ],
)
def test_a_scheme_nobody_told(number, chinese, scheme):
    assert scheme_of(number, chinese=chinese) == scheme
