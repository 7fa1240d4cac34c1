"""Our rules change; the originals do not: everything read from them follows."""

from __future__ import annotations

import pytest

from commonshelf.catalogue import api, renewal
from commonshelf.catalogue.domain.facts import RULES
from commonshelf.catalogue.models import Facts, Item
from commonshelf.catalogue.testing import copy, load, load_file, marc
from commonshelf.kernel.refusal import Absent
from commonshelf.members import api as members


def age(**more):
    """As if an older version had read everything, and badly."""
    Facts.objects.update(rules=RULES - 1, **more)


@pytest.mark.usefixtures("alliance")
def test_facts_descriptions_copies_and_editions_follow(tmp_path):
    load(marc("1", "红楼梦", "曹雪芹", copy("B1")), marc("2", "西游记"))
    load(marc("9", "红楼梦", "曹雪芹"), library="WEST")
    table = tmp_path / "table.csv"
    table.write_text("记录号,题名,责任者,出版年,条码号\n5,水浒传,施耐庵,1990,T1\n5,水浒传,施耐庵,1990,T2\n")
    load_file(table)
    before = [(row.record_id, row.data, row.edition_id) for row in Facts.objects.order_by("record_id")]
    seen, copies = set(Facts.objects.values_list("record", "description")), Item.objects.count()
    Facts.objects.update(data=Facts.objects.first().data)
    Facts.objects.update(description=Facts.objects.first().description)
    Item.objects.filter(barcode="T2").delete()
    age()
    assert renewal.due()
    assert api.renew(actor=members.operator()) == 4
    assert not renewal.due()
    assert [
        (row.record_id, row.data, row.edition_id) for row in Facts.objects.order_by("record_id")
    ] == before
    assert set(Facts.objects.values_list("record", "description")) == seen
    assert Item.objects.count() == copies
    assert not list(api.problems())


@pytest.mark.usefixtures("alliance")
def test_a_row_too_old_to_be_understood_is_read_from_its_original():
    load(marc("1", "红楼梦", "曹雪芹"))
    age(data='{"_":0,"nonsense":1}')
    [change] = api.editions_changed_since(stamp=0, limit=1)
    [card] = api.editions(ids=[change.id])
    assert card.facts.title == "红楼梦"


@pytest.mark.usefixtures("alliance")
def test_nothing_is_due_when_nothing_changed():
    load(marc("1"))
    stamp = api.latest_stamp()
    assert api.renew(actor=members.operator()) == 0
    assert api.latest_stamp() == stamp


def test_it_is_for_the_office(cast):
    with pytest.raises(Absent):
        api.renew(actor=cast.manager)
    assert api.renew(actor=cast.office) == 0
