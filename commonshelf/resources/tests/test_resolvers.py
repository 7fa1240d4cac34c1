"""Other resolvers: who enters them, what can be one, and that nobody is led anywhere else."""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.testing import copy, load, marc
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.members.cards import Said
from commonshelf.members.testing import cast, user
from commonshelf.resources import citing, targets
from commonshelf.resources.domain import hosts
from commonshelf.wire.openurl.citation import Citation, tidy
from commonshelf.wire.openurl.read import read
from commonshelf.wire.openurl.write import hybrid

EVIL = (
    "https://evil.example/", "http://evil.example", "//evil.example", "///evil.example", "////evil.example",
    "https:evil.example", "https:/evil.example", "https:///evil.example", "\\\\evil.example",
    "/\\evil.example",
    "\\/evil.example", "https:\\\\evil.example", "javascript:alert(1)", "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "vbscript:x", "file:///etc/passwd", "ftp://evil.example", "https://good.example@evil.example/",
    "https://good.example:x@evil.example", "https://evil.example#good.example", "https://evil.example\\@good.example",
    "https://evil.example%00.good.example", "https://evil.example%2egood.example/", " https://evil.example",
    "\thttps://evil.example", "https://evil.exa\nmple", "%0d%0aLocation:https://evil.example",
    "\r\nLocation: https://evil.example", "https://2130706433/", "https://0x7f.1/", "https://[::1]/",
    "https://127.0.0.1/", "https://evil。example/", "https://evil.example/..//good.example", "https://evil.example?",
    "x:https://evil.example", "//google.com/%2f..", "/%5cevil.example", "http:evil.example/path",
)  # fmt: skip
BAD_BASES = (
    "", "evil", "javascript:alert(1)//https://x.example", "data:text/html,x", "file:///etc/passwd",
    "//evil.example", "https://", "https:///x", "https://user@evil.example/", "https://user:pw@evil.example/",
    "https://127.0.0.1/",
    "https://[::1]/", "https://2130706433/", "https://localhost/", "https://evil.example/#x", "https://evil\\.example",
    "https://evil.exa mple/", "https://evil.exa\nmple/", "https://evil.example:99999/", "ftp://evil.example/",
    "https://evil\u202e.example/", "https://-evil.example/", "https://evil..example/", "x" * 400,
)  # fmt: skip

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return cast()


def entered(actor=None, library="", base="https://resolver.example.edu/openurl", **more):
    return targets.set_target(
        actor=actor or members.operator(), library=library, name=Said("馆藏网", "Union"), base=base, **more
    )


def test_the_office_enters_the_alliances_and_a_manager_their_own(people):
    entered(people.office)
    entered(people.manager, library="EAST", base="https://east.example.edu/r?inst=7")
    for actor, library in (
        (people.manager, ""),
        (people.manager, "WEST"),
        (people.librarian, "EAST"),
        (people.partner, "EAST"),
        (people.stranger, ""),
        (people.visitor, "EAST"),
    ):
        with pytest.raises(Absent):
            entered(actor, library=library)
    assert [one.library for one in targets.targets_for(library="EAST")] == ["", "EAST"]
    assert [one.library for one in targets.targets_for(library="WEST")] == [""]


def test_one_is_changed_by_its_own_and_only_as_it_was_seen(people):
    card = entered(people.manager, library="EAST")
    with pytest.raises(Absent):  # another library's cannot be taken over by naming one's own
        entered(people.partner, library="WEST", id=card.id, version=1)
    with pytest.raises(Refusal, match="changed"):
        entered(people.manager, library="EAST", id=card.id, version=9)
    entered(people.manager, library="EAST", id=card.id, version=1, active=False)
    assert targets.targets_for(library="EAST") == ()


@pytest.mark.parametrize("base", BAD_BASES)
def test_what_is_no_address_of_a_resolver_is_refused(people, base):
    with pytest.raises(Refusal, match="bad-resolver"):
        entered(people.office, base=base)


def test_a_host_in_chinese_is_kept_in_ascii(people):
    assert hosts.host_of(entered(people.office, base="https://图书馆.中国/r").base).startswith("xn--")


