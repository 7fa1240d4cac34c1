"""Resolutions: put to the vote, numbered, carried out; recorded from meetings; on the managers' desks."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from commonshelf.kernel.actor import Ref
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.members import testing
from commonshelf.members.cards import Said
from commonshelf.news import api as news
from commonshelf.office import api, resolutions
from commonshelf.votes import api as votes
from commonshelf.votes.cards import Choice
from commonshelf.work import api as work

MINE = {"office.resolutions", "office.ask-to-vote", "office.voted", "office.vote-over"}


@pytest.fixture
def cast(db) -> testing.Cast:
    return testing.cast()


def proposed(cast, title="统一还书日", **more):
    terms = {"deadline": timezone.now() + timedelta(days=7), **more.pop("terms", {})}
    given = api.Proposal(title_zh=title, **more)
    return api.propose(actor=cast.office, proposal=given, terms=api.Terms(**terms))


def vote(cast, ballot, east="yes", west="yes"):
    votes.cast(actor=cast.manager, ballot=ballot, choice=east, library="EAST")
    votes.cast(actor=cast.partner, ballot=ballot, choice=west, library="WEST")


def heard() -> None:
    """What has happened reaches this room."""
    now = timezone.now() + timedelta(seconds=1)
    while news.work_once(now=now, include=MINE, turns=False):
        pass


def desk(actor) -> list[str]:
    return [one.title.zh for one in work.desk(actor=actor, now=timezone.now()).items]


def test_what_the_members_accept_is_numbered_and_binds(cast):
    card = proposed(cast)
    assert (card.state, card.number) == ("proposed", "")
    vote(cast, card.ballot)
    heard()
    card = api.resolution(actor=cast.librarian, id=card.id)
    assert (card.state, card.number) == ("adopted", f"{timezone.localdate().year}-1")
    second = proposed(cast, "另一件")
    vote(cast, second.ballot)
    heard()
    assert api.resolution(actor=cast.office, id=second.id).number.endswith("-2")


@pytest.mark.parametrize(("west", "state"), [("no", "declined"), ("abstain", "adopted")])
def test_a_tie_is_a_no_and_abstaining_is_not(cast, west, state):
    card = proposed(cast)
    vote(cast, card.ballot, west=west)
    heard()
    assert api.resolution(actor=cast.office, id=card.id).state == state


def test_heard_twice_it_is_one_resolution(cast):
    card = proposed(cast)
    vote(cast, card.ballot)
    [closed] = news.happenings(kind="votes.close")
    for _again in range(2):
        resolutions.ballot_closed(closed)
    assert [one.number[-2:] for one in api.resolutions(actor=cast.office)[0]] == ["-1"]
    assert len(news.happenings(kind="office.resolve")) == 1


def test_a_rule_is_adopted_by_its_ballot_and_stands_still_until_then(cast):
    given = api.VersionGiven(title_zh="借阅规则", text_zh="三十天。")
    rule = api.draft_rule(actor=cast.office, number="1", given=given)
    today = timezone.localdate()
    when = (today + timedelta(days=5)).isoformat()
    card = proposed(cast, about_kind="rule", about_id=str(rule.id), facts={"effective_date": when})
    with pytest.raises(Refusal, match=r"office\.draft-under-vote"):
        api.draft_version(actor=cast.office, rule=rule.id, given=given, revision=1)
    with pytest.raises(Refusal, match=r"office\.draft-under-vote"):
        api.adopt_rule(actor=cast.office, rule=rule.id, effective_date=today)
    other = api.record_resolution(
        actor=cast.office, proposal=api.Proposal(title_zh="另一事"), decided_date=today
    )
    with pytest.raises(Refusal, match=r"office\.draft-under-vote"):
        api.adopt_rule(actor=cast.office, rule=rule.id, effective_date=today, resolution=other.id)
    vote(cast, card.ballot)
    heard()
    [version] = api.rule(actor=cast.office, id=rule.id).versions
    assert (version.state, version.effective_date.isoformat()) == ("coming", when)
    assert version.resolution == card.id
    assert version.resolution_number


def test_a_rule_that_cannot_be_adopted_leaves_its_reason(cast):
    name = "members.trial-months"
    given = api.VersionGiven("试用期", text_zh="至多九个月。", setting=name, bound={"most": 9})
    rule = api.draft_rule(actor=cast.office, number="1", given=given)
    card = proposed(cast, about_kind="rule", about_id=str(rule.id))
    members.bind(
        actor=members.operator(), level="law", name=name, bound=members.Bound(most=6), source="某法第 3 条"
    )
    vote(cast, card.ballot)
    heard()
    card = api.resolution(actor=cast.office, id=card.id)
    assert card.state == "adopted"
    assert card.problem
    assert api.rule(actor=cast.office, id=rule.id).state == "draft"


def test_withdrawn_it_is_written_down_so(cast):
    card = proposed(cast)
    votes.withdraw(actor=cast.office, ballot=card.ballot, reason="写错了")
    heard()
    assert api.resolution(actor=cast.office, id=card.id).state == "withdrawn"
    assert [one.id for one in api.resolutions(actor=cast.office, state="rejected")[0]] == [card.id]


def test_what_another_page_asked_the_members_is_numbered_too(cast):
    ballot = votes.open_ballot(
        actor=cast.office,
        about=Ref("membership", "NEW", "NEW"),
        question=Said("是否接纳新馆？", "Shall NEW join?"),
        choices=[Choice("yes", Said("是", "Yes")), Choice("no", Said("否", "No"))],
        electorate=votes.members_entitled(),
        per="member",
        quorum=50,
        pass_mark=50,
        deadline=timezone.now() + timedelta(days=1),
        early=True,
    )
    vote(cast, ballot.id)
    heard()
    [card] = api.resolutions(actor=cast.office)[0]
    assert (card.about_kind, card.about_id, card.title.en, card.ballot) == (
        "membership", "NEW", "Shall NEW join?", ballot.id,
    )  # fmt: skip
    assert card.number


def test_a_meetings_resolution_is_recorded_and_carried_out(cast):
    rule = api.draft_rule(actor=cast.office, number="1", given=api.VersionGiven("规则", text_zh="文"))
    today = timezone.localdate()
    given = api.Proposal("通过规则 1", about_kind="rule", about_id=str(rule.id))
    with pytest.raises(Refusal, match=r"office\.resolved-tomorrow"):
        api.record_resolution(actor=cast.office, proposal=given, decided_date=today + timedelta(days=1))
    card = api.record_resolution(actor=cast.office, proposal=given, decided_date=today)
    assert (card.state, card.how, card.ballot) == ("adopted", "meeting", None)
    assert api.rule(actor=cast.office, id=rule.id).state == "in-force"


@pytest.mark.parametrize(
    ("code", "more"),
    [
        ("office.no-title", {"title": " "}),
        ("office.bad-kind", {"about_kind": "war"}),
        ("office.nothing-to-adopt", {"about_kind": "rule", "about_id": "99"}),
        ("office.no-such-member", {"terms": {"weights": {"NOWHERE": 2}}}),
        ("votes.deadline-past", {"terms": {"deadline": timezone.now() - timedelta(days=1)}}),
        ("votes.secret-few", {"terms": {"secret": True}}),
    ],
)
def test_what_is_not_put_to_the_vote(cast, code, more):
    with pytest.raises(Refusal) as refused:
        proposed(cast, **more)
    assert refused.value.code == code
    assert api.resolutions(actor=cast.office) == ([], 0)
    assert votes.ballots(actor=cast.office) == ([], 0)


def test_only_the_office_proposes_and_records_and_only_staff_reads(cast):
    card = proposed(cast)
    for who in ("manager", "auditor", "librarian", "reader", "stranger", "visitor"):
        actor = getattr(cast, who)
        with pytest.raises(Absent):
            api.propose(
                actor=actor, proposal=api.Proposal("x"), terms=api.Terms(timezone.now() + timedelta(days=1))
            )
        with pytest.raises(Absent):
            api.record_resolution(actor=actor, proposal=api.Proposal("x"), decided_date=timezone.localdate())
    for who in ("reader", "stranger", "visitor"):
        with pytest.raises(Absent):
            api.resolution(actor=getattr(cast, who), id=card.id)
        with pytest.raises(Absent):
            api.resolutions(actor=getattr(cast, who))


def test_the_vote_waits_on_the_managers_desk_until_it_is_cast_or_over(cast):
    card = proposed(cast, terms={"early": False})
    heard()
    assert desk(cast.manager) == desk(cast.partner) == ["统一还书日"]
    assert desk(cast.librarian) == []
    votes.cast(actor=cast.manager, ballot=card.ballot, choice="yes", library="EAST")
    heard()
    assert (desk(cast.manager), desk(cast.partner)) == ([], ["统一还书日"])
    votes.withdraw(actor=cast.office, ballot=card.ballot, reason="x")
    heard()
    assert desk(cast.partner) == []


def test_the_vote_of_a_library_that_leaves_is_asked_of_nobody_else(cast):
    proposed(cast, terms={"early": False})
    heard()
    members.leave(actor=cast.office, symbol="EAST", reason="合并", to_library="WEST")
    assert (desk(cast.office), desk(cast.partner)) == ([], ["统一还书日"])
