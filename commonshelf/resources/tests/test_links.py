"""Links: looked at gently, judged after three failures, never into the house; who keeps them is told."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from commonshelf.kernel.refusal import Absent
from commonshelf.members.testing import Cast, cast
from commonshelf.resources import api, checking, testing, turns
from commonshelf.resources.checking import OF_ONE_HOST, check_round, due, look
from commonshelf.resources.domain.links import Answer, judged
from commonshelf.resources.models import Resource, Title
from commonshelf.wire import outbound
from commonshelf.wire.tests.test_outbound import host
from commonshelf.work import api as work

NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
HERE = "https://host.example/"
OK, MISSING = outbound.Reply(200), outbound.Reply(404)
Said = outbound.Reply | str


def web(pages: dict[str, Said]) -> Callable[[str, str], outbound.Reply]:
    """Hosts that answer so; what is no reply is why there is none."""

    def ask(url: str, _method: str) -> outbound.Reply:
        said = pages.get(url, "no-such-host")
        if isinstance(said, str):
            raise outbound.Refused(said)
        return said

    return ask


@pytest.mark.parametrize(
    ("pages", "state"),
    [
        ({HERE: OK}, "ok"),
        ({HERE: outbound.Reply(301, "https://new.example/"), "https://new.example/": OK}, "moved"),
        ({HERE: outbound.Reply(302, "https://new.example/"), "https://new.example/": OK}, "ok"),
        ({HERE: outbound.Reply(301, "https://host.example/x"), "https://host.example/x": OK}, "moved"),
        ({HERE: outbound.Reply(401)}, "restricted"),
        ({HERE: outbound.Reply(403)}, "restricted"),
        ({HERE: outbound.Reply(429)}, "restricted"),
        ({HERE: outbound.Reply(302, "https://sso.campus.example/login"),
          "https://sso.campus.example/login": OK}, "restricted"),
        ({HERE: MISSING}, "broken"),
        ({HERE: outbound.Reply(500)}, "broken"),
        ({}, "broken"),
        ({HERE: "timeout"}, "broken"),
        ({HERE: "bad-certificate"}, "broken"),
        ({HERE: outbound.Reply(302, HERE)}, "broken"),
        ({HERE: "refused-address"}, "unknown"),
        ({HERE: outbound.Reply(302, "http://10.0.0.1/"), "http://10.0.0.1/": "refused-address"}, "unknown"),
    ],
)  # fmt: skip
def test_what_an_answer_means_the_third_time(pages: dict[str, Said], state: str) -> None:
    answer = look(HERE, web(pages))
    assert judged("ok", 2, HERE, answer, NOW).state == state


def test_once_and_twice_is_no_proof_and_an_answer_clears_it() -> None:
    gone = Answer(404)
    first = judged("ok", 0, HERE, gone, NOW)
    second = judged(first.state, first.strikes, HERE, gone, NOW)
    third = judged(second.state, second.strikes, HERE, gone, NOW)
    assert [one.state for one in (first, second, third)] == ["ok", "ok", "broken"]
    assert first.next - NOW == timedelta(days=1)
    again = judged(third.state, third.strikes, HERE, Answer(200), NOW)
    assert (again.state, again.strikes) == ("ok", 0)


def test_a_host_that_does_not_like_head_is_asked_for_one_byte() -> None:
    methods: list[str] = []

    def ask(_url: str, method: str) -> outbound.Reply:
        methods.append(method)
        return outbound.Reply(405 if method == "HEAD" else 206)

    assert look(HERE, ask).status == 206
    assert methods == ["HEAD", "GET"]


@pytest.fixture
def people(db: None) -> Cast:
    return cast()


def test_a_round_asks_one_after_another_with_a_pause_and_each_address_once(people: Cast) -> None:
    made = testing.package(people.manager, "EAST")
    for n, url in enumerate([HERE, "https://other.example/", "https://gone.example/"]):
        told = {"title_id": str(n), "title": "Tea", "url": url, "check_at": NOW, "digest": "0"}
        Title.objects.create(resource_id=made, **told)
    Resource.objects.update(check_at=NOW)
    pauses: list[float] = []

    def wait(seconds: float) -> bool:
        pauses.append(seconds)
        return False

    assert check_round(NOW, web({HERE: OK, "https://other.example/": OK}), wait) == 4
    assert pauses == [checking.PAUSE] * 2  # three addresses, four links
    assert Resource.objects.get().link_state == "ok"
    for days in (1, 2):
        check_round(NOW + timedelta(days=days), web({}))
    assert set(Title.objects.filter(title_id="2").values_list("link_state", "strikes")) == {("broken", 3)}
    assert check_round(NOW + timedelta(days=3), web({})) == 0
    resources, titles = checking.broken(owner="EAST")
    assert (resources, [one.title_id for one in titles]) == ([], ["2"])


def test_a_host_with_thousands_of_titles_does_not_keep_the_others_waiting(people: Cast) -> None:
    made = testing.package(people.manager, "EAST")
    Resource.objects.update(check_at=None)
    for n in range(30):
        Title.objects.create(resource_id=made, title_id=str(n), title="Tea", url=f"{HERE}{n}", check_at=NOW,
                             digest="0")  # fmt: skip
    last = Title.objects.create(resource_id=made, title_id="z", title="Ink", url="https://other.example/",
                                check_at=NOW, digest="0")  # fmt: skip
    found = due(NOW)
    assert len(found) == OF_ONE_HOST + 1
    assert last in found


def test_a_link_that_was_changed_meanwhile_is_not_judged_by_the_old_answer(people: Cast) -> None:
    made = testing.package(people.manager, "EAST")
    row = Resource.objects.get(pk=made)
    Resource.objects.filter(pk=made).update(url="https://new.example/")
    checking.judge(row, Answer(404), NOW)
    assert Resource.objects.get(pk=made).strikes == 0


def test_checked_by_hand_over_a_real_host_and_never_into_the_house(people: Cast, settings: Any) -> None:
    settings.LINK_NETWORKS = ()
    with host(b"HTTP/1.1 200 OK\r\n\r\n") as (port, asked):
        given = api.ResourceGiven("database", testing.Said("库", ""), f"http://127.0.0.1:{port}/")
        made = api.set_resource(actor=people.manager, owner="EAST", given=given)
        refused = api.check_now(actor=people.cataloguer, resource=made)
        assert (refused.state, refused.why, asked) == ("unknown", "refused-address", [])
        settings.LINK_NETWORKS = (ipaddress.ip_network("127.0.0.0/8"),)
        assert api.check_now(actor=people.cataloguer, resource=made).state == "ok"
    for actor in (people.partner, people.librarian, people.stranger, people.visitor):
        with pytest.raises(Absent):
            api.check_now(actor=actor, resource=made)


def test_who_keeps_it_hears_before_it_ends_once_and_not_after_it_was_renewed(people: Cast) -> None:
    made = testing.package(people.manager, "EAST")
    Resource.objects.update(active_to=date(2026, 12, 20))
    assert turns.tell_endings(NOW) == 1
    assert turns.tell_endings(NOW + timedelta(days=1)) == 0
    assert work.open_about(kind=turns.ENDING) == {str(made)}
    Resource.objects.update(active_to=date(2028, 1, 1))
    assert turns.tell_endings(NOW + timedelta(days=2)) == 0
    assert not work.open_about(kind=turns.ENDING)
    Resource.objects.update(active_to=date(2026, 12, 30))
    assert turns.tell_endings(NOW + timedelta(days=3)) == 1
