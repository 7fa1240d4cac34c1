"""The act that gives the alliance its look: colour, mark in the seal, a sentence under its name."""

from __future__ import annotations

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Absent
from commonshelf.members import directory
from commonshelf.members.acting import Done, act
from commonshelf.members.domain import looks
from commonshelf.members.models import Alliance


def set_look(
    *,
    actor: Actor,
    colour: str = "cinnabar",
    mark: str = "",
    words_zh: str = "",
    words_en: str = "",
    key: str = "",
) -> None:
    """colour: one of `domain.looks.COLOURS`; mark: at most two letters; words: a sentence, may be ""."""

    def do() -> Done[None]:
        row = Alliance.objects.first()
        if row is None:
            raise Absent
        row.colour, row.mark = looks.colour(colour), looks.mark(mark)
        row.words_zh, row.words_en = words_zh.strip()[:200], words_en.strip()[:300]
        row.save(update_fields=["colour", "mark", "words_zh", "words_en"])
        directory.changed()
        return Done(None, {"colour": row.colour, "mark": row.mark})

    act(actor=actor, action="members.set-look", object=Ref("alliance", "1"), do=do, key=key)
