"""Who could be asked next for a request, as things stand now, and who cannot and why: for its own desk."""

from __future__ import annotations

from datetime import datetime

from commonshelf.sharing.domain.ways import Offer, RuledOut
from commonshelf.sharing.life import asking, whom


def now_for(number: str, at: datetime) -> tuple[list[Offer], list[RuledOut]]:
    """Of the services that will do, each library once: where it stands best."""
    row = whom.find(number)
    tried, offers, out = asking.tried(row, at), list[Offer](), list[RuledOut]()
    for service in asking.services(row):
        some, others = asking.ranked(row, service, tried, at)
        offers += some
        out += others
    able = {one.supplier for one in offers}
    firsts: dict[str, Offer] = {}
    for one in sorted(offers, key=lambda one: one.score):
        firsts.setdefault(one.supplier, one)
    kept = {one.supplier: one for one in reversed(out) if one.supplier not in able | tried}
    return list(firsts.values()), list(kept.values())
