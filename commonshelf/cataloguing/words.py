"""The words of this room: fields, states, acts, as people read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from commonshelf.catalogue import labels
from commonshelf.catalogue.domain import hand
from commonshelf.catalogue.domain.facts import Facts

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

FIELDS: Final[dict[str, str | _StrPromise]] = {
    "title": _("Title"),
    "subtitle": _("Subtitle"),
    "author": _("Makers"),
    "volume": _("Volume"),
    "edition": _("Edition"),
    "place": _("Place of publication"),
    "publisher": _("Publisher"),
    "year": _("Year"),
    "isbn": "ISBN",
    "issn": "ISSN",
    "extent": pgettext_lazy("field", "Pages"),
    "series": _("Series"),
    "format": _("Kind"),
    "language": _("Language"),
    "class": _("Alliance class (CLC)"),
    "local_class": _("Own class"),
    "subject": _("Subjects"),
    "summary": _("Summary"),
    "note": pgettext_lazy("field", "Notes"),
    "url": _("Address online"),
    "other_title": _("Other titles"),
    # of copies
    "branch": _("Branch"),
    "shelving_location": _("Shelving location"),
    "call_number": _("Call number"),
    "barcode": _("Barcode"),
    "copies": _("How many alike"),
    "status": _("State"),
}
STATES: Final[dict[str, tuple[str | _StrPromise, str]]] = {
    "open": (pgettext_lazy("suggestion", "open"), "wait"),
    "accepted": (pgettext_lazy("suggestion", "accepted"), "ok"),
    "declined": (pgettext_lazy("suggestion", "declined"), "late"),
    "withdrawn": (pgettext_lazy("suggestion", "withdrawn"), "unknown"),
}
"""State -> word, tone of its pill."""
ACTS: Final[dict[str, str | _StrPromise]] = {
    "cataloguing.add-record": _("record added"),
    "cataloguing.copy-record": _("record copied"),
    "cataloguing.edit-record": _("record edited"),
    "cataloguing.withdraw-record": _("record withdrawn"),
    "cataloguing.set-copy": _("copy added or changed"),
    "cataloguing.withdraw-copy": _("copy withdrawn"),
    "cataloguing.set-note": _("local note"),
    "cataloguing.set-classes": _("table of classes"),
    "cataloguing.set-labels": _("labels"),
    "cataloguing.suggest": _("correction suggested"),
    "cataloguing.decide": _("suggestion decided"),
    "cataloguing.withdraw-suggestion": _("suggestion withdrawn"),
}
COPY_STATES: Final[dict[str, str | _StrPromise]] = {
    "on-shelf": _("On shelf, may be borrowed"),
    "reference": _("For use in the library only"),
    "on-loan": _("On loan"),
    "on-order": _("On order or in process"),
    "missing": _("Missing"),
    "unknown": _("Not said"),
}


def field_name(name: str) -> str:
    return str(FIELDS.get(name, name))


def shown(name: str, text: str) -> str:
    """A field's text for the eye: codes in words, lines in one."""
    if name == "format":
        return str(labels.FORMATS.get(text, text))
    if name == "language":
        return gettext(", ").join(str(labels.LANGUAGES.get(code, code)) for code in text.split())
    if name == "status":
        return str(COPY_STATES.get(text, text))
    return " · ".join(line for line in text.splitlines() if line)


def said(facts: Facts) -> list[tuple[str, str, str]]:
    """(field, its name, its text for the eye) of every field that says something."""
    return [(name, field_name(name), shown(name, text)) for name, text in hand.texts(facts).items() if text]


def change_lines(changed: Mapping[str, Sequence[str]]) -> list[tuple[str, str, str]]:
    """(field's name, before, after) of an event's facts."""
    return [
        (field_name(name), shown(name, pair[0]), shown(name, pair[1]))
        for name, pair in changed.items()
        if len(pair) == 2
    ]


def copy_line(values: Mapping[str, Any]) -> str:
    """A copy in one line: barcode, call number, place, volume, state."""
    parts = [
        str(values.get(name, "") or "") for name in ("barcode", "call_number", "shelving_location", "volume")
    ]
    if state := values.get("status"):
        parts.append(shown("status", str(state)))
    return " · ".join(part for part in parts if part)
