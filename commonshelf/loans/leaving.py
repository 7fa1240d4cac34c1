"""When a library leaves, or a reader: what is still out, who takes it over, what goes along."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

from django.db.models import Q, QuerySet

from commonshelf.cards import api as cards
from commonshelf.catalogue import api as catalogue
from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Fact, Refusal
from commonshelf.ledger import api as ledger
from commonshelf.loans import branches, keeping, money, showing
from commonshelf.loans.cards import Place
from commonshelf.loans.domain import life
from commonshelf.loans.domain.life import CONFLICT
from commonshelf.loans.models import Fee, Hold, Loan, Thing, Transit
from commonshelf.members import api as members
from commonshelf.members.cards import Said
from commonshelf.wire.table.write import csv_into

AWAY: Final = ("on-loan", "in-transit", "held")
AT_ONCE: Final = 5_000
"""Keys in one question; SQLite takes 32,766."""
HEAD: Final = (
    "barcode", "title", "call_number", "lent_at_library", "lent_at", "due_date", "renewals", "state",
    "closed_at", "card",
)  # fmt: skip


class Circulation:
    """What this room says to `members.holders`. Staff hold nothing here: desks do."""

    def open_work(self, *, person: str = "", library: str = "") -> list[members.Held]:
        if person or not library:
            return []
        return [*_out(library), *_lent_there(library), *_holds_there(library)]

    def hand_over(
        self,
        *,
        actor: Actor,  # noqa: ARG002  # a holder's arguments
        person: str,
        library: str,
        to_person: str,  # noqa: ARG002
        to_library: str,
        at: datetime,
    ) -> int:
        """Its own things that are out come home to to_library; without one the leaving is refused
        (loans.things-out). What others' readers wait for there, they fetch elsewhere.
        """
        if person or not library:
            return 0
        own = _own_away(library)
        if own and not to_library:
            facts: dict[str, Fact] = {"library": library, "count": len(own), "title": own[0].title_zh[:80]}
            raise Refusal("loans.things-out", facts, CONFLICT)
        moved = _give_things(own, to_library)
        moved += _end_guests(library, to_library, at)
        return moved + _move_holds(library, to_library, at)


def _own_away(library: str) -> list[Thing]:
    owner = members.library_id(symbol=library)
    away = Q(state__in=AWAY) | ~Q(at_library=owner)
    return list(Thing.objects.filter(away, library=owner).order_by("pk"))


def _out(library: str) -> list[members.Held]:
    return [_held(row, library) for row in _own_away(library)]


def _held(row: Thing, library: str) -> members.Held:
    return members.Held(Ref("thing", f"{library}/{row.barcode}", library), Said(row.title_zh, row.title_en))


def _lent_there(library: str) -> list[members.Held]:
    """Other libraries' things that were lent at its desks, or lie there, or are on their way."""
    owner = members.library_id(symbol=library)
    lent = Loan.objects.filter(library=owner, closed_at=None).values("thing")
    coming = Transit.objects.filter(to_library=owner, arrived_at=None).values("thing")
    rows = Thing.objects.filter(Q(pk__in=lent) | Q(pk__in=coming) | Q(at_library=owner, state__in=AWAY))
    return [_held(row, library) for row in rows.exclude(library=owner).order_by("pk")]


def _holds_there(library: str) -> list[members.Held]:
    rows = Hold.objects.filter(library__symbol=library, closed_at=None, about="").order_by("pk")
    return [members.Held(Ref("hold", str(row.pk), library), Said(row.title_zh, row.title_en)) for row in rows]


def _give_things(own: list[Thing], to_library: str) -> int:
    """They belong to the heir from now on; loans.barcode-there when it has such a number already."""
    if not own:
        return 0
    heir = members.library_id(symbol=to_library)
    main = branches.place(to_library).branch
    for row in own:
        there = Thing.objects.filter(library=heir, barcode=row.barcode).exists()
        if there or catalogue.labelled(barcode=row.barcode, library=to_library):
            facts = {"barcode": row.barcode, "library": to_library}
            raise Refusal("loans.barcode-there", facts, CONFLICT)
        Transit.objects.filter(thing=row, arrived_at=None, to_library=row.library_id).update(
            to_library=heir, to_branch=main
        )
        if row.at_library_id == row.library_id:
            row.at_library_id, row.at_branch = heir, main
        Loan.objects.filter(thing=row, closed_at=None, library=row.library_id).update(
            library=heir, branch=main
        )
        row.library_id, row.branch, row.version = heir, main, row.version + 1
        row.save()
    return len(own)


def _end_guests(library: str, to_library: str, at: datetime) -> int:
    """Other libraries' things: loans go on as the heir's, or their owner's, and what travels there, or from
    there, travels home. What is kept for a request of a room above is that room's to send on.
    """
    owner = members.library_id(symbol=library)
    heir = members.library_id(symbol=to_library) if to_library else None
    main = branches.place(to_library).branch if to_library else ""
    moved = 0
    for loan in Loan.objects.select_related("thing").filter(library=owner, closed_at=None):
        loan.library_id = heir or loan.thing.library_id
        loan.branch = main if heir else loan.thing.branch
        loan.save(update_fields=["library", "branch"])
        moved += 1
    coming = Transit.objects.select_related("thing").filter(to_library=owner, arrived_at=None)
    for transit in coming.exclude(hold__about__gt=""):
        transit.to_library_id, transit.to_branch = transit.thing.library_id, transit.thing.branch
        transit.hold = None
        transit.save(update_fields=["to_library", "to_branch", "hold"])
        moved += 1
    there = Thing.objects.filter(at_library=owner).exclude(library=owner)
    kept = Hold.objects.filter(about__gt="", closed_at=None).values("thing")
    for row in there.filter(state=life.State.HELD).exclude(pk__in=kept):
        keeping.send(row, Place(showing.symbol(row.library_id), row.branch), at)
        moved += 1
    return moved + _last_seen_at_home(there)


