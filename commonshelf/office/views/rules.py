"""Pages of the rule book: the list, one rule, two versions side by side, who has read it."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.number import whole
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.members.cards import LibraryCard
from commonshelf.office import api
from commonshelf.office.domain import rules_compare
from commonshelf.office.paper_forms import PaperForm
from commonshelf.office.paper_pages import neighbours, start_of
from commonshelf.office.rules_cards import RuleCard, VersionCard
from commonshelf.office.rules_forms import (
    LEVELS,
    READERS,
    AdoptForm,
    ExceptionForm,
    LocalRuleForm,
    RepealForm,
    RuleForm,
    VersionForm,
    initial_of,
)
from commonshelf.office.rules_words import bound_said, falls_outside, scope_said
from commonshelf.ui import api as ui
from commonshelf.ui.api import Request, form_key

PAGE: Final = 50
REPEAL: Final = "repeal-%s"
"""Ids of the fields of that form: another one on the page has a reason, too."""
STATES: Final = {
    "draft": (gettext_lazy("draft"), "wait"),
    "coming": (gettext_lazy("adopted, not effective yet"), "unknown"),
    "in-force": (gettext_lazy("in force"), "ok"),
    "replaced": (gettext_lazy("replaced"), "unknown"),
    "repealed": (gettext_lazy("repealed"), "no"),
}


def may(actor: Actor, action: str, card: RuleCard) -> bool:
    return members.allowed(actor=actor, action=action, object=Ref("rule", str(card.id), card.library))


@require_safe
def rules(request: Request) -> HttpResponse:
    """The alliance's rules by number: in force, drafted, repealed; or those the reader is to read."""
    actor = request.actor
    state = request.GET.get("state", "held")
    state = state if state in {"held", "draft", "repealed"} else "held"
    words, unread = request.GET.get("q", "")[:80], request.GET.get("unread") == "1"
    start = start_of(request, PAGE)
    found, total = api.rules(actor=actor, state=state, words=words, unread=unread, start=start, rows=PAGE)
    waiting = set(api.unread_rules(actor=actor))
    context = {
        "rows": [row(card, waiting) for card in found],
        "total": total,
        "state": state,
        "words": words,
        "unread": unread,
        "waiting": len(waiting),
        "staff": api.works_at_a_member(actor=actor),
        "pages": neighbours(request, start, total, PAGE),
        "may_set": members.allowed(actor=actor, action="office.set-rule", object=Ref("rule", "")),
    }
    return render(request, "office/papers/rules.html", context)


def row(card: RuleCard, waiting: set[int]) -> dict[str, Any]:
    label, tone = STATES[card.state]
    return {
        "card": card,
        "shown": card.shown,
        "level": LEVELS[card.level],
        "state": label,
        "tone": tone,
        "unread": card.id in waiting,
        "scope": "" if card.library else scope_said(card.shown),
    }


@require_safe
def rule(request: Request, id: int) -> HttpResponse:
    return page(request, api.rule(actor=request.actor, id=id))


