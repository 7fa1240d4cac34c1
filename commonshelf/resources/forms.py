"""The form of an electronic resource and its terms. The door decides whether they may stand."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from commonshelf.cards.api import KIND_WORDS
from commonshelf.members import api as members
from commonshelf.members.cards import Said
from commonshelf.resources import words
from commonshelf.resources.cards import ResourceCard
from commonshelf.resources.domain.terms import LONGEST_NOTE, MOST, Terms
from commonshelf.resources.setting import LONGEST, ResourceGiven
from commonshelf.ui.api import Day, Form

TERMS: Final = ("on_site", "remote", "walk_in", "members", "copy_to_members")


def _yes(label: Any, help_text: Any = "", *, initial: bool = False) -> forms.BooleanField:
    return forms.BooleanField(label=label, help_text=help_text, required=False, initial=initial)


class ResourceForm(Form):
    """owner "": licensed by the alliance, then it is asked for which members."""

    kind = forms.ChoiceField(label=_("What it is"), choices=list(words.KINDS.items()))
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=LONGEST["name_zh"], required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=LONGEST["name_en"], required=False)
    url = forms.CharField(
        label=_("Web address"),
        max_length=500,
        help_text=_("Where readers are led to."),
        error_messages={"required": _("Write the address readers are led to, with https:// before it.")},
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )
    provider = forms.CharField(label=_("Provider"), max_length=LONGEST["provider"], required=False)
    about_zh = forms.CharField(
        label=_("What is in it, in Chinese"),
        max_length=LONGEST["about_zh"],
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    about_en = forms.CharField(
        label=_("What is in it, in English"),
        max_length=LONGEST["about_en"],
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    classes = forms.CharField(
        label=_("Classes"),
        max_length=120,
        required=False,
        help_text=_("Marks of the Chinese Library Classification with blanks between, such as F TP3."),
    )
    open_access = _yes(_("Open access"), _("Everybody may read it, whatever stands below."))
    active_from = Day(label=_("Licensed from"), required=False)
    active_to = Day(label=_("Last day"), required=False, help_text=_("Empty: no end was agreed."))
    groups = forms.MultipleChoiceField(
        label=_("For which readers"),
        choices=list(KIND_WORDS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: all of them."),
    )
    libraries = forms.MultipleChoiceField(
        label=_("For which members"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: all of them."),
    )
    on_site = _yes(_("In the library's rooms"), initial=True)
    remote = _yes(_("From anywhere, signed in"))
    walk_in = _yes(_("By anybody who is in the rooms"))
    members = _yes(_("By readers of other members"))
    copy_to_members = _yes(_("Copies may be sent to other members"))
    pages_a_year = forms.IntegerField(
        label=_("Pages a year"), min_value=1, max_value=MOST["pages_a_year"], required=False
    )
    seats = forms.IntegerField(
        label=_("Readers at a time"), min_value=1, max_value=MOST["seats"], required=False
    )
    note = forms.CharField(
        label=_("Note on the contract"),
        max_length=LONGEST_NOTE,
        required=False,
        help_text=_("For staff only."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, owner: str, **more: Any) -> None:
        super().__init__(*args, **more)
        language = get_language() or ""
        if owner:
            del self.fields["libraries"]
        else:
            del self.fields["members"]
            every = [(card.symbol, card.name.in_language(language)) for card in members.libraries()]
            self.fields["libraries"].choices = every  # type: ignore[attr-defined]  # of a ChoiceField

    def given(self) -> ResourceGiven:
        told = self.cleaned_data
        last = told["active_to"]
        return ResourceGiven(
            kind=told["kind"],
            name=Said(told["name_zh"], told["name_en"]),
            url=told["url"],
            about=Said(told["about_zh"], told["about_en"]),
            provider=told["provider"],
            classes=tuple(told["classes"].replace(",", " ").replace("，", " ").split()),
            terms=Terms(
                groups=tuple(told["groups"]),
                libraries=tuple(told.get("libraries", ())),
                members=told.get("members", False),
                on_site=told["on_site"],
                remote=told["remote"],
                walk_in=told["walk_in"],
                copy_to_members=told["copy_to_members"],
                pages_a_year=told["pages_a_year"],
                seats=told["seats"],
                note=told["note"],
            ),
            open_access=told["open_access"],
            active_from=told["active_from"],
            active_to=last + timedelta(days=1) if last else None,
        )


def initial_of(card: ResourceCard) -> dict[str, Any]:
    terms = card.terms
    return {
        "kind": card.kind,
        "name_zh": card.name.zh,
        "name_en": card.name.en,
        "url": card.url,
        "provider": card.provider,
        "about_zh": card.about.zh,
        "about_en": card.about.en,
        "classes": " ".join(card.classes),
        "open_access": card.open_access,
        "active_from": card.active_from,
        "active_to": card.last_date,
        "groups": list(terms.groups),
        "libraries": list(terms.libraries),
        "pages_a_year": terms.pages_a_year,
        "seats": terms.seats,
        "note": terms.note,
        **{name: getattr(terms, name) for name in TERMS},
    }


class ListForm(Form):
    """A list of titles to be looked at."""

    file = forms.FileField(
        label=_("KBART file"),
        help_text=_("Tab-separated, CSV or Excel, as the provider sends it; it may be packed with gzip."),
        error_messages={"required": _("Choose the file that the provider sent.")},
    )
    part = forms.BooleanField(
        label=_("Only a part of the titles"),
        required=False,
        help_text=_("What the file does not name then stays."),
    )
