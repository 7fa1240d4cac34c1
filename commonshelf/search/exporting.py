"""Editions taken along: as files for reference managers, and as citations to read and copy."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from django.http import HttpResponse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from commonshelf.catalogue.cards import EditionCard
from commonshelf.catalogue.domain import exports, styles
from commonshelf.catalogue.domain.cite import gbt7714
from commonshelf.kernel.refusal import ABSENT, Refusal

MOST: Final = 500
"""Editions in one file: more than anybody cites, few enough to be made at once."""


@dataclass(frozen=True, slots=True)
class Form:
    """A file format. code: what its addresses end with; name: as people call it."""

    code: str
    name: str
    media_type: str
    made: Callable[[list[tuple[EditionCard, str]]], str]

    @property
    def bare_type(self) -> str:
        """Without the character set, as a link says it."""
        return self.media_type.partition(";")[0]


@dataclass(frozen=True, slots=True)
class File:
    name: str
    media_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Citation:
    """A reference in one style. code: gbt7714, apa or mla; html: with the title set in italics."""

    code: str
    style: str
    html: SafeString
    text: str


def _ris(found: list[tuple[EditionCard, str]]) -> str:
    return "".join(exports.ris(card.facts, url) for card, url in found)


def _bibtex(found: list[tuple[EditionCard, str]]) -> str:
    return "\n".join(exports.bibtex(c.facts, exports.citation_key(c.facts, c.id), url) for c, url in found)


def _csl(found: list[tuple[EditionCard, str]]) -> str:
    items = [exports.csl(c.facts, exports.citation_key(c.facts, c.id), url) for c, url in found]
    return json.dumps(items, ensure_ascii=False, indent=1) + "\n"


FORMS: Final = {
    form.code: form
    for form in (
        Form("ris", "RIS", "application/x-research-info-systems; charset=utf-8", _ris),
        Form("bib", "BibTeX", "application/x-bibtex; charset=utf-8", _bibtex),
        Form("csl.json", "CSL-JSON", "application/vnd.citationstyles.csl+json", _csl),
    )
}
STYLES: Final = {"gbt7714": "GB/T 7714-2015", "apa": "APA 7", "mla": "MLA 9"}


def file_of(cards: Iterable[EditionCard], form: str, *, name: str, at: str) -> File:
    """These editions in this form. at: the address of this site without a slash, for lasting addresses.

    Refuses when there is nothing to write.
    """
    kind = FORMS[form]
    found = [(card, f"{at}/edition/{card.id}") for card in cards]
    if not found:
        raise Refusal("search.nothing-to-take", {}, ABSENT)
    return File(f"{name}.{kind.code}", kind.media_type, kind.made(found).encode())


def citations(card: EditionCard, language: str) -> list[Citation]:
    """The edition by every style. language: of the reader, for records that do not show their own."""
    told = gbt7714(card.facts, language)
    cited = [(styles.Run(told),), styles.apa(card.facts, language), styles.mla(card.facts, language)]
    return [
        Citation(code, style, _set(runs), styles.plain(runs))
        for (code, style), runs in zip(STYLES.items(), cited, strict=True)
    ]


def _set(runs: styles.Cited) -> SafeString:
    """Titles in italics; everything else as it is."""
    return format_html_join(
        "", "{}{}{}", [(_OPEN if run.italic else "", run.text, _CLOSE if run.italic else "") for run in runs]
    )


_OPEN: Final = SafeString("<i>")
_CLOSE: Final = SafeString("</i>")


def as_download(file: File) -> HttpResponse:
    response = HttpResponse(file.body, content_type=file.media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file.name)}"
    return response
