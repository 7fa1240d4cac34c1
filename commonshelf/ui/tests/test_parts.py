"""Words, numbers, days and language marks as templates say them; places; the menu; the command base."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import NamedTuple

import pytest
import time_machine
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from commonshelf.kernel.actor import VISITOR, Actor
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.ui import api
from commonshelf.ui.command import Command, terminal_language
from commonshelf.ui.script import language_of, same_language
from commonshelf.ui.templatetags import shelf


class Said(NamedTuple):
    """As `members.cards.Said`, which lies above this room."""

    zh: str
    en: str

    def in_language(self, language):
        return (self.en or self.zh) if language == "en" else (self.zh or self.en)


NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)  # Monday 10:00 in Shanghai


def told(template, language="en", **context):
    with translation.override(language):
        return Template("{% load shelf %}" + template).render(Context(context))


@pytest.mark.parametrize(
    ("text", "languages", "tag"),
    [
        ("红楼梦", (), "zh"),
        ("The Story of the Stone", (), "en"),
        ("Le Petit Prince", ("fre",), "fr"),
        ("Hong lou meng", ("chi",), "zh-Latn"),
        ("吾輩は猫である", (), "ja"),
        ("羅生門", ("jpn",), "ja"),
        ("홍루몽", (), "ko"),
        ("Война и мир", (), "ru"),
        ("1984", ("eng",), ""),
        ("C++ 程序设计", ("chi",), "zh"),
        ("", (), ""),
    ],
)
def test_the_language_of_a_run(text, languages, tag):
    assert language_of(text, languages) == tag


def test_only_foreign_runs_are_marked():
    assert told("{{ t|marked }}", t="红楼梦") == '<span lang="zh">红楼梦</span>'
    assert told("{{ t|marked }}", "zh-hans", t="红楼梦") == "红楼梦"
    assert told("{{ t|marked }}", "zh-hans", t="Stone & Co") == '<span lang="en">Stone &amp; Co</span>'
    assert told("<h1{{ t|lang_of }}>", "zh-hans", t="Stone") == '<h1 lang="en">'
    assert told("<h1{{ t|lang_of }}>", "en", t="Stone") == "<h1>"
    assert not same_language("zh-Latn", "zh-hans")


@given(st.text())
def test_marking_never_lets_markup_through(text):
    out = str(told("{{ t|marked }}", "zh-hans", t=text))
    assert out.count("<") <= 2
    assert "<script" not in out


def test_words_in_both_languages():
    assert told("{{ w|said }}", "en", w=Said("书", "book")) == "book"
    assert told("{{ w|said }}", "zh-hans", w=Said("书", "")) == "书"
    assert told("{{ w|said }}", "en", w=Said("书", "")) == "书"
    assert told("{{ w|said }}", w=None) == ""


@pytest.mark.parametrize(
    ("value", "en", "zh"),
    [
        (0.0, "50 m", "50 米"),
        (0.31, "300 m", "300 米"),
        (2.14, "2.1 km", "2.1 公里"),
        (1234.5, "1,234 km", "1,234 公里"),
    ],
)
def test_distances(value, en, zh):
    assert told("{{ d|km }}", "en", d=value) == en.replace(" ", "\u00a0")
    assert told("{{ d|km }}", "zh-hans", d=value) == zh.replace(" ", "\u00a0")


@time_machine.travel(NOW, tick=False)
def test_days_and_moments():
    assert told("{{ d|day }}", "zh-hans", d=date(2026, 11, 21)) == "11 月 21 日"
    assert told("{{ d|day }}", "zh-hans", d=date(2025, 1, 2)) == "2025 年 1 月 2 日"
    assert told("{{ d|day }}", "en", d=date(2026, 11, 21)) == "21 November"
    assert told("{{ d|month }}", "zh-hans", d=date(2026, 10, 1)) == "2026 年 10 月"
    assert told("{{ d|month }}", "en", d=date(2026, 10, 1)) == "October 2026"
    assert told("{{ d|moment }}", "zh-hans", d=NOW) == "3 月 2 日 10:00"


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize(
    ("hours", "en", "zh"),
    [
        (3.5, "today at 13:30", "今天 13:30"),
        (22, "tomorrow at 08:00", "明天 08:00"),
        (46, "Wednesday at 08:00", "星期三 08:00"),
        (24 * 9, "11 March at 10:00", "3 月 11 日 10:00"),
    ],
)
def test_when_it_opens(hours, en, zh):
    at = NOW + timedelta(hours=hours)
    assert told("{{ d|opens }}", "en", d=at) == en
    assert told("{{ d|opens }}", "zh-hans", d=at) == zh


@pytest.mark.parametrize(
    ("value", "says"),
    [(1, "1 byte"), (640, "640 bytes"), (12_300, "12 KB"), (3_400_000, "3.4 MB"), (7e12, "7,000 GB")],
)
def test_sizes(value, says):
    with translation.override("en"):
        assert shelf.size(int(value)) == says


@pytest.fixture
def places(monkeypatch):
    monkeypatch.setattr(api, "_places", {})


def test_a_place_shows_what_rooms_put_there_in_turn(places):
    api.register_place("edition.get", lambda request, edition: f"<p>{edition}</p>")
    assert told('{% place "edition.get" edition=7 %}') == "&lt;p&gt;7&lt;/p&gt;"  # not marked safe: escaped
    from django.utils.html import format_html

    api.register_place("edition.get", lambda request, edition: format_html("<i>{}</i>", edition))
    assert told('{% place "edition.get" edition=7 %}').endswith("<i>7</i>")


def test_a_room_that_refuses_shows_nothing(places):
    def refuse(**passed):
        raise Absent

    api.register_place("search.empty", refuse)
    assert told('{% place "search.empty" asked=1 %}') == ""


def test_an_empty_place_is_nothing(places):
    assert told('{% place "edition.ask" edition=1 %}') == ""


def test_a_place_no_page_names_is_a_mistake_at_start():
    with pytest.raises(ValueError, match=r"edition\.got"):
        api.register_place("edition.got", lambda **passed: "")
    with pytest.raises(ValueError, match="nowhere"):
        told('{% place "nowhere" %}')


def test_the_menu_shows_what_one_may_do(monkeypatch):
    monkeypatch.setattr(api, "_nav", {})
    api.register_nav(name="b", label="B", url="b", order=2)
    api.register_nav(name="a", label="A", url="a", order=1)
    api.register_nav(
        name="w", label="W", url="w", area="staff", group="today", shown=lambda actor: actor.known
    )
    assert [e.name for e in api.nav_entries(actor=VISITOR, area="main")] == ["a", "b"]
    assert api.nav_entries(actor=VISITOR, area="staff") == []
    assert [e.name for e in api.nav_entries(actor=Actor(key="k"), area="staff")] == ["w"]


@pytest.mark.parametrize(("area", "group"), [("staff", ""), ("staff", "elsewhere"), ("person", "today")])
def test_an_entry_of_the_staff_stands_under_a_head_and_no_other_does(area, group):
    with pytest.raises(ValueError, match="GROUPS"):
        api.register_nav(name="w", label="W", url="w", area=area, group=group)


@pytest.mark.urls("commonshelf.site.urls")
def test_the_work_menu_says_where_one_is_once(monkeypatch):
    """/office/members lies within /office: only the nearer one is where one is."""
    from commonshelf.ui.context import work_menu

    monkeypatch.setattr(api, "_nav", {})
    for name, url, group in (("a", "office:home", "today"), ("b", "office:memberships", "libraries")):
        api.register_nav(name=name, label=name.upper(), url=url, area="staff", group=group)
    menu = work_menu(RequestFactory().get("/office/members/EAST"), Actor(key="k"))
    assert [(group["name"], group["here"]) for group in menu] == [("today", False), ("libraries", True)]
    assert [entry["here"] for group in menu for entry in group["entries"]] == [False, True]


@pytest.mark.django_db
def test_the_frame_leaves_out_addresses_that_are_not_installed(monkeypatch):
    from commonshelf.ui.context import frame

    monkeypatch.setattr(api, "_nav", {})
    api.register_nav(name="ghost", label="Ghost", url="nobody:has-this")
    assert frame(RequestFactory().get("/"))["frame"]["main"] == []


class Tries(Command):
    def add_arguments(self, parser):
        parser.add_argument("--mode", default="answer")

    def run(self, *, mode, **options):
        if mode == "refuse":
            raise Refusal("absent")
        return None if mode == "nothing" else {"read": 3, "title": "红楼梦", "rejects": []}


def run(*given):
    out, err = StringIO(), StringIO()
    command = Tries(stdout=out, stderr=err, no_color=True)
    options = vars(command.create_parser("commonshelf", "tries").parse_args(list(given)))
    try:
        command.execute(**options)
    except SystemExit as end:
        return end.code, out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def test_json_is_one_object_and_nothing_else():
    code, out, err = run("--json")
    assert (code, json.loads(out), err) == (0, {"read": 3, "title": "红楼梦", "rejects": []}, "")
    assert "红楼梦" in out


def test_people_get_lines():
    assert run() == (0, "read: 3\ntitle: 红楼梦\nrejects: []\n", "")
    assert run("--mode", "nothing") == (0, "", "")


def test_a_refusal_is_one_sentence_and_exit_1(monkeypatch):
    monkeypatch.setenv("COMMONSHELF_LANG", "en")
    sentence = "There is nothing at this address, or it is not open to you."
    assert run("--mode", "refuse") == (1, "", f"{sentence}\n")
    code, out, err = run("--json", "--mode", "refuse")
    assert (code, err) == (1, f"{sentence}\n")
    assert json.loads(out) == {"refused": "absent", "sentence": sentence, "facts": {}}


@pytest.mark.parametrize(
    ("variable", "value", "language"), [("LANG", "zh_CN.UTF-8", "zh-hans"), ("LANG", "C", "en")]
)
def test_the_terminal_chooses_the_language(monkeypatch, variable, value, language):
    for name in ("COMMONSHELF_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", value)
    assert terminal_language() == language
