"""Who holds an edition, in the order a reader would go, and the one sentence that says how to get it.

Pure: what is known about places and hours comes in as `Site`s, the sentence goes out as a code
with its facts; `search.words` says it in Chinese and English.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from commonshelf.catalogue.cards import Copy, EditionCard
from commonshelf.members.cards import Opening


class State(StrEnum):
    """What a holder can do for a reader, best first: the order of this list is the order of use."""

    ON_SHELF = "on-shelf"
    ONLINE = "online"
    REFERENCE = "reference"
    UNKNOWN = "unknown"
    ON_ORDER = "on-order"
    ON_LOAN = "on-loan"
    MISSING = "missing"
    UNTOLD = "untold"  # the library has the record but told nothing of copies


_ORDER = {state: place for place, state in enumerate(State)}
_BY_NAME = {state.value: state for state in State}
_TAKEN = frozenset({State.ON_SHELF, State.REFERENCE})
FAR = float("inf")


@dataclass(frozen=True, slots=True)
class Site:
    """A branch as this reader stands to it now.

    branch: its code, "" where the library named none we know. here: the branch the reader picked;
    mine: a branch of that library. km: as the crow flies, None unknown. opening None: no hours told.
    """

    library: str
    branch: str = ""
    here: bool = False
    mine: bool = False
    km: float | None = None
    opening: Opening | None = None

    @property
    def open(self) -> bool:
        return self.opening is not None and self.opening.open


@dataclass(frozen=True, slots=True)
class Holder:
    """One branch's copies of one edition, best copy first. url: where it can be read online."""

    site: Site
    state: State
    copies: tuple[Copy, ...] = ()
    on_shelf: int = 0
    total: int = 0
    url: str = ""

    @property
    def library(self) -> str:
        return self.site.library


@dataclass(frozen=True, slots=True)
class Verdict:
    """code: which sentence; tone: ok, wait, no or unknown; holder: whom it speaks of.

    on_shelf, total: copies in all branches; libraries: how many hold the edition.
    """

    code: str
    tone: str
    holder: Holder | None = None
    on_shelf: int = 0
    total: int = 0
    libraries: int = 0


Sites = Mapping[tuple[str, str], Site]


def state_of(copy: Copy) -> State:
    """A copy's state; a link without a shelf is online, whatever the status field says."""
    if copy.url and not copy.call_number and not copy.barcode:
        return State.ONLINE
    return _BY_NAME.get(copy.status, State.UNKNOWN)


def holders(card: EditionCard, sites: Sites) -> tuple[Holder, ...]:
    """All holders of the edition, the one to go to first.

    sites: (Symbol, branch code) -> Site; code "" stands for the library's main branch.
    """
    copies: dict[tuple[str, str], list[Copy]] = defaultdict(list)
    for copy in card.copies:
        copies[copy.library, copy.branch].append(copy)
    found = [_holder(_site(sites, *where), held) for where, held in copies.items()]
    told = {copy.library for copy in card.copies}
    silent = sorted({member.library for member in card.members} - told)
    found.extend(_without_copies(card, _site(sites, library, "")) for library in silent)
    return tuple(sorted(_joined(found), key=usefulness))


def _site(sites: Sites, library: str, branch: str) -> Site:
    known = sites.get((library, branch))
    if known is not None:
        return known
    main = sites.get((library, ""))
    return Site(library, branch, mine=main is not None and main.mine)


def _joined(found: Iterable[Holder]) -> list[Holder]:
    """One holder a site: a file may call the main branch by its code in one line and not in the next."""
    by_site: dict[tuple[str, str], Holder] = {}
    for holder in found:
        key = (holder.library, holder.site.branch)
        before = by_site.get(key)
        by_site[key] = holder if before is None else _holder(holder.site, [*before.copies, *holder.copies])
    return list(by_site.values())


def _holder(site: Site, held: list[Copy]) -> Holder:
    states = [state_of(copy) for copy in held]
    if len(held) == 1:  # nearly always, and a widely held book has eighty of these
        (copy,), (best,) = held, states
        ordered: tuple[Copy, ...] = (copy,)
    else:
        stated = sorted(zip(states, held, strict=True), key=_best_copy_first)
        best, ordered = stated[0][0], tuple([copy for _, copy in stated])
    return Holder(
        site=site,
        state=best,
        copies=ordered,
        on_shelf=sum(copy.copies for state, copy in zip(states, held, strict=True) if state in _TAKEN),
        total=sum(copy.copies for state, copy in zip(states, held, strict=True) if state is not State.ONLINE),
        url=next((copy.url for copy in ordered if copy.url), ""),
    )


