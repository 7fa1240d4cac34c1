"""At which branch of its library an interlibrary desk stands, as this browser was told last."""

from __future__ import annotations

from typing import Any, Final

from commonshelf.kernel.refusal import Absent
from commonshelf.members import api as members
from commonshelf.ui.api import Request

BRANCH: Final = "sharing.branch"
"""In the session: Symbol -> code of the branch at whose desk this browser stands."""


def stand(request: Request, symbol: str) -> None:
    """Remember the branch that was said. Absent: the library has none such."""
    told = (request.POST.get("branch") or request.GET.get("branch") or "")[:40]
    if not told:
        return
    if told not in {one.code for one in members.library(symbol=symbol).branches}:
        raise Absent
    kept = request.session.get(BRANCH, {})
    if kept.get(symbol) != told:
        request.session[BRANCH] = {**kept, symbol: told}


def branch_of(request: Request, symbol: str) -> str:
    """The one that was said, else the main one."""
    branches = members.library(symbol=symbol).branches
    kept = request.session.get(BRANCH, {}).get(symbol, "")
    if kept in {one.code for one in branches}:
        return str(kept)
    return next((one.code for one in branches if one.main), "")


def page(request: Request, symbol: str) -> dict[str, Any]:
    library = members.library(symbol=symbol)
    return {"library": library, "branches": library.branches, "branch": branch_of(request, symbol)}