def _last_seen_at_home(there: QuerySet[Thing]) -> int:
    """What is with a reader, or on its way, is its owner's to expect: nobody is where it was last seen."""
    rows = list(there.filter(state__in=(life.State.ON_LOAN, life.State.IN_TRANSIT)))
    for row in rows:
        row.at_library_id, row.at_branch, row.version = row.library_id, row.branch, row.version + 1
        row.save(update_fields=["at_library", "at_branch", "version"])
    return len(rows)


def _move_holds(library: str, to_library: str, at: datetime) -> int:
    """To be fetched at the heir's main branch, else at the reader's home library, else not at all."""
    rows = list(
        Hold.objects.select_related("reader__home").filter(library__symbol=library, closed_at=None, about="")
    )
    for row in rows:
        home = row.reader.home.symbol if row.reader else ""
        place = to_library or (home if home != library else "")
        if row.state in life.KEPT:
            row.state, row.thing = life.hold_after(row.state, "loosen"), None
            row.ready_at = row.fetch_by_date = None
        if place:
            there = branches.place(place)
            row.library_id, row.branch = members.library_id(symbol=there.library), there.branch
        else:
            row.state, row.closed_at = life.hold_after(row.state, "lapse"), at
        row.save()
    return len(rows)


# -- readers


def open_of(reader: str) -> list[members.Held]:
    """Loans, holds, fees and deposits of a reader (key) that are open: who closes a card must know."""
    loans = Loan.objects.select_related("thing").filter(reader__person__key=reader, closed_at=None)
    found = [
        members.Held(
            Ref("loan", str(row.pk), showing.symbol(row.library_id)),
            Said(row.thing.title_zh, row.thing.title_en),
            "/loans",
        )
        for row in loans.order_by("pk")
    ]
    holds = Hold.objects.filter(reader__person__key=reader, closed_at=None, about="").order_by("pk")
    found += [
        members.Held(
            Ref("hold", str(row.pk), showing.symbol(row.library_id)),
            Said(row.title_zh, row.title_en),
            "/loans",
        )
        for row in holds
    ]
    return found + list(_money_of(reader))


def busy(readers: Collection[str]) -> set[str]:
    """Of many readers (keys) those of whom `open_of` would tell something."""
    found: set[str] = set()
    keys = sorted(readers)
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        whose = {"reader__person__key__in": some}
        open_now = (
            Loan.objects.filter(closed_at=None, **whose),
            Hold.objects.filter(closed_at=None, **whose),
            Fee.objects.filter(settled_at=None, **whose),
        )
        for rows in open_now:
            found.update(rows.values_list("reader__person__key", flat=True))
        balances = ledger.balances(kind="reader", owners=some)
        found.update(
            one.owner for one, lies in balances.items() if lies and one.purpose.startswith("deposit:")
        )
    return found


def _money_of(reader: str) -> Iterator[members.Held]:
    fees = Fee.objects.filter(reader__person__key=reader, settled_at=None).order_by("pk")
    for row in fees:
        words = Said("未结费用", "An open fee") if row.amount > 0 else Said("应退款项", "Money owed to them")
        yield members.Held(Ref("fee", str(row.pk), showing.symbol(row.library_id)), words, "/loans")
    for account, lies in ledger.balances(kind="reader", owners=[reader]).items():
        if lies and account.purpose.startswith("deposit:"):
            library = account.purpose.partition(":")[2]
            yield members.Held(Ref("deposit", library, library), Said("押金", "A deposit"), "/loans")


def moved(from_key: str, to_key: str) -> None:
    """One person was registered twice: all of the one becomes the other's, inside the merging act."""
    to = cards.reader(key=to_key)
    for hold in Hold.objects.filter(reader__person__key=from_key, closed_at=None):
        twin = Hold.objects.filter(reader=to.id, edition=hold.edition, closed_at=None).exists()
        if twin and hold.edition is not None:
            raise Refusal("loans.both-wait", {"title": hold.title_zh[:80]}, CONFLICT)
    for model in (Loan, Hold, Fee):
        model.objects.filter(reader__person__key=from_key).update(reader_id=to.id)
    money.hand_on(from_key, to_key)


# -- what goes along


def write_own(library: str, folder: Path) -> None:
    """loans.csv: what it lent and what of its own was lent, as far as it is not forgotten.

    Cards are told of its own readers alone.
    """
    owner = members.library_id(symbol=library)
    rows = (
        showing.loan_rows().select_related("reader__home").filter(Q(library=owner) | Q(thing__library=owner))
    )
    numbers = _card_numbers(library, {row.reader.person.key for row in rows if row.reader})
    told = (_line(row, numbers) for row in rows.exclude(state="undone").order_by("pk").iterator())
    csv_into(folder / "loans.csv", HEAD, told)


def _line(row: Loan, numbers: Mapping[str, str]) -> tuple[str, ...]:
    return (
        row.thing.barcode,
        row.thing.title_zh,
        row.thing.call_number,
        showing.symbol(row.library_id),
        row.lent_at.isoformat(),
        row.due_date.isoformat(),
        str(row.renewals),
        row.state,
        row.closed_at.isoformat() if row.closed_at else "",
        numbers.get(row.reader.person.key, "") if row.reader else "",
    )


def _card_numbers(library: str, keys: set[str]) -> dict[str, str]:
    known = cards.readers_by_key(keys=keys) if keys else {}
    return {key: one.card.number for key, one in known.items() if one.card and one.home == library}
