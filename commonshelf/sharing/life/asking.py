"""Which library is asked next: the rota anew, availability looked at again, a licence where one is needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.db.models import Max
from django.utils import timezone

from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.cards import EditionCard
from commonshelf.kernel.actor import MACHINE
from commonshelf.kernel.refusal import Refusal
from commonshelf.members import api as members
from commonshelf.sharing.domain import retrying as again
from commonshelf.sharing.domain.extents import pages_of
from commonshelf.sharing.domain.life import Side, State, Step
from commonshelf.sharing.domain.retrying import Answer, Then
from commonshelf.sharing.domain.supplying import MILDNESS
from commonshelf.sharing.domain.ways import Asked, Offer, RuledOut
from commonshelf.sharing.life import due, limits, outside, promising, retrying, whom
from commonshelf.sharing.life.stepping import Taking, do, effect
from commonshelf.sharing.models import Approval, PatronRequest, Supply
from commonshelf.sharing.planning import planning
from commonshelf.sharing.ruling import deciding, policies


def onward(row: PatronRequest, at: datetime) -> None:
    """Inside an act: what waits in line goes to the next library, to whoever decides, or ends unfilled."""
    if row.state != State.QUEUED:
        return
    if limits.not_renewed(row, at):
        do(Taking(MACHINE, row, Side.CLOCK, at, {"why": "card-ended"}), "close", slip=False)
        return
    if why := limits.why_wait(row, at):
        _wait(row, why, at)
        return
    for offer in offers(row, at):
        if offer.asks and not _licence(row, offer, offer.asks, at):
            if row.state != State.QUEUED:
                return
            continue
        taking = Taking(MACHINE, row, Side.CLOCK, at, {"offer": offer})
        do(taking, "ask", slip=False)
        return
    _nobody_else(row, at)


def _nobody_else(row: PatronRequest, at: datetime) -> None:
    """Whoever said "not now" is asked again, now or on its day, or its terms are weighed; else it ends."""
    answers, today = retrying.answers(row), timezone.localdate(at)
    for one in answers:
        if one.ripe(today) and (offer := _as_it_said(row, one, at)):
            do(Taking(MACHINE, row, Side.CLOCK, at, {"offer": offer}), "ask", slip=False)
            return
    found = again.turn(answers, today, row.needed_date)
    if found.then is Then.WEIGH:
        do(Taking(MACHINE, row, Side.CLOCK, at, {"answer": found.answer}), "weigh", slip=False)
    elif found.then is Then.WAIT:
        _wait(row, retrying.LATER, at, found.day)
    elif outside.theirs(row, at) or row.edition is None:
        why = outside.NO_MEMBER if row.edition is not None else "unmatched"
        do(Taking(MACHINE, row, Side.CLOCK, at, {"why": why}), "look-outside", slip=False)
    else:
        why = retrying.TOO_LATE if found.then is Then.TOO_LATE else "no-supplier"
        do(Taking(MACHINE, row, Side.CLOCK, at, {"why": why}), "close", slip=False)


def _as_it_said(row: PatronRequest, answer: Answer, at: datetime) -> Offer | None:
    """It named the day itself, so the catalogue's word that it is still out does not count; a closed door,
    a full day or a suspension does.
    """
    before = retrying.of(row, answer)
    _, out = ranked(row, before.service, tried(row, at), at)
    if not any(one.supplier == answer.supplier and one.reason in MILDNESS for one in out):
        return None
    score = before.score
    return Offer(
        supplier=answer.supplier,
        service=before.service,
        branch=before.branch,
        barcode=before.barcode,
        shelf=before.shelf,
        expected_hours=float(score.get("expected_hours") or 0),
        p80_hours=float(score.get("p80_hours") or 0),
        cost=before.cost,
        score=float(score.get("score") or 0),
    )


def _wait(row: PatronRequest, why: str, at: datetime, day: date | None = None) -> None:
    """day: from when on somebody can be asked again."""
    row.why = why
    row.next_at = due.next_at(row, None, State.QUEUED, at, again=day)
    row.save(update_fields=["why", "next_at"])


def _licence(row: PatronRequest, offer: Offer, level: str, at: datetime) -> bool:
    """Whether this library may be asked now. What has to be decided first is asked for."""
    routed = deciding.route(
        actor=MACHINE,
        request=row.pk,
        level=level,
        owner=offer.supplier,
        service=offer.service,
        at=at,
        pages=limits.pages(row.citation),
        cost=offer.cost,
    )
    if routed.outcome == "asked":
        do(Taking(MACHINE, row, Side.CLOCK, at, {"supplier": offer.supplier}), "ask-licence", slip=False)
    return routed.granted


# -- the rota


def tried(row: PatronRequest, at: datetime) -> set[str]:
    """Whoever was asked already; what was taken back within minutes counts as never asked, and who said "not
    now" may be asked again from its day on.
    """
    rows = Supply.objects.filter(request=row, asked_at__isnull=False).exclude(reason="Undone")
    asked = {whom.symbol(id) for id in rows.values_list("supplier", flat=True) if id}
    today = timezone.localdate(at)
    return asked - {one.supplier for one in retrying.answers(row) if one.ripe(today)}


def offers(row: PatronRequest, at: datetime) -> Iterator[Offer]:
    """Those that could be asked now, the best first, the reader's own choice before them.

    Their availability is looked at again for each, just before it is asked.
    """
    if row.edition is None:
        return
    asked = tried(row, at)
    if len(asked) >= policies.policy_now(now=at).rules.limits.most_suppliers:
        return
    for service in services(row):
        found = rota(row, service, asked, at)
        wanted = whom.symbol(row.wanted_id)
        yield from sorted(found, key=lambda one: one.supplier != wanted)


def others(row: PatronRequest, at: datetime) -> bool:
    """Whether a library is left that may be asked, or about which nobody has said no."""
    said = Approval.objects.filter(request=row, state__in=("refused", "lapsed"))
    no = {(whom.symbol(owner), service) for owner, service in said.values_list("owner", "service")}
    return any((one.supplier, one.service) not in no for one in offers(row, at))


def services(row: PatronRequest) -> tuple[str, ...]:
    """Copy before loan, where either will do: it is there sooner."""
    return ("Copy", "Loan") if row.service == "CopyOrLoan" else (row.service,)


def rota(row: PatronRequest, service: str, asked: Iterable[str], at: datetime) -> list[Offer]:
    return ranked(row, service, asked, at)[0]


def ranked(
    row: PatronRequest, service: str, asked: Iterable[str], at: datetime
) -> tuple[list[Offer], list[RuledOut]]:
    """Who could be asked, the best first, and who cannot, with the reason."""
    card = living(row)
    if card is None:
        return [], []
    editions = [card.id]
    if row.any_edition:
        editions += [one.id for one in catalogue.other_editions(id=card.id)]
    situation = Asked(
        library=whom.symbol(row.pickup_id),
        branch=row.pickup_branch,
        needed_date=row.needed_date,
        part=str(row.citation.get("pages") or row.citation.get("chapter") or ""),
        most_cost=row.most_cost or None,
        any_edition=row.any_edition,
    )
    return planning.ranked(
        requester=whom.symbol(row.pickup_id),
        branch=row.pickup_branch,
        home=whom.symbol(row.home_id),
        group_kind=row.group_kind,
        editions=editions,
        service=service,
        situation=situation,
        tried=list(asked),
        pages=pages_of(card.facts.extent),
        now=at,
    )


def living(row: PatronRequest) -> EditionCard | None:
    """The edition that is meant, as it is called today; None: not known, or gone from the catalogue."""
    number = row.edition
    while number is not None:
        try:
            return catalogue.edition(id=number)
        except catalogue.Moved as moved:
            number = moved.to
        except Refusal:
            return None
    return None


@effect("ask")
def ask(taking: Taking, _step: Step) -> None:
    """The next library, as a supply of its own; a desk may name which. Refusal sharing.no-supplier."""
    row, at = taking.row, taking.at
    offer = taking.facts.get("offer") or _named(row, taking.words("supplier", 40), at)
    attempt = Supply.objects.filter(request=row).aggregate(last=Max("attempt"))["last"] or 0
    level = row.level
    terms = retrying.agreed(row, offer.supplier)
    made = Supply.objects.create(
        request=row,
        supplier_id=members.library_id(symbol=offer.supplier),
        service=offer.service,
        attempt=attempt + 1,
        state=State.ASKED,
        score={
            "expected_hours": offer.expected_hours,
            "p80_hours": offer.p80_hours,
            "score": offer.score,
            "parts": [list(part) for part in offer.parts],
        },
        policy=policies.policy_now(now=at).number,
        conditions=terms,
        cost=int(terms.get("cost") or offer.cost),
        barcode=_copy_of(offer),
        branch=offer.branch,
        shelf=offer.shelf[:120],
        asked_at=at,
        answer_by_at=due.answer_by(offer.supplier, level, at),
    )
    taking.supply = made
    taking.new("supplies", made.pk)


def _copy_of(offer: Offer) -> str:
    """The copy that is meant, unless it went to somebody else meanwhile: the desk chooses one then."""
    return "" if promising.taken(offer.supplier, [offer.barcode]) else offer.barcode[:60]


def _named(row: PatronRequest, supplier: str, at: datetime) -> Offer:
    for offer in offers(row, at):
        if not supplier or offer.supplier == supplier:
            return offer
    raise Refusal("sharing.no-supplier", {"number": row.number, "supplier": supplier}, 409)
