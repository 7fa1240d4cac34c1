"""Copies by profile, by content and by a source's own mapping."""

from __future__ import annotations

import pytest

from commonshelf.catalogue.domain.holdings import PROFILES, CopyFacts, copies_of, count_of, profile_of
from commonshelf.catalogue.domain.status import STATUSES, status_of
from commonshelf.catalogue.domain.tests.records import cnmarc, marc21
from commonshelf.wire.marc.record import Flavour


def read(*lines, mapping=None):
    return copies_of(marc21("24510$aHills", *lines), Flavour.MARC21, mapping or {})


def read_cn(*lines, mapping=None):
    return copies_of(cnmarc("2001 $a山海志", *lines), Flavour.CNMARC, mapping or {})


def test_koha():
    line = "952  $aMAIN$bWEST$cREF$oQH1 .A1$p30001$yBK$h v.2"
    assert read(line) == [CopyFacts("WEST", "REF", "QH1 .A1", "30001", "v.2", 1, "on-shelf", "BK")]
    assert read(line + "$q2026-01-01")[0].status == "on-loan"
    assert read(line + "$11")[0].status == "missing"
    assert read(line + "$7-1")[0].status == "on-order"
    assert read(line + "$71")[0].status == "reference"
    assert read(line + "$70$10")[0].status == "on-shelf"


def test_a_note_in_952_is_not_a_copy():
    assert read("952  $aLibrary has 2 copies.") == []


def test_sirsi():
    line = "999  $aPN1 .B2$wLC$c1$iX001$lSTACKS$mALD$tBOOK"
    assert read(line) == [CopyFacts("ALD", "STACKS", "PN1 .B2", "X001", "", 1, "on-shelf", "BOOK")]
    assert read("999  $aPN1$iX001$kCHECKEDOUT$lSTACKS$mALD")[0].status == "on-loan"
    assert read("949  $aPN1$iX001$lLOST$mALD")[0].status == "missing"


def test_evergreen_and_innovative():
    found = read("852 1$bBR1$cAdult$jF SAM$p4001$gbook")
    assert (found[0].branch, found[0].shelving_location, found[0].call_number, found[0].barcode) == (
        "BR1",
        "Adult",
        "F SAM",
        "4001",
    )
    assert read("945  $aQA1$g1$i3114$lmain$s-$y.i101")[0].status == "on-shelf"
    assert read("945  $aQA1$g1$i3114$lmain$sm$y.i101")[0].status == "missing"


def test_alma_counts_and_states():
    found = read(
        "AVA  $8221$aINST$bMAIN$cStacks$dQA1 A1$eavailable$f2$g0$qMain Library",
        "AVA  $8222$bSCI$cStacks$dQA1 A1$eunavailable$f1$g1",
        "AVE  $uhttps://example.org/e$eAvailable$s1990-",
    )
    assert [(c.branch, c.copies, c.status) for c in found] == [
        ("MAIN", 2, "on-shelf"),
        ("SCI", 1, "on-loan"),
        ("", 1, "on-shelf"),
    ]
    assert found[2].url == "https://example.org/e"


def test_cnmarc_905():
    found = read_cn("905  $aSFU$b0001234$b0001235$c社科书库$dI247$e56$f2$v上册")
    assert [(c.barcode, c.call_number, c.copies, c.volume) for c in found] == [
        ("0001234", "I247/56", 1, "上册"),
        ("0001235", "I247/56", 1, "上册"),
    ]
    assert read_cn("905  $aSFU$dI247$e56$f3")[0].copies == 3
    assert read_cn("905  $aSFU$sI247/56")[0].call_number == "I247/56"
    assert [c.barcode for c in read_cn("905  $b1865829-30$dF1")] == ["1865829", "1865830"]
    assert read_cn("905  $uadmin") == []


