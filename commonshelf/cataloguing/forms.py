"""The forms of this room. They read what people type; the door decides whether it may stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from commonshelf.catalogue import labels
from commonshelf.catalogue.domain import hand
from commonshelf.catalogue.domain.facts import Facts
from commonshelf.cataloguing import words
from commonshelf.cataloguing.cards import LabelChoiceCard
from commonshelf.cataloguing.domain.sheets import SHEETS
from commonshelf.kernel.refusal import Refusal
from commonshelf.members.cards import LibraryCard
from commonshelf.ui.api import Form

FIRST: Final = (
    "title", "author", "publisher", "year", "isbn", "volume", "edition", "class", "local_class", "format",
    "language", "subject",
)  # fmt: skip
"""The short form; all other fields lie folded below it."""
COMMON_LANGUAGES: Final = (
    "chi", "eng", "jpn", "kor", "fre", "ger", "rus", "spa", "vie", "tha", "ara", "tib", "mon", "uig",
)  # fmt: skip
_ROWS: Final = {
    "author": 2,
    "isbn": 1,
    "subject": 2,
    "summary": 4,
    "note": 3,
    "url": 2,
    "series": 2,
    "other_title": 2,
}
_HELP: Final = {
    "title": _("As the title page has it; a subtitle may follow behind a colon."),
    "author": _("One a line with what they did: 鲁迅（著）, Ann Lee (translator), 示范县志编委会（编）."),
    "year": _("Four digits, or as printed: 2012.8, 民国二十年."),
    "isbn": _("With or without hyphens; several on lines of their own."),
    "volume": _("Only where the book is one of several: 上册, 第2卷, Vol. 3."),
    "edition": _("Only where the book says so: 第2版, 修订本, 3rd ed."),
    "class": _("Number of the Chinese Library Classification, for example I210.6."),
    "local_class": _("Your own scheme's number, if you have one."),
    "subject": _("Words a reader would look for, parted by semicolons."),
    "url": _("One address a line."),
    "note": _("One a line; everybody sees them."),
    "extent": _("320, or as printed: 2册, xii, 320 p."),
}


class RecordForm(Form):
    """Every field a record may be given by hand; the short ones first."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name in (*FIRST, *(name for name in hand.FIELDS if name not in FIRST)):
            self.fields[name] = self._field(name)

    def _field(self, name: str) -> forms.Field:
        label, help_text = words.FIELDS[name], _HELP.get(name, "")
        if name == "format":
            choices = [(code, labels.FORMATS[code]) for code in hand.FORMATS]
            return forms.ChoiceField(label=label, choices=choices, initial="book")
        if name == "language":
            codes = (*COMMON_LANGUAGES, *(c for c in self._codes() if c not in COMMON_LANGUAGES))
            choices = [(code, labels.LANGUAGES.get(code, code)) for code in codes]
            return forms.MultipleChoiceField(
                label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
            )
        rows = _ROWS.get(name)
        widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
        if name == "title":
            widget.attrs["aria-required"] = "true"  # its absence has a sentence of ours
        return forms.CharField(label=label, help_text=help_text, required=False, widget=widget, strip=False)

    def _codes(self) -> list[str]:
        """Codes this record or this sending has, known or not."""
        sent = self.data.getlist("language") if hasattr(self.data, "getlist") else []
        own = self.initial.get("language") or ()
        return list(dict.fromkeys((*own, *(code for code in sent if code in labels.LANGUAGES))))

    def clean(self) -> None:
        for name, fault in hand.faults(self.told()):
            if name not in self.errors:
                self.refused(Refusal(f"cataloguing.{fault.code}", {"field": name, **fault.facts}))

    def told(self) -> dict[str, str]:
        """Field -> text, as the door takes them."""
        found = {}
        for name in hand.FIELDS:
            value = self.cleaned_data.get(name, "")
            found[name] = (
                " ".join(value) if isinstance(value, list) else str(value).replace("\r\n", "\n").strip()
            )
        return found

    @property
    def short(self) -> list[forms.BoundField]:
        return [self[name] for name in FIRST]

    @property
    def more(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name not in FIRST]

    @property
    def more_open(self) -> bool:
        """Whether a field below says or lacks something, so that it must not stay folded."""
        return any(bound.errors for bound in self.more)


def initial_of(facts: Facts) -> dict[str, Any]:
    texts: dict[str, Any] = dict(hand.texts(facts))
    return {**texts, "language": texts["language"].split()}


