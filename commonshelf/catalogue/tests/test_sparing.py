"""What a load must not lose on its way: rejected records, other editions, other writers, right counts."""

from __future__ import annotations

import logging

import pytest

from commonshelf.catalogue import api, running
from commonshelf.catalogue.models import Edition, Facts, Record
from commonshelf.catalogue.testing import control, copy, load, load_file, marc
from commonshelf.wire.marc.write import iso2709

pytestmark = pytest.mark.usefixtures("alliance")


def counts(card):
    return card.read, card.loaded, card.unchanged, card.rejected, card.deleted


def living(library="EAST"):
    return sorted(Facts.objects.filter(library__symbol=library).values_list("local_id", flat=True))


class TestFullLoadsSpareWhatWasRejected:
    def claimed(self, local_id):
        """A record that says it belongs to another member: rejected, with its id known."""
        theirs = marc(local_id)
        return theirs._replace(fields=(theirs.fields[0], control("003", "WEST"), *theirs.fields[1:]))

    def cut_off(self, local_id):
        """A record whose middle was lost: nothing of it can be read but its bytes."""
        whole = iso2709(marc(local_id, "红楼梦"))
        return whole[:12] + b"xxxxx" + b"?" * 40 + b"\x1e" + local_id.encode() + b"\x1e\x1f" + b"\x1d"

    @pytest.mark.parametrize("dry_run", [False, True])
    def test_with_an_id(self, dry_run):
        load(marc("1"), marc("2"), marc("3"))
        card = load(marc("1"), self.claimed("2"), full=True, dry_run=dry_run)
        assert (card.rejected, card.report["full"]["unseen"]) == (1, 1)
        assert living() == (["1", "2", "3"] if dry_run else ["1", "2"])

    def test_without_one_that_could_be_read(self):
        load(marc("a1"), marc("b2"), marc("c3"))
        card = load(marc("a1"), self.cut_off("b2"), full=True)
        if card.rejected:
            assert living() == ["a1", "b2"]
        else:  # a mender learned to read it
            assert "b2" in living()

    def test_what_nobody_named_goes_with_the_next(self):
        load(marc("1"), marc("2"))
        load(marc("1"), self.claimed("2"), full=True)
        load(marc("1"), full=True)
        assert living() == ["1"]
        assert Record.objects.filter(deleted_at__isnull=False).count() == 1


class TestDryRunsCountAsLoadsDo:
    def both(self, *marcs, name="records.mrc"):
        dry = load(*marcs, dry_run=True, name=name)
        real = load(*marcs, name=name)
        return counts(dry), counts(real), dry

    def test_an_id_that_comes_again_batches_later(self):
        between = [marc(f"b{n}", f"书 {n}") for n in range(1100)]
        dry, real, card = self.both(marc("1", "旧题名"), *between, marc("1", "新题名"))
        assert dry == real == (1102, 1101, 0, 1, 0)
        assert card.report["repeated"] == ["1"]
        assert card.report["dry"]["new"] == 1101

    def test_an_id_that_was_there_before(self):
        load(marc("1", "旧题名"))
        between = [marc(f"b{n}", f"书 {n}") for n in range(1100)]
        dry, real, _ = self.both(marc("1", "旧题名"), *between, marc("1", "新题名"))
        assert dry == real == (1102, 1101, 0, 1, 0)

    def test_lines_of_a_table_for_one_record(self, tmp_path):
        table = tmp_path / "table.csv"
        rows = [f"{n},书 {n},某人,1990,T{n}" for n in range(1100)]
        table.write_text("记录号,题名,责任者,出版年,条码号\n" + "\n".join([*rows, "0,书 0,某人,1990,X1"]))
        dry = load_file(table, dry_run=True)
        assert counts(dry) == counts(load_file(table)) == (1100, 1100, 0, 0, 0)

    def test_what_would_join_and_what_would_be_new(self):
        load(marc("1"))
        card = load(
            marc("9"), marc("8"), marc("7", "西游记"), marc("6", "西游记"), library="WEST", dry_run=True
        )
        told = card.report["dry"]
        assert (told["joined"], told["within"], told["editions"]) == (2, 1, 1)


def test_an_edition_that_cannot_be_read_does_not_stop_the_feed(caplog):
    load(marc("1"), marc("2", "西游记"))
    Edition.objects.filter(pk=Facts.objects.get(local_id="1").edition_id).update(said="nonsense")
    with caplog.at_level(logging.ERROR):
        feed = api.editions_changed_since(stamp=0, limit=9)
    assert [change.entry is None for change in feed] == [True, False]
    assert "cannot be read" in caplog.text
    assert any("left out of the index" in problem for problem in api.problems())


def test_between_two_batches_others_may_write(monkeypatch):
    """A runner pauses so long that whoever waits for the lock gets it."""
    paused = []
    monkeypatch.setattr(running, "BREATH", 600.0)  # longer than the slowest machine needs for a batch
    monkeypatch.setattr(running.time, "sleep", paused.append)
    load(*[marc(str(n), f"书 {n}", "某人", copy(f"B{n}")) for n in range(2100)])
    assert paused
    assert all(0 < pause <= running.BREATH for pause in paused)
