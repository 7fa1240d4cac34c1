"""Citations by GB/T 7714-2015 and RIS files that another program reads back."""

from __future__ import annotations

from dataclasses import replace

import pytest
import rispy
from hypothesis import given

from commonshelf.catalogue.domain.cite import gbt7714, ris
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
    ],
)
def test_gbt7714(facts, cited):
    assert gbt7714(facts, "zh-hans") == cited


def test_ris_is_read_back():
    (entry,) = rispy.loads(ris(BOOK))
    assert entry["type_of_reference"] == "BOOK"
    assert entry["title"] == "山海志: 一个示范"
    assert entry["authors"] == ["约翰•示范"]
    assert entry["publisher"] == "示范出版社"
    assert entry["year"] == "2019"
    assert "9787000001237" in str(entry)


@given(FACTS)
def test_odd_facts_never_break_out_of_their_line(facts):
    cited = gbt7714(facts, "en")
    assert cited.isprintable() or all(char not in cited for char in "\r\n\u2028\u2029")
    written = ris(facts)
    assert written.count("ER  - ") >= 1
    assert all(line[2:6] == "  - " for line in written.split("\r\n")[:-1])
