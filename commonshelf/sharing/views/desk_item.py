"""One request as the pane of a desk shows it: how it stands, what can be done, and what happened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from commonshelf.cards import api as cards
from commonshelf.kernel.actor import Actor
from commonshelf.kernel.refusal import Absent
from commonshelf.sharing import api
from commonshelf.sharing.cards import Again, MessageCard, RequestCard, RequestLine, SupplyCard
from commonshelf.sharing.desks import naming, past, past_words, queues, saying, standing, words
from commonshelf.sharing.domain.life import Side
from commonshelf.sharing.domain.ways import Offer
from commonshelf.sharing.planning import words as plans
from commonshelf.sharing.views import desk_forms
from commonshelf.ui.api import Form, Request
from commonshelf.ui.templatetags.shelf import day

ELSEWHERE: Final = frozenset({"match", "deliver", "ask-partner"})
"""Steps that have a page of their own."""


@dataclass(frozen=True, slots=True)
class Act:
    """A button, a form, or (url) a page of its own. label: on what opens it; button: on what sends it."""

    action: str
    label: str
    button: str
    main: bool
    form: Form | None = None
    help: str = ""
    open: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    who: str
    text: str
    at: datetime
    mine: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A library of the rota. parts: (name, hours, source) as words."""

    place: int
    library: str
    state: tuple[str, str]
    expected: str
    reason: str
    parts: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Item:
    """What the pane shows. writes: the label of the box for a message, "" where nobody reads it."""

    card: RequestCard
    state: tuple[str, str]
    tone: str
    about: str
    next: str
    at_once: tuple[Act, ...]
    with_words: tuple[Act, ...]
    facts: tuple[tuple[str, str, bool], ...]
    messages: tuple[Letter, ...]
    writes: str
    unread: bool
    history: tuple[past.Line, ...]
    rota: tuple[Asked, ...]
    undo: str
    label: bool
    asks_rota: bool
    """Whether this desk may look who could be asked next."""
    could: tuple[Asked, ...] = ()
    ruled_out: tuple[str, ...] = ()
    looked: bool = False


def shown(request: Request, symbol: str, number: str, now: datetime, **refused: Any) -> Item:
    """Absent: this library has nothing to do with it. refused: the form that was sent and did not go."""
    line = queues.line(symbol, number, now)
    if line is None:
        raise Absent
    card = card_of(request.actor, number, symbol)
    acts = list(_acts(card, symbol, refused))
    return Item(
        card=card,
        state=words.state(card.state),
        tone="late" if line.late else words.state(card.state)[1],
        about=_about(card),
        next=_next(card, line),
        at_once=tuple(one for one in acts if one.form is None),
        with_words=tuple(one for one in acts if one.form is not None),
        facts=tuple(_facts(card)),
        messages=tuple(_letter(one) for one in card.messages),
        writes=_writes(card, line.side) if card.side != Side.AGENCY else "",
        unread=card.side != Side.AGENCY
        and any(one.read_at is None and not one.mine for one in card.messages),
        history=tuple(past.line(one, request.actor.key) for one in card.history),
        rota=tuple(_asked(place, one) for place, one in enumerate(card.supplies, start=1)),
        undo=_undo(card),
        **_standing(request, card, now),
        label=_labelled(card),
    )


def _labelled(card: RequestCard) -> bool:
    """Whether something goes by courier or post from one of ours; a partner outside labels its own."""
    own = {"back", "returning"} if card.partner else {"will-supply", "shipped", "back", "returning"}
    return card.supply is not None and card.state in own


def card_of(actor: Actor, number: str, symbol: str) -> RequestCard:
    """As this desk sees it; for the general agency as the agency does."""
    try:
        return api.request(actor=actor, number=number, library=symbol)
    except Absent:
        return api.request(actor=actor, number=number)


def elsewhere(action: str, symbol: str, number: str) -> str:
    """Where a step is done that needs more than a word."""
    if action == "match":
        return reverse("sharing:match", args=[number])
    if action == "ask-partner":
        return reverse("sharing:desk-partner", args=[symbol, number])
    return reverse("sharing:desk-document", args=[symbol, number])


