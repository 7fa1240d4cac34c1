"""Loads as a library lives them: first, again, changed, deleted, repeated, refused, interrupted."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from commonshelf.catalogue import api, child, reading, rows
from commonshelf.catalogue.models import Edition, Facts, Item, Load, PastRecord, Record, Reject
from commonshelf.catalogue.rows import Rules
from commonshelf.catalogue.testing import (
    control,
    copy,
    data,
    file_of,
    holding,
    load,
    load_file,
    marc,
)
from commonshelf.kernel.refusal import Refusal
from commonshelf.members import api as members
from commonshelf.news import api as news

pytestmark = pytest.mark.usefixtures("alliance")


def counts(card):
    assert card.read == card.loaded + card.unchanged + card.rejected
    assert not list(api.problems())
    return card.read, card.loaded, card.unchanged, card.rejected, card.deleted


def titles(library="EAST"):
    return sorted(
        member.facts.title for card in living() for member in card.members if member.library == library
    )


def living():
    changes = api.editions_changed_since(stamp=0, limit=2000)
    return api.editions(ids=[change.id for change in changes if change.entry])


def test_a_first_load_makes_records_findable():
    card = load(marc("1"), marc("2", "西游记", "吴承恩", copy("B1")))
    assert card.state == "done"
    assert counts(card) == (2, 2, 0, 0, 0)
    [journey] = [card for card in living() if card.facts.title == "西游记"]
    assert [(c.library, c.call_number, c.barcode) for c in journey.copies] == [("EAST", "I242.4/1", "B1")]
    assert api.edition_count() == 2


def test_the_same_file_again_changes_nothing():
    records = [marc("1"), marc("2", "西游记"), marc("", "水浒传")]
    load(*records)
    before = api.latest_stamp()
    assert counts(load(*records)) == (3, 0, 3, 0, 0)
    assert api.latest_stamp() == before


def test_a_copy_that_comes_again_is_as_of_the_later_load():
    load(marc("1", "红楼梦", "曹雪芹", copy("B1")))
    first = Item.objects.get().as_of
    load(marc("1", "红楼梦", "曹雪芹", copy("B1")))
    assert Item.objects.get().as_of > first


def test_a_changed_record_keeps_its_past_and_its_items():
    load(marc("1", "红楼梦", "曹雪芹", copy("B1"), copy("B2")))
    item = Item.objects.get(barcode="B1")
    card = load(marc("1", "红楼梦（校订本）", "曹雪芹", copy("B1", "I242.4/99"), copy("B3")))
    assert counts(card) == (1, 1, 0, 0, 0)
    assert titles() == ["红楼梦（校订本）"]
    assert PastRecord.objects.get().record_id == item.record_id
    assert {(i.pk == item.pk, i.barcode, i.call_number) for i in Item.objects.all()} == {
        (True, "B1", "I242.4/99"),
        (False, "B3", "I242.4/1"),
    }


def test_leader_d_takes_a_record_out_and_its_return_revives_the_edition():
    load(marc("1", "红楼梦", "曹雪芹", copy("B1")), marc("2", "西游记"))
    edition = Facts.objects.get(record__local_id="1").edition_id
    card = load(marc("1", status="d"))
    assert counts(card) == (1, 1, 0, 0, 1)
    assert titles() == ["西游记"]
    with pytest.raises(api.Gone):
        api.edition(id=edition)
    assert counts(load(marc("1", status="d"))) == (1, 0, 1, 0, 0)
    assert counts(load(marc("1", "红楼梦", "曹雪芹", copy("B1")))) == (1, 1, 0, 0, 0)
    assert api.edition(id=edition).facts.title == "红楼梦"


def test_deleting_what_never_was_here_changes_nothing():
    assert counts(load(marc("7", status="d"))) == (1, 0, 1, 0, 0)
    assert not Record.objects.exists()


def test_a_list_of_ids_deletes(tmp_path):
    load(marc("1"), marc("2", "西游记"))
    path = tmp_path / "gone.deletes"
    path.write_text("1\r\n\n9\n", encoding="utf-8")
    card = load_file(path)
    assert counts(card) == (2, 1, 0, 1, 1)
    assert [r.reason for r in api.rejects(load=card.id, actor=members.operator())] == ["unknown-id"]
    assert titles() == ["西游记"]


class TestFull:
    def test_the_unseen_are_deleted(self):
        load(*[marc(str(n), f"书 {n}") for n in range(4)])
        assert counts(load(marc("1", "书 1"), marc("2", "书 2"), full=True)) == (2, 0, 2, 0, 2)
        assert titles() == ["书 1", "书 2"]

    def test_more_than_half_is_held_back_until_somebody_is_sure(self):
        load(*[marc(str(n), f"书 {n}") for n in range(30)])
        card = load(marc("1", "书 1"), full=True)
        assert counts(card) == (1, 0, 1, 0, 0)
        assert card.report["full"] == {"held": "half", "unseen": 29, "living": 30}
        api.go_on(actor=members.operator(), load=card.id, sure=True)
        assert counts(api.run_load(load=card.id)) == (1, 0, 1, 0, 29)
        assert titles() == ["书 1"]

    @pytest.mark.parametrize("dry_run", [True, False])
    def test_holdings_records_left_out_are_held_back_too(self, dry_run):
        books = [marc(str(n), f"书 {n}") for n in range(30)]
        load(*books, *[holding(f"h{n}", str(n), (f"I/{n}", f"B{n}")) for n in range(30)])
        card = load(*books, full=True, dry_run=dry_run)
        assert card.report["full"] == {"held": "half", "unseen": 30, "living": 30}
        assert Item.objects.count() == 30

    def test_the_command_line_is_sure(self):
        load(*[marc(str(n), f"书 {n}") for n in range(30)])
        assert counts(load(marc("1", "书 1"), full=True, sure=True)) == (1, 0, 1, 0, 29)

    def test_a_load_not_wholly_read_deletes_nothing(self, tmp_path):
        load(marc("1"), marc("2", "西游记"))
        good, bad = file_of([marc("1")], tmp_path), tmp_path / "cut.mrc.gz"
        bad.write_bytes(gzip.compress(b"".join([file_of([marc("2", "西游记")]).read_bytes()] * 9))[:-20])
        started = api.start_load(
            actor=members.operator(),
            library="EAST",
            files=[good, bad],
            full=True,
            keep_files=False,
            run_here=True,
        )
        card = api.run_load(load=started.id)
        assert card.state == "done"
        assert card.deleted == 0
        assert card.report["full"]["held"] == "broken"

    def test_other_sources_and_libraries_are_left_alone(self):
        load(marc("1"))
        load(marc("1"), library="WEST")
        load(marc("5", "牡丹亭"), source="annex")
        assert counts(load(marc("2", "西游记"), source="annex", full=True)) == (1, 1, 0, 0, 1)
        assert titles() == ["红楼梦", "西游记"]
        assert titles("WEST") == ["红楼梦"]


class TestTwice:
    def test_of_two_equal_ids_the_later_wins_and_is_reported(self):
        card = load(marc("1", "旧题名"), marc("2", "西游记"), marc("1", "新题名"))
        assert counts(card) == (3, 2, 0, 1, 0)
        assert titles() == ["新题名", "西游记"]
        [reject] = Reject.objects.all()
        assert (reject.reason, reject.offset, reject.facts) == ("repeated-id", 0, {"local_id": "1"})
        assert "旧题名".encode() in bytes(reject.raw)
        assert card.report["repeated"] == ["1"]

    def test_also_when_they_lie_batches_apart(self):
        between = [marc(f"b{n}", f"书 {n}") for n in range(1100)]
        records = [marc("1", "旧题名"), *between, marc("1", "新题名")]
        assert counts(load(*records)) == (1102, 1101, 0, 1, 0)
        assert "新题名" in titles()
        assert "旧题名" not in titles()
        before = PastRecord.objects.count()
        assert counts(load(*records)) == (1102, 0, 1101, 1, 0)
        assert PastRecord.objects.count() == before

    def test_the_same_record_twice_counts_once(self):
        assert counts(load(marc("1"), marc("1"))) == (2, 1, 0, 1, 0)


class TestHoldings:
    def test_they_attach_whichever_comes_first(self):
        load(holding("h1", "1", ("I242/1", "B1")))
        assert Item.objects.get().record is None
        card = load(marc("1"), holding("h2", "1", ("I242/2", "B2")))
        assert counts(card) == (2, 2, 0, 0, 0)
        [edition] = living()
        assert sorted(c.barcode for c in edition.copies) == ["B1", "B2"]

    def test_a_changed_or_deleted_holdings_record_changes_the_copies(self):
        load(marc("1"), holding("h1", "1", ("I242/1", "B1")))
        stamp = api.latest_stamp()
        load(holding("h1", "1", ("I242/9", "B1"), ("I242/9", "B2")))
        assert sorted((i.barcode, i.call_number) for i in Item.objects.all()) == [
            ("B1", "I242/9"),
            ("B2", "I242/9"),
        ]
        assert [c.id for c in api.editions_changed_since(stamp=stamp, limit=9)]

    def test_they_wait_for_a_deleted_record_to_return(self):
        load(marc("1"), holding("h1", "1", ("I242/1", "B1")))
        load(marc("1", status="d"))
        assert Item.objects.get().record is None
        load(marc("1"))
        assert [c.barcode for c in living()[0].copies] == ["B1"]

    def test_ids_of_holdings_are_a_row_of_their_own(self):
        assert counts(load(marc("1"), holding("1", "1", ("I242/1", "B1")))) == (2, 2, 0, 0, 0)
        assert Record.objects.count() == 2


class TestRejects:
    def test_authority_records_are_not_bibliographic(self):
        authority = marc("a1", kind="z")
        authority = authority._replace(fields=(*authority.fields[:2], data("100", ("a", "曹雪芹"))))
        card = load(authority, marc("1"))
        assert counts(card) == (2, 1, 0, 1, 0)
        assert api.rejects(load=card.id, actor=members.operator())[0].reason == "not-bibliographic"

    def test_a_record_that_claims_to_be_another_librarys_is_kept_aside(self):
        theirs = marc("9", "他馆之书")
        theirs = theirs._replace(fields=(theirs.fields[0], control("003", "west"), *theirs.fields[1:]))
        card = load(theirs, marc("1"))
        assert counts(card) == (2, 1, 0, 1, 0)
        [reject] = api.rejects(load=card.id, actor=members.operator())
        assert (reject.reason, reject.facts) == ("another-library", {"library": "west", "local_id": "9"})

    def test_ones_own_code_and_strangers_codes_are_fine(self):
        own = marc("1")
        own = own._replace(fields=(own.fields[0], control("003", "EAST"), *own.fields[1:]))
        stranger = marc("2", "西游记")
        stranger = stranger._replace(
            fields=(stranger.fields[0], control("003", "OCoLC"), *stranger.fields[1:])
        )
        assert counts(load(own, stranger)) == (2, 2, 0, 0, 0)

    def test_nothing_is_lost(self):
        noise = b"00047 not a record at all\x1e\x1d"
        card = load(marc("1"), noise, marc("2", "西游记"))
        assert counts(card) == (3, 2, 0, 1, 0)
        found, raw = api.rejected_bytes(
            load=card.id, reject=Reject.objects.get().pk, actor=members.operator()
        )
        assert raw == noise
        assert file_of([marc("1")]).stat().st_size == found.offset


class TestInterrupted:
    def test_a_load_goes_on_where_it_stopped(self, tmp_path):
        path = file_of([marc(str(n), f"书 {n}", "", copy(f"B{n}")) for n in range(2500)], tmp_path)
        started = api.start_load(
            actor=members.operator(), library="EAST", files=[path], keep_files=False, run_here=True
        )

        def dies(card):
            if card.read >= 2000:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            api.run_load(load=started.id, on_progress=dies)
        assert Load.objects.get().state == "running"
        assert Record.objects.count() == 2000
        again = api.start_load(
            actor=members.operator(), library="EAST", files=[path], keep_files=False, run_here=True
        )
        assert again.id == started.id
        assert counts(api.run_load(load=started.id)) == (2500, 2500, 0, 0, 0)

    def test_a_file_changed_meanwhile_is_not_read_on(self, tmp_path):
        path = file_of([marc(str(n), f"书 {n}") for n in range(1500)], tmp_path)
        started = api.start_load(
            actor=members.operator(), library="EAST", files=[path], keep_files=False, run_here=True
        )

        def dies(card):
            if card.read:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            api.run_load(load=started.id, on_progress=dies)
        path.write_bytes(b"x" + path.read_bytes())
        card = api.run_load(load=started.id)
        assert card.state == "failed"
        assert card.refusal[0] == "catalogue.file-changed"

    def test_a_load_that_keeps_killing_its_runner_is_given_up(self, tmp_path):
        started = api.start_load(
            actor=members.operator(), library="EAST", files=[file_of([marc("1")], tmp_path)], run_here=True
        )
        Load.objects.update(tries=3, state="running")
        assert api.run_load(load=started.id).refusal[0] == "catalogue.keeps-dying"

    def test_stopped_loads_keep_what_they_have_and_can_go_on(self, tmp_path):
        path = file_of([marc(str(n), f"书 {n}") for n in range(1500)], tmp_path)
        operator = members.operator()
        started = api.start_load(actor=operator, library="EAST", files=[path])

        def presses_stop(card):
            if card.read and not card.over:
                api.stop_load(actor=operator, load=card.id)

        card = api.run_load(load=started.id, on_progress=presses_stop)
        assert (card.state, card.read) == ("stopped", 1000)
        api.go_on(actor=operator, load=started.id)
        assert counts(api.run_load(load=started.id)) == (1500, 1500, 0, 0, 0)


class TestDryRun:
    def test_it_changes_nothing_and_tells_what_would_happen(self):
        load(marc("1"), marc("2", "西游记"))
        before = [api.latest_stamp(), Record.objects.count(), Facts.objects.count(), Item.objects.count()]
        card = load(
            marc("1"),
            marc("2", "西游记（增订）"),
            marc("3", "水浒传", "", copy("B1")),
            marc("4", "红楼梦"),
            b"00047 no record\x1e\x1d",
            dry_run=True,
            full=True,
        )
        assert [
            api.latest_stamp(),
            Record.objects.count(),
            Facts.objects.count(),
            Item.objects.count(),
        ] == before
        assert (card.read, card.loaded, card.unchanged, card.rejected) == (5, 3, 1, 1)
        assert card.report["dry"] == {"new": 2, "changed": 1, "joined": 1, "within": 0, "editions": 1}
        assert card.report["full"]["unseen"] == 0
        assert card.report["tally"]["format"] == {"book": 4}
        assert card.report["samples"][0] == ("1", "红楼梦", "曹雪芹", "1996")

    def test_its_files_can_then_be_loaded_for_good(self, tmp_path):
        operator = members.operator()
        started = api.start_load(
            actor=operator, library="EAST", files=[file_of([marc("1")], tmp_path)], dry_run=True
        )
        api.run_load(load=started.id)
        repeated = api.repeat_load(actor=operator, load=started.id)
        assert counts(api.run_load(load=repeated.id)) == (1, 1, 0, 0, 0)


class TestTables:
    def table(self, tmp_path, text, name="table.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    def test_a_chinese_table_is_understood(self, tmp_path):
        path = self.table(
            tmp_path,
            "书名,作者,出版社,年份,记录号,索书号,条码\n红楼梦,曹雪芹,示范出版社,1996,1,I242.4/1,B1\n,无名,,,2,,\n",
            encoding="gb18030",
        )
        card = load_file(path)
        assert counts(card) == (2, 1, 0, 1, 0)
        assert titles() == ["红楼梦"]
        assert Item.objects.get().barcode == "B1"

    def test_a_line_for_each_copy_is_one_record_with_copies(self, tmp_path):
        lines = [f"1,红楼梦,曹雪芹,1996,B{n}" for n in range(3)]
        lines[1:1] = ["2,西游记,吴承恩,1980,B9"]
        path = self.table(tmp_path, "记录号,题名,责任者,出版年,条码号\n" + "\n".join(lines) + "\n")
        assert counts(load_file(path)) == (2, 2, 0, 0, 0)
        assert Item.objects.filter(record__local_id="1").count() == 3
        assert counts(load_file(path)) == (2, 0, 2, 0, 0)

    def test_also_when_the_copies_lie_batches_apart(self, tmp_path):
        lines = [
            "x,红楼梦,曹雪芹,1996,B1",
            *(f"{n},书 {n},,,C{n}" for n in range(1100)),
            "x,红楼梦,曹雪芹,1996,B2",
        ]
        path = self.table(tmp_path, "记录号,题名,责任者,出版年,条码号\n" + "\n".join(lines) + "\n")
        assert counts(load_file(path)) == (1101, 1101, 0, 0, 0)
        assert Item.objects.filter(record__local_id="x").count() == 2
        assert counts(load_file(path)) == (1101, 0, 1101, 0, 0)

    def test_the_saved_mapping_is_kept_and_needed(self, tmp_path):
        path = self.table(tmp_path, "甲,乙\n红楼梦,曹雪芹\n")
        load_file(path, columns={"title": "甲", "author": "乙"})
        assert titles() == ["红楼梦"]
        assert api.source(actor=members.operator(), library="EAST").columns == {"title": "甲", "author": "乙"}
        other = self.table(tmp_path, "题名,乙\n西游记,吴承恩\n", name="other.csv")
        card = load_file(other)
        assert card.state == "failed"
        assert card.refusal[0] == "catalogue.file-no-column"
        assert card.refusal[1]["column"] == "甲"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("nothing.mrc", None, "missing"),
        ("empty.mrc", b"", "empty"),
        ("notes.mrc", b"%PDF-1.4 nothing here", "foreign-file"),
        ("notes.mrc", b"just some words\n", "unknown-syntax"),
        ("x.xml", b'<?xml version="1.0"?><!DOCTYPE c [<!ENTITY a "b">]><collection/>', "doctype"),
    ],
)
def test_a_file_that_is_no_catalogue_is_refused_by_name(tmp_path, name, content, code):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Refusal) as refused:
        load_file(path)
    assert refused.value.code == f"catalogue.file-{code}"
    assert refused.value.facts["file"] == name
    assert not Load.objects.exists()


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(Refusal, match="directory"):
        load_file(tmp_path)


def test_a_bomb_ends_its_file_and_nothing_else(tmp_path):
    bomb = tmp_path / "bomb.mrc.gz"
    bomb.write_bytes(gzip.compress(file_of([marc("1")]).read_bytes() + b"0" * (60 << 20)))
    card = load_file(bomb)
    assert [file["code"] for file in card.report["files"]] == ["catalogue.file-bomb"]


def test_of_several_files_the_good_ones_are_loaded(tmp_path):
    files = [tmp_path / "missing.mrc", file_of([marc("1")], tmp_path), tmp_path]
    started = api.start_load(
        actor=members.operator(), library="EAST", files=files, keep_files=False, run_here=True
    )
    card = api.run_load(load=started.id)
    assert counts(card) == (1, 1, 0, 0, 0)
    assert [file.get("code", "") for file in card.report["files"]] == [
        "catalogue.file-missing",
        "",
        "catalogue.file-directory",
    ]


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"syntax": "word"}, "unknown-syntax"),
        ({"charset": "klingon"}, "unknown-charset"),
        ({"profile": "nobody"}, "unknown-profile"),
        ({"columns": {"colour": "红"}}, "unknown-column"),
        ({"source": "Ü"}, "bad-source-code"),
    ],
)
def test_what_nobody_can_read_by_is_refused_with_the_choices(asked, code):
    with pytest.raises(Refusal) as refused:
        load(marc("1"), **asked)
    assert refused.value.code == f"catalogue.{code}"


def test_a_wrong_character_set_is_refused_with_the_likely_one(tmp_path):
    path = file_of([marc(str(n), f"中国图书馆 {n}") for n in range(20)], tmp_path)
    card = load_file(path, charset="gb18030")
    assert (card.state, card.refusal[0]) == ("failed", "catalogue.file-wrong-charset")
    assert not Record.objects.exists()


def test_reading_apart_gives_the_same_as_reading_here(tmp_path):
    path = file_of([marc(str(n), f"书 {n}", "", copy(f"B{n}")) for n in range(300)], tmp_path)
    named, rules = [rows.Named(path, "records.mrc")], Rules(own="EAST")
    assert list(child.read(named, rules, small=0)) == list(reading.messages(named, rules))


def test_a_reader_that_dies_is_noticed(tmp_path):
    path = file_of([marc("1")], tmp_path)
    with pytest.raises(child.Died):
        list(child.read([rows.Named(path, "x")], Rules(own="EAST", syntax="no such thing"), small=0))


def test_a_load_is_an_act_told_to_the_worker():
    operator = members.operator()
    api.start_load(actor=operator, library="EAST", files=[file_of([marc("1")])])
    [happening] = news.happenings(kind="catalogue.load")
    assert happening.facts["files"] == ["records.mrc"]
    from commonshelf.catalogue.frame import run_announced

    run_announced(happening)
    run_announced(happening)
    assert titles() == ["红楼梦"]
    assert [h.facts["stamp"] for h in news.happenings(kind="catalogue.changed")] == [api.latest_stamp()]


def test_what_waits_without_a_runner_is_announced_again():
    from datetime import timedelta

    from django.utils import timezone

    from commonshelf.catalogue import running

    started = api.start_load(
        actor=members.operator(), library="EAST", files=[file_of([marc("1")])], run_here=True
    )
    for minutes in (0, 2, 3):
        running.sweep(timezone.now() + timedelta(minutes=minutes))
    [happening] = news.happenings(kind="catalogue.resume")
    assert happening.object.id == str(started.id)


def test_kept_files_go_when_nobody_needs_them(tmp_path):
    from datetime import timedelta

    from django.utils import timezone

    from commonshelf.catalogue import files

    started = api.start_load(actor=members.operator(), library="EAST", files=[file_of([marc("1")])])
    kept = files.path_of(Load.objects.get(pk=started.id).files[0])
    assert kept.is_file()
    files.tidy(timezone.now() + timedelta(days=60))
    assert kept.is_file()
    api.run_load(load=started.id)
    files.tidy(timezone.now())
    assert kept.is_file()
    files.tidy(timezone.now() + timedelta(days=60))
    assert not kept.exists()


def test_editions_are_counted_alive_only():
    load(marc("1"))
    load(marc("1", status="d"))
    assert (Edition.objects.count(), api.edition_count()) == (1, 0)


def test_names_of_files_never_lead_anywhere(tmp_path: Path):
    started = api.start_load(
        actor=members.operator(), library="EAST", files=[file_of([marc("1")])], names=["../../etc/passwd"]
    )
    assert started.files == ("passwd",)


def test_one_row_that_cannot_be_stored_costs_only_itself(tmp_path):
    from commonshelf.catalogue.running import Runner

    path = file_of([marc(str(n), f"书 {n}") for n in range(9)], tmp_path)
    started = api.start_load(
        actor=members.operator(), library="EAST", files=[path], keep_files=False, run_here=True
    )
    runner = Runner(Load.objects.get(pk=started.id), None)
    [batch] = [
        m for m in reading.messages([rows.Named(path, "x")], runner.rules) if isinstance(m, rows.Batch)
    ]
    batch.tray.rows[4] = batch.tray.rows[4]._replace(mended="\ud800")  # what no database takes
    runner._take(rows.Opened(0, "iso2709", "utf-8", 1))
    runner._take(batch)
    load_ = Load.objects.get()
    assert (load_.read, load_.loaded, load_.rejected) == (9, 8, 1)
    assert Reject.objects.get().reason == "unforeseen"
    assert load_.report["tally"]["format"] == {"book": 9}
    assert not list(api.problems())
