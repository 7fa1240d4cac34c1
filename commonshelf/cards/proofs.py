"""Documents readers showed: a keyed digest of the number and its last characters are all that is kept (A42).

The key is derived from the installation's own secret: who has the database without that file cannot try out
the numbers there are.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.utils.crypto import salted_hmac
from django.utils.translation import get_language

from commonshelf.cards.domain.proofs import Document
from commonshelf.cards.models import Proof, Reader
from commonshelf.members import api as members

_SALT: Final = "commonshelf.cards.proof"


def digest(document: Document) -> str:
    """HMAC-SHA256 over kind, issuer and number: the same number on two kinds of documents looks unlike."""
    said = f"{document.kind}\0{document.issuer}\0{document.number}"
    return salted_hmac(_SALT, said, algorithm="sha256").hexdigest()


def known(document: Document) -> Proof | None:
    found = Proof.objects.filter(kind=document.kind, issuer=document.issuer, digest=digest(document))
    return found.select_related("reader__person").first()


def keep(reader: Reader, document: Document, *, library: int, by: str, at: datetime) -> Proof:
    """Seen at that library's desk (row id). One of a closed registration moves on to this one."""
    row, _ = Proof.objects.update_or_create(
        kind=document.kind,
        issuer=document.issuer,
        digest=digest(document),
        defaults={
            "reader": reader,
            "tail": document.tail,
            "library_id": library,
            "seen_by": by,
            "seen_at": at,
        },
    )
    return row


def row(reader: int, document: Document, *, library: int, by: str, at: datetime) -> Proof:
    """Not kept yet: for many at once. Row ids."""
    return Proof(
        reader_id=reader,
        kind=document.kind,
        issuer=document.issuer,
        digest=digest(document),
        tail=document.tail,
        library_id=library,
        seen_by=by,
        seen_at=at,
    )


def name_of(symbol: str) -> str:
    """What a library is called in the current language; its Symbol where it is no member."""
    for one in members.libraries():
        if one.symbol == symbol:
            return one.name.in_language(get_language() or "")
    return symbol
