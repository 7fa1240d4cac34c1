"""Where another room asks which edition is meant, words and numbers are answered with a choice."""

from __future__ import annotations

import re

import pytest
from django.test import RequestFactory

from commonshelf.members.cards import Here
from commonshelf.search.picking import choices

pytestmark = pytest.mark.django_db


def asked(words: str) -> str:
    request = RequestFactory().get("/")
    request.here = Here()
    return str(choices(request, words, "/review/rules?one=CHOSEN&other=3"))


@pytest.mark.parametrize("words", ["红楼梦", "979-9-0000-0001-0"])
def test_each_choice_leads_to_where_it_was_asked(two, words):
    text = asked(words)
    assert re.search(r'href="/review/rules\?one=\d+&amp;other=3"', text)
    assert "红楼梦" in text


def test_nothing_found_says_what_to_do(two):
    text = asked("没有的书<b>")
    assert "&lt;b&gt;" in text
    assert "href" not in text
