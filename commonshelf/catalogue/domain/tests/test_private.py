"""What stays with its library when a record is taken along by everybody."""

from __future__ import annotations

import pytest

from commonshelf.catalogue.domain.private import without_private
from commonshelf.catalogue.domain.tests.records import cnmarc, marc21

TITLE = "24510$a山海志"
CN_TITLE = "2001 $a山海志"


def lines(marc):
    return [(f.tag, f.ind, f.data or f.subfields) for f in marc.fields]


@pytest.mark.parametrize(
    "line",
    [
        "5410 $aA gift$fof a patron$h12.00",
        "5420 $ax",
        "5610 $aBought from a reader",
        "5830 $aMended$xby hand",
        "590  $aCopy of the director",
        "999  $aJohn Sample, 13900000000",
        "952  $p0001$g35.00$xLost once",
        "910  $aanything",
    ],
)
def test_marc21_leaves_out_what_is_the_librarys_own(line):
    assert lines(without_private(marc21(TITLE, line))) == lines(marc21(TITLE))


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("85200$bmain$hI242$xnot for readers$zfor readers", "85200$bmain$hI242$zfor readers"),
        ("85640$uhttps://example.org$xticket 7", "85640$uhttps://example.org"),
        ("8760 $p0001$c35.00$eSample Books$xLost once", "8760 $p0001"),
        ("5831 $aMended$xby hand", "5831 $aMended"),
    ],
)
def test_a_note_that_is_not_public_goes_its_field_stays(line, left):
    assert lines(without_private(marc21(TITLE, line))) == lines(marc21(TITLE, left))


def test_a_field_of_which_nothing_is_left_goes():
    assert lines(without_private(marc21(TITLE, "8524 $xonly this"))) == lines(marc21(TITLE))


@pytest.mark.parametrize(
    "line", ["5411 $aA gift", "561  $aFrom an estate", "500  $aA note", "588 0$aDescribed from the cover"]
)
def test_what_is_public_stays_and_the_record_is_the_same_object(line):
    marc = marc21(TITLE, line)
    assert without_private(marc) is marc


@pytest.mark.parametrize(
    "line",
    [
        "905  $aSCH$dI242/1",
        "3170 $aFrom a reader",
        "345  $aBought at a fair",
        "830  $aAsk Ms Sample",
        "998  $aX",
    ],
)
def test_cnmarc_leaves_out_its_own(line):
    assert lines(without_private(cnmarc(CN_TITLE, "801 0$aCN", line))) == lines(cnmarc(CN_TITLE, "801 0$aCN"))


def test_a_series_of_marc21_is_no_cataloguers_note():
    """830 is a series in MARC 21 and a private note in UNIMARC: the family decides."""
    marc = marc21(TITLE, "830 0$aA series")
    assert [f.tag for f in without_private(marc).fields] == ["245", "830"]
