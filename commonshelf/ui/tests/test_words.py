"""Filters that say figures and lists as the page's language writes them."""

from __future__ import annotations

import pytest
from django.utils import translation

from commonshelf.kernel.refusal import Refusal
from commonshelf.ui import api, sentences
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


def test_a_code_that_has_a_word_is_said_by_it(monkeypatch):
    monkeypatch.setattr(sentences, "WORDS", {})
    monkeypatch.setitem(sentences.SENTENCES, "test.held", "“{role}” is held at {library}; {most} at most.")
    api.register_words("role", {"manager": "director"})
    told = [
        api.sentence(Refusal("test.held", {"role": role, "library": "manager", "most": 2}))
        for role in ("manager", "cook")
    ]
    assert told == ["“director” is held at manager; 2 at most.", "“cook” is held at manager; 2 at most."]
    both = Refusal("test.held", {"role": "manager clerk", "library": "EAST", "most": 2})
    api.register_words("role", {"manager": "director", "clerk": "writer"})
    with translation.override("en"):
        assert api.sentence(both).startswith("“director, writer” is")
    with translation.override("zh-hans"):
        assert "“director、writer”" in api.sentence(both)
    assert api.sentence(Refusal("test.held", {})) == "“[role]” is held at [library]; [most] at most."
