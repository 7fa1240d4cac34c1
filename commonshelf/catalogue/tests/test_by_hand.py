"""Work by hand through real loads: added, copied, edited, taken back; it outlives reloads and renewals."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from commonshelf.catalogue import api, renewal
from commonshelf.catalogue.domain.facts import Class
from commonshelf.catalogue.domain.mapping import Line
from commonshelf.catalogue.models import Amendment, Item, PastRecord, Record
from commonshelf.catalogue.testing import copy, data, holding, load, marc
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.news import api as news


def deliver():
    """What the worker would deliver within a second."""
    news.work_once(
        now=timezone.now() + timedelta(seconds=1), include={"catalogue.apply-classes"}, turns=False
    )


OUTSIDERS = ["partner", "stranger", "visitor", "reader", "librarian", "auditor"]
COPY = {
    "branch": "main",
    "shelving_location": "新书架",
    "call_number": "I242.4/9",
    "barcode": "E100",
    "status": "on-shelf",
}


def record_of(local_id, library="EAST"):
    owner = members.library_id(symbol=library)
    return Record.objects.get(library=owner, kind="bib", local_id=local_id).pk


def amend(actor, record, **fields):
    return api.amend(actor=actor, record=record, fields=fields, version=api.record(id=record).version)


def shelf(record):
    return [(one.now[1], one.now[3]) for one in api.record(id=record).copies if one.now]


# -- records


def test_a_record_made_by_hand_joins_the_edition_others_have(cast):
    load(marc("1", "红楼梦", "曹雪芹", isbn="9787020002207"), library="WEST")
    made = api.add_record(
        actor=cast.cataloguer,
        library="EAST",
        fields={
            "title": "红楼梦",
            "author": "曹雪芹（著）",
            "publisher": "示范出版社",
            "year": "1996",
            "isbn": "9787020002207",
        },
    )
    card = api.record(id=made)
    assert (card.library, card.local_id, card.handmade) == ("EAST", "H000001", True)
    assert set(api.edition(id=card.edition).libraries) == {"EAST", "WEST"}
    assert list(api.problems()) == []
    (event,) = news.happenings(kind="cataloguing.add-record")
    assert (event.object.id, event.object.library, event.person) == (str(made), "EAST", cast.cataloguer.key)


def test_the_same_form_sent_twice_makes_one_record(cast):
    sent = {"actor": cast.cataloguer, "library": "EAST", "fields": {"title": "一次"}, "key": "k"}
    assert api.add_record(**sent) == api.add_record(**sent)
    assert api.add_record(**{**sent, "key": "other"}) != api.add_record(**sent)
    assert Record.objects.count() == 2


@pytest.mark.parametrize("who", OUTSIDERS)
def test_nobody_else_works_on_a_librarys_records(cast, who):
    load(marc("1", "红楼梦", "曹雪芹", copy("E1")))
    record, actor = record_of("1"), getattr(cast, who)
    (one,) = api.record(id=record).copies
    for act in (
        lambda: api.add_record(actor=actor, library="EAST", fields={}),
        lambda: api.copy_record(actor=actor, library="EAST", record=record),
        lambda: api.amend(actor=actor, record=record, fields={"year": "?"}, version=9),
        lambda: api.take_back(actor=actor, record=record, field="year", version=0),
        lambda: api.withdraw_record(actor=actor, record=record),
        lambda: api.set_copy(actor=actor, record=record, copy="", values={"branch": "?"}, version=9),
        lambda: api.withdraw_copy(actor=actor, record=record, copy=one.key, version=0),
        lambda: api.take_back_copy(actor=actor, record=record, copy=one.key, version=0),
        lambda: api.set_classes(actor=actor, library="EAST", rows=[Line("R1", "I2")]),
        lambda: api.drop_class(actor=actor, library="EAST", local="R1"),
    ):
        with pytest.raises(Absent):
            act()
    assert not news.happenings(kind="cataloguing")


def test_what_cannot_stand_is_refused_with_its_field(cast):
    with pytest.raises(Refusal, match=r"cataloguing\.bad-isbn") as refused:
        api.add_record(actor=cast.cataloguer, library="EAST", fields={"title": "书", "isbn": "9787020002208"})
    assert refused.value.facts["field"] == "isbn"
    with pytest.raises(Refusal, match=r"cataloguing\.no-title"):
        api.add_record(actor=cast.cataloguer, library="EAST", fields={"year": "1999"})
    assert not Record.objects.exists()


def test_another_members_record_is_copied_once_with_where_it_came_from(cast):
    load(
        marc("7", "城南旧事", "林海音", data("690", ("a", "R1")), year="1983", isbn="9787533910037"),
        library="WEST",
    )
    theirs = record_of("7", "WEST")
    mine = api.copy_record(actor=cast.cataloguer, library="EAST", record=theirs)
    card, original = api.record(id=mine), api.record(id=theirs)
    assert card.copied[:3] == ("WEST", "7", theirs)
    assert card.edition == original.edition
    assert card.facts.names == original.facts.names
    assert card.facts.isbns == original.facts.isbns
    assert card.copies == ()
    with pytest.raises(Refusal, match=r"cataloguing\.copied-before") as refused:
        api.copy_record(actor=cast.cataloguer, library="EAST", record=theirs)
    assert refused.value.facts["record"] == mine
    (event,) = news.happenings(kind="cataloguing.copy-record")
    assert (event.facts["from"], event.facts["local_id"]) == ("WEST", "7")


def test_only_records_of_the_desk_can_be_withdrawn(cast):
    load(marc("1"))
    with pytest.raises(Refusal, match=r"cataloguing\.not-handmade"):
        api.withdraw_record(actor=cast.cataloguer, record=record_of("1"))
    made = api.add_record(actor=cast.cataloguer, library="EAST", fields={"title": "误加"})
    edition = api.record(id=made).edition
    api.withdraw_record(actor=cast.cataloguer, record=made)
    with pytest.raises(Absent):
        api.record(id=made)
    with pytest.raises(api.Gone):
        api.edition(id=edition)
    again = api.add_record(actor=cast.cataloguer, library="EAST", fields={"title": "再加"})
    assert api.record(id=again).local_id == "H000002"
    assert list(api.problems()) == []


# -- edits


def test_an_edit_outlives_every_load_and_renewal(cast):
    load(marc("1", "红楼夢", "曹雪芹", year="1996"))
    record = record_of("1")
    raw = bytes(Record.objects.get(pk=record).raw)
    amend(cast.cataloguer, record, title="红楼梦", publisher="人民文学出版社")
    assert bytes(Record.objects.get(pk=record).raw) == raw  # the bytes as received are never touched
    for again in (
        lambda: load(marc("1", "红楼夢", "曹雪芹", year="1996")),
        lambda: load(marc("1", "红楼夢", "曹雪芹", copy("E9"), year="1998")),
        lambda: load(marc("1", "红楼夢", "曹雪芹", year="1998"), marc("2", "别的"), full=True),
        lambda: renewal.renew(actor=members.operator(), everything=True),
    ):
        again()
        card = api.record(id=record)
        assert (card.facts.title, card.facts.publisher) == ("红楼梦", "人民文学出版社")
        assert (card.original.title, card.original.publisher) == ("红楼夢", "示范出版社")
    assert card.facts.year == 1998  # what nobody wrote follows the file
    assert api.edition(id=card.edition).facts.title == "红楼梦"
    assert list(api.problems()) == []


def test_a_record_that_goes_and_comes_again_is_still_edited(cast):
    load(marc("1", "甲"), marc("2", "乙"), marc("3", "丙"))
    amend(cast.cataloguer, record_of("1"), title="改过的甲")
    load(marc("2", "乙"), marc("3", "丙"), full=True)
    load(marc("1", "甲"), marc("2", "乙"), marc("3", "丙"), full=True)
    assert api.record(id=record_of("1")).facts.title == "改过的甲"


def test_one_field_is_taken_back_and_the_others_stay(cast):
    load(marc("1", "甲", "某人", year="1996"))
    record = record_of("1")
    version = amend(cast.cataloguer, record, title="乙", year="1997")
    api.take_back(actor=cast.cataloguer, record=record, field="title", version=version)
    card = api.record(id=record)
    assert (card.facts.title, card.facts.year, dict(card.changes)) == ("甲", 1997, {"year": "1997"})
    amend(cast.cataloguer, record, year="1996")  # written as the file says it: nothing is left over it
    assert api.record(id=record).changes == {}
    (back, taken, first) = news.happenings(kind="cataloguing.edit-record")
    assert first.facts["changed"] == {"title": ["甲", "乙"], "year": ["1996", "1997"]}
    assert taken.facts["changed"] == {"title": ["乙", "甲"]}
    assert back.object.id == str(record)


def test_an_edit_can_part_and_join_editions(cast):
    load(marc("1", "红楼梦", "曹雪芹", year="1996"))
    load(marc("1", "红楼梦", "曹雪芹", year="1996"), library="WEST")
    record = record_of("1")
    assert len(api.edition(id=api.record(id=record).edition).members) == 2
    version = amend(
        cast.cataloguer, record, title="石头记", author="脂砚斋（注）", year="1754", publisher="抄本"
    )
    assert len(api.edition(id=api.record(id=record).edition).members) == 1
    for field in ("title", "author", "year", "publisher"):
        version = api.take_back(actor=cast.cataloguer, record=record, field=field, version=version)
    assert len(api.edition(id=api.record(id=record).edition).members) == 2
    assert list(api.problems()) == []


def test_a_stale_form_is_refused(cast):
    load(marc("1"))
    record = record_of("1")
    amend(cast.cataloguer, record, year="1990")
    with pytest.raises(Refusal, match=r"cataloguing\.stale-record") as refused:
        api.amend(actor=cast.manager, record=record, fields={"year": "1991"}, version=0)
    assert refused.value.status == 409
    with pytest.raises(Refusal, match=r"cataloguing\.nothing-changed"):
        amend(cast.cataloguer, record, year="1990")


def test_a_hand_record_is_edited_like_any_other(cast):
    made = api.add_record(actor=cast.cataloguer, library="EAST", fields={"title": "手工", "year": "2001"})
    amend(cast.manager, made, year="2002")
    renewal.renew(actor=members.operator(), everything=True)
    card = api.record(id=made)
    assert (card.facts.year, card.original.year) == (2002, 2001)
    assert not PastRecord.objects.exists()


# -- copies


def test_copies_by_hand_outlive_the_librarys_file(cast):
    load(marc("1", "甲", "某人", copy("E1"), copy("E2")))
    record = record_of("1")
    added = api.set_copy(actor=cast.cataloguer, record=record, copy="", values=COPY, version=0)
    first, second = (one.key for one in api.record(id=record).copies[:2])
    changed = {**COPY, "barcode": "E1", "shelving_location": "保存库"}
    api.set_copy(actor=cast.cataloguer, record=record, copy=first, values=changed, version=1)
    api.withdraw_copy(actor=cast.cataloguer, record=record, copy=second, version=2)
    now = [("保存库", "E1"), ("新书架", "E100")]
    assert shelf(record) == now
    load(marc("1", "甲 再版", "某人", copy("E1"), copy("E2"), copy("E3")))
    assert sorted(shelf(record)) == sorted([*now, ("二楼", "E3")])
    assert sorted(Item.objects.values_list("barcode", flat=True)) == ["E1", "E100", "E3"]
    api.take_back_copy(actor=cast.cataloguer, record=record, copy=second, version=3)
    api.withdraw_copy(actor=cast.cataloguer, record=record, copy=added, version=4)
    assert sorted(Item.objects.values_list("barcode", flat=True)) == ["E1", "E2", "E3"]
    again = api.set_copy(actor=cast.cataloguer, record=record, copy="", values=COPY, version=5)
    assert again != added  # the key of a copy is never given twice
    assert list(api.problems()) == []


def test_copies_named_by_holdings_records_are_edited_too(cast):
    load(marc("1", "甲"), holding("h1", "1", ("I2/1", "E1")))
    record = record_of("1")
    (one,) = api.record(id=record).copies
    assert one.said_by != record
    api.withdraw_copy(actor=cast.cataloguer, record=one.said_by, copy=one.key, version=0)
    assert not Item.objects.exists()
    load(marc("1", "甲"), holding("h1", "1", ("I2/2", "E1")))
    (gone,) = api.record(id=record).copies
    assert (gone.now, gone.version) == (None, 1)
    api.take_back_copy(actor=cast.cataloguer, record=one.said_by, copy=one.key, version=1)
    assert [item.call_number for item in Item.objects.all()] == ["I2/2"]


def test_a_barcode_is_given_once_in_a_library(cast):
    load(marc("1", "甲", "某人", copy("E1")), marc("2", "乙", "某人"))
    load(marc("1", "甲", "某人", copy("E1")), library="WEST")  # another library's numbers are its own
    with pytest.raises(Refusal, match=r"cataloguing\.barcode-taken") as refused:
        api.set_copy(
            actor=cast.cataloguer, record=record_of("2"), copy="", values={**COPY, "barcode": "E1"}, version=0
        )
    facts = refused.value.facts
    assert (facts["title"], facts["record"], facts["where"]) == ("甲", record_of("1"), "二楼 I242.4/1")
    (own,) = api.record(id=record_of("1")).copies
    api.set_copy(
        actor=cast.cataloguer,
        record=record_of("1"),
        copy=own.key,
        values={**COPY, "barcode": "E1"},
        version=0,
    )


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"branch": "nowhere"}, "bad-branch"),
        ({"status": "eaten"}, "bad-status"),
        ({"copies": "0"}, "bad-count"),
        ({"copies": "9" * 30}, "bad-count"),
        ({"copies": "二"}, "bad-count"),
        ({"call_number": "I" * 121}, "too-long"),
    ],
)
def test_a_copy_that_cannot_stand_is_refused_with_its_field(cast, wrong, code):
    load(marc("1"))
    with pytest.raises(Refusal, match=f"cataloguing.{code}") as refused:
        api.set_copy(
            actor=cast.cataloguer, record=record_of("1"), copy="", values={**COPY, **wrong}, version=0
        )
    assert refused.value.facts["field"] == next(iter(wrong))


def test_the_next_barcode_follows_the_librarys_own_pattern(cast):
    assert api.proposed_barcode(library="EAST") == ""
    load(marc("1", "甲", "某人", copy("E0098"), copy("E0099"), copy("X1")))
    assert api.proposed_barcode(library="EAST") == "E0100"
    values = {**COPY, "barcode": "N-7"}
    api.set_copy(actor=cast.cataloguer, record=record_of("1"), copy="", values=values, version=0)
    assert api.proposed_barcode(library="EAST") == "N-8"
    assert api.proposed_barcode(library="WEST") == ""


def test_labels_find_their_copies(cast):
    load(marc("1", "甲", "某人", copy("E1", "I2/1")), marc("2", "乙", "某人", copy("E2", "K9")))
    load(marc("1", "丙", "某人", copy("W1")), library="WEST")
    found = api.shelved(library="EAST", barcodes=["E2", "W1", "E1", "E2", "?"])
    assert [(one.barcode, one.call_number, one.title, one.maker) for one in found] == [
        ("E2", "K9", "乙", "某人"),
        ("E1", "I2/1", "甲", "某人"),
    ]


# -- classes


def test_a_librarys_table_puts_the_alliances_class_beside_its_own(cast):
    load(marc("1", "甲", "某人", copy("E1", "R12/3")), marc("2", "乙", "某人", copy("E2", "S5")))
    record = record_of("1")
    rows = [Line("R1*", "I24", "小说"), Line("S9", "K29")]
    counts = api.set_classes(actor=cast.cataloguer, library="EAST", rows=rows)
    assert counts == {"added": 2, "changed": 0, "removed": 0}
    deliver()
    card = api.record(id=record)
    assert card.facts.classes == (Class("clc", "I24"),)
    assert card.facts.classes[0].origin == "R12"
    assert card.original.classes == ()
    assert api.record(id=record_of("2")).facts.classes == ()
    assert "I24" in api.editions_changed_since(stamp=0, limit=9)[-1].entry.said.classes
    load(marc("3", "丁", "某人", copy("E3", "R1")))  # what comes later takes the table along
    assert api.record(id=record_of("3")).facts.classes == (Class("clc", "I24"),)
    counts = api.set_classes(actor=cast.cataloguer, library="EAST", rows=[Line("R1*", "I25")], replace=True)
    assert counts == {"added": 0, "changed": 1, "removed": 1}
    deliver()
    assert api.record(id=record).facts.classes == (Class("clc", "I25"),)
    api.drop_class(actor=cast.cataloguer, library="EAST", local="r1*")
    deliver()
    assert api.record(id=record).facts.classes == ()
    assert api.class_lines(library="EAST") == []
    assert list(api.problems()) == []


def test_an_edit_of_the_class_wins_over_the_table(cast):
    load(marc("1", "甲", "某人", copy("E1", "R12/3")))
    api.set_classes(actor=cast.cataloguer, library="EAST", rows=[Line("R12", "I24")])
    deliver()
    amend(cast.cataloguer, record_of("1"), **{"class": "I242.4"})
    card = api.record(id=record_of("1"))
    assert [(found.number, found.origin) for found in card.facts.classes] == [("I242.4", "")]
    assert Amendment.objects.get().changes == {"class": "I242.4"}


# -- finding


def test_an_isbn_finds_its_editions_volumes_too(cast):
    load(
        marc("1", "红楼梦", "曹雪芹", isbn="9787020002207"),
        marc("2", "别的", "某人", isbn="9787533910037"),
        marc("3", "红楼梦 上册", "曹雪芹", isbn="9787020002207", year="1980"),
        library="WEST",
    )
    found = api.by_isbn(isbn="978-7-02-000220-7")
    assert sorted(card.facts.year for card in found) == [1980, 1996]
    assert api.by_isbn(isbn="红楼梦") == []


def test_what_is_written_finds_editions_that_may_be_the_same(cast):
    load(marc("1", "红楼梦", "曹雪芹", year="1996"), marc("2", "城南旧事", "林海音"), library="WEST")
    fields = {"title": "红楼梦", "author": "曹雪芹（著）", "publisher": "示范出版社", "year": "1996"}
    (found,) = api.alike(fields=fields)
    assert (found.edition.facts.title, found.sure) == ("红楼梦", True)
    assert api.alike(fields=fields, without=found.edition.id) == []
    assert api.alike(fields={"title": ""}) == []


# -- what fsck holds to


def test_an_edit_that_went_lost_is_named(cast):
    load(marc("1", "甲", "某人", copy("E1")))
    record = record_of("1")
    amend(cast.cataloguer, record, title="乙")
    api.set_copy(actor=cast.cataloguer, record=record, copy="", values=COPY, version=1)
    assert list(api.problems()) == []
    Amendment.objects.update(changes={"title": "丙"})
    assert f"record {record} says otherwise than its bytes and what was written over them by hand" in list(
        api.problems()
    )
    Amendment.objects.update(changes={"title": "乙"}, copies={})
    assert f"the copies of record {record} are not those of its bytes and its hand edits" in list(
        api.problems()
    )


def test_no_file_is_loaded_onto_the_desk(cast):
    api.add_record(actor=cast.cataloguer, library="EAST", fields={"title": "手工"})
    with pytest.raises(Refusal, match=r"catalogue\.desk-source"):
        load(marc("1"), source="desk")
    with pytest.raises(Refusal, match=r"catalogue\.desk-source"):
        api.set_source(actor=cast.cataloguer, library="EAST", code="desk")
    assert [card.code for card in api.sources(actor=cast.cataloguer)] == []
