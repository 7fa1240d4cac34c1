"""The form of a rule of rights. The door decides whether it may stand."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from commonshelf.cards import rights_words as words
from commonshelf.cards.domain.rights import Limits
from commonshelf.cards.models import ReaderGroup
from commonshelf.cards.ruling import MOST
from commonshelf.cards.ruling_cards import RuleCard, RuleGiven
from commonshelf.cards.ruling_words import LIBRARY_KINDS
from commonshelf.members import api as members
from commonshelf.members.cards import Said
from commonshelf.ui.api import Day, Form

FEN: Final = 100
NO_LIMIT: Final = _("Empty: no limit.")


def libraries() -> list[tuple[str, str]]:
    language = get_language() or ""
    return [(card.symbol, card.name.in_language(language)) for card in members.libraries()]


def groups() -> list[tuple[str, str]]:
    """Every library's own groups, by library."""
    language = get_language() or ""
    names = dict(libraries())
    rows = (
        ReaderGroup.objects.filter(active=True).select_related("library").order_by("library__symbol", "code")
    )
    return [
        (str(row.pk), f"{Said(row.name_zh, row.name_en).in_language(language)} · {names[row.library.symbol]}")
        for row in rows
        if row.library.symbol in names
    ]


class Money(forms.DecimalField):
    """Yuan as people write them; fen for the door."""

    def __init__(self, *, most: int, **more: Any) -> None:
        super().__init__(min_value=0, max_value=Decimal(most) / FEN, decimal_places=2, required=False, **more)

    def clean(self, value: Any) -> int:
        told = super().clean(value)
        return int(told * FEN) if told is not None else 0

    def prepare_value(self, value: Any) -> Any:
        return f"{value / FEN:.2f}" if isinstance(value, int) else value


def _count(label: Any, name: str, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=MOST[name], required=False, **more)


class RuleForm(Form):
    """whose: everybody, a kind of readers, or one group. home: every library, a kind, or one library."""

    service = forms.ChoiceField(label=_("Service"), choices=list(words.SERVICES.items()))
    whose = forms.ChoiceField(label=_("Which readers"), required=False)
    home = forms.ChoiceField(label=_("Where their card is from"), required=False)
    relation = forms.ChoiceField(
        label=_("At their own library or at others"),
        required=False,
        choices=[("", _("both")), *words.RELATIONS.items()],
    )
    library_kind = forms.ChoiceField(
        label=_("At which libraries"),
        required=False,
        choices=[("", _("all members")), *LIBRARY_KINDS.items()],
    )
    allowed = forms.ChoiceField(
        label=_("What this rule says"),
        choices=[("yes", pgettext_lazy("right", "Allowed")), ("no", pgettext_lazy("right", "Not allowed"))],
        widget=forms.RadioSelect,
        initial="yes",
    )
    items = _count(_("Items at a time"), "items", help_text=NO_LIMIT)
    days = _count(_("Days"), "days", help_text=NO_LIMIT)
    renewals = _count(_("Renewals"), "renewals", help_text=NO_LIMIT)
    fee = Money(label=_("Price each time, in yuan"), most=MOST["fee"])
    deposit = Money(label=_("Deposit, in yuan"), most=MOST["deposit"])
    firm = forms.BooleanField(
        label=_("Firm"),
        required=False,
        help_text=_(
            "A library's own rules may give more than a firm “yes”, never less; a firm “no” holds everywhere."
        ),
    )
    active_from = Day(label=_("From"), required=False, help_text=_("Empty: from today."))
    active_to = Day(label=_("Last day"), required=False, help_text=_("Empty: until somebody ends it."))
    article = forms.CharField(
        label=_("Rule that says so"),
        max_length=40,
        required=False,
        help_text=_("Its number in the rule book."),
    )
    note_zh = forms.CharField(label=_("Note to readers in Chinese"), max_length=300, required=False)
    note_en = forms.CharField(label=_("Note to readers in English"), max_length=300, required=False)
    exempt_why = forms.CharField(
        label=_("Exempted by the office, because"),
        max_length=300,
        required=False,
        help_text=_(
            "Lets this rule give less than a firm one. It needs a last day; everybody here can read why."
        ),
    )

    def __init__(self, *args: Any, library: str, exempts: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        every = [("", _("everybody with a card"))]
        kinds = [(f"kind:{code}", name) for code, name in words.KINDS.items()]
        own = [(f"group:{id}", name) for id, name in groups()]
        shown = [*every, (_("Kinds of readers"), kinds), *([(_("Groups of libraries"), own)] if own else [])]
        self.fields["whose"].choices = shown  # type: ignore[attr-defined]  # of a ChoiceField
        homes = [
            ("", _("every member")),
            (_("Kinds of libraries"), [(f"kind:{code}", name) for code, name in LIBRARY_KINDS.items()]),
            (_("Single libraries"), [(f"library:{symbol}", name) for symbol, name in libraries()]),
        ]
        self.fields["home"].choices = homes  # type: ignore[attr-defined]  # likewise
        if library:
            del self.fields["library_kind"], self.fields["firm"]
        if not library or not exempts:
            del self.fields["exempt_why"]

    def given(self) -> RuleGiven:
        told = self.cleaned_data
        whose, home = told["whose"], told["home"]
        last = told["active_to"]
        return RuleGiven(
            service=told["service"],
            allowed=told["allowed"] == "yes",
            library_kind=told.get("library_kind", ""),
            home=_after(home, "library:"),
            home_kind=_after(home, "kind:"),
            relation=told["relation"],
            group_kind=_after(whose, "kind:"),
            group=int(_after(whose, "group:") or 0) or None,
            firm=told.get("firm", False),
            limits=Limits(told["items"], told["days"], told["renewals"], told["fee"], told["deposit"]),
            active_from=told["active_from"],
            active_to=last + timedelta(days=1) if last else None,
            note=Said(told["note_zh"], told["note_en"]),
            article=told["article"],
            exempt_why=told.get("exempt_why", ""),
        )


def _after(text: str, mark: str) -> str:
    return text.removeprefix(mark) if text.startswith(mark) else ""


def initial_of(card: RuleCard) -> dict[str, Any]:
    line, limits = card.line, card.line.limits
    whose = f"group:{line.group}" if line.group else f"kind:{line.group_kind}" if line.group_kind else ""
    home = f"library:{line.home}" if line.home else f"kind:{line.home_kind}" if line.home_kind else ""
    return {
        "service": line.service,
        "whose": whose,
        "home": home,
        "relation": line.relation,
        "library_kind": line.library_kind,
        "allowed": "yes" if line.allowed else "no",
        "items": limits.items,
        "days": limits.days,
        "renewals": limits.renewals,
        "fee": limits.fee or None,
        "deposit": limits.deposit or None,
        "firm": line.firm,
        "active_from": line.active_from if line.active_from > timezone.localdate() else None,
        "active_to": card.last_date,
        "note_zh": card.note.zh,
        "note_en": card.note.en,
        "article": card.article,
        "exempt_why": card.exempt_why,
    }


class EndForm(Form):
    last = Day(label=_("Last day"), required=False, help_text=_("Empty: it ends now."))
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)
