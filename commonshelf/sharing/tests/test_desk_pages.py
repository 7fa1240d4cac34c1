"""The interlibrary desk as its librarians meet it: lists, a request, steps, messages, what is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from commonshelf.members.testing import queries
from commonshelf.sharing import api
from commonshelf.sharing.domain import life, queues
from commonshelf.sharing.domain.life import Side
from commonshelf.sharing.models import Message, PatronRequest, Supply
from commonshelf.sharing.testing import desks, place, press
from commonshelf.sharing.tests.desk_hands import Hands

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db):
    return desks()


@pytest.fixture
def east(world):
    return Hands("librarian")


@pytest.fixture
def west(world):
    return Hands("partner", "WEST")


# -- whose desk


def test_who_sees_a_desk(world):
    card = place(world)
    for name, status in (
        ("librarian", 200), ("manager", 200), ("office", 200), ("auditor", 200),
        ("partner", 404), ("reader", 404), ("stranger", 404), ("", 404),
    ):  # fmt: skip
        hands = Hands(name)
        for path in ("", f"/{card.number}", "/labels", "/manifest"):
            assert hands.client.get(f"/interlibrary/EAST{path}").status_code == status, (name, path)


def test_who_works_at_a_desk(world):
    card = place(world)
    for name, status in (("office", 409), ("auditor", 404), ("partner", 404), ("stranger", 404), ("", 404)):
        hands = Hands(name)
        for path in ("/scan", "/slips", "/slips.pdf"):
            assert hands.client.get(f"/interlibrary/EAST{path}").status_code == 404, (name, path)
        hands.press(card.number, "cancel", version=1, status=status)
    assert api.request(actor=world.east, number=card.number).state == "asked"


def test_a_library_that_has_nothing_to_do_with_it_finds_nothing(world):
    card = place(world, "W2")
    assert Hands("partner", "WEST").client.get(f"/interlibrary/WEST/{card.number}").status_code == 200
    PatronRequest.objects.filter(number=card.number).update(state="queued")
    Supply.objects.all().delete()
    absent = Hands("partner", "WEST").client.get("/interlibrary/WEST/Q000000000")
    other = Hands("partner", "WEST").client.get(f"/interlibrary/WEST/{card.number}")
    assert (absent.status_code, other.status_code) == (404, 404)
    assert len(absent.content) == len(other.content)


def test_who_the_reader_is_is_known_at_their_own_desk_only(world, east, west):
    card = place(world)
    name = world.shelves.readers.student.name.zh
    assert name in east.see(f"/{card.number}")
    assert name not in west.see(f"/{card.number}")


# -- lists


def test_every_open_state_stands_in_one_list_at_each_side():
    for side in (Side.REQUESTER, Side.SUPPLIER):
        for state in set(life.State) - life.TERMINAL:
            assert queues.list_of(side, state) in queues.LISTS


def test_what_has_a_main_button_at_a_desk_stands_in_a_list_of_its_own():
    """Nothing that a desk has to do may hide among what is with others."""
    passive = {("requester", state) for state in ("queued", "lent", "overdue", "recalled")}
    passive |= {("supplier", "back")}
    for side in (Side.REQUESTER, Side.SUPPLIER):
        for state in set(life.State) - life.TERMINAL:
            main = [one for one in life.choices(state, side, "Loan") if one.primary]
            if main and (side, state) not in passive:
                assert queues.list_of(side, state) != "others", (side, state)


def test_a_supplier_that_said_yes_sends_it_and_hands_nothing_out_elsewhere(world, west):
    card = place(world)
    west.press(card.number, "will-supply")
    page = west.see(f"/{card.number}")
    assert "It goes off now" in page
    assert "It has arrived" not in page
    assert "Hand it out" not in page


def test_of_a_copy_the_desk_speaks_of_pages_and_a_file(world, west):
    card = place(world, service="Copy", citation={"pages": "1-9"}, agreed_copyright=True)
    west.press(card.number, "will-supply")
    page = west.see(f"?list=to-supply&done={card.number}")
    assert "Now copy the part and deliver the file." in page
    assert "It should be delivered" in page
    assert "It should go off" not in page


def test_a_request_moves_through_the_lists_of_both_desks(world, east, west):
    card = place(world)
    assert "To supply 1" in west.see()
    assert "Elsewhere 1" in east.see()
    west.press(card.number, "will-supply")
    west.press(card.number, "ship")
    assert "To receive 1" in east.see()
    east.press(card.number, "receive")
    assert "To hand out 1" in east.see()
    east.press(card.number, "hand-out")
    east.press(card.number, "give-back")
    assert "To send home 1" in east.see()
    east.press(card.number, "ship-back")
    assert "To receive 1" in west.see()
    west.press(card.number, "check-in")
    for desk in (east, west):
        assert "水浒传" in desk.see("?list=history")
        assert "No library asks you" in desk.see("?list=to-supply")


def test_each_row_says_what_comes_next_and_by_when(world, west):
    card = place(world)
    told = west.see()
    assert "Fetch it from its shelf and send it to East Library" in told
    assert "else the next library is asked" in told
    assert card.number in told


def test_longer_lists_ask_no_more_questions(world, west, monkeypatch):
    first = place(world)
    west.see()
    one = queries(west.see)
    supply = Supply.objects.get()
    for n in range(20):
        row = PatronRequest.objects.get(number=first.number)
        row.pk, row.number = None, f"Q10000{n:04d}"
        row.save()
        supply.pk, supply.request = None, row
        supply.save()
        if n == 9:
            assert queries(west.see) == one
    assert "To supply 21" in west.see()
    assert queries(west.see) == one


def test_long_lists_go_on_over_the_page(world, west, monkeypatch):
    monkeypatch.setattr("commonshelf.sharing.desks.queues.ROWS", 1)
    cards = [place(world, "W2"), place(world, "W1")]
    first, second = west.see("?list=to-supply"), west.see("?list=to-supply&page=2")
    shown = [[card.number in page for card in cards] for page in (first, second)]
    assert sorted(shown) == [[False, True], [True, False]]
    assert west.see("?list=to-supply&page=900") == second
    west.see("?list=nonsense", status=404)


def test_late_things_stand_in_their_own_list_too(world, east):
    card = place(world)
    for action in ("will-supply", "ship"):
        press(world.west, card, action)
    assert "None is late." in east.see("?list=late")
    PatronRequest.objects.update(next_at=timezone.now() - timedelta(days=2))
    told = east.see("?list=late")
    assert "2 days late" in told
    assert "To receive 1" in told


def test_people_of_two_libraries_choose_and_the_office_sees_all(world):
    place(world)
    everywhere = Hands("office").client
    answer = everywhere.get("/interlibrary/all")
    assert "West Library" in answer.content.decode()
    assert everywhere.get("/interlibrary", follow=True).redirect_chain[-1][0] == "/interlibrary/all"
    own = Hands("librarian").client.get("/interlibrary", follow=True)
    assert own.redirect_chain[-1][0] == "/interlibrary/EAST"
    assert Hands("librarian").client.get("/interlibrary/all").status_code == 404
    assert Hands("stranger").client.get("/interlibrary").status_code == 404


def test_my_desk_has_a_line_for_each_library(world):
    place(world)
    told = Hands("partner").client.get("/desk").content.decode()
    assert "Interlibrary loan" in told


# -- steps, refused and not


def test_of_two_who_press_the_same_button_the_second_reads_what_changed(world, west):
    card = place(world)
    seen = west.version(card.number)
    west.press(card.number, "will-supply", version=seen)
    told = west.press(
        card.number,
        "cannot-supply",
        version=seen,
        status=409,
        reason="NotOnShelf",
        note="not behind the desk either",
    )
    assert "will be supplied" in told
    assert "not behind the desk either" in told


def test_a_late_answer_to_an_old_attempt_has_no_effect(world, west):
    card = place(world, "W1")
    PatronRequest.objects.filter(number=card.number)
    west.press(card.number, "cannot-supply", reason="NotOnShelf")
    told = west.press(card.number, "will-supply", version=99, status=409)
    assert told


def test_why_not_is_chosen_and_counted(world, east, west):
    card = place(world)
    west.press(card.number, "cannot-supply", status=400)
    west.press(card.number, "cannot-supply", reason="PoorCondition", note="The cover is gone.")
    assert Supply.objects.get().reason == "PoorCondition"
    told = east.see(f"/{card.number}")
    assert "It is in poor condition" in told
    assert "The cover is gone." in told


def test_a_condition_is_data_and_is_agreed_to(world, east, west):
    card = place(world)
    told = west.press(card.number, "condition", condition="Other", status=400)
    assert "Say why" in told or "words" in told
    west.press(card.number, "condition", condition="LibraryUseOnly", cost="5.50", note="fragile")
    assert Supply.objects.get().conditions == {"condition": "LibraryUseOnly", "cost": 550, "note": "fragile"}
    told = east.see("?list=waiting")
    assert "to be used in the library only" in told
    east.press(card.number, "agree")
    assert api.request(actor=world.east, number=card.number).state == "will-supply"


def test_the_last_step_is_taken_back(world, west):
    card = place(world)
    west.press(card.number, "will-supply", back="to-supply")
    told = west.see(f"?list=to-supply&done={card.number}")
    assert "You supply it." in told
    assert "Take it back" in told
    undo = f"{west.address}/{card.number}/undo"
    answer = west.client.post(undo, {"key": "u", "version": west.version(card.number)})
    assert answer.status_code == 302
    assert "asked" in west.see(f"/{card.number}")
    again = west.client.post(undo, {"key": "u2"})
    assert again.status_code == 409


def test_desks_write_to_one_another(world, east, west):
    card = place(world)
    sent = west.client.post(f"{west.address}/{card.number}/message", {"text": "Which volume?", "key": "m"})
    assert sent.status_code == 302
    told = east.see("?list=waiting")
    assert "Which volume?" in told
    assert Message.objects.get().library.symbol == "WEST"
    empty = west.client.post(f"{west.address}/{card.number}/message", {"text": "  ", "key": "m2"})
    assert empty.status_code == 400
    east.client.post(f"{east.address}/{card.number}/read", {"key": "r"})
    assert "Nobody waits for an answer from you." in east.see("?list=waiting")
    assert east.client.get(f"{east.address}/{card.number}/read").status_code == 405


def test_the_office_moves_a_request_on_and_both_desks_read_why(world, east, west):
    card = place(world, "W1")
    office = Hands("office", "WEST")
    assert "Move it on" in office.see(f"/{card.number}")
    office.press(card.number, "move-on", status=400)
    office.press(card.number, "move-on", note="The library is flooded.")
    assert Supply.objects.order_by("attempt").first().reason == "MovedOn"
    assert "The library is flooded." in east.see(f"/{card.number}")
    assert "The library is flooded." in west.see(f"/{card.number}")
    event = api.request(actor=world.east, number=card.number).history[-1]
    assert event.note in {"", "The library is flooded."}


def test_what_said_yes_is_asked_to_let_go_before_it_moves_on(world, west):
    card = place(world)
    west.press(card.number, "will-supply")
    Hands("office", "WEST").press(card.number, "move-on", note="Nobody is there.")
    assert "To be answered 1" in west.see()
    west.press(card.number, "too-late")
    assert api.request(actor=world.west, number=card.number).state == "will-supply"


def test_no_such_button(world, west):
    card = place(world)
    west.press(card.number, "time-out", version=1, status=404)
    west.press(card.number, "give-money", version=1, status=404)


def test_in_chinese(world):
    place(world)
    told = Hands("partner", "WEST", "zh-hans").see()
    assert "待提供 1" in told
    assert "我们提供" in told


def test_why_this_library_and_who_could_be_next(world, east, west):
    card = place(world)
    told = east.see(f"/{card.number}")
    assert "Expected in" in told
    assert "Who could be asked next" in told
    looked = east.see(f"/{card.number}?rota=1")
    assert "Nobody, as things stand now." in looked
    assert "Who could be asked next" not in west.see(f"/{card.number}?rota=1")
