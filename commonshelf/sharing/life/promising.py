"""A copy is promised to one request: the conditional write, the constraint, and loans keep it."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from commonshelf.kernel.refusal import Refusal
from commonshelf.loans import api as loans
from commonshelf.members import api as members
from commonshelf.sharing.domain.life import CONFLICT
from commonshelf.sharing.life import whom
from commonshelf.sharing.life.stepping import Taking
from commonshelf.sharing.models import PatronRequest, Promise, Supply


def open_promise(supply: Supply | None) -> Promise | None:
    return Promise.objects.filter(supply=supply, released_at=None).first() if supply else None


def of_copy(library: str, barcode: str) -> Promise | None:
    """What a copy is promised to now."""
    rows = Promise.objects.filter(library__symbol=library, barcode=barcode, released_at=None)
    return rows.select_related("supply__request__reader__person").first()


def taken(library: str, barcodes: list[str]) -> set[str]:
    """Of these copies those that are promised."""
    rows = Promise.objects.filter(library__symbol=library, barcode__in=barcodes, released_at=None)
    return set(rows.values_list("barcode", flat=True))


def promise(taking: Taking, supply: Supply, barcode: str) -> Promise:
    """Nobody else gets this copy from now on. Refusals sharing.promised-already, those of loans.promise."""
    row = taking.row
    library = whom.symbol(supply.supplier_id)
    before = open_promise(supply)
    if before is not None:
        if before.barcode == barcode:
            return before
        taking.released += release(supply, row, taking.at)
    try:
        with transaction.atomic():
            made = Promise.objects.create(
                supply=supply,
                library_id=members.library_id(symbol=library),
                barcode=barcode,
                promised_at=taking.at,
            )
    except IntegrityError as error:
        facts = {"barcode": barcode, "library": library}
        raise Refusal("sharing.promised-already", facts, CONFLICT) from error
    made.hold = _keep(row, library, barcode, taking.at)
    made.save(update_fields=["hold"])
    taking.new("promises", made.pk)
    return made


def release(supply: Supply | None, row: PatronRequest, at: datetime) -> list[int]:
    """The copy serves others again; what was sent off comes home at its next scan. Ids of what was let go."""
    kept = open_promise(supply)
    if kept is None:
        return []
    kept.released_at = at
    kept.save(update_fields=["released_at"])
    if kept.hold is not None:
        loans.let_go(hold=kept.hold, about=whom.about(row), at=at)
    return [kept.pk]


def again(promise: Promise, row: PatronRequest, at: datetime) -> None:
    """What had been let go is kept for it anew. Refusals as of `promise`."""
    promise.released_at = None
    try:
        with transaction.atomic():
            promise.save(update_fields=["released_at"])
    except IntegrityError as error:
        facts = {"barcode": promise.barcode, "library": whom.symbol(promise.library_id)}
        raise Refusal("sharing.promised-already", facts, CONFLICT) from error
    promise.hold = _keep(row, whom.symbol(promise.library_id), promise.barcode, at)
    promise.save(update_fields=["hold"])


def _keep(row: PatronRequest, library: str, barcode: str, at: datetime) -> int:
    return loans.promise(
        library=library,
        barcode=barcode,
        reader=whom.reader_key(row),
        to=loans.Place(whom.symbol(row.pickup_id), row.pickup_branch),
        about=whom.about(row),
        at=at,
    ).id


def stop_keeping(kept: Promise, row: PatronRequest, at: datetime) -> str:
    """Nobody fetches it any more, but it is not home yet: loans let it go, the promise stays.

    In which state they kept it, for `keep_again`; "": they did not.
    """
    return "" if kept.hold is None else loans.let_go(hold=kept.hold, about=whom.about(row), at=at)


def keep_again(hold: int, row: PatronRequest, was: str) -> None:
    """Refusals as of loans.keep_again."""
    loans.keep_again(hold=hold, about=whom.about(row), was=was)


def is_kept(kept: Promise, row: PatronRequest) -> bool:
    """Whether loans still keep it for the reader."""
    return kept.hold is not None and loans.hold_promised(hold=kept.hold, about=whom.about(row)).open
