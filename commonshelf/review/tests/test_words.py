"""Every point, veto, reason and passage that the catalogue knows has its sentence here."""

from __future__ import annotations

from dataclasses import replace

import pytest

from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue import doubts
from commonshelf.catalogue.domain.facts import Facts
from commonshelf.catalogue.domain.matching import features, judging
from commonshelf.catalogue.weighing import VETOES
from commonshelf.review import history, words
from commonshelf.review.domain.comparing import FIELDS
from commonshelf.review.points import SENTENCES, sentence, shown, signed


def test_every_point_of_the_score_card_is_a_sentence():
    assert set(SENTENCES) == set(features.NAMES)
    assert sentence("title_equal") != "title equal"


WHOLE = Facts(flavour="marc21", title="中国通史", year=1990, volume_number="1", edition_number="1")
SAID_OTHERWISE = {
    "title": (WHOLE, replace(WHOLE, title="微积分习题")),
    "volume": (WHOLE, replace(WHOLE, volume_number="2")),
    "part": (replace(WHOLE, volume_number="古代史"), replace(WHOLE, volume_number="现代卷")),
    "edition": (replace(WHOLE, edition_number="2"), replace(WHOLE, edition_number="3")),
    "carrier": (WHOLE, replace(WHOLE, format="video")),
    "component": (WHOLE, replace(WHOLE, component=True)),
}


def test_every_veto_is_a_sentence():
    assert set(VETOES) == set(words.VETOES) == set(SAID_OTHERWISE)


@pytest.mark.parametrize("name", VETOES)
def test_each_veto_is_one_that_the_machine_gives(name):
    verdict, _ = catalogue.weigh(one=SAID_OTHERWISE[name][0], other=SAID_OTHERWISE[name][1])
    assert (verdict.veto, verdict.outcome) == (name, judging.Outcome.APART)


def test_every_field_and_state_is_said():
    assert set(words.FIELDS) == set(FIELDS)
    assert {"open", "later", "decided", *doubts.DECIDED, "settled"} == set(words.STATES)
    assert set(words.TONES) == set(words.STATES) - {"decided"}
    assert set(words.REASONS) == set(words.SHORT_REASONS)
    assert set(history.WHAT) == {"joined", "parted", "into", "from"}
    assert set(history.CAUSES) == {"load", "ruling", "undone", "rules"}


def test_numbers_are_said_as_people_say_them():
    assert [signed(value) for value in (3.14, -1.25, 0.03)] == ["+3.1", "−1.2", "0"]
    assert words.number("oclc:42") == "OCLC 42"
    assert words.number("plain") == "plain"


def test_points_that_weigh_nothing_are_left_out_and_the_weightiest_stand_first():
    made = shown(
        [
            judging.Point("year_equal", 1, 2.0),
            judging.Point("title_likeness", 0.5, -6.0),
            judging.Point("pages_far", 1, 0),
        ]
    )
    assert [(one.feature, one.signed, one.share) for one in made] == [
        ("title_likeness", "−3.0", 50),
        ("year_equal", "+2.0", 100),
    ]
