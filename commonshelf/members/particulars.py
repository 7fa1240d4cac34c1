"""The particulars of an act in words: what an auditor unfolds under "who did what".

A name without words here is shown as it was written: a later room's act is never hidden.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext, gettext_lazy, pgettext, pgettext_lazy

__all__ = ["REHEARSED", "particulars", "rehearsed"]

REHEARSED: Final = {
    "catalogue.load": gettext_lazy("rehearsed a load")
}  # what an act is called when only tried

NAMES: Final = {
    "files": pgettext_lazy("fact of an act", "files"),
    "dry_run": pgettext_lazy("fact of an act", "rehearsal only"),
    "full": pgettext_lazy("fact of an act", "all records of the library"),
    "stamp": pgettext_lazy("fact of an act", "change number"),
    "syntax": pgettext_lazy("fact of an act", "format"),
    "charset": pgettext_lazy("fact of an act", "characters"),
    "local_id": pgettext_lazy("fact of an act", "record number from"),
    "holdings": pgettext_lazy("fact of an act", "copies read by"),
    "columns": pgettext_lazy("fact of an act", "columns"),
    "name_zh": pgettext_lazy("fact of an act", "name in Chinese"),
    "name_en": pgettext_lazy("fact of an act", "name in English"),
    "kind": pgettext_lazy("fact of an act", "kind"),
    "main": pgettext_lazy("fact of an act", "main branch"),
    "phone": pgettext_lazy("fact of an act", "telephone"),
    "email": pgettext_lazy("fact of an act", "mail"),
    "role": pgettext_lazy("fact of an act", "role"),
    "from": pgettext_lazy("fact of an act", "from"),
    "to": pgettext_lazy("fact of an act", "until"),
    "date": pgettext_lazy("fact of an act", "day"),
    "hours": pgettext_lazy("fact of an act", "hours"),
    "reason_zh": pgettext_lazy("fact of an act", "reason in Chinese"),
    "reason_en": pgettext_lazy("fact of an act", "reason in English"),
    "measure": pgettext_lazy("fact of an act", "figure"),
    "year": pgettext_lazy("fact of an act", "year"),
    "value": pgettext_lazy("fact of an act", "value"),
    "source": pgettext_lazy("fact of an act", "taken from"),
}


def particulars(facts: Mapping[str, object]) -> list[tuple[str, str]]:
    """Name and value of each fact as people say them; {"dry_run": True} -> [("rehearsal only", "yes")]."""
    return [(str(NAMES.get(name, name)), _plain(value)) for name, value in facts.items()]


def rehearsed(facts: Mapping[str, object]) -> bool:
    """Whether the act only tried what it would do."""
    return facts.get("dry_run") is True


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return pgettext("fact of an act", "yes") if value else pgettext("fact of an act", "no")
    if isinstance(value, Mapping):
        return " · ".join(f"{name}: {_plain(part)}" for name, part in value.items()) or "—"
    if isinstance(value, (list, tuple)):
        return gettext(", ").join(_plain(part) for part in value)
    return "—" if value is None or value == "" else str(value)