def test_marc_holdings_tie_items_and_words_to_their_place():
    found = copies_of(
        marc21(
            "004 b1",
            "852 0$bMAIN$cper$hAP2$i.H5$8100001",
            "852 0$bWEST$cper$hAP2$8100002",
            "866 0$av.1-10$8100001",
            "876  $p9001$3v.11$janewlyfound$0100002",
            "876  $p9002$3v.12$jmissing$0100002",
            leader="00000ny  a2200000n  4500",
        ),
        Flavour.MARC21,
        {},
    )
    assert [(c.branch, c.call_number, c.volume, c.barcode, c.status) for c in found] == [
        ("MAIN", "AP2 .H5", "v.1-10", "", "unknown"),
        ("WEST", "AP2", "v.11", "9001", "unknown"),
        ("WEST", "AP2", "v.12", "9002", "missing"),
    ]


def test_a_sources_own_mapping_and_translations():
    mapping = {
        "tag": "907",
        "branch": "l",
        "barcode": "n",
        "call_number": "k",
        "status": "z",
        "branches": {"01": "main"},
        "statuses": {"1": "on-loan"},
    }
    found = read_cn("907  $l01$n77$kK9/1$z1", "905  $b1$dX", mapping=mapping)
    assert found == [CopyFacts(branch="main", call_number="K9/1", barcode="77", status="on-loan")]
    over = {"profile": "cnmarc", "branch": "a", "branches": {"SFU": "east"}}
    assert read_cn("905  $aSFU$b1$dX", mapping=over)[0].branch == "east"
    assert read("952  $aMAIN$p1$oA", "999  $aB$i2$mALD", mapping="sirsi")[0].barcode == "2"


def test_a_record_without_copies_has_none():
    assert read() == []
    assert profile_of(marc21("24510$aHills"), Flavour.MARC21) == ""


def test_european_items():
    assert (
        copies_of(cnmarc("2001 $aX", "930  $5751:1$aA-1$b75999$cSalle$dN"), Flavour.UNIMARC, {})[
            0
        ].call_number
        == "A-1"
    )
    found = copies_of(cnmarc("2001 $aX", "995  $bM$f300$kR SAM$n2026-01-01"), Flavour.UNIMARC, {})
    assert (found[0].barcode, found[0].status) == ("300", "on-loan")


def test_long_and_dangerous_values_are_cut():
    found = read("952  $aM$p" + "9" * 200 + "$oA$ujavascript:alert(1)")
    assert len(found[0].barcode) == 60
    assert found[0].url == ""


@pytest.mark.parametrize("name", PROFILES)
def test_every_profile_is_whole(name):
    profile = PROFILES[name]
    assert len(profile["tag"]) == 3
    assert set(profile.get("statuses", {}).values()) <= set(STATUSES)
    assert profile.get("at_rest", "unknown") in STATUSES


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("在架", "on-shelf"),
        ("可借", "on-shelf"),
        ("available", "on-shelf"),
        ("借出", "on-loan"),
        ("已借出", "on-loan"),
        ("Checked out", "on-loan"),
        ("2026-01-31", "on-loan"),
        ("unavailable", "on-loan"),
        ("不可外借", "reference"),
        ("仅供阅览", "reference"),
        ("保存本", "reference"),
        ("LIBUSEONLY", "reference"),
        ("丢失", "missing"),
        ("剔除", "missing"),
        ("LOST", "missing"),
        ("编目中", "on-order"),
        ("On order", "on-order"),
        ("", "unknown"),
        ("xyzzy", "unknown"),
        ("check_holdings", "unknown"),
        ("預約", "on-loan"),
    ],
)
def test_status_words(word, status):
    assert status_of(word) == status


@pytest.mark.parametrize(
    ("text", "count"),
    [("3", 3), ("3册", 3), ("复本2", 2), ("共5册", 5), ("", None), ("n", None), ("99999999册", 9999)],
)
def test_counts(text, count):
    assert count_of(text) == count
