"""The rules that hold at one library: the alliance's frame, its own rules inside it, its exceptions."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from commonshelf.kernel.actor import Ref
from commonshelf.members import api as members
from commonshelf.office import api
from commonshelf.office.paper_pages import neighbours, start_of
from commonshelf.office.rules_cards import RuleCard
from commonshelf.office.rules_forms import NewLocalRuleForm
from commonshelf.office.rules_words import bound_said
from commonshelf.office.views.rules import PAGE, row, written
from commonshelf.ui.api import Request, form_key


@require_safe
def library_rules(request: Request, symbol: str) -> HttpResponse:
    """For everybody: the public ones; for those who work at a member: all."""
    actor, card = request.actor, members.library(symbol=symbol)
    waiting = set(api.unread_rules(actor=actor))
    own, _total = api.rules(actor=actor, library=symbol, rows=200)
    staff = api.works_at_a_member(actor=actor)
    held, start = api.rules_for(actor=actor, library=symbol), start_of(request, PAGE)
    context = {
        "library": card,
        "alliance": [row(one, waiting) for one in held[start : start + PAGE]],
        "pages": neighbours(request, start, len(held), PAGE),
        "own": [
            {**row(one, waiting), "bound": bound_said(one.shown)} for one in own if one.state != "repealed"
        ],
        "exceptions": api.rule_exceptions(actor=actor, library=symbol, past=False) if staff else [],
        "staff": staff,
        "sets": members.allowed(actor=actor, action="office.set-rule", object=Ref("rule", "", symbol)),
    }
    return render(request, "office/papers/library_rules.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_local_rule(request: Request, symbol: str) -> HttpResponse:
    """A rule of the library, inside the alliance's frame."""
    members.demand(actor=request.actor, action="office.set-rule", object=Ref("rule", "", symbol))
    library = members.library(symbol=symbol)
    language = get_language() or ""
    above = [
        (one.id, f"{one.number} {one.shown.title.in_language(language)}")
        for one in api.rules_for(actor=request.actor, library=symbol)
    ]
    form = NewLocalRuleForm(request.POST or None, above=above)

    def draft() -> RuleCard:
        said = form.cleaned_data
        return api.draft_rule(
            actor=request.actor,
            number=said["number"],
            level="local",
            library=symbol,
            under=said["under"],
            public=said["public"],
            readers=said["readers"],
            given=form.told(),
            key=form_key(request),
        )

    return written(request, form, draft, library=library)
