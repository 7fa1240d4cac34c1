"""The demo alliance at work: each thing a newcomer is to find there is there, done by who may do it."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone, translation
from lxml import etree

from commonshelf.demo import alliance, life
from commonshelf.demo.acting import acting
from commonshelf.demo.odt import TYPE, odt
from commonshelf.kernel.actor import Role
from commonshelf.kernel.refusal import Absent
from commonshelf.mail import api as mail
from commonshelf.members import api as members
from commonshelf.members.cards import Said
from commonshelf.news import api as news
from commonshelf.news.testing import built_once
from commonshelf.office import api as office
from commonshelf.votes import api as votes
from commonshelf.work import api as work

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def living(db, settings, tmp_path):
    settings.COMMONSHELF_HOME = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"
    alliance_at_work()


@built_once
def alliance_at_work():
    alliance.found(actor=members.operator(), today=timezone.localdate())
    life.begin(now=timezone.now())


def test_one_library_is_on_trial_one_applies_and_five_are_members(living):
    told = {one.symbol: one.status for one in members.memberships(actor=acting("office"))}
    assert sorted(told.values()) == ["active"] * 5 + ["applied", "trial"]
    assert told["NC-XSHV"] == "trial"
    assert told["NC-SILK"] == "applied"
    done = {item.name: item.done for item in members.checklist(symbol="NC-XSHV")}
    assert done["branch"]
    assert not done["records"]


def test_a_ballot_is_open_in_which_two_demo_people_can_vote_and_then_it_is_decided(living):
    [ballot], _ = votes.ballots(actor=acting("office"), state="open")
    assert (ballot.voted, ballot.electors) == (3, 5)
    votes.cast(actor=acting("city-manager"), ballot=ballot.id, choice="yes", library="NC-CITY")
    zhao = get_user_model().objects.get(username="college-librarian")
    with_delegation = members.actor_for(user=zhao, agent=acting("office").agent)
    with pytest.raises(Absent):  # by a role of her own she may not
        votes.cast(actor=acting("college-librarian"), ballot=ballot.id, choice="yes", library="NC-NCVTC")
    last = votes.cast(actor=with_delegation, ballot=ballot.id, choice="yes", library="NC-NCVTC")
    assert last.state == "accepted"


def test_a_closed_ballot_has_its_numbered_resolution_and_the_rule_it_adopted(living):
    chen = acting("office")
    [ballot], _ = votes.ballots(actor=chen, state="closed")
    assert ballot.state == "accepted"
    assert ballot.result
    assert ballot.result.cast == 5
    found = office.resolution_of(ballot=ballot)
    assert found
    assert found.number.startswith(f"{timezone.localdate().year}-")
    assert found.problem == ""
    rules, _ = office.rules(actor=chen)
    of_alliance = [rule for rule in rules if rule.state == "in-force" and not rule.library]
    assert [rule.number for rule in of_alliance] == [str(n) for n in range(1, 9)]
    assert of_alliance[-1].now.resolution == found.id


def test_a_rule_binds_a_setting_one_member_chose_and_one_is_excepted_for_a_time(living):
    at = {
        symbol: {card.name: card for card in members.settings_of(library=symbol)}["work.offer-hours"]
        for symbol in ("NC-NCVTC", "NC-NSMC", "NC-CITY")
    }
    assert (at["NC-NCVTC"].value, at["NC-NCVTC"].said_by) == (24, "library")
    assert at["NC-CITY"].bound.most == 40
    assert at["NC-NSMC"].bound.most == 80
    later = timezone.localdate() + timedelta(days=400)
    assert members.setting(library="NC-NSMC", name="work.offer-hours", day=later) <= 40


def test_desks_show_one_late_one_offered_one_handed_on(living):
    now = timezone.now()
    zhao, lin = (work.desk(actor=acting(who), now=now) for who in ("college-librarian", "city-manager"))
    assert [item.late for item in zhao.items].count(True) == 1
    assert any(item.state == "offered" and item.to.person for item in lin.items)
    assert any(item.last_action == "hand-on" for item in lin.items)
    assert any(item.kind == "office.vote" for item in lin.items)
    for person in members.demo_people():
        roles = {tie.role for tie in person.affiliations}
        if roles - {Role.READER, Role.AUDITOR}:
            assert work.desk(actor=acting(person.username), now=now).total, person.username


def test_duties_have_holders_backups_but_for_one_and_a_rota_with_a_gap(living):
    chen, today = acting("office"), timezone.localdate()
    duties = office.duties(actor=chen)
    assert all(one.held_on(today) for one in duties)
    assert [one.code for one in duties if one.holdings[0].backup is None] == ["special-documents"]
    [desk] = [one.id for one in duties if one.code == "reference-desk"]
    turns = [
        turn
        for week in range(4)
        for turn in office.rota(actor=chen, duty=desk, day=today + timedelta(7 * week))
    ]
    assert len(turns) == 28
    assert any(not turn.holder.person for turn in turns)
    assert [turn.given_up for turn in turns].count(True) == 1


def test_one_contract_is_in_force_and_the_one_under_it_waits_for_a_signature(living):
    chen = acting("office")
    found = {one.number: one for one in office.contracts(actor=chen)[0]}
    assert {one.state for one in found.values()} == {"in-force", "draft"}
    assert found["NC-HT-01-A"].framework == found["NC-HT-01"].id


def test_two_letters_wait_in_the_outbox(living):
    waiting = [letter.name for letter in mail.letters(kind="invitation", state="waiting")]
    assert {"北湖社区图书室", "周岚"} <= set(waiting)
    assert members.invitations_waiting(actor=acting("office")) == 2


def test_the_tree_has_a_region_and_delegations_at_three_heights(living):
    everything = list(members.agency_tree().everything())
    assert [node.kind for node in everything].count("region") == 1
    assert {node.kind for node in everything if node.delegations} == {"general", "region", "member"}


def test_nothing_is_wrong_and_a_second_time_nothing_changes(living):
    rooms = (members, work, votes, office)
    assert [problem for room in rooms for problem in room.problems()] == []
    before = news.happenings(rows=1)[0].id
    life.begin(now=timezone.now())
    assert news.happenings(rows=1)[0].id == before


def test_six_people_work_here_and_sign_in_by_one_click_and_nobody_has_a_password(living):
    people = list(get_user_model().objects.all())
    assert not any(person.has_usable_password() for person in people)
    assert len([person for person in people if person.demo]) == 6
    assert len(people) == 11


PAGES = ("/desk", "/ballots", "/rules", "/duties", "/office", "/agencies", "/staff", "/outbox")


def test_whoever_signs_in_finds_their_pages(living, client):
    """Pages that are not theirs are not there; none breaks."""
    for person in get_user_model().objects.filter(demo=True):
        client.force_login(person, backend=BACKEND)
        told = {client.get(page).status_code for page in PAGES}
        assert told <= {200, 404}, person.username


@pytest.mark.parametrize(
    ("first", "words"),
    [
        ("zh-hans", ("请寄两块联盟的门牌", "何秀兰")),
        ("en", ("Two door plates of the alliance, please", "He Xiulan")),
    ],
)
def test_what_is_written_once_is_in_the_first_language_of_the_house_whoever_loads_it(
    db, settings, tmp_path, first, words
):
    settings.COMMONSHELF_HOME, settings.LANGUAGE_CODE = tmp_path, first
    with translation.override("en"):
        alliance.found(actor=members.operator(), today=timezone.localdate())
        life.begin(now=timezone.now())
    titles = {item.title.zh for item in work.desk(actor=acting("office"), now=timezone.now()).items}
    door_plates, contact = words
    assert door_plates in titles
    told = members.membership_of(actor=acting("office"), symbol="NC-SILK").application
    assert told
    assert told.contact == contact


def test_a_text_is_an_open_document_that_says_both():
    made = odt(Said("协议 & 附件", "Agreement"), [Said("第一条", "Article 1")])
    assert made == odt(Said("协议 & 附件", "Agreement"), [Said("第一条", "Article 1")])
    with zipfile.ZipFile(io.BytesIO(made)) as file:
        assert file.infolist()[0].filename == "mimetype"
        assert file.read("mimetype").decode() == TYPE
        text = "".join(etree.fromstring(file.read("content.xml")).itertext())
    assert text == "协议 & 附件第一条AgreementArticle 1"
