"""The form of a line of access levels. The door decides whether it may stand."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from commonshelf.cards.api import KIND_WORDS
from commonshelf.catalogue import api as catalogue
from commonshelf.members import api as members
from commonshelf.members.cards import Said
from commonshelf.resources import words
from commonshelf.resources.cards import RuleCard
from commonshelf.resources.domain.levels import LEVELS, SCOPES
from commonshelf.resources.levelling import LONGEST, MOST, LevelGiven
from commonshelf.resources.models import Resource
from commonshelf.ui.api import Day, Form

ANY_BOUND = ("", _("no bound"))


def _count(label: Any, name: str, **more: Any) -> forms.IntegerField:
    least = 0 if name == "embargo_days" else 1
    return forms.IntegerField(label=label, min_value=least, max_value=MOST[name], required=False, **more)


class LevelForm(Form):
    """of: "scope", or "resource:ID" for one resource. owner "": the alliance's, with bounds."""

    of = forms.ChoiceField(label=_("Of which things"))
    value = forms.CharField(
        label=_("Which"),
        max_length=LONGEST["value"],
        required=False,
        help_text=_(
            "The code of the branch, the shelving location, the loan policy, the class mark or the number of "
            "the edition. Empty for all printed holdings and for electronic resources."
        ),
        widget=forms.TextInput(attrs={"list": "known-values"}),
    )
    service = forms.ChoiceField(label=_("Service"), choices=list(words.SERVICES.items()))
    level = forms.ChoiceField(label=_("Access level"), choices=list(words.LEVELS.items()))
    widest = forms.ChoiceField(
        label=_("As open as this at most"),
        choices=[ANY_BOUND, *words.LEVELS.items()],
        required=False,
        help_text=_("No member may choose a more open level."),
    )
    narrowest = forms.ChoiceField(
        label=_("As open as this at least"),
        choices=[ANY_BOUND, *words.LEVELS.items()],
        required=False,
        help_text=_("No member may choose a less open level."),
    )
    groups = forms.MultipleChoiceField(
        label=_("For which readers"),
        choices=list(KIND_WORDS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: all of them."),
    )
    embargo_days = _count(
        _("Held back, in days"), "embargo_days", help_text=_("Counted from the end of its year of appearing.")
    )
    most_pages = _count(_("Pages of a copy at most"), "most_pages", help_text=_("Empty: no limit."))
    share = _count(_("Percent of a work at most"), "share", help_text=_("Empty: no limit."))
    active_from = Day(label=_("From"), required=False, help_text=_("Empty: from today."))
    active_to = Day(label=_("Last day"), required=False, help_text=_("Empty: until somebody ends it."))
    article = forms.CharField(
        label=_("Rule that says so"),
        max_length=LONGEST["article"],
        required=False,
        help_text=_("Its number in the rule book."),
    )
    note_zh = forms.CharField(
        label=_("Note to readers in Chinese"), max_length=LONGEST["note"], required=False
    )
    note_en = forms.CharField(
        label=_("Note to readers in English"), max_length=LONGEST["note"], required=False
    )

    def __init__(self, *args: Any, owner: str, **more: Any) -> None:
        super().__init__(*args, **more)
        self.owner = owner
        choices: list[Any] = [(scope, words.SCOPES[scope]) for scope in SCOPES]
        own = _own_resources(owner)
        if own:
            choices.append((_("One of them"), own))
        self.fields["of"].choices = choices  # type: ignore[attr-defined]  # of a ChoiceField
        if owner:
            del self.fields["widest"], self.fields["narrowest"]

    def given(self) -> LevelGiven:
        told = self.cleaned_data
        scope, _sep, resource = told["of"].partition(":")
        last = told["active_to"]
        return LevelGiven(
            scope=scope,
            service=told["service"],
            level=told["level"],
            value=told["value"].strip(),
            resource=int(resource) if resource else None,
            widest=told.get("widest", ""),
            narrowest=told.get("narrowest", ""),
            groups=tuple(told["groups"]),
            embargo_days=told["embargo_days"] or 0,
            most_pages=told["most_pages"],
            share=told["share"],
            note=Said(told["note_zh"], told["note_en"]),
            article=told["article"],
            active_from=told["active_from"],
            active_to=last + timedelta(days=1) if last else None,
        )


def known_values(owner: str) -> list[tuple[str, str]]:
    """(value, what it is) for the field "which": what the library's own copies name; none of the alliance."""
    if not owner:
        return []
    policies, locations = catalogue.named_on_copies(library=owner)
    branches = [one.code for one in members.library(symbol=owner).branches]
    named = (("policy", policies), ("location", locations), ("branch", branches))
    return [(one, str(words.SCOPES[scope])) for scope, values in named for one in values]


def _own_resources(owner: str) -> list[tuple[str, str]]:
    language = get_language() or ""
    rows = Resource.objects.filter(
        owner=members.library_id(symbol=owner) if owner else None, closed_at=None
    ).order_by("name_zh", "pk")
    return [
        (f"resource:{id}", Said(zh, en).in_language(language))
        for id, zh, en in rows.values_list("pk", "name_zh", "name_en")
    ]


def initial_of(card: RuleCard) -> dict[str, Any]:
    line = card.line
    return {
        "of": f"resource:{line.resource}" if line.resource else line.scope,
        "value": line.value,
        "service": line.service,
        "level": line.level,
        "widest": line.widest,
        "narrowest": line.narrowest,
        "groups": list(line.groups),
        "embargo_days": line.embargo_days or None,
        "most_pages": line.most_pages,
        "share": line.share,
        "active_from": line.active_from if line.active_from > timezone.localdate() else None,
        "active_to": card.last_date,
        "article": card.article,
        "note_zh": card.note.zh,
        "note_en": card.note.en,
    }


def asked_for(of: str, service: str) -> dict[str, str]:
    """What a link to a new line begins with; what is none begins with the usual."""
    scope = of.partition(":")[0]
    return {
        "of": of if scope in SCOPES else "print",
        "service": service if service in words.SERVICES else "Copy",
        "level": LEVELS[1],
    }


class EndForm(Form):
    last = Day(label=_("Last day"), required=False, help_text=_("Empty: it ends now."))
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)
