"""The door of privacy: read, take along and erase all that is kept of a person; what time takes away."""

from __future__ import annotations

from commonshelf.privacy.erasing import ErasureCard, Prospect, erase, prospect
from commonshelf.privacy.erasing import again as erase_again
from commonshelf.privacy.forgetting import forget
from commonshelf.privacy.fsck import problems
from commonshelf.privacy.gathering import Part
from commonshelf.privacy.keeping import KeptLine, backups_said
from commonshelf.privacy.keeping import told as kept
from commonshelf.privacy.looking import Look, done_about, looks
from commonshelf.privacy.office import Keeping, Night, keeping
from commonshelf.privacy.overview import Handler, Held, Section, everything, form, handlers, held, shares
from commonshelf.privacy.packing import export
from commonshelf.privacy.sweeping import set_aside, sweep
from commonshelf.privacy.traces import carry_erased

__all__ = [
    "ErasureCard",
    "Handler",
    "Held",
    "Keeping",
    "KeptLine",
    "Look",
    "Night",
    "Part",
    "Prospect",
    "Section",
    "backups_said",
    "carry_erased",
    "done_about",
    "erase",
    "erase_again",
    "everything",
    "export",
    "forget",
    "form",
    "handlers",
    "held",
    "keeping",
    "kept",
    "looks",
    "problems",
    "prospect",
    "set_aside",
    "shares",
    "sweep",
]
