"""The ways of a plan as rows of the get-it sheet: when, where, how, at what cost, what is needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import quote, urlencode

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from commonshelf.catalogue.cards import EditionCard
from commonshelf.kernel.refusal import Fact
from commonshelf.sharing import reader_words as words
from commonshelf.sharing.planning import words as planned
from commonshelf.sharing.planning.cards import Plan, RuledOut, Way
from commonshelf.ui.templatetags.shelf import day, km

SHOWN: Final = 3
"""Ways on the page of an edition and beside a result; the sheet has all."""
OUT_SHOWN: Final = 4
ALSO_SHOWN: Final = 12
EACH: Final = {"online": 3, "shelf": 2, "shelf-elsewhere": 2}
"""So many of a kind stand in the first rows; of others one."""
_WALKED: Final = frozenset({"shelf", "shelf-elsewhere"})
_COMES_BACK: Final = frozenset({"on-loan", "on-order"})


@dataclass(frozen=True, slots=True)
class WayRow:
    """One row. about, surely: small, below `when`. url: what its button does; outside: it leaves the house.

    keep: where the copy on a shelf can be kept for the reader meanwhile, "" for nothing.
    """

    kind: str
    when: str
    about: str
    surely: str
    title: str
    lines: tuple[str, ...]
    needs: tuple[str, ...]
    cost: str
    measured: bool
    url: str
    button: str
    outside: bool = False
    keep: str = ""
    reasons: tuple[str, ...] = ()
    parts: tuple[tuple[str, str, str], ...] = ()

    @property
    def known(self) -> str:
        """How surely: "" where nothing was estimated."""
        return "" if self.measured or not self.parts else gettext("estimated")


@dataclass(frozen=True, slots=True)
class OutRow:
    """A way that is none: whose, and why not."""

    library: str
    reason: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What `parts/ways.html` shows. carried: the situation as a query, for every link."""

    edition: int
    rows: tuple[WayRow, ...]
    also: tuple[WayRow, ...]
    """The same by other libraries, which are asked by themselves where the first says no; farther shelves."""
    out: tuple[OutRow, ...]
    order: tuple[str, ...]
    carried: str
    plan: Plan

    @property
    def some(self) -> tuple[WayRow, ...]:
        """Of each kind the first, then what else there is; in the order in which they stand."""
        first = {row.kind: row for row in reversed(self.rows)}
        kinds = [row for row in self.rows if first[row.kind] is row]
        chosen = [*kinds, *(row for row in self.rows if row not in kinds)][:SHOWN]
        return tuple(row for row in self.rows if row in chosen)

    @property
    def main(self) -> bool:
        """Whether the first is something to press: to a shelf the page of an edition leads by itself."""
        return bool(self.rows) and self.rows[0].kind not in {*_WALKED, "read-there"}

    @property
    def more(self) -> int:
        return max(0, len(self.rows) + len(self.also) - SHOWN)

    @property
    def out_first(self) -> tuple[OutRow, ...]:
        return self.out[:OUT_SHOWN]

    @property
    def out_others(self) -> tuple[OutRow, ...]:
        return self.out[OUT_SHOWN:]


def sheet(card: EditionCard, plan: Plan, carried: str, pickup: str) -> Sheet:
    """pickup: branch key where it would be fetched."""
    first, others = _parted(plan.ways)
    rows = [_row(card.id, way, plan, carried, pickup) for way in first]
    if waiting := _wait(card, plan, carried):
        rows.append(waiting)
    return Sheet(
        edition=card.id,
        rows=tuple(rows),
        also=tuple(_row(card.id, way, plan, carried, pickup) for way in others[:ALSO_SHOWN]),
        out=_outs(plan.ruled_out),
        order=tuple(planned.why_order(plan)),
        carried=carried,
        plan=plan,
    )


def _parted(ways: Sequence[Way]) -> tuple[list[Way], list[Way]]:
    """The first of what is had in the same way, and the others: a reader chooses how, seldom by whom."""
    first: list[Way] = []
    others: list[Way] = []
    for way in ways:
        same = sum(one.kind == way.kind and one.service == way.service for one in first)
        (first if same < EACH.get(way.kind, 1) else others).append(way)
    return first, others


def find(plan: Plan, kind: str, supplier: str, branch: str = "") -> Way | None:
    """The way a button named, in a plan made anew; of a kind alone the best."""
    same = [way for way in plan.ways if _kind(way) == kind and supplier in {"", _giver(way)}]
    return next((way for way in same if way.branch == branch), same[0] if same else None)


def _giver(way: Way) -> str:
    """A Symbol, or the number of a partner outside."""
    return way.supplier or str(way.facts.get("partner") or "")


def _kind(way: Way) -> str:
    """A place in a queue is no walk to a shelf; what may only be read there is not borrowed."""
    if way.service == "Hold":
        return "wait"
    return "read-there" if way.kind in _WALKED and way.service == "Read" else way.kind


def stands_at(plan: Plan, place: str) -> bool:
    """Whether a copy to borrow is on the shelf of this branch ("SYMBOL/branch")."""
    return any(
        way.kind in _WALKED and way.service == "Loan" and f"{way.supplier}/{way.branch}" == place
        for way in plan.ways
    )


