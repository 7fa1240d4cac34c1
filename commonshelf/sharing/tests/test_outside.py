"""Requests that go to a partner outside: asked, answered, arrived, sent back, never silently on."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from commonshelf.delivery import api as delivery
from commonshelf.delivery.testing import Sent, a_pdf
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.ledger import api as ledger
from commonshelf.loans import api as loans
from commonshelf.members import api as members
from commonshelf.members.cards import Said
from commonshelf.sharing import api
from commonshelf.sharing.api import request_as_json
from commonshelf.sharing.domain.tracing import OUTSIDE
from commonshelf.sharing.figures import projecting, reading
from commonshelf.sharing.life import leaving
from commonshelf.sharing.models import Charge, PartnerPace, Passage, Supply
from commonshelf.sharing.partners import register
from commonshelf.sharing.partners.register import Given, Terms
from commonshelf.sharing.planning import learning
from commonshelf.sharing.testing import desk_of, desks, place, press

pytestmark = pytest.mark.django_db
WAY = {"way": ("", "partner"), "most_cost": 2000}
BOTH = {"Loan": Terms(10, 3000, 500), "Copy": Terms(4, 1500)}


@pytest.fixture
def world():
    return desks()


def known(keeper: str = "EAST", name: str = "国家图书馆", **services: Terms) -> int:
    given = Given(Said(name, "National Library"), services or BOTH, "北京", mail="ill@example.org")
    return register.set_partner(actor=desk_of(keeper), keeper=keeper, given=given).id


def asked(world, card=None, **facts):
    """A loan the reader wished from outside, asked of a partner."""
    card = card or place(world, **WAY)
    return press(world.east, card, "ask-partner", partner=known(), service="Loan", **facts)


def later(card, days: float) -> None:
    api.turn(at=timezone.now() + timedelta(days=days))


def sound() -> None:
    for problems in (api.problems, loans.problems, ledger.problems):
        assert list(problems()) == []


def test_a_loan_goes_out_and_home_by_the_hands_of_the_requesters_desk(world):
    card = asked(world, reference="NL-77")
    assert (card.state, card.supplier, card.partner) == ("asked", "", Said("国家图书馆", "National Library"))
    assert (card.supply.reference, card.supply.cost, card.supply.reader_fee) == ("NL-77", 3000, 500)
    for action, state in (
        ("will-supply", "will-supply"),
        ("ship", "shipped"),
        ("receive", "received"),
        ("hand-out", "lent"),
        ("give-back", "back"),
        ("ship-back", "returning"),
        ("check-in", "completed"),
    ):
        assert action in {one.action for one in card.steps}
        card = press(world.east, card, action)
        assert card.state == state
        sound()
    assert [one.partner and one.partner.en for one in card.history][-1] == "National Library"
    assert ledger.totals(kind="library", purpose="sharing") == {}


def test_the_reader_pays_what_they_agreed_to_and_the_outsider_has_no_account(world):
    card = place(world, way=("", "partner"))
    with pytest.raises(Refusal, match=r"sharing\.reader-not-asked"):
        asked(world, card)
    card = api.request(actor=world.east, number=card.number)
    card = press(world.east, card, "ask-partner", partner=known(), service="Loan", agreed=True)
    card = press(world.east, card, "receive")
    card = press(world.east, card, "hand-out")
    assert [one.facts.get("reader_fen") for one in card.history if one.action == "hand-out"] == [500]
    sound()


def test_what_the_reader_sees_names_the_partner_and_who_has_to_do_something(world):
    card = asked(world)
    seen = api.request(actor=world.reader, number=card.number)
    assert seen.partner == Said("国家图书馆", "National Library")
    assert (seen.next.who, seen.next.partner) == ("supplier", seen.partner)
    assert {one.action for one in seen.steps} == {"cancel"}


def test_a_partner_that_does_not_answer_stays_on_the_desk_and_the_request_with_it(world):
    card = asked(world)
    later(card, 6)
    card = api.request(actor=world.east, number=card.number)
    assert (card.state, card.why, card.next.late, card.next.by_when) == ("asked", "no-word", True, None)
    seen = request_as_json(api.request(actor=world.reader, number=card.number))
    assert (seen["partner"], seen["reference"]) == ("国家图书馆", "")
    found = api.desk(actor=world.east, library="EAST", list="late")
    assert [one.number for one in found.lines] == [card.number]
    later(card, 300)
    assert api.request(actor=world.east, number=card.number).state == "asked"
    sound()


def test_a_no_of_a_partner_comes_back_to_the_desk_while_another_partner_is_left(world):
    other = known(name="上海图书馆")
    card = place(world, "W2", **WAY)
    card = asked(world, card)
    card = press(world.east, card, "cannot-supply", reason="NotHeld")
    # A member has it: the alliance is asked first of all that is left.
    assert (card.state, card.supplier) == ("asked", "WEST")
    card = press(world.west, card, "cannot-supply", reason="NotOnShelf")
    card = api.request(actor=world.east, number=card.number)
    assert (card.state, card.why) == ("review", "no-member")
    card = press(world.east, card, "ask-partner", partner=other, service="Loan")
    card = press(world.east, card, "cannot-supply", reason="NotHeld")
    assert (card.state, card.why) == ("unfilled", "no-supplier")
    assert [one.partner.zh if one.partner else one.supplier for one in card.supplies] == [
        "国家图书馆",
        "WEST",
        "上海图书馆",
    ]
    sound()


def test_where_no_member_can_and_no_partner_is_known_it_ends_as_before(world):
    card = place(world)
    press(world.west, card, "cannot-supply", reason="NotOnShelf")
    assert api.request(actor=world.east, number=card.number).state == "unfilled"


def test_where_no_member_can_a_partner_is_offered_to_the_desk_before_the_end(world):
    known()
    card = place(world)
    press(world.west, card, "cannot-supply", reason="NotOnShelf")
    card = api.request(actor=world.east, number=card.number)
    assert (card.state, card.why) == ("review", "no-member")
    main = [one.action for one in card.steps if one.primary]
    assert main == ["ask-partner"]
    assert press(world.east, card, "close").state == "unfilled"


def test_cancelling_waits_for_the_partners_word(world):
    card = asked(world)
    card = press(world.reader, card, "cancel")
    assert card.state == "cancelling"
    later(card, 30)
    card = api.request(actor=world.east, number=card.number)
    assert card.state == "cancelling"
    assert press(world.east, card, "too-late").state == "will-supply"
    card = press(world.east, card, "cancel")
    assert press(world.east, card, "allow-cancel").state == "cancelled"
    sound()


def test_a_copy_on_paper_lies_at_the_desk_and_stays_with_the_reader(world):
    card = place(world, service="Copy", citation={"pages": "3-9"}, agreed_copyright=True, **WAY)
    card = press(world.east, card, "ask-partner", partner=known(), service="Copy")
    card = press(world.east, card, "receive")
    assert card.state == "received"
    card = press(world.east, card, "hand-out")
    assert (card.state, card.due_date) == ("delivered", None)
    sound()


def test_the_partners_own_day_is_the_readers(world):
    day = timezone.localdate() + timedelta(days=17)
    card = asked(world)
    card = press(world.east, card, "receive", due_date=day)
    assert press(world.east, card, "hand-out").due_date == day


def test_what_was_pressed_by_mistake_is_taken_back(world):
    card = asked(world)
    card = api.undo(actor=world.east, request=card.number)
    assert (card.state, card.why) == ("review", "to-partner")
    assert asked(world, card).attempt == 2
    sound()


def test_another_librarys_partner_and_an_ended_one_cannot_be_asked(world):
    theirs = known("WEST")
    card = place(world, **WAY)
    with pytest.raises(Refusal, match=r"sharing\.no-partner"):
        press(world.east, card, "ask-partner", partner=theirs)
    mine = known(Copy=Terms(4))
    with pytest.raises(Refusal, match=r"sharing\.partner-does-not"):
        press(world.east, card, "ask-partner", partner=mine, service="Loan")
    register.end_partner(actor=world.east, id=mine, version=1)
    with pytest.raises(Refusal, match=r"sharing\.no-partner"):
        press(world.east, card, "ask-partner", partner=mine, service="Copy")
    assert Supply.objects.count() == 0


def test_the_other_library_and_strangers_know_nothing_of_it(world):
    card = asked(world)
    for actor in (world.west, desk_of("NORTH")):
        with pytest.raises(Absent):
            api.request(actor=actor, number=card.number)
        with pytest.raises(Absent):
            press(actor, card, "will-supply")


def test_how_long_it_took_is_learned_and_moves_what_is_expected(world):
    mine, start = known(), timezone.now() - timedelta(days=5)
    for _ in range(6):
        card = place(world, **WAY)
        card = press(world.east, card, "ask-partner", partner=mine, service="Loan")
        for action in ("receive", "hand-out", "give-back", "ship-back", "check-in"):
            card = press(world.east, card, action)
    Supply.objects.update(asked_at=start, received_at=start + timedelta(days=4))
    learning.learn(now=timezone.now(), everything=True)
    assert sum(PartnerPace.objects.values_list("count", flat=True)) == 6
    service = register.partner(actor=world.east, id=mine).services[0]
    assert service.pace.measured
    assert 4 * 24 < service.pace.mean < 8 * 24  # typed were ten days, seen were four


def test_a_stale_answer_to_an_earlier_partner_has_no_effect(world):
    card = asked(world)
    first = card.attempt
    known(name="上海图书馆")
    card = press(world.east, card, "cannot-supply", reason="NotHeld")
    with pytest.raises(Refusal, match=r"sharing\.(late-answer|not-yours)"):
        press(world.east, card, "will-supply", attempt=first)


def test_the_command_line_shows_and_takes_steps_with_a_partner(world, capsys):
    mine = known()
    card = place(world, **WAY)
    call_command("request", "act", card.number, "ask-partner", "--fact", f"partner={mine}", "--json")
    told = json.loads(capsys.readouterr().out)
    assert (told["state"], told["supplier"], told["partner"]) == ("asked", "", "国家图书馆")
    call_command("request", "act", card.number, "will-supply")
    call_command("request", "show", card.number)
    assert "EAST <- 国家图书馆" in capsys.readouterr().out


def test_where_a_library_leaves_its_partners_are_its_heirs_or_nobodys(world):
    first, second = known(), known("WEST")
    now = timezone.now()
    assert register.hand_over("EAST", "WEST", now) == 1
    assert register.partner(actor=world.west, id=first).keeper == "WEST"
    assert register.hand_over("WEST", "", now) == 2
    assert register.partner(actor=world.west, id=second).ended_at == now


def test_a_partners_file_goes_to_the_reader_through_the_requesters_desk(world):
    card = place(world, service="Copy", citation={"pages": "3-9"}, agreed_copyright=True, **WAY)
    card = press(world.east, card, "ask-partner", partner=known(), service="Copy")
    about = f"sharing:{card.number}"
    theirs = delivery.bring(actor=world.west, library="WEST", about=about, title="x", files=[Sent(a_pdf())])
    with pytest.raises(Refusal, match=r"sharing\.no-document"):
        press(world.east, card, "deliver", document=theirs.id)
    mine = delivery.bring(actor=world.east, library="EAST", about=about, title="x", files=[Sent(a_pdf())])
    card = press(world.east, card, "deliver", document=mine.id)
    assert (card.state, card.document) == ("delivered", mine.id)
    assert len(delivery.links_of(actor=world.reader, about=about)) == 1
    sound()


def test_there_is_nobody_outside_to_write_to(world):
    card = asked(world)
    with pytest.raises(Refusal, match=r"sharing\.nobody-to-tell"):
        api.message(actor=world.east, request=card.number, text="Where is it?", library="EAST")
    said = api.message(actor=world.east, request=card.number, text="We asked.", to="reader", library="EAST")
    assert [one.text for one in said.messages] == ["We asked."]


def test_figures_show_partners_together_as_outside(world):
    card = asked(world)
    later(card, 6)
    for action in ("receive", "hand-out"):
        press(world.east, card, action)
    projecting.rebuild()
    rows = set(Passage.objects.values_list("attempt", "supplier", "outcome"))
    assert rows == {(0, OUTSIDE, ""), (1, OUTSIDE, "filled")}
    found = reading.read(actor=world.east, library="EAST", days=30, service="", now=timezone.now())
    assert [(one.supplier, one.requester) for one in found.own.pairs] == [(OUTSIDE, "EAST")]


def test_planted_what_a_partner_is_owed_among_the_books_of_members_is_found(world):
    card = press(world.east, asked(world), "receive")
    ends = {"debtor": card.requester, "creditor": "WEST"}
    ids = {f"{name}_id": members.library_id(symbol=symbol) for name, symbol in ends.items()}
    Charge.objects.create(
        supply_id=card.supply.id, kind="supply", amount=3000, transfer=99_001, at=timezone.now(), **ids
    )
    assert any("a partner outside supplied it" in one for one in api.problems())


def test_what_a_library_takes_along_names_the_partner(world, tmp_path):
    asked(world)
    leaving.write_own("EAST", tmp_path)
    assert "国家图书馆" in (tmp_path / "requests.csv").read_text(encoding="utf-8-sig")
