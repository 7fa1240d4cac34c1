"""Pages of the contract register: the list, one contract, entering, signing, its files."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.number import whole
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.office import api
from commonshelf.office.contracts_cards import ContractCard
from commonshelf.office.contracts_forms import (
    CONFLICT,
    KINDS,
    VISIBLE,
    WAYS,
    ContractForm,
    EndForm,
    SignForm,
    TextForm,
)
from commonshelf.office.paper_forms import PaperForm, member_choices
from commonshelf.office.paper_pages import neighbours, start_of
from commonshelf.ui import api as ui
from commonshelf.ui.api import Request, form_key

PAGE: Final = 50
STATES: Final = {
    "draft": (gettext_lazy("not signed by all yet"), "wait"),
    "signed": (gettext_lazy("signed, begins later"), "unknown"),
    "in-force": (gettext_lazy("in force"), "ok"),
    "ended": (gettext_lazy("ended"), "no"),
}


def _sets(actor: Actor) -> bool:
    return members.allowed(actor=actor, action="office.set-contract", object=Ref("contract", ""))


@require_safe
def contracts(request: Request) -> HttpResponse:
    """All of them; what ends soonest stands first."""
    asked = {name: request.GET.get(name, "") for name in ("kind", "state", "library")}
    words = request.GET.get("q", "")[:80]
    start = start_of(request, PAGE)
    found, total = api.contracts(actor=request.actor, **asked, words=words, start=start, rows=PAGE)
    context = {
        "rows": [_row(card) for card in found],
        "total": total,
        "asked": asked,
        "words": words,
        "filtered": any(asked.values()) or bool(words),
        "kinds": KINDS.items(),
        "states": [(name, label) for name, (label, _tone) in STATES.items()],
        "libraries": member_choices(get_language() or ""),
        "pages": neighbours(request, start, total, PAGE),
        "may_set": _sets(request.actor),
    }
    return render(request, "office/papers/contracts.html", context)


def _row(card: ContractCard) -> dict[str, Any]:
    label, tone = STATES[card.state]
    return {"card": card, "kind": KINDS[card.kind], "state": label, "tone": tone}


@require_safe
def contract(request: Request, id: int) -> HttpResponse:
    return _page(request, api.contract(actor=request.actor, id=id))


def _page(
    request: Request,
    card: ContractCard,
    forms: dict[str, Any] | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    actor, language = request.actor, get_language() or ""
    latest = card.texts[0] if card.texts else None
    missing = latest.missing if latest and card.state != "ended" else ()
    own = [party for party in missing if api.signs_online(actor, party.library)]
    parties = [(party.id, party.name.in_language(language)) for party in missing]
    today = timezone.localdate()
    context = {
        **_row(card),
        "texts": _texts(card),
        "visible": VISIBLE[card.visible],
        "conflict": CONFLICT[card.conflict],
        "above": api.contract(actor=actor, id=card.framework) if card.framework else None,
        "attached": [_row(one) for one in api.attached(actor=actor, id=card.id)],
        "may_set": _sets(actor),
        "latest": latest,
        "own": own,
        "open_parties": parties,
        "notice_soon": bool(
            card.notice_by and card.state == "in-force" and (card.notice_by - today).days < 180
        ),
        "may_end": _sets(actor) and card.state != "ended" and card.ended_date is None,
        "text_form": TextForm(),
        "sign_form": SignForm(parties=parties),
        "end_form": EndForm(initial={"on": today}),
        "key": secrets.token_hex(8),
        "problem": problem,
        **(forms or {}),
    }
    return render(request, "office/papers/contract.html", context, status=status)


def _texts(card: ContractCard) -> list[tuple[Any, ...]]:
    """Each version with who added it, and its signatures with the party and the way in words."""
    names = {party.id: party.name for party in card.parties}
    people = members.names_of(keys={text.added_by for text in card.texts} - {""})
    return [
        (text, people.get(text.added_by), [(one, names[one.party], WAYS[one.how]) for one in text.signatures])
        for text in card.texts
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def new_contract(request: Request) -> HttpResponse:
    members.demand(actor=request.actor, action="office.set-contract", object=Ref("contract", ""))
    frameworks = api.frameworks(actor=request.actor)
    above = request.GET.get("framework", "")
    initial = {"framework": above, "kind": "agreement"} if whole(above) else {}
    return _edit(request, 0, ContractForm(request.POST or None, initial=initial, frameworks=frameworks))


@require_http_methods(["GET", "HEAD", "POST"])
def edit_contract(request: Request, id: int) -> HttpResponse:
    members.demand(actor=request.actor, action="office.set-contract", object=Ref("contract", str(id)))
    card = api.contract(actor=request.actor, id=id)
    frameworks = [one for one in api.frameworks(actor=request.actor) if one[0] != id]
    return _edit(request, id, ContractForm.of(request.POST or None, card, frameworks))


def _edit(request: Request, id: int, form: ContractForm) -> HttpResponse:
    def save() -> ContractCard:
        given, parties = form.told()
        return api.set_contract(
            actor=request.actor,
            given=given,
            parties=parties,
            id=id,
            version=form.cleaned_data["version"] or 0,
            key=form_key(request),
        )

    if form.goes(save):
        messages.success(request, _("Saved."))
        return redirect("office:contract", form.made.id)
    context = {"form": form, "id": id, "problem": form.problem, "key": secrets.token_hex(8)}
    return render(request, "office/papers/contract_form.html", context, status=form.http)


@require_POST
def act_on_contract(request: Request, id: int) -> HttpResponse:
    """A new version, a signature, its end: one form each on the contract's page."""
    card = api.contract(actor=request.actor, id=id)
    do = {"text": _add_text, "sign": _sign, "sign-own": _sign_own, "end": _end}.get(
        request.POST.get("do", "")
    )
    if do is None:
        raise Absent
    return do(request, card)


