"""A suggested correction is a thing to do for the cataloguers of the library whose record it is."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext, override

from commonshelf.cataloguing import words
from commonshelf.cataloguing.models import Suggestion
from commonshelf.kernel.actor import MACHINE, Actor, Ref, Role
from commonshelf.members import api as members
from commonshelf.members.cards import Said
from commonshelf.work import api as work

KIND: Final = "suggestion"
ANSWER_MINUTES: Final = 5 * 8 * 60
"""Five working days of eight hours: whoever took the trouble to look hears within the week."""


def begins(row: Suggestion, *, actor: Actor, at: datetime) -> None:
    """Called inside the act that suggests it."""
    library = members.symbols_by_id()[row.library_id]
    work.open_item(
        actor=actor,
        kind=KIND,
        about=Ref("suggestion", str(row.pk), library),
        title=Said(_title(row, "zh-hans"), _title(row, "en")),
        note=row.why,
        url=_page(row),
        library=library,
        to_role=Role.CATALOGUER,
        due_minutes=ANSWER_MINUTES,
        asked_by=row.person,
        at=at,
    )


def ends(row: Suggestion, *, actor: Actor, at: datetime, said: str, withdrawn: bool = False) -> None:
    """Called inside the act that decides it, or takes it back."""
    library = members.symbols_by_id()[row.library_id]
    about = Ref("suggestion", str(row.pk), library)
    work.settle(about=about, actor=actor, at=at, evidence=said, cancelled=withdrawn)


def catch_up(now: datetime) -> int:
    """Open those suggestions that wait without standing on a desk: made before there were desks."""
    open_already = work.open_about(kind=KIND)
    members_now = {members.library_id(symbol=card.symbol) for card in members.libraries()}
    waiting = Suggestion.objects.filter(state="open", library_id__in=members_now).order_by("pk")
    missing = [row for row in waiting if str(row.pk) not in open_already]
    for row in missing:
        with members.together():
            begins(row, actor=MACHINE, at=now)
    return len(missing)


def _title(row: Suggestion, language: str) -> str:
    with override(language):
        return gettext("Correction: {title} ({field})").format(
            title=row.title[:200], field=words.field_name(row.field)
        )


def _page(row: Suggestion) -> str:
    try:
        return reverse("cataloguing:suggestion", args=[row.pk])
    except NoReverseMatch:  # an installation may leave this room's addresses out
        return ""
