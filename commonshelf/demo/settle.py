"""Libraries of a written world become members of this installation's alliance."""

from __future__ import annotations

import json
from pathlib import Path

from django.utils import timezone

from commonshelf.demo.enrol import enrol
from commonshelf.demo.realm import from_json
from commonshelf.kernel.refusal import Refusal
from commonshelf.members import api as members


def settle(folder: Path) -> tuple[str, ...]:
    """Those that are members already are left as they are."""
    try:
        told = json.loads((folder / "libraries.json").read_text(encoding="utf-8"))
        plans = [from_json(table) for table in told["libraries"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Refusal("demo.no-world", {"folder": str(folder)}) from error
    actor, today = members.operator(), timezone.localdate()
    if members.alliance() is None:
        members.set_alliance(actor=actor, name_zh="虚构联盟", name_en="An invented alliance")
    known = set(members.symbols_by_id().values())
    for plan in plans:
        if plan.symbol not in known:
            enrol(plan, actor=actor, today=today)
    return tuple(plan.symbol for plan in plans)
