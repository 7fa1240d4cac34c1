"""Guards of the rooms about readers taken away: what narrows a row to its reader, its desk, its library."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

import pytest
from django.db.models import Q
from django.utils import timezone

from commonshelf.cards import business, readers, searching, sheets
from commonshelf.cards.cards import ReaderCard
from commonshelf.cards.domain import sharing
from commonshelf.cards.models import ReaderSheet
from commonshelf.cards.views import reader as reader_pages
from commonshelf.loans import reading, showing, terminals
from commonshelf.loans.cards import FeeCard, LoanCard, Place
from commonshelf.loans.models import Fee, Terminal
from commonshelf.loans.views import lists, slips
from commonshelf.loans.views import terminals as terminal_pages
from commonshelf.privacy import gathering
from commonshelf.privacy.registry import model_of

Break = Callable[[pytest.MonkeyPatch], None]
RULES: Final = (
    "cards.find",
    "cards.look",
    "cards.read-rules",
    "cards.set-own-rule",
    "cards.register",
    "cards.import-readers",
    "loans.read-desk",
    "loans.read-systems",
    "loans.connect-system",
    "loans.add-terminal",
    "visits.check-in",
    "visits.read-counts",
    "privacy.read-keeping",
)
"""Lines of the permission table that are opened to everybody, one at a time.

Not those that stand behind another line, as handing out cards stands behind finding readers.
"""


def _unmasked(reader: ReaderCard, *_: object) -> ReaderCard:
    return reader


def _instead(module: Any, name: str, other: Any) -> Break:
    return lambda patch: patch.setattr(module, name, other)


def _loans(*_: object, **__: object) -> list[LoanCard]:
    return showing.loan_cards(showing.loan_rows().filter(closed_at=None))


def _fees(actor: object, reader: str, library: str) -> list[FeeCard]:
    rows = Fee.objects.select_related("reader__person", "loan__thing").filter(settled_at=None)
    return showing.fee_cards(rows)


def _fees_of_theirs(actor: object, reader: str, library: str) -> list[FeeCard]:
    rows = Fee.objects.select_related("reader__person", "loan__thing").filter(settled_at=None)
    return showing.fee_cards(rows.filter(reader__person__key=reader))


def _holds(*_: object, **__: object) -> list[Any]:
    return showing.hold_cards(showing.hold_rows().filter(closed_at=None))


def _due(here: Place, day: date) -> list[LoanCard]:
    return _loans()


def _late(today: date) -> Any:
    return showing.loan_rows().filter(closed_at=None).order_by("due_date", "pk")


def _kept(here: Place) -> Any:
    return showing.hold_rows().filter(state="ready", thing__isnull=False)


def _any_terminal(request: Any, symbol: str, id: int) -> Any:
    return terminals._card(Terminal.objects.get(pk=id))


def _everybodys(label: str, line: Any, who: Any) -> Any:
    return model_of(label)._base_manager.all()


def _all_terminals(*, actor: Any, library: str) -> list[Any]:
    return [terminals._card(row) for row in Terminal.objects.all()]


def _without_share(request: Any, symbol: str, key: str) -> Any:
    reader_pages.place_of(request, symbol, "cards.look")
    return readers.seen_by(actor=request.actor, reader_key=key, library=symbol)


def _every_loan_is_ours(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(reading, "_part", lambda library: Q())


def _overdue(actor: object, library: str, branch: str, *, before: object, rows: int) -> list[LoanCard]:
    return showing.loan_cards(_late(timezone.localdate())[:rows])


SCOPES: Final[Mapping[str, Break]] = {
    "readers of elsewhere are shown unmasked": _instead(readers, "masked", _unmasked),
    "readers found by name are shown unmasked": _instead(searching, "_as_seen", _unmasked),
    "readers are at home everywhere": _instead(
        readers, "what_it_sees", lambda found, library: sharing.ALL
    ),
    "readers who share name and contact share everything": _instead(
        readers, "what_it_sees", lambda found, library: sharing.ALL - {"home"}
    ),
    "readers are opened without a share or a card": _instead(reader_pages, "opened", _without_share),
    "readers lie on every desk": _instead(reader_pages, "is_at_desk", lambda request, key: True),
    "readers are changed away from home": _instead(reader_pages, "_home", reader_pages.opened),
    "readers of all libraries are listed": _instead(
        searching, "_seen_at", lambda place, words: readers.rows()
    ),
    "one's own loans are everybody's": _instead(reading, "loans_of", _loans),
    "one's own holds are everybody's": _instead(reading, "holds_of", _holds),
    "one's own fees are everybody's": _instead(reading, "fees_of", _fees),
    "loans elsewhere are a desk's business, too": _every_loan_is_ours,
    "loans of every library are due here": _instead(lists, "due_on", _due),
    "loans of every library are late here": _instead(reading, "overdue", _overdue),
    "files of readers are found by their number alone": _instead(
        sheets, "_row", lambda library, number: ReaderSheet.objects.get(pk=number)
    ),
    "readers' loans elsewhere are told by title when they close": _instead(
        business, "_as_seen", lambda held, library: held
    ),
    "fees elsewhere tell the title": _instead(reading, "fees_of", _fees_of_theirs),
    "slips are printed of every library's shelf": _instead(slips, "_kept", _kept),
    "a terminal is found by its number alone": _instead(terminal_pages, "_one", _any_terminal),
    "a terminal of any library is listed": _instead(terminals, "terminals", _all_terminals),
    "what is kept of everybody is shown to each": _instead(gathering, "own_rows", _everybodys),
}  # fmt: skip
