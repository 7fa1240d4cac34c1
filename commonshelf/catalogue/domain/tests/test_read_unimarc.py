"""CNMARC by the habits of the National Library and of CALIS, CMARC, and UNIMARC of Europe."""

from __future__ import annotations

from commonshelf.catalogue.domain import read_marc
from commonshelf.catalogue.domain.facts import Class, Link, Name
from commonshelf.catalogue.domain.tests.records import cn_facts, cnmarc
from commonshelf.wire.marc.record import Flavour

NLC = (
    "001 001234",
    "010  $a978-7-00-000123-7$b精装$dCNY90.00",
    "100  $a20190312d2019    em y0chiy0110    ea",
    "1010 $achi",
    "102  $aCN$b110000",
    "2001 $a山海志$9shan hai zhi$b专著$e一个示范$f（英）约翰•示范著$g王小明译",
    "205  $a第2版",
    "210  $a北京$c示范出版社$d2019",
    "215  $a12, 320页$c图$d21cm",
    "2252 $a示范文库$v3",
    "300  $a本书是示范。",
    "330  $a写山写海。",
    "6060 $a地理学$x研究$y中国$9di li xue",
    "690  $aK92$v5",
    "692  $a12.3",
    "701 0$c（英）$a约翰•示范$9yue han • shi fan$4著",
    "702 0$a王小明$9wang xiao ming$4译",
    "801 0$aCN$bNLC$c20190312",
    "856 4$uhttps://example.org/1$z在线阅读",
)
CALIS = (
    "001 012005000001",
    "010  $a7-00-000123-2$dCNY90.00",
    "099  $aCAL 012000594459",
    "100  $a20150607d2019    ekmy0chiy50      ea",
    "1010 $achi",
    "2001 $a山海志$Ashan hai zhi$e一个示范$Eyi ge shi fan$f(英) 约翰•示范著$FYue han shi fan zhu$g王小明译",
    "205  $a2版",
    "210  $a北京$c示范出版社$d2019.8",
    "215  $a320页$d21cm",
    "701 0$a约翰•示范$Ayue han • shi fan$g英$4著",
    "905  $aSFU$dK92$e12$sK92/12",
)


def test_the_national_librarys_way():
    facts = cn_facts(*NLC)
    assert (facts.title, facts.subtitle, facts.year, facts.edition_number) == (
        "山海志",
        "一个示范",
        2019,
        "2",
    )
    assert facts.isbns == ("9787000001237",)
    assert facts.names == (
        Name("约翰•示范", "author", other="yue han • shi fan"),
        Name("王小明", "translator", other="wang xiao ming"),
    )
    assert (facts.place, facts.publisher, facts.extent) == ("北京", "示范出版社", "12, 320页")
    assert facts.other_titles == ("shan hai zhi",)
    assert facts.series == ("示范文库 ; 3",)
    assert facts.subjects == ("地理学 -- 研究 -- 中国",)
    assert facts.classes == (Class("clc", "K92"), Class("las", "12.3"))
    assert facts.links == (Link("https://example.org/1", "在线阅读"),)
    assert (facts.summary, facts.languages, facts.format) == ("写山写海。", ("chi",), "book")


def test_the_calis_way_says_the_same():
    nlc, calis = cn_facts(*NLC), cn_facts(*CALIS)
    for name in ("title", "subtitle", "year", "edition_number", "isbns", "publisher"):
        assert getattr(nlc, name) == getattr(calis, name), name
    assert calis.names[0].other == "yue han • shi fan"
    assert calis.numbers == ("calis:12000594459",)
    assert calis.classes == (Class("clc", "K92"),)  # from the shelf mark, as 690 is missing
    assert "shan hai zhi" in calis.other_titles


def test_pinyin_is_never_a_fact_to_join_by():
    facts = cn_facts(*CALIS)
    assert facts.title.isascii() is False
    assert not any(name.name.isascii() for name in facts.names)


def test_a_dealers_thin_record():
    facts = cn_facts("001 C1", "2001 $a山海志：一个示范$f[英]约翰·示范, 李小红", "210  $c示范$d2019年08月")
    assert (facts.title, facts.subtitle, facts.year) == ("山海志", "一个示范", 2019)
    assert [name.name for name in facts.names] == ["约翰·示范", "李小红"]


def test_volume_from_its_own_subfields_or_the_title():
    by_field = cn_facts("2001 $a山海志$h第二卷$i海")
    assert (by_field.title, by_field.volume, by_field.volume_number) == ("山海志", "第二卷, 海", "2")
    assert cn_facts("2001 $a山海志（中册）").volume_number == "2"
    assert cn_facts("2001 $a山海志$e卷八").volume_number == "8"
    assert cn_facts("2001 $a山海志$i海").volume_number == "海"


def test_a_unified_book_number_is_no_isbn():
    facts = cn_facts("010  $a10019·1234$dCNY0.50", "2001 $a山海志")
    assert facts.isbns == ()
    assert facts.numbers == ("unified:10019.1234",)
    assert cn_facts("091  $a10019.1234", "2001 $a山海志").numbers == ("unified:10019.1234",)


def test_cancelled_and_wrong_numbers_are_kept_apart():
    facts = cn_facts("010  $a978-7-00-000123-8$z7-00-000123-2", "2001 $a山海志")
    assert facts.isbns == ()
    assert facts.bad_numbers == ("9787000001238", "9787000001237")


def test_print_and_online_are_two_formats():
    assert cn_facts("2001 $a年鉴$b电子资源").format == "ebook"
    assert cn_facts("106  $as", "2001 $a年鉴").format == "ebook"
    assert cn_facts("2001 $a年鉴", leader="00000nas0 2200000   450 ").format == "serial"
    assert cn_facts("2001 $a年鉴", leader="00000nlm0 2200000   450 ").format == "ebook"
    assert cn_facts("2001 $a示范$b缩微品").format == "other"


def test_the_year_as_printed_wins_over_a_template_code():
    assert cn_facts("100  $a20150607d1900    em", "2001 $a志", "210  $d民国二十年").year == 1931
    assert cn_facts("100  $a20150607d1998    em", "2001 $a志").year == 1998
    assert cn_facts("100  $a20150607u????    em", "2001 $a志").year is None


def test_european_unimarc():
    marc = cnmarc(
        "001 frBN001",
        "010  $a2-00-000012-6$dbr. 10 F",
        "1011 $afre$cger",
        "2001 $aLe *petit livre$eroman$fJean Modèle$gtrad. par Anne Test",
        "210  $aParis$cExemple$d1998",
        "454 1$tDas kleine Buch",
        "606  $aAnimaux$xHistoire",
        "676  $a843.914",
        "700 1$aModèle$bJean$f1900-1980$4070",
    )
    facts = read_marc.facts_of(marc, Flavour.UNIMARC)
    assert facts.names == (Name("Modèle, Jean", "author"),)
    assert facts.original_title == "Das kleine Buch"
    assert (facts.languages, facts.classes) == (("fre",), (Class("ddc", "843.914"),))
    assert facts.isbns == ("9782000000129",)


def test_original_title_from_an_embedded_field():
    assert (
        cn_facts("2001 $a山海志", "4540 $12001 $aHills and seas$1700 0$aSample").original_title
        == "Hills and seas"
    )


def test_several_works_in_one_book_keep_their_names():
    assert cn_facts("2001 $a山志$a海志$f示范著").title == "山志 ; 海志"


def test_an_article_is_a_component():
    assert cn_facts("2001 $a论山海", leader="00000naa0 2200000   450 ").component
    assert not cn_facts(*NLC).component