def page(
    request: Request,
    card: RuleCard,
    forms: dict[str, Any] | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    actor, shown = request.actor, _asked(request, card)
    staff = api.works_at_a_member(actor=actor)
    label, tone = STATES[shown.state]
    adopts = may(actor, "office.adopt-rule", card)
    setting = card.now.setting if card.now else ""
    context = {
        "card": card,
        "shown": shown,
        "level": LEVELS[card.level],
        "state": label,
        "tone": tone,
        "scope": scope_said(shown),
        "bound": bound_said(shown),
        "readers": READERS[card.readers],
        "above": _above(actor, card),
        "library": members.library(symbol=card.library) if card.library else None,
        "versions": [(one, *STATES[one.state]) for one in card.versions],
        "staff": staff,
        "to_read": shown.adopted_date is not None and card.id in api.unread_rules(actor=actor),
        "read": api.has_read(actor=actor, version=shown.id),
        "exceptions": _exceptions(actor, card) if staff else [],
        "sets": may(actor, "office.set-rule", card),
        "adopts": adopts,
        "excepts": may(actor, "office.except", card) and not card.library and bool(card.now),
        "sees_readers": may(actor, "office.read-readers", card) and card.readers != "nobody",
        "outside": falls_outside(card) if adopts and card.draft else [],
        "adopt_form": AdoptForm(resolutions=api.adopted_numbers(actor=actor)) if adopts else None,
        "repeal_form": RepealForm(auto_id=REPEAL),
        "except_form": ExceptionForm(setting=setting),
        "key": secrets.token_hex(8),
        "problem": problem,
        **(forms or {}),
    }
    return render(request, "office/papers/rule.html", context, status=status)


def _above(actor: Actor, card: RuleCard) -> RuleCard | None:
    """The alliance's rule it hangs on, where this reader may read that one, too."""
    try:
        return api.rule(actor=actor, id=card.under) if card.under else None
    except Absent:
        return None


def _asked(request: Request, card: RuleCard) -> VersionCard:
    number = request.GET.get("version", "")
    wanted = [one for one in card.versions if str(one.number) == number]
    return wanted[0] if wanted else card.shown


def _exceptions(actor: Actor, card: RuleCard) -> list[dict[str, Any]]:
    names = {one.symbol: one.name for one in members.libraries()}
    return [
        {"card": one, "name": names.get(one.library)}
        for one in api.rule_exceptions(actor=actor, rule=card.id)
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def new_rule(request: Request) -> HttpResponse:
    members.demand(actor=request.actor, action="office.set-rule", object=Ref("rule", ""))
    form = RuleForm(request.POST or None)

    def draft() -> RuleCard:
        said = form.cleaned_data
        return api.draft_rule(
            actor=request.actor,
            number=said["number"],
            level=said["level"],
            public=said["public"],
            readers=said["readers"],
            given=form.told(),
            key=form_key(request),
        )

    return written(request, form, draft)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_rule(request: Request, id: int) -> HttpResponse:
    """Change the draft, or draft the next version from the one that holds."""
    card = api.rule(actor=request.actor, id=id)
    object = Ref("rule", str(id), card.library)
    members.demand(actor=request.actor, action="office.set-rule", object=object)
    kind = LocalRuleForm if card.library else VersionForm
    initial = initial_of(api.rule(actor=request.actor, id=id).versions[0])
    form: LocalRuleForm | VersionForm = kind(request.POST or None, initial=initial)

    def draft() -> RuleCard:
        return api.draft_version(
            actor=request.actor,
            rule=id,
            given=form.told(),
            revision=form.cleaned_data["revision"] or 0,
            key=form_key(request),
        )

    return written(request, form, draft, card)


def written(
    request: Request,
    form: PaperForm,
    draft: Callable[[], RuleCard],
    card: RuleCard | None = None,
    library: LibraryCard | None = None,
) -> HttpResponse:
    """Drafted, and on to the rule; else the form, with what is wrong with it."""
    if form.goes(draft):
        messages.success(request, _("Drafted. It binds nobody until it is adopted."))
        return redirect("office:rule", form.made.id)
    context = {
        "form": form,
        "card": card,
        "library": library,
        "problem": form.problem,
        "key": secrets.token_hex(8),
    }
    return render(request, "office/papers/rule_form.html", context, status=form.http)


@require_POST
def act_on_rule(request: Request, id: int) -> HttpResponse:
    """Adopt, repeal, except, end an exception, confirm having read it."""
    card = api.rule(actor=request.actor, id=id)
    acts = {
        "adopt": _adopt,
        "repeal": _repeal,
        "except": _except,
        "end-exception": _end_exception,
        "read": _read,
    }
    do = acts.get(request.POST.get("do", ""))
    if do is None:
        raise Absent
    return do(request, card)


def _adopt(request: Request, card: RuleCard) -> HttpResponse:
    members.demand(
        actor=request.actor, action="office.adopt-rule", object=Ref("rule", str(card.id), card.library)
    )
    form = AdoptForm(request.POST, resolutions=api.adopted_numbers(actor=request.actor))
    return _done(
        request,
        card,
        ("adopt_form", form),
        lambda: api.adopt_rule(actor=request.actor, rule=card.id, key=form_key(request), **form.cleaned_data),
        _("Adopted."),
    )


def _repeal(request: Request, card: RuleCard) -> HttpResponse:
    form = RepealForm(request.POST, auto_id=REPEAL)
    return _done(
        request,
        card,
        ("repeal_form", form),
        lambda: api.repeal_rule(
            actor=request.actor, rule=card.id, key=form_key(request), **form.cleaned_data
        ),
        _("Repealed."),
    )


def _except(request: Request, card: RuleCard) -> HttpResponse:
    form = ExceptionForm(request.POST, setting=card.now.setting if card.now else "")
    return _done(
        request,
        card,
        ("except_form", form),
        lambda: api.grant_exception(actor=request.actor, rule=card.id, key=form_key(request), **form.told()),
        _("Granted. Every member sees it with its reason."),
    )


def _done(
    request: Request, card: RuleCard, sent: tuple[str, PaperForm], do: Callable[[], object], said: str
) -> HttpResponse:
    name, form = sent
    if form.goes(do):
        messages.success(request, said)
        return redirect("office:rule", card.id)
    return page(request, card, {name: form, "opened": name}, form.problem, form.http)


def _end_exception(request: Request, card: RuleCard) -> HttpResponse:
    try:
        api.end_exception(
            actor=request.actor,
            exception=whole(request.POST.get("exception", "")),
            reason=request.POST.get("reason", ""),
            key=form_key(request),
        )
    except Absent:
        raise
    except Refusal as refusal:
        return page(request, card, problem=ui.sentence(refusal), status=refusal.status)
    messages.success(request, _("Ended. The rule holds there again."))
    return redirect("office:rule", card.id)


def _read(request: Request, card: RuleCard) -> HttpResponse:
    number = whole(request.POST.get("version", ""))
    api.confirm_rule(actor=request.actor, rule=card.id, version=number, key=form_key(request))
    messages.success(request, _("Noted that you have read it."))
    return redirect("office:rule", card.id)


@require_safe
def compare(request: Request, id: int) -> HttpResponse:
    """Two versions side by side; without a choice the latest two."""
    card = api.rule(actor=request.actor, id=id)
    if len(card.versions) < 2:
        return redirect("office:rule", id)
    asked = {name: request.GET.get(name, "") for name in ("a", "b")}
    by_number = {str(one.number): one for one in card.versions}
    after = by_number.get(asked["b"], card.versions[0])
    before = by_number.get(asked["a"], card.versions[1])
    language = get_language() or ""
    context = {
        "card": card,
        "before": before,
        "after": after,
        "title": rules_compare.compare(before.title.in_language(language), after.title.in_language(language)),
        "rows": rules_compare.compare(before.text.in_language(language), after.text.in_language(language)),
        "bounds": (bound_said(before), bound_said(after)),
        "scopes": (scope_said(before), scope_said(after)),
    }
    return render(request, "office/papers/compare.html", context)


@require_safe
def readers(request: Request, id: int) -> HttpResponse:
    """Who has read the version in force, and who has not."""
    card = api.rule(actor=request.actor, id=id)
    shown = _asked(request, card)
    found = api.rule_readers(actor=request.actor, rule=id, version=shown.number)
    names = {one.symbol: one.name for one in members.libraries()}
    context = {
        "card": card,
        "shown": shown,
        "total": len(found),
        "missing": [(one, names.get(one.library)) for one in found if one.read_at is None],
        "read": [(one, names.get(one.library)) for one in found if one.read_at is not None],
    }
    return render(request, "office/papers/readers.html", context)
