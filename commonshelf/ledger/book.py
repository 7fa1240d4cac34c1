"""Writing in the book and reading it: transfers are added, never changed; a mistake is reversed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.db import connection
from django.db.models import Q, QuerySet, Sum

from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.ledger import models
from commonshelf.ledger.cards import Account, Between, Line
from commonshelf.ledger.domain import postings as domain
from commonshelf.members import api as members

CONFLICT = 409


def post(
    kind: str,
    lines: Sequence[tuple[Account, int]],
    at: datetime,
    *,
    about: tuple[str, str],
    library: str,
    person: str,
    reverses: int | None = None,
) -> int:
    if not connection.in_atomic_block:
        raise RuntimeError("a transfer is posted inside the act it belongs to")
    if problem := domain.fault(lines):
        raise ValueError(f"{kind}: {problem}")
    row = models.Transfer.objects.create(
        kind=kind,
        about_kind=about[0],
        about_id=about[1],
        library_id=members.library_id(symbol=library) if library else None,
        person=person,
        at=at,
        reverses_id=reverses,
    )
    models.Posting.objects.bulk_create(
        models.Posting(transfer=row, account_id=_account(account, at), amount=amount)
        for account, amount in lines
    )
    return row.pk


def _account(account: Account, at: datetime) -> int:
    made, _ = models.Account.objects.get_or_create(
        kind=account.kind,
        owner=account.owner,
        purpose=account.purpose,
        unit=account.unit,
        defaults={"opened_at": at},
    )
    return made.pk


def reverse(transfer: int, kind: str, person: str, at: datetime) -> int:
    row = models.Transfer.objects.filter(pk=transfer).first()
    if row is None:
        raise Absent
    if row.reverses_id is not None or models.Transfer.objects.filter(reverses=row).exists():
        raise Refusal("ledger.reversed-already", {"transfer": transfer}, CONFLICT)
    lines = [(_told(one.account), one.amount) for one in row.postings.select_related("account")]
    symbol = members.symbols_by_id()[row.library_id] if row.library_id else ""
    about = (row.about_kind, row.about_id)
    return post(kind, domain.turned(lines), at, about=about, library=symbol, person=person, reverses=row.pk)


def _told(row: models.Account) -> Account:
    return Account(row.kind, row.owner, row.purpose, row.unit)


def balance(account: Account) -> int:
    found = _of(account).aggregate(sum=Sum("amount"))["sum"]
    return int(found or 0)


def _of(account: Account) -> QuerySet[models.Posting]:
    return models.Posting.objects.filter(
        account__kind=account.kind,
        account__owner=account.owner,
        account__purpose=account.purpose,
        account__unit=account.unit,
    )


def balances(kind: str, owners: Iterable[str]) -> dict[Account, int]:
    rows = (
        models.Posting.objects.filter(account__kind=kind, account__owner__in=list(owners))
        .values("account__owner", "account__purpose", "account__unit")
        .annotate(sum=Sum("amount"))
        .order_by("account__owner", "account__purpose", "account__unit")
    )
    return {
        Account(kind, row["account__owner"], row["account__purpose"], row["account__unit"]): int(row["sum"])
        for row in rows
    }


def totals(kind: str, purpose: str, unit: str) -> dict[str, int]:
    rows = models.Posting.objects.filter(
        account__kind=kind, account__purpose=purpose, account__unit=unit
    ).values_list("account__owner")
    return {owner: int(total) for owner, total in rows.annotate(sum=Sum("amount")) if total}


def statement(kind: str, owner: str, purpose: str, before: int | None, rows: int) -> list[Line]:
    found = models.Posting.objects.filter(account__kind=kind, account__owner=owner)
    found = found.filter(account__purpose=purpose) if purpose else found
    found = found.filter(transfer__lt=before) if before is not None else found
    symbols = members.symbols_by_id()
    shown = list(found.select_related("account", "transfer").order_by("-transfer", "-pk")[:rows])
    ids = [one.transfer_id for one in shown]
    back = set(models.Transfer.objects.filter(reverses__in=ids).values_list("reverses", flat=True))
    return [
        Line(
            transfer=one.transfer_id,
            account=_told(one.account),
            amount=one.amount,
            kind=one.transfer.kind,
            about=(one.transfer.about_kind, one.transfer.about_id),
            library=symbols[one.transfer.library_id] if one.transfer.library_id else "",
            person=one.transfer.person,
            at=one.transfer.at,
            reverses=one.transfer.reverses_id,
            reversed=one.transfer_id in back,
        )
        for one in shown
    ]


_DEBTOR, _CREDITOR = "account__owner", "transfer__postings__account__owner"


def _between(
    purpose: str, since: datetime | None, until: datetime | None, library: str = ""
) -> QuerySet[models.Posting]:
    """The debtor's side of every transfer between two libraries, with the creditor's joined to it: all in
    one `filter`, as a second one would join the postings once more.
    """
    whose = Q(**{_DEBTOR: library}) | Q(**{_CREDITOR: library}) if library else Q()
    found = models.Posting.objects.filter(
        whose,
        amount__lt=0,
        account__kind="library",
        account__purpose=purpose,
        transfer__postings__amount__gt=0,
        transfer__postings__account__kind="library",
        transfer__postings__account__purpose=purpose,
    )
    found = found.filter(transfer__at__gte=since) if since else found
    return found.filter(transfer__at__lt=until) if until else found


def pairs(purpose: str, library: str, since: datetime, until: datetime) -> list[Between]:
    rows = (
        _between(purpose, since, until, library)
        .order_by("transfer_id")
        .values_list(
            "transfer_id",
            "transfer__kind",
            "transfer__about_kind",
            "transfer__about_id",
            "transfer__at",
            _DEBTOR,
            _CREDITOR,
            "amount",
        )
    )
    return [
        Between(transfer, kind, (about, id), at, debtor, creditor, -amount)
        for transfer, kind, about, id, at, debtor, creditor, amount in rows
    ]


def pair_totals(purpose: str, since: datetime | None, until: datetime | None) -> dict[tuple[str, str], int]:
    rows = _between(purpose, since, until).values_list(_DEBTOR, _CREDITOR).annotate(sum=Sum("amount"))
    return {(debtor, creditor): -int(total) for debtor, creditor, total in rows.order_by(_DEBTOR, _CREDITOR)}


def problems() -> Iterator[str]:
    """Each transfer sums to zero in each unit, has two sides, and takes back exactly what it says."""
    lines = models.Posting.objects.values("transfer", "account__unit").annotate(sum=Sum("amount"))
    for row in lines.filter(~Q(sum=0)).order_by("transfer"):
        yield f"transfer {row['transfer']} sums to {row['sum']} {row['account__unit']}, not to zero"
    for unit, total in models.Posting.objects.values_list("account__unit").annotate(sum=Sum("amount")):
        if total:
            yield f"the whole ledger sums to {total} {unit}, not to zero"
    empty = models.Transfer.objects.exclude(pk__in=models.Posting.objects.values("transfer"))
    for transfer in empty.order_by("pk").values_list("pk", flat=True):
        yield f"transfer {transfer} has no postings"
    for back in models.Transfer.objects.exclude(reverses=None).order_by("pk"):
        mine = dict(back.postings.values_list("account", "amount"))
        theirs = dict(
            models.Posting.objects.filter(transfer=back.reverses_id).values_list("account", "amount")
        )
        if mine != {account: -amount for account, amount in theirs.items()}:
            yield f"transfer {back.pk} says it takes back {back.reverses_id}, but is not its opposite"
