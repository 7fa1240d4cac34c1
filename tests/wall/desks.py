"""The addresses of readers, loans, visits and machines: what of each library they are asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from commonshelf.cards import api as cards
from commonshelf.cards.models import ReaderGroup, RightRule
from commonshelf.kernel.actor import Actor
from commonshelf.loans import api as loans
from commonshelf.loans.models import Thing
from tests.wall.readers import CHILD, CLOSED, GUEST, OTHER, OWN, SHARER, Given, Readers, Staff

OF_A_READER = ("edit-reader", "block", "merge", "close-reader", "act-on-reader")
OF_A_PLACE = (
    "loans:desk", "loans:shelf", "loans:transits", "loans:due", "loans:overdue", "loans:paper",
    "loans:enter-paper", "loans:receipt", "loans:system", "loans:choose-system", "loans:connect",
    "loans:new-terminal", "visits:gate", "visits:counts", "cards:readers", "cards:register",
    "cards:library-rules", "cards:new-own-rule", "cards:rights-at", "cards:api-rights", "cards:groups",
    "cards:hand-out", "cards:sheets", "cards:sheet-template", "sharing:desk", "sharing:desk-scan",
    "sharing:desk-slips", "sharing:desk-labels", "sharing:desk-manifest", "sharing:supplying", "sharing:call",
    "sharing:partners",
)  # fmt: skip
OF_A_SHEET = ("cards:sheet", "cards:sheet-columns", "cards:sheet-broken")
OF_A_TERMINAL = ("loans:terminal", "loans:terminal-password")
Private = Callable[[str], str]
"""model.column -> a word of this library's, put where no column is."""


def machines(of: Staff, office: Actor, private: Private) -> int:
    """A terminal (its row id), and where the library's own system would be."""
    made = loans.add_terminal(actor=of.manager, library=of.symbol, name=f"{of.symbol}-1")
    loans.connect_system(
        actor=office, library=of.symbol, host="127.0.0.1", port=6001, tls=False, charset="utf-8",
        user=private("LibrarySystem.user"), institution="", location="", sends_local=False, version=0,
    )  # fmt: skip
    return made.terminal.id


def sheet(of: Staff, private: Private) -> int:
    """A file of readers that waits, with one line that cannot be read."""
    lines = f"学号,姓名,读者类型\nX-1,{private('ReaderSheet.cell')},of-{OWN[of.symbol]}\nX-2,,没有的类型\n"
    brought = cards.bring_sheet(
        actor=of.librarian, library=of.symbol, name="新生.csv", chunks=[lines.encode()],
        choices=cards.SheetChoices(),
    )  # fmt: skip
    return brought.id


def addresses(found: Readers, of: Staff, *, terminal: int, sheet: int) -> Given:
    """Name of an address -> what it takes. Behind a dot: the same desk about somebody else's reader."""
    symbol = of.symbol
    return {
        **{name: {"symbol": symbol} for name in OF_A_PLACE},
        **{name: {"symbol": symbol, "id": sheet} for name in OF_A_SHEET},
        **{name: {"symbol": symbol, "id": terminal} for name in OF_A_TERMINAL},
        "cards:rule": {"id": RightRule.objects.filter(library__symbol=symbol).latest("pk").pk},
        "cards:group": {"symbol": symbol, "id": _group(OWN[symbol])},
        "cards:register.joining": {"symbol": symbol, "?": f"code={found.codes[symbol]}"},
        "cards:readers.sharer": {"symbol": symbol, "?": f"words={SHARER[symbol]}"},
        **_of_readers(found, symbol),
        "loans:slips": {"symbol": symbol, "what": "ready"},
        "loans:slips.going": {"symbol": symbol, "what": "going"},
        "loans:slip": {"symbol": symbol, "thing": _thing(symbol, "5")},
        "members:letter.loans": {"id": found.letters[symbol]},
        "loans:hold": {"edition": _edition(symbol, "2")},
        "search:edition.held": {"id": _edition(symbol, "2")},
        **_of_another(found, symbol, terminal=terminal, sheet=sheet),
    }


def _of_readers(found: Readers, symbol: str) -> Given:
    own = {"symbol": symbol, "key": found.by[OWN[symbol]].key}
    given = {f"cards:{name}": own for name in ("reader", *OF_A_READER)}
    for said, name in (("child", CHILD), ("closed", CLOSED)):
        given[f"cards:reader.{said}"] = {"symbol": symbol, "key": found.by[name[symbol]].key}
    away = {"symbol": symbol, "key": found.by[GUEST[OTHER[symbol]]].key}
    given |= {f"cards:{name}.away": away for name in ("reader", "close-reader")}
    for said, name in (("guest", GUEST), ("sharer", SHARER)):
        taken = {"symbol": symbol, "key": found.by[name[symbol]].key}
        given |= {f"cards:{one}.{said}": taken for one in ("reader", *OF_A_READER)}
    return given


def _of_another(found: Readers, symbol: str, *, terminal: int, sheet: int) -> Given:
    """This library's things asked for under the other's address, where nobody at all finds them."""
    at = {"symbol": OTHER[symbol]}
    own = {**at, "key": found.by[OWN[symbol]].key}
    return {
        **{f"cards:{name}.foreign": own for name in ("reader", *OF_A_READER)},
        **{f"{name}.foreign": {**at, "id": sheet} for name in OF_A_SHEET},
        **{f"{name}.foreign": {**at, "id": terminal} for name in OF_A_TERMINAL},
        "cards:group.foreign": {**at, "id": _group(OWN[symbol])},
        "loans:slip.foreign": {**at, "thing": _thing(symbol, "5")},
    }


def _group(name: str) -> int:
    return ReaderGroup.objects.get(code=f"of-{name}").pk


def _thing(symbol: str, copy: str) -> int:
    return Thing.objects.get(library__symbol=symbol, barcode=f"{symbol}-L{copy}").pk


def _edition(symbol: str, copy: str) -> int:
    edition: Any = Thing.objects.get(library__symbol=symbol, barcode=f"{symbol}-L{copy}").edition
    return int(edition)
