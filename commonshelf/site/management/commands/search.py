"""`search`: find editions from the command line, one question or a file of them."""

from __future__ import annotations

import codecs
import io
import sys
from argparse import ArgumentTypeError
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext, ngettext

from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.cards import EditionCard
from commonshelf.kernel.refusal import Refusal
from commonshelf.members import api as members
from commonshelf.members.cards import Here
from commonshelf.search import api as search
from commonshelf.ui.api import sentence
from commonshelf.ui.command import Command as Base

UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
PATIENCE = 60.0
"""Seconds to wait for a running writer to index what was loaded last."""


def facet(text: str) -> tuple[str, str]:
    name, mark, value = text.partition("=")
    if not mark:
        raise ArgumentTypeError(gettext("a filter is NAME=VALUE, not “{text}”").format(text=text))
    return name, value


class Command(Base):
    help = "Find editions in the union catalogue."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("words", nargs="*", help="what to look for; nothing lists everything")
        parser.add_argument("--library", default="", help="only what this library has (its Symbol)")
        parser.add_argument(
            "--facet", type=facet, action="append", default=[], metavar="NAME=VALUE",
            help=f"narrow by {', '.join(search.FACETS)}; may be repeated",
        )  # fmt: skip
        parser.add_argument("--sort", default="relevance", help=f"{', '.join(search.SORTS)}")
        parser.add_argument("--here", default="", help="SYMBOL/branch to measure “nearest” from")
        parser.add_argument("--rows", type=int, default=20, help="how many results (20)")
        parser.add_argument("--start", type=int, default=0, help="how many results to leave out first")
        parser.add_argument(
            "--file", default="", help="questions, one a line (- for standard input): one JSON object each"
        )

    def run(self, **options: Any) -> dict[str, Any] | None:
        if options["file"] and options["words"]:
            self.misused(gettext("Ask either with words or with --file, not with both."))
        search.drain(patience=PATIENCE)
        ask, here = _ask(options), _here(options)
        if not options["file"]:
            return answered(ask, " ".join(options["words"]), here)
        search.find(ask=replace(ask, rows=0), here=here)  # what no line can be asked with is refused at once
        for line in _lines(options["file"]):
            self.print_json(_answered_or_refused(ask, line, here))
        return None

    def tell(self, answer: dict[str, Any]) -> None:
        total = answer["total"]
        for step in filter(None, (step["sentence"] for step in answer["steps"])):
            self.stdout.write(step)
        self.stdout.write(ngettext("{n} edition", "{n} editions", total).format(n=total))
        for result in answer["results"]:
            parts = [result["author"], str(result["year"] or ""), ", ".join(result["libraries"])]
            told = " · ".join(part for part in parts if part)
            title = " : ".join(part for part in (result["title"], result["subtitle"]) if part)
            self.stdout.write(f"{result['id']}  {title} {result['volume']}".rstrip() + f"  [{told}]")


def _ask(options: dict[str, Any]) -> search.Ask:
    facets: dict[str, tuple[str, ...]] = {}
    for name, value in options["facet"]:
        facets[name] = (*facets.get(name, ()), value)
    if symbol := options["library"]:
        if symbol not in {card.symbol for card in members.libraries()}:
            raise Refusal("search.no-such-library", {"symbol": symbol[:40]})
        facets["library"] = (*facets.get("library", ()), symbol)
    return search.Ask(facets=facets, sort=options["sort"], start=options["start"], rows=options["rows"])


def _here(options: dict[str, Any]) -> Here | None:
    """The branch to measure from; "nearest" cannot do without."""
    symbol, _, branch = options["here"].partition("/")
    here = Here(library=symbol, branch=branch)
    known = members.branch_at(here=here) is not None
    if not known and (symbol or options["sort"] == "nearest"):
        raise Refusal("search.no-such-here", {"here": options["here"][:80]})
    return here if known else None


def _lines(name: str) -> Iterator[str]:
    """Lines end at LF only, as other programs count them: every line of the file gets its answer."""
    if name == "-":
        yield from _decoded(sys.stdin.buffer)
        return
    try:
        with Path(name).open("rb") as file:
            if file.read(2) in UTF16:
                file.seek(0)
                text = io.TextIOWrapper(file, encoding="utf-16", errors="replace", newline="\n")
                yield from (line.rstrip("\r\n") for line in text)
            else:
                file.seek(0)
                yield from _decoded(file)
    except OSError as error:
        raise Refusal("search.no-query-file", {"file": name, "why": error.strerror or str(error)}) from error


def _decoded(lines: Iterable[bytes]) -> Iterator[str]:
    """Each line in UTF-8, or GB18030 where it is not; bytes that are neither become U+FFFD."""
    for number, line in enumerate(lines):
        raw = (line.removeprefix(codecs.BOM_UTF8) if number == 0 else line).rstrip(b"\r\n")
        try:
            yield raw.decode("utf-8")
        except UnicodeDecodeError:
            yield raw.decode("gb18030", "replace")


def _answered_or_refused(ask: search.Ask, words: str, here: Here | None) -> dict[str, Any]:
    """One bad line of a file does not end the others."""
    try:
        return answered(ask, words, here)
    except Refusal as refusal:
        return {"refused": refusal.code, "sentence": sentence(refusal)}


def answered(ask: search.Ask, words: str, here: Here | None) -> dict[str, Any]:
    answer = search.find(ask=replace(ask, words=words), here=here)
    return {
        "total": answer.total,
        "results": [_result(card) for card in catalogue.editions(ids=answer.ids)],
        "facets": {
            name: [{"value": count.value, "documents": count.documents} for count in counts]
            for name, counts in answer.facets.items()
        },
        "steps": [
            {"code": step.code, "facts": dict(step.facts), "sentence": search.said(step=step)}
            for step in answer.steps
        ],
        "suggestion": answer.suggestion,
    }


def _result(card: EditionCard) -> dict[str, Any]:
    facts = card.facts
    return {
        "id": card.id,
        "work": card.work,
        "title": facts.title,
        "subtitle": facts.subtitle,
        "volume": facts.volume,
        "author": facts.names[0].name if facts.names else "",
        "year": facts.year,
        "libraries": list(card.libraries),
        "local_ids": [f"{member.library}:{member.local_id}" for member in card.members],
    }
