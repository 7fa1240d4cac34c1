"""Every door by cast: who belongs, the partner library, strangers, who learn nothing."""

from __future__ import annotations

import pytest

from commonshelf.catalogue import api
from commonshelf.catalogue.models import Reject
from commonshelf.catalogue.testing import file_of, load, load_file, marc
from commonshelf.kernel.refusal import Absent, Refusal

LOADERS = ["office", "manager", "cataloguer"]
LOOKERS = [*LOADERS, "librarian", "auditor"]
OUTSIDERS = ["reader", "partner", "stranger", "visitor"]


@pytest.fixture
def loaded(cast):
    return load(marc("1"), b"00047 no record\x1e\x1d")


def doors(card, path):
    def do_load(actor):
        api.run_load(load=api.start_load(actor=actor, library="EAST", files=[path], dry_run=True).id)

    return {
        "load": do_load,
        "set": lambda actor: api.set_source(actor=actor, library="EAST", charset="utf-8"),
        "preview": lambda actor: api.preview(actor=actor, library="EAST", path=path),
        "keep": lambda actor: api.keep_upload(
            actor=actor, library="EAST", source="main", chunks=[b"x"], name="a.mrc"
        ),
        "stop": lambda actor: api.stop_load(actor=actor, load=card.id),
        "go-on": lambda actor: api.go_on(actor=actor, load=card.id),
        "repeat": lambda actor: api.repeat_load(actor=actor, load=card.id),
        "read-source": lambda actor: api.source(actor=actor, library="EAST"),
        "read-load": lambda actor: api.load_card(load=card.id, actor=actor),
        "rejects": lambda actor: api.rejects(load=card.id, actor=actor),
        "bytes": lambda actor: api.rejected_bytes(
            load=card.id, reject=Reject.objects.first().pk, actor=actor
        ),
    }


READING = {"read-source", "read-load", "rejects", "bytes"}
DOORS = sorted(doors(None, None))


@pytest.mark.parametrize("who", [*LOOKERS, *OUTSIDERS])
@pytest.mark.parametrize("door", DOORS)
def test_who_may_do_what(cast, loaded, tmp_path, who, door):
    actor = getattr(cast, who)
    act = doors(loaded, file_of([marc("2", "西游记")], tmp_path))[door]
    may = LOOKERS if door in READING else LOADERS
    if who not in may:
        with pytest.raises(Absent):
            act(actor)
    elif door in {"stop", "go-on"}:  # an ended load can neither be stopped nor gone on with
        with pytest.raises(Refusal, match="load-is-over"):
            act(actor)
    else:
        act(actor)


def test_lists_hold_only_what_one_may_see(cast, loaded):
    load(marc("1"), library="WEST")
    assert {card.library for card in api.loads(actor=cast.office)} == {"EAST", "WEST"}
    assert {card.library for card in api.loads(actor=cast.partner)} == {"WEST"}
    assert [card.library for card in api.sources(actor=cast.cataloguer)] == ["EAST"]
    assert api.loads(actor=cast.partner, library="EAST") == []
    assert api.loads(actor=cast.stranger) == []
    assert api.sources(actor=cast.visitor) == []


def test_a_reject_is_found_only_under_its_own_load(cast, loaded):
    other = load(marc("1"), library="WEST")
    reject = Reject.objects.get().pk
    with pytest.raises(Absent):
        api.rejected_bytes(load=other.id, reject=reject, actor=cast.partner)
    with pytest.raises(Absent):
        api.rejected_bytes(load=loaded.id, reject=reject + 1, actor=cast.office)


def test_a_key_has_one_effect(cast, tmp_path):
    path = file_of([marc("1")], tmp_path)
    first = api.start_load(actor=cast.cataloguer, library="EAST", files=[path], key="k1")
    api.run_load(load=first.id)
    assert api.start_load(actor=cast.cataloguer, library="EAST", files=[path], key="k1").id == first.id


def test_a_stale_form_is_refused(cast):
    card = api.set_source(actor=cast.manager, library="EAST", charset="utf-8")
    api.set_source(actor=cast.manager, library="EAST", charset="big5", version=card.version)
    with pytest.raises(Refusal) as refused:
        api.set_source(actor=cast.cataloguer, library="EAST", charset="", version=card.version)
    assert (refused.value.code, refused.value.status) == ("catalogue.stale-source", 409)
    assert api.source(actor=cast.manager, library="EAST").charset == "big5"


def test_what_a_source_says_is_how_its_files_are_read(cast, tmp_path):
    api.set_source(
        actor=cast.cataloguer,
        library="EAST",
        local_id="035a",
        holdings={"profile": "koha", "branches": {"main": "annex"}},
    )
    from commonshelf.catalogue.testing import copy, data

    load_file(file_of([marc("1", "红楼梦", "曹雪芹", data("035", ("a", "(X)77")), copy("B1"))], tmp_path))
    [change] = api.editions_changed_since(stamp=0, limit=2)
    assert change.entry.members == (("EAST", "(X)77"),)
    assert change.entry.copies[0].branch == "annex"


@pytest.mark.parametrize("local_id", ["", "1", "245ab", "00a", "24"])
def test_a_field_nobody_can_find_is_refused(cast, local_id):
    with pytest.raises(Refusal, match="bad-local-id"):
        api.set_source(actor=cast.manager, library="EAST", local_id=local_id)


def test_a_library_that_is_none_is_absent(cast, tmp_path):
    with pytest.raises(Absent):
        api.start_load(actor=cast.office, library="NOWHERE", files=[file_of([marc("1")], tmp_path)])
