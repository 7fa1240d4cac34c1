"""What must never be found: requests, supplies, promises, loans and the ledger that disagree."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, F, Q, Sum

from commonshelf.delivery import api as delivery
from commonshelf.ledger import api as ledger
from commonshelf.loans import api as loans
from commonshelf.members import api as members
from commonshelf.sharing import delivering
from commonshelf.sharing.domain.life import ACTIVE, AWAY, OUT, PROMISED, TERMINAL, State
from commonshelf.sharing.life import charging, whom
from commonshelf.sharing.models import Charge, PatronRequest, Promise, Supply

PAGE = 500


def problems() -> Iterator[str]:
    yield from _requests()
    yield from _supplies()
    yield from _promises()
    yield from _documents()
    yield from _money()


def _requests() -> Iterator[str]:
    rows = PatronRequest.objects.order_by("pk")
    for row in rows.exclude(state__in=list(State)):
        yield f"request {row.number} is in no state we know: {row.state!r}"
    ended = Q(state__in=TERMINAL)
    for row in rows.filter((ended & Q(closed_at=None)) | (~ended & Q(closed_at__isnull=False))):
        yield f"request {row.number} is {row.state}, but its end says otherwise"
    for row in rows.filter(closed_at=None, next_at=None):
        yield f"request {row.number} is {row.state}, and no clock looks at it"
    for row in rows.filter(ended, next_at__isnull=False):
        yield f"request {row.number} has ended, and a clock still looks at it"
    with_one = Supply.objects.filter(asked_at__isnull=False, closed_at=None).values("request")
    for row in rows.filter(state__in=ACTIVE).exclude(pk__in=with_one):
        yield f"request {row.number} is {row.state}, but no library has it in hand"
    for row in rows.filter(pk__in=with_one).exclude(state__in=ACTIVE):
        yield f"request {row.number} is {row.state}, but a library still has it in hand"


def _supplies() -> Iterator[str]:
    open_now = Supply.objects.filter(asked_at__isnull=False, closed_at=None).select_related("request")
    # Asked by the constraint as well; a restored copy of the database is asked here.
    for found in open_now.values("request").annotate(n=Count("pk")).filter(n__gt=1):
        yield f"request row {found['request']} has {found['n']} libraries at work on it"
    for supply in open_now.order_by("pk"):
        here = State.LENT if supply.request.state in {*OUT, State.BACK} else supply.request.state
        if supply.state != here and supply.request.state in ACTIVE:
            yield (
                f"request {supply.request.number} is {supply.request.state},"
                f" its supplier's side {supply.state}"
            )
    for supply in Supply.objects.filter(closed_at__lt=F("asked_at")).order_by("pk"):
        yield f"supply {supply.pk} ended before it was asked"
    ended = Q(state__in=TERMINAL)
    for supply in Supply.objects.filter(
        (ended & Q(closed_at=None)) | (~ended & Q(closed_at__isnull=False)), asked_at__isnull=False
    ).order_by("pk"):
        yield f"supply {supply.pk} is {supply.state}, but its end says otherwise"


def _promises() -> Iterator[str]:
    held = loans.promised(room="sharing")
    kept: set[int] = set()
    rows = Promise.objects.filter(released_at=None).select_related("supply__request").order_by("pk")
    for promise in rows:
        row = promise.supply.request
        if promise.supply.closed_at is not None or row.state not in PROMISED | {State.CONDITIONAL}:
            yield f"copy {promise.barcode} is promised to request {row.number}, which is {row.state}"
        if promise.hold is None:
            continue
        card = held.get(promise.hold)
        if card is not None:
            kept.add(promise.hold)
            yield from _agree(row, promise, card.state)
        elif row.state in {State.WILL_SUPPLY, State.CANCELLING, State.SHIPPED, State.RECEIVED}:
            yield f"request {row.number} is {row.state}, but loans keep nothing for it"
        elif row.state in OUT and not _on_loan(promise):
            yield f"request {row.number} is {row.state}, but nothing of it is on loan"
    for hold in sorted(held.keys() - kept):
        yield f"hold {hold} is kept for a request that has no such promise"
    tracked = Supply.objects.filter(service="Loan", request__state__in=AWAY, closed_at=None).exclude(
        barcode=""
    )
    for supply in tracked.exclude(pk__in=rows.values("supply")).order_by("pk"):
        yield f"supply {supply.pk} is away, and its copy is promised to nobody"


def _on_loan(promise: Promise) -> bool:
    library = whom.symbol(promise.library_id)
    return loans.open_loan(library=library, barcode=promise.barcode) is not None


_AS_HELD = {
    "promised": {State.WILL_SUPPLY, State.CANCELLING, State.CONDITIONAL},
    "coming": {State.SHIPPED},
    "ready": {State.RECEIVED},
}


def _agree(row: PatronRequest, promise: Promise, hold: str) -> Iterator[str]:
    """What loans say of the copy is what the request says."""
    if row.state not in _AS_HELD.get(hold, set()):
        yield f"request {row.number} is {row.state}, but loans have its copy {promise.barcode} as {hold}"


def _documents() -> Iterator[str]:
    """What was delivered is a document of this request from this library, and no document is for nothing."""
    known = delivery.abouts(room="sharing")
    rows = Supply.objects.select_related("request").filter(document__isnull=False).order_by("pk")
    for supply in rows.iterator():
        about, library = known.get(supply.document or 0, ("", ""))
        number, supplier = supply.request.number, whom.symbol(supply.supplier_id)
        if about != delivering.about(number) or supplier not in {"", library}:
            yield f"request {number} was given document {supply.document}, which is not its supplier's for it"
    numbers = {delivering.about(one) for one in PatronRequest.objects.values_list("number", flat=True)}
    for id, (about, _) in known.items():
        if about not in numbers:
            yield f"document {id} is for {about}, which is no request"


def _money() -> Iterator[str]:
    """What libraries owe one another for supplies by our lines is what the ledger says, to the fen.

    Of what partners outside are owed nothing is among it.
    """
    for charge in Charge.objects.filter(supply__partner__isnull=False).order_by("pk"):
        yield f"charge {charge.pk} is between members, but a partner outside supplied it"
    told: dict[str, int] = {}
    for side, sign in (("debtor", -1), ("creditor", 1)):
        for id, fen in Charge.objects.values_list(side).annotate(sum=Sum("amount")):
            told[whom.symbol(id)] = told.get(whom.symbol(id), 0) + sign * int(fen)
    for library in sorted({one.symbol for one in members.libraries()} | told.keys()):
        said = sum(_lines(library))
        if told.get(library, 0) != said:
            yield f"library {library}: charges come to {told.get(library, 0)} fen, the ledger says {said}"


def _lines(library: str) -> Iterator[int]:
    """Of its account for sharing those that are about a supply."""
    before: int | None = None
    while lines := ledger.statement(
        kind="library", owner=library, purpose=charging.PURPOSE, before=before, rows=PAGE
    ):
        yield from (line.amount for line in lines if line.about[0] == "supply")
        before = lines[-1].transfer
