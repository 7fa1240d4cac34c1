"""What crawlers are asked: editions and plain questions yes, combinations of filters no."""

from __future__ import annotations

import re

import pytest

from commonshelf.site.robots import ASKED


def allowed(path: str, said: str = ASKED) -> bool:
    """By the rules of RFC 9309: the longest rule that fits decides, Allow among equals."""
    found = [(0, True)]
    for line in said.splitlines():
        name, _, rule = (part.strip() for part in line.partition(":"))
        if name not in {"Allow", "Disallow"}:
            continue
        pattern = re.escape(rule).replace(r"\*", ".*").replace(r"\$", "$")
        if re.match(pattern, path):
            found.append((len(rule), name == "Allow"))
    return max(found)[1]


@pytest.mark.parametrize(
    ("path", "read"),
    [
        ("/", True),
        ("/edition/12", True),
        ("/libraries", True),
        ("/library/EAST", True),
        ("/search", True),
        ("/search?q=%E7%BA%A2", True),
        ("/search?q=a&library=EAST", False),
        ("/search?q=a&page=2", False),
        ("/search?library=EAST", False),
        ("/search?q=a&lang=en", False),
        ("/edition/12?lang=en", False),
        ("/edition/12/desk", False),
        ("/api/v1/search?q=a", False),
        ("/accounts/login/", False),
        ("/here?next=/", False),
    ],
)
def test_what_may_be_read(path, read):
    assert allowed(path) is read


def test_planted_without_the_longer_rule_filters_would_be_walked():
    assert allowed("/search?q=a&library=EAST", ASKED.replace("Disallow: /search?q=*&\n", ""))


@pytest.mark.django_db
def test_it_is_answered_without_a_query_and_may_be_kept(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/robots.txt")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/plain")
    assert "max-age=86400" in answer["Cache-Control"]
    assert not answer.cookies
