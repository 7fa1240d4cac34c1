"""What the catalogue says when something cannot be loaded, found or changed: codes and their sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

REFUSALS: Final[dict[str, str | _StrPromise]] = {
    # a whole file
    "catalogue.no-file": _("Choose at least one file to load."),
    "catalogue.file-missing": _("There is no file {file}. Check its name and folder."),
    "catalogue.file-directory": _("{file} is a folder. Name the files in it."),
    "catalogue.file-not-a-file": _("{file} is not a file that can be read from beginning to end."),
    "catalogue.file-forbidden": _("{file} may not be read by this program. Change its permissions."),
    "catalogue.file-unreadable": _("{file} cannot be read: {problem}."),
    "catalogue.file-empty": _("{file} is empty. Export it again."),
    "catalogue.file-no-records": _(
        "No record was found in {file}, read as {syntax}. Name its right format, or export it again."
    ),
    "catalogue.file-bomb": _(
        "{file} unpacks to far more than any catalogue does, so it was not read on. Unpack it yourself"
        " and look at it."
    ),
    "catalogue.file-damaged-gzip": _(
        "{file} is damaged after byte {offset} of its unpacked content. What came before is kept; send"
        " the file again."
    ),
    "catalogue.file-foreign-file": _(
        "{file} is no file of records (it looks like {kind}). Export records as MARC, CSV or XLSX."
    ),
    "catalogue.file-unknown-syntax": _(
        "Nobody can tell what {file} is. Known forms: ISO 2709, MARCXML, marcxchange, MARC in JSON, CSV,"
        " XLSX; say which one it is."
    ),
    "catalogue.file-doctype": _(
        "{file} contains a DOCTYPE, which is never read for safety. Export the XML without one."
    ),
    "catalogue.file-not-marc": _("{file} is a table and cannot be read as MARC."),
    "catalogue.file-not-a-table": _("{file} is no table; tables are CSV or XLSX."),
    "catalogue.file-no-heading": _(
        "{file} has no row of headings. Put the names of the columns in its first row."
    ),
    "catalogue.file-no-column": _(
        "{file} has no column “{column}”. Its columns: {there}. Name the column so, or say which column"
        " it is."
    ),
    "catalogue.file-too-many-columns": _("{file} has {columns} columns; at most {limit} can be read."),
    "catalogue.file-too-many-rows": _("{file} has more than {limit} rows. Cut it into several files."),
    "catalogue.file-damaged-xlsx": _("{file} is a damaged workbook ({what}). Save it again as XLSX or CSV."),
    "catalogue.file-encrypted": _("{file} is protected by a password. Save it without one."),
    "catalogue.file-unknown-charset": _(
        "“{charset}” is no character set that is known here. Known ones: {known}."
    ),
    "catalogue.file-wrong-charset": _(
        "{file} is not written in {declared} but, it seems, in {likely}: “{sample}”. Leave the character"
        " set out, or name the right one."
    ),
    "catalogue.file-charset-undecided": _(
        "{file} may be written in GB18030 (“{sample_gb18030}”) or in Big5 (“{sample_big5}”). Look which"
        " line makes sense, and say which character set it is."
    ),
    "catalogue.file-changed": _("{file} is no longer the file this load began with. Start a new load."),
    "catalogue.no-pairs": _(
        'No pair of records was found in {file}. Write one a line: {{"label": 0 or 1, "a": a record as'
        ' MARC in JSON, "b": the other}}. {why}'
    ),
    "catalogue.no-member": _(
        "{library} is no member of the alliance now, so nothing can be taken in for it."
    ),
    "catalogue.no-title-column": _("Say which column holds the titles; without it nothing can be loaded."),
    # settings
    "catalogue.unknown-syntax": _("There is no format “{syntax}”. Known formats: {known}."),
    "catalogue.unknown-charset": _("There is no character set “{charset}” here. Known ones: {known}."),
    "catalogue.unknown-profile": _("There is no holdings profile “{profile}”. Known ones: {known}."),
    "catalogue.unknown-column": _("“{fact}” is nothing a column can tell. Known: {known}."),
    "catalogue.bad-local-id": _(
        "“{local_id}” names no field. Write a tag, and for data fields one subfield: 001, 035a, 907a."
    ),
    "catalogue.bad-source-code": _(
        "“{code}” cannot name a source. Use small letters, digits and -, at most 40."
    ),
    "catalogue.desk-source": _(
        "The source “{code}” holds what your library made by hand, and no file is loaded there. Choose"
        " another name."
    ),
    "catalogue.stale-source": _(
        "Somebody else changed these settings while you had them open. Reload the page and change them again."
    ),
    # loads
    "catalogue.load-stopped": _(
        "Load {load} was stopped after {read} records. What is loaded stays; go on with it from its page."
    ),
    "catalogue.cannot-write": _("{file} cannot be written: {problem}."),
    "catalogue.load-is-over": _("This load has already ended."),
    "catalogue.keeps-dying": _(
        "The program ended several times at byte {offset} of {file}, so this load was given up. What was"
        " loaded before stays. Tell whoever runs the system."
    ),
    "catalogue.reader-died": _(
        "The reading program ended unexpectedly after byte {offset} of {file}. What was loaded before"
        " stays; go on with the load, or tell whoever runs the system."
    ),
    "catalogue.broke": _(
        "Something in the system went wrong after byte {offset} of {file} ({error}). It is in the log."
        " What was loaded before stays."
    ),
    "catalogue.no-library": _(
        "There is no library {library} in the alliance. Check the symbol, or add --create to make it a"
        " member."
    ),
    "catalogue.not-marc": _("This record came from a table, so there is no MARC record of it."),
    # decisions
    "catalogue.unknown-verdict": _("“{verdict}” is no decision. Say join, apart or later."),
    "catalogue.same-record": _("This is one and the same record. Choose two."),
    "catalogue.doubt-changed": _(
        "Edition {edition} has changed while you were looking at it: it had {before} records and has {now}"
        " now. Nothing was decided. Look at both again."
    ),
    "catalogue.doubt-reworded": _(
        "A record of edition {edition} says something else than when you began to look. Nothing was decided."
        " Look at both again."
    ),
    "catalogue.doubt-exchanged": _(
        "Another pair of records stands for these two editions now. Nothing was decided. Look at both again."
    ),
    "catalogue.doubt-decided": _(
        "{who} has already decided this pair ({when}). To decide otherwise, take that decision back first."
    ),
    "catalogue.doubt-settled": _(
        "This question has answered itself: the two editions were joined otherwise, or one of the records"
        " has changed or gone. Go on with the next pair."
    ),
    "catalogue.ruled-already": _(
        "{who} has already decided about these two records ({when}). To decide otherwise, take that decision"
        " back first."
    ),
    "catalogue.ruling-against": _(
        "This contradicts what {who} decided about records joined with these ({when}). Take that decision"
        " back first, or leave it as it is."
    ),
    "catalogue.ruling-undone": _("{who} has already taken this decision back ({when})."),
    "catalogue.nothing-to-part": _(
        "Edition {edition} has {records} records. Mark at least one that does not belong, and leave at least"
        " one that does."
    ),
    "catalogue.too-many-to-part": _(
        "This would keep {pairs} pairs of records apart; {most} at once are possible. Take out fewer records"
        " at a time, the strangest first."
    ),
    "catalogue.edition-moved": _("This edition was joined with another and has moved there: {to}."),
    "catalogue.edition-gone": _("The last library that had this edition has withdrawn its record."),
}

REASONS: Final[dict[str, str | _StrPromise]] = {
    "no-directory": _("No directory could be found or rebuilt in these bytes."),
    "no-fields": _("No field is left in it."),
    "too-long": _("It is longer than a record may be (99,999 bytes), and its end cannot be told."),
    "truncated": _("It breaks off in the middle."),
    "xml": _("Its XML is not well-formed, in line {line}: {what}."),
    "json": _("Its JSON cannot be understood: {what}."),
    "damaged-gzip": _("The packed file is damaged here."),
    "not-bibliographic": _("It describes no document but is a record of another kind ({kind})."),
    "another-library": _(
        "It says it belongs to {library}, another member. Load it there, or export it with your own code."
    ),
    "repeated-id": _(
        "Its number {local_id} comes again later in this load; the later record is the one that counts."
    ),
    "unknown-id": _("There is no record {local_id} to delete."),
    "no-title": _("It has no title in the column “{column}”."),
    "pair-json": _("This is no JSON object in UTF-8: reading stopped at character {at}."),
    "pair-label": _("Its label is {label}; it must be 0 (two editions) or 1 (one edition)."),
    "pair-missing": _("The record “{side}” of the pair is missing."),
    "pair-record": _("The record “{side}” is no MARC in JSON: it needs “leader” and “fields”."),
    "line-record": _("This line is no MARC in JSON: it needs “leader” and “fields”."),
    "pair-long": _("It is longer than {limit} MiB, so it was passed over."),
    "unforeseen": _(
        "Reading it failed in a way nobody foresaw ({error}). Its bytes are kept, the log tells more."
    ),
}
"""Why a single record was not loaded."""


class _Facts(dict[str, object]):
    """A mark without its fact stays readable."""

    def __missing__(self, name: str) -> str:
        return f"[{name}]"


def reason(code: str, facts: dict[str, object]) -> str:
    """Why a record was rejected, as a sentence."""
    words = REASONS.get(code)
    return str(words).format_map(_Facts(facts)) if words is not None else code
