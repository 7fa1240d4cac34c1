"""What a reader has at one library is no reading matter for another one's desk."""

from __future__ import annotations

import pytest

from commonshelf.cards import api as cards
from commonshelf.cards import testing as readers
from commonshelf.kernel.refusal import Refusal
from commonshelf.loans.testing import card_number, lend, shelves
from commonshelf.members import testing as people
from commonshelf.privacy import api as privacy

pytestmark = pytest.mark.django_db


@pytest.fixture
def citizen():
    """Of WEST, with a book of WEST in hand."""
    found = shelves().readers.citizen
    lend(found, "W2", "WEST")
    return found


@pytest.mark.parametrize(("library", "told"), [("", True), ("WEST", True), ("EAST", False)])
def test_what_is_open_elsewhere_is_told_without_its_title(citizen, library, told):
    [held] = cards.open_business(reader=citizen.key, library=library)
    assert ("水浒传" in held.title.zh) is told
    assert held.object.library == "WEST"


def test_a_desk_that_is_to_delete_reads_no_titles_of_elsewhere(citizen, client):
    for who, reads in (("librarian", False), ("partner", True)):
        client.force_login(people.user(who))
        page = client.post("/privacy/desk", {"card": card_number(citizen)})
        assert page.status_code == 200
        assert ("水浒传" in page.content.decode()) is reads


def test_neither_does_its_refusal(citizen):
    for library, reads in (("EAST", False), ("WEST", True)):
        who = readers.people.user("librarian" if library == "EAST" else "partner")
        actor = readers.members.actor_for(user=who, agent=readers.Agent.WEB)
        with pytest.raises(Refusal) as refused:
            privacy.erase(actor=actor, person=citizen.key, library=library)
        assert ("水浒传" in str(refused.value.facts["things"])) is reads
