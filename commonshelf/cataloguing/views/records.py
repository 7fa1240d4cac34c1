"""One record: as it stands, what was written over it, by whom; edited, taken back, withdrawn."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.cards import EditionCard
from commonshelf.catalogue.domain import hand
from commonshelf.catalogue.domain.edited_copies import Row
from commonshelf.catalogue.hand_cards import CopyOfRecord, RecordCard
from commonshelf.catalogue.lines import full_title
from commonshelf.cataloguing import api, words
from commonshelf.cataloguing.desk import READ, may
from commonshelf.cataloguing.forms import RecordForm, initial_of
from commonshelf.cataloguing.suggestions import open_for
from commonshelf.cataloguing.views.adding import preview
from commonshelf.cataloguing.views.desk import done
from commonshelf.kernel.actor import Ref
from commonshelf.kernel.number import whole
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.members.cards import Said
from commonshelf.news import api as news
from commonshelf.ui import api as ui
from commonshelf.ui.api import Request, form_key, language_of

HISTORY: Final = 50
AGREED: Final = ("title", "subtitle", "edition", "place", "publisher", "year")
"""Fields of which an edition's page shows one value, the one most of its records say."""


@dataclass(frozen=True, slots=True)
class Line:
    """A field as it stands. was: what the record itself says, where something was written over it."""

    field: str
    name: str
    now: str
    was: str
    changed: bool
    origin: str


@dataclass(frozen=True, slots=True)
class CopyLine:
    """A copy of the record's page. state: "" as the file says, added, changed or withdrawn by hand."""

    copy: CopyOfRecord
    place: str
    call_number: str
    barcode: str
    volume: str
    status: str
    copies: int
    state: str


def opened(request: Request, record: int, action: str = READ) -> RecordCard:
    """The record, for whom it concerns; Absent for all others."""
    card = catalogue.record(id=record)
    members.demand(actor=request.actor, action=action, object=Ref("record", str(record), card.library))
    return card


@require_safe
def record(request: Request, record: int) -> HttpResponse:
    card = opened(request, record)
    library = members.library(symbol=card.library)
    branches = {branch.code: branch.name for branch in library.branches}
    events = news.happenings(object=f"record:{record}", rows=HISTORY)
    note = api.note_on(edition=card.edition, library=card.library)
    context = {
        "card": card,
        "library": library,
        "title": full_title(card.facts),
        "lines": lines(card),
        "copies": [copy_line(copy, branches, request) for copy in card.copies],
        "history": done([one for one in events if one.kind.startswith("cataloguing.")]),
        "suggestions": open_for(record=record),
        "note": note,
        "may_edit": may(request.actor, "cataloguing.edit-record", card.library),
        "owners": {one.symbol: one.name for one in members.libraries()},
        "key": secrets.token_hex(8),
    }
    return render(request, "cataloguing/record.html", context)


def lines(card: RecordCard) -> list[Line]:
    """Fields that say something, now or before."""
    now, was = hand.texts(card.facts), hand.texts(card.original)
    found = []
    for name in hand.FIELDS:
        changed = name in card.changes
        if now[name] or (changed and was[name]):
            found.append(
                Line(
                    name,
                    words.field_name(name),
                    words.shown(name, now[name]),
                    words.shown(name, was[name]),
                    changed,
                    "",
                )
            )
    by_table = (one for one in card.facts.classes if one.origin)
    return found + [
        Line("", words.field_name("class"), one.number, "", changed=False, origin=one.origin)
        for one in by_table
    ]


