"""APA 7 and MLA 9: each expected line was written by hand from the styles' own handbooks."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from commonshelf.catalogue.domain.facts import Facts, Link, Name
from commonshelf.catalogue.domain.styles import Run, apa, mla, plain
from commonshelf.catalogue.domain.tests.test_cite import BOOK, HILLS
from commonshelf.catalogue.domain.tests.test_facts import FACTS

MANY = tuple(Name(f"Sample{chr(97 + n)}, Ann") for n in range(21))
KINDS = {
    "translated": (
        HILLS,
        "Sample, J. R. (1998). The hills (C. Test, Trans.; 3rd ed.). Model Press.",
        "Sample, John R. The hills. Translated by Cy Test, 3rd ed., Model Press, 1998.",
    ),
    "translated Chinese": (
        BOOK,
        "约翰•示范. (2019). 山海志: 一个示范 (王小明, 译; 第2版). 示范出版社.",
        "约翰•示范. 山海志: 一个示范. 王小明译, 第2版, 示范出版社, 2019.",
    ),
    "volume": (
        replace(HILLS, volume="Volume 2", volume_number="2", names=(Name("Sample, John R."),)),
        "Sample, J. R. (1998). The hills (3rd ed., Vol. 2). Model Press.",
        "Sample, John R. The hills. 3rd ed., vol. 2, Model Press, 1998.",
    ),
    "volume in Chinese": (
        replace(
            BOOK, volume="上册", volume_number="1", names=(Name("曹小芹"), Name("高小鹗")), edition_number=""
        ),
        "曹小芹, 高小鹗. (2019). 山海志: 一个示范 (第2版, 上册). 示范出版社.",
        "曹小芹, 高小鹗. 山海志: 一个示范. 第2版, 上册, 示范出版社, 2019.",
    ),
    "volumes 2 to 3": (
        replace(HILLS, volume="Vols. 2-3", volume_number="2-3", names=(), edition="", edition_number=""),
        "The hills (Vol. 2–3). (1998). Model Press.",
        "The hills. Vol. 2–3, Model Press, 1998.",
    ),
    "nobody named": (
        replace(HILLS, names=(), edition="First edition", edition_number=""),
        "The hills. (1998). Model Press.",
        "The hills. Model Press, 1998.",
    ),
    "nobody named, in Chinese": (
        replace(BOOK, names=(), edition="第1版", edition_number="1", subtitle=""),
        "山海志. (2019). 示范出版社.",
        "山海志. 示范出版社, 2019.",
    ),
    "two authors": (
        replace(HILLS, names=(Name("Sample, John"), Name("Ann Test")), edition="", edition_number=""),
        "Sample, J., & Test, A. (1998). The hills. Model Press.",
        "Sample, John, and Ann Test. The hills. Model Press, 1998.",
    ),
    "three authors": (
        replace(HILLS, names=tuple(map(Name, ("Sample, J.", "Test, A.", "Model, C.")))),
        "Sample, J., Test, A., & Model, C. (1998). The hills (3rd ed.). Model Press.",
        "Sample, J., et al. The hills. 3rd ed., Model Press, 1998.",
    ),
    "twenty-one authors": (
        replace(HILLS, names=MANY, edition="", edition_number=""),
        ", ".join(f"Sample{chr(97 + n)}, A." for n in range(19))
        + ", . . . Sampleu, A. (1998). The hills. Model Press.",
        "Samplea, Ann, et al. The hills. Model Press, 1998.",
    ),
    "four authors in Chinese": (
        replace(
            BOOK, names=tuple(map(Name, ("甲一", "乙二", "丙三", "丁四"))), edition="", edition_number=""
        ),
        "甲一, 乙二, 丙三, 丁四. (2019). 山海志: 一个示范. 示范出版社.",
        "甲一, 等. 山海志: 一个示范. 示范出版社, 2019.",
    ),
    "one editor": (
        replace(HILLS, names=(Name("Test, Ann", "editor"),), edition="", edition_number=""),
        "Test, A. (Ed.). (1998). The hills. Model Press.",
        "Test, Ann, editor. The hills. Model Press, 1998.",
    ),
    "two editors": (
        replace(HILLS, names=(Name("Test, Ann", "editor"), Name("Sample, Jo", "editor")), edition=""),
        "Test, A., & Sample, J. (Eds.). (1998). The hills. Model Press.",
        "Test, Ann, and Jo Sample, editors. The hills. Model Press, 1998.",
    ),
    "an editor in Chinese": (
        replace(BOOK, names=(Name("示小范", "editor"),), edition="", edition_number=""),
        "示小范 (编). (2019). 山海志: 一个示范. 示范出版社.",
        "示小范, 编. 山海志: 一个示范. 示范出版社, 2019.",
    ),
    "a body that publishes its own book": (
        replace(HILLS, names=(Name("Model Press", "author", body=True),), edition="", edition_number=""),
        "Model Press. (1998). The hills.",
        "Model Press. The hills. Model Press, 1998.",
    ),
    "pinyin in the order it is said": (
        replace(HILLS, names=(Name("Cao Xueqin"), Name("Ouyang Xiu")), edition="", edition_number=""),
        "Cao, X., & Ouyang, X. (1998). The hills. Model Press.",
        "Cao, Xueqin, and Xiu Ouyang. The hills. Model Press, 1998.",
    ),
    "particle, hyphen and suffix": (
        replace(
            HILLS,
            names=(Name("Vincent van Sample"), Name("Model, Jean-Paul"), Name("Test, Martin Luther, Jr.")),
        ),
        "van Sample, V., Model, J.-P., & Test, M. L., Jr. (1998). The hills (3rd ed.). Model Press.",
        "van Sample, Vincent, et al. The hills. 3rd ed., Model Press, 1998.",
    ),
    "no year": (
        replace(HILLS, year=None, names=(Name("Plato"),), edition="", edition_number=""),
        "Plato. (n.d.). The hills. Model Press.",
        "Plato. The hills. Model Press.",
    ),
    "e-book": (
        replace(HILLS, format="ebook", names=(), edition="", links=(Link("https://example.org/1"),)),
        "The hills. (1998). Model Press. https://example.org/1",
        "The hills. Model Press, 1998, https://example.org/1.",
    ),
    "journal as a whole": (
        replace(HILLS, format="serial", names=(), edition="", edition_number=""),
        "The hills. (1998–). Model Press.",
        "The hills. Model Press, 1998–.",
    ),
    "map": (
        replace(HILLS, format="map", names=(), edition="", edition_number=""),
        "The hills [Map]. (1998). Model Press.",
        "The hills. Model Press, 1998.",
    ),
    "hardly anything": (Facts("table", "山海志"), "山海志. (无日期).", "山海志."),
    "not even a title": (Facts("table", ""), "[题名不详]. (无日期).", "[题名不详]."),
    "a title that asks": (
        replace(HILLS, title="Why hills?", names=(Name("Plato"),), edition="", edition_number=""),
        "Plato. (1998). Why hills? Model Press.",
        "Plato. Why hills? Model Press, 1998.",
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_apa(kind):
    facts, expected, _ = KINDS[kind]
    assert plain(apa(facts)) == expected


@pytest.mark.parametrize("kind", KINDS)
def test_mla(kind):
    facts, _, expected = KINDS[kind]
    assert plain(mla(facts)) == expected


def test_titles_in_letters_are_set_in_italics_titles_in_han_never():
    assert Run("The hills", italic=True) in apa(HILLS)
    assert Run("The hills", italic=True) in mla(HILLS)
    assert not any(run.italic for style in (apa, mla) for run in style(BOOK))


@given(FACTS)
def test_odd_facts_stay_on_one_line(facts):
    for style in (apa, mla):
        said = plain(style(facts, "en"))
        assert said
        assert not set(said) & set("\r\n\u2028\u2029\x0b\x0c\x85")
