"""A load's outcome in sentences: for the terminal, the watched folder and the page alike."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from commonshelf.catalogue.cards import LoadCard, Preview
from commonshelf.catalogue.models import Reject
from commonshelf.catalogue.refusals import reason
from commonshelf.catalogue.rows import TABLES
from commonshelf.kernel.refusal import Refusal
from commonshelf.ui import api as ui

MINUTE: Final = 60
MENDED: Final = {
    "length": gettext_lazy("wrong length"),
    "leader": gettext_lazy("leader"),
    "directory": gettext_lazy("directory"),
    "terminator": gettext_lazy("missing end mark"),
    "lost": gettext_lazy("bytes that belonged to no field"),
    "subfields": gettext_lazy("subfields"),
    "indicators": gettext_lazy("indicators"),
    "charset": gettext_lazy("another character set than declared"),
    "characters": gettext_lazy("characters"),
    "controls": gettext_lazy("control characters"),
    "entities": gettext_lazy("character entities"),
    "cut": gettext_lazy("over-long cells"),
    "quotes": gettext_lazy("quotation marks never closed"),
}
KINDS: Final = {
    "book": gettext_lazy("books"),
    "ebook": gettext_lazy("e-books"),
    "serial": gettext_lazy("periodicals"),
    "eserial": gettext_lazy("e-periodicals"),
    "map": gettext_lazy("maps"),
    "score": gettext_lazy("scores"),
    "music": gettext_lazy("music"),
    "audio": gettext_lazy("spoken recordings"),
    "video": gettext_lazy("films"),
    "image": gettext_lazy("pictures"),
    "file": gettext_lazy("files"),
    "kit": gettext_lazy("kits"),
    "other": gettext_lazy("other"),
}
FLAVOURS: Final = {
    "marc21": "MARC 21",
    "unimarc": "UNIMARC",
    "cnmarc": "CNMARC",
    "csv": "CSV",
    "xlsx": "XLSX",
}
SYNTAXES: Final = {
    "iso2709": "ISO 2709",
    "marcxml": "MARCXML",
    "json": "MARC JSON",
    "csv": "CSV",
    "xlsx": "XLSX",
}
CHARSETS: Final = {
    "utf-8": "UTF-8",
    "gb18030": "GB18030",
    "big5": "Big5",
    "marc8": "MARC-8",
    "ascii": "ASCII",
    "latin1": "Latin-1",
}
TALLIES: Final[dict[str, tuple[object, dict[str, object]]]] = {
    "flavour": (gettext_lazy("Formats"), dict(FLAVOURS)),
    "charset": (gettext_lazy("Character sets"), dict(CHARSETS)),
    "format": (gettext_lazy("Kinds"), dict(KINDS)),
    "mended": (gettext_lazy("Mended while reading"), dict(MENDED)),
}


class Problem(NamedTuple):
    """One kind of reject: how many, and the first of them in a sentence."""

    code: str
    times: int
    said: str
    file: str
    offset: int
    in_table: bool


def problems_of(card: LoadCard) -> list[Problem]:
    """The most frequent first."""
    found = []
    tables = {file.get("name"): file.get("syntax", "") for file in card.report.get("files", [])}
    for code, count in sorted(card.report.get("rejects", {}).items(), key=lambda item: (-item[1], item[0])):
        first = Reject.objects.filter(load=card.id, reason=code).order_by("id").defer("raw").first()
        if first:
            in_table = tables.get(first.file, "") in TABLES
            found.append(Problem(code, count, reason(code, first.facts), first.file, first.offset, in_table))
    return found


def refusal_sentence(card: LoadCard) -> str:
    return ui.sentence(Refusal(*card.refusal)) if card.refusal else ""


def file_sentence(file: dict[str, Any]) -> str:
    """Why a file, or its rest, was left out; "" when it was read."""
    return ui.sentence(Refusal(file["code"], file.get("facts"))) if file.get("code") else ""


def counts(card: LoadCard) -> str:
    return ngettext(
        "{read} record read: {loaded} new or changed, {unchanged} unchanged, {rejected} rejected;"
        " {deleted} deleted.",
        "{read} records read: {loaded} new or changed, {unchanged} unchanged, {rejected} rejected;"
        " {deleted} deleted.",
        card.read,
    ).format(
        read=card.read,
        loaded=card.loaded,
        unchanged=card.unchanged,
        rejected=card.rejected,
        deleted=card.deleted,
    )


def held_back(card: LoadCard) -> str:
    """Why a full load has not taken out what it did not name; "" when it has."""
    told = card.report.get("full", {})
    if told.get("held") == "half":
        return _(
            "{unseen} of {living} records were not in these files. That is more than half, so none was"
            " deleted;"
            " confirm it if the files are complete."
        ).format(**told)
    if told.get("held") == "broken":
        return _(
            "A file could not be read to its end, so the {unseen} records that were not seen were kept."
        ).format(**told)
    return ""


def rehearsed(card: LoadCard) -> str:
    """What a dry run expects of the joining."""
    told = card.report.get("dry")
    if not told:
        return ""
    if not told["new"] and not told["changed"] and not card.deleted:
        return _("Nothing was written, and loading it would change nothing.")
    return _(
        "Nothing was written. {new} records would be new and {changed} changed; {joined} of the new ones"
        " would join"
        " editions already here, {within} each other, and {editions} editions would be new."
    ).format(**told)


def kind_of(preview: Preview) -> str:
    """ "ISO 2709 · CNMARC", "CSV"."""
    names = [SYNTAXES.get(preview.syntax, preview.syntax), *preview.flavour.split()]
    said = [str(FLAVOURS.get(name, name)) for name in names]
    return " · ".join(dict.fromkeys(said))


def time_left(card: LoadCard) -> str:
    """As a person would say it; "" while there is nothing to judge by."""
    left = card.seconds_left
    if left is None:
        return ""
    if left < MINUTE:
        return _("less than a minute left")
    minutes = round(left / MINUTE)
    return ngettext("about {n} minute left", "about {n} minutes left", minutes).format(n=minutes)


def tallies(card: LoadCard) -> list[tuple[str, list[tuple[str, int]]]]:
    """What the records were, most frequent first: (heading, [(name, records)])."""
    told = card.report.get("tally", {})
    return [
        (str(heading), [(str(names.get(value, value)), count) for value, count in _most(told[name])])
        for name, (heading, names) in TALLIES.items()
        if told.get(name)
    ]


def _most(counts: dict[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def report_lines(card: LoadCard) -> Iterator[str]:
    yield _("Load {id}, library {library}, source {source}").format(
        id=card.id, library=card.library, source=card.source
    )
    if card.refusal:
        yield refusal_sentence(card)
    yield counts(card)
    for line in (rehearsed(card), held_back(card)):
        if line:
            yield line
    for file in card.report.get("files", []):
        yield file_sentence(file) or _("{name}: {read} records, {syntax}, {charset}").format(
            name=file.get("name"),
            read=file.get("read", 0),
            syntax=file.get("syntax", ""),
            charset=file.get("charset") or _("character set told record by record"),
        )
    for problem in problems_of(card):
        first = _("{times} × {said} (first: {file}, byte {offset})")
        if problem.in_table:
            first = _("{times} × {said} (first: {file}, row {offset})")
        yield first.format(**problem._asdict())
