"""The one path: permission, all or nothing, one event, one effect a key."""

import ast
import logging
from pathlib import Path

import pytest

from commonshelf.kernel.actor import Ref
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api, testing
from commonshelf.members.actions import SAID
from commonshelf.members.domain.permissions import TABLE
from commonshelf.members.models import Alliance
from commonshelf.news import api as news


def add(symbol="CN-1", **more):
    return api.add_library(actor=api.operator(), symbol=symbol, name_zh="图书馆", **more)


@pytest.mark.django_db
class TestAct:
    def test_an_event_tells_who_did_what_to_what(self):
        add()
        [happening] = news.happenings(kind="members.add-library")
        assert happening.object == Ref("library", "CN-1", "CN-1")
        assert happening.agent == "cli"
        assert happening.facts["name_zh"] == "图书馆"

    def test_without_an_object_nothing_is_allowed(self):
        done = []
        with pytest.raises(Absent):
            api.act(
                actor=api.operator(), action="members.add-library", object=None, do=lambda: done.append(1)
            )
        assert done == []

    def test_an_unknown_action_is_denied_loudly(self, caplog):
        with caplog.at_level(logging.ERROR):
            assert not api.allowed(actor=api.operator(), action="members.fly", object=Ref("library", "1"))
        assert "members.fly" in caplog.text

    def test_what_is_refused_leaves_nothing_behind(self):
        add()
        before = len(news.happenings())
        with pytest.raises(Refusal) as refused:
            add()
        assert refused.value.code == "members.symbol-taken"
        assert len(news.happenings()) == before

    def test_a_failure_in_the_middle_undoes_everything(self):
        def do():
            Alliance.objects.create(pk=1, name_zh="半", name_en="", created_at="2026-01-01T00:00Z")
            raise RuntimeError

        with pytest.raises(RuntimeError):
            api.act(actor=api.operator(), action="members.set-alliance", object=Ref("alliance", "1"), do=do)
        assert not Alliance.objects.exists()

    def test_the_same_key_again_has_one_effect_and_the_same_answer(self):
        first = add(key="once")
        assert add(key="once") == first
        assert len(news.happenings(kind="members.add-library")) == 1

    def test_a_key_belongs_to_one_person_and_one_action(self):
        cast = testing.cast()
        api.add_person(actor=cast.office, username="one", key="k")
        api.add_person(actor=cast.manager, username="two", library="EAST", key="k")
        assert api.person(name="two").username == "two"

    def test_a_reply_of_none_is_also_remembered(self):
        count = []

        def do():
            count.append(1)
            return api.Done(None)

        for _ in range(2):
            api.act(
                actor=api.operator(),
                action="members.set-alliance",
                object=Ref("alliance", "1"),
                do=do,
                key="k",
            )
        assert count == [1]

    def test_a_repeat_by_someone_no_longer_allowed_is_refused(self):
        cast = testing.cast()
        api.set_alliance(actor=cast.office, name_zh="甲", key="k")
        with pytest.raises(Absent):
            api.set_alliance(actor=cast.reader, name_zh="甲", key="k")


def test_every_action_named_anywhere_in_the_package_is_in_the_table():
    package = Path(__file__).parents[2]
    found: dict[str, Path] = {}
    for path in package.rglob("*.py"):
        if "tests" in path.parts or "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            named = isinstance(node, ast.keyword) and node.arg == "action"
            if named and isinstance(node.value, ast.Constant) and "." in str(node.value.value):
                found[node.value.value] = path
    assert len(found) > 15
    unknown = {action: path for action, path in found.items() if action not in TABLE}
    assert unknown == {}


def test_every_row_of_the_table_is_asked_for_somewhere():
    """A row nobody asks for promises in the manual what is not there."""
    package = Path(__file__).parents[2]
    apart = {package / "members" / "actions.py", package / "members" / "domain" / "permissions.py"}
    texts = [
        path.read_text() for path in package.rglob("*.py") if "tests" not in path.parts and path not in apart
    ]
    assert [action for action in TABLE if not any(f'"{action}"' in text for text in texts)] == []


def test_every_action_has_words_and_every_word_an_action():
    assert set(SAID) == set(TABLE)


def test_raw_sql_is_written_only_where_it_is_named():
    room = Path(__file__).parents[1]
    for folder in (room, room.parent / "news"):
        for path in folder.rglob("*.py"):
            if "tests" in path.parts or path.name in {"append_only.py", "testing.py"}:
                continue
            assert ".cursor(" not in path.read_text(), path
            assert ".raw(" not in path.read_text(), path
