"""The front door: the home page and the search page."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect, render

from commonshelf.catalogue import api as catalogue
from commonshelf.kernel.refusal import Refusal
from commonshelf.members import api as members
from commonshelf.members.cards import BranchCard, LibraryCard
from commonshelf.search import api, asking, facets, labels, words
from commonshelf.search.api import Answer
from commonshelf.search.around import Around, look_around
from commonshelf.search.asking import Asked
from commonshelf.search.domain.fields import ANY, WHERE
from commonshelf.search.domain.ordering import volumes_in_order
from commonshelf.search.domain.query import LOOSENED
from commonshelf.search.domain.shaping import Site
from commonshelf.search.exporting import FORMS, MOST
from commonshelf.search.presenting import Result, results
from commonshelf.ui.api import Request, sentence

NEW_SHOWN = 6
WINDOW = 2
"""Page numbers shown on each side of the current one."""


@dataclass(frozen=True, slots=True)
class LibraryRow:
    """A library on the home page and where a reader may ask. tone: ok open, no closed, unknown."""

    card: LibraryCard
    branch: BranchCard | None
    site: Site
    tone: str
    hours: str


@dataclass(frozen=True, slots=True)
class Page:
    """One place in the pager; url "": this one; number 0: a gap."""

    number: int
    url: str


@dataclass(frozen=True, slots=True)
class Drop:
    """A filter that could be dropped, and how many editions that would give."""

    label: str
    url: str
    total: int


@dataclass(frozen=True, slots=True)
class Told:
    """A step that was taken. undo: the same question without it, "" where that makes no sense."""

    said: str
    undo: str


def home(request: Request) -> HttpResponse:
    if members.alliance() is None and not members.libraries():
        return redirect("members:start")  # nothing to search yet: the first visitor sets it up
    around = look_around(here=request.here)
    newest = api.find(ask=Asked(sort="newest", rows=NEW_SHOWN).ask(), here=request.here, now=around.now)
    by_class = _documents(newest, "clc")
    rows = library_rows(around)
    shown = {
        "around": around,
        "asked": Asked(),
        "editions": newest.total,
        "on_shelf": _documents(newest, "available").get(ANY),
        "rows": rows,
        "open_now": sum(1 for row in rows if row.site.open),
        "classes": [(code, name, by_class[code]) for code, name in labels.CLC.items() if by_class.get(code)],
        "newest": _results(newest.ids, around),
    }
    return render(request, "search/home.html", shown)


def search(request: Request) -> HttpResponse:
    asked = asking.read(request.GET)
    around = look_around(here=request.here)
    notes = [sentence(note) for note in asked.notes]
    answer, refusal = _answered(asked, around)
    if refusal is not None:
        notes.append(sentence(refusal))
    last = last_page(asked, answer.total)
    if answer.total and asked.page > last:
        notes.append(sentence(Refusal("search.no-such-page", {"page": asked.page, "last": last})))
        asked = asked.at_page(last)
        answer, _ = _answered(asked, around)
    spelt = any(step.code == "spelling" for step in answer.steps)  # then the step itself says it
    suggestion = "" if spelt else answer.suggestion
    shown = {
        "asked": asked,
        "around": around,
        "answer": answer,
        "notes": notes,
        "refused": refusal is not None,
        "steps": _steps(answer, asked),
        "suggestion": suggestion,
        "suggestion_url": asked.asking(suggestion).url() if suggestion else "",
        "header": words.found(answer.total, _libraries(answer, asked)),
        "canonical": asked.canonical(),
        "query": asked.at_page(1).query(),
        "why_query": asked.query(),
        "forms": FORMS.values(),
        "most_taken": MOST,
        "described": words.described(asked.words, answer.total),
        "sorts": [(code, name, asked.sorted_by(code).url()) for code, name in labels.SORTS.items()],
        "ask_place": asked.sort == "nearest" and not around.placed,
        "chips": facets.chips(asked, around),
        "groups": facets.groups(answer.facets, asked, around),
        "results": _results(answer.ids, around, asked.libraries, in_sets=asked.sort == "relevance"),
        "pages": pages(asked, answer.total),
    }
    if not answer.total:
        shown |= _leading_on(asked if refusal is None else Asked(), around, request)
    return render(request, "search/search.html", shown, status=refusal.status if refusal else None)


def _answered(asked: Asked, around: Around) -> tuple[Answer, Refusal | None]:
    """The answer; for a query in CQL that cannot be read an empty one, and what is wrong with it."""
    try:
        return api.find(ask=asked.ask(elsewhere=True), here=around.here, now=around.now), None
    except Refusal as refusal:
        return Answer((), 0), refusal


def _steps(answer: Answer, asked: Asked) -> list[Told]:
    undone = asked.as_typed().url()
    return [
        Told(said, undone if step.code in LOOSENED or step.code == "other-places" else "")
        for step in answer.steps
        if (said := words.step(step))
    ]


def _libraries(answer: Answer, asked: Asked) -> int:
    """How many libraries have something of it; 0 where the counts are of more than the result."""
    return 0 if asked.facets.keys() & WHERE else len(_documents(answer, "library"))


def _leading_on(asked: Asked, around: Around, request: Request) -> dict[str, object]:
    """What a page without results offers: which filter to drop, classes to browse, whom to ask."""
    drops = []
    if asked.narrowed:
        looser = [
            (chip.label, asked.without(chip.facet)) for chip in _one_a_facet(facets.chips(asked, around))
        ]
        if len(looser) > 1:
            looser.append(("", asked.wide()))
        for label, other in looser:
            total = api.find(ask=other.ask(), here=request.here, now=around.now).total
            if total:
                drops.append(Drop(label, other.url(), total))
    everything = api.find(ask=Asked(rows=1).ask(), here=request.here, now=around.now)
    by_class = _documents(everything, "clc")
    return {
        "drops": drops,
        "classes": [(code, name, by_class[code]) for code, name in labels.CLC.items() if by_class.get(code)],
        "rows": library_rows(around)[:3],
    }


def _one_a_facet(chips: Sequence[facets.Chip]) -> list[facets.Chip]:
    return list({chip.facet: chip for chip in reversed(chips)}.values())[::-1]


def _documents(answer: Answer, facet: str) -> dict[str, int]:
    return {count.value: count.documents for count in answer.facets.get(facet, ())}


def _results(
    ids: Iterable[int], around: Around, within: Collection[str] = (), *, in_sets: bool = False
) -> list[Result]:
    """in_sets: volumes of one set in their order."""
    cards = catalogue.editions(ids=tuple(ids))
    return results(volumes_in_order(cards) if in_sets else cards, around, within)


def pages(asked: Asked, total: int) -> list[Page]:
    """First, last and those around the current page."""
    last = last_page(asked, total)
    near = range(asked.page - WINDOW, asked.page + WINDOW + 1)
    made: list[Page] = []
    for number in sorted({1, last, *(number for number in near if 1 <= number <= last)}):
        if made and number - made[-1].number > 1:
            made.append(Page(0, ""))
        made.append(Page(number, "" if number == asked.page else asked.at_page(number).url()))
    return made


def last_page(asked: Asked, total: int) -> int:
    reachable = min(total, asking.DEEPEST)
    return max(1, -(-reachable // asked.rows))


def library_rows(around: Around) -> list[LibraryRow]:
    """Every member with its main building: mine first, then the nearest, then by Symbol."""
    rows = []
    for card in around.libraries.values():
        site = around.sites[card.symbol, ""]
        told = site.opening is not None
        rows.append(
            LibraryRow(
                card=card,
                branch=around.branch(card.symbol, ""),
                site=site,
                tone="ok" if site.open else "no" if told else "unknown",
                hours=words.open_clause(site.opening) if site.opening else "",
            )
        )
    far = float("inf")
    rows.sort(
        key=lambda row: (not row.site.mine, far if row.site.km is None else row.site.km, row.card.symbol)
    )
    return rows
