"""The blank form: what a reader knows of a thing that no library has reported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonshelf.sharing.domain import citing
from commonshelf.sharing.views.getting_forms import SEEN_BY
from commonshelf.ui.api import Day, Form

KINDS: Final = {
    "Book": _("A book"),
    "Article": _("An article in a journal"),
    "Chapter": _("A chapter or part of a book"),
    "Thesis": _("A thesis"),
    "ConferenceProc": _("A paper at a conference"),
    "Report": _("A report"),
    "Other": _("Something else"),
}
MISSING: Final = {
    ("Book", "title"): _("Write the title of the book, or its ISBN."),
    ("Article", "title"): _("Write the title of the article."),
    ("Article", "journal"): _("Write the journal it appeared in."),
    ("Article", "year"): _("Write the year in which it appeared."),
    ("Article", "pages"): _(
        "Write its pages, such as 12–30. Without them most libraries cannot find it. If you cannot find them "
        "out, tick “A librarian may complete it” below."
    ),
    ("Chapter", "title"): _("Write the title of the book the chapter is in, or its ISBN."),
    ("Chapter", "chapter"): _("Write the title or number of the chapter."),
    ("Chapter", "pages"): _(
        "Write the pages of the chapter, such as 45–60. If you cannot find them out, tick “A librarian may "
        "complete it” below."
    ),
    ("Thesis", "title"): _("Write the title of the thesis."),
    ("Thesis", "author"): _("Write who wrote the thesis."),
    ("ConferenceProc", "title"): _("Write the title of the paper."),
    ("ConferenceProc", "journal"): _("Write the name of the conference or of its proceedings."),
    ("ConferenceProc", "year"): _("Write the year of the conference."),
    ("ConferenceProc", "pages"): _("Write the pages of the paper, such as 12–30."),
    ("Report", "title"): _("Write the title of the report."),
    ("Other", "title"): _("Write what it is: a title, or all you know of it."),
}
BROKEN: Final = {
    "isbn": _("This is no ISBN: its check digit does not fit. Read it again, or leave it empty."),
    "issn": _("This is no ISSN: its check digit does not fit. Read it again, or leave it empty."),
    "doi": _("A DOI begins with 10. and has a slash, such as 10.1000/182."),
    "year": _("Write the year with four digits, such as 2024."),
}
_LABELS: Final = {
    "title": _("Title"),
    "author": _("Who wrote it"),
    "journal": _("Journal or series"),
    "year": _("Year"),
    "volume": _("Volume no."),
    "issue": _("Issue no."),
    "pages": _("Page numbers"),
    "chapter": _("Chapter"),
    "publisher": _("Publisher"),
    "isbn": _("ISBN"),
    "issn": _("ISSN"),
    "doi": _("DOI"),
    "note": _("Anything else that helps to find it"),
}
SHORT: Final = ("year", "volume", "issue", "pages", "isbn", "issn", "doi")
"""Fields in narrow columns."""


class CitationForm(Form):
    """Everything in one form; what a kind does not need may stay empty."""

    kind = forms.ChoiceField(choices=tuple(KINDS.items()), label=_("What is it?"), widget=forms.RadioSelect)
    needed = Day(required=False, label=_("I need it by"))
    at = forms.ChoiceField(required=False, label=_("Fetch it at"))
    incomplete = forms.BooleanField(
        required=False,
        label=_("A librarian may complete it"),
        help_text=_("Then it goes on even where pages or a year are missing; it takes a little longer."),
    )
    agreed = forms.BooleanField(
        required=False, label=_("I have read this and use the copy for nothing else.")
    )

    def __init__(self, *args: Any, places: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        for name, most in citing.FIELDS.items():
            widget = forms.Textarea(attrs={"rows": 3}) if name == "note" else forms.TextInput()
            # A DOI or ISBN may come with its address or words around it; it is tidied before it counts.
            length = most if name not in {"doi", "isbn"} else most + 80
            self.fields[name] = forms.CharField(
                required=False,
                max_length=length,
                label=_LABELS[name],
                help_text=SEEN_BY if name == "note" else "",
                widget=widget,
            )
        at = self.fields["at"]
        if isinstance(at, forms.ChoiceField):
            at.choices = list(places)

    @property
    def citation(self) -> dict[str, str]:
        return citing.cleaned({name: self.cleaned_data.get(name, "") for name in citing.FIELDS})

    @property
    def copied(self) -> bool:
        return self.cleaned_data.get("kind") in citing.COPIED

    def clean_needed(self) -> Any:
        day = self.cleaned_data.get("needed")
        if day and day < timezone.localdate():
            raise ValidationError(
                gettext(
                    "That day is over. Choose today or a later day, or leave it empty: then there is no end."
                )
            )
        return day

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        citation, kind = self.citation, str(told.get("kind") or "Other")
        for name in citing.broken(citation):
            self.add_error(name, str(BROKEN[name]))
        enough = bool(told.get("incomplete")) and bool(citing.named(citation))
        for name in citing.missing(kind, citation):
            if not enough and name not in self.errors:
                self.add_error(name, str(MISSING[kind, name]))
        if self.copied and not told.get("agreed"):
            self.add_error("agreed", gettext("A copy may only be made once you have agreed to this."))
        return dict(told)


def from_query(query: Mapping[str, str], words: str = "") -> dict[str, str]:
    """What an address brings along: fields by their names (an OpenURL's come so, too), or the words of a
    search that found nothing.
    """
    told = citing.cleaned(query)
    if words and not told:
        told = citing.cleaned({"isbn": words})
        if citing.broken(told):
            told = citing.cleaned({"doi": words})
        if citing.broken(told):
            told = citing.cleaned({"title": words})
    kind = query.get("kind", "")
    return {**told, "kind": kind if kind in KINDS else _guessed(told)}


def _guessed(told: Mapping[str, str]) -> str:
    if told.get("chapter"):
        return "Chapter"
    if told.get("journal") or told.get("issn") or (told.get("doi") and not told.get("isbn")):
        return "Article"
    return "Book"
