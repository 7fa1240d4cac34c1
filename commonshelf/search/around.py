"""The libraries as this reader stands to them now: which is theirs, how far, open or not. One per request."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone
from django.utils.translation import get_language, gettext

from commonshelf.members import api as members
from commonshelf.members.cards import BranchCard, Here, LibraryCard
from commonshelf.search.domain.shaping import Site
from commonshelf.search.whereabouts import region_of


@dataclass(frozen=True, slots=True)
class Around:
    """sites: (Symbol, branch code) -> Site, code "" the main branch."""

    here: Here
    now: datetime
    libraries: dict[str, LibraryCard]
    branches: dict[tuple[str, str], BranchCard]
    sites: dict[tuple[str, str], Site]
    language: str = field(default="zh-hans")

    @property
    def mine(self) -> LibraryCard | None:
        return self.libraries.get(self.here.library)

    @property
    def placed(self) -> bool:
        """Whether "nearest" means anything for this reader."""
        return self.here.place is not None or bool(self.here.library)

    def branch(self, library: str, code: str) -> BranchCard | None:
        return self.branches.get((library, code))

    def name(self, library: str) -> str:
        """The library's full name in the page's language; its Symbol when it left."""
        card = self.libraries.get(library)
        return card.name.in_language(self.language) if card else library

    def short(self, library: str) -> str:
        card = self.libraries.get(library)
        return card.short.in_language(self.language) if card else library

    def region(self, value: str) -> str:
        """A region, as it is narrowed by, in the page's language."""
        card = next((card for card in self.libraries.values() if region_of(card) == value), None)
        return card.region.in_language(self.language) if card else value

    def branch_name(self, library: str, code: str) -> str:
        """The building's name where a library has several, or a code we know nothing about; else ""."""
        card = self.libraries.get(library)
        branch = self.branch(library, code)
        if branch is None:
            return code
        return "" if card is None or len(card.branches) < 2 else branch.name.in_language(self.language)

    def place(self, site: Site) -> str:
        """What a reader calls this place: "本馆", "本馆 医学分馆", "市图书馆"."""
        building = self.branch_name(site.library, site.branch)
        if site.here:
            return gettext("your library")
        name = gettext("your library") if site.mine else self.short(site.library)
        if not building:
            return name
        return gettext("{library}, {building}").format(library=name, building=building)


def look_around(*, here: Here, now: datetime | None = None) -> Around:
    """Gather it all; three small queries, however many libraries and editions the page shows."""
    now = now or timezone.now()
    libraries = {card.symbol: card for card in members.libraries()}
    away = members.distances(here=here)
    branches: dict[tuple[str, str], BranchCard] = {}
    sites: dict[tuple[str, str], Site] = {}
    for library in libraries.values():
        for place, branch in enumerate(library.branches):
            mine = branch.library == here.library
            site = Site(
                library=branch.library,
                branch=branch.code,
                here=mine and (branch.code == here.branch or (not here.branch and place == 0)),
                mine=mine,
                km=away.get(branch.key),
                opening=members.opening(branch=branch, now=now)
                if branch.hours or branch.exceptions
                else None,
            )
            branches[branch.library, branch.code] = branch
            sites[branch.library, branch.code] = site
            if place == 0:  # the main branch comes first
                branches[branch.library, ""] = branch
                sites[branch.library, ""] = site
        if not library.branches:
            sites[library.symbol, ""] = Site(library.symbol, mine=library.symbol == here.library)
    return Around(here, now, libraries, branches, sites, get_language() or "zh-hans")
