"""The most specific word about a day holds; a year of holidays as it was announced."""

from datetime import date, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonshelf.kernel.refusal import Refusal
from commonshelf.members.cards import Exceptional, HolidayCard, Said, VacationCard
from commonshelf.members.described import opening_hours
from commonshelf.members.domain import announced, calendar
from commonshelf.members.domain.announced import Change
from commonshelf.members.domain.calendar import Book, Why

DAY = (time(8), time(22))
SHORT = (time(9), time(12))
WEEK = dict.fromkeys(range(6), (DAY,))  # closed on Sunday
MONDAY = date(2026, 11, 23)
SUMMER, FEAST = Said("暑假", "Summer"), Said("国庆节", "National Day")


def vacation(first, last, *hours, branch="", id=1, name=SUMMER):
    opens, closes = hours or (None, None)
    return VacationCard(id, "EAST", branch, first, last, opens, closes, name)


def off(*days, worked=None):
    return {day: HolidayCard(day, FEAST, worked, by_hand=False) for day in days}


def days(first, n):
    return [first + timedelta(days=k) for k in range(n)]


def test_the_more_special_word_holds():
    written = {MONDAY: Exceptional(MONDAY, *SHORT, Said("停电", ""))}
    whole, own = vacation(MONDAY, MONDAY), vacation(MONDAY, MONDAY, time(10), time(11), branch="main", id=2)
    book = Book(WEEK, written, [whole, own], off(MONDAY))
    assert (book.special(MONDAY).why, book.spans(MONDAY)) == (Why.DAY, (SHORT,))
    book = Book(WEEK, {}, [whole, own], off(MONDAY))
    assert book.spans(MONDAY) == ((time(10), time(11)),)
    assert Book(WEEK, {}, [whole], off(MONDAY)).special(MONDAY).why is Why.VACATION
    assert Book(WEEK, {}, [], off(MONDAY)).special(MONDAY).why is Why.HOLIDAY
    assert Book(WEEK).special(MONDAY) is None


def test_of_two_vacations_the_shorter_one_holds():
    long = vacation(MONDAY, MONDAY + timedelta(days=40), *SHORT)
    inner = vacation(MONDAY + timedelta(days=7), MONDAY + timedelta(days=8), id=2)
    for order in ([long, inner], [inner, long]):
        book = Book(WEEK, {}, order)
        assert book.spans(MONDAY) == (SHORT,)
        assert book.spans(MONDAY + timedelta(days=7)) == ()


def test_short_hours_open_neither_sundays_nor_feasts_within():
    feast = days(MONDAY + timedelta(days=7), 3)
    term_break = vacation(MONDAY, MONDAY + timedelta(days=40), *SHORT)
    book = Book(WEEK, {}, [term_break], off(*feast))
    assert book.spans(MONDAY + timedelta(days=6)) == ()
    assert book.special(MONDAY + timedelta(days=6)).told == (SHORT,)
    assert {book.special(day).why for day in feast} == {Why.HOLIDAY}
    just_then = vacation(feast[0], feast[-1], *SHORT)
    assert Book(WEEK, {}, [just_then], off(*feast)).spans(feast[1]) == (SHORT,), "written for these very days"


def test_a_make_up_day_keeps_the_hours_of_its_weekday():
    sunday = MONDAY + timedelta(days=6)
    book = Book(WEEK, {}, [], off(sunday, worked=4))
    assert (book.special(sunday).why, book.spans(sunday)) == (Why.MAKE_UP, (DAY,))
    assert Book(WEEK, {}, [], off(sunday, worked=6)).special(sunday) is None, "written down as a usual Sunday"
    assert Book({}, {}, [], off(sunday)).special(sunday) is None, "of unknown hours nothing is known"


def test_what_is_coming_is_told_in_lines():
    term_break = vacation(MONDAY, MONDAY + timedelta(days=13), *SHORT)
    feast = off(*days(MONDAY + timedelta(days=20), 3))
    book = Book(WEEK, {MONDAY + timedelta(days=2): Exceptional(MONDAY, None, None, Said("", "Gas"))},
                [term_break], feast)  # fmt: skip
    lines = [(one.why, (one.end_date - one.first_date).days + 1) for one in calendar.coming(book, MONDAY, 40)]
    assert lines == [(Why.VACATION, 2), (Why.DAY, 1), (Why.VACATION, 11), (Why.HOLIDAY, 3)]


def test_the_week_in_few_words():
    noon = ((time(8), time(12)), (time(14), time(18)))
    week = {**dict.fromkeys(range(4), (DAY,)), 5: noon}
    assert calendar.groups(week) == [(0, 3, (DAY,)), (4, 4, ()), (5, 5, noon), (6, 6, ())]
    assert opening_hours(week) == ["Mo-Th 08:00-22:00", "Sa 08:00-12:00", "Sa 14:00-18:00"]


