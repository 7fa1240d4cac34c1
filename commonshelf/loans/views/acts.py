"""What each button of the desk does: through the door, and then the sentence about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _

from commonshelf.cards import api as cards
from commonshelf.kernel.number import whole
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.loans import api, desk_words, place_words, scanning
from commonshelf.loans.cards import LoanCard, Place, Returned, ThingCard
from commonshelf.loans.desk_words import Form, Told
from commonshelf.loans.life_words import THING_ACTS
from commonshelf.loans.money import yuan
from commonshelf.loans.photographs import barcode_of
from commonshelf.loans.views import present
from commonshelf.ui.api import Request, form_key
from commonshelf.ui.templatetags.shelf import day

WORDS: Final = 300
AGAIN: Final = ("way", "loan", "amount", "owner", "words")
"""What a form says that is sent again when the desk has answered a question."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One form of the desk. reader: who stands there, "" for nobody. typed: what was scanned."""

    request: Request
    here: Place
    reader: str
    typed: str
    key: str

    def word(self, name: str) -> str:
        return str(self.request.POST.get(name, "")).strip()[:WORDS]

    def number(self, name: str) -> int:
        return whole(self.word(name))

    @property
    def place(self) -> dict[str, str]:
        return {"library": self.here.library, "branch": self.here.branch}


def done(request: Request, here: Place) -> tuple[Told, int, str]:
    """The sentence, the status, and what was scanned. Absent: no such button."""
    act = ACTS.get(request.POST.get("do", ""))
    if act is None:
        raise Absent
    typed = request.POST.get("scan", "").strip()[:60]
    try:
        photo = request.FILES.get("photo")
        if not typed and isinstance(photo, UploadedFile):
            typed = barcode_of(photo)
        reader = present.served(request, here.library)
        return act(Asked(request, here, reader, typed, form_key(request))), 200, typed
    except Absent:
        raise
    except Refusal as refusal:
        return desk_words.refused(refusal, _form(request, typed)), refusal.status, typed


def _form(request: Request, typed: str) -> Form:
    told = {name: request.POST.get(name, "")[:WORDS] for name in AGAIN} | {"scan": typed}
    return Form(request.POST.get("do", ""), tuple((name, value) for name, value in told.items() if value))


# -- the box


def _scan(asked: Asked) -> Told:
    """A card: that reader is at the desk. A copy: lent to whoever is, else taken back."""
    if asked.word("owner"):
        return _lend(asked) if _lends(asked) else _back(asked)
    found = scanning.read(asked.typed, asked.here.library, asked.word("meant"))
    if found.card is not None:
        return _reader(asked, found.card)
    return _lend(asked) if _lends(asked) else _back(asked)


def _lends(asked: Asked) -> bool:
    return bool(asked.reader) and asked.word("way") != "back"


def _reader(asked: Asked, card: cards.ReaderCard) -> Told:
    if card.card and card.card.state != "active":
        library = asked.here.library
        right = cards.right(
            reader=None, number=asked.typed, library=library, service="borrow", at=timezone.now()
        )
        present.farewell(asked.request, library)
        return Told("no", cards.sentence(right))
    present.greet(asked.request, asked.here.library, card.key)
    return Told("ok", _("Now scan the books."), (_("Each is lent to this reader."),))


