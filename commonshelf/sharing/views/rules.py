"""Pages of the scheduling rules: versions and their differences, the draft, its trial, its beginning."""

from __future__ import annotations

import secrets
from typing import Any, Final

from django.contrib import messages
from django.forms import BaseFormSet, formset_factory
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonshelf.kernel.actor import Actor
from commonshelf.kernel.number import whole
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.members.cards import Said
from commonshelf.resources import api as resources
from commonshelf.sharing.agency import previews, reading_rules
from commonshelf.sharing.agency.words import POLICY_STATES, SPEED
from commonshelf.sharing.domain.policy import MOST_RULES
from commonshelf.sharing.ruling import policies
from commonshelf.sharing.ruling.cards import PolicyCard
from commonshelf.sharing.views.agency_tabs import tabs
from commonshelf.sharing.views.rules_adopting import AdoptForm
from commonshelf.sharing.views.rules_forms import AutoForm, RulesForm, initial_auto
from commonshelf.ui import api as ui
from commonshelf.ui.api import Request, form_key
from commonshelf.votes import api as votes

AutoSet = formset_factory(AutoForm, extra=0, can_delete=True, max_num=MOST_RULES, absolute_max=MOST_RULES + 1)
PREFIX: Final = "auto"


def _reads(actor: Actor) -> None:
    members.demand(actor=actor, action="sharing.read-rules", object=policies.OBJECT)


def _writes(actor: Actor) -> bool:
    return members.allowed(actor=actor, action="sharing.set-rules", object=policies.OBJECT)


@require_safe
def rules(request: Request) -> HttpResponse:
    """The version in force, in words, and all versions."""
    _reads(request.actor)
    now = timezone.now()
    some = policies.policies(now=now)
    current = next(one for one in some if one.state in {"in-force", "usual"})
    context = {
        "shown": version_line(current, {}),
        "sections": reading_rules.sections(current.rules),
        "versions": _versions(some),
        "draft": next((one for one in some if one.state == "draft"), None),
        "writes": _writes(request.actor),
        "current": True,
        **tabs(request, "rules"),
    }
    return render(request, "sharing/agency/rules.html", context)


@never_cache
@require_safe
def version(request: Request, number: int) -> HttpResponse:
    """One version in words, and what it changed; ?against=n holds it against another one."""
    _reads(request.actor)
    return _page(request, number)


def _page(request: Request, number: int, sent: AdoptForm | None = None) -> HttpResponse:
    """sent: the form of adopting as it came, where it did not go."""
    some = policies.policies()
    card = _one(some, number)
    before = _one(some, whole(request.GET["against"])) if "against" in request.GET else _before(some, card)
    writes = _writes(request.actor)
    draft = card.state == "draft"
    context = {
        "shown": version_line(card, members.names_of(keys=[card.made_by] if card.made_by else [])),
        "sections": reading_rules.sections(card.rules),
        "before": before,
        "changes": reading_rules.compared(before.rules, card.rules) if before else [],
        "versions": _versions(some),
        "trial": previews.shown(card),
        "ballot": _ballot(request.actor, card),
        "draft": None,
        "writes": writes,
        "adopt": (sent or AdoptForm(initial={"words": card.words, "version": card.version}))
        if draft and writes
        else None,
        "key": secrets.token_hex(8),
        **tabs(request, "rules"),
    }
    return render(request, "sharing/agency/rules.html", context, status=sent.http if sent else 200)


def _one(some: list[PolicyCard], number: int) -> PolicyCard:
    found = next((one for one in some if one.number == number), None)
    if found is None:
        raise Absent
    return found


def _before(some: list[PolicyCard], card: PolicyCard) -> PolicyCard | None:
    """The one it follows: of a draft the newest that was adopted."""
    older = [one for one in some if one.number < card.number and one.state != "draft"]
    return max(older, key=lambda one: one.number, default=None)


def _ballot(actor: Actor, card: PolicyCard) -> Any:
    if card.ballot is None:
        return None
    try:
        return votes.ballot(actor=actor, id=card.ballot)
    except Absent:
        return None


def _versions(some: list[PolicyCard]) -> list[dict[str, Any]]:
    people = members.names_of(keys={one.made_by for one in some} - {""})
    return [version_line(one, people) for one in some]


def version_line(card: PolicyCard, people: dict[str, Said]) -> dict[str, Any]:
    state, tone = POLICY_STATES[card.state]
    return {"card": card, "state": state, "tone": tone, "by": people.get(card.made_by)}


@never_cache
@require_safe
def trial(request: Request, number: int) -> HttpResponse:
    """How far the trial is: the part of the page that asks again by itself."""
    _reads(request.actor)
    card = policies.policy(number=number)
    shown = previews.shown(card)
    context = {
        "shown": version_line(card, {}),
        "trial": shown,
        "writes": _writes(request.actor),
        "key": secrets.token_hex(8),
    }
    done = shown.state != "running"
    answer = render(request, "sharing/agency/trial.html", context)
    if done and request.htmx:
        answer["HX-Refresh"] = "true"  # the form to adopt it stands elsewhere on the page
    return answer


