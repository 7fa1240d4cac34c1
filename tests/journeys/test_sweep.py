"""Every address of the house, asked by a visitor, a reader, another library's manager and those it is for.

An address that nobody has put into the table turns this red, so a page cannot come into the house without
somebody saying whom it is for. What a page may show is tested in its room; here, whether it is there at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import time, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, path, reverse
from django.utils import timezone

from commonshelf.cards import api as cards
from commonshelf.cards import testing as readers
from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue import testing as books
from commonshelf.catalogue.models import Load, Record, Reject
from commonshelf.cataloguing import api as cataloguing
from commonshelf.lists import api as lists
from commonshelf.loans import api as loans
from commonshelf.mail import api as mail
from commonshelf.members import api as members
from commonshelf.members import testing
from commonshelf.members.cards import Said
from commonshelf.news.models import Event
from commonshelf.office import duties, duties_cards, duties_rota, duties_swaps
from commonshelf.office import testing as offices
from commonshelf.resources import targets
from commonshelf.resources import testing as eresources
from commonshelf.review.tests.conftest import pairs
from commonshelf.search import api as search
from commonshelf.sharing import api as sharing
from commonshelf.sharing.tests import agency_rows, route_rows
from commonshelf.work import api as work
from tests.journeys.whom import NOBODY, OFFICE, OWNER, POSTED, PUBLIC, SERVES, STAFF, WHOM

BACKEND = "django.contrib.auth.backends.ModelBackend"
ACTORS = {"visitor": "", "reader": "reader", "partner": "partner", "insider": "manager", "office": "office"}
"""Who asks -> whom they sign in as. The reader and the insider are of EAST, the partner manages WEST."""


def patterns(found: Any = None, before: str = "") -> Iterator[str]:
    """The full name of every address."""
    for one in get_resolver().url_patterns if found is None else found:
        if isinstance(one, URLPattern):
            yield f"{before}{one.name or '(unnamed)'}"
        else:
            yield from patterns(one.url_patterns, f"{before}{one.namespace}:" if one.namespace else before)


def unclassified(names: Iterator[str]) -> list[str]:
    return sorted(set(names) - WHOM.keys())


def test_every_address_is_classified():
    assert unclassified(patterns()) == []
    assert WHOM.keys() - set(patterns()) == set(), "gone from the house, still in the table"
    planted = [path("secret/page", lambda request: None, name="secret")]
    assert unclassified(patterns(planted, "planted:")) == ["planted:secret"]


@pytest.fixture
def addresses(db, tmp_path: Path, settings) -> dict[str, str]:
    """Name -> an address at which there is something, all of it EAST's or one reader's."""
    settings.COMMONSHELF_HOME = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.INDEX_FOLDER = tmp_path / "index"
    cast = testing.cast()
    members.affiliate(actor=members.operator(), person="manager", role="cataloguer", library="EAST")
    doubt = pairs(1)[0]
    books.load(books.marc("s1", "制图史", "李四", books.data("650", ("a", "制图"), ind=" 0")))
    search.drain()
    record = Record.objects.get(local_id="e0")
    load = Load.objects.filter(source=record.source_id).latest("id")
    reject = Reject.objects.create(load=load, library_id=load.library_id, file="x", offset=0, reason="no-end",
                                   facts={}, raw=b"")  # fmt: skip
    edition = search.find(ask=search.Ask(words="机械制图")).ids[0]
    kept = lists.keep(actor=cast.reader, editions=[edition])
    shared = lists.share(actor=cast.reader, list=kept.id, on=True)
    saved = lists.save_search(actor=cast.reader, query="q=x")
    asked = cataloguing.suggest(actor=cast.stranger, record=record.pk, field="title", proposed="机械制图学")
    copy = catalogue.record(id=record.pk).copies[0]
    invited = members.invite(actor=cast.manager, library="EAST", role="librarian")
    [letter] = mail.letters()
    task = work.ask(actor=cast.librarian, title="搬书架", asking="EAST", to=work.Address("EAST"),
                    visibility="library", at=timezone.now())  # fmt: skip
    post = duties_cards.Post("EAST", cast.manager.key)
    duty = duties.set_duty(actor=cast.office, name=Said("文献传递", "Document delivery"))
    holding = duties.give_duty(actor=cast.office, duty=duty, to=post)
    turns = [
        duties_rota.add_shift(actor=cast.office, duty=duty, day=timezone.localdate() + timedelta(days=2),
                              starts=time(hour), ends=time(hour + 1), to=whose)
        for hour, whose in ((9, post), (14, duties_cards.Post("EAST", cast.librarian.key)))
    ]  # fmt: skip
    swap = duties_swaps.propose_swap(actor=cast.manager, mine=turns[0], theirs=turns[1])
    terminal = loans.add_terminal(actor=cast.manager, library="EAST", name="EAST-1").terminal
    group = readers.groups()["undergraduate"]
    reader = readers.somebody().reader
    request = sharing.place(
        actor=cast.manager, reader=reader.key, citation={"title": "无此书"}, library="EAST"
    )
    sheet = cards.bring_sheet(
        actor=cast.manager,
        library="EAST",
        name="新生.csv",
        chunks=["学号,姓名\nX-1,\n".encode()],
        choices=cards.SheetChoices(),
    )
    given: dict[str, Any] = {
        "edition": edition, "record": record.pk, "load": load.pk, "reject": reject.pk, "symbol": "EAST",
        "code": "main", "form": "csv", "n": 1, "said_by": copy.said_by, "key": copy.key, "name": "author",
        "secret": shared.secret, "uidb36": "1", "term": "", "id": edition,
        "provider_id": "nowhere", "pk": 1,
    }  # fmt: skip
    apart = {
        "members:person": {"key": cast.reader.key},
        **{f"members:{name}": {"id": invited.id} for name in ("invite-again", "withdraw-invitation")},
        **{f"members:{name}": {"id": letter.id} for name in ("letter", "letter-again", "letter-handed")},
        "members:accept": {"secret": invited.link.rpartition("/")[2].partition("?")[0]},
        "members:letting-in": {"key": cast.reader.key},
        **{
            f"cards:{name}": {"key": reader.key}
            for name in (
                "reader",
                "edit-reader",
                "block",
                "merge",
                "close-reader",
                "act-on-reader",
            )
        },
        "members:agency": {"id": members.agency_tree().id},
        "members:bound": {"name": "members.trial-months"},
        "office:parcel": {"id": members.pack(actor=cast.manager, symbol="EAST").id},
        **{f"work:{name}": {"id": task.id, "action": "accept"} for name in ("item", "take", "undo")},
        **{f"office:duty-{name}": {"id": duty} for name in ("edit", "give", "transfer", "rota", "copy")},
        "office:duty": {"id": duty},
        **{f"office:duty-{name}": {"id": holding} for name in ("backup", "holder-end")},
        "office:duty-turn": {"id": turns[0], "action": "take"},
        "office:duty-swap": {"id": swap},
        **offices.papers(cast.office),
        **{
            f"search:{name}": {"id": catalogue.editions(ids=[edition])[0].work}
            for name in ("work", "api-1:work")
        },
        "cards:group": {"id": group},
        **{f"cards:{name}": {"id": sheet.id} for name in ("sheet", "sheet-columns", "sheet-broken")},
        "cards:rule": {"id": 1},  # one of the usual ones, which are there from the first day
        **{f"loans:{name}": {"id": terminal.id} for name in ("terminal", "terminal-password")},
        "loans:slip": {"thing": 1},
        "loans:slips": {"what": "ready"},
        **{
            f"sharing:{name}": {"number": request.number, "action": "send"}
            for name in (
                "request",
                "api-request",
                "api-act",
                "match",
                *(
                    f"desk-{what}"
                    for what in (
                        "request",
                        "label",
                        "act",
                        "message",
                        "undo",
                        "read",
                        "document",
                        "document-act",
                        "partner",
                    )
                ),
            )
        },
        **{f"sharing:{name}": {"number": 0} for name in ("rules-version", "rules-trial", "rules-act")},
        **{f"sharing:{name}": {"number": 0} for name in ("simulation", "simulation-file")},
        **{f"sharing:{name}": {"month": "2026-01"} for name in ("statement", "statement-csv")},
        "sharing:courier": {"id": route_rows.a_line()},
        "sharing:partner": {"id": route_rows.a_partner()},
        "sharing:approval": {"id": agency_rows.asked_of("EAST", request.number)},
        **eresources.furnished(cast.manager, "EAST"),
        "delivery:scanned": {"document": 0},
        "resources:resolver": {
            "id": targets.set_target(
                actor=cast.manager, library="EAST", name=Said("", "Union"), base="https://union.example.cn/r"
            ).id
        },
        "review:pair": {"id": doubt},
        "cataloguing:suggestion": {"id": asked.id},
        "cataloguing:decide": {"id": asked.id},
        "browse:class": {"code": "I"},
        "browse:alphabet": {"name": "titles"},
        "browse:author": {"name": "张三"},
        "browse:subject": {"term": "制图"},
        "lists:saved": {"id": saved.id},
        **{f"lists:{name}": {"id": kept.id} for name in ("list", "entry", "list-as")},
        "lists:list-as": {"id": kept.id, "form": "ris"},
        "lists:shared-as": {"form": "ris"},
        "lists:device-as": {"form": "ris"},
        "account_confirm_email": {"key": "k"},
        "account_reset_password_from_key": {"key": "k"},
    }
    found = {name: address(name, {**given, **apart.get(name, {})}) for name in WHOM if "(" not in name}
    return {**found, "members:(unnamed)": "/accounts/email/", "(unnamed)": "/accounts/social/signup/"}


def address(name: str, given: Mapping[str, Any]) -> str:
    *spaces, last = name.split(":")
    resolver = get_resolver()
    for space in spaces:
        resolver = resolver.namespace_dict[space][1]
    [(_, wanted), *_] = resolver.reverse_dict.getlist(last)[0][0]
    return reverse(name, kwargs={word: given[word] for word in wanted})


def clients() -> dict[str, Client]:
    found = {}
    for name, username in ACTORS.items():
        found[name] = Client(headers={"accept-language": "en"})
        if username:
            found[name].force_login(testing.user(username), backend=BACKEND)
    return found


def got(answer: Any) -> str:
    if answer.streaming:
        answer.close()  # a file, which nobody reads here
    if answer.status_code in {404, 405, 403}:
        return "p" if answer.status_code == 405 else "a"
    to_login = answer.status_code in {301, 302} and "/accounts/login" in answer["Location"]
    return "l" if to_login else "o" if answer.status_code < 500 else "!"


OTHERWISE = {
    "cataloguing:suggestion", "delivery:copy", "delivery:open", "delivery:scanned", "office:edit-activity",
    "sharing:desk-document",
}  # fmt: skip
"""Of these the wall's world has what its five see otherwise than the table says for most things."""