class CopyForm(Form):
    """One copy, or several alike."""

    branch = forms.ChoiceField(label=words.FIELDS["branch"], required=False)
    shelving_location = forms.CharField(
        label=words.FIELDS["shelving_location"],
        required=False,
        help_text=_("The room or shelf group, as your signs say it."),
    )
    call_number = forms.CharField(label=words.FIELDS["call_number"], required=False)
    barcode = forms.CharField(label=words.FIELDS["barcode"], required=False)
    volume = forms.CharField(label=words.FIELDS["volume"], required=False, help_text=_HELP["volume"])
    status = forms.ChoiceField(label=words.FIELDS["status"], choices=list(words.COPY_STATES.items()))
    copies = forms.CharField(
        label=words.FIELDS["copies"],
        required=False,
        initial="1",
        help_text=_("Only for copies without barcodes of their own."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, library: LibraryCard, language: str, **more: Any) -> None:
        super().__init__(*args, **more)
        choices: list[tuple[str, Any]] = [
            (branch.code, branch.name.in_language(language)) for branch in library.branches
        ]
        codes = {code for code, _name in choices}
        initial = self.initial.get("branch", "")
        if not choices or "" not in codes:
            choices = [("", _("main branch")), *choices]
        if initial and initial not in codes:
            choices.append((initial, initial))
        self.fields["branch"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField, as declared above


class SuggestionForm(Form):
    field = forms.ChoiceField(label=_("What is wrong"))
    proposed = forms.CharField(
        label=_("What it should say"), required=False, widget=forms.Textarea(attrs={"rows": 3}), strip=False
    )
    why = forms.CharField(
        label=_("How you know"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For example: as the title page has it. The cataloguer reads this."),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["field"].choices = [  # type: ignore[attr-defined]  # a ChoiceField, as declared above
            (name, words.FIELDS[name]) for name in hand.FIELDS
        ]


class ReasonForm(Form):
    reason = forms.CharField(label=_("Why not"), widget=forms.Textarea(attrs={"rows": 2}), required=False)


class NoteForm(Form):
    text = forms.CharField(
        label=_("The note"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Your library's own words; the shared facts stay as they are. Leave it empty to take it away."
        ),
    )
    public = forms.ChoiceField(
        label=_("Who sees it"),
        choices=[("0", _("Staff of my library")), ("1", _("Everybody"))],
        widget=forms.RadioSelect,
        initial="0",
    )


class LabelForm(Form):
    barcodes = forms.CharField(
        label=_("Barcodes"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One a line: scan them, or paste a column of your spreadsheet."),
    )
    shows = forms.ChoiceField(
        label=_("What to print"),
        choices=[
            ("both", _("Barcode and call number")),
            ("barcode", _("Barcode only")),
            ("spine", _("Spine label only (call number)")),
        ],
    )
    sheet = forms.ChoiceField(label=_("Sheet of labels (A4)"))
    start = forms.CharField(
        label=_("First free label"),
        required=False,
        initial="1",
        help_text=_("On a sheet you have used before: count from the top left, row by row."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    symbology = forms.ChoiceField(
        label=_("Kind of barcode"),
        choices=[("code128", "Code 128"), ("code39", "Code 39")],
        help_text=_("Scanners read both; Code 39 knows capital letters and digits only."),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["sheet"].choices = sheet_names()  # type: ignore[attr-defined]  # a ChoiceField, as declared


def sheet_names() -> Iterable[tuple[str, str]]:
    return [
        (sheet.name, f"{sheet.columns} × {sheet.rows} ({sheet.width} × {sheet.height} mm)")
        for sheet in SHEETS.values()
    ]


def initial_labels(choice: LabelChoiceCard, barcodes: Iterable[str]) -> Mapping[str, str]:
    return {
        "barcodes": "\n".join(barcodes),
        "shows": choice.shows,
        "sheet": choice.sheet,
        "symbology": choice.symbology,
        "start": "1",
    }


class ClassesForm(Form):
    lines = forms.CharField(
        label=_("Lines of your table"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text=_(
            "Your number, then the alliance's (CLC), then a note if you like; pasted from a spreadsheet or"
            " typed with = between. A star at the end stands for all that begin so: R1* = I24."
        ),
    )
    file = forms.FileField(
        label=_("Or a file (CSV or Excel)"),
        required=False,
        help_text=_("With the same columns; the first row may name them."),
    )
    replace = forms.BooleanField(label=_("This is the whole table: take out all other lines"), required=False)
