"""What must never be found here: rows that disagree about where a thing is, who has it and who waits."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Exists, F, OuterRef, Q

from commonshelf.cards import api as cards
from commonshelf.loans import money
from commonshelf.loans.domain import life
from commonshelf.loans.domain.life import State
from commonshelf.loans.models import Fee, Hold, Loan, Thing, Transit


def problems() -> Iterator[str]:
    yield from _things()
    yield from _loans()
    yield from _holds()
    yield from _transits()
    yield from money.problems()


def _things() -> Iterator[str]:
    open_loan = Exists(Loan.objects.filter(thing=OuterRef("pk"), closed_at=None))
    open_transit = Exists(Transit.objects.filter(thing=OuterRef("pk"), arrived_at=None))
    rows = Thing.objects.annotate(lent=open_loan, travels=open_transit).order_by("pk")
    wrong = rows.filter(
        Q(state=State.ON_LOAN, lent=False)
        | (~Q(state=State.ON_LOAN) & Q(lent=True))
        | Q(state=State.IN_TRANSIT, travels=False)
        | (~Q(state=State.IN_TRANSIT) & Q(travels=True))
    )
    for row in wrong:
        said = f"lent: {bool(row.lent)}, on its way: {bool(row.travels)}"
        yield f"thing {row.pk} is {row.state}, but its rows say otherwise ({said})"
    for row in rows.exclude(state__in=list(State)):
        yield f"thing {row.pk} is in no state we know: {row.state!r}"
    for row in rows.filter(Q(state=State.DAMAGED, condition="")):
        yield f"thing {row.pk} is set aside, and nothing is wrong with it"


def _loans() -> Iterator[str]:
    rows = Loan.objects.order_by("pk")
    is_open = Q(state__in=life.LOAN_OPEN)
    for loan in rows.filter((is_open & Q(closed_at__isnull=False)) | (~is_open & Q(closed_at=None))):
        yield f"loan {loan.pk} is {loan.state}, but its end says otherwise"
    for loan in rows.filter(state="returned", returned_library=None):
        yield f"loan {loan.pk} came back nowhere"
    for loan in rows.filter(closed_at__lt=F("lent_at")):
        yield f"loan {loan.pk} ended before it began"
    # Each asked by the constraint as well; a restored copy of the database is asked here.
    for thing in Loan.objects.filter(closed_at=None).values("thing").annotate(n=Count("pk")).filter(n__gt=1):
        yield f"thing {thing['thing']} has {thing['n']} open loans"
    open_keys = set(
        Loan.objects.filter(closed_at=None).values_list("reader__person__key", flat=True).distinct()
    )
    known = cards.readers_by_key(keys=open_keys) if open_keys else {}
    for key in sorted(open_keys - {key for key, one in known.items() if one.state == "active"}):
        yield f"reader {key} has a book, but is no reader any more"


def _holds() -> Iterator[str]:
    rows = Hold.objects.order_by("pk")
    ended = Q(state__in=life.HOLD_ENDS)
    for hold in rows.filter((ended & Q(closed_at=None)) | (~ended & Q(closed_at__isnull=False))):
        yield f"hold {hold.pk} is {hold.state}, but its end says otherwise"
    for hold in rows.filter(state__in=life.KEPT, thing=None):
        yield f"hold {hold.pk} is {hold.state} without a thing"
    for hold in rows.filter(state="waiting", thing__isnull=False):
        yield f"hold {hold.pk} waits, and has a thing"
    for hold in rows.filter(state="promised").exclude(thing__state=State.HOME):
        yield f"hold {hold.pk} is promised, but its thing has left its shelf"
    strange = Q(about="", state="promised") | (~Q(about="") & Q(state="waiting"))
    for hold in rows.filter(strange):
        yield f"hold {hold.pk} is {hold.state}, which it cannot be (about {hold.about!r})"
    for hold in rows.filter(state="ready").exclude(thing__state=State.HELD):
        yield f"hold {hold.pk} is ready, but its thing is not kept"
    for hold in rows.filter(state="coming").exclude(thing__state=State.IN_TRANSIT):
        yield f"hold {hold.pk} is coming, but its thing is not on its way"
    for hold in rows.filter(state="ready").exclude(
        thing__at_library=F("library"), thing__at_branch=F("branch")
    ):
        yield f"hold {hold.pk} is ready elsewhere than its reader fetches it"
    for hold in rows.filter(state="ready", fetch_by_date=None):
        yield f"hold {hold.pk} is ready without a last day"


def _transits() -> Iterator[str]:
    for row in Transit.objects.filter(arrived_at__lt=F("sent_at")).order_by("pk"):
        yield f"transit {row.pk} arrived before it was sent"
    astray = Transit.objects.filter(arrived_at=None, hold__isnull=False).exclude(hold__state="coming")
    for row in astray.order_by("pk"):
        yield f"transit {row.pk} is for hold {row.hold_id}, which waits for nothing on its way"
    for fee in Fee.objects.filter(settled_at=None, settled=F("amount")).order_by("pk"):
        yield f"fee {fee.pk} is settled, but open"
