"""People from a spreadsheet: read against the directory, and invited all together or not at all."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from django.utils import timezone

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.mail import api as mail
from commonshelf.members import directory, inviting
from commonshelf.members.acting import allowed, together
from commonshelf.members.bounds import setting
from commonshelf.members.cards import InvitationCard
from commonshelf.members.domain import people_sheet as sheets
from commonshelf.members.models import Invitation
from commonshelf.wire.marc.record import Syntax
from commonshelf.wire.source import Unreadable
from commonshelf.wire.table import read as tables

BIGGEST: Final = 2 << 20
"""Bytes of a file with people in it."""
_ZIP: Final = b"PK\x03\x04"


def around(actor: Actor) -> sheets.Around:
    """What this actor's sheet is read against: the places where they may invite. Absent: nowhere."""
    places: dict[str, str] = {}
    own = [
        card
        for card in directory.libraries()
        if allowed(actor=actor, action="members.invite", object=Ref("invitation", "", card.symbol))
    ]
    for card in own:
        said = (card.symbol, card.name.zh, card.name.en, card.short.zh, card.short.en, *card.aliases)
        places.update({sheets.fold(name): card.symbol for name in said if name})
    everywhere = allowed(actor=actor, action="members.invite", object=Ref("invitation", ""))
    if everywhere:
        places["-"] = ""
    if not places:
        raise Absent
    usual = own[0].symbol if len(own) == 1 and not everywhere else None
    return sheets.Around(
        places=places,
        taken=frozenset(_invited()),
        today=timezone.localdate(),
        address=mail.address,
        usual=usual,
        language=str(setting(library=usual or "", name="members.language")),
    )


def _invited() -> Iterator[tuple[str, str, str]]:
    found = Invitation.objects.filter(
        used_at=None, withdrawn_at=None, expires_at__gt=timezone.now(), kind="person"
    )
    for email, symbol, role in found.exclude(email="").values_list("email", "library__symbol", "role"):
        yield email.lower(), symbol or "", role


def pasted(text: str) -> list[list[str]]:
    """Cells copied out of a spreadsheet (between tabs), or lines with commas."""
    clean = text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
    try:
        return list(csv.reader(io.StringIO(clean), delimiter="\t" if "\t" in clean else ","))
    except csv.Error:
        raise Refusal("members.sheet-unreadable", {"file": "…"}) from None


def of_file(name: str, raw: bytes) -> list[Sequence[str]]:
    """Rows of a small CSV or XLSX, headings first."""
    if len(raw) > BIGGEST:
        raise Refusal("members.sheet-long", {"rows": sheets.MOST, "most": sheets.MOST})
    with tempfile.TemporaryDirectory() as folder:
        syntax = Syntax.XLSX if raw.startswith(_ZIP) else Syntax.CSV
        path = Path(folder) / f"people.{syntax}"
        path.write_bytes(raw)
        try:
            found: list[Sequence[str]] = [tables.headers(path, syntax)]
            for row in tables.rows(path, syntax):
                # Empty lines keep their place, so that a row has the number the spreadsheet shows.
                found.extend([] for _n in range(row.number - len(found) - 1))
                found.append(list(row.cells.values()))
                if len(found) > 2 * sheets.MOST:
                    raise Refusal("members.sheet-long", {"rows": len(found), "most": sheets.MOST})
        except Unreadable:
            raise Refusal("members.sheet-unreadable", {"file": name[:80]}) from None
        return found


def as_text(lines: Sequence[sheets.Line]) -> str:
    """As `pasted` reads it again."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    writer.writerow(sheets.HEADS)
    writer.writerows(line.cells() for line in lines)
    return out.getvalue()


def invite_all(
    *, actor: Actor, lines: Sequence[sheets.Line], days: int | None = None, site: str = "", key: str = ""
) -> list[InvitationCard]:
    """Every line's letter, all in one transaction."""
    with together():
        return [
            inviting.invite(
                actor=actor,
                email=line.email,
                name_zh=line.name_zh,
                name_en=line.name_en,
                library=line.library,
                role=line.role,
                active_from=line.active_from,
                active_to=line.active_to,
                language=line.language,
                days=days,
                site=site,
                key=f"{key}:{number}" if key else "",
            )
            for number, line in enumerate(lines)
        ]
