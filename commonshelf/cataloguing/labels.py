"""How a library prints its labels."""

from __future__ import annotations

from commonshelf.cataloguing.cards import LabelChoiceCard
from commonshelf.cataloguing.domain.sheets import SHEETS
from commonshelf.cataloguing.models import LabelChoice
from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.barcodes import SYMBOLOGIES
from commonshelf.kernel.refusal import Refusal
from commonshelf.members import api as members

SHOWS = ("both", "barcode", "spine")


def label_choice(*, library: str) -> LabelChoiceCard:
    """As the library last chose, else as most do."""
    row = LabelChoice.objects.filter(library=members.library_id(symbol=library)).first() or LabelChoice()
    return LabelChoiceCard(row.symbology, row.sheet, row.shows)


def set_label_choice(
    *, actor: Actor, library: str, symbology: str, sheet: str, shows: str, key: str = ""
) -> LabelChoiceCard:
    def do() -> members.Done[None]:
        for name, said, known in (
            ("symbology", symbology, SYMBOLOGIES), ("sheet", sheet, tuple(SHEETS)), ("shows", shows, SHOWS),
        ):  # fmt: skip
            if said not in known:
                facts = {"field": name, "said": said[:20], "known": ", ".join(known)}
                raise Refusal("cataloguing.unknown-choice", facts)
        told = {"symbology": symbology, "sheet": sheet, "shows": shows}
        LabelChoice.objects.update_or_create(library_id=members.library_id(symbol=library), defaults=told)
        return members.Done(None, told)

    where = Ref("labels", library, library)
    members.act(actor=actor, action="cataloguing.set-labels", object=where, do=do, key=key)
    return label_choice(library=library)
