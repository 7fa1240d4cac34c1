"""Numbers of cards, numbers of documents, ages and terms: what holds for all of them."""

from __future__ import annotations

import secrets
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from commonshelf.cards.domain import age, numbers, proofs, sharing, terms
from commonshelf.cards.domain.proofs import ProofGiven
from commonshelf.kernel.refusal import Refusal

TODAY = date(2026, 11, 22)
BIRTHS = st.dates(date(1900, 1, 1), TODAY)
DRAWN = st.integers(0, 10**11 - 1)


def card(drawn: int) -> str:
    return numbers.new(lambda below: drawn % below)


def citizen(birth: date, serial: int = 1, place: str = "511302") -> str:
    body = f"{place}{birth:%Y%m%d}{serial:03d}"
    return body + ric.calc_check_digit(body + "0")


def read(kind: str, number: str, issuer: str = "") -> proofs.Document:
    return proofs.read(ProofGiven(kind, number, issuer), TODAY)


def refused(kind: str, number: str, issuer: str = "") -> dict:
    with pytest.raises(Refusal) as caught:
        read(kind, number, issuer)
    return {"code": caught.value.code, **caught.value.facts}


# -- cards


@given(DRAWN)
def test_a_new_number_is_thirteen_digits_that_add_up(drawn):
    number = card(drawn)
    assert (len(number), number[0], numbers.is_ours(number), numbers.adds_up(number)) == (13, "2", True, True)


@given(DRAWN, st.integers(0, 12), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(drawn, place, by):
    number = card(drawn)
    wrong = number[:place] + str((int(number[place]) + by) % 10) + number[place + 1 :]
    assert not numbers.adds_up(wrong)


@given(DRAWN, st.integers(0, 11))
def test_two_neighbours_changed_about_are_found_but_for_0_and_9(drawn, place):
    number = card(drawn)
    here, there = number[place], number[place + 1]
    changed = number[:place] + there + here + number[place + 2 :]
    same = here == there or {here, there} == {"0", "9"}
    assert numbers.adds_up(changed) is same


@given(DRAWN)
def test_however_it_is_written_it_is_the_same_number(drawn):
    number = card(drawn)
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in number)
    for written in (numbers.shown(number), wide, "-".join(number), f"\u3000{number}\u200b"):
        assert numbers.clean(written) == number


@given(st.text(max_size=60))
def test_cleaning_never_fails_and_changes_nothing_twice(text):
    once = numbers.clean(text)
    assert numbers.clean(once) == once or not numbers.could_be(once)


def test_numbers_are_drawn_and_not_counted_up():
    drawn = [int(numbers.new(secrets.randbelow)[1:-1]) for _ in range(200)]
    assert len(set(drawn)) == 200
    assert drawn != sorted(drawn)


# -- documents


@given(BIRTHS, st.integers(0, 999))
def test_a_citizens_number_tells_the_birth_date_and_keeps_its_end_alone(birth, serial):
    number = citizen(birth, serial)
    document = read("id-card", f" {number[:6]} {number[6:14]}-{number[14:].lower()} ")
    assert (document.number, document.birth_date, document.tail) == (number, birth, number[-4:])


@given(BIRTHS, st.integers(0, 17), st.integers(1, 9))
def test_one_wrong_digit_of_a_citizens_number_is_found(birth, place, by):
    number = citizen(birth)
    sign = number[place]
    wrong = "0" if sign == "X" else str((int(sign) + by) % 10)
    assert refused("id-card", number[:place] + wrong + number[place + 1 :])["code"] == "cards.bad-proof"


@pytest.mark.parametrize(
    ("number", "wrong"),
    [
        ("51130219900517001", "length"),
        ("", "length"),
        ("5113021990051700AX", "shape"),
        (citizen(date(1990, 5, 17))[:-1] + "Y", "shape"),
        (citizen(date(1990, 5, 17), place="991302"), "place"),
        (citizen(date(2027, 1, 1)), "birth"),
        (citizen(date(1880, 1, 1)), "birth"),
    ],
)
def test_what_is_wrong_with_a_citizens_number_is_named(number, wrong):
    assert refused("id-card", number)["proof_wrong"] == wrong


def test_no_day_no_birth_date():
    body = "51130219900231001"
    assert refused("id-card", body + ric.calc_check_digit(body + "0"))["proof_wrong"] == "birth"


@pytest.mark.parametrize("place", ["810000", "820000", "830000", "911302"])
def test_residence_permits_are_numbered_the_same_way(place):
    birth = date(1985, 7, 1)
    assert read("residence", citizen(birth, place=place)).birth_date == birth
    assert read("residence", "FRA310085062203").birth_date is None


@pytest.mark.parametrize(
    ("kind", "number", "issuer"),
    [("passport", "e 1234 5678", "cn"), ("travel", "H12345678", ""), ("student", "2026-0815", "NC-CITY")],
)
def test_other_documents_are_read_by_their_shape(kind, number, issuer):
    assert read(kind, number, issuer).birth_date is None
    assert refused(kind, "?", issuer)["code"] == "cards.bad-proof"


@given(st.sampled_from(proofs.KINDS), st.text(max_size=40), st.text(max_size=10))
def test_whatever_is_typed_is_read_or_refused(kind, number, issuer):
    try:
        document = read(kind, number, issuer)
    except Refusal as refusal:
        assert refusal.code in {"cards.bad-proof", "cards.bad-issuer"}  # noqa: PT017  # either may be raised
    else:
        assert len(document.tail) <= max(4, len(document.number) // 3)
        assert document.number.endswith(document.tail)


def test_of_a_short_number_no_more_than_a_third_is_kept():
    assert [proofs.tail("1" * length) for length in (1, 2, 5, 9, 18)] == ["", "", "1", "111", "1111"]


# -- ages, terms, shares


@given(BIRTHS, BIRTHS)
def test_one_is_a_year_older_on_each_birthday_and_not_before(birth, day):
    whole = age.age(birth, day)
    assert age.age(birth, day + timedelta(days=1)) - whole in {0, 1}
    assert (age.is_child(birth, day)) == (whole < 14)


def test_who_is_born_on_a_leap_day_is_fourteen_on_the_first_of_march():
    birth = date(2012, 2, 29)
    assert [age.is_child(birth, date(2026, 2, 28)), age.is_child(birth, date(2026, 3, 1))] == [True, False]
    assert not age.is_child(None, TODAY)


@given(BIRTHS, st.integers(1, 240))
def test_a_term_ends_so_many_months_on(day, months):
    end = terms.ends(day, months)
    assert end is not None
    assert (end.year * 12 + end.month) - (day.year * 12 + day.month) == months
    assert end.day == day.day or end.day in {28, 29, 30}
    assert terms.ends(day, 0) is None


def test_what_is_shared_stands_in_one_order_and_nothing_else_is_known():
    assert sharing.chosen(["number", "name", "name"]) == ["name", "number"]
    with pytest.raises(Refusal, match=r"cards\.bad-share"):
        sharing.chosen(["loans"])
