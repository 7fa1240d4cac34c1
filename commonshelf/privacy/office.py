"""For the alliance office: what was erased, what the nights took away, what still holds what has gone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.utils.translation import pgettext_lazy

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.members import api as members
from commonshelf.privacy import erasing, sweeping, wording
from commonshelf.privacy.erasing import ErasureCard
from commonshelf.privacy.models import Erasure, Forgetting
from commonshelf.privacy.own_settings import DAYS

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

ACTION = "privacy.read-keeping"
SHOWN = 20


_DONE: Final[dict[str, str | _StrPromise]] = {
    "deleted": pgettext_lazy("rows", "{n} deleted"),
    "delete": pgettext_lazy("rows", "{n} deleted"),
    "erase": pgettext_lazy("rows", "{n} erased"),
    "again": pgettext_lazy("rows", "{n} erased again after a backup was put back"),
    "unlink": pgettext_lazy("rows", "the name taken out of {n}"),
    "unlinked": pgettext_lazy("rows", "the name taken out of {n}"),
    "blank": pgettext_lazy("rows", "{n} emptied"),
    "blanked": pgettext_lazy("rows", "{n} emptied"),
    "file": pgettext_lazy("rows", "{n} files deleted"),
    "cleaned": pgettext_lazy("rows", "{n} cleaned"),
    "closed": pgettext_lazy("rows", "{n} closed"),
}
"""What was done to rows, as the counts say it."""


def said(counts: Mapping[str, int]) -> list[str]:
    """ "Loans: the name taken out of 12"."""
    told = []
    for name, n in counts.items():
        label, _space, done = name.rpartition(" ")
        told.append(f"{wording.title(label)}: {str(_DONE.get(done, done)).format(n=n)}")
    return told


@dataclass(frozen=True, slots=True)
class Night:
    """One night's forgetting. counts: "model done" -> rows; problem "": all went well."""

    ran_at: datetime
    counts: Mapping[str, int]
    problem: str

    @property
    def rows(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Keeping:
    nights: tuple[Night, ...]
    erasures: tuple[ErasureCard, ...]
    waiting: int
    """Erasures whose last traces in the data folder have not been swept away yet."""
    set_aside: tuple[str, ...]
    """Folders that a restore left: they hold what was erased since."""
    settings: tuple[members.SettingCard, ...]


def keeping(*, actor: Actor) -> Keeping:
    members.demand(actor=actor, action=ACTION, object=Ref("alliance", ""))
    names = {one.name for one in DAYS} | {"visits.remember-days"}
    return Keeping(
        nights=tuple(Night(one.ran_at, one.counts, one.problem) for one in Forgetting.objects.all()[:SHOWN]),
        erasures=tuple(erasing.card(one) for one in Erasure.objects.order_by("-pk")[:SHOWN]),
        waiting=Erasure.objects.filter(swept_at=None).count(),
        set_aside=tuple(sweeping.set_aside()),
        settings=tuple(one for one in members.settings_of(library="") if one.name in names),
    )
