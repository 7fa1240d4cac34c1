"""Ballots at the door: who may vote, until when, what is kept of a secret one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from commonshelf.kernel.actor import Agent, Ref
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.members import testing
from commonshelf.members.cards import Said
from commonshelf.news import api as news
from commonshelf.votes import api
from commonshelf.votes.models import Ballot, Elector, Paper, Vote
from commonshelf.votes.tests.conftest import NOON

WEEK = timedelta(days=7)
UNEQUAL = [api.Elector("A", "", 1), api.Elector("B", "", 2), api.Elector("C")]


def code(refused) -> str:
    return refused.value.code


def test_the_members_decide(house):
    ballot = house.open(facts={"note": 7})
    assert (ballot.electors, ballot.entitled, ballot.voted, ballot.open) == (5, 5, 0, True)
    for symbol, choice in (("EAST", "yes"), ("WEST", "no"), ("NORTH", "yes"), ("HILL", "abstain")):
        house.vote(ballot.id, symbol, choice)
    api.close_due(NOON + WEEK - timedelta(seconds=1))
    assert api.ballot(actor=house.cast.office, id=ballot.id).open
    api.close_due(NOON + WEEK)
    card = api.ballot(actor=house.cast.office, id=ballot.id)
    assert (card.state, card.result.leading, card.result.cast, card.result.deciding) == (
        "accepted",
        "yes",
        4,
        3,
    )
    [told] = news.happenings(kind="votes.close")
    assert told.facts["outcome"] == "accepted"
    assert (told.facts["about"], told.facts["choice"], told.facts["told"]) == (
        "resolution:1",
        "yes",
        {"note": 7},
    )
    api.close_due(NOON + WEEK)
    assert len(news.happenings(kind="votes.close")) == 1


def test_after_the_deadline_nobody_votes_though_nobody_has_closed_it(house):
    ballot = house.open()
    with pytest.raises(Refusal) as refused:
        house.vote(ballot.id, "EAST", "yes", hours=7 * 24)
    assert (code(refused), refused.value.status) == ("votes.over", 409)
    house.vote(ballot.id, "EAST", "yes", hours=7 * 24 - 1)
    with pytest.raises(Refusal, match=r"votes\.over"):
        house.vote(ballot.id, "EAST", "no", hours=7 * 24, door=api.recast)
    assert Vote.objects.get().choice == "yes"


def test_nobody_votes_twice_but_may_change_it(house):
    ballot = house.open()
    house.vote(ballot.id, "EAST", "yes")
    with pytest.raises(Refusal, match=r"votes\.voted-already"):
        house.vote(ballot.id, "EAST", "no")
    with pytest.raises(Refusal, match=r"votes\.not-voted"):
        house.vote(ballot.id, "WEST", "no", door=api.recast)
    house.vote(ballot.id, "EAST", "no", hours=2, door=api.recast)
    assert api.own_choice(actor=house.cast.manager, id=ballot.id, library="EAST") == "no"
    fixed = house.open(id="2", changeable=False)
    house.vote(fixed.id, "EAST", "yes")
    with pytest.raises(Refusal, match=r"votes\.not-changeable"):
        house.vote(fixed.id, "EAST", "no", door=api.recast)


def test_the_same_form_sent_twice_is_one_vote(house):
    ballot = house.open()
    house.vote(ballot.id, "EAST", "yes", key="k")
    house.vote(ballot.id, "EAST", "yes", key="k")
    assert Vote.objects.count() == 1


def test_only_the_members_manager_casts_its_vote(house):
    ballot = house.open()
    for who in ("office", "auditor", "cataloguer", "librarian", "reader", "partner", "stranger", "visitor"):
        with pytest.raises(Absent):
            api.cast(actor=getattr(house.cast, who), ballot=ballot.id, choice="yes", library="EAST", at=NOON)
    with pytest.raises(Absent):
        house.vote(ballot.id + 1, "EAST", "yes")
    assert not Vote.objects.exists()


def test_a_person_it_was_delegated_to_may_cast_it(house):
    own = next(one for one in _all(members.agency_tree()) if (one.library, one.kind) == ("EAST", "member"))
    members.delegate(
        actor=house.cast.manager, agency=own.id, person="librarian", action="votes.cast", limit=None
    )
    actor = members.actor_for(user=testing.user("librarian"), agent=Agent.WEB)
    ballot = house.open()
    api.cast(actor=actor, ballot=ballot.id, choice="yes", library="EAST", at=NOON)
    with pytest.raises(Absent):
        api.cast(actor=actor, ballot=ballot.id, choice="yes", library="WEST", at=NOON)


def _all(node):
    yield node
    for child in node.children:
        yield from _all(child)


def test_who_stands_nowhere_any_more_has_no_voice(house):
    people = [house.cast.librarian, house.cast.partner]
    ballot = house.open(electorate=[api.Elector(person=one.key) for one in people], per="person")
    members.suspend(actor=house.cast.office, symbol="EAST", reason="fees")
    fresh = members.actor_for(user=testing.user("librarian"), agent=Agent.WEB)
    with pytest.raises(Absent):
        api.cast(actor=fresh, ballot=ballot.id, choice="yes", at=NOON)
    assert api.ballot(actor=house.cast.office, id=ballot.id).voted == 0


def test_persons_vote_for_themselves(house):
    people = [house.cast.librarian, house.cast.reader, house.cast.partner]
    electors = [api.Elector(person=one.key) for one in people]
    ballot = house.open(electorate=electors, per="person", early=True)
    with pytest.raises(Absent):
        api.cast(actor=house.cast.manager, ballot=ballot.id, choice="yes", at=NOON)
    for one in people:
        assert api.ballot(actor=one, id=ballot.id).open
        api.cast(actor=one, ballot=ballot.id, choice="yes", at=NOON)
    card = api.ballot(actor=house.cast.reader, id=ballot.id)
    assert (card.state, card.result.leading) == ("accepted", "yes")  # the last vote closed it


def test_of_a_secret_ballot_nothing_leads_from_a_voter_to_a_paper(house):
    ballot = house.open(secret=True)
    for symbol, choice in (
        ("EAST", "yes"),
        ("WEST", "no"),
        ("NORTH", "yes"),
        ("SOUTH", "no"),
        ("HILL", "yes"),
    ):
        house.vote(ballot.id, symbol, choice)
    assert {field.name for field in Paper._meta.get_fields()} == {"id", "ballot", "choice"}
    assert not Vote.objects.exists()
    told = [one.facts for one in news.happenings(kind="votes")]
    assert told
    assert not any("yes" in str(one) for one in told)
    card = api.ballot(actor=house.cast.office, id=ballot.id)
    assert (card.voted, card.result) == (5, None)
    assert api.own_choice(actor=house.cast.manager, id=ballot.id, library="EAST") == ""
    with pytest.raises(Refusal, match=r"votes\.not-changeable"):
        house.vote(ballot.id, "EAST", "no", door=api.recast)
    api.close(actor=house.cast.office, ballot=ballot.id, at=NOON)
    voices = api.voices(actor=house.cast.office, id=ballot.id)
    assert {voice.choice for voice in voices} == {""}
    assert api.ballot(actor=house.cast.office, id=ballot.id).result.lines[0].heads == 3


def test_papers_do_not_lie_in_the_order_in_which_they_came(house):
    """Rows lie by their number, and the number is drawn by lot: 40 draws in order happen once in 10^47."""
    ballot = house.open(secret=True)
    row = Ballot.objects.get(pk=ballot.id)
    for n in range(40):
        Paper.objects.create(ballot=row, choice=f"{n:02}")
    came = [paper.choice for paper in Paper.objects.order_by("id")]
    assert came != sorted(came)


def test_what_an_open_ballot_tells_only_after_its_end(house):
    ballot = house.open()
    house.vote(ballot.id, "EAST", "yes")
    assert {voice.choice for voice in api.voices(actor=house.cast.manager, id=ballot.id)} == {""}
    assert [
        voice.elector.library for voice in api.voices(actor=house.cast.office, id=ballot.id) if voice.voted_at
    ] == ["EAST"]
    api.close_due(NOON + WEEK)
    told = {
        voice.elector.library: voice.choice for voice in api.voices(actor=house.cast.partner, id=ballot.id)
    }
    assert told["EAST"] == "yes"
    assert told["WEST"] == ""


def test_the_office_ends_it_when_all_have_voted_or_takes_it_back(house):
    ballot = house.open()
    house.vote(ballot.id, "EAST", "yes")
    with pytest.raises(Refusal, match=r"votes\.not-all"):
        api.close(actor=house.cast.office, ballot=ballot.id, at=NOON)
    with pytest.raises(Absent):
        api.close(actor=house.cast.manager, ballot=ballot.id, at=NOON + WEEK)
    with pytest.raises(Refusal, match=r"votes\.no-reason"):
        api.withdraw(actor=house.cast.office, ballot=ballot.id, reason=" ", at=NOON)
    card = api.withdraw(actor=house.cast.office, ballot=ballot.id, reason="问题写错", at=NOON)
    assert (card.state, card.reason, card.result) == ("withdrawn", "问题写错", None)
    assert not Vote.objects.exists()
    with pytest.raises(Refusal, match=r"votes\.withdrawn"):
        house.vote(ballot.id, "WEST", "yes")
    with pytest.raises(Refusal, match=r"votes\.closed"):
        api.close(actor=house.cast.office, ballot=ballot.id, at=NOON)


@pytest.mark.parametrize(
    ("wanted", "more"),
    [
        ("votes.no-electors", {"electorate": []}),
        ("votes.no-question", {"question": Said(" ", "")}),
        ("votes.long-question", {"question": Said("问" * 201, "")}),
        ("votes.deadline-past", {"deadline": NOON}),
        ("votes.bad-share", {"pass_mark": 101}),
        ("votes.bad-per", {"per": "house"}),
        ("votes.mixed-electors", {"electorate": [api.Elector(person="x")]}),
        ("votes.secret-weights", {"electorate": UNEQUAL, "secret": True}),
    ],
)  # fmt: skip
def test_what_is_not_opened(house, wanted, more):
    with pytest.raises(Refusal) as refused:
        house.open(**more)
    assert code(refused) == wanted
    assert not Ballot.objects.exists()


def test_one_ballot_at_a_time_about_one_thing(house):
    house.open()
    with pytest.raises(Refusal, match=r"votes\.asked-already"):
        house.open()
    api.close_due(NOON + WEEK)
    assert house.open(at=NOON + WEEK, deadline=NOON + 2 * WEEK).open


def test_only_the_office_opens_and_only_staff_and_electors_read(house):
    for who in ("manager", "auditor", "reader", "stranger", "visitor"):
        with pytest.raises(Absent):
            house.open(actor=getattr(house.cast, who))
    ballot = house.open()
    for who in ("office", "auditor", "manager", "librarian", "partner"):
        assert api.ballot(actor=getattr(house.cast, who), id=ballot.id).id == ballot.id
    for who in ("stranger", "reader", "visitor"):
        with pytest.raises(Absent):
            api.ballot(actor=getattr(house.cast, who), id=ballot.id)
    assert api.ballots(actor=house.cast.reader) == ([], 0)
    with pytest.raises(Absent):
        api.ballots(actor=house.cast.visitor)


def test_whoever_is_suspended_votes_no_more_but_counts_for_the_quorum(house):
    ballot = house.open()
    members.suspend(actor=house.cast.office, symbol="WEST", reason="年费未缴")
    actor = members.actor_for(user=testing.user("partner"), agent=Agent.WEB)
    with pytest.raises(Absent):
        api.cast(actor=actor, ballot=ballot.id, choice="yes", library="WEST", at=NOON)
    assert api.ballot(actor=house.cast.office, id=ballot.id).entitled == 5
    assert {one.library for one in api.members_entitled()} == {"EAST", "NORTH", "SOUTH", "HILL"}


def test_what_waits_for_whom(house):
    first = house.open()
    house.open(id="2", deadline=NOON + timedelta(days=2))
    house.vote(first.id, "EAST", "yes")
    waiting, n = api.ballots(actor=house.cast.manager, state="open", waiting_for=["EAST"])
    assert (n, [one.about.id for one in waiting]) == (1, ["2"])
    found, n = api.ballots(actor=house.cast.manager, state="open")
    assert (n, [one.about.id for one in found]) == (2, ["2", "1"])
    assert api.ballots(actor=house.cast.manager, about=Ref("resolution", "1"))[1] == 1


def test_the_rows_themselves_refuse_a_second_voice(house):
    ballot = house.open()
    with pytest.raises(IntegrityError), transaction.atomic():
        Elector.objects.create(ballot_id=ballot.id, library="EAST")
    elector = Elector.objects.get(ballot=ballot.id, library="EAST")
    Vote.objects.create(elector=elector, choice="yes", at=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        Vote.objects.create(elector=elector, choice="no", at=NOON)


def test_fsck_sees_a_result_that_was_tampered_with(house):
    ballot, secret = house.open(), house.open(id="2", secret=True)
    for symbol in house.managers:
        house.vote(ballot.id, symbol, "yes")
        house.vote(secret.id, symbol, "yes")
    api.close_due(NOON + WEEK)
    assert list(api.problems()) == []
    Vote.objects.filter(elector__library="EAST").update(choice="no")
    Paper.objects.first().delete()
    assert len(list(api.problems())) == 3
