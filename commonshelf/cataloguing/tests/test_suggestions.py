"""Corrections: suggested by anybody signed in, decided by the library that owns the record."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from commonshelf.catalogue import api as catalogue
from commonshelf.cataloguing import api, suggestions, waiting
from commonshelf.cataloguing.models import Suggestion
from commonshelf.kernel.actor import MACHINE, Ref
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.news import api as news
from commonshelf.work import api as work


def suggest(shelf, who="partner", field="year", proposed="1982", **more):
    actor = getattr(shelf.cast, who)
    return api.suggest(actor=actor, record=shelf.ours, field=field, proposed=proposed, **more)


@pytest.mark.parametrize("who", ["partner", "reader", "stranger", "librarian"])
def test_anybody_signed_in_suggests_and_sees_the_outcome(shelf, who):
    made = suggest(shelf, who, why="题名页")
    assert (made.library, made.state, made.was, made.proposed) == ("EAST", "open", "1996", "1982")
    actor = getattr(shelf.cast, who)
    assert api.own_suggestions(actor=actor) == ([made], 1)
    api.accept(actor=shelf.cast.cataloguer, suggestion=made.id)
    assert api.suggestion(actor=actor, id=made.id).state == "accepted"


def test_visitors_suggest_nothing(shelf):
    with pytest.raises(Absent):
        suggest(shelf, "visitor")
    with pytest.raises(Absent):
        api.own_suggestions(actor=shelf.cast.visitor)
    assert not Suggestion.objects.exists()


def test_accepted_it_becomes_an_edit_in_the_same_transaction(shelf):
    made = suggest(shelf, why="题名页")
    api.accept(actor=shelf.cast.cataloguer, suggestion=made.id)
    record = catalogue.record(id=shelf.ours)
    assert (record.facts.year, dict(record.changes)) == (1982, {"year": "1982"})
    (decided, edited) = news.happenings(kind="cataloguing", rows=2)
    assert (edited.kind, edited.reason) == ("cataloguing.edit-record", "题名页")
    assert decided.facts == {"verdict": "accepted", "record": shelf.ours, "field": "year"}


def test_declined_with_a_reason_it_leaves_the_record(shelf):
    made = suggest(shelf)
    with pytest.raises(Refusal, match=r"cataloguing\.no-reason"):
        api.decline(actor=shelf.cast.cataloguer, suggestion=made.id, reason=" ")
    card = api.decline(actor=shelf.cast.cataloguer, suggestion=made.id, reason="版权页为 1996")
    assert (card.state, card.reason) == ("declined", "版权页为 1996")
    assert catalogue.record(id=shelf.ours).changes == {}


def test_only_the_owner_decides_and_only_the_proposer_withdraws(shelf):
    made = suggest(shelf)
    for who in ("partner", "reader", "stranger", "librarian", "auditor", "visitor"):
        actor = getattr(shelf.cast, who)
        with pytest.raises(Absent):
            api.accept(actor=actor, suggestion=made.id)
        with pytest.raises(Absent):
            api.decline(actor=actor, suggestion=made.id, reason="x")
    for who in ("cataloguer", "reader", "office", "visitor"):
        with pytest.raises(Absent):
            api.withdraw(actor=getattr(shelf.cast, who), suggestion=made.id)
    assert api.withdraw(actor=shelf.cast.partner, suggestion=made.id).state == "withdrawn"


def test_who_may_read_a_suggestion(shelf):
    made = suggest(shelf)
    for who in ("cataloguer", "manager", "librarian", "office", "auditor", "partner"):
        assert api.suggestion(actor=getattr(shelf.cast, who), id=made.id) == made
    for who in ("reader", "stranger", "visitor"):
        with pytest.raises(Absent):
            api.suggestion(actor=getattr(shelf.cast, who), id=made.id)
        with pytest.raises(Absent):
            api.suggestions(actor=getattr(shelf.cast, who), library="EAST")
    with pytest.raises(Absent):
        api.suggestion(actor=shelf.cast.cataloguer, id=made.id + 1)


def test_the_same_again_is_told_and_the_database_holds_to_it(shelf):
    made = suggest(shelf)
    with pytest.raises(Refusal, match=r"cataloguing\.suggested-already") as refused:
        suggest(shelf, "reader")
    assert refused.value.facts["suggestion"] == made.id
    row = Suggestion.objects.get()
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
    api.withdraw(actor=shelf.cast.partner, suggestion=made.id)
    assert suggest(shelf, "reader").state == "open"  # decided ones stand in nobody's way


@pytest.mark.parametrize(
    ("field", "proposed", "code"),
    [
        ("year", "1996", "says-so-already"),
        ("year", "去年", "bad-year"),
        ("isbn", "9787020002208", "bad-isbn"),
        ("title", " ", "no-title"),
        ("title", "长" * 2001, "too-long"),
    ],
)
def test_what_cannot_stand_is_refused(shelf, field, proposed, code):
    with pytest.raises(Refusal, match=f"cataloguing.{code}"):
        suggest(shelf, field=field, proposed=proposed)
    assert not Suggestion.objects.exists()


def test_unknown_fields_and_endless_words_are_refused(shelf):
    with pytest.raises(Absent):
        suggest(shelf, field="secret")
    with pytest.raises(Refusal, match=r"cataloguing\.too-long"):
        suggest(shelf, why="因" * 501)


def test_two_people_decide_at_once(shelf):
    made = suggest(shelf)
    api.accept(actor=shelf.cast.cataloguer, suggestion=made.id)
    with pytest.raises(Refusal, match=r"cataloguing\.decided-already") as refused:
        api.decline(actor=shelf.cast.manager, suggestion=made.id, reason="不")
    assert (refused.value.status, refused.value.facts["state"]) == (409, "accepted")


def test_a_record_that_says_so_meanwhile_is_accepted_without_another_edit(shelf):
    made = suggest(shelf)
    catalogue.amend(actor=shelf.cast.cataloguer, record=shelf.ours, fields={"year": "1982"}, version=0)
    assert api.accept(actor=shelf.cast.cataloguer, suggestion=made.id).state == "accepted"
    assert catalogue.record(id=shelf.ours).version == 1


def test_one_person_cannot_bury_a_library(shelf, monkeypatch):
    monkeypatch.setattr(suggestions, "MOST_OPEN", 2)
    suggest(shelf, proposed="1981")
    suggest(shelf, proposed="1982")
    with pytest.raises(Refusal, match=r"cataloguing\.too-many-open"):
        suggest(shelf, proposed="1983")


def test_the_same_form_sent_twice_is_one_suggestion(shelf):
    assert suggest(shelf, key="k") == suggest(shelf, key="k")


def test_it_stands_on_the_cataloguers_desk_until_it_is_decided(shelf):
    now = timezone.now()
    made = suggest(shelf, "reader")
    for who in ("cataloguer", "manager"):
        (item,) = work.desk(actor=getattr(shelf.cast, who), now=now).items
        assert (item.kind, item.url) == ("suggestion", f"/cataloguing/suggestions/{made.id}")
        assert not item.can("finish")  # it is decided where the record is
    assert work.desk(actor=shelf.cast.librarian, now=now).items == ()
    assert work.desk(actor=shelf.cast.partner, now=now).items == ()
    taken = work.accept(actor=shelf.cast.cataloguer, item=item.id, version=1, at=now)
    west = work.Address("WEST")
    with pytest.raises(Refusal, match=r"work\.stays"):
        work.hand_on(
            actor=shelf.cast.cataloguer, item=item.id, version=taken.version, to=west, note="您看", at=now
        )
    api.accept(actor=shelf.cast.manager, suggestion=made.id)
    assert work.item(actor=shelf.cast.cataloguer, id=item.id, now=now).state == "done"


def test_withdrawn_it_leaves_the_desk(shelf):
    made = suggest(shelf)
    api.withdraw(actor=shelf.cast.partner, suggestion=made.id)
    assert work.desk(actor=shelf.cast.cataloguer, now=timezone.now()).items == ()


def test_what_waited_before_there_were_desks_comes_onto_them(shelf):
    made = suggest(shelf)
    work.settle(about=Ref("suggestion", str(made.id)), actor=MACHINE, at=timezone.now())
    assert waiting.catch_up(timezone.now()) == 1
    assert waiting.catch_up(timezone.now()) == 0
    assert len(work.desk(actor=shelf.cast.cataloguer, now=timezone.now()).items) == 1