def _standing(request: Request, card: RequestCard, now: datetime) -> dict[str, Any]:
    """Who could be asked next; worked out when somebody wants to see it."""
    asks = card.open and card.side in {Side.REQUESTER, Side.AGENCY} and card.edition is not None
    if not asks or request.GET.get("rota") != "1":
        return {"asks_rota": asks}
    offers, out = standing.now_for(card.number, now)
    could = tuple(_could(place, one) for place, one in enumerate(offers, start=1))
    said = tuple(
        _("{library}: {why}").format(library=naming.library(one.supplier), why=plans.ruled_out(one))
        for one in out
    )
    return {"asks_rota": asks, "could": could, "ruled_out": said, "looked": True}


def _could(place: int, one: Offer) -> Asked:
    return Asked(
        place=place,
        library=naming.library(one.supplier),
        state=("", ""),
        expected=_expected(one.expected_hours, one.p80_hours),
        reason="",
        parts=_parts(one.parts),
    )


def _parts(parts: Iterable[Sequence[Any]]) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (plans.part(str(name)), _hours(float(hours)), plans.source(str(source)))
        for name, hours, source in parts
    )


def _next(card: RequestCard, line: RequestLine) -> str:
    if card.open:
        return saying.next_said(line)
    closed = _("It came to its end on {day}: {state}.")
    said = closed.format(day=day(card.closed_at), state=words.state(card.state)[0])
    return " ".join(filter(None, [said, words.reason(card.why) if card.why else ""]))


def _about(card: RequestCard) -> str:
    """From whom to whom; the reader's name stands among the facts, and only at their own library."""
    giver = naming.giver(card.supplier, card.partner)
    way = [giver, naming.library(card.requester)] if giver else []
    led = " → ".join(way) if way else naming.library(card.requester)
    return " · ".join(filter(None, [led, _("Number {number}").format(number=card.number)]))


def _acts(card: RequestCard, symbol: str, refused: Mapping[str, Any]) -> Iterator[Act]:
    """Buttons first; a step that may be noted stands as a button and, below, as a form."""
    for choice in card.steps:
        if choice.action not in words.BUTTONS or _happens_elsewhere(card, choice.action):
            continue
        label = words.button(
            choice.action,
            card.supply.service if card.supply else "",
            why=card.why,
            outside=card.partner is not None,
            state=card.state,
        )
        if choice.action in ELSEWHERE:
            yield Act(
                choice.action, label, label, choice.primary, url=elsewhere(choice.action, symbol, card.number)
            )
            continue
        form = refused.get("form") if refused.get("action") == choice.action else None
        form = form or desk_forms.form_for(choice.action, outside=card.partner is not None)
        if form is None or choice.action in desk_forms.NOTED:
            yield Act(choice.action, label, label, choice.primary)
        came = _comes_back(card, choice.action)
        if form is not None and (choice.primary or came or choice.action not in desk_forms.NOTED):
            noted = choice.action in desk_forms.NOTED
            yield Act(
                choice.action,
                _noted(label, came=came) if noted else label,
                label,
                choice.primary and not noted,
                form,
                str(desk_forms.HELP.get(choice.action, "")),
                open=refused.get("action") == choice.action,
            )


def _happens_elsewhere(card: RequestCard, action: str) -> bool:
    """What is fetched at another library arrives there and is handed out there: no button of the supplier.

    A partner outside is asked by whoever looks at the request; what is in line waits for members.
    """
    if action == "ask-partner":
        return card.state != "review"
    return card.side == Side.SUPPLIER and action in {"receive", "hand-out"} and card.pickup != card.supplier


def _facts(card: RequestCard) -> Iterator[tuple[str, str, bool]]:
    """(label, words, whether it is a code): what one has to know of the thing, the reader and the terms."""
    supply = card.supply
    if card.reader:
        yield _("Reader"), card.reader, False
    elif card.group_kind:
        yield (
            _("Kind of reader"),
            _("{kind} of {library}").format(
                kind=cards.KIND_WORDS.get(card.group_kind, card.group_kind), library=naming.library(card.home)
            ),
            False,
        )
    yield _("To be fetched at"), naming.place(card.pickup, card.pickup_branch), False
    for name, label in words.CITED.items():
        if card.citation.get(name) and not (name == "title" and card.edition):
            yield str(label), str(card.citation[name]), name in {"isbn", "issn", "doi"}
    if supply is not None:
        yield from _copy(supply)
    if card.again is not None:
        yield from _again(card.again)
    if card.needed_date:
        yield _("Needed by"), day(card.needed_date), False
    if card.due_date:
        yield _("Due back"), day(card.due_date), False


