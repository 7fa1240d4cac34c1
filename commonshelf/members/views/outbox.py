"""The outbox: letters that were sent, that wait, that failed and why; each can be printed with its QR."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Final

import segno
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from commonshelf.kernel.actor import Actor, Ref, Role
from commonshelf.kernel.number import whole
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.mail import api as mail
from commonshelf.members import api, writing
from commonshelf.members.people_forms import HandedForm
from commonshelf.ui import api as ui
from commonshelf.ui.api import Request, form_key

ROWS: Final = 50
AT_ONCE: Final = 100
"""Sheets printed together."""
SAID: Final = {
    "waiting": gettext_lazy("waits to be sent"),
    "paper": gettext_lazy("to be printed"),
    "handed": gettext_lazy("handed over"),
    "sent": gettext_lazy("sent"),
    "failed": gettext_lazy("could not be sent"),
    "withdrawn": gettext_lazy("withdrawn"),
    "over": gettext_lazy("ran out unsent"),
}
LOOK: Final = {"waiting": "wait", "paper": "wait", "handed": "ok", "sent": "ok", "failed": "no",
               "withdrawn": "unknown", "over": "unknown"}  # fmt: skip
READ: Final = "members.read-letter"


@dataclass(frozen=True, slots=True)
class Row:
    """A letter for a page. why: the sentence of its last failure."""

    letter: mail.LetterCard
    state: str
    look: str
    why: str


def row(letter: mail.LetterCard) -> Row:
    why = ui.sentence(Refusal(letter.problem, {"said": letter.said})) if letter.problem else ""
    return Row(letter, str(SAID[letter.state]), LOOK[letter.state], why)


def places(actor: Actor) -> list[str] | None:
    """Whose letters the actor may see: None all, else Symbols. Absent: nobody's."""
    if api.allowed(actor=actor, action=READ, object=Ref("letter", "")):
        return None
    own = [one.library for one in actor.standings if one.role is Role.MANAGER and one.library]
    if not own:
        raise Absent
    return own


def theirs(actor: Actor, letter: mail.LetterCard) -> bool:
    """A letter that names a library's reader is read by its own managers, and not by the alliance office."""
    return not mail.is_at_home(kind=letter.kind) or actor.has(Role.MANAGER, letter.library)


@never_cache
@require_safe
def outbox(request: Request) -> HttpResponse:
    own = places(request.actor)
    state, before = request.GET.get("state", ""), request.GET.get("before", "")
    found = mail.letters(
        state=state if state in mail.STATES else "",
        libraries=own,
        before_id=whole(before) or None,
        rows=ROWS + 1,
    )
    context = {
        "rows": [row(letter) for letter in found[:ROWS] if theirs(request.actor, letter)],
        "older": found[ROWS - 1].id if len(found) > ROWS else None,
        "state": state,
        "states": [("", _("all")), *((one, str(SAID[one])) for one in mail.STATES)],
        "paper": min(mail.count(state="paper", libraries=own), AT_ONCE),
        "server": mail.server(),
        "all": own is None,
        "mine": writing.address_of(request.actor.key),
        "key": secrets.token_hex(8),
    }
    return render(request, "members/outbox.html", context)


@never_cache
@require_safe
def letter(request: Request, id: int) -> HttpResponse:
    """As it reads on paper, with its link as a QR code."""
    return _letter(request, id, HandedForm(initial={"on": timezone.localdate()}))


def _letter(request: Request, id: int, form: HandedForm) -> HttpResponse:
    found = mail.letter(id=id)
    api.demand(actor=request.actor, action=READ, object=Ref("letter", str(id), found.library))
    if not theirs(request.actor, found):
        raise Absent
    on_paper = found.state in {"paper", "failed"} or (found.state == "waiting" and not mail.server())
    context = {
        "row": row(found),
        "form": form if on_paper else None,
        "by": api.names_of(keys=[found.handed_by]).get(found.handed_by) if found.handed_by else None,
        "qr": qr(found.link) if found.link and found.state not in {"withdrawn", "over"} else "",
        "server": mail.server(),
        "alliance": api.alliance(),
        "key": secrets.token_hex(8),
    }
    return render(request, "members/letter.html", context, status=400 if form.errors else 200)


@never_cache
@require_POST
def handed(request: Request, id: int) -> HttpResponse:
    """A letter on paper was handed over, or was not after all (do: undo)."""
    if request.POST.get("do") == "undo":
        writing.not_handed(actor=request.actor, letter=id, key=form_key(request))
        messages.success(request, _("Taken back. The letter stands as it did before."))
        return redirect("members:letter", id=id)
    form = HandedForm(request.POST)
    if form.is_valid():
        try:
            writing.handed(actor=request.actor, letter=id, on=form.cleaned_data["on"], key=form_key(request))
        except Absent:
            raise
        except Refusal as refusal:
            if "field" not in refusal.facts:
                raise
            form.refused(refusal)
        else:
            messages.success(request, _("Marked as handed over."))
            return redirect("members:letter", id=id)
    return _letter(request, id, form)


@never_cache
@require_safe
def print_letters(request: Request) -> HttpResponse:
    """All that are on paper and open, each on a sheet of its own, the latest first."""
    found = mail.letters(state="paper", libraries=places(request.actor), rows=AT_ONCE)
    shown = [(one, qr(one.link)) for one in found if one.link and theirs(request.actor, one)]
    return render(request, "members/letters.html", {"letters": shown})


@require_POST
def send_again(request: Request, id: int) -> HttpResponse:
    writing.again(actor=request.actor, letter=id, key=form_key(request))
    messages.success(request, _("It will be tried again within a minute."))
    return redirect("members:letter", id=id)


@require_POST
def test(request: Request) -> HttpResponse:
    """A test letter to whoever pressed the button."""
    own = places(request.actor)
    id = writing.send_test(
        actor=request.actor,
        library="" if own is None else own[0],
        language=get_language() or "",
        key=form_key(request),
    )
    messages.success(request, _("Written. What became of it stands here within a minute."))
    return redirect("members:letter", id=id)


def qr(link: str) -> SafeString:
    """The link as an inline SVG without style attributes, black on white so that any scanner reads it."""
    made = segno.make(link, error="m", micro=False)
    svg = made.svg_inline(
        scale=4, border=3, dark="#000", light="#fff", svgclass="qr", lineclass=None, omitsize=True
    )
    return mark_safe(svg)  # noqa: S308 -- made by segno from our own address, which it does not write out
