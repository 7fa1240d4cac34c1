"""What of the desk is a library's own when it leaves: its notes and label settings go along, tasks end."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Final

from django.urls import reverse

from commonshelf.cataloguing import suggestions
from commonshelf.cataloguing.models import LabelChoice, LocalNote, Suggestion
from commonshelf.kernel.actor import Actor
from commonshelf.members import api as members
from commonshelf.members.cards import Said
from commonshelf.wire.table.write import csv_into

LEFT: Final = (
    "该馆已退出联盟，记录不再归其维护。The library left the alliance; its records are no longer kept here."
)
"""What whoever proposed a correction reads, in either language."""


class Corrections:
    """Open suggestions about a library's records: nobody else can decide them, so they end with it."""

    def open_work(self, *, person: str = "", library: str = "") -> list[members.Held]:
        """They lie with the library, not with one person."""
        if person or not library:
            return []
        return [
            members.Held(
                suggestions.ref(row),
                Said(f"更正建议：{row.title}", f"Suggested correction: {row.title}"),
                reverse("cataloguing:suggestion", args=[row.pk]),
            )
            for row in _open(library)
        ]

    def hand_over(
        self,
        *,
        actor: Actor,
        person: str,
        library: str,
        to_person: str,  # noqa: ARG002  # a holder's arguments
        to_library: str,  # noqa: ARG002
        at: datetime,  # noqa: ARG002
    ) -> int:
        """Declined with the reason; whoever proposed them reads it."""
        if person or not library:
            return 0
        rows = _open(library)
        for row in rows:
            suggestions.decline(actor=actor, suggestion=row.pk, reason=LEFT)
        return len(rows)


def _open(library: str) -> list[Suggestion]:
    return list(Suggestion.objects.filter(library__symbol=library, state=suggestions.OPEN).order_by("pk"))


_NOTES: Final = ("record", "public", "text", "written")
_SUGGESTIONS: Final = ("record", "title", "field", "was", "proposed", "why", "at", "state", "reason")


def write_own(symbol: str, folder: Path) -> None:
    """Notes and suggestions as tables; who wrote them stays here."""
    owner = members.library_id(symbol=symbol)
    notes = LocalNote.objects.filter(library=owner).order_by("pk")
    csv_into(folder / "notes.csv", _NOTES, notes.values_list("record__local_id", "public", "text", "at"))
    told = Suggestion.objects.filter(library=owner).order_by("pk")
    csv_into(
        folder / "suggestions.csv", _SUGGESTIONS, told.values_list("record__local_id", *_SUGGESTIONS[1:])
    )
    labels = LabelChoice.objects.filter(library=owner).values("symbology", "sheet", "shows").first()
    path = folder / "labels.json"
    path.write_text(json.dumps(labels or {}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
