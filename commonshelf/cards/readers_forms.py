"""The forms about readers. They read what people type; the doors decide whether it may stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from commonshelf.cards.cards import GroupCard, ReaderCard
from commonshelf.cards.domain.kinds import REASONS
from commonshelf.cards.domain.services import SERVICES
from commonshelf.cards.domain.sharing import KINDS as SHARES
from commonshelf.cards.joining import JoiningSaid
from commonshelf.cards.keeping import OwnGiven
from commonshelf.cards.registering import Guardian, ReaderGiven
from commonshelf.cards.rights_words import BLOCKED
from commonshelf.cards.rights_words import SERVICES as SERVICE_WORDS
from commonshelf.cards.words import PROOF_KINDS, SHARES_SAID
from commonshelf.members.cards import LibraryCard
from commonshelf.ui.api import Day, Form

LANGUAGES = [("", _("the library's usual")), ("zh-hans", _("Chinese")), ("en", _("English"))]
Choices = Sequence[tuple[str, Any]]


def _plain(**more: Any) -> forms.TextInput:
    """Nothing a browser remembers for the next reader at the same desk."""
    return forms.TextInput(attrs={"autocomplete": "off", **more})


class DocumentForm(Form):
    """A document that lies on the desk."""

    kind = forms.ChoiceField(label=_("Document"), choices=list(PROOF_KINDS.items()))
    number = forms.CharField(
        label=_("Number of the document"), max_length=60, widget=_plain(spellcheck="false")
    )
    issuer = forms.CharField(
        label=_("Issued by"),
        max_length=40,
        required=False,
        widget=_plain(),
        help_text=_("Of a passport: the country's two letters, as in CN. Of a student or staff card: where."),
    )


class NameForm(Form):
    """What both a desk and the reader at home write down."""

    name_zh = forms.CharField(label=_("Chinese name"), max_length=60, required=False, widget=_plain())
    name_en = forms.CharField(
        label=_("Name in Latin letters"), max_length=80, required=False, widget=_plain()
    )
    birth_date = Day(label=_("Birth date"), required=False)
    phone = forms.CharField(
        label=_("Telephone"), max_length=40, required=False, widget=_plain(inputmode="tel")
    )
    email = forms.CharField(
        label=_("Mail address"), max_length=254, required=False, widget=_plain(inputmode="email")
    )
    language = forms.ChoiceField(label=_("Language of letters"), choices=LANGUAGES, required=False)
    guardian_name = forms.CharField(
        label=_("Name of a parent or guardian"), max_length=80, required=False, widget=_plain()
    )
    guardian_phone = forms.CharField(
        label=_("Their telephone"), max_length=40, required=False, widget=_plain(inputmode="tel")
    )


class GroupedForm(NameForm):
    """At the desk: with the group and who answers for a child."""

    group = forms.ChoiceField(label=_("Reader group"))
    local_number = forms.CharField(
        label=_("Student or staff number"), max_length=60, required=False, widget=_plain()
    )
    guardian_number = forms.CharField(
        label=_("Card number of a parent or guardian"), max_length=60, required=False, widget=_plain()
    )
    guardian_agreed = forms.BooleanField(label=_("They agreed, here at the desk or on paper"), required=False)

    def __init__(self, *args: Any, groups: Iterable[GroupCard], **more: Any) -> None:
        super().__init__(*args, **more)
        language = get_language() or ""
        self.fields["group"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (one.code, one.name.in_language(language)) for one in groups
        ]

    def given(self) -> ReaderGiven:
        told = self.cleaned_data
        return ReaderGiven(
            group=told["group"],
            name_zh=told["name_zh"],
            name_en=told["name_en"],
            birth_date=told["birth_date"],
            phone=told["phone"],
            email=told["email"],
            language=told["language"],
            local_number=told["local_number"],
            guardian=Guardian(
                told["guardian_number"],
                told["guardian_name"],
                told["guardian_phone"],
                told["guardian_agreed"],
            ),
        )


class ShareForm(Form):
    """What other members may see, and which of them."""

    what = forms.MultipleChoiceField(
        label=_("May be seen"),
        choices=list(SHARES_SAID.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    libraries = forms.MultipleChoiceField(
        label=_("By these libraries"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, libraries: Iterable[LibraryCard], **more: Any) -> None:
        super().__init__(*args, **more)
        language = get_language() or ""
        self.fields["libraries"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (one.symbol, one.name.in_language(language)) for one in libraries
        ]

    def shares(self) -> dict[str, list[str]]:
        """Symbol -> kinds."""
        what = [one for one in SHARES if one in self.cleaned_data["what"]]
        return dict.fromkeys(self.cleaned_data["libraries"], what) if what else {}


class RegisterForm(GroupedForm, DocumentForm, ShareForm):
    """All that a desk asks."""

    card_number = forms.CharField(
        label=_("Number of a card printed before"),
        max_length=60,
        required=False,
        widget=_plain(),
        help_text=_("Leave it empty, and the alliance gives a new number."),
    )


class JoinForm(NameForm, ShareForm):
    """At home, on a telephone."""

    def said(self) -> JoiningSaid:
        told = {name: self.cleaned_data[name] for name in NameForm.base_fields}
        return JoiningSaid(**told, shares=self.shares())


class EditForm(GroupedForm):
    """The particulars as they stand. last_date: of the registration."""

    last_date = Day(label=_("Last day of the registration"), required=False)

    @classmethod
    def initial_of(cls, reader: ReaderCard) -> dict[str, Any]:
        return {
            "name_zh": reader.name.zh
            if reader.name.zh != reader.name.en or not reader.name.zh.isascii()
            else "",
            "name_en": reader.name.en if reader.name.en != reader.name.zh or reader.name.en.isascii() else "",
            "birth_date": reader.birth_date,
            "phone": reader.phone,
            "email": reader.email,
            "language": reader.language,
            "group": reader.group.code,
            "local_number": reader.local_number,
            "guardian_name": reader.guardian_name,
            "guardian_phone": reader.guardian_phone,
            "last_date": reader.last_date,
        }


class BlockForm(Form):
    """Why, from what, until when."""

    reason = forms.ChoiceField(label=_("Why"), choices=[(one, BLOCKED[one]) for one in REASONS])
    words = forms.CharField(
        label=_("What the reader is told besides"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    services = forms.MultipleChoiceField(
        label=_("From what"),
        choices=[(one, SERVICE_WORDS[one]) for one in SERVICES],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing ticked: from everything."),
    )
    last_date = Day(label=_("Last day"), required=False, help_text=_("Empty: until somebody lifts it."))
    everywhere = forms.BooleanField(label=_("At all members, not only here"), required=False)

    def told(self) -> dict[str, Any]:
        """As the door takes it: the first day on which it no longer holds."""
        told = dict(self.cleaned_data)
        last = told.pop("last_date")
        return {**told, "active_to": last + timedelta(days=1) if last else None}


class ActivateForm(Form):
    """A code from the slip becomes a password."""

    number = forms.CharField(label=_("Number of the card"), max_length=60, widget=_plain(inputmode="numeric"))
    code = forms.CharField(
        label=_("Code on the slip"),
        max_length=20,
        widget=_plain(spellcheck="false", autocapitalize="characters"),
    )
    password = forms.CharField(
        label=pgettext_lazy("on the page for readers", "A password of your own"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least eight characters; a short sentence is best."),
    )


class OwnForm(Form):
    """What readers change themselves."""

    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    email = forms.EmailField(label=_("Mail address"), required=False)
    language = forms.ChoiceField(label=_("Language of letters"), choices=LANGUAGES, required=False)
    keeps_history = forms.BooleanField(label=_("Remember what I have borrowed"), required=False)
    reminders = forms.BooleanField(label=_("Write to me before something is due"), required=False)

    def given(self) -> OwnGiven:
        return OwnGiven(**self.cleaned_data)
