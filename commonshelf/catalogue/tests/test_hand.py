"""What people write by hand: fields to facts and back, copies laid over a file's, tables of classes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonshelf.catalogue.domain import edited_copies, facts, hand, mapping
from commonshelf.catalogue.domain.facts import Class, Facts, Name

WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"))
    | st.sampled_from("红楼梦；;,，（）()\n\t 上册"),
    max_size=60,
)
FORM = st.dictionaries(st.sampled_from(hand.FIELDS), WORDS, max_size=8)


def test_a_short_form_becomes_facts():
    made = hand.made(
        {
            "title": "呐喊：短篇小说集",
            "author": "鲁迅（著）\n许广平（主编）\nAnn Lee (translator)",
            "year": "1981年3月",
            "isbn": "978-7-02-000220-7",
            "class": "I210.6",
            "language": "中文 eng",
            "format": "book",
        }
    )
    assert (made.title, made.subtitle, made.year) == ("呐喊", "短篇小说集", 1981)
    assert made.names == (Name("鲁迅", "author"), Name("许广平", "editor"), Name("Ann Lee", "translator"))
    assert made.isbns == ("9787020002207",)
    assert made.languages == ("chi", "eng")
    assert made.classes == (Class("clc", "I210.6"),)


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("鲁迅著；许广平编", [("鲁迅", "author"), ("许广平", "editor")]),
        ("Lee, Ann", [("Lee, Ann", "")]),
        ("translated by Ann Lee", [("Ann Lee", "translator")]),
        ("王小明 译", [("王小明", "translator")]),
        ("示范大学图书馆（编）", [("示范大学图书馆", "editor")]),
        ("Acme Institute (issuer)", [("Acme Institute", "issuer")]),
    ],
)
def test_makers_are_read_as_people_write_them(typed, names):
    assert [(name.name, name.role) for name in hand.makers(typed)] == names


def test_bodies_are_told_from_persons():
    assert [name.body for name in hand.makers("示范县志编委会（编）\n王小明")] == [True, False]


@given(FORM)
def test_nothing_typed_breaks_the_form(fields):
    made = hand.made(fields)
    list(hand.faults(fields))
    assert facts.load(facts.dump(made)) == made
    assert hand.over(made, {}) == made


@given(FORM)
def test_what_a_form_shows_written_back_says_the_same(fields):
    made = hand.made(fields)
    shown = hand.texts(made)
    assert hand.changed(made, shown) == {}
    for name in set(hand.FIELDS) - {"title", "subtitle", "volume"}:  # these speak of each other
        again = hand.over(made, {name: shown[name]})
        assert hand.texts(again)[name] == shown[name]


@given(FORM, FORM)
def test_writing_twice_is_writing_once(fields, changes):
    once = hand.over(hand.made(fields), changes)
    for name in set(changes) - {"title", "subtitle", "volume", "edition", "isbn"}:
        assert hand.texts(hand.over(once, {name: changes[name]}))[name] == hand.texts(once)[name]


def test_fields_nobody_wrote_stay():
    before = Facts(
        flavour="cnmarc", title="红楼梦", names=(Name("曹雪芹", "author", other="Cao Xueqin"),), year=1996,
        classes=(Class("ddc", "895.1"), Class("local", "R1")), bad_numbers=("123",),
    )  # fmt: skip
    after = hand.over(before, {"class": "I242.4", "author": "曹雪芹（著）\n高鹗（著）"})
    assert after.names == (Name("曹雪芹", "author", other="Cao Xueqin"), Name("高鹗", "author"))
    assert set(after.classes) == {Class("clc", "I242.4"), Class("ddc", "895.1"), Class("local", "R1")}
    assert replace(after, names=before.names, classes=before.classes, statement="") == before


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"title": " "}, [("title", "no-title")]),
        ({"isbn": "978-7-02-000220-8"}, [("isbn", "bad-isbn")]),
        ({"isbn": "978-7-02-000220-8（错）"}, []),
        ({"isbn": "没有"}, [("isbn", "no-isbn")]),
        ({"year": "去年"}, [("year", "bad-year")]),
        ({"year": "民国二十年"}, []),
        ({"class": "I210.6; 895"}, [("class", "bad-class")]),
        ({"language": "中文, Klingon"}, [("language", "bad-language")]),
        ({"url": "www.example.org"}, [("url", "bad-url")]),
        ({"issn": "1234-5678"}, [("issn", "bad-issn")]),
        ({"format": "scroll"}, [("format", "bad-format")]),
        ({"subtitle": "长" * 2001}, [("subtitle", "too-long")]),
        ({"summary": "长" * 2001}, []),
    ],
)
def test_faults_are_named_with_their_field(fields, found):
    assert [(name, fault.code) for name, fault in hand.faults(fields)] == found


def test_a_misprinted_isbn_is_kept_as_evidence_only():
    made = hand.made({"title": "误印", "isbn": "978-7-02-000220-8（错） 9787020002207"})
    assert made.isbns == ("9787020002207",)
    assert made.bad_numbers == ("9787020002208",)


# -- copies


def row(barcode="", call="I1/2", place="二楼"):
    return edited_copies.row_of({"barcode": barcode, "call_number": call, "shelving_location": place})


ROWS = st.lists(
    st.builds(row, st.sampled_from(["", "A1", "A2", "A3"]), st.sampled_from(["I1", "K2"])), max_size=6
)


@given(ROWS)
def test_without_a_hand_the_files_copies_stand(rows):
    assert edited_copies.over(rows, {}) == tuple(rows)


@given(ROWS, st.data())
def test_each_copy_can_be_changed_and_withdrawn_alone(rows, data):
    every = edited_copies.edited(rows, {})
    if not every:
        return
    one = data.draw(st.sampled_from(every))
    same = sum(other.key == one.key for other in every)
    gone = edited_copies.over(rows, {"changed": {one.key: None}})
    assert len(gone) == len(rows) - same
    assert same == 1 or one.original[3]  # only one barcode given twice makes one of two
    moved = edited_copies.over(rows, {"changed": {one.key: {"shelving_location": "三楼"}}})
    assert sum(copy[1] == "三楼" for copy in moved) == same


def test_an_added_copy_is_the_files_once_the_file_names_it():
    hand_ = {"added": {"n1": row("X9", place="新书架")._asdict()}}
    assert [copy[1] for copy in edited_copies.over([row("A1")], hand_)] == ["二楼", "新书架"]
    assert [copy[1] for copy in edited_copies.over([row("A1"), row("X9")], hand_)] == ["二楼", "二楼"]


@pytest.mark.parametrize(
    ("highest", "taken", "proposed"),
    [
        ("NC000123", [], "NC000124"),
        ("0099", [], "0100"),
        ("99", [], "100"),
        ("A-7", ["A-8"], "A-9"),
        ("ABC", [], ""),
        ("", [], ""),
        ("A٣", [], ""),
    ],
)
def test_the_next_barcode_keeps_the_pattern(highest, taken, proposed):
    assert edited_copies.next_barcode(highest, taken) == proposed


# -- classes


TABLE = mapping.table_of([("R1*", "I24"), ("R12", "I242.4"), ("r-9 *", "K29")])


@pytest.mark.parametrize(
    ("number", "clc"),
    [
        ("R1", "I24"),
        ("R13.2", "I24"),
        ("R12", "I242.4"),
        ("Ｒ１２", "I242.4"),
        ("R-95", "K29"),
        ("S1", ""),
        ("", ""),
    ],
)
def test_the_longest_line_wins(number, clc):
    assert mapping.alliance_class(TABLE, number) == clc


def test_a_records_own_alliance_class_is_never_overruled():
    own = Facts("x", "t", classes=(Class("clc", "B2"), Class("local", "R12")))
    assert mapping.mapped(own, [], TABLE) == own
    local = replace(own, classes=(Class("local", "R12"),))
    both = mapping.mapped(local, [], TABLE)
    assert [(found.number, found.origin) for found in both.classes] == [("R12", ""), ("I242.4", "R12")]
    assert mapping.mapped(both, [], {}).classes == local.classes
    assert facts.load(facts.dump(both)).classes[1].origin == "R12"
    by_shelf = mapping.mapped(Facts("x", "t"), ["R12/34 v.2"], TABLE)
    assert by_shelf.classes == (Class("clc", "I242.4"),)


def test_a_call_numbers_head_in_the_table_is_the_librarys_own_after_all():
    guessed = Facts("table", "t", classes=(Class("clc", "R12"),))
    told = mapping.mapped(guessed, ["R12/34"], TABLE)
    assert [(one.scheme, one.number, one.origin) for one in told.classes] == [
        ("local", "R12", ""), ("clc", "I242.4", "R12"),
    ]  # fmt: skip
    assert mapping.mapped(told, ["R12/34"], TABLE) is told
    elsewhere = mapping.mapped(guessed, ["K1/2"], TABLE)  # stated by the record, not taken from its shelf
    assert elsewhere is guessed


def test_a_pasted_table_is_read_with_a_word_for_each_bad_line():
    lines, wrong = mapping.read(
        mapping.cells_of("中图法\t本馆类号\nI242.4\tR12\nI24\tR12\n\t R13\n895\tR14\nK29\tR*9\nK29\tR9*\n\n")
    )
    assert lines == [mapping.Line("R12", "I242.4"), mapping.Line("R9*", "K29")]
    assert [(one.row, one.code) for one in wrong] == [
        (3, "twice"), (4, "no-alliance-class"), (5, "bad-class"), (6, "star-inside"),
    ]  # fmt: skip
    again, still = mapping.read(mapping.cells_of("\n".join(one.said for one in wrong[2:])))
    assert (again, [one.code for one in still]) == ([], ["bad-class", "star-inside"])  # as they were, to mend
    assert wrong[2].told == "R14 | 895"


@pytest.mark.parametrize(
    "heads",
    ["本馆类号,联盟类号,名称", "本馆类号（自编）,联盟类号（中图法）,附注", "Ours,Alliance class (CLC),Note"],
)
def test_headings_as_the_page_itself_writes_them_are_no_line(heads):
    lines, wrong = mapping.read([heads.split(","), ["R12", "I242.4", "小说"]])
    assert (lines, wrong) == ([mapping.Line("R12", "I242.4", "小说")], [])


@given(st.text(max_size=200))
def test_any_paste_is_read(text):
    lines, wrong = mapping.read(mapping.cells_of(text))
    again, none = mapping.read(mapping.cells_of(mapping.pasted(lines)))
    assert not none or wrong is not None
    assert len(again) <= len(lines)
