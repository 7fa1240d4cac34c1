"""The pages of sources and loads, from the first file to the report."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from commonshelf.catalogue import api
from commonshelf.catalogue.models import Load, Reject, Source
from commonshelf.catalogue.testing import copy, file_of, load, marc
from commonshelf.members import testing
from commonshelf.news import api as news

PAGES = [
    "/sources",
    "/sources/EAST/main",
    "/sources/EAST/main/upload",
    "/loads",
    "/loads/{load}",
    "/loads/{load}/rejects",
    "/loads/{load}/rejects/{reject}",
]


@pytest.fixture
def loaded(cast):
    return load(marc("1", "红楼梦", "曹雪芹", copy("B1")), b"00047 no record\x1e\x1d")


def signed_in(who):
    client = Client()
    client.force_login(testing.user(who), backend="django.contrib.auth.backends.ModelBackend")
    return client


def at(page, card):
    return page.format(load=card.id, reject=Reject.objects.first().pk)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", ["office", "manager", "cataloguer"])
def test_who_keeps_the_records_sees_every_page(loaded, page, who):
    assert signed_in(who).get(at(page, loaded)).status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_strangers_and_partners_learn_nothing(loaded, page):
    address = at(page, loaded)
    nowhere = signed_in("stranger").get("/loads/999999")
    for client in (Client(), signed_in("stranger"), signed_in("reader")):
        assert client.get(address).status_code == 404
    foreign = signed_in("stranger").get(address)
    assert foreign.content == nowhere.content
    partner = signed_in("partner").get(address)
    own_list = page in {"/sources", "/loads"}
    assert partner.status_code == (200 if own_list else 404)
    assert "红楼梦".encode() not in partner.content


def test_librarians_look_but_do_not_load(loaded):
    client = signed_in("librarian")
    assert client.get(f"/loads/{loaded.id}").status_code == 200
    assert client.get("/sources/EAST/main/upload").status_code == 404
    assert client.post(f"/loads/{loaded.id}/go-on").status_code == 404
    assert b"/upload" not in client.get("/sources").content


@pytest.mark.parametrize("page", ["/loads/{load}/stop", "/loads/{load}/go-on", "/loads/{load}/repeat"])
def test_acts_are_posted_and_not_by_outsiders(loaded, page):
    address = at(page, loaded)
    assert signed_in("manager").get(address).status_code == 405
    for who in ("partner", "stranger", "reader", "librarian"):
        assert signed_in(who).post(address).status_code == 404


def send(client, name, content):
    return client.post("/sources/EAST/main/upload", {"file": SimpleUploadedFile(name, content)}, follow=True)


def field(answer, name):
    return re.search(rf'name="{name}" value="([^"]*)"', answer.content.decode())[1]


def test_from_a_file_to_the_report(cast):
    client = signed_in("cataloguer")
    records = file_of([marc("1", "红楼梦", "曹雪芹", copy("B1")), marc("2", "西游记")]).read_bytes()
    answer = send(client, "目录.mrc", records + b"00047 no record\x1e\x1d")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "红楼梦" in text
    assert "目录.mrc" in text
    assert not Load.objects.exists()
    told = {"upload": field(answer, "upload"), "key": field(answer, "key"), "syntax": "", "charset": ""}
    rehearsal = client.post("/sources/EAST/main/preview", {**told, "do": "rehearse"})
    deliver()
    page = client.get(rehearsal["Location"])
    assert "没有写入任何内容" in page.content.decode()
    performance = client.post(f"{rehearsal['Location']}/repeat", {"key": "k"})
    deliver()
    page = client.get(performance["Location"]).content.decode()
    assert "装入完成" in page
    [reject] = Reject.objects.filter(load=Load.objects.latest("id"))
    assert f"/rejects/{reject.pk}" in page
    raw = client.get(f"{performance['Location']}/rejects/{reject.pk}")
    assert raw.content == b"00047 no record\x1e\x1d"
    assert raw["Content-Disposition"].startswith("attachment")
    assert api.edition_count() == 2


def deliver():
    from django.utils import timezone

    news.work_once(now=timezone.now(), include=["catalogue.run-load"], turns=False)


def test_after_the_rehearsal_one_may_go_back_and_load(cast):
    """The page the browser kept carries the key of the rehearsal; to load is another act."""
    client = signed_in("cataloguer")
    answer = send(client, "a.mrc", file_of([marc("1", "红楼梦")]).read_bytes())
    told = {"upload": field(answer, "upload"), "key": field(answer, "key"), "syntax": "", "charset": ""}
    for do in ("rehearse", "load", "load"):  # and a double click is one load
        client.post("/sources/EAST/main/preview", {**told, "do": do})
    assert list(Load.objects.order_by("id").values_list("dry_run", flat=True)) == [True, False]


def test_a_table_is_mapped_by_its_headings(cast):
    client = signed_in("cataloguer")
    answer = send(client, "书目.csv", "甲,作者\n红楼梦,曹雪芹\n".encode())
    assert answer.status_code == 400
    assert "请指明哪一列是题名" in answer.content.decode()
    told = {"upload": field(answer, "upload"), "key": "k", "column-0": "title", "column-1": "author"}
    again = client.post("/sources/EAST/main/preview", {**told, "do": "look"})
    assert again.status_code == 200
    assert "红楼梦</h3>" in again.content.decode()
    client.post("/sources/EAST/main/preview", {**told, "do": "load"})
    assert Source.objects.get().columns == {"title": "甲", "author": "作者"}


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("x.mrc", b"", "是空的"),
        ("x.pdf", b"%PDF-1.4 ...", "不是记录文件"),
        ("x.xml", b'<?xml version="1.0"?><!DOCTYPE a><collection/>', "DOCTYPE"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(cast, name, content, said):
    answer = send(signed_in("cataloguer"), name, content)
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert name in answer.content.decode()


def test_no_file_at_all(cast):
    answer = signed_in("cataloguer").post("/sources/EAST/main/upload", {})
    assert answer.status_code == 400
    assert "请至少选一个" in answer.content.decode()


def test_an_upload_is_for_its_own_source_and_unforged(cast):
    client = signed_in("office")
    answer = send(client, "a.mrc", file_of([marc("1")]).read_bytes())
    token = field(answer, "upload")
    assert client.get("/sources/WEST/main/preview", {"upload": token}).status_code == 404
    assert client.get("/sources/EAST/main/preview", {"upload": token + "x"}).status_code == 404
    assert client.get("/sources/EAST/main/preview").status_code == 404
    assert client.get("/sources/EAST/main/preview", {"upload": token}).status_code == 200


def test_a_running_load_is_polled_and_can_be_stopped(cast, tmp_path):
    client = signed_in("manager")
    card = api.start_load(actor=cast.manager, library="EAST", files=[file_of([marc("1")], tmp_path)])
    page = client.get(f"/loads/{card.id}").content.decode()
    assert 'hx-trigger="every 2s"' in page
    assert f'href="/loads/{card.id}"' in page  # the same without a script
    part = client.get(f"/loads/{card.id}", headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    assert "HX-Refresh" not in part
    client.post(f"/loads/{card.id}/stop", {"key": "k"})
    assert Load.objects.get().state == "stopped"
    assert client.get(f"/loads/{card.id}", headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    client.post(f"/loads/{card.id}/go-on", {"key": "k2"})
    deliver()
    assert Load.objects.get().state == "done"


def test_held_back_deletions_wait_for_a_yes(cast):
    load(*[marc(str(n), f"书 {n}") for n in range(30)])
    card = load(marc("1", "书 1"), full=True)
    client = signed_in("manager")
    assert "超过一半" in client.get(f"/loads/{card.id}").content.decode()
    client.post(f"/loads/{card.id}/go-on", {"key": "k", "sure": "yes"})
    deliver()
    assert api.edition_count() == 1


def test_settings_are_kept_and_mistakes_said_at_their_field(cast):
    client = signed_in("cataloguer")
    told = {
        "version": "1",
        "key": "k",
        "syntax": "",
        "charset": "gb18030",
        "local_id": "035a",
        "profile": "koha",
        "branches": "ZTSG = main\nnonsense",
        "statuses": "在馆＝on-shelf",
        "columns": "title = 书名",
    }
    assert client.post("/sources/EAST/main", told).status_code == 302
    saved = Source.objects.get()
    assert (saved.charset, saved.local_id, saved.columns) == ("gb18030", "035a", {"title": "书名"})
    assert saved.holdings == {
        "profile": "koha",
        "branches": {"ZTSG": "main"},
        "statuses": {"在馆": "on-shelf"},
    }
    assert "ZTSG = main" in client.get("/sources/EAST/main").content.decode()
    wrong = client.post("/sources/EAST/main", {**told, "local_id": "?", "key": "k2"})
    assert wrong.status_code == 400
    assert "不是字段" in wrong.content.decode()


@pytest.mark.parametrize(("form", "kind"), [("csv", "text/csv"), ("xlsx", "spreadsheetml")])
def test_the_template_can_be_loaded_once_filled_in(cast, form, kind):
    answer = signed_in("cataloguer").get(f"/sources/template.{form}")
    assert answer.status_code == 200
    assert kind in answer["Content-Type"]
    assert Client().get(f"/sources/template.{form}").status_code == 404
    assert signed_in("cataloguer").get("/sources/template.exe").status_code == 404


def test_both_languages(loaded):
    client = signed_in("manager")
    assert "What was rejected, and why" in client.get(f"/loads/{loaded.id}?lang=en").content.decode()
    assert "退回了什么" in client.get(f"/loads/{loaded.id}?lang=zh-hans").content.decode()


def test_lists_ask_as_often_for_ten_as_for_twenty(cast, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = signed_in("manager")
    counts = []
    for _ in range(2):
        for n in range(10):
            load(marc(f"{n}", f"书 {n} {len(counts)}"))
        client.get("/loads")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get("/loads")
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("text", ["x", "9" * 30, "9" * 5000, "-1", "²"])
def test_numbers_nobody_meant_are_no_numbers(cast, loaded, text):
    client = signed_in("manager")
    assert client.get(f"/loads/{loaded.id}/rejects", {"start": text}).status_code == 200
    api.set_source(actor=cast.manager, library="EAST", charset="utf-8")
    answer = client.post("/sources/EAST/main", {"version": text, "local_id": "001"})
    assert answer.status_code == 400  # a form nobody filled in from what stands there
