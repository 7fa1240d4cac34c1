"""Editions to choose from where another room asks which one is meant: the first the search finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.lines import line, titled
from commonshelf.search import finding
from commonshelf.search.domain.query import Ask
from commonshelf.ui.api import Request

ROWS: Final = 8
CHOSEN: Final = "CHOSEN"
"""Stands in the address for the number of the edition."""


@dataclass(frozen=True, slots=True)
class Choice:
    url: str
    title: str
    languages: tuple[str, ...]
    line: SafeString
    id: int


def choices(request: Request, words: str, url: str) -> str:
    """A list of links. url: where a choice leads, with CHOSEN in place of its number."""
    answer = finding.find(Ask(words=words, rows=ROWS), request.here)
    found = [
        Choice(
            url.replace(CHOSEN, str(card.id)),
            titled(card.facts),
            card.facts.languages,
            line(card.facts),
            card.id,
        )
        for card in catalogue.editions(ids=answer.ids)
    ]
    shown = {"choices": found, "words": words, "more": max(0, answer.total - len(found))}
    return render_to_string("search/parts/choices.html", shown, request)