def sweeps(name: str) -> bool:
    """Asked here in every run; of all others the tenant wall asks the same five, on things of its own world,
    and says so when it does not (tests/wall/test_wall.py).
    """
    return name in OTHERWISE or name.startswith("review:") or WHOM[name] in {PUBLIC, NOBODY}


def held_to_the_table(addresses: Mapping[str, str]) -> dict[str, str]:
    """What is not as the table says."""
    asking = clients()
    found = {name: "".join(got(one.get(at)) for one in asking.values()) for name, at in addresses.items()}
    return {name: told for name, told in found.items() if told != WHOM[name]}


def test_each_is_there_for_those_it_is_for_and_for_nobody_else(addresses):
    assert held_to_the_table({name: at for name, at in addresses.items() if sweeps(name)}) == {}


@pytest.mark.prove
def test_each_address_is_there_for_those_it_is_for(addresses):
    """All of them, also those of which the wall asks in every run."""
    assert held_to_the_table(addresses) == {}


STRANGERS = ("visitor", "reader", "partner")
OPEN_TO_STRANGERS = {
    "members:sign-in-as",  # of demo people, at the machine itself; here there are none
    "members:test-mail",  # a test letter to oneself, who here has no address
    "members:here", "lists:overview", "account_login", "account_logout", "account_signup",
}  # fmt: skip


def test_what_strangers_send_changes_nothing_of_others(addresses):
    """Empty forms: somebody who may write is told what is missing; for all others nothing is there."""
    asking, before = clients(), Event.objects.count()
    for name, at in addresses.items():
        for place, who in enumerate(STRANGERS):
            if WHOM[name] in {STAFF, OFFICE, NOBODY, POSTED, OWNER, SERVES} and name not in OPEN_TO_STRANGERS:
                if WHOM[name] == OWNER and who == "reader":
                    continue
                assert got(asking[who].post(at)) in {"a", "l", "p"}, (name, who, place)
    assert Event.objects.count() == before


def test_planted_a_door_left_open_is_seen(addresses, monkeypatch):
    from commonshelf.members.domain import permissions, rules

    everybody = rules.Rule("planted", lambda actor, of: True)
    monkeypatch.setattr(permissions, "TABLE", {**permissions.TABLE, "cataloguing.read-desk": (everybody,)})
    asking = clients()
    seen = "".join(got(one.get(addresses["cataloguing:record"])) for one in asking.values())
    assert seen != STAFF
