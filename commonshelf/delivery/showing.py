"""Rows as cards."""

from __future__ import annotations

import base64
import hashlib
from datetime import datetime
from pathlib import Path
from typing import Final

from django.utils import timezone
from django.utils.crypto import salted_hmac

from commonshelf.cards import api as cards
from commonshelf.delivery import keeping
from commonshelf.delivery.cards import DocumentCard, LinkCard
from commonshelf.delivery.domain import lives
from commonshelf.delivery.models import Document, Link
from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Absent
from commonshelf.members import api as members

PATH: Final = "/documents/"
"""Where links lead; `urls.py` has the rest of it."""


def document_card(row: Document) -> DocumentCard:
    return DocumentCard(
        id=row.pk,
        about=row.about,
        library=members.symbols_by_id()[row.library_id],
        title=row.title,
        kind=row.kind,
        name=row.name,
        size=row.size,
        pages=row.pages,
        notice=row.notice,
        brought_at=row.brought_at,
        expires_at=row.expires_at,
        left_behind=tuple(row.left_behind),
        brought_by=row.brought_by,
        withdrawn_at=row.withdrawn_at,
        withdrawn_why=row.withdrawn_why,
    )


def life(row: Link) -> lives.Life:
    gone = row.withdrawn_at is not None or row.document.withdrawn_at is not None
    return lives.Life(row.expires_at, row.opens, row.most_opens, row.latest_at, gone)


def link_card(row: Link, now: datetime) -> LinkCard:
    secret = secret_of(row.seed)
    return LinkCard(
        id=row.pk,
        document=document_card(row.document),
        reader=row.reader.person.key if row.reader else "",
        library=members.symbols_by_id()[row.library_id],
        state=lives.state(life(row), now),
        opens=row.opens,
        most_opens=row.most_opens,
        made_at=row.made_at,
        expires_at=row.expires_at,
        marked=row.marked,
        named=row.named,
        first_at=row.first_at,
        latest_at=row.latest_at,
        path=f"{PATH}{secret}" if digest_of(secret) == row.digest else "",
    )


def secret_of(seed: str) -> str:
    """43 signs that only this installation can make of the seed."""
    made = salted_hmac("commonshelf.delivery.link", seed, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def document(*, id: int) -> DocumentCard:
    """For rooms above, which decide who may see it; Absent: no such document."""
    row = Document.objects.filter(pk=id).first()
    if row is None:
        raise Absent
    return document_card(row)


def documents_about(*, about: str) -> list[DocumentCard]:
    """All that were brought for it, the latest first; for rooms above, as `document`."""
    return [document_card(row) for row in Document.objects.filter(about=about).order_by("-pk")]


def abouts(*, room: str) -> dict[int, tuple[str, str]]:
    """Of all documents of a room above: what each is about, and the library that scanned it. For its fsck."""
    symbols = members.symbols_by_id()
    rows = Document.objects.filter(about__startswith=f"{room}:").values_list("pk", "about", "library")
    return {pk: (about, symbols[library]) for pk, about, library in rows}


def links_of(*, actor: Actor, about: str) -> list[LinkCard]:
    """To all documents about it, the latest first: those this actor could open, and at the desk of the
    library that scanned them, or of the readers', every one.
    """
    found = Link.objects.filter(document__about=about).select_related("document", "reader__person")
    now = timezone.now()
    return [link_card(row, now) for row in found.order_by("-pk") if _may_see(actor, row)]


def scanned_file(*, actor: Actor, document: int) -> tuple[Path, str]:
    """What was kept of the scan, and what to call it; for the desk that brought it, without any mark."""
    row = Document.objects.filter(pk=document, withdrawn_at=None).first()
    if row is None:
        raise Absent
    where = Ref("document", str(document), members.symbols_by_id()[row.library_id])
    members.demand(actor=actor, action="delivery.read", object=where)
    path = keeping.path(row.file)
    if not path.is_file():
        raise Absent
    return path, f"{row.title[:80]}.pdf"


def _may_see(actor: Actor, row: Link) -> bool:
    symbols = members.symbols_by_id()
    read = Ref("document", str(row.document_id), symbols[row.document.library_id])
    return members.allowed(actor=actor, action="delivery.open", object=ref(row)) or members.allowed(
        actor=actor, action="delivery.read", object=read
    )


def ref(row: Link) -> Ref:
    """The object of opening it: its reader, at the desk that may print it for them."""
    return Ref("reader", row.reader.person.key if row.reader else "", members.symbols_by_id()[row.library_id])


def links_for(*, reader: str) -> list[LinkCard]:
    """All a reader can open now, the latest first."""
    card = cards.readers_by_key(keys=[reader]).get(reader)
    now = timezone.now()
    found = Link.objects.filter(
        reader=card.id if card else None, withdrawn_at=None, document__withdrawn_at=None, expires_at__gt=now
    ).exclude(reader=None)
    rows = found.select_related("document", "reader__person").order_by("-pk")
    return [one for one in (link_card(row, now) for row in rows) if one.state == "open"]
