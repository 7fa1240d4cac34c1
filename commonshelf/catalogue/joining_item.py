"""The catalogue's line of the joining checklist: the library's first records."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from commonshelf.catalogue.models import Record
from commonshelf.members import api as members


def first_records(symbol: str) -> members.ChecklistItem:
    """Loaded from a file or written by hand."""
    owner = members.library_id(symbol=symbol)
    done = Record.objects.filter(source__library=owner, deleted_at=None).exists()
    said = (
        _("Its first records are in the catalogue.")
        if done
        else _("Load its records: a file from its system, or a spreadsheet.")
    )
    return members.ChecklistItem("records", done, reverse("catalogue:sources"), said)
