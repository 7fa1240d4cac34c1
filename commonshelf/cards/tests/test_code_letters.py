"""A letter with a code names a reader: the home library's managers read it, the alliance office does not."""

from __future__ import annotations

import pytest

from commonshelf.cards import api as cards
from commonshelf.cards import testing
from commonshelf.mail import api as mail
from commonshelf.members import testing as people

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("who", "reads"), [("manager", True), ("office", False), ("partner", False)])
def test_only_the_home_library_reads_to_whom_a_code_was_sent(client, who, reads):
    some = testing.readers()
    cards.make_code(actor=some.cast.librarian, reader=some.student.key, library="EAST", by_mail=True)
    [letter] = [one for one in mail.letters() if one.kind == "cards.code"]
    client.force_login(people.user(who))
    assert ("zhou@example.org" in client.get("/outbox").content.decode()) is reads
    page = client.get(f"/outbox/{letter.id}")
    assert page.status_code == (200 if reads else 404)
    assert ("周小雨" in page.content.decode()) is reads
