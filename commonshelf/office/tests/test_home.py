"""The office's first page tells what was measured, to whom it is for, at a constant cost."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver
from django.utils import timezone, translation

from commonshelf.kernel.actor import MACHINE, Agent, Ref
from commonshelf.kernel.refusal import Absent
from commonshelf.members import api as members
from commonshelf.members import testing
from commonshelf.members.cards import Said
from commonshelf.news.registry import registry
from commonshelf.office import api, health, health_words
from commonshelf.office.domain.health import Finding, Level
from commonshelf.work import api as work

pytestmark = pytest.mark.django_db
# Rows of other rooms, laid out as time and accidents would; only tests may reach for them, and by name.
Load, Source = (apps.get_model("catalogue", name) for name in ("Load", "Source"))
Delivery, Event, Turn = (apps.get_model("news", name) for name in ("Delivery", "Event", "Turn"))


@pytest.fixture(autouse=True)
def own_index(tmp_path, settings):
    settings.INDEX_FOLDER = tmp_path / "index"
    settings.COMMONSHELF_HOME = tmp_path


def told(actor, library=""):
    sections = api.home(actor=actor, now=timezone.now(), library=library)
    return {one.code: one for section in sections for one in section.findings}


def source(symbol: str, *days_ago: float, state: str = "done"):
    library = members.library_id(symbol=symbol)
    made, _new = Source.objects.get_or_create(library_id=library, code="main")
    now = timezone.now()
    for days in sorted(days_ago, reverse=True):
        at = now - timedelta(days=days)
        Load.objects.create(
            source=made, library_id=library, files=[], state=state, created_at=at, finished_at=at
        )
    return made


def kept(kind: str, **facts):
    members.act(
        actor=members.operator(agent=Agent.WORKER),
        action=kind,
        object=Ref("backup", "b"),
        do=lambda: members.Done(None, facts),
    )


def test_feeds_are_late_against_their_own_habit_and_a_failed_load_needs_somebody():
    cast = testing.cast()
    source("EAST", 20, 27, 34)
    source("WEST", 1, 8, 15)
    found = told(cast.office)
    assert found["feed-late"].facts["library"] == "EAST"
    assert found["feed-late"].facts["days"] == 7
    source("WEST", 0.1, state="failed")
    assert told(cast.office)["load-failed"].url.startswith("/loads/")


def test_a_load_that_does_not_begin_and_a_library_without_records_are_told():
    cast = testing.cast()
    source("EAST", 0.5, state="waiting")
    found = told(cast.office)
    assert found["load-waits"].level is Level.NO
    assert found["no-records"].facts["library"] == "WEST"


def test_given_up_deliveries_a_standing_worker_and_a_failed_task_are_told():
    cast = testing.cast()
    now = timezone.now()
    assert "deliveries-wait" not in told(cast.office)
    event = Event.objects.latest("pk")
    Delivery.objects.create(event=event, subscriber="a", due_at=now, given_up_at=now, problem="planted")
    Delivery.objects.create(event=event, subscriber="b", due_at=now - timedelta(minutes=20))
    Turn.objects.create(name=next(iter(registry.turns)), due_at=now, problem="planted")
    found = told(cast.office)
    assert found["given-up"].facts["number"] == 1
    assert found["deliveries-wait"].level is Level.NO
    assert found["task-failed"].facts["why"] == "planted"


def test_backup_and_drill_are_what_their_events_say():
    cast = testing.cast()
    assert told(cast.office)["no-backup"].level is Level.NO
    assert told(cast.office)["no-drill"].level is Level.UNKNOWN
    kept("site.backup", bytes=12_000, seconds=3.2, problems=0)
    kept("site.drill", seconds=41.7, problems=0, made_at="2026-11-22T03:15:00+08:00")
    found = told(cast.office)
    assert found["backup-fresh"].facts["size_bytes"] == 12_000
    assert found["drill-fresh"].facts["seconds"] == 42
    kept("site.backup", failed="The disk is full.")
    assert told(cast.office)["backup-failed"].facts["why"] == "The disk is full."


def test_a_manager_sees_their_own_library_and_not_the_machine():
    cast = testing.cast()
    source("EAST", 0.5, state="failed")
    source("WEST", 0.5, state="failed")
    found = told(cast.manager, "EAST")
    assert found["load-failed"].facts["library"] == "EAST"
    assert not {"no-backup", "disk-free", "given-up", "applications"} & found.keys()
    for who, library in (
        (cast.manager, ""),
        (cast.manager, "WEST"),
        (cast.reader, "EAST"),
        (cast.visitor, ""),
    ):
        with pytest.raises(Absent):
            told(who, library)
    with pytest.raises(Absent):
        told(cast.office, "NOBODY")
    assert told(cast.auditor)
    work.open_item(
        actor=MACHINE,
        kind="task",
        about=Ref("shelf", "1", "EAST"),
        title=Said("事", "Thing"),
        url="",
        library="EAST",
        at=timezone.now(),
    )
    for who in (cast.office, cast.auditor, cast.manager):
        assert "no-work" not in told(who, "EAST")
    for who in (cast.office, cast.auditor, cast.partner):
        assert "no-work" in told(who, "WEST")


def queries(actor) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        told(actor)
    return len(asked)


def test_ten_libraries_and_twenty_cost_the_same_number_of_questions():
    cast = testing.cast()
    counts = []
    for start in (0, 10):
        for number in range(start, start + 10):
            members.add_library(actor=cast.office, symbol=f"L{number}", name_zh=f"{number}馆")
            source(f"L{number}", 20, 27, 34)
        told(cast.office)
        counts.append(queries(cast.office))
    assert counts[0] == counts[1]
    assert counts[0] < 40


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_page_says_it_in_sentences_with_a_next_step(language):
    testing.cast()
    source("EAST", 20, 27, 34)
    office = Client(headers={"accept-language": language})
    office.force_login(testing.user("office"), backend="django.contrib.auth.backends.ModelBackend")
    page = office.get("/office").content.decode()
    for sentence in (
        (
            "East Library (main) brings records about every 7 days",
            "There is no backup.",
            "Ask what has become of it",
        )
        if language == "en"
        else ("东馆（main）通常约 7 天交来一次记录", "还没有备份。", "联系该馆")
    ):
        assert sentence in page
    assert "{" not in page.split("<main")[1].split("</main>")[0]
    manager = Client(headers={"accept-language": language})
    manager.force_login(testing.user("manager"), backend="django.contrib.auth.backends.ModelBackend")
    assert manager.get("/office").status_code == 200
    assert manager.get("/office?library=WEST").status_code == 404


def test_every_way_on_leads_to_a_page():
    """What cannot be reversed is left without a link, quietly: so the names are looked at here."""
    names = re.findall(r"_url\(\s*['\"]([\w:-]+)", Path(health.__file__).read_text(encoding="utf-8"))
    assert len(names) > 10
    for name in names:
        room, _, last = name.partition(":")
        assert last in get_resolver().namespace_dict[room][1].reverse_dict, name


def test_letters_that_no_server_takes_are_told_of(settings):
    cast = testing.cast()
    settings.MAIL_SERVER = None
    assert "letters-well" in told(cast.office)
    members.invite(actor=cast.office, library="EAST", role="librarian", email="new@east.example")
    found = told(cast.office)["letters-no-server"]
    assert found.facts == {"number": 1}
    assert found.url.endswith("?state=waiting")


def test_one_letter_is_no_letters():
    with translation.override("en"):
        told = [
            health_words.sentence(Finding(Level.WAIT, "letters-paper", {"number": number}))
            for number in (1, 2)
        ]
    assert told == ["1 letter waits to be printed.", "2 letters wait to be printed."]
    assert health_words.ONE.keys() <= health_words.SAID.keys()
