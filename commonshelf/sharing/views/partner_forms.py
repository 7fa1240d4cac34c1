"""Forms of the register of partners outside the alliance, and of asking one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from commonshelf.members.cards import Said
from commonshelf.sharing.partners.register import MOST_DAYS, Given, PartnerCard, Terms
from commonshelf.ui.api import Form

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

FEN: Final = 100
SERVICES: Final = (("Loan", _("A loan")), ("Copy", _("A copy")))


def _days(label: _StrPromise) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=1,
        max_value=MOST_DAYS,
        required=False,
        help_text=_("From asking to arrival, as you know it. Empty: it does not do this."),
    )


def _yuan(label: _StrPromise, help_text: str | _StrPromise = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        min_value=0,
        max_value=10_000,
        decimal_places=2,
        required=False,
        help_text=help_text,
        widget=forms.NumberInput(attrs={"step": "0.01", "inputmode": "decimal"}),
    )


class PartnerForm(Form):
    """Who it is, how it is asked, what it does."""

    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=120, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)
    place = forms.CharField(label=_("Town and country"), max_length=120, required=False)
    symbol = forms.CharField(
        label=_("ISIL or its code elsewhere"), max_length=40, required=False, help_text=_("If it has one.")
    )
    mail = forms.CharField(
        label=_("Mail address for requests"),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    web = forms.CharField(
        label=_("Web address of its form"), max_length=300, required=False, widget=forms.URLInput()
    )
    how = forms.CharField(
        label=_("How it is asked, in words"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What it wants to know, when it answers, whom to telephone."),
    )
    address = forms.CharField(
        label=_("Postal address for books sent back"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    loan_days = _days(_("Days until a loan is here"))
    loan_yuan = _yuan(_("It asks for a loan, yuan"), _("Your library owes it. Empty: nothing."))
    loan_reader = _yuan(
        _("Of that the reader pays, yuan"), _("Readers read it before they ask. Empty: nothing.")
    )
    copy_days = _days(_("Days until a copy is here"))
    copy_yuan = _yuan(_("It asks for a copy, yuan"), _("Your library owes it. Empty: nothing."))
    copy_reader = _yuan(
        _("Of that the reader pays, yuan"), _("Readers read it before they ask. Empty: nothing.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    FIELDS_OF: Final[Mapping[str, str]] = {
        "loan_fee": "loan_yuan",
        "copy_fee": "copy_yuan",
    }

    def given(self) -> Given:
        told = self.cleaned_data
        services = {
            service: Terms(
                told[f"{name}_days"],
                int((told[f"{name}_yuan"] or 0) * FEN),
                int((told[f"{name}_reader"] or 0) * FEN),
            )
            for service, name in (("Loan", "loan"), ("Copy", "copy"))
            if told[f"{name}_days"]
        }
        words = {name: told[name].strip() for name in ("place", "symbol", "mail", "web", "how", "address")}
        return Given(Said(told["name_zh"].strip(), told["name_en"].strip()), services, **words)

    @staticmethod
    def of(card: PartnerCard) -> dict[str, Any]:
        """What stands there now."""
        given = card.given
        told: dict[str, Any] = {
            name: getattr(given, name) for name in ("place", "symbol", "mail", "web", "how", "address")
        }
        told |= {"name_zh": given.name.zh, "name_en": given.name.en, "version": card.version}
        for service, name in (("Loan", "loan"), ("Copy", "copy")):
            if terms := given.services.get(service):
                told[f"{name}_days"] = terms.days
                told[f"{name}_yuan"] = yuan(terms.fee)
                told[f"{name}_reader"] = yuan(terms.reader_fee)
        return told


def yuan(fen: int) -> Decimal | None:
    return (Decimal(fen) / FEN).quantize(Decimal("0.01")) if fen else None


class AskForm(Form):
    """Which partner is asked for what, and on what terms."""

    partner = forms.ChoiceField(label=_("Partner"), widget=forms.RadioSelect)
    service = forms.ChoiceField(label=_("What it is asked for"), widget=forms.RadioSelect)
    reference = forms.CharField(
        label=_("Known there as"),
        max_length=80,
        required=False,
        help_text=_("The number the partner gave it, if it did."),
    )
    cost = _yuan(_("It asks, yuan"), _("Empty: as written in the register."))
    reader_fee = _yuan(_("Of that the reader pays, yuan"), _("Empty: as written in the register."))
    agreed = forms.BooleanField(
        label=_("The reader was asked and agrees to what it costs them"), required=False
    )

    def __init__(
        self, *args: Any, partners: Sequence[tuple[str, str]], services: Sequence[str], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.fields["partner"].choices = list(partners)  # type: ignore[attr-defined]  # a ChoiceField's
        self.fields["service"].choices = [  # type: ignore[attr-defined]  # likewise
            (code, label) for code, label in SERVICES if code in services
        ]

    def facts(self) -> dict[str, Any]:
        """As the door takes them."""
        told = self.cleaned_data
        found = {name: told[name] for name in ("partner", "service", "reference", "agreed")}
        money = {name: told[name] for name in ("cost", "reader_fee") if told[name] is not None}
        return {**found, **{name: int(value * FEN) for name, value in money.items()}}