def _add_text(request: Request, card: ContractCard) -> HttpResponse:
    form = TextForm(request.POST, request.FILES)
    return _done(
        request,
        card,
        form,
        "text_form",
        lambda: api.add_text(
            actor=request.actor,
            contract=card.id,
            file=form.cleaned_data["file"],
            note=form.cleaned_data["note"],
            key=form_key(request),
        ),
    )


def _sign(request: Request, card: ContractCard) -> HttpResponse:
    latest = card.texts[0] if card.texts else None
    parties = [(party.id, party.name.in_language(get_language() or "")) for party in card.parties]
    form = SignForm(request.POST, parties=parties)
    return _done(
        request,
        card,
        form,
        "sign_form",
        lambda: api.sign(
            actor=request.actor,
            contract=card.id,
            number=latest.number if latest else 0,
            key=form_key(request),
            **form.cleaned_data,
        ),
    )


def _sign_own(request: Request, card: ContractCard) -> HttpResponse:
    """By a party's manager, for their library, in their own name, for the version they have seen."""
    party = next((one for one in card.parties if str(one.id) == request.POST.get("party")), None)
    seen = whole(request.POST.get("version", ""))
    if party is None or not party.library or not seen:
        raise Absent
    try:
        api.sign(
            actor=request.actor,
            contract=card.id,
            party=party.id,
            signer=request.actor.name,
            signed_date=timezone.localdate(),
            how="online",
            number=seen,
            key=form_key(request),
        )
    except Absent:
        raise
    except Refusal as refusal:
        return _page(request, card, problem=ui.sentence(refusal), status=refusal.status)
    messages.success(request, _("Signed."))
    return redirect("office:contract", card.id)


def _end(request: Request, card: ContractCard) -> HttpResponse:
    form = EndForm(request.POST)
    return _done(
        request,
        card,
        form,
        "end_form",
        lambda: api.end_contract(
            actor=request.actor, contract=card.id, key=form_key(request), **form.cleaned_data
        ),
    )


def _done(
    request: Request, card: ContractCard, form: PaperForm, name: str, do: Callable[[], object]
) -> HttpResponse:
    members.demand(actor=request.actor, action="office.set-contract", object=Ref("contract", str(card.id)))
    if form.goes(do):
        messages.success(request, _("Recorded."))
        return redirect("office:contract", card.id)
    return _page(request, card, {name: form, "opened": name}, form.problem, form.http)


@require_safe
def contract_file(request: Request, id: int, number: int) -> FileResponse:
    """A version as it came: to keep, never to be shown in the browser."""
    text, path = api.text_file(actor=request.actor, id=id, number=number)
    answer = FileResponse(
        path.open("rb"), as_attachment=True, filename=text.name, content_type=text.media_type
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, no-store"
    return answer
