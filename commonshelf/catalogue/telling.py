"""A load's outcome in sentences: for the terminal, the watched folder and the page alike."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonshelf.catalogue.cards import LoadCard
from commonshelf.catalogue.models import Reject
from commonshelf.catalogue.refusals import reason
from commonshelf.kernel.refusal import Refusal
from commonshelf.ui import api as ui


class Problem(NamedTuple):
    """One kind of reject: how many, and the first of them in a sentence."""

    code: str
    times: int
    said: str
    file: str
    offset: int


def problems_of(card: LoadCard) -> list[Problem]:
    """The most frequent first."""
    found = []
    for code, count in sorted(card.report.get("rejects", {}).items(), key=lambda item: (-item[1], item[0])):
        first = Reject.objects.filter(load=card.id, reason=code).order_by("id").defer("raw").first()
        if first:
            found.append(Problem(code, count, reason(code, first.facts), first.file, first.offset))
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
    return _(
        "Nothing was written. {new} records would be new and {changed} changed; {joined} of the new ones"
        " would join"
        " editions already here, {within} each other, and {editions} editions would be new."
    ).format(**told)


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
        yield _("{times} × {said} (first: {file}, byte {offset})").format(**problem._asdict())
