"""What the log keeps of a reason: the words, without addresses and numbers of people."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonshelf.kernel.actor import Ref
from commonshelf.members import api, testing
from commonshelf.members.domain import reasons
from commonshelf.news import api as news


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("写信给wang.j+x@library.example。", "写信给…。"),
        ("请打13800138000找王老师", "请打…找王老师"),
        ("+86 138 0013-8000, please", "…, please"),
        ("证件51130219900101123X丢了", "证件…丢了"),
        ("ISBN 9787020002207，索书号 I242.4/5", "ISBN 9787020002207，索书号 I242.4/5"),
        ("978-7-02-000220-7; 0817-0000100", "978-7-02-000220-7; 0817-0000100"),
        ("条码 30182，第 15 次", "条码 30182，第 15 次"),
    ],
)
def test_words_stay_and_what_reaches_a_person_goes(said, kept):
    assert reasons.kept(said) == kept


@given(st.text(max_size=40), st.text(max_size=40), st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_no_mobile_number_that_stands_by_itself_is_left(before, after, number):
    assert number not in reasons.kept(f"{before}，{number}，{after}")


@pytest.mark.django_db
def test_an_act_keeps_no_number_of_anybody_in_its_reason():
    cast = testing.cast()
    api.suspend(actor=cast.office, symbol="WEST", reason="欠费，问王：13800138000")
    [told] = news.happenings(kind="members.suspend")
    assert told.reason == "欠费，问王：…"
    assert told.object == Ref("library", "WEST", "WEST")
