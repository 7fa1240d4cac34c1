"""fsck of the catalogue: clean after a life, and every planted corruption named."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection

from commonshelf.catalogue import api
from commonshelf.catalogue.domain.describing import RULES as TODAY
from commonshelf.catalogue.models import (
    Block,
    Description,
    Doubt,
    Edition,
    Facts,
    Item,
    Link,
    Load,
    Record,
    Reject,
    Ruling,
    Work,
)
from commonshelf.catalogue.store import checks
from commonshelf.catalogue.testing import copy, holding, load, marc
from commonshelf.catalogue.tests.editions import book, likely

pytestmark = pytest.mark.usefixtures("alliance")


NOW = datetime(2026, 1, 1, tzinfo=UTC)


def kin(local_id):
    """Three records: two of one edition that say different things, and one that is doubtful."""
    return book(f"{local_id}1"), book(f"{local_id}2", extent="300页"), likely(f"{local_id}3")


def names(one, other):
    """Two records as a ruling names them."""
    first, second = sorted(
        (row.source_id, row.local_id) for row in Record.objects.filter(local_id__in=[one, other])
    )
    sides = zip(("one", "other"), (first, second), strict=True)
    return {
        f"{side}_{name}": value
        for side, pair in sides
        for name, value in zip(("source_id", "local_id"), pair, strict=True)
    }


@pytest.fixture
def lived():
    load(marc("1", "红楼梦", "曹雪芹", copy("B1")), marc("2", "西游记"), marc("3"), b"00047 x\x1e\x1d")
    load(marc("9", "红楼梦", "曹雪芹", copy("W1")), holding("h", "8", ("I1", "W2")), library="WEST")
    load(*kin("k"), library="WEST")
    load(marc("3", status="d"))
    assert list(api.problems()) == []


def record(local_id="1", library="EAST"):
    return Record.objects.get(local_id=local_id, library__symbol=library)


def facts(local_id="1", library="EAST"):
    return Facts.objects.get(record=record(local_id, library))


def drop_facts():
    facts("2").delete()


def undelete():
    Record.objects.filter(local_id="2").update(deleted_at="2026-01-01T00:00:00Z")


def lost_description():
    Description.objects.create(id=5, rules=TODAY, alike=True, portrait="{}")


def set_aside_by_half():
    Description.objects.filter(pk=facts("2").description_id).update(rules=0)


def kept_apart_and_joined():
    Ruling.objects.create(**names("1", "9"), verdict="apart", decided_at=NOW)


def joined_and_not():
    Ruling.objects.create(**names("1", "2"), verdict="join", decided_at=NOW)


def doubt_about_others():
    one, other = facts("1"), facts("2")
    Doubt.objects.create(
        one=one.record,
        other=other.record,
        one_edition=other.edition,
        other_edition=one.edition,
        one_description=1,
        other_description=2,
        score=0.5,
        reason="between",
        script="han",
        state="open",
        opened_at=NOW,
    )


def needless_doubt():
    doubt_about_others()
    one, other = facts("1"), facts("2")
    Doubt.objects.filter(one=one.record).update(one_edition=one.edition, other_edition=other.edition)


def other_digest():
    Description.objects.filter(pk=facts("2").description_id).update(portrait='{"carrier":"book","title":"x"}')


def thought_unlike():
    Description.objects.filter(pk=facts("2").description_id).update(alike=False)


def outside_its_blocks():
    Block.objects.filter(description=facts("2").description_id).delete()


def link_without_reason():
    one, other = sorted((facts("1").description_id, facts("2").description_id))
    Link.objects.create(one_id=one, other_id=other, outcome="ask", score=0.5)


def lost_link():
    Link.objects.all().delete()


def lost_doubt():
    Doubt.objects.all().delete()


def unreadable_facts():
    Facts.objects.filter(record=record("2")).update(data='{"_":1,"nonsense":1}')


def unreadable_edition():
    Edition.objects.filter(pk=facts("2").edition_id).update(said="nonsense")


def tombstone_with_member():
    Edition.objects.filter(pk=facts().edition_id).update(gone_at="2026-01-01T00:00:00Z")


def joined_and_gone():
    gone = Edition.objects.create(stamp=900, founder=1, merged_into_id=facts().edition_id)
    Edition.objects.filter(pk=gone.pk).update(gone_at="2026-01-01T00:00:00Z")


def chained_tombstone():
    middle = Edition.objects.create(stamp=901, founder=1, merged_into_id=facts().edition_id)
    Edition.objects.create(stamp=902, founder=1, merged_into=middle)


def edition_without_members():
    Edition.objects.create(stamp=903, founder=1)


def stamp_nobody_asks_for():
    Edition.objects.filter(pk=facts("2").edition_id).update(stamp=0)


def foreign_work():
    Edition.objects.filter(pk=facts("2").edition_id).update(work=Work.objects.create(key="nobody's"))


def split_by_hand():
    apart = Edition.objects.create(stamp=904, founder=record("9", "WEST").pk)
    Facts.objects.filter(record=record("9", "WEST")).update(edition=apart)


def joined_by_hand():
    Facts.objects.filter(record=record("2")).update(edition=facts().edition_id)


def changed_facts():
    row = facts("2")
    row.data = row.data.replace("西游记", "东游记")
    row.save()


def facts_of_another_library():
    Facts.objects.filter(record=record("2")).update(library=record("9", "WEST").library_id)


def facts_of_another_id():
    Facts.objects.filter(record=record("2")).update(local_id="22")


def record_of_another_library():
    Record.objects.filter(local_id="2").update(library=record("9", "WEST").library_id)


def item_of_another_library():
    Item.objects.filter(barcode="B1").update(library=record("9", "WEST").library_id)


def item_of_nothing():
    Item.objects.filter(barcode="B1").update(record=None)


def item_of_a_deleted_record():
    Item.objects.filter(barcode="B1").update(record=record("3"))


def item_that_need_not_wait():
    Item.objects.filter(barcode="W2").update(holding_of="9")


def unsaid_title():
    Edition.objects.filter(pk=facts("2").edition_id).update(said="")


def miscounted_load():
    Load.objects.filter(pk=Load.objects.earliest("id").pk).update(loaded=99)


def lost_reject():
    Reject.objects.all().delete()


CORRUPTIONS = {
    drop_facts: "has no facts",
    undelete: "still has facts",
    lost_description: "describes no record",
    set_aside_by_half: "still has links or lies in blocks",
    kept_apart_and_joined: "apart, but edition",
    joined_and_not: "but they are in editions",
    doubt_about_others: "waits about editions its records are not in",
    needless_doubt: "but nothing speaks for it",
    other_digest: "is not the digest of its portrait",
    thought_unlike: "wrong about whether its like are one edition",
    outside_its_blocks: "does not lie in the blocks of its portrait",
    link_without_reason: "are linked (ask), but the rules say otherwise",
    lost_link: "are not linked, but the rules say join",
    lost_doubt: "but nobody is asked",
    unreadable_facts: "cannot be read",
    unreadable_edition: "so it is left out of the index",
    tombstone_with_member: "which is a tombstone",
    joined_and_gone: "both joined away and empty",
    chained_tombstone: "which itself leads on",
    edition_without_members: "alive without a record",
    stamp_nobody_asks_for: "which the index never asks for",
    foreign_work: "a work that none of its records names",
    split_by_hand: "but belongs in another",
    joined_by_hand: "but belongs in another",
    changed_facts: "is not that of its facts",
    facts_of_another_library: "belong to another library than the record",
    facts_of_another_id: "carry another local id",
    record_of_another_library: "belong to different libraries",
    item_of_another_library: "belongs to another library than its record",
    item_of_nothing: "hangs on no record",
    item_of_a_deleted_record: "hangs on a deleted record",
    item_that_need_not_wait: "which is here",
    unsaid_title: "says otherwise in the index",
    miscounted_load: "adds up to something else",
    lost_reject: "but others are kept",
}


@pytest.mark.parametrize("corrupt", CORRUPTIONS, ids=lambda f: f.__name__)
def test_every_planted_corruption_is_named(lived, corrupt):
    with connection.constraint_checks_disabled():
        corrupt()
    found = list(api.problems())
    assert any(CORRUPTIONS[corrupt] in problem for problem in found), found


def test_every_rule_has_its_corruption():
    for said in checks.RULES:
        plain = said.replace("{}", "")
        assert any(all(word in plain for word in named.split()) for named in CORRUPTIONS.values()), said


def test_a_kept_file_that_is_missing_is_named(tmp_path):
    from commonshelf.catalogue import files
    from commonshelf.catalogue.testing import file_of
    from commonshelf.members import api as members

    started = api.start_load(actor=members.operator(), library="EAST", files=[file_of([marc("1")])])
    files.path_of(Load.objects.get(pk=started.id).files[0]).unlink()
    assert any("not kept any more" in problem for problem in api.problems())
