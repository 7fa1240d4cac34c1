"""What this room says when something written by hand cannot stand: codes and their sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

REFUSALS: Final[dict[str, str | _StrPromise]] = {
    # one field
    "cataloguing.no-title": _("Every record needs a title. Write it as the title page has it."),
    "cataloguing.too-long": _("These are {length} characters; at most {limit} fit here."),
    "cataloguing.bad-year": _(
        "No year can be read from “{said}”. Write it in four digits, for example 1981."
    ),
    "cataloguing.bad-isbn": _(
        "{said} is no ISBN: its check digit does not fit. Compare it with the book; if the book itself"
        " prints it so, write (wrong) behind it."
    ),
    "cataloguing.no-isbn": _(
        "“{said}” holds no ISBN. An ISBN has 10 or 13 digits; leave the field empty if the book has none."
    ),
    "cataloguing.bad-issn": _("{said} is no ISSN. An ISSN has eight digits, for example 1002-1965."),
    "cataloguing.bad-class": _(
        "“{said}” is no number of the Chinese Library Classification, which begins with a letter, for"
        " example I242.4."
    ),
    "cataloguing.bad-language": _(
        "“{said}” is no language we know. Write its name or its three-letter code."
    ),
    "cataloguing.bad-url": _("“{said}” is no address. It begins with http:// or https://."),
    "cataloguing.bad-format": _("“{said}” is no kind of material."),
    # records
    "cataloguing.stale-record": _(
        "Somebody else changed this record while you had it open. What you typed is still here: compare it"
        " with what stands now, and save again."
    ),
    "cataloguing.nothing-changed": _("Nothing was changed: everything stands as you wrote it."),
    "cataloguing.copied-before": _("Your library has copied this record before."),
    "cataloguing.not-handmade": _(
        "This record came from your library's file. Delete it there; it leaves with your next file."
    ),
    # copies
    "cataloguing.stale-copy": _(
        "Somebody else changed the copies of this record while you had this one open. What you typed is"
        " still here: compare it with what stands now, and save again."
    ),
    "cataloguing.barcode-taken": _(
        "Barcode {barcode} is on another copy of your library: {title} ({where}). Check the label, or take"
        " the next free number."
    ),
    "cataloguing.bad-branch": _("Your library has no branch “{said}”."),
    "cataloguing.bad-status": _("“{said}” is no state of a copy."),
    "cataloguing.bad-count": _("“{said}” is no number of copies: write 1 to {limit}."),
    # labels
    "cataloguing.unknown-choice": _("“{said}” cannot be chosen here. Known: {known}."),
    "cataloguing.too-many-labels": _("At most {limit} labels are printed at once; you asked for {asked}."),
    "cataloguing.no-labels": _("Choose at least one copy, or write a barcode."),
    "cataloguing.bad-start": _("“{said}” is no place on this sheet: write 1 to {limit}."),
    # suggestions
    "cataloguing.says-so-already": _("The record says so already. Change the text, or leave it."),
    "cataloguing.suggested-already": _(
        "Somebody suggested exactly this on {at}; the library has not decided yet. Thank you for looking."
    ),
    "cataloguing.too-many-open": _(
        "{limit} of your suggestions wait for an answer. Thank you; suggest more when some are answered."
    ),
    "cataloguing.decided-already": _(
        "Somebody decided this suggestion meanwhile, on {at}. How, stands below; nothing was changed."
    ),
    "cataloguing.no-reason": _("Say in a few words why not; whoever suggested it will read it."),
    # notes
    "cataloguing.no-text": _("Write the note first."),
    "cataloguing.stale-note": _(
        "Somebody else changed this note while you had it open. What you typed is still here: compare it"
        " with what stands now, and save again."
    ),
    # classes
    "cataloguing.no-local-class": _("The library's own number is missing."),
    "cataloguing.no-alliance-class": _("The alliance's class for {local} is missing."),
    "cataloguing.star-inside": _("In “{local}” a star stands inside; it may stand at the end only."),
    "cataloguing.twice": _("{local} stood in line {row} already."),
    "cataloguing.too-many-lines": _("A table of classes has at most {limit} lines."),
    "cataloguing.no-lines": _("Paste some lines, or choose a file."),
    "cataloguing.bad-file": _("{file} cannot be read as a table: {problem}"),
}