# -- the draft


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: Request) -> HttpResponse:
    """Write the next version: begins as the newest one stands; kept, then tried, then adopted."""
    members.demand(actor=request.actor, action="sharing.set-rules", object=policies.OBJECT)
    some = policies.policies()
    kept = next((one for one in some if one.state == "draft"), None)
    base = kept or some[0]
    posted = request.POST if request.method == "POST" else None
    form = RulesForm(
        posted,
        initial={
            **RulesForm.initial_of(base.rules),
            "words": kept.words if kept else "",
            "version": kept.version if kept else 0,
        },
    )
    more = posted is not None and "more" in posted
    blocks = _blocks(posted, base, more=more or "more" in request.GET)
    if posted is not None and not more:
        good = blocks.is_valid()
        if form.is_valid() and good and form.goes(lambda: _kept(request, form, blocks)):
            messages.success(request, _("The draft is kept. Try it on past requests before it is adopted."))
            return redirect("sharing:rules-version", form.made.number)
        form.http = form.http if form.http != 200 else 400
    context = {
        "form": form,
        "blocks": blocks,
        "speeds": [(SPEED[level], fields) for level, fields in form.clocks()],
        "kept": kept,
        "key": request.POST.get("key") or secrets.token_hex(8),
        **tabs(request, "rules"),
    }
    return render(request, "sharing/agency/rules_draft.html", context, status=200 if more else form.http)


def _blocks(posted: Any, base: PolicyCard, *, more: bool) -> BaseFormSet[AutoForm]:
    """The rules that decide by themselves; more: with an empty one at the end."""
    language = get_language() or ""
    owners = [("-", _("the alliance"))]
    owners += [(card.symbol, card.name.in_language(language)) for card in members.libraries()]
    named = [(str(id), name.in_language(language)) for id, name in resources.named()]
    kwargs = {"owners": owners, "resources": named}
    if posted is None:
        initial = initial_auto(base.rules)
        initial += [{"place": len(initial) + 1, "then": "approve"}] if more else []
        return AutoSet(initial=initial, prefix=PREFIX, form_kwargs=kwargs)
    told = posted.copy()
    if more:
        count = min(whole(told.get(f"{PREFIX}-TOTAL_FORMS", "0"), digits=3), MOST_RULES)
        told[f"{PREFIX}-TOTAL_FORMS"] = str(count + 1)
        told[f"{PREFIX}-{count}-place"] = str(count + 1)
        told[f"{PREFIX}-{count}-then"] = "approve"
    return AutoSet(told, prefix=PREFIX, form_kwargs=kwargs)


def _kept(request: Request, form: RulesForm, blocks: BaseFormSet[AutoForm]) -> PolicyCard:
    wanted = [one for one in blocks.forms if not one.cleaned_data.get("DELETE")]
    wanted.sort(key=lambda one: one.cleaned_data["place"])
    return policies.save_draft(
        actor=request.actor,
        rules=form.rules([one.rule() for one in wanted]),
        words=form.cleaned_data["words"],
        version=form.cleaned_data["version"],
        key=form_key(request),
    )


@require_POST
def act_on(request: Request, number: int) -> HttpResponse:
    """Try, drop, adopt or take back this version; what is refused is told at the top of its page."""
    _reads(request.actor)
    seen = whole(request.POST.get("version", ""))
    key = form_key(request)
    did = request.POST.get("do", "")
    try:
        if did == "try":
            previews.begin(actor=request.actor, number=number, version=seen, key=key)
        elif did == "drop":
            policies.drop_draft(actor=request.actor, version=seen, key=key)
            messages.success(request, _("The draft is dropped."))
            return redirect("sharing:rules")
        elif did == "take-back":
            policies.take_back(actor=request.actor, number=number, version=seen, key=key)
            messages.success(request, _("The version is a draft again."))
        elif did == "adopt":
            return _adopt(request, number, key)
        else:
            raise Absent
    except Absent:
        raise
    except Refusal as refusal:
        messages.error(request, ui.sentence(refusal))
    return redirect("sharing:rules-version", number)


def _adopt(request: Request, number: int, key: str) -> HttpResponse:
    """What does not go comes back with what was typed."""
    form = AdoptForm(request.POST)

    def door() -> PolicyCard:
        said = form.cleaned_data
        return policies.adopt(
            actor=request.actor,
            effective_at=said["effective_at"] or timezone.now(),
            words=said["words"],
            ballot=said["ballot"],
            version=said["version"],
            key=key,
        )

    if not form.goes(door):
        return _page(request, number, form)
    now = form.made.state == "in-force"
    messages.success(request, _("The rules are in force.") if now else _("The rules are adopted."))
    return redirect("sharing:rules-version", number)
