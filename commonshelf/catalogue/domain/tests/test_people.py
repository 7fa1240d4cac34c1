"""Names, roles and publishers made comparable."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonshelf.catalogue.domain import people
from commonshelf.catalogue.domain.facts import Name
from commonshelf.catalogue.domain.publishers import publisher_key, publisher_words


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("（英）约翰•示范著", [("约翰•示范", "author")]),
        ("(美) 甲·乙, (美) 丙·丁 著", [("甲·乙", "author"), ("丙·丁", "author")]),
        (
            "示范著 ; 王小明，李小红译",
            [("示范", "author"), ("王小明", "translator"), ("李小红", "translator")],
        ),
        ("张小三[等]著", [("张小三", "author")]),
        ("张小三等主编", [("张小三", "editor")]),
        ("示范编写组编", [("示范编写组", "editor")]),
        (
            "(清) 示范生, 王小明著 ; 李小红注",
            [("示范生", "author"), ("王小明", "author"), ("李小红", "annotator")],
        ),
        ("王著", []),
        (
            "by Ann Sample and Bob Model ; translated by Cy Test",
            [("Ann Sample", "author"), ("Bob Model", "author"), ("Cy Test", "translator")],
        ),
        (
            "edited by A. Smith, B. Jones, and C. Doe",
            [("A. Smith", "editor"), ("B. Jones", "editor"), ("C. Doe", "editor")],
        ),
    ],
)
def test_statement_of_responsibility(said, names):
    found = [(name.name, name.role) for name in people.from_statement(said)]
    assert found == names


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("（英）约翰•示范", "约翰·示范"),
        ("【英】约翰．示范", "約翰·示範"),
        ("[张小三]", "张小三"),
        ("Sample, John, 1950-", "John Sample"),
        ("Sample, J. R.", "Sample, John (John Robert), 1892-1973."),
        ("张小三主编", "张小三"),
    ],
)
def test_names_written_otherwise_are_one(one, other):
    assert people.person_key(one) == people.person_key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [("张小三", "张小四"), ("Sample, John", "Sample, Mary"), ("Sample, John", "Simple, John")],
)
def test_other_names_are_two(one, other):
    assert people.person_key(one) != people.person_key(other)


@pytest.mark.parametrize(
    ("word", "role"),
    [
        ("著", "author"),
        ("主编", "editor"),
        ("譯", "translator"),
        ("trl", "translator"),
        ("730", "translator"),
        ("edt", "editor"),
        ("http://id.loc.gov/vocabulary/relators/ill", "illustrator"),
        ("author.", "author"),
        ("plumber", ""),
    ],
)
def test_roles(word, role):
    assert people.role_of(word) == role


def test_a_role_is_taken_from_the_statement():
    names = (Name("Sample, Ann"), Name("Test, Cy M."))
    found = people.with_roles(names, "Ann Sample ; translated from the Greek by Cy M. Test")
    assert [name.role for name in found] == ["", "translator"]


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (
            (
                "示范文学出版社",
                "示范文学",
                "示范文学出版社有限公司",
                "示範文學出版社",
                "示范文学出版集团股份有限公司",
            ),
            "示范文学",
        ),
        (("生活·读书·新知三联书店", "三联书店", "生活.讀書.新知三聯書店"), "三联书店"),
        (("江苏凤凰文艺出版社", "江苏文艺出版社", "江苏文艺"), "江苏文艺"),
        (("C. Sampler's Sons", "The Sampler Company", "Printed for Sampler", "Sampler"), "sampler"),
        (("Sample University Press", "Sample U.P.", "Sample Univ. Pr."), "sample"),
        (("Low, Model and Sample, ltd.", "Low, Model & Sample"), "low model sample"),
        (
            ("U.S. G.P.O.", "Govt. Print. Off.", "For sale by the Supt. of Docs., U.S. Govt. Print. Off."),
            "gpo",
        ),
        (("H.M. Stationery Off.", "HMSO"), "hmso"),
        (
            ("Model Dept. of Hills", "Model Dept. of Hills : for sale by the Supt. of Docs."),
            "model department hill",
        ),
        (("Published for the Hill Museum by Sample Press", "Sample Press for the Hill Museum"), "sample"),
        (
            (
                "The Office",
                "The Society",
                "The Author",
                "University Press",
                "s.n.",
                "[publisher not identified]",
            ),
            "",
        ),
    ],
)
def test_publishers_written_otherwise_are_one(names, words):
    assert {publisher_words(name) for name in names} == {words}
    assert {publisher_key(name) for name in names} == {max(words.split(), key=len, default="")}


def test_publishers_of_one_kind_are_many():
    assert (
        len(
            {
                publisher_words(name)
                for name in ("示范文学出版社", "示范教育出版社", "示范大学出版社", "示范书局")
            }
        )
        == 4
    )
    assert publisher_words("[s.n.]") == publisher_words("") == ""


@given(st.text(max_size=80))
def test_any_text_may_be_a_name(text):
    people.from_statement(text)
    people.person_key(text)
    people.role_of(text)
    publisher_words(text)
