"""The door of this room: suggested corrections, local notes, how labels are printed.

Records, copies and classes by hand are the catalogue's own rows: their acts stand at its door.
"""

from __future__ import annotations

from commonshelf.cataloguing.labels import label_choice, set_label_choice
from commonshelf.cataloguing.notes import note_on, notes_of, notes_shown, set_note
from commonshelf.cataloguing.suggestions import (
    accept,
    decline,
    own_suggestions,
    suggest,
    suggestion,
    suggestions,
    withdraw,
)

__all__ = [
    "accept",
    "decline",
    "label_choice",
    "note_on",
    "notes_of",
    "notes_shown",
    "own_suggestions",
    "set_label_choice",
    "set_note",
    "suggest",
    "suggestion",
    "suggestions",
    "withdraw",
]
