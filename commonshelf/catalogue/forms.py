"""The forms of this room. They read what people type; the door decides whether it may stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from commonshelf.catalogue.cards import SourceCard
from commonshelf.catalogue.domain.columns import COLUMNS
from commonshelf.catalogue.domain.profiles import PROFILES
from commonshelf.catalogue.rows import DELETES
from commonshelf.kernel.refusal import Refusal
from commonshelf.ui import api as ui

SYNTAX_NAMES: Final = (
    ("", _("told from the content")),
    ("iso2709", "ISO 2709 (MARC)"),
    ("marcxml", "MARCXML"),
    ("marcxchange", "marcxchange (ISO 25577)"),
    ("json", "MARC in JSON"),
    ("csv", "CSV"),
    ("xlsx", "XLSX (Excel)"),
    (DELETES, _("list of ids to delete")),
)
CHARSET_NAMES: Final = (
    ("", _("told from the bytes")),
    ("utf-8", "UTF-8"),
    ("gb18030", "GB18030 / GBK / GB2312"),
    ("big5", "Big5"),
    ("marc8", "MARC-8"),
)
FIELD_OF: Final = {
    "catalogue.unknown-syntax": "syntax",
    "catalogue.unknown-charset": "charset",
    "catalogue.bad-local-id": "local_id",
    "catalogue.unknown-profile": "profile",
    "catalogue.unknown-column": "columns",
}
_PAIR: Final = 2
COLUMN: Final = "column-"


class Form(ui.Form):
    """A refusal of the catalogue is told at the field its code belongs to."""

    def refused(self, refusal: Refusal) -> None:
        field = FIELD_OF.get(refusal.code)
        self.add_error(field if field in self.fields else None, ui.sentence(refusal))


class ReadingForm(Form):
    """What may be said about one file."""

    syntax = forms.ChoiceField(label=_("Format"), choices=SYNTAX_NAMES, required=False)
    charset = forms.ChoiceField(label=_("Character set"), choices=CHARSET_NAMES, required=False)


class SourceForm(ReadingForm):
    """How every file of a source is read."""

    local_id = forms.CharField(
        label=_("Your own number of a record"),
        max_length=4,
        help_text=_("The field that holds it: 001, or a tag and subfield such as 035a."),
    )
    profile = forms.ChoiceField(
        label=_("Where copies stand"),
        required=False,
        help_text=_("Which fields of the record name branch, shelf, call number and barcode."),
    )
    branches = forms.CharField(
        label=_("Your branch codes"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line: the code in your records = the branch here, for example ZTSG = main."),
    )
    statuses = forms.CharField(
        label=_("Your words for the state of a copy"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "One a line: your word = on-shelf, on-loan, missing, on-order or reference,"
            " for example 在馆 = on-shelf."
        ),
    )
    columns = forms.CharField(
        label=_("Columns of your tables"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One a line: what it is = its heading. Filled in by itself when you load a table."),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        names = [("", _("told from the content")), *((name, name) for name in PROFILES)]
        self.fields["profile"].choices = names  # type: ignore[attr-defined]  # a ChoiceField, as declared above

    def told(self) -> dict[str, Any]:
        """As `api.set_source` takes it."""
        said = self.cleaned_data
        holdings: dict[str, Any] = {"profile": said["profile"]} if said["profile"] else {}
        for name in ("branches", "statuses"):
            if pairs := pairs_of(said[name]):
                holdings[name] = pairs
        return {
            "syntax": said["syntax"],
            "charset": said["charset"],
            "local_id": said["local_id"].strip(),
            "holdings": holdings,
            "columns": pairs_of(said["columns"]),
        }


def filled(card: SourceCard) -> dict[str, Any]:
    """The form as the source stands."""
    return {
        "syntax": card.syntax,
        "charset": card.charset,
        "local_id": card.local_id,
        "profile": card.holdings.get("profile", ""),
        "branches": lines_of(card.holdings.get("branches", {})),
        "statuses": lines_of(card.holdings.get("statuses", {})),
        "columns": lines_of(card.columns),
    }


def pairs_of(text: str) -> dict[str, str]:
    """Lines "a = b" (or "a ＝ b"); lines without a sign are no pairs."""
    found = {}
    for line in text.replace("＝", "=").splitlines():
        parts = [part.strip() for part in line.split("=", 1)]
        if len(parts) == _PAIR and all(parts):
            found[parts[0]] = parts[1]
    return found


def lines_of(pairs: Mapping[str, str]) -> str:
    return "\n".join(f"{one} = {other}" for one, other in pairs.items())


class ColumnsForm(Form):
    """What each heading of a table is: one choice a heading, because that is how people look at a table."""

    def __init__(self, headers: Sequence[str], columns: Mapping[str, str], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        chinese = not (get_language() or "zh").startswith("en")
        choices = [("", _("not used")), *((c.name, c.zh if chinese else c.en) for c in COLUMNS)]
        facts = {header: fact for fact, header in columns.items()}
        for place, header in enumerate(headers):
            self.fields[f"{COLUMN}{place}"] = forms.ChoiceField(
                label=header, choices=choices, required=False, initial=facts.get(header, "")
            )


def columns_from(given: Mapping[str, Any], headers: Sequence[str]) -> dict[str, str]:
    """Fact -> heading, as the form above was sent; of two headings for one fact the first."""
    found: dict[str, str] = {}
    for place, header in enumerate(headers):
        if fact := given.get(f"{COLUMN}{place}"):
            found.setdefault(str(fact), header)
    return found
