"""What a library held when it left: offered no more at once, withdrawn soon after, taken along whole."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from zipfile import ZipFile

import pytest
import time_machine
from django.utils import timezone

from commonshelf.catalogue import api
from commonshelf.catalogue.models import Item, Load, Record
from commonshelf.catalogue.testing import copy, file_of, load, marc
from commonshelf.kernel.refusal import Refusal
from commonshelf.members import api as members
from commonshelf.members.testing import cast
from commonshelf.news import api as news

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return cast().office


def editions() -> dict[str, api.EditionCard]:
    found = api.editions(ids=api.edition_ids(above=0, up_to=api.last_edition()))
    return {card.facts.title: card for card in found}


def both() -> None:
    load(marc("1", copied := "红楼梦", "曹雪芹", copy("E1")), marc("2", "西游记", "吴承恩", copy("E2")))
    load(marc("w1", copied, "曹雪芹", copy("W1")), library="WEST")


def leave(office) -> None:
    members.leave(actor=office, symbol="EAST", reason="merged")


def test_its_copies_are_offered_no_more_from_that_moment(office):
    both()
    gone = editions()["西游记"].id
    leave(office)
    left = editions()
    assert set(left) == {"红楼梦"}
    assert {one.library for one in left["红楼梦"].members} == {"WEST"}
    assert {one.library for one in left["红楼梦"].copies} == {"WEST"}
    with pytest.raises(api.Gone):
        api.edition(id=gone)
    told = {one.id: one.entry for one in api.editions_changed_since(stamp=0, limit=100)}
    assert told[gone] is None
    assert Record.objects.filter(library__symbol="EAST", deleted_at=None).count() == 2


def test_its_records_are_withdrawn_and_the_index_hears_of_it(office):
    both()
    stamp = api.latest_stamp()
    leave(office)
    news.work_once(now=timezone.now(), turns=False)
    assert not Record.objects.filter(library__symbol="EAST", deleted_at=None).exists()
    assert not Item.objects.filter(library__symbol="EAST", record__isnull=False).exists()
    assert Record.objects.filter(library__symbol="EAST").count() == 2  # the bytes stay as history
    assert api.latest_stamp() > stamp
    assert list(api.problems()) == []


def test_on_the_day_of_a_notice_they_vanish_by_themselves(office):
    both()
    day = timezone.localdate() + timedelta(days=2)
    members.give_notice(actor=office, symbol="EAST", on=day)
    assert len(editions()) == 2
    with time_machine.travel(timezone.now() + timedelta(days=2), tick=False):
        assert set(editions()) == {"红楼梦"}


def test_a_suspended_library_keeps_its_place_in_the_catalogue(office):
    both()
    members.suspend(actor=office, symbol="EAST", reason="unpaid")
    assert len(editions()) == 2


def parcel() -> ZipFile:
    operator = members.operator()
    [packed] = members.parcels(actor=operator, symbol="EAST")
    return ZipFile(members.parcel_file(actor=operator, parcel=packed.id)[1])


def table(file: ZipFile, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.read(name).decode("utf-8-sig"))))


def test_it_takes_its_records_along_as_they_came(office, tmp_path):
    both()
    raw = b"".join(bytes(one.raw) for one in Record.objects.filter(library__symbol="EAST").order_by("pk"))
    leave(office)
    with parcel() as file:
        assert file.read("catalogue/records.main.iso2709.utf-8.mrc") == raw
        assert [one["title"] for one in table(file, "catalogue/titles.csv")] == ["红楼梦", "西游记"]
        assert [one["barcode"] for one in table(file, "catalogue/copies.csv")] == ["E1", "E2"]
        (tmp_path / "again.mrc").write_bytes(raw)
    members.add_library(actor=members.operator(), symbol="NEW", name_en="Elsewhere")
    again = api.run_load(
        load=api.start_load(
            actor=members.operator(), library="NEW", files=[tmp_path / "again.mrc"], run_here=True
        ).id
    )
    assert (again.loaded, again.rejected) == (2, 0)


XML = """<?xml version="1.0"?><marc:collection xmlns:marc="http://www.loc.gov/MARC21/slim"><marc:record>
<marc:leader>00000nam a2200000 i 4500</marc:leader><marc:controlfield tag="001">x1</marc:controlfield>
<marc:datafield tag="245" ind1="1" ind2="0"><marc:subfield code="a">水浒传</marc:subfield></marc:datafield>
</marc:record></marc:collection>"""


def test_records_in_xml_and_by_hand_can_be_read_again(office, tmp_path):
    path = tmp_path / "x.xml"
    path.write_text(XML, encoding="utf-8")
    api.run_load(load=api.start_load(actor=office, library="EAST", files=[path], run_here=True).id)
    api.add_record(actor=office, library="EAST", fields={"title": "手写的书"})
    leave(office)
    with parcel() as file:
        names = [name for name in file.namelist() if name.startswith("catalogue/records.")]
        xml = next(name for name in names if name.endswith(".xml"))
        assert any(name.startswith("catalogue/records.desk.form") for name in names)
        (tmp_path / "again.xml").write_bytes(file.read(xml))
    members.add_library(actor=members.operator(), symbol="NEW", name_en="Elsewhere")
    again = api.run_load(
        load=api.start_load(actor=office, library="NEW", files=[tmp_path / "again.xml"], run_here=True).id
    )
    assert (again.loaded, again.rejected) == (1, 0)


def test_a_waiting_load_is_called_off_and_a_running_one_must_end_first(office):
    files = [file_of([marc("1")])]
    waiting = api.start_load(actor=office, library="EAST", files=files)
    Load.objects.filter(pk=waiting.id).update(state="running")
    with pytest.raises(Refusal) as caught:
        leave(office)
    assert caught.value.code == "members.open-work"
    assert str(waiting.id) in str(caught.value.facts["things"])
    Load.objects.filter(pk=waiting.id).update(state="waiting")
    leave(office)
    assert Load.objects.get(pk=waiting.id).state == "stopped"


def test_nothing_is_loaded_for_a_library_that_is_no_member(office, tmp_path):
    both()
    ended = Load.objects.filter(library__symbol="EAST").latest("pk")
    Load.objects.filter(pk=ended.pk).update(state="stopped")
    leave(office)
    path = file_of([marc("9", "新书")])
    for act in (
        lambda: api.start_load(actor=office, library="EAST", files=[path]),
        lambda: api.go_on(actor=office, load=ended.pk),
        lambda: api.add_record(actor=office, library="EAST", fields={"title": "新书"}),
    ):
        with pytest.raises(Refusal) as caught:
            act()
        assert caught.value.code == "catalogue.no-member"
    assert not Record.objects.filter(library__symbol="EAST", local_id="9").exists()


def test_the_checklist_asks_for_first_records(office):
    def done() -> bool:
        return next(one for one in members.checklist(symbol="EAST") if one.name == "records").done

    assert not done()
    load(marc("1"))
    assert done()