def title(way: Way, pickup: str) -> str:
    library, _slash, branch = pickup.partition("/")
    return str(words.PLACE[_kind(way)]).format(
        place=words.place(way.supplier, way.branch), pickup=words.place(library, branch)
    )


def _row(edition: int, way: Way, plan: Plan, carried: str, pickup: str) -> WayRow:
    url, outside = _url(edition, way, carried)
    kind = _kind(way)
    return WayRow(
        kind=kind,
        when=words.when(plan.at, way.expected_hours),
        about=words.about(plan.at, way.expected_hours),
        surely=words.surely(plan.at, way.expected_hours, way.p80_hours),
        title=title(way, pickup),
        lines=lines(way),
        needs=tuple(planned.need(code, way) for code in way.needs),
        cost=words.cost(way.cost),
        measured=way.measured,
        url=url,
        button=str(words.BUTTON[kind]),
        outside=outside,
        keep=_ask_url(edition, "wait", carried, to=f"{way.supplier}/{way.branch}")
        if way.kind in _WALKED and way.facts.get("keep")
        else "",
        reasons=tuple(planned.reason(code, facts) for code, facts in way.reasons),
        parts=tuple(parts(way)),
    )


def lines(way: Way) -> tuple[str, ...]:
    """Where, how far, until when it is open: short, in one row."""
    facts: Mapping[str, Fact] = way.facts
    told: list[str] = []
    if way.service == "Hold":
        due = str(facts.get("due") or "")
        told = _queue(int(facts.get("waiting") or 0), date.fromisoformat(due) if due else None)
        return (*told, words.cost(way.cost))
    if way.kind in {"courier", "scan"} and way.supplier:
        told.append(gettext("from {library}").format(library=words.library(way.supplier)))
    if way.kind == "partner":
        told.append(gettext("from {library}").format(library=planned.partner(way.facts)))
    if way.resource and way.kind == "online":
        told.append(way.resource)
    for name in ("location", "call_number"):
        if facts.get(name) and way.kind in _WALKED:
            told.append(str(facts[name]))
    if isinstance(facts.get("km"), int | float) and way.kind in _WALKED:
        told.append(km(float(str(facts["km"]))))
    if facts.get("closes_at"):
        told.append(words.closing(str(facts["closes_at"]), str(facts.get("opens_at") or "")))
    return (*told, words.cost(way.cost))


def parts(way: Way) -> list[tuple[str, str, str]]:
    """(what takes time, how long, where the figure comes from)."""
    return [
        (planned.part(name), planned.span(hours), planned.source(source)) for name, hours, source in way.parts
    ]


def _url(edition: int, way: Way, carried: str) -> tuple[str, bool]:
    if way.kind == "online":
        return str(way.facts.get("url", "")), True
    if way.service == "Hold":
        return _ask_url(edition, "wait", carried), False
    if way.kind in _WALKED:
        to = quote(f"{way.supplier}/{way.branch}")
        return f"{reverse('search:desk', args=[edition])}?branch={to}", False
    return _ask_url(edition, way.kind, carried, supplier=_giver(way)), False


def _ask_url(edition: int, kind: str, carried: str, **more: str) -> str:
    told = urlencode({"way": kind, **{name: text for name, text in more.items() if text}})
    return f"{reverse('sharing:ask', args=[edition])}?{'&'.join(filter(None, [told, carried]))}"


def _outs(out: Sequence[RuledOut]) -> tuple[OutRow, ...]:
    """One line for a library and a reason, however many of its copies it is about."""
    found = {
        (one.supplier, planned.ruled_out(one)): OutRow(words.library(one.supplier), planned.ruled_out(one))
        for one in out
    }
    return tuple(found.values())


# -- all copies are out


def _wait(card: EditionCard, plan: Plan, carried: str) -> WayRow | None:
    """The queue for the next copy that comes back: where nothing is on a shelf or can be brought."""
    if any(way.kind in {*_WALKED, "courier"} and way.service in {"Loan", "Hold"} for way in plan.ways):
        return None
    back = [copy for copy in card.copies if copy.barcode and copy.status in _COMES_BACK]
    if not back:
        return None
    due = min((copy.due_date for copy in back if copy.due_date), default=None)
    return WayRow(
        kind="wait",
        when=day(due) if due else gettext("Once it is back"),
        about=gettext("when it is due back") if due else "",
        surely="",
        title=str(words.PLACE["wait"]),
        lines=tuple(_queue(max(copy.waiting for copy in back), due)),
        needs=(),
        cost="",
        measured=False,
        url=_ask_url(card.id, "wait", carried),
        button=str(words.BUTTON["wait"]),
    )


def _queue(waiting: int, due: date | None) -> list[str]:
    told = [
        ngettext("{n} reader waits before you", "{n} readers wait before you", waiting).format(n=waiting)
        if waiting
        else gettext("nobody waits before you")
    ]
    return told if due else [*told, gettext("nobody knows yet when it comes")]