@pytest.mark.parametrize("payload", EVIL)
def test_no_citation_moves_the_host(people, payload):
    card = entered(people.office)
    said = read(
        f"title={payload}&rft_id={payload}&rfr_id={payload}&rft.atitle={payload}&id={payload}".encode()
    )
    for one in targets.ways_on(library="", citation=said):
        assert urlsplit(one.url).netloc == "resolver.example.edu"
        assert one.url.startswith(f"{card.base}?")
        assert all(sign.isprintable() and sign != " " for sign in one.url)


@given(
    st.text(max_size=60),
    st.sampled_from(["https://a.example/r", "https://a.example/r?x=1", "https://a.example"]),
)
def test_whatever_is_asked_the_host_stays(words, base):
    address = hosts.with_query(hosts.base(base), citing_query(words))
    assert urlsplit(address).netloc == "a.example"
    assert read(urlsplit(address).query.encode()).title == Citation(title=words_of(words)).title


def words_of(text):
    return tidy(text)


def citing_query(words):
    return hybrid(Citation(title=words_of(words)))


def an_edition():
    load(
        marc("EAST-1", "红楼梦", "曹雪芹", copy("E1")),
        library="EAST",
    )
    return catalogue.labelled(barcode="E1", library="EAST")[0].edition


def test_an_edition_carries_coins_and_the_way_on(client, people):
    edition = an_edition()
    entered(people.office)
    page = client.get(f"/edition/{edition}", {"lang": "en"}).content.decode()
    coins = html.unescape(re.search(r'class="Z3988" title="([^"]*)"', page)[1])
    said = read(coins.encode())
    assert (said.title, said.authors, said.format) == ("红楼梦", ("曹雪芹",), "book")
    link = html.unescape(re.search(r'href="(https://resolver[^"]*)"', page)[1])
    assert parse_qs(urlsplit(link).query)["title"] == ["红楼梦"]
    assert 'rel="nofollow noopener noreferrer external"' in page


def test_an_empty_result_leads_on_with_its_words(client, people):
    assert "resolver.example.edu" not in client.get("/search", {"q": "没有这本书"}).content.decode()
    entered(people.office)
    page = client.get("/search", {"q": "没有<这>本书"}).content.decode()
    link = html.unescape(re.search(r'href="(https://resolver[^"]*)"', page)[1])
    assert parse_qs(urlsplit(link).query)["title"] == ["没有<这>本书"]


def test_the_pages_of_the_list(client, people):
    client.force_login(user("manager"))
    listed = client.get("/resolvers", {"lang": "en"}, headers={"host": "localhost:8123"}).content.decode()
    assert "None yet" in listed
    assert "http://localhost:8123/openurl" in listed  # as it is reached, not as a setting guesses
    bad = client.post(
        "/resolvers/new", {"library": "EAST", "name_zh": "甲", "base": "javascript:x", "key": "1"}
    )
    assert bad.status_code == 400
    assert "甲" in bad.content.decode()
    told = {
        "library": "EAST",
        "name_zh": "甲",
        "base": "https://east.example.edu/r",
        "active": "on",
        "key": "2",
    }
    assert client.post("/resolvers/new", told)["Location"] == "/resolvers"
    assert client.post("/resolvers/new", {**told, "library": "WEST"}).status_code == 400
    card = targets.targets(actor=people.manager)[0]
    here = f"/resolvers/{card.id}"
    assert "https://east.example.edu/r" in client.get(here).content.decode()
    client.post(here, {**told, "name_zh": "乙", "version": "1", "key": "3"})
    assert targets.target(actor=people.manager, id=card.id).name.zh == "乙"
    for who in ("partner", "stranger", "reader"):
        client.force_login(user(who))
        assert client.get(here).content == client.get("/resolvers/999999").content


def test_what_an_edition_and_a_question_say_of_themselves():
    said = citing.of_words("  红楼梦\u200b ")
    assert (said.title, said.genre) == ("红楼梦", "unknown")
    assert said.source.endswith(":commonshelf")
