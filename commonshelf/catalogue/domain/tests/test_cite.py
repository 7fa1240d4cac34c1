"""Citations by GB/T 7714-2015."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from commonshelf.catalogue.domain.cite import gbt7714
from commonshelf.catalogue.domain.facts import Facts, Link, Name
from commonshelf.catalogue.domain.tests.test_facts import FACTS

BOOK = Facts(
    "cnmarc",
    "山海志",
    subtitle="一个示范",
    names=(Name("约翰•示范", "author"), Name("王小明", "translator")),
    edition="第2版",
    edition_number="2",
    place="北京",
    publisher="示范出版社",
    year=2019,
    languages=("chi",),
    isbns=("9787000001237",),
)
HILLS = Facts(
    "marc21",
    "The hills",
    names=(Name("Sample, John R.", "author"), Name("Cy Test", "translator")),
    edition="3rd ed.",
    edition_number="3",
    place="Oxford",
    publisher="Model Press",
    year=1998,
    languages=("eng",),
)


@pytest.mark.parametrize(
    ("facts", "cited"),
    [
        (BOOK, "约翰•示范. 山海志: 一个示范[M]. 王小明, 译. 2版. 北京: 示范出版社, 2019."),
        (HILLS, "SAMPLE J R. The hills[M]. TEST C, trans. 3rd ed. Oxford: Model Press, 1998."),
        (
            replace(
                BOOK,
                edition="第1版",
                edition_number="",
                names=tuple(Name(n, "author") for n in ("甲一", "乙二", "丙三", "丁四")),
            ),
            "甲一, 乙二, 丙三, 等. 山海志: 一个示范[M]. 北京: 示范出版社, 2019.",
        ),
        (
            replace(
                HILLS, names=tuple(Name(f"Sample{n}, A.") for n in "abcd"), edition="", edition_number=""
            ),
            "SAMPLEA A, SAMPLEB A, SAMPLEC A, et al. The hills[M]. Oxford: Model Press, 1998.",
        ),
        (
            replace(
                BOOK,
                names=(Name("示范编写组", "editor", body=True),),
                edition="",
                edition_number="",
                volume="上册",
            ),
            "示范编写组. 山海志: 一个示范: 上册[M]. 北京: 示范出版社, 2019.",
        ),
        (
            replace(
                HILLS,
                format="ebook",
                links=(Link("https://example.org/1"),),
                names=(),
                edition="",
                edition_number="",
            ),
            "The hills[M/OL]. Oxford: Model Press, 1998. https://example.org/1.",
        ),
        (
            replace(HILLS, format="serial", names=(), edition="", edition_number=""),
            "The hills[J]. Oxford: Model Press, 1998-.",
        ),
        (Facts("table", "山海志"), "山海志[M]."),
        (  # a Chinese name in pinyin begins with its surname, whether a comma says so or not
            replace(HILLS, names=(Name("Cao Xueqin"), Name("Gao, E")), edition="", edition_number=""),
            "CAO X, GAO E. The hills[M]. Oxford: Model Press, 1998.",
        ),
    ],
)
def test_gbt7714(facts, cited):
    assert gbt7714(facts, "zh-hans") == cited


@given(FACTS)
def test_odd_facts_never_break_out_of_their_line(facts):
    cited = gbt7714(facts, "en")
    assert cited.isprintable() or all(char not in cited for char in "\r\n\u2028\u2029")
