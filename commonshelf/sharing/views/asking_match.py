"""Where a librarian matches what a reader wrote to an edition: candidates, a search box, and a no."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.cards import EditionCard
from commonshelf.catalogue.lines import line, titled
from commonshelf.kernel import ids
from commonshelf.kernel.number import whole
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.kernel.text import fold
from commonshelf.members import api as members
from commonshelf.search import api as search
from commonshelf.sharing import api, looking
from commonshelf.sharing.cards import RequestCard
from commonshelf.sharing.desks import words as desk_words
from commonshelf.sharing.views import mine_rows
from commonshelf.ui import api as ui
from commonshelf.ui.api import Request, form_key

ROWS: Final = 10


@dataclass(frozen=True, slots=True)
class Candidate:
    """An edition beside what the reader wrote. agrees, differs: names of fields."""

    card: EditionCard
    title: str
    line: SafeString
    held: str
    agrees: tuple[str, ...]
    differs: tuple[str, ...]


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def match(request: Request, number: str) -> HttpResponse:
    """For the desk of the requesting library, while the request is in review."""
    card = api.request(actor=request.actor, number=number, library=looking.requester(number=number))
    if card.side != "requester" or card.state != "review":
        raise Absent
    if request.method == "POST" and _done(request, card):
        return redirect(_desk(card))
    q = request.GET.get("q", "").strip()[:200]
    found, how = _found(card.citation, q)
    shown = {
        "card": card,
        "told": _written(card) + mine_rows.facts(card),
        "why": desk_words.WHY.get(card.why, ""),
        "q": q or card.citation.get("title", ""),
        "rows": [_candidate(one, card.citation) for one in found],
        "how": how,
        "desk": _desk(card),
        "key": secrets.token_hex(8),
    }
    return render(request, "sharing/reader/match.html", shown)


def _desk(card: RequestCard) -> str:
    return f"{reverse('sharing:desk', args=[card.requester])}?list=review"


def _found(citation: Mapping[str, str], q: str) -> tuple[list[EditionCard], str]:
    """By the words typed; else by ISBN, by title and author, by title: the first that finds."""
    if q:
        answer = search.find(ask=search.Ask(words=q, rows=ROWS))
        return catalogue.editions(ids=answer.ids), _("Found by your words.")
    if citation.get("isbn") and (same := catalogue.by_isbn(isbn=citation["isbn"])):
        return same[:ROWS], _("Found by the ISBN.")
    words = " ".join(filter(None, [citation.get("title", ""), citation.get("author", "")]))
    if not words:
        return [], ""
    for tried in dict.fromkeys((words, citation.get("title", ""))):
        answer = search.find(ask=search.Ask(words=tried, rows=ROWS))
        if tried and answer.ids:
            return catalogue.editions(ids=answer.ids), _("Found by what the reader wrote.")
    return [], ""


def _candidate(card: EditionCard, citation: Mapping[str, str]) -> Candidate:
    same, other = _compared(card, citation)
    held = ngettext("{n} library has it", "{n} libraries have it", len(card.libraries)).format(
        n=len(card.libraries)
    )
    return Candidate(card, titled(card.facts), line(card.facts), held, same, other)


def _compared(card: EditionCard, citation: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Only fields that both say."""
    facts = card.facts
    pairs = {
        _("ISBN"): (set(ids.isbns(citation.get("isbn", ""))[0]), set(facts.isbns)),
        _("title"): (_folded(citation.get("title", "")), _folded(facts.title)),
        _("who wrote it"): (_folded(citation.get("author", "")), {fold(name.name) for name in facts.names}),
        _("year"): ({citation.get("year", "")} - {""}, {str(facts.year)} if facts.year else set()),
    }
    both = {name: (mine, theirs) for name, (mine, theirs) in pairs.items() if mine and theirs}
    same = tuple(name for name, (mine, theirs) in both.items() if mine & theirs)
    return same, tuple(name for name in both if name not in same)


def _folded(text: str) -> set[str]:
    return {fold(text)} - {""}


def _written(card: RequestCard) -> list[tuple[str, str]]:
    """What the rows of the reader's own page leave out."""
    told = card.citation
    names = {"title": _("Title"), "note": _("Note")}
    return [(label, told[name]) for name, label in names.items() if told.get(name)]


# -- acts


def _done(request: Request, card: RequestCard) -> bool:
    """Whether it is off the list; what was refused is said, and the page stands as it was."""
    door = _DOORS.get(request.POST.get("do", ""))
    if door is None:
        raise Absent
    try:
        with members.together():
            messages.success(request, door(request, card))
    except Absent:
        raise
    except Refusal as refusal:
        messages.warning(request, ui.sentence(refusal))
        return False
    return True


def _act(
    request: Request, card: RequestCard, action: str, facts: Mapping[str, object], version: int | None
) -> RequestCard:
    return api.act(
        actor=request.actor,
        request=card.number,
        action=action,
        facts=facts,
        version=version,
        key=f"{form_key(request)} {action}",
        library=card.requester,
    )


def _version(request: Request) -> int | None:
    return whole(request.POST.get("version", "")) or None


def _matched(request: Request, card: RequestCard) -> str:
    """And sent on at once: whoever says which edition it is, has looked at it."""
    edition = whole(request.POST.get("edition", ""))
    made = _act(request, card, "match", {"edition": edition}, _version(request))
    if made.state == "review":
        _act(request, card, "send", {}, made.version)
    return _("Matched, and sent on.")


def _refused(request: Request, card: RequestCard) -> str:
    reason = request.POST.get("reason", "").strip()[:500]
    _act(request, card, "refuse-review", {"note": reason}, _version(request))
    return _("Refused; the reader reads why.")


def _asked(request: Request, card: RequestCard) -> str:
    api.message(
        actor=request.actor,
        request=card.number,
        text=request.POST.get("text", ""),
        to="reader",
        library=card.requester,
        key=form_key(request),
    )
    return _("The reader is asked. It stays on your list meanwhile.")


_DOORS: Final[Mapping[str, Callable[[Request, RequestCard], str]]] = {
    "match": _matched,
    "refuse": _refused,
    "message": _asked,
}
