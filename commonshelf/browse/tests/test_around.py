"""What stands around a subject and a name, told from the records alone."""

from __future__ import annotations

import pytest

from commonshelf.browse import api, concepts, feeding
from commonshelf.browse.tests.making import Feed, entry
from commonshelf.kernel.refusal import Absent

pytestmark = pytest.mark.django_db


@pytest.fixture
def feed():
    feeding.clear()
    feed = Feed()
    feed.take(
        *(entry(n, f"t{n}", subjects=["小说"], classes=["I247.5"]) for n in range(1, 6)),
        entry(11, "a", subjects=["长篇小说", "小说"], classes=["I247.5"]),
        entry(12, "b", subjects=["小说 -- 文学研究", "红学"], classes=["I207.4"]),
        entry(13, "c", subjects=["Fiction", "Fiction -- History"]),
        entry(14, "d", subjects=["Chinese fiction"]),
        entry(15, "e", subjects=["Fictionalism"]),
    )
    return feed


def texts(found):
    return [term.text for term in found]


def test_longer_subjects_are_narrower_and_their_parts_broader(feed):
    found = api.subject(term="小說", language="en")
    assert (found.text, found.editions) == ("小说", 6)
    assert set(texts(found.narrower)) == {"长篇小说", "小说 -- 文学研究"}
    assert [(card.code, card.name) for card in found.classes] == [("I247", "Fiction since 1949")]
    assert texts(api.subject(term="长篇小说").broader) == ["小说"]
    assert texts(api.subject(term="小说 -- 文学研究").broader) == ["小说"]


def test_of_latin_subjects_whole_words_count(feed):
    assert texts(api.subject(term="fiction").narrower) == ["Chinese fiction", "Fiction -- History"]
    assert texts(api.subject(term="Fiction -- History").broader) == ["Fiction"]


def test_what_stands_on_the_same_editions_is_beside_it(feed):
    assert texts(api.subject(term="红学").beside) == ["小说 -- 文学研究"]
    assert "长篇小说" not in texts(api.subject(term="小说").beside)  # told as narrower already


def test_a_subject_nobody_carries_still_leads_on(feed):
    found = api.subject(term="文学")
    assert (found.text, found.editions) == ("文学", 0)
    assert texts(found.narrower) == ["小说 -- 文学研究"]
    assert api.subject(term="？").narrower == ()


def test_only_a_question_of_few_words_is_broad(feed):
    assert concepts.broad("小说", "zh") is not None
    assert concepts.broad("中国现代长篇小说选集", "zh") is None
    assert concepts.broad("量子力学", "zh") is None
    assert concepts.broad("???", "zh") is None


@pytest.fixture
def names(feed):
    feed.take(
        entry(21, "红楼梦", ["曹雪芹", "高鹗", "Cao, Xueqin"], ["红学"], ["I242.4"]),
        entry(22, "The hobbit", ["Tolkien, J. R. R."], ["Fantasy"]),
        entry(23, "The lord", ["J. R. R. Tolkien"], ["Fantasy"]),
        entry(24, "Other", ["Tolkien, Simon"]),
    )


def test_a_name_comes_with_its_subjects_and_classes(names):
    found = api.maker(name="曹雪芹")
    assert (found.text, found.editions, found.ids) == ("曹雪芹", 1, (21,))
    assert texts(found.subjects) == ["红学"]
    assert found.main_classes == ("I",)


def test_the_same_name_turned_round_is_counted_with_it(names):
    for name in ("Tolkien, J. R. R.", "J. R. R. Tolkien"):
        found = api.maker(name=name)
        assert (found.editions, found.ids) == (2, (22, 23))
        assert len(found.others) == 1


@pytest.mark.parametrize("name", ["Nobody", "", "。", "曹", "%", "a" * 500])
def test_a_name_nobody_carries_is_absent(names, name):
    with pytest.raises(Absent):
        api.maker(name=name)