def test_a_library_works_while_one_of_its_branches_does():
    other = Book({6: (SHORT,)}, {}, [vacation(MONDAY, MONDAY)])
    week, special = calendar.together([Book(WEEK, {}, [], off(MONDAY)), other])
    assert week[6] == (SHORT,)
    assert special == {MONDAY: ()}
    _week, special = calendar.together([Book(WEEK), Book(WEEK, {}, [vacation(MONDAY, MONDAY)])])
    assert special == {MONDAY: (DAY,)}


spans = st.lists(st.integers(0, 60), min_size=2, max_size=2).map(sorted)


@given(st.lists(spans, max_size=4), st.sets(st.integers(0, 60), max_size=8), st.integers(-5, 70))
def test_every_line_says_what_its_days_say(vacations, feast, first):
    known = [vacation(MONDAY + timedelta(days=a), MONDAY + timedelta(days=b), id=n + 1)
             for n, (a, b) in enumerate(vacations)]  # fmt: skip
    book = Book(WEEK, {}, known, off(*(MONDAY + timedelta(days=n) for n in feast)))
    start = MONDAY + timedelta(days=first)
    lines = calendar.coming(book, start, 70)
    told = {
        day: one.spans
        for one in lines
        for day in days(one.first_date, (one.end_date - one.first_date).days + 1)
    }
    near = set(book.window(start, 70))
    assert near <= set(told) <= set(book.window(start, 200)), "a line is told to its very end"
    assert all(one.end_date < other.first_date for one, other in pairwise(lines))


# -- the years as they were announced

NOTICES = {
    # State Council notices for 2024, 2025, 2026: stretches off, and the weekend days worked
    2024: ("0101 0210-0217 0404-0406 0501-0505 0608-0610 0915-0917 1001-1007",
           "0204 0218 0407 0428 0511 0914 0929 1012"),
    2025: ("0101 0128-0204 0404-0406 0501-0505 0531-0602 1001-1008", "0126 0208 0427 0928 1011"),
    2026: ("0101-0103 0215-0223 0404-0406 0501-0505 0619-0621 0925-0927 1001-1007",
           "0104 0214 0228 0509 0920 1010"),
}  # fmt: skip


def on(year, text):
    return date(year, int(text[:2]), int(text[2:]))


@pytest.mark.parametrize("year", NOTICES)
def test_china_as_the_state_council_announced_it(year):
    told = announced.announced("cn", year)
    off_days, worked = NOTICES[year]
    wanted = set()
    for part in off_days.split():
        first, _dash, last = part.partition("-")
        wanted.update(days(on(year, first), (on(year, last or first) - on(year, first)).days + 1))
    assert {one.date for one in told.days if one.worked_as is None} == wanted
    assert {one.date for one in told.days if one.worked_as is not None} == {
        on(year, at) for at in worked.split()
    }
    assert told.complete
    assert all(one.name.zh and one.name.en for one in told.days)


def test_a_year_not_announced_yet_says_so():
    told = announced.announced("CN", 2035)
    assert told.swapped
    assert not told.complete
    assert date(2035, 10, 1) in {one.date for one in told.days}


@pytest.mark.parametrize(("code", "day", "name"), [
    ("US-CA", date(2026, 7, 4), "Independence Day"), ("de", date(2026, 10, 3), "German Unity Day"),
    ("HK", date(2026, 7, 1), "香港特别行政区成立纪念日"),
])  # fmt: skip
def test_other_countries(code, day, name):
    told = announced.announced(code, 2026)
    [found] = [one.name for one in told.days if one.date == day]
    assert name in {found.zh, found.en}
    assert told.complete


@pytest.mark.parametrize("code", ["", "X", "ZZ", "US-XX", "中国", "CN; DROP"])
def test_no_such_country(code):
    with pytest.raises(Refusal, match=r"members\.no-such-country"):
        announced.country(code)


def test_filling_in_leaves_alone_what_was_written_by_hand():
    told = announced.announced("CN", 2026)
    by_hand = HolidayCard(date(2026, 1, 1), Said("馆庆", ""), None, by_hand=True)
    old = HolidayCard(date(2026, 3, 3), FEAST, None, by_hand=False)
    wrong = HolidayCard(date(2026, 1, 2), FEAST, None, by_hand=False)
    other_year = HolidayCard(date(2025, 1, 2), FEAST, None, by_hand=False)
    stands = {one.date: one for one in (by_hand, old, wrong, other_year)}
    changes = {one.date: one.change for one in announced.fill(stands, told)}
    assert changes[by_hand.date] is Change.KEPT
    assert changes[old.date] is Change.GONE
    assert changes[wrong.date] is Change.CHANGED
    assert changes[date(2026, 1, 3)] is Change.NEW
    assert other_year.date not in changes
    again = announced.fill({one.date: one for one in told.days}, told)
    assert {one.change for one in again} == {Change.SAME}