def _lend(asked: Asked) -> Told:
    if not asked.reader:
        raise Refusal("loans.reader-gone", {"minutes": int(present.IDLE.total_seconds() // 60)}, 409)
    loan = api.check_out(
        actor=asked.request.actor,
        library=asked.here.library,
        branch=asked.here.branch,
        barcode=asked.typed,
        reader=asked.reader,
        override=asked.word("words"),
        owner=asked.word("owner"),
        key=asked.key,
    )
    return desk_words.lent(loan)


def _returned(asked: Asked, key: str) -> Returned:
    return api.check_in(
        actor=asked.request.actor,
        library=asked.here.library,
        branch=asked.here.branch,
        barcode=asked.typed,
        owner=asked.word("owner"),
        key=key,
    )


def _back(asked: Asked) -> Told:
    return desk_words.back(_returned(asked, asked.key), asked.here)


def _back_and_lend(asked: Asked) -> Told:
    """It was out to somebody else and lies here: their loan ends first, with whatever it costs them."""
    came = desk_words.back(_returned(asked, f"{asked.key} back"), asked.here)
    try:
        told = _lend(asked)
    except Absent:
        raise
    except Refusal as refusal:
        told = desk_words.refused(refusal, Form("lend", (("scan", asked.typed),)))
        return replace(told, lines=(_("It was taken back."), came.head, *came.lines, *told.lines))
    return replace(told, lines=(_("It was taken back first."), *told.lines))


def _bye(asked: Asked) -> Told:
    present.farewell(asked.request, asked.here.library)
    return Told("ok", _("The next one, please."), (_("Scan a card, or a book to take it back."),))


# -- a loan


def _about(asked: Asked, do: Callable[..., LoanCard], **more: object) -> LoanCard:
    return do(actor=asked.request.actor, loan=asked.number("loan"), **asked.place, key=asked.key, **more)


def _renew(asked: Asked) -> Told:
    return desk_words.renewed(_about(asked, api.renew, override=asked.word("words")))


def _claim(asked: Asked) -> Told:
    card = _about(asked, api.claim_returned)
    lines = (_("Search the shelves for it. The reader is reminded no more."),)
    return Told("wait", _("Written down: the reader says it came back."), lines, desk_words.title(card.thing))


def _find(asked: Asked) -> Told:
    card = _about(asked, api.find_claimed)
    said = _("The loan goes on, due {day}.").format(day=day(card.due_date))
    return Told("ok", said, (), desk_words.title(card.thing))


def _lose(asked: Asked) -> Told:
    told = asked.word("amount")
    fee = None if not told else 0 if told.strip("0.,") == "" else place_words.fen(told)
    card = _about(asked, api.declare_lost, fee=fee)
    lines = (_("Should it come back all the same, scan it: what was asked for it falls away."),)
    return Told("wait", _("Declared lost."), lines, desk_words.title(card.thing))


# -- a copy


def _damaged(asked: Asked) -> Told:
    told = asked.word("amount")
    came = api.declare_damaged(
        actor=asked.request.actor,
        **asked.place,
        barcode=asked.typed,
        words=asked.word("words"),
        fee=place_words.fen(told) if told.strip("0.,") else 0,
        owner=asked.word("owner"),
        key=asked.key,
    )
    return desk_words.back(came, asked.here)


def _missing(asked: Asked) -> Told:
    card = api.declare_missing(
        actor=asked.request.actor,
        **asked.place,
        barcode=asked.typed,
        owner=asked.word("owner"),
        key=asked.key,
    )
    lines = (_("Whoever waited for it waits for another copy. Scan it when it turns up."),)
    return Told("wait", _("Written down as missing."), lines, desk_words.title(card))


def _mend(asked: Asked) -> Told:
    card = api.mend(actor=asked.request.actor, **asked.place, barcode=asked.typed, key=asked.key)
    return Told("ok", _("Mended, and back on its shelf."), (), desk_words.title(card))


def _undo(asked: Asked) -> Told:
    card: ThingCard = api.undo(
        actor=asked.request.actor, **asked.place, step=asked.number("step"), key=asked.key
    )
    act = str(THING_ACTS.get(asked.word("act"), ""))
    head = _("Taken back: {act}.").format(act=act) if act else _("Taken back.")
    return Told("ok", head, (), desk_words.title(card))


# -- holds and money of who stands there


def _drop_hold(asked: Asked) -> Told:
    card = api.withdraw_hold(
        actor=asked.request.actor, hold=asked.number("hold"), library=asked.here.library, key=asked.key
    )
    lines = (_("If a copy lies on the hold shelf, scan it: it serves the next one."),) if card.thing else ()
    return Told("ok", _("The hold is given up."), lines, place_words.said(card.title))


def _pay(asked: Asked) -> Told:
    fee = asked.number("fee")
    left = api.pay(
        actor=asked.request.actor,
        **asked.place,
        reader=_there(asked),
        amount=place_words.fen(asked.word("amount")),
        fees=[fee] if fee else (),
        key=asked.key,
    )
    paid = _("Paid: {yuan} yuan.").format(yuan=yuan(place_words.fen(asked.word("amount"))))
    rest = _("Still open: {yuan} yuan.").format(yuan=yuan(left)) if left else _("Nothing is open any more.")
    return Told("ok", paid, (rest,))


def _waive(asked: Asked) -> Told:
    left = api.waive(
        actor=asked.request.actor,
        library=asked.here.library,
        fee=asked.number("fee"),
        reason=asked.word("words"),
        key=asked.key,
    )
    rest = (_("Still open: {yuan} yuan.").format(yuan=yuan(left)),) if left else ()
    return Told("ok", _("The fee is waived."), rest)


def _deposit(asked: Asked) -> Told:
    fen = place_words.fen(asked.word("amount"))
    lies = api.deposit(
        actor=asked.request.actor,
        **asked.place,
        reader=_there(asked),
        amount=-fen if asked.word("back") else fen,
        key=asked.key,
    )
    head = _("Deposit given back.") if asked.word("back") else _("Deposit taken.")
    return Told("ok", head, (_("{yuan} yuan lie here now.").format(yuan=yuan(lies)),))


def _refund(asked: Asked) -> Told:
    fen = api.refund(actor=asked.request.actor, **asked.place, reader=_there(asked), key=asked.key)
    return Told("ok", _("Pay out {yuan} yuan to the reader.").format(yuan=yuan(fen)))


def _there(asked: Asked) -> str:
    """Absent: a form about a reader, and nobody stands there."""
    if not asked.reader:
        raise Absent
    return asked.reader


ACTS: Final[Mapping[str, Callable[[Asked], Told]]] = {
    "scan": _scan,
    "lend": _lend,
    "back": _back,
    "back-and-lend": _back_and_lend,
    "bye": _bye,
    "renew": _renew,
    "claim": _claim,
    "find": _find,
    "lose": _lose,
    "damaged": _damaged,
    "missing": _missing,
    "mend": _mend,
    "undo": _undo,
    "drop-hold": _drop_hold,
    "pay": _pay,
    "waive": _waive,
    "deposit": _deposit,
    "refund": _refund,
}
