"""RIS, BibTeX and CSL-JSON as other programs read them."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
import rispy
from hypothesis import given
from hypothesis import strategies as st

from commonshelf.catalogue.domain.exports import bibtex, citation_key, csl, ris
from commonshelf.catalogue.domain.facts import Facts, Link, Name
from commonshelf.catalogue.domain.tests.test_cite import BOOK, HILLS
from commonshelf.catalogue.domain.tests.test_facts import FACTS

AT = "https://example.org/edition/7"
NASTY = st.text(alphabet='\\{}%&$#_~^"@,= \n\ta乙', max_size=12)
CSL_TEXTS = {
    "id", "type", "title", "volume", "edition", "collection-title", "publisher", "publisher-place", "ISBN",
    "ISSN", "language", "keyword", "abstract", "URL",
}  # fmt: skip
CSL_NAMES = {"author", "editor", "translator"}
CSL_KINDS = {
    "book", "periodical", "map", "musical_score", "song", "motion_picture", "graphic", "software", "document",
}  # fmt: skip


def read_bibtex(text):
    """Entries as BibTeX itself takes them apart: it counts braces, and a backslash does not hide one."""
    entries, at = [], 0
    while (at := text.find("@", at)) >= 0:
        kind, key = re.compile(r"@(\w+)\{([^,\s{}%#\\~'\"()=]+),").match(text, at).group(1, 2)
        at = text.index(",", at) + 1
        fields = {}
        while True:
            while text[at] in " \n,":
                at += 1
            if text[at] == "}":
                break
            name, at = re.compile(r"(\w+) = \{").match(text, at)[1], text.index("{", at) + 1
            depth, begin = 1, at
            while depth:
                depth += {"{": 1, "}": -1}.get(text[at], 0)
                at += 1
            assert name not in fields
            fields[name] = text[begin : at - 1]
        entries.append((kind, key, fields))
        at += 1
    return entries


def test_ris_is_read_back():
    (entry,) = rispy.loads(ris(BOOK, AT))
    assert entry["type_of_reference"] == "BOOK"
    assert entry["title"] == "山海志: 一个示范"
    assert entry["authors"] == ["约翰•示范"]
    assert entry["publisher"] == "示范出版社"
    assert entry["year"] == "2019"
    assert entry["urls"] == [AT]
    assert "9787000001237" in str(entry)


def test_ris_gives_surnames_first_and_leaves_other_roles_out():
    names = (Name("Cao Xueqin"), Name("Sample, Ann", "editor"), Name("Cy Test", "illustrator"))
    (entry,) = rispy.loads(ris(replace(HILLS, names=names)))
    assert entry["authors"] == ["Cao, Xueqin"]
    assert entry["secondary_authors"] == ["Sample, Ann"]
    assert "Test" not in str(entry)


def test_bibtex_of_a_translated_book():
    assert bibtex(HILLS, "sample1998-7", AT) == (
        "@book{sample1998-7,\n"
        "  author = {Sample, John R.},\n"
        "  translator = {Test, Cy},\n"
        "  title = {The hills},\n"
        "  edition = {3},\n"
        "  address = {Oxford},\n"
        "  publisher = {Model Press},\n"
        "  year = {1998},\n"
        "  language = {en},\n"
        "  url = {https://example.org/edition/7},\n"
        "}\n"
    )


def test_bibtex_keeps_names_in_han_and_bodies_whole():
    names = (Name("曹小芹"), Name("Office of Hills and Seas", body=True), Name("Test, Martin, Jr."))
    ((_, _, fields),) = read_bibtex(bibtex(replace(BOOK, names=names), "k"))
    assert fields["author"] == "{曹小芹} and {Office of Hills and Seas} and Test, Jr., Martin"


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("100% of C# & {Java}_", r"100\% of C\# \& \textbraceleft{}Java\textbraceright{}\_"),
        (r"a\b~c^d$", r"a\textbackslash{}b\textasciitilde{}c\textasciicircum{}d\$"),
    ],
)
def test_bibtex_escapes(title, written):
    ((_, _, fields),) = read_bibtex(bibtex(replace(HILLS, title=title), "k"))
    assert fields["title"] == written


@pytest.mark.parametrize(
    ("printed", "number", "said"),
    [
        ("Volume 2", "2", "2"),
        ("第三卷", "3", "3"),
        ("下册", "3", "下册"),
        ("Vols. 2-3", "2-3", "2-3"),
        ("Index", "index", "Index"),
    ],
)
def test_a_volume_is_said_as_its_reader_says_it(printed, number, said):
    facts = replace(BOOK, volume=printed, volume_number=number)
    assert csl(facts, "k")["volume"] == said
    ((_, _, fields),) = read_bibtex(bibtex(facts, "k"))
    assert fields["volume"] == said


@given(FACTS, NASTY, NASTY)
def test_any_record_is_an_entry_that_can_be_read(facts, title, name):
    odd = replace(facts, title=title, names=(Name(name),), links=(Link("https://example.org/" + title),))
    text = bibtex(odd, citation_key(odd, 5), AT) + bibtex(HILLS, "next")
    assert [key for _, key, _ in read_bibtex(text)] == [citation_key(odd, 5), "next"]


@pytest.mark.parametrize(
    ("facts", "key"),
    [
        (HILLS, "sample1998-7"),
        (replace(HILLS, names=(Name("Ærø, Øyvind"),)), "aero1998-7"),
        (replace(BOOK, names=(Name("曹小芹", other="Cao, Xiaoqin"),)), "cao2019-7"),
        (BOOK, "edition2019-7"),
        (Facts("table", "x"), "edition-7"),
    ],
)
def test_keys_are_plain_and_end_with_the_number(facts, key):
    assert citation_key(facts, 7) == key


@given(FACTS, FACTS)
def test_two_editions_never_share_a_key(one, other):
    assert citation_key(one, 1) != citation_key(other, 11)


def test_csl_of_a_translated_book():
    assert csl(HILLS, "sample1998-7", AT) == {
        "id": "sample1998-7",
        "type": "book",
        "title": "The hills",
        "author": [{"family": "Sample", "given": "John R."}],
        "translator": [{"family": "Test", "given": "Cy"}],
        "issued": {"date-parts": [[1998]]},
        "edition": "3",
        "publisher": "Model Press",
        "publisher-place": "Oxford",
        "language": "en",
        "URL": AT,
    }


def test_csl_leaves_names_in_han_whole():
    assert csl(BOOK, "k")["author"] == [{"literal": "约翰•示范"}]


@given(FACTS)
def test_csl_keeps_to_its_schema(facts):
    item = json.loads(json.dumps(csl(facts, "k", AT)))
    assert {"id", "type", "title"} <= set(item)
    assert set(item) <= CSL_TEXTS | CSL_NAMES | {"issued"}
    assert item["type"] in CSL_KINDS
    assert all(isinstance(item[name], str) and item[name] for name in CSL_TEXTS & set(item))
    for name in CSL_NAMES & set(item):
        for one in item[name]:
            assert set(one) <= {"family", "given", "suffix", "literal"}
            assert all(isinstance(text, str) and text for text in one.values())
    issued = item.get("issued", {})
    assert set(issued) <= {"date-parts", "raw"}


@given(FACTS)
def test_ris_lines_never_break(facts):
    written = ris(facts, AT)
    assert written.count("ER  - ") >= 1
    assert all(line[2:6] == "  - " for line in written.split("\r\n")[:-1])
