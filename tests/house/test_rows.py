"""Rows are written behind doors only, SQL by hand stands in few places, and rooms' keys point down."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

import pytest
from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils import translation

from tests.house.reading import Source, planted, product

SQL_BY_HAND = {
    "commonshelf/site/home.py": "the shape stamp lives in the database header, before Django is set up",
    "commonshelf/site/care.py": "SQLite's own checks are PRAGMAs",
    "commonshelf/site/backup.py": "VACUUM INTO, and counting every table",
    "commonshelf/browse/store/sql.py": "many rows for each edition, read in the order of an index",
    "commonshelf/privacy/sweeping.py": "VACUUM, PRAGMAs, and the cache's table, which is no model",
    "commonshelf/search/texts.py": "a file of its own beside the index, which may be wiped at any time",
    "commonshelf/catalogue/store/sql.py": "loading thousands of records a second; constant statements",
    "commonshelf/news/append_only.py": "triggers that refuse to change or delete an event",
}
MODELS_BY_LABEL = {"commonshelf/privacy/registry.py": "what one table says of every column (docs/adr/0019)"}
SQL = {"executescript", "executemany", "execute"}
SQL_NAMES = {"RawSQL", "RunSQL", "sqlite3"}
WRITES = {
    "create",
    "get_or_create",
    "update_or_create",
    "update",
    "delete",
    "bulk_create",
    "bulk_update",
    "save",
}
PAGES = {"views.py", "rest.py", "urls.py", "context.py", "middleware.py", "templatetags", "management"}


def calls(source: Source) -> Iterator[tuple[ast.Call, list[str]]]:
    """Every method call with the names it hangs on: `A.objects.all().update()` → A objects all update."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            names, at = [], node.func
            while isinstance(at, ast.Attribute | ast.Call):
                if isinstance(at, ast.Attribute):
                    names.append(at.attr)
                    at = at.value
                else:
                    at = at.func
            if isinstance(at, ast.Name):
                names.append(at.id)
            yield node, names[::-1]


def sql_by_hand(sources: Iterable[Source]) -> list[str]:
    found = []
    for one in sources:
        if one.path in SQL_BY_HAND or one.parts[0] == "benchmarks":
            continue
        found += [
            f"{one.path}:{node.lineno} .{names[-1]}()"
            for node, names in calls(one)
            if names[-1] in SQL
            or (names[-1] == "cursor" and {"connection", "connections"} & set(names))
            or (names[-1] in {"raw", "extra"} and "objects" in names)
        ]
        found += [
            f"{one.path}:{node.lineno} {node.id}"
            for node in ast.walk(one.tree)
            if isinstance(node, ast.Name) and node.id in SQL_NAMES
        ]
    return found


def writes_on_pages(sources: Iterable[Source]) -> list[str]:
    """Pages and commands read their rows and call a door; they write none."""
    return [
        f"{one.path}:{node.lineno} {'.'.join(names)}"
        for one in sources
        if PAGES & set(one.parts)
        for node, names in calls(one)
        if names[-1] in WRITES and ("objects" in names or names[-1] == "save")
    ]


def touched_events(sources: Iterable[Source]) -> list[str]:
    """What happened, happened: no code changes or deletes an Event."""
    return [
        f"{one.path}:{node.lineno} {'.'.join(names)}"
        for one in sources
        for node, names in calls(one)
        if names[0] == "Event" and names[-1] in {"update", "delete", "bulk_update"}
    ]


def loose_models(sources: Iterable[Source]) -> list[str]:
    """`get_model` hides an edge between rooms from the import linter."""
    return [
        f"{one.path}:{node.lineno}"
        for one in sources
        for node, names in calls(one)
        if names[-1] == "get_model" and one.path not in MODELS_BY_LABEL
    ]


def visible_from_below(models: Iterable[type]) -> list[str]:
    """A key into another room has related_name="+", so that the lower room does not know the upper."""
    return [
        f"{model.__name__}.{field.name}"
        for model in models
        for field in model._meta.get_fields()
        if getattr(field, "many_to_one", False) or getattr(field, "one_to_one", False)
        if field.concrete and model.__module__.startswith("commonshelf.")
        if field.related_model._meta.app_label != model._meta.app_label
        if not field.remote_field.hidden
    ]


def test_sql_by_hand_stands_only_where_a_reason_is_given():
    assert sql_by_hand(product()) == []
    assert sql_by_hand(planted("connection.cursor().execute(f'SELECT {x}')"))
    assert sql_by_hand(planted("Record.objects.raw('SELECT 1')"))


def test_reasons_are_given_only_for_files_that_need_them():
    texts = {one.path: one for one in product()}
    assert [path for path in SQL_BY_HAND if path not in texts] == []


def test_pages_and_commands_write_no_rows():
    assert writes_on_pages(product()) == []
    assert writes_on_pages(
        planted("Source.objects.filter(pk=1).update(code='x')", "commonshelf/catalogue/views.py")
    )
    assert writes_on_pages(planted("library.save()", "commonshelf/members/views.py"))


def test_no_code_changes_an_event():
    assert touched_events(product()) == []
    assert touched_events(planted("Event.objects.filter(pk=1).update(kind='x')"))


def test_no_model_is_fetched_behind_the_linters_back():
    assert loose_models(product()) == []
    assert loose_models(planted("apps.get_model('members', 'Library')"))


def test_lower_rooms_do_not_know_the_upper():
    assert visible_from_below(apps.get_models()) == []


def changes(state: ProjectState) -> dict[str, list[object]]:
    loader = MigrationLoader(None)
    with translation.override(None):  # labels in the models' own words, as makemigrations sees them
        return MigrationAutodetector(loader.project_state(), state).changes(graph=loader.graph)


def test_migrations_are_up_to_date():
    assert changes(ProjectState.from_apps(apps)) == {}


@pytest.mark.parametrize(
    ("app", "model", "field"), [("members", "library", "symbol"), ("news", "event", "kind")]
)
def test_a_forgotten_migration_is_seen(app, model, field):
    state = ProjectState.from_apps(apps)
    state.remove_field(app, model, field)
    assert app in changes(state)
