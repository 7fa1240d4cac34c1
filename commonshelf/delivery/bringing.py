"""A document is brought: measured while it comes, made anew in a process of its own, kept, written down."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Protocol

from django.utils import timezone

from commonshelf.delivery import keeping, rules
from commonshelf.delivery.cards import DocumentCard
from commonshelf.delivery.domain.notices import NOTICES
from commonshelf.delivery.models import Document
from commonshelf.delivery.showing import document_card
from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Absent, Fact, Refusal
from commonshelf.members import api as members
from commonshelf.members.api import Done
from commonshelf.wire.pdf import child
from commonshelf.wire.pdf.limits import Bad

TOO_LARGE: Final = 413


class Upload(Protocol):
    """As Django hands a sent file on."""

    @property
    def name(self) -> str | None: ...

    def chunks(self) -> Iterable[bytes]: ...


def bring(
    *,
    actor: Actor,
    library: str,
    about: str,
    title: str,
    files: Sequence[Upload],
    notice: str = "study",
    pages_limit: int | None = None,
    at: datetime | None = None,
    key: str = "",
) -> DocumentCard:
    """Keep what was scanned for `about` as one PDF: the files' pages, in the order of the files.

    library: Symbol of who scanned it. pages_limit None: as the library's setting says. Refusals
    delivery.no-file, too-big, too-many-files, not-a-document, locked, too-heavy, empty, too-many-pages,
    bad-notice, no-title. Takes seconds: call it outside an act.
    """
    members.demand(actor=actor, action="delivery.bring", object=Ref("document", about, library))
    _check(title, files, notice)
    most = rules.most_pages(library) if pages_limit is None else pages_limit
    path, now = keeping.new_path(), at or timezone.now()
    try:
        made = _made(files, path, rules.most_bytes(library), most)
        row = Document(
            about=about,
            library_id=members.library_id(symbol=library),
            title=title.strip()[:300],
            kind=_kind(made["kinds"]),
            name=_name(files[0]),
            file=path.name,
            size=path.stat().st_size,
            pages=made["pages"],
            sha256=keeping.digest(path),
            left_behind=made["left"],
            notice=notice,
            brought_by=actor.key,
            brought_at=now,
            expires_at=now + rules.kept(library),
        )
        id = _written(actor, row, now, key)
    finally:
        if not Document.objects.filter(file=path.name).exists():
            path.unlink(missing_ok=True)
    return document_card(Document.objects.get(pk=id))


def _check(title: str, files: Sequence[Upload], notice: str) -> None:
    if not title.strip():
        raise Refusal("delivery.no-title", {"field": "title"})
    if notice not in NOTICES:
        raise Refusal("delivery.bad-notice", {"field": "notice", "said": notice[:20]})
    if not files:
        raise Refusal("delivery.no-file", {"field": "files"})
    if len(files) > rules.FILES:
        raise Refusal("delivery.too-many-files", {"field": "files", "count": len(files), "most": rules.FILES})


def _made(files: Sequence[Upload], to: Path, most_bytes: int, most_pages: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="commonshelf-scan-") as place:
        parts, left = [], most_bytes
        for number, file in enumerate(files):
            part = Path(place) / str(number)
            left -= _written_out(file, part, left, most_bytes)
            parts.append(part)
        try:
            made = child.make(parts, to, most=most_pages)
        except Bad as bad:
            raise _refusal(bad, files) from bad
    return made


def _written_out(file: Upload, to: Path, left: int, most: int) -> int:
    """How many bytes it has; refused as soon as there are too many, however many are still to come."""
    size = 0
    with to.open("xb") as out:
        for piece in file.chunks():
            size += len(piece)
            if size > left:
                raise too_big(most)
            out.write(piece)
    return size


def too_big(most: int) -> Refusal:
    return Refusal("delivery.too-big", {"field": "files", "megabytes": most // rules.BYTES}, TOO_LARGE)


def _refusal(bad: Bad, files: Sequence[Upload]) -> Refusal:
    """Which of the files, as its sender calls it."""
    part = bad.facts.get("part")
    facts: dict[str, Fact] = {**bad.facts, "field": "files"}
    facts["file"] = _name(files[int(part) - 1]) if part else ""
    return Refusal(f"delivery.{bad.code}", facts)


def _name(file: Upload) -> str:
    """As it was called, without the folders before it and without what cannot be shown."""
    said = (file.name or "").replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(sign for sign in said if sign.isprintable())[-200:]


def _kind(kinds: Sequence[str]) -> str:
    return kinds[0] if len(set(kinds)) == 1 else "mixed"


def _written(actor: Actor, row: Document, now: datetime, key: str) -> int:
    def do() -> Done[int]:
        row.save()
        where = Ref("document", str(row.pk), members.symbols_by_id()[row.library_id])
        facts = {"about": row.about, "pages": row.pages, "size": row.size, "kind": row.kind}
        return Done(row.pk, facts, where)

    object = Ref("document", row.about, members.symbols_by_id()[row.library_id])
    # Another file sent with a page that was gone back to is another act.
    once = key and f"{key}-{row.sha256[:16]}"
    return members.act(actor=actor, action="delivery.bring", object=object, do=do, at=now, key=once)


def withdraw(
    *, actor: Actor, document: int, why: str = "taken-back", at: datetime | None = None, key: str = ""
) -> DocumentCard:
    """Nobody can open it any more and its bytes are deleted; that it was there stays known.

    why: taken-back, or expired (by the machine). A second time changes nothing.
    """
    row = Document.objects.filter(pk=document).first()
    if row is None:
        raise Absent
    now = at or timezone.now()
    action = "delivery.expire" if why == "expired" else "delivery.withdraw"

    def do() -> Done[int]:
        fresh = Document.objects.get(pk=document)
        if fresh.withdrawn_at is None:
            fresh.withdrawn_at, fresh.withdrawn_why = now, why
            fresh.save(update_fields=["withdrawn_at", "withdrawn_why"])
            keeping.drop([fresh.file, *fresh.links.values_list("copy", flat=True)])
            fresh.links.filter(withdrawn_at=None).update(withdrawn_at=now, copy="")
        return Done(fresh.pk, {"about": fresh.about, "why": why})

    object = Ref("document", str(document), members.symbols_by_id()[row.library_id])
    members.act(actor=actor, action=action, object=object, do=do, at=now, key=key)
    return document_card(Document.objects.get(pk=document))
