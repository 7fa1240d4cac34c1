"""Duties: the chart of who does what, one duty, its words."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonshelf.kernel.actor import Ref
from commonshelf.kernel.number import whole
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.office import duties as doors
from commonshelf.office import duties_reading as reading
from commonshelf.office import duties_rota as rota
from commonshelf.office.duties_cards import DutyCard, HoldingCard, Post
from commonshelf.office.duties_forms import DutyForm, EndForm
from commonshelf.ui import api as ui
from commonshelf.ui.api import Request, form_key


@dataclass(frozen=True, slots=True)
class Who:
    """A post for the eye. person "": the library as such."""

    library: str
    person: str

    @property
    def short(self) -> str:
        return self.person or self.library


@dataclass(frozen=True, slots=True)
class Held:
    card: HoldingCard
    holder: Who
    backup: Who | None
    begins: date | None
    """Only where it has not begun yet."""


@dataclass(frozen=True, slots=True)
class Names:
    """Names of posts in the page's language, from one look at people and libraries."""

    people: dict[str, str]
    libraries: dict[str, str]

    def who(self, post: Post) -> Who:
        library = self.libraries.get(post.library, post.library)
        return Who(
            library, self.people.get(post.person, _("somebody no longer known")) if post.person else ""
        )


def names_of(posts: Iterable[Post]) -> Names:
    language = get_language() or ""
    keys = {one.person for one in posts if one.person}
    people = members.names_of(keys=keys) if keys else {}
    libraries = {card.symbol: card.short.in_language(language) for card in members.libraries()}
    return Names(
        {key: said.in_language(language) for key, said in people.items()},
        {**libraries, "": _("the alliance office")},
    )


def posts_in(cards: Iterable[DutyCard]) -> list[Post]:
    found = []
    for card in cards:
        for one in (*card.holdings, *card.past):
            found += [one.holder, *([one.backup] if one.backup else [])]
        found += [card.transfer.to] if card.transfer else []
    return found


def held(card: DutyCard, names: Names, *, past: bool = False) -> list[Held]:
    today = timezone.localdate()
    return [
        Held(
            one,
            names.who(one.holder),
            names.who(one.backup) if one.backup else None,
            one.active_from if one.active_from > today else None,
        )
        for one in (card.past if past else card.holdings)
    ]


def may(request: Request, action: str) -> bool:
    return members.allowed(actor=request.actor, action=action, object=Ref("duty", ""))


@require_safe
def duties(request: Request) -> HttpResponse:
    """Who does what: by duty, then by library and person."""
    cards = reading.duties(actor=request.actor)
    names = names_of(posts_in(cards))
    context = {
        "duties": [(card, held(card, names)) for card in cards],
        "carriers": _carriers(cards, names),
        "unheld": sum(not card.holdings for card in cards),
        "alone": sum(one.backup is None for card in cards for one in card.holdings),
        "may_set": may(request, "office.set-duty"),
        "today": timezone.localdate(),
        "key": secrets.token_hex(8),
    }
    return render(request, "office/duties.html", context)


def _carriers(
    cards: Iterable[DutyCard], names: Names
) -> list[tuple[str, list[tuple[str, list[tuple[DutyCard, bool]]]]]]:
    """Library -> person ("" itself) -> duties, and whether only as a backup: the other way to read it."""
    found: dict[str, dict[str, list[tuple[DutyCard, bool]]]] = defaultdict(lambda: defaultdict(list))
    for card in cards:
        for one in card.holdings:
            who = names.who(one.holder)
            found[who.library][who.person].append((card, False))
            if one.backup:
                stands_in = names.who(one.backup)
                found[stands_in.library][stands_in.person].append((card, True))
    return [(library, sorted(people.items())) for library, people in sorted(found.items())]


@require_POST
def begin(request: Request) -> HttpResponse:
    """The usual list, where there is none yet."""
    try:
        doors.begin_with_usual(actor=request.actor, key=form_key(request))
    except Absent:
        raise
    except Refusal as refusal:
        messages.error(request, ui.sentence(refusal))
    else:
        messages.success(request, _("Here is the usual list. Change every word of it as you like."))
    return redirect("office:duties")


@require_safe
def duty(request: Request, id: int) -> HttpResponse:
    card = reading.duty(actor=request.actor, id=id)
    names = names_of(posts_in([card]))
    gives = may(request, "office.give-duty")
    context = {
        "card": card,
        "held": held(card, names),
        "past": held(card, names, past=True),
        "to": names.who(card.transfer.to) if card.transfer else None,
        "ballot_url": reverse("votes:ballot", args=[card.transfer.ballot]) if card.transfer else "",
        "may_set": may(request, "office.set-duty"),
        "may_give": gives and not card.ended,
        "may_plan": rota.may_plan(actor=request.actor, duty=id),
        "end_form": EndForm(),
        "key": secrets.token_hex(8),
    }
    return render(request, "office/duty.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, id: int = 0) -> HttpResponse:
    """The words of a duty, new (0) or known; ending it."""
    members.demand(actor=request.actor, action="office.set-duty", object=Ref("duty", str(id or "")))
    card = reading.duty(actor=request.actor, id=id) if id else None
    initial = _initial(card) if card else {}
    if request.POST.get("do") == "end" and card:
        return _end(request, card)
    form = DutyForm(request.POST or None, initial=initial)
    if form.goes(
        lambda: doors.set_duty(
            actor=request.actor, duty=id, version=_version(request), key=form_key(request), **form.told()
        )
    ):
        messages.success(request, _("Saved."))
        return redirect("office:duty", form.made)
    context = {"card": card, "form": form, "key": request.POST.get("key") or secrets.token_hex(8)}
    return render(request, "office/duty_edit.html", context, status=form.http)


def _initial(card: DutyCard) -> dict[str, object]:
    return {
        "name_zh": card.name.zh,
        "name_en": card.name.en,
        "about_zh": card.about.zh,
        "about_en": card.about.en,
        "place": card.place,
    }


def _end(request: Request, card: DutyCard) -> HttpResponse:
    try:
        doors.end_duty(actor=request.actor, duty=card.id, key=form_key(request))
    except Absent:
        raise
    except Refusal as refusal:
        messages.error(request, ui.sentence(refusal))
        return redirect("office:duty", card.id)
    messages.success(request, _("Ended. Who held it is still told here."))
    return redirect("office:duty", card.id)


def _version(request: Request) -> int:
    return whole(request.POST.get("version", ""))
