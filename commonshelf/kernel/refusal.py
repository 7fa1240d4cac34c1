"""A refusal: the one way a rule says no. Everything else that fails is a bug."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

Fact = str | int | float | bool | None
FORBIDDEN: Final = 403
ABSENT: Final = 404


class Refusal(Exception):
    """An anticipated "no", with what a person and a machine need to know.

    code: dotted name, first part the room ("catalogue.not-a-file"); it picks the sentence
    in `ui` (zh, en) and stands in JSON answers. facts: what fills the sentence. status: the
    HTTP status a page or API answers with.
    """

    def __init__(self, code: str, facts: Mapping[str, Fact] | None = None, status: int = 400) -> None:
        super().__init__(code)
        self.code = code
        self.facts: Mapping[str, Fact] = dict(facts or {})
        self.status = status

    def __str__(self) -> str:
        told = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{self.code} ({told})" if told else self.code


class Absent(Refusal):
    """Not there, or not for this person: one answer for both, so that nothing can be probed."""

    def __init__(self) -> None:
        super().__init__("absent", status=ABSENT)
