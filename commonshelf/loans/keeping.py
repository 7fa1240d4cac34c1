"""A copy kept for a request of a room above: promised on its shelf, sent, ready, fetched; or let go again.

Called inside that room's own acts. about: what it is kept for, as that room wrote it ("sharing:NUMBER").
"""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from django.db.models import F

from commonshelf.cards import api as cards
from commonshelf.catalogue import api as catalogue
from commonshelf.kernel.actor import Actor
from commonshelf.kernel.refusal import Absent, Fact, Refusal
from commonshelf.loans import branches, money, outside, showing, tariffs, things
from commonshelf.loans.cards import HoldCard, Place
from commonshelf.loans.domain import life
from commonshelf.loans.domain.life import CONFLICT, State
from commonshelf.loans.models import Hold, Loan, Thing, Transit
from commonshelf.loans.money import Debtor
from commonshelf.loans.showing import loan_rows
from commonshelf.loans.stepping import Desk, Taking
from commonshelf.members import api as members

_AS_KEPT = {"promised": State.HOME, "coming": State.IN_TRANSIT, "ready": State.HELD}
"""Where a thing is that is kept for somebody."""


def promise(*, library: str, barcode: str, reader: str, to: Place, about: str, at: datetime) -> HoldCard:
    """For nobody else from now on; scanned at its desk it goes to where the reader (key) fetches it.

    Refusals loans.no-such-item, loans.reference-only, loans.stays-home, loans.promised,
    loans.held-for-another, loans.not-here (out, away, damaged, lost or missing), loans.moved-on.
    """
    found = things.look(barcode, library, at)
    row = found.row
    place = branches.place(to.library, to.branch)
    facts: dict[str, Fact] = {"barcode": row.barcode, "title": row.title_zh[:80], "library": library}
    if found.status == "reference":
        raise Refusal("loans.reference-only", facts, CONFLICT)
    if place.library != library and not tariffs.travels(library):
        raise Refusal("loans.stays-home", facts, CONFLICT)
    if row.state != State.HOME:
        raise Refusal("loans.not-here", {**facts, "thing_state": row.state}, CONFLICT)
    _nobodys(row, facts)
    _touch(row)
    made = Hold.objects.create(
        reader_id=cards.reader(key=reader).id,
        thing=row,
        library_id=members.library_id(symbol=place.library),
        branch=place.branch,
        about=about,
        title_zh=row.title_zh,
        title_en=row.title_en,
        state="promised",
        placed_at=at,
    )
    catalogue.touch_editions(ids=[row.edition] if row.edition else [])
    return showing.hold_card(showing.hold_rows().get(pk=made.pk))


def _nobodys(row: Thing, facts: dict[str, Fact]) -> None:
    kept = Hold.objects.filter(thing=row, state__in=life.KEPT).first() if row.pk else None
    if kept is not None and kept.about:
        raise Refusal("loans.promised", {**facts, "number": kept.about.partition(":")[2]}, CONFLICT)
    if kept is not None:
        raise Refusal("loans.held-for-another", facts, CONFLICT)


def _touch(row: Thing) -> None:
    """Whoever read it before reads it again: no other desk moves it by what it saw. loans.moved-on."""
    if row.pk is None:
        row.version = 1
        row.save()
        return
    mine = Thing.objects.filter(pk=row.pk, version=row.version, state=State.HOME)
    if not mine.update(version=F("version") + 1):
        raise Refusal("loans.moved-on", {"barcode": row.barcode}, CONFLICT)
    row.version += 1


def let_go(*, hold: int, about: str, at: datetime) -> str:
    """Kept no longer: on its shelf it serves whoever comes, elsewhere its next scan sends it home.

    Returns the state it was kept in, for `keep_again`; "": it was over. Absent: never kept under both.
    """
    row = Hold.objects.select_related("thing").filter(pk=hold, about=about).first()
    if row is None:
        raise Absent
    if row.closed_at is not None:
        return ""
    was = row.state
    row.state, row.closed_at = life.hold_after(was, "withdraw"), at
    row.save(update_fields=["state", "closed_at"])
    Transit.objects.filter(hold=row, arrived_at=None).update(hold=None)
    if row.thing is not None:
        Thing.objects.filter(pk=row.thing.pk).update(version=F("version") + 1)
        catalogue.touch_editions(ids=[row.thing.edition] if row.thing.edition else [])
    return was


def keep_again(*, hold: int, about: str, was: str) -> None:
    """Kept as it was before it was let go, while the thing lies, or travels, as it did then.

    Refusals loans.promised, loans.held-for-another, loans.moved-on. Absent: never kept under both.
    """
    row = Hold.objects.select_related("thing").filter(pk=hold, about=about).first()
    if row is None:
        raise Absent
    thing = row.thing
    facts: dict[str, Fact] = {"barcode": thing.barcode if thing else "", "title": row.title_zh[:80]}
    if thing is None or thing.state != _AS_KEPT[was] or row.state != "withdrawn":
        raise Refusal("loans.moved-on", facts, CONFLICT)
    _nobodys(thing, {**facts, "library": showing.symbol(thing.library_id)})
    row.state, row.closed_at = was, None
    row.save(update_fields=["state", "closed_at"])
    if was == "coming":
        Transit.objects.filter(thing=thing, arrived_at=None).update(hold=row)
    Thing.objects.filter(pk=thing.pk).update(version=F("version") + 1)
    catalogue.touch_editions(ids=[thing.edition] if thing.edition else [])


