"""What a copy for a request is of, how much of it may be copied, and what lies there for it already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.cards import Copy
from commonshelf.catalogue.lines import full_title
from commonshelf.delivery import api as delivery
from commonshelf.kernel.actor import Actor
from commonshelf.resources import api as resources
from commonshelf.sharing.cards import RequestCard
from commonshelf.sharing.delivering import about
from commonshelf.sharing.domain.extents import least, let, pages_of
from commonshelf.sharing.domain.policy import Bounds
from commonshelf.sharing.models import PatronRequest
from commonshelf.sharing.ruling import deciding
from commonshelf.sharing.ruling.policies import policy_now

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

LEFT_BEHIND: Final[dict[str, _StrPromise]] = {
    "scripts": _("programs that would have run on opening"),
    "files": _("files attached to it"),
    "fields": _("form fields"),
    "comments": _("comments and marks"),
}
"""What a PDF had that was not taken over into the document."""
STATES: Final[dict[str, tuple[_StrPromise, str]]] = {
    "open": (_("can be opened"), "ok"),
    "used-up": (_("opened as often as it may be"), "wait"),
    "expired": (_("its time is over"), "wait"),
    "withdrawn": (_("no longer open"), "no"),
}
CITED: Final[dict[str, _StrPromise]] = {
    "title": _("Title"),
    "chapter": _("Chapter or article"),
    "author": pgettext_lazy("citation", "Author"),
    "journal": pgettext_lazy("citation", "Journal"),
    "year": _("Year"),
    "volume": pgettext_lazy("citation", "Volume"),
    "issue": pgettext_lazy("citation", "Issue"),
    "pages": _("Pages"),
    "note": _("Note"),
}


@dataclass(frozen=True, slots=True)
class LinkLine:
    link: delivery.LinkCard
    state: str
    tone: str


@dataclass(frozen=True, slots=True)
class Scan:
    """A document of this desk. left: what was not taken over, in words."""

    document: delivery.DocumentCard
    left: tuple[str, ...]
    notice: str
    links: tuple[LinkLine, ...]


def most_pages(card: RequestCard, library: str) -> int:
    """The least of what the library's setting, the access level, the alliance's rules and the licence
    decision let copy.
    """
    bounds: list[int | None] = [delivery.most_pages(library)]
    row = PatronRequest.objects.filter(number=card.number).values_list("pk", flat=True).first()
    granted = deciding.granted(request=row) if row else None
    if granted is not None and (pages := Bounds.of_json(granted.limits).pages):
        bounds.append(pages)
    if card.edition:
        found = catalogue.editions(ids=[card.edition])
        holder = _holder(card, library, found[0].copies if found else ())
        level = resources.levels_for(edition=card.edition, holders=[holder], service="Copy")[holder]
        share = usual_share() if level.share is None else level.share
        bounds += [level.most_pages, let(pages_of(found[0].facts.extent) if found else None, share)]
    return least(*bounds) or delivery.most_pages(library)


def _holder(card: RequestCard, library: str, copies: Iterable[Copy]) -> tuple[str, str, str, str]:
    """The copy that is meant, as access levels speak of it; without a barcode, its branch alone."""
    supply = card.supply
    for one in copies:
        if supply and supply.barcode and (one.library, one.barcode) == (library, supply.barcode):
            return (library, one.branch, one.shelving_location, one.loan_policy)
    return (library, supply.branch if supply else "", "", "")


def usual_share() -> int | None:
    """Per cent of a printed work that one copy may be by the rules in force; None: no limit."""
    return policy_now().rules.limits.copy_percent


def limit_said(share: int | None, pages: int | None) -> str:
    """How much one copy may be, beside the notice; "" where nothing limits it. pages: of this very work."""
    if pages is not None:
        most = ngettext(
            "Of this work at most {n} page may be copied for you",
            "Of this work at most {n} pages may be copied for you",
            pages,
        ).format(n=pages)
        of = gettext(" ({share} % of it)").format(share=share) if share else ""
        return gettext("{most}{of}.").format(most=most, of=of)
    if share is None:
        return ""
    return gettext(
        "Of a printed work at most {share} % may be copied, unless its library names another part."
    ).format(share=share)


def usual_notice(group: str) -> str:
    """By what kind of reader it is for: teachers copy for teaching and research, everybody else for their own
    study.
    """
    return "teaching" if group in {"teacher", "staff"} else "study"


def title(card: RequestCard, language: str) -> str:
    """What the reader will know it by: the chapter or article where one is named, and of what it is."""
    part, whole = card.citation.get("chapter", ""), _whole(card, language)
    return " — ".join(dict.fromkeys(one for one in (part, whole) if one))[:300]


def _whole(card: RequestCard, language: str) -> str:
    """The book or journal: as the catalogue calls it, where the request has found it there."""
    found = catalogue.editions(ids=[card.edition]) if card.edition else []
    if found:
        return full_title(found[0].facts)
    return card.citation.get("journal") or card.title.in_language(language)


def wanted(card: RequestCard) -> tuple[tuple[str, str], ...]:
    """What was asked for, line by line, for whoever stands at the scanner."""
    return tuple(
        (str(label), card.citation[name]) for name, label in CITED.items() if card.citation.get(name)
    )


def scans(actor: Actor, card: RequestCard, library: str, language: str) -> tuple[Scan, ...]:
    return tuple(_scans(actor, card, library, language))


def _scans(actor: Actor, card: RequestCard, library: str, language: str) -> Iterator[Scan]:
    links = delivery.links_of(actor=actor, about=about(card.number))
    for one in delivery.documents_about(about=about(card.number)):
        if one.library == library:
            mine = tuple(
                LinkLine(link, str(STATES[link.state][0]), STATES[link.state][1])
                for link in links
                if link.document.id == one.id
            )
            left = tuple(str(LEFT_BEHIND[name]) for name in one.left_behind if name in LEFT_BEHIND)
            yield Scan(one, left, delivery.notice(code=one.notice).name(language), mine)
