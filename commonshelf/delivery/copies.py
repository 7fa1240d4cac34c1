"""The reader's own copy: the notice as its first page, and on every page whose copy it is. Made once."""

from __future__ import annotations

from typing import Any, Final

from django.utils import timezone

from commonshelf.cards import api as cards
from commonshelf.delivery import keeping
from commonshelf.delivery.domain.notices import NOTICES
from commonshelf.delivery.models import Link
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.wire.pdf import child
from commonshelf.wire.pdf.limits import Bad

TAIL: Final = 4
"""Digits of a card's number that stand on a copy: enough to ask by, too few to borrow with."""
GONE: Final = 410
FAILED: Final = 500


def missing() -> Refusal:
    """Its row says that it can be opened, and its file is not there."""
    return Refusal("delivery.missing", status=GONE)


def prepare(row: Link, *, named: bool) -> None:
    """Have the copy lie ready; takes a second or more. Of two at once one copy stays."""
    if row.copy and keeping.path(row.copy).is_file():
        return
    source, to = keeping.path(row.document.file), keeping.new_path()
    if not source.is_file():
        raise missing()
    try:
        child.stamp(source, to, _told(row, named=named))
        kept = Link.objects.filter(pk=row.pk, copy=row.copy, withdrawn_at=None)
        kept.update(copy=to.name, named=named)
    except Bad as bad:
        raise Refusal("delivery.no-copy", status=FAILED) from bad
    finally:
        if not Link.objects.filter(copy=to.name).exists():
            to.unlink(missing_ok=True)


def _told(row: Link, *, named: bool) -> dict[str, Any]:
    """What stands on it, in both languages: a copy goes where its reader goes."""
    document, notice = row.document, NOTICES[row.document.notice]
    library = members.library(symbol=members.symbols_by_id()[document.library_id]).name
    day = timezone.localdate().isoformat()
    whose = _whose(row, named=named) if row.marked else ""
    both = " ".join(dict.fromkeys(one for one in (library.zh, library.en) if one))
    rows = [
        ["题名 Title", document.title],
        ["提供馆 Supplied by", both],
        ["日期 Date", day],
        ["页数 Pages", str(document.pages)],
    ]
    if whose:
        rows.append(["读者 Reader", whose])
    rows.append(["用途 For", f"{notice.name_zh} {notice.name_en}"])
    return {
        "heads": ["版权告知", "Copyright notice"],
        "rows": rows,
        "texts": [*notice.texts_zh, *notice.texts_en],
        "line": f"{both} · {day} · {whose} · {notice.name_zh}" if whose else "",
        "title": document.title,
    }


def _whose(row: Link, *, named: bool) -> str:
    """Never the name, unless its reader wished for it. Who has no card in use is told by their alias."""
    if row.reader is None:
        raise Absent
    reader = cards.reader(key=row.reader.person.key)
    if named:
        return reader.name.zh or reader.name.en
    if reader.card is None:
        return reader.alias
    return f"证号尾号 card no. …{reader.card.number[-TAIL:]}"
