"""The outbox: whose letters one sees, what stands there when one fails, the test letter, and paper."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from commonshelf.kernel.actor import Ref
from commonshelf.mail import api as mail
from commonshelf.mail.testing import mailbox, set_outcome
from commonshelf.members import api, testing, writing

pytestmark = [pytest.mark.django_db, pytest.mark.urls("commonshelf.members.tests.urls")]


@pytest.fixture
def cast():
    return testing.cast()


def write(library, **more):
    told = {"to": "li@example.cn", "language": "en", "subject": f"For {library}", "text": "Good day",
            "kind": "x", "about": Ref("thing", "1", library), "at": timezone.now()}  # fmt: skip
    with transaction.atomic():
        return mail.send(**(told | more))


def test_the_office_sees_all_a_manager_their_librarys_and_others_nothing(cast, client):
    ids = {place: write(place) for place in ("EAST", "WEST", "")}
    seen = {"office": {"EAST", "WEST", ""}, "manager": {"EAST"}, "partner": {"WEST"}}
    for who in ("office", "manager", "partner", "librarian", "cataloguer", "reader", "auditor", "stranger"):
        client.force_login(testing.user(who))
        page = client.get("/outbox?lang=en")
        assert page.status_code == (200 if who in seen else 404)
        for place, id in ids.items():
            inside = place in seen.get(who, ())
            assert client.get(f"/outbox/{id}").status_code == (200 if inside else 404)
            assert client.post(f"/outbox/{id}/again").status_code == (409 if inside else 404)
            if who in seen and place:
                assert (f"For {place}" in page.content.decode()) == inside
    assert client.get("/outbox/999999").status_code == 404


def test_it_says_why_a_letter_failed_and_tries_again(cast, client):
    id = write("EAST")
    set_outcome(id, problem="mail.refused-address", said="550 No such user")
    client.force_login(testing.user("manager"))
    page = client.get(f"/outbox/{id}?lang=en").content.decode()
    assert "550 No such user" in page
    assert client.post(f"/outbox/{id}/again", {"key": "k"}).status_code == 302
    assert mail.letter(id=id).state == "waiting"


def test_a_test_letter_goes_to_whoever_asked_and_arrives(cast, client, settings):
    client.force_login(testing.user("manager"))
    assert client.post("/outbox/test?lang=en", {"key": "k"}).status_code == 400, "no address of one's own yet"
    api.set_profile(actor=cast.manager, name_zh="陈立", email="chen@example.cn")
    with mailbox() as box:
        settings.MAIL_SERVER = box.server
        sent = client.post("/outbox/test?lang=zh-hans", {"key": "k2"})
        assert sent.status_code == 302
        mail.post_once(now=timezone.now())
        [letter] = box.letters
    assert letter["To"].addresses[0].addr_spec == "chen@example.cn"
    assert letter["From"].addresses[0].display_name == "试验联盟"
    assert "测试信" in letter.get_content()
    client.force_login(testing.user("librarian"))
    assert client.post("/outbox/test", {"key": "k3"}).status_code == 404


def test_letters_on_paper_are_printed_together_each_with_its_code(cast, client):
    for _n in range(3):
        api.invite(actor=cast.manager, library="EAST", role="librarian", language="en")
    gone = api.invite(actor=cast.manager, library="EAST", role="librarian", language="en")
    api.withdraw_invitation(actor=cast.manager, invitation=gone.id)
    client.force_login(testing.user("manager"))
    page = client.get("/outbox/print").content.decode()
    assert page.count("<svg") == 3
    assert "style=" not in page
    client.force_login(testing.user("partner"))
    assert "<svg" not in client.get("/outbox/print").content.decode()


def test_a_withdrawn_letter_shows_no_link_any_more(cast, client):
    card = api.invite(actor=cast.manager, library="EAST", role="librarian", email="a@b.cn")
    letter = mail.latest_about(about=Ref("invitation", str(card.id), "EAST"))
    set_outcome(letter.id, sent=True)
    api.withdraw_invitation(actor=cast.manager, invitation=card.id)
    client.force_login(testing.user("manager"))
    assert "<svg" not in client.get(f"/outbox/{letter.id}").content.decode()


def test_ten_letters_and_twenty_ask_equally_often(cast, client):
    counts = []
    client.force_login(testing.user("office"))
    for _n in range(2):
        for _m in range(10):
            write("EAST", until=timezone.now() + timedelta(days=1))
        client.get("/outbox")
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/outbox").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_further_letters_follow_from_the_last_one_seen(cast, client):
    ids = [write("EAST", subject=f"Letter {n}") for n in range(60)]
    client.force_login(testing.user("office"))
    first = client.get("/outbox?lang=en").content.decode()
    assert f"before={ids[10]}" in first
    second = client.get(f"/outbox?before={ids[10]}").content.decode()
    assert "Letter 9<" in second
    assert "Letter 10<" not in second
    assert client.get("/outbox?before=nonsense&state=nonsense").status_code == 200


@pytest.mark.parametrize("to", ["", "li@example.cn"])
def test_a_letter_on_paper_is_marked_as_handed_over_and_that_is_taken_back(cast, client, to):
    id, today = write("EAST", to=to), timezone.localdate()
    for who in ("partner", "librarian", "reader", "stranger"):
        client.force_login(testing.user(who))
        assert client.post(f"/outbox/{id}/handed", {"on": today}).status_code == 404
    client.force_login(testing.user("manager"))
    for day in ("", today + timedelta(days=1), today - timedelta(days=1)):
        assert client.post(f"/outbox/{id}/handed", {"on": str(day), "key": str(day)}).status_code == 400
    assert client.post(f"/outbox/{id}/handed", {"on": today, "key": "k"}).status_code == 302
    card = mail.letter(id=id)
    assert (card.state, card.handed_date, card.handed_by) == ("handed", today, cast.manager.key)
    assert "Handed over on" in client.get(f"/outbox/{id}?lang=en").content.decode()
    assert "面交" in client.get("/outbox?lang=zh-hans&state=handed").content.decode()
    assert client.post(f"/outbox/{id}/handed", {"on": today, "key": "l"}).status_code == 409
    assert client.post(f"/outbox/{id}/handed", {"do": "undo", "key": "m"}).status_code == 302
    assert mail.letter(id=id).state == ("waiting" if to else "paper")
    assert client.post(f"/outbox/{id}/handed", {"do": "undo", "key": "n"}).status_code == 409


def test_what_was_handed_over_is_not_sent(cast, settings):
    with mailbox() as box:
        settings.MAIL_SERVER = box.server
        id = write("EAST")
        writing.handed(actor=cast.manager, letter=id, on=timezone.localdate())
        mail.post_once(now=timezone.now())
        assert box.letters == []
        writing.not_handed(actor=cast.manager, letter=id)
        mail.post_once(now=timezone.now())
        assert len(box.letters) == 1
