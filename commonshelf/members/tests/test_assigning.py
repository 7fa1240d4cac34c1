"""Who is in charge of which discipline at which library: from when to when, by whose word, read by whom."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from commonshelf.kernel.actor import Role
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api, exporting, testing
from commonshelf.members.models import Affiliation, Assignment

pytestmark = pytest.mark.django_db
PAGE = "/staff/disciplines"


@pytest.fixture
def cast():
    return testing.cast()


def put(cast, who="librarian", discipline="T", actor=None, library="EAST", **more):
    return api.assign(actor=actor or cast.manager, library=library, person=who, discipline=discipline, **more)


def told(cast, actor=None, **more):
    found = api.assignments(actor=actor or cast.librarian, day=timezone.localdate(), **more)
    return [(one.discipline, one.library, one.person) for one in found]


def signed_in(who, language="en"):
    client = Client(headers={"accept-language": language})
    client.force_login(testing.user(who), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_one_to_one_and_one_to_many(cast):
    both = testing.someone("both", (Role.LIBRARIAN, "EAST"), (Role.LIBRARIAN, "WEST"))
    put(cast)
    put(cast, discipline="O")
    put(cast, "both")
    put(cast, "both", actor=cast.partner, library="WEST")
    east, west = cast.librarian.key, both.key
    assert told(cast) == [("O", "EAST", east), ("T", "EAST", west), ("T", "EAST", east), ("T", "WEST", west)]
    assert told(cast, person=west, library="WEST") == [("T", "WEST", west)]
    assert told(cast, discipline="O") == [("O", "EAST", east)]
    assert list(api.problems()) == []


def test_it_holds_from_its_first_day_to_the_day_before_its_end(cast):
    today = timezone.localdate()
    one = put(cast, active_from=today + timedelta(days=2), active_to=today + timedelta(days=4))
    [card] = api.assignments(actor=cast.librarian, day=today)
    assert [card.holds(today + timedelta(days=n)) for n in range(1, 5)] == [False, True, True, False]
    with pytest.raises(Refusal, match=r"members\.assigned-already"):
        put(cast)
    put(cast, active_from=today + timedelta(days=4))
    api.end_assignment(actor=cast.manager, assignment=one)
    assert len(told(cast)) == 1
    past = put(cast, "cataloguer")
    Assignment.objects.filter(pk=past).update(active_from=today - timedelta(days=2), active_to=today)
    with pytest.raises(Refusal, match=r"members\.assignment-over"):
        api.end_assignment(actor=cast.manager, assignment=past)


@pytest.mark.parametrize(
    ("code", "more"),
    [
        ("members.no-such-discipline", {"discipline": "TP"}),
        ("members.not-working-there", {"who": "partner"}),
        ("members.not-working-there", {"who": "reader"}),
        ("members.no-such-discipline", {"discipline": ""}),
    ],
)
def test_what_is_not_kept(cast, code, more):
    with pytest.raises(Refusal) as refused:
        put(cast, **more)
    assert refused.value.code == code
    assert not Assignment.objects.exists()


def test_by_the_librarys_manager_or_the_office_and_read_by_all_staff(cast):
    for who in ("partner", "librarian", "auditor", "reader", "stranger", "visitor"):
        with pytest.raises(Absent):
            put(cast, actor=getattr(cast, who))
    one = put(cast, actor=cast.office)
    for who in ("partner", "librarian", "stranger"):
        with pytest.raises(Absent):
            api.end_assignment(actor=getattr(cast, who), assignment=one)
    for who in ("partner", "auditor", "office", "manager"):
        assert told(cast, getattr(cast, who))
    for who in ("reader", "stranger", "visitor"):
        with pytest.raises(Absent):
            told(cast, getattr(cast, who))
    api.end_assignment(actor=cast.manager, assignment=one)
    assert told(cast) == []
    assert told(cast, over=True) == [("T", "EAST", cast.librarian.key)]


def test_who_leaves_hands_the_discipline_to_a_colleague(cast):
    put(cast)
    tie = Affiliation.objects.get(person__key=cast.librarian.key)
    end = {"actor": cast.office, "affiliation": tie.pk, "active_to": timezone.localdate(), "reason": "退休"}
    with pytest.raises(Refusal, match=r"members\.person-has-work"):
        api.end_affiliation(**end)
    api.end_affiliation(**end, to_person=cast.cataloguer.key)
    assert told(cast, cast.manager) == [("T", "EAST", cast.cataloguer.key)]
    assert list(api.problems()) == []


def test_a_planted_charge_of_somebody_who_is_not_there_is_found(cast):
    put(cast)
    assert list(api.problems()) == []
    Assignment.objects.update(person=testing.user("partner"))
    assert len([text for text in api.problems() if "is not there" in text]) == 1


def test_a_library_takes_it_along_and_its_leaving_ends_it(cast, tmp_path):
    put(cast)
    exporting.write_own("EAST", tmp_path)
    assert "librarian" in (tmp_path / "disciplines.csv").read_text(encoding="utf-8-sig").splitlines()[1]
    exporting.write_own("WEST", tmp_path)
    assert len((tmp_path / "disciplines.csv").read_text(encoding="utf-8-sig").splitlines()) == 1
    api.leave(actor=cast.office, symbol="EAST", reason="合并")
    assert told(cast, cast.office) == []


@pytest.mark.parametrize(
    ("language", "title", "own"),
    [
        ("en", "Who is in charge of which discipline", "My disciplines"),
        ("zh-hans", "学科分工", "我负责的学科"),
    ],
)
def test_its_pages(cast, language, title, own):
    manager = signed_in("manager", language)
    assert title in manager.get(PAGE).text
    sent = {"do": "assign", "person": cast.librarian.key, "discipline": "T", "key": "k"}
    assert manager.post(f"{PAGE}?library=EAST", {**sent, "person": ""}).status_code == 400
    assert manager.post(f"{PAGE}?library=EAST", sent).status_code == 302
    assert manager.post(f"{PAGE}?library=EAST", {**sent, "key": "l"}).status_code == 400
    assert manager.post(f"{PAGE}?library=WEST", {**sent, "key": "m"}).status_code == 404
    put(cast, "partner", actor=cast.partner, library="WEST")
    mine = signed_in("librarian", language).get("/me/disciplines").text
    assert own in mine
    assert "Partner" in mine
    one = Assignment.objects.get(person__key=cast.librarian.key)
    assert signed_in("partner").post(PAGE, {"do": "end", "assignment": one.pk}).status_code == 404
    assert manager.post(PAGE, {"do": "end", "assignment": one.pk, "key": "e"}).status_code == 302
    assert signed_in("reader").get(PAGE).status_code == 404
    assert signed_in("reader").get("/me/disciplines").status_code == 404


def test_as_many_questions_for_twenty_as_for_ten(cast):
    client, asked = signed_in("manager"), []
    for n in range(20):
        person = testing.someone(f"p{n}", (Role.LIBRARIAN, "EAST"))
        put(cast, person.key, "ABCDEFGHIJ"[n % 10])
        if n in {9, 19}:
            client.get(PAGE)
            asked.append(testing.queries(lambda: client.get(PAGE)))
    assert asked[0] == asked[1]
