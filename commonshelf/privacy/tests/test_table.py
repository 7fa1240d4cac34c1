"""Every column of every installed model stands in the table once, and each guard turns red when it should."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models
from django.test.utils import isolate_apps

from commonshelf.privacy.domain.table import SECTIONS, TABLE, WITHOUT_MODEL, owned
from commonshelf.privacy.domain.vocabulary import CLASSES, Columns, Link, columns, key_of, whose
from commonshelf.privacy.rows import target_of

PERSONS = ("members.Person", "cards.Reader")
KEY_LENGTHS = {32, 40}


def every_model() -> list[type[models.Model]]:
    return list(apps.get_models(include_auto_created=True))


def problems(all_models: Iterable[type[models.Model]], table: Mapping[str, Columns] = TABLE) -> list[str]:
    """What is wrong between models and table, a sentence each."""
    found = []
    known = {model._meta.label: model for model in all_models}
    found += [f"{label} is not classified" for label in known if label not in table]
    found += [
        f"{label} stands in the table, and there is no such model" for label in table if label not in known
    ]
    for label, line in table.items():
        if label in known:
            found += [f"{label}{said}" for said in _of_model(known[label], line)]
    return found


def _of_model(model: type[models.Model], line: Columns) -> list[str]:
    fields = {field.name: field for field in model._meta.concrete_fields}
    told = [name for name, _ in line.all()]
    found = [f".{name} is not classified" for name in fields if name not in told]
    found += [f".{name} is in the table, and there is no such column" for name in told if name not in fields]
    found += [f".{name} is classified twice" for name in set(told) if told.count(name) > 1]
    listed = {name: getattr(line, name) for name in ("withheld", "not_keys")}
    listed["blank"] = [name for one in (*line.links, *line.timers) for name in one.blank]
    listed["stamp"] = [one.stamp for one in (*line.links, *line.timers) if one.stamp]
    listed["after"] = [timer.after for timer in line.timers]
    found += [
        f".{name} ({why}) is no column"
        for why, names in listed.items()
        for name in names
        if name not in fields
    ]
    paths = {link.path for link in line.links}
    for name, field in fields.items():
        if field.is_relation and field.related_model._meta.label in PERSONS and name not in paths:
            found.append(f".{name} leads to a person and has no rule")
        if _looks_like_a_key(field) and name not in line.keys | set(line.not_keys):
            found.append(f".{name} may hold a person's key: name it as one, or say that it holds none")
    for link in line.links:
        if link.how in {"row", "key"} and target_of(model, link.path) is None:
            found.append(f".{link.path} leads nowhere")
        if link.how == "row" and target_of(model, link.path) not in PERSONS:
            found.append(f".{link.path} does not lead to a person")
        if link.erase != "delete" and not link.why:
            found.append(f".{link.path} outlasts erasing and does not say why")
    if line.owned and line.section not in SECTIONS and not set(told) <= set(_plumbing(line)):
        found.append(" is a person's own and stands under no head of the privacy centre")
    return found


def _plumbing(line: Columns) -> tuple[str, ...]:
    """Rows that only hang on others and hold secrets are exported without a head."""
    return tuple(name for name, _ in line.all()) if line.withheld else ()


def _looks_like_a_key(field: models.Field[Any, Any]) -> bool:
    if not isinstance(field, models.CharField) or field.max_length is None:
        return False
    of_a_person = field.name in {"person", "key", "owner"} or field.name.endswith(("_by", "_person", "_to"))
    return of_a_person and (field.max_length in KEY_LENGTHS or field.name.endswith("_by"))


def test_every_column_of_every_model_is_classified():
    assert problems(every_model()) == []


def test_every_link_that_stays_has_a_reason_and_every_class_is_one():
    assert {kind for line in TABLE.values() for _, kind in line.all()} == set(CLASSES)
    assert len(list(owned())) == len({label for label, _ in owned()})


@pytest.mark.django_db
def test_every_table_without_a_model_is_named():
    ours = {model._meta.db_table for model in every_model()}
    there = set(connection.introspection.table_names())
    assert {name for name in there - ours if not name.startswith("sqlite_")} <= set(WITHOUT_MODEL)


# -- planted faults


def red(model: type[models.Model], line: Columns) -> list[str]:
    label = model._meta.label
    return problems([*every_model(), model], {**TABLE, label: line})


@isolate_apps()
def test_a_planted_fault_of_each_kind_is_found():
    class Planted(models.Model):
        reader = models.ForeignKey("cards.Reader", on_delete=models.CASCADE, related_name="+")
        text = models.CharField(max_length=20)
        seen_by = models.CharField(max_length=32)

        class Meta:
            app_label = "privacy"

    Planted._meta.get_field("reader").remote_field.model = apps.get_model("cards.Reader")
    good = columns(
        whose("reader"), key_of("seen_by"), activity="reader text seen_by", operational="id", section="you"
    )
    label = "privacy.Planted"
    assert red(Planted, good) == []
    assert problems([*every_model(), Planted]) == [f"{label} is not classified"]
    assert problems(every_model(), {**TABLE, label: good}) == [
        f"{label} stands in the table, and there is no such model"
    ]
    assert f"{label}.text is not classified" in red(
        Planted,
        columns(
            whose("reader"), key_of("seen_by"), activity="reader seen_by", operational="id", section="you"
        ),
    )
    assert f"{label}.reader leads to a person and has no rule" in red(
        Planted, columns(key_of("seen_by"), activity="reader text seen_by", operational="id", section="you")
    )
    assert any(
        "may hold a person's key" in said
        for said in red(Planted, columns(whose("reader"), activity="reader text seen_by", operational="id"))
    )
    stale = columns(
        whose("reader"),
        key_of("seen_by"),
        activity="reader text seen_by gone",
        operational="id",
        section="you",
    )
    assert f"{label}.gone is in the table, and there is no such column" in red(Planted, stale)
    unsaid = columns(
        Link("reader", erase="keep"),
        key_of("seen_by"),
        activity="reader text seen_by",
        operational="id",
        section="you",
    )
    assert f"{label}.reader outlasts erasing and does not say why" in red(Planted, unsaid)