def _best_copy_first(stated: tuple[State, Copy]) -> tuple[int, str, str, str]:
    state, copy = stated
    return (_ORDER[state], copy.volume, copy.call_number, copy.barcode)


def _without_copies(card: EditionCard, site: Site) -> Holder:
    """A record without copies: online when it carries a link and is electronic, else untold."""
    for member in card.members:
        if member.library == site.library and member.facts.format in {"ebook", "eserial", "file"}:
            for link in member.facts.links:
                return Holder(site, State.ONLINE, url=link.url)
    return Holder(site, State.UNTOLD)


def usefulness(holder: Holder) -> tuple[int, int, int, float, int, str, str]:
    """Sort key, smallest first: can I have it → is it mine → is it open → how far → how many."""
    site = holder.site
    ready = 0 if holder.state is State.ONLINE and site.mine else _ORDER[holder.state] + 1
    if holder.state is State.ON_SHELF and site.here and site.open:
        ready = 0
    return (
        ready,
        0 if site.here else 1 if site.mine else 2,
        0 if site.open else 1,
        FAR if site.km is None else site.km,
        -holder.on_shelf,
        site.library,
        site.branch,
    )


_TONES = {
    State.ONLINE: "ok",
    State.UNKNOWN: "unknown",
    State.ON_ORDER: "wait",
    State.ON_LOAN: "wait",
    State.MISSING: "no",
    State.UNTOLD: "unknown",
}


def verdict(ordered: Iterable[Holder]) -> Verdict:
    """The one sentence for an edition, from its holders as `holders` ordered them."""
    found = tuple(ordered)
    if not found:
        return Verdict("nowhere", "no")
    first = found[0]
    counted = Verdict(
        code=first.state.value,
        tone=_TONES.get(first.state, "ok"),
        holder=first,
        on_shelf=sum(holder.on_shelf for holder in found),
        total=sum(holder.total for holder in found),
        libraries=len({holder.library for holder in found}),
    )
    if first.state not in _TAKEN:
        return counted
    known_closed = first.site.opening is not None and not first.site.open
    return replace(counted, tone="wait" if known_closed else "ok")


def asked_first(ordered: tuple[Holder, ...], within: Collection[str]) -> tuple[Holder, ...]:
    """Who asked for some libraries hears of their copies first, the others follow in their own order."""
    if not within:
        return ordered
    return tuple(sorted(ordered, key=lambda holder: holder.library not in within))


def better(one: Verdict, other: Verdict) -> bool:
    """Whether a copy that is to hand stands behind `one`, and none behind `other`."""
    if one.holder is None or other.holder is None or one.holder is other.holder:
        return False
    return one.holder.state in _TAKEN and _ORDER[one.holder.state] < _ORDER[other.holder.state]


@dataclass(frozen=True, slots=True)
class Share:
    """One library's copies of an edition, all branches together: a chip on the result card."""

    library: str
    mine: bool
    state: State
    on_shelf: int
    total: int


def shares(ordered: Iterable[Holder]) -> tuple[Share, ...]:
    """One share a library; mine first, then in the order of the holders."""
    by_library: dict[str, Share] = {}
    for holder in ordered:
        before = by_library.get(holder.library)
        if before is None:
            by_library[holder.library] = Share(
                holder.library, holder.site.mine, holder.state, holder.on_shelf, holder.total
            )
        else:
            by_library[holder.library] = replace(
                before, on_shelf=before.on_shelf + holder.on_shelf, total=before.total + holder.total
            )
    return tuple(sorted(by_library.values(), key=lambda share: not share.mine))


def floor_of(floors: str, location: str, beside: str = "") -> str:
    """Where a shelving location is, from the branch's floor plan in words ("location: where it is").

    beside: the same plan in the other language. A record names its shelf in one language only; when
    both plans have as many lines, line n of one is line n of the other.
    """
    wanted = location.strip().casefold()
    if not wanted:
        return ""
    here, there = _plan(floors), _plan(beside)
    for name, where in here:
        if name == wanted:
            return where
    for place, (name, where) in enumerate(there):
        if name == wanted:
            return here[place][1] if len(here) == len(there) else where
    return ""


def _plan(floors: str) -> list[tuple[str, str]]:
    lines = [line.replace("：", ":").partition(":") for line in floors.splitlines() if line.strip()]
    return [(name.strip().casefold(), where.strip()) for name, _, where in lines]
