"""Links: made for one reader, opened so often and so long, counted in the database, ended."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from typing import Final

from django.core.cache import cache
from django.utils import timezone

from commonshelf.cards import api as cards
from commonshelf.delivery import copies, keeping, rules
from commonshelf.delivery.cards import LinkCard, Opened
from commonshelf.delivery.domain import lives
from commonshelf.delivery.domain.notices import NOTICES
from commonshelf.delivery.models import Document, Link
from commonshelf.delivery.showing import digest_of, life, link_card, ref, secret_of
from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.members.api import Done

GONE: Final = 410
CONFLICT: Final = 409
GUESSES: Final = 30
"""Addresses of nobody's link an account may try in an hour; then all are absent for the rest of it."""
HOUR: Final = 3600
log = logging.getLogger(__name__)


def share(
    *,
    actor: Actor,
    document: int,
    reader: str,
    library: str = "",
    days: int | None = None,
    opens: int | None = None,
    marked: bool | None = None,
    at: datetime | None = None,
) -> tuple[LinkCard, str]:
    """Give this reader (their key) a way to the document: the link, and the secret of its address.

    library: whose desk may print it for them, "" their home. days, opens None: as the scanning library's
    settings say. marked None: as the notice says. Who has a link that still opens it gets the same one.
    Refused for a withdrawn document (delivery.withdrawn).
    """
    row = Document.objects.filter(pk=document).first()
    if row is None:
        raise Absent
    symbol, now = members.symbols_by_id()[row.library_id], at or timezone.now()
    whose = cards.reader(key=reader)

    def do() -> Done[int]:
        fresh = Document.objects.get(pk=document)
        if fresh.withdrawn_at is not None:
            raise Refusal("delivery.withdrawn", status=GONE)
        kept = Link.objects.filter(document=fresh, reader=whose.id, withdrawn_at=None).first()
        if kept is not None and lives.state(life(kept), now) == "open":
            return Done(kept.pk, {"link": kept.pk, "again": True})
        if kept is not None:
            _end(kept, now)
        seed = secrets.token_urlsafe(16)
        made = Link.objects.create(
            document=fresh,
            reader_id=whose.id,
            library_id=members.library_id(symbol=library or whose.home),
            seed=seed,
            digest=digest_of(secret_of(seed)),
            marked=NOTICES[fresh.notice].marked if marked is None else marked,
            most_opens=opens or rules.most_opens(symbol),
            made_at=now,
            expires_at=now + (timedelta(days=days) if days else rules.kept(symbol)),
        )
        if made.expires_at > fresh.expires_at:
            fresh.expires_at = made.expires_at
            fresh.save(update_fields=["expires_at"])
        return Done(made.pk, {"link": made.pk, "opens": made.most_opens})

    object = Ref("document", str(document), symbol)
    id = members.act(actor=actor, action="delivery.share", object=object, do=do, at=now)
    made = _row(id)
    return link_card(made, now), secret_of(made.seed)


def look(*, secret: str, actor: Actor) -> LinkCard:
    """What the page before the document shows. Absent for everybody but its reader and their desk."""
    return link_card(_found(secret, actor), timezone.now())


def open_link(*, secret: str, actor: Actor, named: bool = False, key: str = "") -> Opened:
    """Count one opening and lend the reader's own copy for half an hour (`opened`).

    named: the reader wishes their name on it; heard once, when the copy is made. Refusals delivery.used-up,
    expired, withdrawn.
    """
    row = _found(secret, actor)
    now = timezone.now()
    _usable(row, now)
    copies.prepare(row, named=named)

    def do() -> Done[int]:
        fresh = _row(row.pk)
        _usable(fresh, now)
        if not lives.is_opening(life(fresh), now):
            fresh.opens += 1
            fresh.first_at = fresh.first_at or now
            fresh.latest_at = now
            fresh.save(update_fields=["opens", "first_at", "latest_at"])
        return Done(fresh.pk, {"link": fresh.pk, "document": fresh.document_id, "opens": fresh.opens})

    members.act(actor=actor, action="delivery.open", object=ref(row), do=do, at=now, key=key)
    return _opened(_row(row.pk), now)


def opened(*, secret: str, actor: Actor) -> Opened:
    """The copy again, while an opening lasts; delivery.not-opened where none does."""
    row, now = _found(secret, actor), timezone.now()
    _usable(row, now)
    if not lives.is_opening(life(row), now):
        raise Refusal("delivery.not-opened", status=CONFLICT)
    return _opened(row, now)


def copies_of(*, readers: Collection[str]) -> Iterator[Opened]:
    """What a person (all their keys) takes along: their own copy of each document they can open now.

    Made where it was never opened, which takes a second each; no opening is counted. One whose file is lost
    is left out. For rooms above, which decide who may have them.
    """
    now = timezone.now()
    rows = Link.objects.select_related("document", "reader__person").filter(
        reader__person__key__in=readers, withdrawn_at=None
    )
    for row in rows.order_by("pk"):
        if lives.state(life(row), now) != "open":
            continue
        try:
            copies.prepare(row, named=False)
            yield _opened(_row(row.pk), now)
        except Refusal as refusal:
            log.warning("link %s is not taken along: %s", row.pk, refusal)


def end_link(*, actor: Actor, link: int, at: datetime | None = None, key: str = "") -> LinkCard:
    """Its reader can open it no more; the document stays. By the library that scanned it."""
    row = Link.objects.select_related("document").filter(pk=link).first()
    if row is None:
        raise Absent
    now = at or timezone.now()

    def do() -> Done[int]:
        fresh = _row(link)
        if fresh.withdrawn_at is None:
            _end(fresh, now)
        return Done(fresh.pk, {"link": fresh.pk})

    object = Ref("document", str(row.document_id), members.symbols_by_id()[row.document.library_id])
    members.act(actor=actor, action="delivery.end-link", object=object, do=do, at=now, key=key)
    return link_card(_row(link), now)


def _end(row: Link, now: datetime) -> None:
    keeping.drop([row.copy])
    row.withdrawn_at, row.copy = now, ""
    row.save(update_fields=["withdrawn_at", "copy"])


def _usable(row: Link, now: datetime) -> None:
    state = lives.state(life(row), now)
    if state != "open":
        raise Refusal(f"delivery.{state}", {"opens": row.most_opens}, GONE)


def _opened(row: Link, now: datetime) -> Opened:
    path = keeping.path(row.copy)
    if not row.copy or not path.is_file():
        raise copies.missing()
    return Opened(link_card(row, now), path, f"{row.document.title[:80]}.pdf")


def _row(id: int) -> Link:
    return Link.objects.select_related("document", "reader__person").get(pk=id)


def _found(secret: str, actor: Actor) -> Link:
    """The link of this secret, for whoever may open it; every other try is counted against the account."""
    if not actor.known or _too_many(actor):
        raise Absent
    row = (
        Link.objects.select_related("document", "reader__person")
        .filter(digest=digest_of(secret), reader__isnull=False)
        .first()
    )
    if row is None or not members.allowed(actor=actor, action="delivery.open", object=ref(row)):
        _count(actor)
        raise Absent
    return row


def _mark(actor: Actor) -> str:
    return f"delivery.guesses:{actor.key or 'operator'}"


def _count(actor: Actor) -> None:
    if not cache.add(_mark(actor), 1, timeout=HOUR):
        try:
            cache.incr(_mark(actor))
        except ValueError:  # it ran out in between
            cache.set(_mark(actor), 1, timeout=HOUR)


def _too_many(actor: Actor) -> bool:
    return int(cache.get(_mark(actor), 0)) >= GUESSES
