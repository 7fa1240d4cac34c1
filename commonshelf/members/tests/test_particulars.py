"""Particulars of an act are words in the reader's language; nothing is hidden."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from commonshelf.members.particulars import NAMES, particulars, rehearsed


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", [("files", "a.mrc, b.mrc"), ("rehearsal only", "yes"), ("format", "—")]),
        ("zh-hans", [("文件", "a.mrc，b.mrc"), ("只是试装", "是"), ("格式", "—")]),
    ],
)
def test_a_load_is_told_in_words(language: str, told: list[tuple[str, str]]) -> None:
    with override(language):
        assert particulars({"files": ["a.mrc", "b.mrc"], "dry_run": True, "syntax": ""}) == told


def test_what_has_no_words_is_shown_as_written() -> None:
    with override("en"):
        assert particulars({"weight": {"a": 1, "b": None}}) == [("weight", "a: 1 · b: —")]


def test_every_name_has_chinese_words() -> None:
    with override("zh-hans"):
        assert not [name for name, said in NAMES.items() if str(said).isascii()]


@pytest.mark.parametrize(
    ("facts", "only"), [({"dry_run": True}, True), ({"dry_run": False}, False), ({}, False)]
)
def test_a_rehearsal_is_known(*, facts: dict[str, object], only: bool) -> None:
    assert rehearsed(facts) is only
