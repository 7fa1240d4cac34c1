"""What is offered while somebody types, from the tokens of a few editions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pytest

from commonshelf.engine.contract import Count
from commonshelf.search.domain import offering
from commonshelf.search.domain.offering import MAKER, SUBJECT, TITLE, offered, tokens, typed

EDITIONS = [
    (1, ["红楼梦"], ["曹雪芹"], ["章回小说"]),
    (9, ["红与黑"], ["Stendhal, Henri Beyle"], []),
    (1, ["紅與黑"], [], []),
    (1, ["红"], [], []),
    (1, ["Introduction to algorithms"], ["Cormen, Thomas H."], ["Computer science"]),
    (1, ["红楼梦研究"], ["俞平伯"], ["红学"]),
]


def index(editions: Iterable[tuple] = EDITIONS):
    counts: Counter[str] = Counter()
    for edition in editions:
        counts.update(tokens(*edition).split())

    def terms(prefix: str) -> list[Count]:
        found = [Count(token, n) for token, n in counts.items() if token.startswith(prefix)]
        return sorted(found, key=lambda count: (-count.documents, count.value))

    return terms


def texts(words: str, most: int = 8) -> list[str]:
    return [offer.text for offer in offered(typed(words), index(), most)]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("红楼", "红楼梦"),
        ("紅樓", "红楼梦"),
        ("hongl", "红楼梦"),
        ("Hong Lou M", "红楼梦"),
        ("hlm", "红楼梦"),
        ("曹", "曹雪芹"),
        ("caox", "曹雪芹"),
        ("cxq", "曹雪芹"),
        ("intro", "Introduction to algorithms"),
        ("introduction to a", "Introduction to algorithms"),
        ("corm", "Cormen, Thomas H."),
        ("thomas h cor", "Cormen, Thomas H."),
        ("computer s", "Computer science"),
        ("章回", "章回小说"),
    ],
)
def test_by_characters_pinyin_first_letters_and_latin(words: str, first: str) -> None:
    assert texts(words)[0] == first


def test_exact_first_then_what_more_libraries_have() -> None:
    assert texts("红") == ["红", "红与黑", "红学", "红楼梦", "红楼梦研究"]
    assert texts("红", most=2) == ["红", "红与黑"]


def test_one_text_is_offered_once_in_the_spelling_more_libraries_have() -> None:
    assert texts("红与") == ["红与黑"]
    assert offered("红与", index(), 8)[0].documents == 2


def test_kinds_are_told() -> None:
    assert {offer.kind for offer in offered("c", index(), 8)} == {MAKER, SUBJECT}
    assert offered("hlm", index(), 8)[0].kind == TITLE


@pytest.mark.parametrize("words", ["", " ", "h", "?", "！"])
def test_too_little_offers_nothing(words: str) -> None:
    assert typed(words) == ""


def test_few_terms_are_looked_at_where_many_libraries_have_enough() -> None:
    asked: list[str] = []
    terms = index([(20, [f"红{n}号"], [], []) for n in range(9)] + EDITIONS)

    def counting(prefix: str) -> list[Count]:
        asked.append(prefix)
        return terms(prefix)

    assert len(offered("红", counting, 8)) == 8
    assert "0红" not in asked, "what one library has is not gone through"


def test_very_long_texts_are_not_offered() -> None:
    assert tokens(1, ["长" * 100], [], []) == ""
    assert len(tokens(1, [], ["甲乙丙"] * 500, []).split()) == 3
    assert len(tokens(1, [], [f"甲{n}" for n in range(500)], []).split()) <= 3 * offering.MOST_OF_A_KIND


def test_a_romanised_record_offers_nothing_beside_what_it_romanises() -> None:
    terms = index([(1, ["红楼梦"], ["曹雪芹"], []), (1, ["Hong lou meng"], ["Cao, Xueqin"], [])])
    assert [offer.text for offer in offered(typed("hong"), terms, 8)] == ["红楼梦"]
    assert [offer.text for offer in offered(typed("caox"), terms, 8)] == ["曹雪芹"]


def test_a_romanised_title_nobody_writes_in_characters_is_offered() -> None:
    terms = index([(1, ["Hong lou meng"], [], [])])
    assert [offer.text for offer in offered(typed("hong"), terms, 8)] == ["Hong lou meng"]
