"""MARC 21: own script before romanisation, numbers by their prefix, formats by codes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonshelf.catalogue.domain import cite, exports, holdings, keys, read_marc
from commonshelf.catalogue.domain.facts import Class, Name, dump, load
from commonshelf.catalogue.domain.matching import judging, portraits
from commonshelf.catalogue.domain.tests.records import cnmarc, m21_facts, marc21
from commonshelf.wire.marc.record import Field, Flavour, Marc

CODED = "008 200101s2019    cc            000 0 chi d"
PAIRED = (
    "001 D1",
    CODED,
    "020  $a9787000001237 (hbk.) :$cCNY90.00",
    "1001 $6880-01$aShifan, Yuehan,$d1950-",
    "24510$6880-02$aShan hai zhi :$byi ge shi fan /$cYuehan Shifan zhu ; Wang Xiaoming yi.",
    "250  $6880-04$aDi 2 ban.",
    "264 1$6880-03$aBei jing :$bShi fan chu ban she,$c2019.",
    "300  $a12, 320 pages ;$c21 cm",
    "8801 $6100-01/$1$a示範, 約翰,$d1950-",
    "88010$6245-02/$1$a山海志 :$b一個示範 /$c約翰·示範著 ; 王小明譯.",
    "880 1$6264-03/$1$a北京 :$b示範出版社,$c2019.",
    "880  $6250-04/$1$a第2版.",
)


def test_own_script_is_read_and_the_romanised_kept_for_search():
    facts = m21_facts(*PAIRED)
    assert (facts.title, facts.subtitle) == ("山海志", "一個示範")
    assert facts.other_titles == ("Shan hai zhi : yi ge shi fan",)
    assert facts.names == (Name("示範, 約翰", other="Shifan, Yuehan"),)
    assert (facts.place, facts.publisher, facts.edition_number) == ("北京", "示範出版社", "2")
    assert (facts.year, facts.languages, facts.format) == (2019, ("chi",), "book")


def test_an_880_that_holds_the_romanisation_is_told_by_its_script():
    facts = m21_facts("24510$6880-01$a山海志", "88010$6245-01$aShan hai zhi")
    assert facts.title == "山海志"
    assert "Shan hai zhi" in facts.other_titles


def test_an_880_without_a_twin_is_read_too():
    assert m21_facts("88010$6245-00/$1$a山海志").title == "山海志"
    assert m21_facts("88010$6245-07/$1$a山海志").title == "山海志"


def test_isbd_marks_are_cut_and_initials_kept():
    facts = m21_facts(
        "1001 $aSample, J. R. R.$q(John Robert),$d1892-1973.",
        "24514$aThe hills :$ba song /$cJ.R.R. Sample.",
        "260  $aOxford :$bSample University Press,$cc1998.",
    )
    assert (facts.title, facts.subtitle, facts.publisher, facts.year) == (
        "The hills",
        "a song",
        "Sample University Press",
        1998,
    )
    assert facts.names == (Name("Sample, J. R. R."),)


def test_a_translator_is_told_by_the_statement():
    facts = m21_facts(
        "1001 $aSample, Ann.", "24510$aHills /$cAnn Sample ; translated by Cy Test.", "7001 $aTest, Cy."
    )
    assert [name.role for name in facts.names] == ["", "translator"]


def test_only_prefixed_numbers_are_identifiers():
    facts = m21_facts(
        "001 ocm00012345",
        "003 OCoLC",
        "010  $a   98012345 $z 97000001",
        "035  $a(OCoLC)ocn123456789$z(OCoLC)42000",
        "035  $a999888777",
        "24500$aHills",
    )
    assert facts.numbers == ("oclc:12345", "lccn:98012345", "oclc:123456789")
    assert set(facts.bad_numbers) == {"lccn:97000001", "oclc:42000"}


@pytest.mark.parametrize(
    ("leader", "coded", "more", "format"),
    [
        ("am", " ", (), "book"),
        ("am", "o", (), "ebook"),
        ("am", "s", (), "ebook"),
        ("am", "b", (), "other"),
        ("as", " ", (), "serial"),
        ("as", "o", (), "eserial"),
        ("ai", " ", (), "serial"),
        ("em", " ", (), "map"),
        ("cm", " ", (), "score"),
        ("jm", " ", (), "music"),
        ("im", " ", (), "audio"),
        ("gm", " ", (), "video"),
        ("km", " ", (), "image"),
        ("om", " ", (), "kit"),
        ("mm", " ", (), "file"),
        ("am", " ", ("338  $acr$bcr",), "ebook"),
        ("am", " ", ("300  $a1 online resource",), "ebook"),
        ("am", " ", ("24510$aHills$h[electronic resource]",), "ebook"),
        ("am", " ", ("24510$aHills$h[microform]",), "other"),
    ],
)
def test_formats(leader, coded, more, format):
    code = f"008 200101s2019    xxu     {coded}     000 0 eng d"
    lines = (code, *more) if any(line.startswith("245") for line in more) else (code, "24510$aHills", *more)
    assert m21_facts(*lines, leader=f"00000n{leader} a2200000 i 4500").format == format


def test_large_print_is_an_edition_of_its_own():
    assert m21_facts("008 200101s2019    xxu     d     000 0 eng d", "24510$aHills").edition_number == "large"


def test_classes_and_subjects():
    facts = m21_facts(
        "050 4$aPQ1.A1$bB2",
        "08204$a843/.91$223",
        "084  $aI565.4$2clc",
        "24510$aHills",
        "650 0$aMountains$zChina$vFiction.",
        "653  $ahills$arivers",
    )
    assert facts.classes == (Class("lcc", "PQ1.A1"), Class("ddc", "843.91"), Class("clc", "I565.4"))
    assert facts.subjects == ("Mountains -- China -- Fiction", "hills", "rivers")


def test_uniform_and_original_titles():
    assert m21_facts("24010$aRisco.$lEnglish", "24510$aPattern").original_title == "Risco"
    assert m21_facts("24510$aPattern", "7650 $tRisco").original_title == "Risco"


def test_kinds_of_record():
    bib = marc21("24510$aHills")
    assert read_marc.kind_of(bib, Flavour.MARC21) == "bibliographic"
    assert (
        read_marc.kind_of(marc21("1001 $aSample", leader="00000nz  a2200000n  4500"), Flavour.MARC21)
        == "authority"
    )
    holding = marc21("004 b1", "852  $bMAIN", leader="00000nx  a2200000n  4500")
    assert read_marc.kind_of(holding, Flavour.MARC21) == "holdings"
    assert read_marc.kind_of(marc21("153  $aQ", leader="00000nw  a2200000n  4500"), Flavour.MARC21) == "other"
    assert read_marc.kind_of(cnmarc("2001 $a山海志"), Flavour.CNMARC) == "bibliographic"
    name = cnmarc("001 a", "200 1$a示范", leader="00000nx  a2200000   45  ")
    assert read_marc.kind_of(name, Flavour.UNIMARC) == "authority"
    assert read_marc.kind_of(Marc("", ()), Flavour.MARC21) == "other"


TEXT = st.text(max_size=30) | st.sampled_from(
    ["880-01", "245-01/$1", "上册", "[2019?]", "9787000001237", "（", "/", "."]
)
TAGS = st.sampled_from(
    (
        "001", "003", "008", "010", "011", "020", "022", "035", "082", "090", "091", "099",
        "100", "101", "102", "106", "110", "200", "205", "210", "215", "225", "240", "245",
        "246", "250", "260", "264", "300", "330", "410", "454", "490", "500", "505", "606",
        "650", "690", "700", "701", "710", "852", "856", "866", "876", "880", "905", "949",
        "952", "995", "999", "AVA", "AVE",
    )
)  # fmt: skip
FIELDS = st.builds(
    Field,
    TAGS,
    st.text(max_size=2),
    st.lists(st.tuples(st.text(max_size=1), TEXT), max_size=5).map(tuple),
    TEXT,
)
MARCS = st.builds(Marc, st.text(max_size=24), st.lists(FIELDS, max_size=8).map(tuple))


@given(MARCS, st.sampled_from(Flavour))
def test_nothing_odd_stops_a_load(marc, flavour):
    read_marc.kind_of(marc, flavour)
    facts = read_marc.facts_of(marc, flavour)
    assert load(dump(facts)) == facts
    assert len(keys.work_key(facts)) <= 200
    described = portraits.portrait(facts)
    assert portraits.load(portraits.dump(described)) == described
    assert all(0 <= block < 2**63 for block in portraits.blocks(described))
    assert judging.outcome(described, described)[1] <= 1
    for copy in holdings.copies_of(marc, flavour, {}):
        assert len(copy.barcode) <= 60
        assert copy.copies >= 1
    assert cite.gbt7714(facts, "zh-hans")
    assert "\n" not in cite.gbt7714(facts, "en")
    assert exports.ris(facts).endswith("ER  - \r\n")
