"""Forms of terminals and of libraries' own systems."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from commonshelf.loans.systems import SystemCard
from commonshelf.loans.terminals import TerminalCard
from commonshelf.members.cards import LibraryCard
from commonshelf.ui.api import Form
from commonshelf.wire.sip2.values import CHARSETS

CHARSET_NAMES: Final = {
    "utf-8": _("UTF-8: all languages"),
    "gb18030": _("GB18030 (GBK, GB2312): Chinese"),
    "big5": _("Big5: Traditional Chinese"),
    "cp850": _("CP850: Latin letters; what many machines from abroad are set to"),
    "iso8859-1": _("ISO 8859-1: Latin letters"),
    "ascii": _("ASCII: plain Latin letters"),
}
_CHOICES: Final = [(name, CHARSET_NAMES[name]) for name in CHARSETS]


class TerminalForm(Form):
    """What may be changed of a terminal."""

    branch = forms.ChoiceField(label=_("Where the terminal stands"), required=False)
    charset = forms.ChoiceField(
        label=_("Charset"),
        choices=_CHOICES,
        help_text=_("As in the machine's own settings. Where Chinese comes out wrong, it is this."),
    )
    language = forms.ChoiceField(
        label=_("Language of its screen"),
        choices=[("zh-hans", "中文"), ("en", "English")],
        help_text=_("Holds where the machine does not say in which language a reader wants to be spoken to."),
    )
    asks_password = forms.BooleanField(label=_("Readers must type their password at it"), required=False)
    active = forms.BooleanField(label=_("Switched on"), required=False)

    def __init__(self, *args: Any, library: LibraryCard, **more: Any) -> None:
        super().__init__(*args, **more)
        language = get_language() or ""
        places = [(one.code, one.name.in_language(language)) for one in library.branches]
        self.fields["branch"].choices = places or [("", _("Main branch"))]  # type: ignore[attr-defined]

    def told(self) -> dict[str, Any]:
        return dict(self.cleaned_data)

    @staticmethod
    def of(card: TerminalCard) -> dict[str, Any]:
        """What stands there now."""
        return {name: getattr(card, name) for name in TerminalForm.base_fields}


class NewTerminalForm(TerminalForm):
    name = forms.CharField(
        label=_("Name"),
        max_length=40,
        help_text=_("The user name it signs in with: Latin letters and digits, as LZLIB-1."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )
    field_order = ("name", "branch", "charset", "language", "asks_password")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        del self.fields["active"]


class ConnectForm(Form):
    """Where a library's SIP2 service is."""

    host = forms.CharField(
        label=_("Machine"), max_length=253, help_text=_("Its name or address, as sip.library.example.edu.cn.")
    )
    port = forms.IntegerField(label=_("Port"), initial=6001, min_value=1, max_value=65_535)
    tls = forms.BooleanField(label=_("Encrypted (TLS)"), required=False, initial=True)
    charset = forms.ChoiceField(label=_("Charset"), choices=_CHOICES)
    user = forms.CharField(
        label=_("User name"),
        required=False,
        max_length=60,
        help_text=_("Empty: the system wants no sign-in."),
    )
    institution = forms.CharField(
        label=_("Institution code (AO)"),
        required=False,
        max_length=60,
        help_text=_("As that system wants it."),
    )
    location = forms.CharField(label=_("Location code (CP)"), required=False, max_length=60)
    sends_local = forms.BooleanField(
        label=_("Knows its own readers by their student or staff number"),
        required=False,
        help_text=_("Otherwise by the number of their card here."),
    )

    @staticmethod
    def of(card: SystemCard) -> dict[str, Any]:
        return dict(card.told)
