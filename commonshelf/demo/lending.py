"""What goes on at the demo's desks: lent, renewed, brought back elsewhere, asked for, lost, paid."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from commonshelf.catalogue import api as catalogue
from commonshelf.demo.plan import moment, plan, written
from commonshelf.demo.reading import desk, number_of, reader, themselves
from commonshelf.loans import api as loans
from commonshelf.members import api as members


def begin(*, now: datetime) -> None:
    """Once the catalogues are loaded; wholly or not at all, and a second time it changes nothing."""
    told = plan("desks")
    first = told["loans"][0]
    library, branch = place(first["at"])
    if loans.thing(actor=desk(library), library=library, barcode=first["book"]).id:
        return
    with members.together(), members.one_look():
        for table in told["loans"]:
            _lend(table, now)
        for table in told["holds"]:
            _hold(table)
        for table in told["payments"]:
            library, branch = place(table["at"])
            loans.pay(
                actor=desk(library),
                library=library,
                branch=branch,
                reader=reader(table["reader"]).key,
                amount=table["amount"],
            )
        for table in told["missing"]:
            library, branch = place(table["at"])
            loans.declare_missing(actor=desk(library), library=library, branch=branch, barcode=table["book"])


def place(said: str) -> tuple[str, str]:
    """ "NC-CITY/main" -> library and branch."""
    library, _, branch = said.partition("/")
    return library, branch


def _lend(table: dict[str, Any], now: datetime) -> None:
    library, branch = place(table["at"])
    name = table["reader"]
    if "deposit" in table:
        loans.deposit(
            actor=desk(library),
            library=library,
            branch=branch,
            reader=reader(name).key,
            amount=table["deposit"],
        )
    lent = loans.check_out(
        actor=desk(library),
        library=library,
        branch=branch,
        barcode=table["book"],
        number=number_of(name),
        at=moment(now, table["days"]),
    )
    if table.get("renewed"):
        loans.renew(actor=themselves(name), loan=lent.id)
    if table.get("claimed"):
        loans.claim_returned(actor=themselves(name), loan=lent.id)
    if "lost" in table:
        loans.declare_lost(
            actor=desk(library), loan=lent.id, library=library, branch=branch, fee=table["lost"]
        )
    for where, days in table.get("back", ()):
        _take_back(table, where, moment(now, days))


def _take_back(table: dict[str, Any], where: str, at: datetime) -> None:
    library, branch = place(where)
    loans.check_in(
        actor=desk(library),
        library=library,
        branch=branch,
        barcode=table["book"],
        at=at,
        condition=written(table["words"]) if "words" in table else "",
        fee=table.get("damaged", 0),
    )


def _hold(table: dict[str, Any]) -> None:
    name = table["reader"]
    library, branch = place(table["at"])
    [copy] = catalogue.labelled(barcode=table["book"])
    loans.hold(
        actor=themselves(name),
        reader=reader(name).key,
        edition=copy.edition,
        library=library,
        branch=branch,
    )
    if "scanned" in table:
        library, branch = place(table["scanned"])
        loans.check_in(actor=desk(library), library=library, branch=branch, barcode=table["book"])