def hold_promised(*, hold: int, about: str) -> HoldCard:
    """How it stands. Absent: nothing was ever kept under both."""
    row = showing.hold_rows().filter(pk=hold, about=about).first()
    if row is None:
        raise Absent
    return showing.hold_card(row)


def promised(*, room: str) -> dict[int, HoldCard]:
    """Number of the hold -> all that is kept for requests of that room now."""
    rows = showing.hold_rows().filter(about__startswith=f"{room}:", closed_at=None)
    return {row.pk: showing.hold_card(row) for row in rows}


def redirect(*, hold: int, about: str, to: Place, at: datetime) -> None:
    """The reader fetches it elsewhere: what is on its way goes there, what lies ready is sent on."""
    row = Hold.objects.select_related("thing").filter(pk=hold, about=about, closed_at=None).first()
    if row is None:
        raise Absent
    place = branches.place(to.library, to.branch)
    row.library_id, row.branch = members.library_id(symbol=place.library), place.branch
    if row.state == "ready" and row.thing is not None:
        row.state, row.ready_at, row.fetch_by_date = life.hold_after(row.state, "send"), None, None
        send(row.thing, place, at, row)
    row.save(update_fields=["library", "branch", "state", "ready_at", "fetch_by_date"])
    there = {"to_library": row.library_id, "to_branch": row.branch}
    Transit.objects.filter(hold=row, arrived_at=None).update(**there)


def send(row: Thing, to: Place, at: datetime, hold: Hold | None = None) -> None:
    """From where it lies to that branch, without a scan: the desk there is no member's any more."""
    Transit.objects.create(
        thing=row,
        from_library_id=row.at_library_id,
        from_branch=row.at_branch,
        to_library_id=members.library_id(symbol=to.library),
        to_branch=to.branch,
        hold=hold,
        sent_at=at,
    )
    row.state, row.moved_at, row.version = State.IN_TRANSIT, at, row.version + 1
    row.at_library_id, row.at_branch = row.library_id, row.branch
    row.save(update_fields=["state", "moved_at", "at_library", "at_branch", "version"])


def open_loan(*, library: str, barcode: str) -> int | None:
    """Number of the loan by which that library's copy is out now."""
    found = Loan.objects.filter(thing__library__symbol=library, thing__barcode=barcode, closed_at=None)
    return found.values_list("pk", flat=True).first()


class Recalled(NamedTuple):
    """due_date: of the loan now. step: by which that library can take it back (`undo`). by_people: it keeps
    its loans in a system of its own, and its people were asked to write the day down there.
    """

    due_date: date
    step: int
    by_people: bool


def recall(*, library: str, barcode: str, by: date, actor: Actor, at: datetime) -> Recalled:
    """Its owner needs it sooner: the loan that is open is due by that day, or on the earlier one it has.

    Absent: it is not on loan. Refusal loans.loan-step: the reader says that it came back.
    """
    row = loan_rows().filter(thing__library__symbol=library, thing__barcode=barcode, closed_at=None).first()
    if row is None:
        raise Absent
    life.loan_after(row.state, "recall")
    step = Taking(Desk(actor, branches.known_place(library), at), row.thing)
    step.move(row.thing.state, Place(showing.symbol(row.thing.at_library_id), row.thing.at_branch))
    step.change("loans", row, due_date=min(by, row.due_date), reminded_at=None)
    by_people = outside.recalled(showing.loan_card(row), at)
    return Recalled(row.due_date, step.done("recall"), by_people)


# -- money that comes with it


def lost_price(*, library: str) -> int:
    """Fen that library usually asks for a book of its own that was lost."""
    return tariffs.tariff(library).lost


def charge_reader(*, reader: str, library: str, amount: int, at: datetime, person: str = "") -> int:
    """What a request costs its reader (key), owed to that library; the number of the fee.

    person: key of who was at the desk.
    """
    card = cards.reader(key=reader)
    desk = Desk(Actor(key=person), branches.known_place(library), at)
    return money.charge(desk, "request", amount, library, Debtor(card.id, card.key), loan=None).pk


def reverse_charge(*, fee: int, at: datetime, person: str = "") -> None:
    """As if it had never been charged. Refusal loans.paid-already."""
    row = money.rows().get(pk=fee)
    money.reverse(Desk(Actor(key=person), branches.known_place(row.library.symbol), at), row)


def is_far(*, library: str) -> bool:
    """Whether that library's own system is asked over the network at each loan: never inside an act."""
    return outside.is_far(library)
