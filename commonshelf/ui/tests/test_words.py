"""Filters that say figures and lists as the page's language writes them."""

from __future__ import annotations

import pytest
from django.utils import translation

from commonshelf.ui.templatetags import shelf


@pytest.mark.parametrize(
    ("value", "said"),
    [(0.6999, "0.69"), (0.7, "0.70"), (0.29, "0.29"), (0.995, "0.99"), (0, "0.00"), (1, "1.00")],
)
def test_a_score_below_a_threshold_never_reads_as_the_threshold(value, said):
    assert shelf.score(value) == said


@pytest.mark.parametrize(("language", "said"), [("zh-hans", "篇幅、卷册"), ("en", "篇幅, 卷册")])
def test_a_list_has_the_comma_of_its_language(language, said):
    with translation.override(language):
        assert shelf.listed(["篇幅", "卷册"]) == said
