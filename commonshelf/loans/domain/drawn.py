"""The life of a thing, a loan and a hold as drawings (Mermaid), for the reference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from commonshelf.loans.domain import life
from commonshelf.loans.domain.life import Step

TABLES: Final[Mapping[str, tuple[tuple[str, ...], tuple[Step, ...]]]] = {
    "A thing · 一册书": (("home",), life.THING),
    "A loan · 一次借阅": (("open",), life.LOAN),
    "A hold · 一个预约": (("waiting", "promised"), life.HOLD),
}
"""Heading -> where it begins, its table."""


def drawing(begins: tuple[str, ...], table: tuple[Step, ...]) -> Iterator[str]:
    """One arrow for each pair of states; what leads nowhere else is an end."""
    yield "stateDiagram-v2"
    states = dict.fromkeys(state for step in table for state in (step.before, step.after))
    for state in states:
        yield f"    {_node(state)} : {state}"
    yield from (f"    [*] --> {_node(begin)}" for begin in begins)
    arrows: dict[tuple[str, str], list[str]] = {}
    for step in table:
        arrows.setdefault((step.before, step.after), []).append(step.act)
    for (before, after), acts in arrows.items():
        yield f"    {_node(before)} --> {_node(after)} : {', '.join(dict.fromkeys(acts))}"
    leaving = {step.before for step in table}
    yield from (f"    {_node(state)} --> [*]" for state in states if state not in leaving)


def _node(state: str) -> str:
    return state.replace("-", "_")
