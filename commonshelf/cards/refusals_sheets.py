"""The sentences about reader groups and about spreadsheets of readers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SENTENCES: Final[dict[str, str | _StrPromise]] = {
    # groups
    "cards.no-group-chosen": _("Tick the groups to be set up."),
    "cards.bad-group-code": _(
        "“{group}” cannot be a group's code: small letters, digits and hyphens, at most 40, as in students."
    ),
    "cards.no-group-name": _("Write the group's name: in Chinese, in English, or in both."),
    "cards.bad-group-kind": _("Choose what kind of readers they are."),
    "cards.bad-group-months": _(
        "Write how many months a registration holds: 0 to {most}; 0: it does not end."
    ),
    "cards.group-code-taken": _("Another group of this library has the code {group}."),
    "cards.group-changed": _("Somebody changed this group in the meantime. Look at it again."),
    # files
    "cards.no-sheet": _("Choose a file: an XLSX workbook or a CSV."),
    "cards.sheet-big": _(
        "{file} is larger than {mib} MiB. Save only the sheet with the readers, or split it."
    ),
    "cards.sheet-long": _("{file} has more than {most} lines. Split it, say by reader group."),
    "cards.sheet-empty": _("There is nothing in {file}."),
    "cards.sheet-web-page": _(
        "{file} is a web page under a spreadsheet's name. Open it in a spreadsheet program and save it as "
        "XLSX."
    ),
    "cards.sheet-mode": _("Choose what is to be done with the readers in the file."),
    "cards.sheet-day-past": _("The last day lies before today."),
    "cards.sheet-columns-twice": _("Each kind of column can be chosen once."),
    "cards.sheet-columns-short": _(
        "Say which column holds the student or staff number, or the number of the document: without one of "
        "them nobody can be told from anybody else."
    ),
    "cards.sheet-over": _("This file has been taken over or dropped already."),
    "cards.sheet-gone": _("The lines of {file} are no longer kept. Bring the file again."),
    "cards.sheet-moved": _(
        "Readers were changed since this page was shown, so that something else would come of it now. "
        "Nothing has been taken over. Look at it again."
    ),
    "cards.sheet-not-sure": _("Tick that these registrations end, or choose otherwise what is to be done."),
    "cards.nobody-waits": _("Nobody is left here who has a card and no password yet."),
    "cards.sheet-nothing": _("Nothing of this file would change anything: every reader stands as it says."),
    # cells
    "cards.sheet-formula": _("A formula stands here. Write the value itself."),
    "cards.sheet-characters": _("Some signs could not be read. Save the file as XLSX or as CSV in UTF-8."),
    "cards.sheet-too-long": _("Too long: at most {most} characters fit."),
    "cards.sheet-as-number": _(
        "The spreadsheet made a calculated number of it (as in 5.1E+17) and lost digits. Format the column "
        "as text and write it again."
    ),
    "cards.sheet-no-day": _("This is no day. Write it as 2026-09-01."),
    "cards.sheet-no-key": _("Write a student or staff number, or the number of a document."),
    "cards.sheet-no-group": _("This library has no reader group called that."),
    "cards.sheet-say-group": _("Write the reader group, or choose one for the whole file."),
    "cards.sheet-proof-kind": _("No kind of document is called that. Write, say, 身份证 or passport."),
    "cards.sheet-say-proof-kind": _("This is no ID card's number. Write what kind of document it is."),
    "cards.sheet-birth-differs": _("The birth date is not the one in the number of the document."),
    "cards.sheet-no-language": _("Write Chinese or English (zh or en), or leave it empty."),
    "cards.sheet-yes-or-no": _("Write yes or no."),
    "cards.sheet-twice-number": _("The same number stands in row {row}. Which of the two is right?"),
    "cards.sheet-twice-document": _(
        "The same document stands in row {row}, perhaps under another name. It is one person: leave one row."
    ),
    "cards.sheet-twice-card": _("The same card number stands in row {row}."),
    "cards.sheet-same-reader": _("This is the same reader as in row {row}. Leave one row."),
    "cards.sheet-two-readers": _(
        "Number and document belong to two different readers of this library. One of the two is wrong, or "
        "they are one person and have to be merged."
    ),
    "cards.sheet-other-person": _(
        "Under this number a reader with another birth date is registered. Somebody else's document?"
    ),
    "cards.sheet-needs-guardian": _("Readers under {years} need a parent or guardian: name and telephone."),
    "cards.sheet-not-agreed": _("Write yes when the parent or guardian of a reader under {years} agreed."),
    "cards.sheet-nobody": _("No reader of this library has this number or document."),
    "cards.sheet-before-first": _("The last day lies before the first day of the registration."),
}