def _copy(supply: SupplyCard) -> Iterator[tuple[str, str, bool]]:
    where = " · ".join(filter(None, [naming.branch(supply.supplier, supply.branch), supply.shelf]))
    if where:
        yield _("On the shelf"), where, False
    if supply.barcode:
        yield _("Barcode"), supply.barcode, True
    if supply.conditions.get("condition"):
        code = str(supply.conditions["condition"])
        yield _("Condition"), words.condition(code, str(supply.conditions.get("note", ""))), False
    if supply.partner is not None:
        yield _("Partner outside"), naming.said(supply.partner), False
        if supply.reference:
            yield _("Known there as"), supply.reference, True
    if supply.partner is not None and supply.cost:
        yield _("Owed to the partner"), _("{yuan} yuan").format(yuan=plans.yuan(supply.cost)), False
    elif supply.cost:
        yield _("Costs the other library"), _("{yuan} yuan").format(yuan=plans.yuan(supply.cost)), False
    if supply.condition_out:
        yield _("When it left"), supply.condition_out, False
    if supply.condition_in:
        yield _("When it came back"), supply.condition_in, False


def _again(one: Again) -> Iterator[tuple[str, str, bool]]:
    """What the library that put it off named."""
    yield _("Put off by"), naming.library(one.supplier), False
    yield _("Why not now"), words.reason(one.reason), False
    if one.day:
        yield _("Asked again on"), day(one.day), False
    if one.condition and one.condition != "Other":
        yield _("Condition"), words.condition(one.condition), False
    if one.note:
        yield _("In its words"), one.note, False
    if one.cost:
        yield _("Costs your library"), _("{yuan} yuan").format(yuan=plans.yuan(one.cost)), False


def _letter(one: MessageCard) -> Letter:
    who = naming.library(one.library) if one.library else str(past_words.SIDES.get(one.side, one.side))
    return Letter(who, one.text, one.at, one.mine)


def _writes(card: RequestCard, side: str) -> str:
    other = card.requester if side == Side.SUPPLIER else card.supplier
    return _("Write to {library}").format(library=naming.library(other)) if other and card.open else ""


def _comes_back(card: RequestCard, action: str) -> bool:
    """Whether a loan of a partner outside arrives by this step, which says by when it wants it back."""
    supply = card.supply
    outside = supply is not None and supply.partner is not None and supply.service == "Loan"
    return outside and action == "receive"


def _noted(label: str, *, came: bool) -> str:
    said = _("{act}, with the day it wants it back") if came else _("{act}, with a note on its state")
    return said.format(act=label)


def _asked(place: int, one: SupplyCard) -> Asked:
    expected = one.score.get("expected_hours")
    return Asked(
        place=place,
        library=naming.giver(one.supplier, one.partner),
        state=words.state(one.state),
        expected=_expected(float(expected), float(one.score.get("p80_hours", expected))) if expected else "",
        reason=words.reason(one.reason),
        parts=_parts(one.score.get("parts", ())),
    )


def _expected(hours: float, late: float) -> str:
    said = _("Expected in {time}, four times in five within {late}.")
    return said.format(time=plans.span(hours), late=plans.span(late))


def _hours(hours: float) -> str:
    return f"−{plans.span(-hours)}" if hours < 0 else plans.span(hours)


def _undo(card: RequestCard) -> str:
    if not card.undoable:
        return ""
    return _("Last step: {act}. Pressed by mistake?").format(
        act=words.BUTTONS.get(card.undoable, card.undoable)
    )


def told(request: Request, symbol: str, number: str) -> dict[str, Any] | None:
    """What was just done, and whether it can be taken back. None: nothing of this desk."""
    line = queues.line(symbol, number, timezone.now())
    if line is None:
        return None
    card = card_of(request.actor, number, symbol)
    last = card.history[-1] if card.history else None
    if last is None:
        return None
    return {
        "head": words.DONE.get(f"{last.action} {card.service}")
        or words.DONE.get(last.action, words.BUTTONS.get(last.action, "")),
        "lines": [past.happened(last)] if last.facts.get("own_system") else [],
        "title": naming.said(card.title),
        "number": card.number,
        "version": card.version,
        "undo": bool(card.undoable),
        "tone": "ok",
    }
