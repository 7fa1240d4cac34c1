"""Which doubts are looked at: the filters of the queue, carried from page to page in the address."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlencode

from commonshelf.review import words
from commonshelf.ui.api import Request

STATES: Final = ("open", "later", "decided")
LONGEST: Final = 40


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked of the queue. "" = everything."""

    state: str = "open"
    library: str = ""
    script: str = ""
    reason: str = ""

    @classmethod
    def of(cls, request: Request) -> Filters:
        """From the address; what nobody knows is as good as not said."""
        told = request.GET
        state, script, reason = told.get("state", ""), told.get("script", ""), told.get("reason", "")
        return cls(
            state=state if state in STATES else "open",
            library=told.get("library", "")[:LONGEST],
            script=script if script in words.SCRIPTS else "",
            reason=reason if reason in words.REASONS else "",
        )

    @property
    def narrowed(self) -> bool:
        return bool(self.library or self.script or self.reason)

    def asked(self) -> dict[str, Any]:
        """As the catalogue's door takes them."""
        return {
            "state": self.state,
            "library": self.library,
            "script": self.script,
            "reason": self.reason,
        }

    def query(self, **more: str | int) -> str:
        """ "?state=later&library=EAST", or "" for the queue as it opens. more: further parts."""
        told = {name: value for name, value in {**self.asked(), **more}.items() if value}
        if told.get("state") == "open":
            del told["state"]
        return f"?{urlencode(told)}" if told else ""

    def at(self, state: str) -> str:
        """The same in another state."""
        return replace(self, state=state).query()
