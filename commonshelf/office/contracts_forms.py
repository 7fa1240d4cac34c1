"""The forms of the contract register."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from commonshelf.office.contracts import ContractGiven, PartyGiven
from commonshelf.office.contracts_cards import ContractCard
from commonshelf.office.domain import contracts as domain
from commonshelf.office.paper_forms import PaperForm, area, choose, member_choices
from commonshelf.ui.api import Day

KINDS: Final = {
    "framework": _("framework contract"),
    "agreement": _("sub-agreement"),
    "service": _("service contract"),
    "licence": _("licence"),
}
WAYS: Final = {"hand": _("signed by hand"), "seal": _("with a seal"), "online": _("here, by its manager")}
VISIBLE: Final = {
    "members": _("everybody who works at a member"),
    "parties": _("its parties and the office only"),
}
CONFLICT: Final = {
    "": _("No party is from outside"),
    "none": _("Declared: it does not touch the alliance's interests"),
    "declared": _("Declared: it may touch them, as said below"),
}


class ContractForm(PaperForm):
    number = forms.CharField(label=_("Its number"), max_length=60, help_text=_("As it stands on the paper."))
    kind = forms.ChoiceField(label=_("Kind"), choices=list(KINDS.items()))
    title_zh = forms.CharField(label=_("Title in Chinese"), max_length=200, required=False)
    title_en = forms.CharField(label=_("Title in English"), max_length=300, required=False)
    framework = forms.TypedChoiceField(
        label=_("Framework contract it belongs to"), required=False, coerce=int, empty_value=None
    )
    libraries = forms.MultipleChoiceField(
        label=_("Members that are parties"), required=False, widget=forms.CheckboxSelectMultiple
    )
    outside = forms.CharField(
        label=_("Parties from outside"),
        required=False,
        widget=area(2),
        help_text=_("One a line; an English name may follow behind a bar: 某出版社 | A Press."),
    )
    conflict = forms.ChoiceField(
        label=_("Conflict of interest"), required=False, choices=list(CONFLICT.items())
    )
    conflict_note = forms.CharField(label=_("What may be in conflict"), max_length=500, required=False)
    first_date = Day(label=_("In force from"))
    end_date = Day(label=_("Last day"), required=False, help_text=_("Empty: until somebody ends it."))
    notice_days = forms.IntegerField(label=_("Notice, in days"), min_value=0, max_value=3650, initial=0)
    remind_days = forms.IntegerField(
        label=_("Days before notice is due to remind the office"),
        min_value=0,
        max_value=3650,
        initial=90,
    )
    visible = forms.ChoiceField(label=_("Who reads its texts"), choices=list(VISIBLE.items()))
    about_zh = forms.CharField(label=_("What it is about, in Chinese"), required=False, widget=area(4))
    about_en = forms.CharField(label=_("What it is about, in English"), required=False, widget=area(4))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=0)

    def __init__(self, *args: Any, frameworks: Sequence[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "framework", [("", "–"), *frameworks])
        choose(self, "libraries", member_choices(get_language() or ""))

    @classmethod
    def of(cls, given: Any, card: ContractCard, frameworks: Sequence[tuple[int, str]]) -> ContractForm:
        plain = ("number", "kind", "framework", "conflict", "conflict_note", "first_date", "end_date")
        more = ("notice_days", "remind_days", "visible", "version")
        initial: dict[str, Any] = {name: getattr(card, name) for name in (*plain, *more)}
        outside = [party.name for party in card.parties if not party.library]
        initial |= {
            "title_zh": card.title.zh,
            "title_en": card.title.en,
            "about_zh": card.about.zh,
            "about_en": card.about.en,
            "libraries": sorted(card.libraries),
            "outside": "\n".join(f"{one.zh} | {one.en}" if one.en else one.zh for one in outside),
        }
        return cls(given, initial=initial, frameworks=frameworks)

    def told(self) -> tuple[ContractGiven, list[PartyGiven]]:
        said = self.cleaned_data
        parties = [PartyGiven(library=symbol) for symbol in said["libraries"]]
        for line in said["outside"].splitlines():
            zh, _bar, en = line.partition("|")
            if zh.strip() or en.strip():
                parties.append(PartyGiven(name_zh=zh.strip()[:160], name_en=en.strip()[:200]))
        return ContractGiven(**{name: said[name] for name in ContractGiven.__slots__}), parties


class TextForm(PaperForm):
    file = forms.FileField(
        label=_("The file"),
        help_text=_("PDF, Word, OFD, OpenDocument or a scan as JPEG, PNG or TIFF; at most 30 MB."),
    )
    note = forms.CharField(label=_("What is new in it"), max_length=500, required=False)


class SignForm(PaperForm):
    party = forms.TypedChoiceField(label=_("For which party"), coerce=int)
    signer = forms.CharField(label=_("Who signed"), max_length=120)
    signed_date = Day(label=_("On which day"))
    how = forms.ChoiceField(
        label=_("In which way"), choices=[(way, WAYS[way]) for way in domain.WAYS if way != "online"]
    )

    def __init__(self, *args: Any, parties: Sequence[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "party", parties)
        self.fields["signed_date"].initial = timezone.localdate()


class EndForm(PaperForm):
    on = Day(label=_("First day on which it no longer holds"))
    reason = forms.CharField(label=_("Why"), max_length=500)
