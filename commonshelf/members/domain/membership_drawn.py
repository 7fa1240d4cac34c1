"""The life of a membership as a drawing (Mermaid) and a table, for the reference."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from commonshelf.members.domain.membership import (
    BACK,
    NOBODY,
    STATES,
    STEPS,
    SUSPENDED,
    Step,
    is_over,
    takes_part,
)

NAMES: Final = {
    "applied": "申请 applied",
    "trial": "试用 trial",
    "voted": "表决通过 voted",
    "active": "正式 active",
    "suspended": "暂停 suspended",
    "left": "退出 left",
    "refused": "未接纳 refused",
}


def drawing() -> Iterator[str]:
    """One arrow for each pair of states; a step that comes back is drawn to every state it may come from."""
    yield "stateDiagram-v2"
    yield from (f"    {state} : {NAMES[state]}" for state in STATES)
    arrows: dict[tuple[str, str], list[str]] = {}
    for step in STEPS:
        for after in _targets(step):
            if after != step.before:
                arrows.setdefault((step.before or "[*]", after), []).append(step.action)
    yield from (f"    {before} --> {after} : {', '.join(names)}" for (before, after), names in arrows.items())
    yield from (f"    {state} --> [*]" for state in STATES if is_over(state))


def _targets(step: Step) -> list[str]:
    if step.after != BACK:
        return [step.after]
    return [one.before for one in STEPS if one.after == SUSPENDED and one.action == "suspend"]


def rows() -> Iterator[tuple[str, str, str, str]]:
    """(state, has rights, step, leads to), every step of the table."""
    for step in STEPS:
        before = "–" if step.before == NOBODY else NAMES[step.before]
        after = "as before · 恢复原状" if step.after == BACK else NAMES[step.after]
        yield before, "yes" if takes_part(step.before) else "no", step.action, after
