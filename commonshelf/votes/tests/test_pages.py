"""The pages of ballots: who sees them, what a manager and the office can do there."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from commonshelf.members import testing
from commonshelf.votes import api
from commonshelf.votes.models import Ballot, Vote


def client(who: str, language: str = "en") -> Client:
    found = Client(headers={"accept-language": language})
    if who != "visitor":
        found.force_login(testing.user(who), backend="django.contrib.auth.backends.ModelBackend")
    return found


@pytest.fixture
def ballot(house):
    now = timezone.now()
    return house.open(at=now, deadline=now + timedelta(days=7))


@pytest.mark.parametrize("who", ["office", "auditor", "manager", "librarian"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_staff_read_it_in_their_language(house, ballot, who, language):
    for page in ("/ballots", f"/ballots/{ballot.id}"):
        answer = client(who, language).get(page)
        assert answer.status_code == 200
        assert ("延长" if language == "zh-hans" else "longer") in answer.text


@pytest.mark.parametrize("who", ["visitor", "stranger", "reader"])
def test_for_all_others_it_is_not_there(house, ballot, who):
    asking = client(who)
    assert asking.get(f"/ballots/{ballot.id}").status_code == 404
    assert asking.post(f"/ballots/{ballot.id}/vote", {"choice": "yes", "library": "EAST"}).status_code == 404
    assert not Vote.objects.exists()


def test_a_manager_votes_and_changes_it(house, ballot):
    manager, page = client("manager"), f"/ballots/{ballot.id}"
    text = manager.get(page).text
    assert "The vote of" in text
    assert "The vote of" not in client("librarian").get(page).text
    key = re.search(r'name="key" value="(\w+)"', text)[1]
    sent = {"choice": "yes", "library": "EAST", "key": key}
    assert manager.post(f"{page}/vote", sent).status_code == 302
    assert manager.post(f"{page}/vote", sent).status_code == 302  # the same form again
    assert manager.post(f"{page}/vote", {**sent, "choice": "no"}).status_code == 409
    assert manager.post(f"{page}/vote", {**sent, "choice": "no", "again": "1"}).status_code == 302
    assert Vote.objects.get().choice == "no"
    assert "checked" in manager.get(page).text
    assert manager.post(f"{page}/vote", {"library": "EAST", "again": "1"}).status_code == 400


def test_after_the_deadline_the_page_says_so(house, ballot):
    Ballot.objects.update(deadline=timezone.now() - timedelta(seconds=1))
    manager, page = client("manager"), f"/ballots/{ballot.id}"
    assert "being counted" in manager.get(page).text
    answer = manager.post(f"{page}/vote", {"choice": "yes", "library": "EAST"})
    assert answer.status_code == 409
    assert "Voting has ended" in answer.text


def test_the_office_closes_it_and_everybody_sees_the_sums(house, ballot):
    office, page = client("office"), f"/ballots/{ballot.id}"
    for symbol in house.managers:
        api.cast(actor=house.managers[symbol], ballot=ballot.id, choice="yes", library=symbol)
    assert office.post(f"{page}/end", {"do": "close"}).status_code == 302
    text = client("partner").get(page).text
    assert "Passed" in text
    assert text.count("<svg") == 2
    assert 'class="sums"' in text
    assert "passed" in client("partner").get("/ballots?state=closed").text


def test_the_office_takes_it_back_with_a_reason(house, ballot):
    office, page = client("office"), f"/ballots/{ballot.id}"
    assert client("manager").post(f"{page}/end", {"do": "withdraw", "reason": "x"}).status_code == 404
    assert office.post(f"{page}/end", {"do": "withdraw", "reason": ""}).status_code == 400
    assert office.post(f"{page}/end", {"do": "nothing"}).status_code == 404
    assert office.post(f"{page}/end", {"do": "withdraw", "reason": "问错了"}).status_code == 302
    assert "问错了" in client("manager").get(page).text


def test_ten_and_twenty_ballots_cost_the_same(house):
    asking, counts = client("manager"), []
    asking.get("/ballots")  # what the process keeps is kept from now on
    for start, end in ((0, 10), (10, 20)):
        for n in range(start, end):
            house.open(id=str(n))
        with CaptureQueriesContext(connection) as seen:
            assert asking.get("/ballots").status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_empty_lists_say_what_they_are_for(house):
    assert "Nothing is put to the vote" in client("manager").get("/ballots").text
    assert "No ballot has been closed" in client("manager").get("/ballots?state=closed&page=x").text
