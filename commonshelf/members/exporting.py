"""What this room writes down for a library to take along: particulars, places, people, settings, events."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Final

from django.forms.models import model_to_dict
from django.utils import timezone

from commonshelf.members.libraries import row_of
from commonshelf.members.models import Affiliation, Assignment, Branch, Library, Vacation
from commonshelf.news import api as news
from commonshelf.wire.table.write import csv_into

EVENTS_AT_ONCE: Final = 500


def write_json(path: Path, told: object) -> None:
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1, default=_plain) + "\n", encoding="utf-8")


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, (date, datetime, time)) else str(value)


def write_own(symbol: str, folder: Path) -> None:
    """Of the library itself; records are written by the catalogue."""
    row = row_of(symbol)
    write_json(folder / "library.json", _particulars(row))
    write_json(folder / "places.json", [_place(branch) for branch in row.branches.all()])
    write_json(folder / "vacations.json", [_bare(one) for one in Vacation.objects.filter(library=row)])
    write_json(
        folder / "settings.json",
        {
            "chosen": {one.name: one.value for one in row.settings.order_by("name")},
            "exemptions": [_bare(one) for one in row.exemptions.order_by("pk")],
        },
    )
    csv_into(folder / "people.csv", PEOPLE, _people(row))
    csv_into(folder / "disciplines.csv", CHARGES, _charges(row))
    csv_into(folder / "figures.csv", FIGURES, _figures(row))
    with (folder / "events.jsonl").open("w", encoding="utf-8") as file:
        for told in _events(symbol):
            file.write(json.dumps(told, ensure_ascii=False, default=_plain) + "\n")


def _bare(row: Any) -> dict[str, Any]:
    return {name: value for name, value in model_to_dict(row).items() if name not in {"id", "library"}}


def _particulars(row: Library) -> dict[str, Any]:
    return {
        **_bare(row),
        "aliases": list(row.aliases.order_by("pk").values_list("name", flat=True)),
        "agencies": [
            {name: value for name, value in _bare(one).items() if name != "parent"}
            for one in row.agencies.order_by("pk")
        ],
        "applications": [
            {name: value for name, value in _bare(one).items() if name != "invitation"}
            for one in row.applications.order_by("pk")
        ],
    }


def _place(branch: Branch) -> dict[str, Any]:
    return {
        **_bare(branch),
        "hours": [
            {"weekday": span.weekday, "opens": span.opens, "closes": span.closes}
            for span in branch.hours.all()
        ],
        "exceptions": [
            {name: value for name, value in _bare(day).items() if name != "branch"}
            for day in branch.exceptions.all()
        ],
    }


PEOPLE: Final = ("name_zh", "name_en", "user_name", "mail", "role", "from", "until")


def _people(row: Library) -> Iterator[Sequence[object]]:
    """Its own people, as it knows them; the mail address only of those who stand there still."""
    today = timezone.localdate()
    ties = Affiliation.objects.filter(library=row).select_related("person").order_by("active_from", "pk")
    for tie in ties:
        person = tie.person
        mail = person.email if tie.active_to is None or tie.active_to > today else ""
        yield (
            person.name_zh,
            person.name_en,
            person.username,
            mail,
            tie.role,
            tie.active_from,
            tie.active_to,
        )


CHARGES: Final = ("user_name", "name_zh", "name_en", "discipline", "from", "until")


def _charges(row: Library) -> Iterator[Sequence[object]]:
    """Who was in charge of which discipline, when."""
    rows = Assignment.objects.filter(library=row).select_related("person").order_by("active_from", "pk")
    for one in rows:
        who = one.person
        yield (who.username, who.name_zh, who.name_en, one.discipline, one.active_from, one.active_to)


FIGURES: Final = (
    "measure",
    "year",
    "value",
    "unit_zh",
    "unit_en",
    "definition_zh",
    "definition_en",
    "source",
)


def _figures(row: Library) -> Iterator[Sequence[object]]:
    return iter(row.indicators.order_by("measure", "year").values_list(*FIGURES))


def _events(symbol: str) -> Iterator[dict[str, Any]]:
    """Newest first; who acted is named by key, as the log itself does."""
    before: int | None = None
    while found := news.happenings(library=symbol, before_id=before, rows=EVENTS_AT_ONCE):
        for one in found:
            yield {
                "at": one.at,
                "what": one.kind,
                "on": f"{one.object.kind}:{one.object.id}",
                "person": one.person,
                "reason": one.reason,
                "facts": one.facts,
            }
        before = found[-1].id
