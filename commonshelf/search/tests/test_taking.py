"""What is taken along from editions and searches, by whom, and what other programs read."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from html import unescape
from urllib.parse import unquote

import pytest
import rispy
import time_machine
from django.test import Client
from lxml import etree

from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue import testing as files
from commonshelf.kernel.actor import Agent
from commonshelf.members import api as members
from commonshelf.members import testing
from commonshelf.search import api, exporting, feeds
from commonshelf.search.api import Ask

pytestmark = pytest.mark.django_db
PRIVATE = (files.data("541", ("a", "赠送"), ("h", "12.00"), ind="0 "), files.data("590", ("a", "馆长赠书")))
ENDINGS = ("", "/desk", ".ris", ".bib", ".csl.json", ".mrc", ".xml")


@pytest.fixture
def people(fresh_index):
    return testing.cast()


@pytest.fixture
def book(people):
    """An edition of EAST and WEST; each record says something private."""
    files.load(files.marc("e1", "边城", "沈从文", files.copy("B1"), *PRIVATE), library="EAST")
    files.load(files.marc("w1", "边城", "沈从文", files.copy("W1"), *PRIVATE), library="WEST")
    api.drain()
    return id_of("边城")


@pytest.fixture
def zh():
    return Client(headers={"accept-language": "zh-CN"})


def id_of(words):
    return api.find(ask=Ask(words=words)).ids[0]


def signed_in(username):
    client = Client(headers={"accept-language": "en"})
    client.force_login(testing.user(username))
    return client


# -- MARC, and whose business it is


@pytest.mark.parametrize("ending", [".mrc", ".xml"])
def test_a_visitor_gets_no_private_field(zh, book, ending):
    sent = zh.get(f"/edition/{book}{ending}").content.decode()
    assert "边城" in sent
    for private in ("12.00", "馆长赠书", "B1", "W1"):
        assert private not in sent, private


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("cataloguer", {"EAST"}),
        ("librarian", {"EAST"}),
        ("manager", {"EAST"}),
        ("partner", {"WEST"}),
        ("office", {"EAST", "WEST"}),
        ("reader", set()),
        ("stranger", set()),
        ("auditor", set()),
    ],
)
def test_staff_get_their_own_records_as_received(book, who, sees):
    sent = signed_in(who).get(f"/edition/{book}.mrc").content
    card = catalogue.edition(id=book)
    for member in card.members:
        raw, _ = catalogue.record_bytes(record=member.record)
        assert (raw in sent) is (member.library in sees), member.library
    assert sent.count("馆长赠书".encode()) == len(sees)


def test_a_record_with_nothing_private_goes_out_byte_for_byte(people):
    record = files.marc("e2", "茶馆", "老舍")
    files.load(record, library="EAST")
    api.drain()
    member = catalogue.edition(id=id_of("茶馆")).members[0]
    visitor = members.actor_for(user=testing.user("stranger"), agent=Agent.WEB)
    raw, syntax = catalogue.record_copy(actor=visitor, record=member.record)
    assert (raw, syntax) == (files.iso2709(record), "iso2709")


# -- references


def test_an_edition_in_every_form(zh, book):
    at = f"/edition/{book}"
    assert rispy.loads(zh.get(f"{at}.ris").content.decode())[0]["title"] == "边城"
    bib = zh.get(f"{at}.bib")
    assert bib["Content-Disposition"] == f"attachment; filename*=UTF-8''{book}.bib"
    assert "author = {{沈从文}}" in bib.content.decode()
    (item,) = json.loads(zh.get(f"{at}.csl.json").content)
    assert (item["title"], item["URL"]) == ("边城", f"http://testserver{at}")
    page = zh.get(at).content.decode()
    for code in exporting.FORMS:
        assert f'href="{at}.{code}" download' in page
    for cited in ("沈从文. 边城[M].", "沈从文. (1996). 边城.", "沈从文. 边城. 示范出版社, 1996."):
        assert cited in unescape(page)


def test_a_whole_search_is_taken_up_to_a_limit(zh, people, monkeypatch):
    files.load(*(files.marc(f"s{n}", f"山海志{n}", "某人", year=f"{1950 + n}") for n in range(8)))
    api.drain()
    assert len(json.loads(zh.get("/search.csl.json?q=山海志").content)) == 8
    ids = re.findall(
        r"@book\{[^,]*-(\d+),", zh.get("/search.bib?q=山海志&sort=newest&page=2").content.decode()
    )
    assert [int(id) for id in ids] == list(api.find(ask=Ask(words="山海志", sort="newest")).ids)
    assert "/search.bib?q=%E5%B1%B1%E6%B5%B7%E5%BF%97" in zh.get("/search?q=山海志").content.decode()
    nothing = zh.get("/search.ris?q=zzqqxx")
    assert nothing.status_code == 404
    assert "没有可带走的内容" in nothing.content.decode()


def test_every_address_of_a_joined_edition_leads_on_and_of_a_gone_one_says_so(zh, people, tmp_path):
    one = files.marc("m1", "合并之书", "某人", year="1990")
    other = files.marc("m2", "合并之书", "某人", year="1991", isbn="9799000000028")
    files.load(one, other)
    api.drain()
    first, second = sorted(api.find(ask=Ask(words="合并之书")).ids)
    files.load(files.marc("m2", "合并之书", "某人", year="1990", isbn="9799000000028"))
    kept = catalogue.editions(ids=(first, second))[0].id
    gone = second if kept == first else first
    for ending in ENDINGS:
        answer = zh.get(f"/edition/{gone}{ending}")
        assert (answer.status_code, answer["Location"]) == (301, f"/edition/{kept}{ending}"), ending
    path = tmp_path / "all.deletes"
    path.write_text("m1\nm2\n")
    files.load_file(path)
    for ending in ENDINGS:
        assert zh.get(f"/edition/{kept}{ending}").status_code == 410, ending


# -- works


def work_of(id):
    return catalogue.edition(id=id).work


@pytest.fixture
def work(people):
    """Two editions and a translation of one work; EAST lends the old one, WEST has the new one."""
    lent = files.data("952", ("b", "main"), ("o", "I1/1"), ("p", "L1"), ("q", "2030-01-01"))
    original = files.data("240", ("a", "山海志"), ind="10")
    english = files.marc("w2", "The hills and the seas", "某人", original, year="2005")
    english = english._replace(
        fields=tuple(
            f._replace(data=f.data.replace("chi", "eng")) if f.tag == "008" else f for f in english.fields
        )
    )
    files.load(files.marc("e1", "山海志", "某人", lent, year="1980"), library="EAST")
    files.load(files.marc("w1", "山海志", "某人", files.copy("W1"), year="2001"), english, library="WEST")
    api.drain()
    return {
        year: id
        for id in api.find(ask=Ask(words="某人")).ids
        for year in [catalogue.edition(id=id).facts.year]
    }


def text(answer):
    page = re.sub(r"<head>.*?</head>", "", answer.content.decode(), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page)).split())


def test_a_work_shows_its_editions_by_language_the_readers_own_first(zh, work):
    number = work_of(work[1980])
    assert {work_of(id) for id in work.values()} == {number}
    page = text(zh.get(f"/works/{number}"))
    assert "3 种版本，2 种语言" in page
    assert (
        page.rindex("中文")
        < page.rindex("2001")
        < page.index("1980")
        < page.rindex("英语")
        < page.index("2005")
    )
    english = text(Client(headers={"accept-language": "en"}).get(f"/works/{number}"))
    assert english.index("2005") < english.index("2001")


def test_a_sooner_edition_is_named_beside_one_that_is_lent(zh, work):
    lent = zh.get(f"/edition/{work[1980]}")
    assert "不挑版本的话" in text(lent)
    assert f'href="/edition/{work[2001]}/desk?branch=WEST/main"' in lent.content.decode()
    assert "全部 3 种版本" in text(lent)
    assert "不挑版本的话" not in text(zh.get(f"/edition/{work[2001]}"))
    assert "不挑版本的话" not in text(zh.get(f"/edition/{work[2005]}"))


def test_results_lead_once_to_the_editions_of_a_work(zh, work):
    page = zh.get("/search?q=某人").content.decode()
    assert page.count(f'href="/works/{work_of(work[1980])}"') == 1


def test_a_work_nobody_holds_is_absent(zh, people):
    assert zh.get("/works/999999").status_code == 404


# -- with a filter the libraries asked for speak first


@time_machine.travel(datetime(2099, 3, 2, 2, tzinfo=UTC), tick=False)
def test_the_sentence_speaks_of_the_libraries_asked_for_and_then_of_others(zh, people):
    away = files.data("952", ("b", "main"), ("o", "I1/1"), ("p", "L1"), ("q", "2030-01-01"))
    files.load(files.marc("e1", "子夜", "茅盾", away), library="EAST")
    files.load(files.marc("w1", "子夜", "茅盾", files.copy("W1", "I2/2")), library="WEST")
    api.drain()
    everywhere = text(zh.get("/search?q=子夜"))
    assert "别馆在架" not in everywhere
    filtered = text(zh.get("/search?q=子夜&library=EAST"))
    assert "1 册都已借出（东馆）。 别馆在架：西馆二楼 I2/2 ，今天开到 22:00。" in filtered


# -- what search engines and feed readers read


def linked_data(answer):
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', answer.content.decode())
    return json.loads(block)


def test_an_edition_in_the_words_of_schema_org(zh, book):
    told = linked_data(zh.get(f"/edition/{book}"))
    assert (told["@type"], told["name"], told["inLanguage"]) == ("Book", "边城", ["zh"])
    assert told["author"] == [{"@type": "Person", "name": "沈从文"}]
    offers = {offer["offeredBy"]["name"]: offer for offer in told["offers"]}
    assert set(offers) == {"东馆", "西馆"}
    assert told["@id"] == f"http://testserver/edition/{book}"
    assert {offer["availability"] for offer in told["offers"]} <= {
        "https://schema.org/InStock", "https://schema.org/OutOfStock",
    }  # fmt: skip


def test_no_record_can_end_the_data_block(zh, people):
    files.load(files.marc("x1", "</script><script>alert(1)</script>&\u2028", "某人<b>"))
    api.drain()
    answer = zh.get(f"/edition/{id_of('alert')}")
    assert linked_data(answer)["name"].startswith("</script>")
    assert "<script>alert" not in answer.content.decode()


def test_a_work_in_the_words_of_schema_org(zh, work):
    told = linked_data(zh.get(f"/works/{work_of(work[1980])}"))
    assert {one["datePublished"] for one in told["workExample"]} == {"1980", "2001", "2005"}


@pytest.mark.parametrize("path", ["/search.rss?q=边城", "/new.rss", "/new.rss?library=EAST"])
def test_feeds_are_well_formed_and_lead_to_editions(zh, book, path):
    answer = zh.get(path)
    assert answer["Content-Type"] == "application/rss+xml; charset=utf-8"
    assert "max-age" in answer["Cache-Control"]
    channel = etree.fromstring(answer.content).find("channel")
    assert channel.findtext("language") == "zh-hans"
    assert (
        unquote(channel.find("{http://www.w3.org/2005/Atom}link").get("href")) == f"http://testserver{path}"
    )
    assert [item.findtext("link") for item in channel.iter("item")] == [f"http://testserver/edition/{book}"]
    assert "沈从文" in channel.find("item").findtext("description")


def test_arrivals_are_the_last_first_by_library_and_class(zh, people):
    files.load(files.marc("e1", "甲书", "某人", files.data("690", ("a", "I247"))), library="EAST")
    files.load(files.marc("w1", "乙书", "某人", files.data("690", ("a", "TP3"))), library="WEST")
    files.load(files.marc("e2", "丙书", "某人"), library="EAST")

    def titles(**asked):
        return [one.card.facts.title for one in catalogue.arrivals(**asked)]

    assert titles() == ["丙书", "乙书", "甲书"]
    assert titles(library="EAST") == ["丙书", "甲书"]
    assert titles(rows=1) == ["丙书"]
    assert "丙书" in text(zh.get("/new?library=EAST"))
    assert "乙书" not in text(zh.get("/new?library=EAST"))
    assert zh.get("/new?library=NOBODY").status_code == 404
    assert 'href="/new?library=EAST"' in zh.get("/library/EAST").content.decode()


def test_a_search_page_offers_its_feed_and_says_what_it_is(zh, book):
    page = zh.get("/search?q=边城").content.decode()
    assert 'type="application/rss+xml" href="/search.rss?q=%E8%BE%B9%E5%9F%8E"' in page
    assert '<meta name="description" content="“边城”：联盟各馆共有1 种版本' in page


def test_the_sitemap_lists_every_edition_once(zh, people, monkeypatch):
    monkeypatch.setattr(feeds, "PAGES_A_MAP", 2)
    files.load(*(files.marc(f"s{n}", f"书{n}", f"人{n}") for n in range(5)))
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    parts = etree.fromstring(zh.get("/sitemap.xml").content).xpath("//s:loc/text()", namespaces=space)
    listed, first = [], catalogue.edition_ids(above=0, up_to=10**9)[0]
    for part in parts[first // feeds.PAGES_A_MAP - 1 :]:  # the numbers below were never given
        listed += etree.fromstring(zh.get(part).content).xpath("//s:loc/text()", namespaces=space)
    last = catalogue.last_edition()
    ids = catalogue.edition_ids(above=0, up_to=last)
    assert [url for url in listed if "/edition/" in url] == [f"http://testserver/edition/{id}" for id in ids]
    assert zh.get(f"/sitemap-{last}.xml").status_code == 404
    assert zh.get("/sitemap-0.xml").status_code == 404
