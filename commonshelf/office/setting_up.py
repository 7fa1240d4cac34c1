"""How far the set-up is, told by what is there and not by what was clicked; a step can be left any time."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonshelf.members import api as members
from commonshelf.news import api as news


@dataclass(frozen=True, slots=True)
class Step:
    """said: how it stands, in the reader's language."""

    name: str
    label: str
    url: str
    done: bool
    said: str


def steps() -> list[Step]:
    """In their order; the last one is the closing page and never done."""
    libraries = members.libraries()
    return [
        _look(),
        _libraries(len(libraries)),
        _calendars(sum(1 for one in libraries if not any(branch.hours for branch in one.branches))),
        _people(),
        Step(
            "ready",
            _("What works now"),
            reverse("office:ready"),
            False,
            _("What is left, library by library."),
        ),
    ]


def next_of(found: list[Step]) -> Step:
    """The first that is still open."""
    return next((step for step in found if not step.done), found[-1])


def _look() -> Step:
    chosen = bool(news.happenings(kind="members.set-look", rows=1))
    said = _("Chosen.") if chosen else _("Name, colour, the mark in the seal, a sentence for readers.")
    return Step("look", _("Name and look"), reverse("office:look"), chosen, said)


def _libraries(number: int) -> Step:
    said = ngettext("{number} library so far.", "{number} libraries so far.", number).format(number=number)
    return Step("libraries", _("First libraries"), reverse("office:first-libraries"), number > 1, said)


def _calendars(without: int) -> Step:
    named = bool(news.happenings(kind="members.prefill-holidays", rows=1))
    if without:
        said = ngettext(
            "{number} library has no opening hours yet.",
            "{number} libraries have no opening hours yet.",
            without,
        ).format(number=without)
    elif not named:
        said = _("The hours are known; the public holidays are not yet.")
    else:
        said = _("Hours and public holidays are known.")
    done = named and not without
    return Step("calendars", _("Weeks and vacations"), reverse("office:calendars"), done, said)


def _people() -> Step:
    invited = bool(news.happenings(kind="members.invite", rows=1))
    said = _("People are invited.") if invited else _("Invite those who run the libraries.")
    return Step("people", _("First people"), reverse("office:first-people"), invited, said)
