"""Pages about readers: at the desk, from home, and a reader's own."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from commonshelf.cards import api, testing
from commonshelf.cards.models import Joining, Reader
from commonshelf.kernel.refusal import Refusal
from commonshelf.members import api as members
from commonshelf.members.testing import queries, user
from commonshelf.news.testing import events

BIRTH = date(1990, 5, 17)


@pytest.fixture
def readers(db) -> testing.Readers:
    return testing.readers()


@pytest.fixture
def desk(client, readers):
    client.force_login(user("librarian"))
    return client


def west(client):
    client.force_login(user("partner"))
    return client


def form(**more):
    return {
        "kind": "id-card",
        "number": testing.an_id_number(),
        "name_zh": "陈晨",
        "group": "undergraduate",
        "key": "k1",
        "do": "register",
        **more,
    }


def page(answer) -> str:
    return answer.content.decode()


# -- at the desk


def test_a_scan_leads_to_the_reader_and_a_name_to_the_list(desk, readers):
    number = readers.student.card.number
    scanned = desk.post("/readers/EAST", {"q": f" {number} ", "key": "k"})
    assert scanned.url == f"/readers/EAST/of/{readers.student.key}"
    named = desk.post("/readers/EAST", {"q": "小雨", "key": "k"}, follow=True)
    assert "周小雨" in page(named)
    assert "郑老师" not in page(named)
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    assert desk.post("/readers/EAST", {"q": wrong, "key": "k"}).status_code == 400
    assert desk.post("/readers/EAST", {"q": "2000000000008", "key": "k"}).status_code == 400


def test_of_ten_readers_the_list_costs_as_much_as_of_two(desk, readers):
    desk.get("/readers/EAST")
    two = queries(lambda: desk.get("/readers/EAST"))
    for serial in range(8):
        testing.somebody(name_zh=f"读者{serial}")
    assert queries(lambda: desk.get("/readers/EAST")) == two


def test_somebody_elses_reader_is_opened_by_their_card_alone(client, readers):
    address = f"/readers/WEST/of/{readers.student.key}"
    west(client)
    assert client.get(address).status_code == 404
    opened = client.post("/readers/WEST", {"q": readers.student.card.number, "key": "k"}, follow=True)
    said = page(opened)
    assert readers.student.alias in said
    for secret in ("周小雨", "zhou@example.org", "S20260001", "1990"):
        assert secret not in said
    assert events(kind="cards.look", library="WEST", object_id=readers.student.key).count() == 1
    for part in ("edit", "merge", "close"):
        assert client.get(f"{address}/{part}").status_code == 404


def test_the_home_library_sees_what_it_was_given(desk, readers):
    said = page(desk.get(f"/readers/EAST/of/{readers.student.key}"))
    for known in ("周小雨", "zhou@example.org", "S20260001"):
        assert known in said


@pytest.mark.parametrize("who", ["stranger", "partner", "cataloguer", "reader", "auditor", "office"])
def test_nobody_else_has_these_pages(client, readers, who):
    client.force_login(user(who))
    for address in ("", "/new", f"/of/{readers.student.key}", f"/of/{readers.student.key}/block"):
        assert client.get(f"/readers/EAST{address}").status_code == 404
    told = {"do": "lost", "key": "k"}
    assert client.post(f"/readers/EAST/of/{readers.student.key}/act", told).status_code == 404
    assert api.reader(key=readers.student.key).card.state == "active"


def test_registering_ends_with_a_slip_that_tells_the_code_once(desk, readers):
    told = form(what=["name"], libraries=["WEST"], email="chen@example.org")
    slip = page(desk.post("/readers/EAST/new", told))
    reader = Reader.objects.get(person__name_zh="陈晨")
    assert api.reader(key=reader.person.key).card.number[:4] in slip
    assert 'class="mark code"' in slip
    assert [one.what for one in api.shares_of(reader=reader.person.key)] == [("name",)]
    again = page(desk.post("/readers/EAST/new", told))
    assert 'class="mark code"' not in again
    assert Reader.objects.filter(person__name_zh="陈晨").count() == 1


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(desk, readers):
    answer = desk.post("/readers/EAST/new", form(number="511302199005170010"))
    assert answer.status_code == 400
    assert "陈晨" in page(answer)
    assert answer.context["form"].errors.keys() == {"number"}
    child = testing.an_id_number(date(timezone.localdate().year - 6, 1, 1))
    answer = desk.post("/readers/EAST/new", form(number=child))
    assert answer.context["form"].errors.keys() == {"guardian_name"}


def test_a_document_that_is_known_opens_its_reader(client, readers):
    number = testing.an_id_number()
    west(client).post("/readers/WEST/new", form(number=number, group="adult"))
    client.force_login(user("librarian"))
    told = form(number=number, name_zh="另一个名字", key="k2")
    answer = client.post("/readers/EAST/new", told)
    assert (answer.status_code, answer.context["known"]) == (409, True)
    opened = client.post("/readers/EAST/new", {**told, "do": "known"})
    reader = Reader.objects.get(person__name_zh="陈晨")
    assert opened.url == f"/readers/EAST/of/{reader.person.key}"
    assert "陈晨" not in page(client.get(opened.url))
    found = client.post("/readers/EAST", {"do": "document", "kind": "id-card", "number": number, "key": "k"})
    assert found.url == opened.url


def test_the_form_from_home_fills_the_one_at_the_desk(client, readers):
    told = {
        "name_zh": "王芳",
        "birth_date": "1988-02-29",
        "phone": "13900000000",
        "what": ["name", "contact"],
        "libraries": ["EAST"],
        "key": "k",
    }
    code = client.post("/join", told).context["code"]
    west(client)
    led = client.post("/readers/WEST", {"q": code.lower(), "key": "k"})
    filled = client.get(led.url)
    assert 'value="王芳"' in page(filled)
    assert 'value="1988-02-29"' in page(filled)
    number = testing.an_id_number(date(1988, 2, 29))
    joining = filled.context["joining"]
    told = form(number=number, group="adult", name_zh="王芳", birth_date="1988-02-29", joining=joining)
    assert client.post("/readers/WEST/new", told).status_code == 200
    assert Joining.objects.get().said == {}


def act(client, symbol, key, do, **more):
    told = {"do": do, "key": f"k-{do}-{len(more)}", **more}
    return client.post(f"/readers/{symbol}/of/{key}/act", told)


def test_a_card_is_lost_and_replaced(desk, readers):
    key = readers.student.key
    act(desk, "EAST", key, "lost")
    assert api.reader(key=key).card is None
    slip = page(act(desk, "EAST", key, "new-card", card_number="DLZY 0001"))
    assert api.reader(key=key).card.number == "DLZY0001"
    assert 'class="mark code"' in slip
    act(desk, "EAST", key, "end")
    assert api.reader(key=key).card is None
    assert act(desk, "EAST", key, "fly").status_code == 404


def test_a_block_is_set_and_lifted(desk, readers):
    address = f"/readers/EAST/of/{readers.student.key}"
    last = timezone.localdate() + timedelta(days=7)
    told = {
        "reason": "damage",
        "words": "书页撕了",
        "services": ["borrow"],
        "last_date": str(last),
        "key": "k",
    }
    assert desk.post(f"{address}/block", told).status_code == 302
    [block] = api.reader(key=readers.student.key).blocks
    assert (block.library, block.last_date, block.services) == ("EAST", last, ("borrow",))
    assert "书页撕了" in page(desk.get(address))
    act(desk, "EAST", readers.student.key, "lift", block=block.id, why="修好了")
    assert api.reader(key=readers.student.key).blocks == ()
    assert "修好了" in page(desk.get(address))
    past = {**told, "last_date": "2020-01-01", "key": "k2"}
    assert desk.post(f"{address}/block", past).status_code == 400


def test_a_change_over_anothers_change_is_refused(desk, readers):
    address = f"/readers/EAST/of/{readers.student.key}/edit"
    told = {"name_zh": "周晓雨", "group": "teacher", "birth_date": "1990-05-17", "version": "1", "key": "k"}
    assert desk.post(address, told).status_code == 302
    assert api.reader(key=readers.student.key).name.zh == "周晓雨"
    late = desk.post(address, {**told, "name_zh": "别名", "key": "k2"})
    assert (late.status_code, "别名" in page(late)) == (409, True)


def test_two_registrations_are_compared_and_merged(desk, readers):
    twice = testing.somebody(name_zh="周小雨", phone="1")
    address = f"/readers/EAST/of/{readers.student.key}"
    assert twice.card.number in page(desk.get(address))
    both = desk.post(f"{address}/merge", {"number": twice.card.number, "key": "k"})
    assert len(both.context["both"]) == 2
    desk.post(f"{address}/merge", {"number": twice.card.number, "do": "merge", "key": "k2"})
    assert api.reader(key=twice.reader.key).into == readers.student.key
    assert desk.get(f"/readers/EAST/of/{twice.reader.key}").status_code == 200


def test_closing_at_the_desk_and_opening_again(desk, readers):
    address = f"/readers/EAST/of/{readers.student.key}"
    assert desk.post(f"{address}/close", {"reason": "毕业", "key": "k"}).status_code == 302
    assert api.reader(key=readers.student.key).state == "closed"
    assert desk.get(address).status_code == 200
    act(desk, "EAST", readers.student.key, "renew")
    assert api.reader(key=readers.student.key).state == "active"


# -- readers themselves


def test_a_slip_becomes_a_password_and_a_sign_in(client, readers):
    done = testing.somebody(name_zh="何敏")
    told = {"number": done.card.number, "code": done.code, "password": "123"}
    assert client.post("/card/activate", told).context["form"].errors
    wrong = client.post("/card/activate", {**told, "code": "AAAAAAAA", "password": "nine-paper-lanterns"})
    nobody = client.post("/card/activate", {**told, "number": "1", "password": "nine-paper-lanterns"})
    assert wrong.status_code == nobody.status_code == 404
    answer = client.post("/card/activate", {**told, "password": "nine-paper-lanterns"})
    assert answer.url == "/card"
    assert client.get("/card").status_code == 200


def test_a_reader_shares_takes_back_and_closes(client, readers):
    client.force_login(testing.the_user(readers.student))
    told = {"do": "share", "what": ["name"], "libraries": ["WEST"], "key": "k"}
    assert client.post("/card/shares", told).status_code == 302
    assert "西馆" in page(client.get("/card/shares"))
    client.post("/card/shares", {"do": "stop", "library": "WEST", "key": "k2"})
    assert all(one.withdrawn_at for one in api.shares_of(reader=readers.student.key))
    assert client.post("/card/shares", {"do": "share", "key": "k3"}).status_code == 400
    client.post("/card/particulars", {"phone": "139", "email": "", "language": "en", "key": "k4"})
    assert api.reader(key=readers.student.key).phone == "139"
    client.post("/card/close", {"key": "k5"})
    assert api.reader(key=readers.student.key).state == "closed"


@pytest.mark.parametrize("address", ["/card/shares", "/card/particulars", "/card/close"])
def test_who_is_no_reader_has_no_such_page(client, readers, address):
    assert client.get(address).status_code == 302
    client.force_login(user("stranger"))
    assert client.get(address).status_code == 404


def test_a_child_joins_with_somebody_named(client, readers):
    told = {"name_zh": "小明", "birth_date": str(timezone.localdate() - timedelta(days=2000)), "key": "k"}
    refused = client.post("/join", told)
    assert (refused.status_code, refused.context["form"].errors.keys()) == (400, {"guardian_name"})
    told |= {"guardian_name": "父亲", "guardian_phone": "138"}
    assert client.post("/join", told).context["code"]


def test_a_readers_name_follows_a_document(readers):
    me = testing.an_actor(readers.student)
    with pytest.raises(Refusal, match=r"members\.name-by-document"):
        members.set_profile(actor=me, name_zh="别人", name_en="Zhou Xiaoyu")
    members.set_profile(actor=me, name_zh="周小雨", name_en="Zhou Xiaoyu", email="new@example.org")
    assert api.reader(key=readers.student.key).email == "new@example.org"


def test_the_page_for_signing_in_leads_readers_on(client, db):
    said = page(client.get("/accounts/login/"))
    assert "/card/activate" in said
    assert "/join" in said
