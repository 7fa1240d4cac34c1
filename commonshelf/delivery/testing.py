"""Ready-made files for tests: scanned pages, PDFs, and what only pretends to be one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from io import BytesIO

from django.utils import timezone
from fpdf import FPDF
from PIL import Image

from commonshelf.delivery import api, keeping
from commonshelf.delivery.cards import DocumentCard
from commonshelf.delivery.models import Document, Link
from commonshelf.members import api as members

__all__ = ["Sent", "a_pdf", "a_picture", "brought", "laid", "over"]


@dataclass
class Sent:
    """A file as a page hands it on."""

    data: bytes
    name: str = "scan.pdf"

    def chunks(self) -> Iterable[bytes]:
        for at in range(0, len(self.data), 65536):
            yield self.data[at : at + 65536]


@cache
def a_pdf(pages: int = 2) -> bytes:
    """With one line of text a page."""
    paper = FPDF()
    paper.set_font("helvetica", size=12)
    for number in range(1, pages + 1):
        paper.add_page()
        paper.cell(text=f"Page {number} of the article")
    return bytes(paper.output())


@cache
def a_picture(kind: str = "JPEG", size: tuple[int, int] = (60, 80), frames: int = 1) -> bytes:
    out = BytesIO()
    picture = Image.new("RGB", size, (240, 235, 220))
    more = {"save_all": True, "append_images": [picture] * (frames - 1)} if frames > 1 else {}
    picture.save(out, kind, **more)
    return out.getvalue()


def brought(
    *, library: str = "EAST", about: str = "sharing:1", data: bytes = b"", notice: str = "study"
) -> DocumentCard:
    """By the operator: two pages, unless told otherwise."""
    return api.bring(
        actor=members.operator(),
        library=library,
        about=about,
        title="红楼梦 第一回",
        files=[Sent(data or a_pdf())],
        notice=notice,
    )


def laid(*, library: str = "EAST", about: str = "sharing:1") -> DocumentCard:
    """As `brought`, without the second which making it anew takes."""
    path, now = keeping.new_path(), timezone.now()
    path.write_bytes(a_pdf())
    row = Document.objects.create(
        about=about,
        library_id=members.library_id(symbol=library),
        title="红楼梦 第一回",
        kind="pdf",
        name="scan.pdf",
        file=path.name,
        size=path.stat().st_size,
        pages=2,
        sha256=keeping.digest(path),
        brought_at=now,
        expires_at=now + timedelta(days=30),
    )
    return api.document(id=row.pk)


def over(link: int, *, opens: int = 0) -> None:
    """Its days are past, and it was opened so often."""
    Link.objects.filter(pk=link).update(opens=opens, expires_at=timezone.now())