def copy_line(copy: CopyOfRecord, branches: Mapping[str, Said], request: Request) -> CopyLine:
    row = copy.now or copy.original or Row()
    branch = branches.get(row.branch)
    named = branch.in_language(request.LANGUAGE_CODE) if branch else row.branch
    state = ""
    if copy.now is None:
        state = "withdrawn"
    elif copy.original is None:
        state = "added"
    elif copy.now != copy.original:
        state = "changed"
    return CopyLine(
        copy,
        " ".join(filter(None, (named, row.shelving_location))),
        row.call_number,
        row.barcode,
        row.volume,
        words.shown("status", row.status),
        row.copies,
        state,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, record: int) -> HttpResponse:
    """Every field, with what the record itself says beside what was changed."""
    card = opened(request, record, "cataloguing.edit-record")
    initial, status, stale = initial_of(card.facts), 200, False
    look: dict[str, Any] | None = None
    if request.method == "POST":
        form = RecordForm(request.POST, initial=initial)
        status = 400
        if form.is_valid():
            if request.POST.get("do") == "look":
                written = dict(card.changes) | hand.changed(card.facts, form.told())
                look, status = preview(hand.over(card.original, written)), 200
            else:
                try:
                    catalogue.amend(
                        actor=request.actor,
                        record=record,
                        fields=form.told(),
                        version=whole(request.POST.get("version", ""), otherwise=-1),
                        key=form_key(request),
                    )
                except Absent:
                    raise
                except Refusal as refusal:
                    if refusal.code == "cataloguing.nothing-changed":
                        messages.info(request, ui.sentence(refusal))
                        return redirect("cataloguing:record", record)
                    form.refused(refusal)
                    status, stale = refusal.status, refusal.code == "cataloguing.stale-record"
                else:
                    messages.success(request, _saved(card))
                    return redirect("cataloguing:record", record)
    else:
        form = RecordForm(initial=initial)
    context = {
        "card": card,
        "library": members.library(symbol=card.library),
        "title": full_title(card.facts),
        "form": form,
        "originals": {line.field: line.was for line in lines(card) if line.changed},
        "now": {line.field: line.now for line in lines(card)} if stale else {},
        "look": look,
        # A stale form is saved again over what stands now, which its page has just shown.
        "version": card.version,
        "stale": stale,
        "key": secrets.token_hex(8),
    }
    return render(request, "cataloguing/edit.html", context, status=status)


def _saved(before: RecordCard) -> str:
    """What happened, also when the record now describes another edition than it did."""
    card = catalogue.record(id=before.id)
    edition = catalogue.edition(id=card.edition)
    if card.edition == before.edition:
        return _outvoted(before, card, edition) or _("Saved. It outlives your library's next file.")
    if len(edition.members) == 1:
        return _("Saved. By what it says now, the record is an edition of its own.")
    return _("Saved. By what it says now, the record has joined another edition.")


def _outvoted(before: RecordCard, card: RecordCard, edition: EditionCard) -> str:
    """When the edition's page goes on saying what the other libraries' records say: which field, and what."""
    was, now, seen = (hand.texts(facts) for facts in (before.facts, card.facts, edition.facts))
    for name in AGREED:
        if now[name] != was[name] and seen[name] and seen[name] != now[name]:
            return _(
                "Saved; it outlives your library's next file. The edition's page still says {field}: {seen},"
                " as other libraries' records do. Suggest the correction to them there."
            ).format(field=words.field_name(name), seen=words.shown(name, seen[name]))
    return ""


@require_POST
def take_back(request: Request, record: int) -> HttpResponse:
    """One field says again what the record's own bytes say."""
    opened(request, record, "cataloguing.edit-record")
    try:
        catalogue.take_back(
            actor=request.actor,
            record=record,
            field=request.POST.get("field", "")[:20],
            version=whole(request.POST.get("version", ""), otherwise=-1),
            key=form_key(request),
        )
    except Absent:
        raise
    except Refusal as refusal:
        messages.warning(request, ui.sentence(refusal))
    else:
        messages.success(request, _("Taken back: the record says again what your library's file says."))
    return redirect("cataloguing:record", record)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: Request, record: int) -> HttpResponse:
    """A record made by hand goes, after one look at what goes with it."""
    card = opened(request, record, "cataloguing.withdraw-record")
    if request.method == "POST":
        try:
            catalogue.withdraw_record(actor=request.actor, record=record, key=form_key(request))
        except Absent:
            raise
        except Refusal as refusal:
            messages.warning(request, ui.sentence(refusal))
            return redirect("cataloguing:record", record)
        messages.success(request, _("Withdrawn. What was typed is kept in the log of your library."))
        return redirect("cataloguing:desk")
    context = {
        "card": card,
        "library": members.library(symbol=card.library),
        "title": full_title(card.facts),
        "language": language_of(card.facts.title),
        "copies": sum(copy.now is not None for copy in card.copies),
        "key": secrets.token_hex(8),
    }
    return render(request, "cataloguing/withdraw.html", context)
