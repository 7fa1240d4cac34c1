"""The rules of scheduling as data: weights, limits, clocks, licence decisions by themselves.

Written whole by the alliance office, one version after another (models.Policy); what a version leaves out is
as in DEFAULT. Read with `read`, which says everything that is wrong with it at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from types import MappingProxyType
from typing import Any, Final

LEVELS: Final = ("Express", "Rush", "Normal")
"""ISO 18626 ServiceLevel: how long each library may take."""
ASKING: Final = ("owner", "agency")
"""The access levels that ask for a licence decision."""
SERVICES: Final = ("Loan", "Copy")
MOST_RULES: Final = 40
LONGEST_NAME: Final = 60


@dataclass(frozen=True, slots=True)
class Span:
    """What may be chosen for a number, both ends included. none: it may be left out (no limit)."""

    least: float
    most: float
    none: bool = False

    def holds(self, value: object) -> bool:
        if value is None:
            return self.none
        numeric = isinstance(value, int | float) and not isinstance(value, bool)
        return numeric and self.least <= float(value) <= self.most  # type: ignore[arg-type]  # checked before


@dataclass(frozen=True, slots=True)
class Limits:
    """Amounts are fen; what libraries say of their own capacity and fees goes before the first two."""

    loans_a_day: int | None = 40
    """That a library is asked for on a working day where it named no number of its own; None: no limit."""
    copies_a_day: int | None = 40
    most_suppliers: int = 12
    """So many libraries are asked in turn before a request ends unfilled."""
    reader_ceiling: int = 10_000
    """The most that a reader may be asked for one request."""
    supply_ceiling: int = 10_000
    """The most that one library may ask of another for one supply."""
    month_ceiling: int | None = 500_000
    """So much a library may owe for the supplies of a month; then only those that cost nothing are asked."""
    delegate_cost: int | None = 5_000
    """A delegate decides on a licence only while the supply costs no more."""
    appeal_days: int = 14
    """So long after a refusal a reader may appeal."""
    copy_percent: int | None = 30
    """So much of a printed work one copy may be, where no access level says otherwise; None: no limit. 30 is
    ours: the Copyright Law of the People's Republic of China (article 24) names no number, and acts that do
    name less (Australia's of 1968, section 10: a tenth). An alliance sets what holds for it.
    """
    closed_hours: int = 96
    """A library that does not work for so many hours of the clock is passed over, not waited for."""
    reciprocal: bool = False
    """Who supplies nothing of a service is supplied with it only by libraries that ask a fee."""


LIMITS: Final[Mapping[str, Span]] = MappingProxyType(
    {
        "loans_a_day": Span(1, 10_000, none=True),
        "copies_a_day": Span(1, 10_000, none=True),
        "most_suppliers": Span(1, 100),
        "reader_ceiling": Span(0, 1_000_000),
        "supply_ceiling": Span(0, 1_000_000),
        "month_ceiling": Span(0, 100_000_000, none=True),
        "delegate_cost": Span(0, 1_000_000, none=True),
        "appeal_days": Span(1, 90),
        "copy_percent": Span(1, 100, none=True),
        "closed_hours": Span(1, 1000),
    }
)
FLAGS: Final = ("reciprocal",)
"""Limits that are a yes or no."""


@dataclass(frozen=True, slots=True)
class Clock:
    """Working hours of whoever is asked, by level of service."""

    answer: int
    """Until a library says yes or no."""
    ship: int
    """From its yes until the thing is on its way, or the copy is delivered."""
    decide: int
    """Until an agency decides on a licence; then it is the general agency's to decide."""


HOURS: Final = Span(1, 400)
_CLOCKS: Final[Mapping[str, Clock]] = MappingProxyType(
    {"Express": Clock(2, 4, 2), "Rush": Clock(8, 8, 6), "Normal": Clock(16, 24, 16)}
)


@dataclass(frozen=True, slots=True)
class Bounds:
    """What an approval with limits allows. None and False: not limited."""

    pages: int | None = None
    days: int | None = None
    on_site: bool = False

    @property
    def any(self) -> bool:
        return self.pages is not None or self.days is not None or self.on_site

    def as_json(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if value not in (None, False)}

    @staticmethod
    def of_json(kept: Mapping[str, Any]) -> Bounds:
        return Bounds(kept.get("pages"), kept.get("days"), bool(kept.get("on_site")))


PAGES: Final = Span(1, 10_000, none=True)
DAYS: Final = Span(1, 365, none=True)


@dataclass(frozen=True, slots=True)
class AutoRule:
    """What is decided without a person: the first rule of the list that fits decides.

    Empty means any. most_*: it fits only up to so much; where the request does not say (pages), it does not
    fit. a_year: pages of this resource that the reader's home library had this year, these included.
    """

    name: str
    then: str = "approve"
    """approve or limit."""
    levels: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    """Symbols; "-" is what the alliance itself licensed."""
    resources: tuple[int, ...] = ()
    most_pages: int | None = None
    most_cost: int | None = None
    most_a_year: int | None = None
    limits: Bounds = field(default_factory=Bounds)

    def as_json(self) -> dict[str, Any]:
        kept = {one.name: getattr(self, one.name) for one in fields(self) if one.name != "limits"}
        told = {name: list(value) if isinstance(value, tuple) else value for name, value in kept.items()}
        return {**told, "limits": self.limits.as_json()}


@dataclass(frozen=True, slots=True)
class Rules:
    """One version, whole. weights: of domain/ranking.py `Weights`, by name."""

    weights: Mapping[str, float]
    limits: Limits
    clocks: Mapping[str, Clock]
    approvals: tuple[AutoRule, ...] = ()

    def clock(self, level: str) -> Clock:
        return self.clocks.get(level) or self.clocks["Normal"]

    def as_json(self) -> dict[str, Any]:
        return {
            "weights": dict(self.weights),
            "limits": asdict(self.limits),
            "clocks": {level: asdict(clock) for level, clock in self.clocks.items()},
            "approvals": [one.as_json() for one in self.approvals],
        }


WEIGHTS: Final[Mapping[str, Span]] = MappingProxyType(
    {"fairness_hours": Span(0, 48), "p80": Span(0, 1), "cost_hour": Span(0, 100_000)}
)
"""Bounds of what `Weights` holds: it decides how the score is made, this only what may be chosen."""

DEFAULT: Final = Rules(
    weights=MappingProxyType({"fairness_hours": 24.0, "p80": 0.25, "cost_hour": 1000.0}),
    limits=Limits(),
    clocks=_CLOCKS,
)
"""In force until somebody writes version 1. Numbers without a source: an office sets its own."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with rules as they were brought. at: a path ("approvals.2.most_pages"); code: FAULTS."""

    at: str
    code: str
    least: float | None = None
    most: float | None = None


FAULTS: Final = ("unknown", "number", "choice", "no-name", "same-name", "no-limits", "too-many", "order")


def read(kept: Mapping[str, Any]) -> Rules:
    """As it was kept; what is missing is as in DEFAULT. ValueError names the faults: ask `faults` first."""
    if found := list(faults(kept)):
        raise ValueError(f"rules with faults: {found}")
    return Rules(
        weights=MappingProxyType({**DEFAULT.weights, **kept.get("weights", {})}),
        limits=replace(DEFAULT.limits, **kept.get("limits", {})),
        clocks=MappingProxyType(
            {one: replace(DEFAULT.clocks[one], **kept.get("clocks", {}).get(one, {})) for one in LEVELS}
        ),
        approvals=tuple(_auto(one) for one in kept.get("approvals", ())),
    )


def _auto(kept: Mapping[str, Any]) -> AutoRule:
    told: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in kept.items()
    }
    return AutoRule(**{**told, "limits": Bounds.of_json(kept.get("limits", {}))})


def faults(kept: Mapping[str, Any]) -> Iterator[Fault]:
    """Everything that is wrong, in the order of the form; nothing: `read` takes it."""
    for part in kept.keys() - {"weights", "limits", "clocks", "approvals"}:
        yield Fault(part, "unknown")
    yield from _numbers("weights", kept.get("weights", {}), WEIGHTS)
    told = kept.get("limits", {})
    yield from _numbers("limits", {one: value for one, value in told.items() if one not in FLAGS}, LIMITS)
    for name in FLAGS:
        if not isinstance(told.get(name, False), bool):
            yield Fault(f"limits.{name}", "choice")
    yield from _clock_faults(kept.get("clocks", {}))
    yield from _rule_faults(kept.get("approvals", []))


def _numbers(at: str, told: Mapping[str, Any], spans: Mapping[str, Span]) -> Iterator[Fault]:
    for name, value in told.items():
        span = spans.get(name)
        if span is None:
            yield Fault(f"{at}.{name}", "unknown")
        elif not span.holds(value):
            yield Fault(f"{at}.{name}", "number", span.least, span.most)


def _clock_faults(told: Mapping[str, Any]) -> Iterator[Fault]:
    for level, clock in told.items():
        if level not in LEVELS:
            yield Fault(f"clocks.{level}", "unknown")
            continue
        yield from _numbers(f"clocks.{level}", clock, dict.fromkeys(("answer", "ship", "decide"), HOURS))
    for name in ("answer", "ship", "decide"):
        hours = [{**asdict(_CLOCKS[one]), **told.get(one, {})}[name] for one in LEVELS]
        if all(HOURS.holds(one) for one in hours) and hours != sorted(hours):
            yield Fault(f"clocks.Normal.{name}", "order")


_CHOICES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({"levels": ASKING, "services": SERVICES})
_MOST: Final[Mapping[str, Span]] = MappingProxyType(
    {
        "most_pages": PAGES,
        "most_cost": Span(0, 1_000_000, none=True),
        "most_a_year": Span(1, 1_000_000, none=True),
    }
)


def _rule_faults(told: list[Mapping[str, Any]]) -> Iterator[Fault]:
    if len(told) > MOST_RULES:
        yield Fault("approvals", "too-many", most=MOST_RULES)
    names: set[str] = set()
    for place, rule in enumerate(told):
        at = f"approvals.{place}"
        yield from _rule_fault(at, rule)
        name = str(rule.get("name", "")).strip()
        if name in names:
            yield Fault(f"{at}.name", "same-name")
        names.add(name)


def _rule_fault(at: str, rule: Mapping[str, Any]) -> Iterator[Fault]:
    for name in rule.keys() - {one.name for one in fields(AutoRule)}:
        yield Fault(f"{at}.{name}", "unknown")
    name = str(rule.get("name", "")).strip()
    if not name or len(name) > LONGEST_NAME:
        yield Fault(f"{at}.name", "no-name", most=LONGEST_NAME)
    if rule.get("then", "approve") not in {"approve", "limit"}:
        yield Fault(f"{at}.then", "choice")
    for part, known in _CHOICES.items():
        if set(rule.get(part, ())) - set(known):
            yield Fault(f"{at}.{part}", "choice")
    yield from _numbers(at, {part: rule[part] for part in _MOST if part in rule}, _MOST)
    limits = rule.get("limits", {})
    yield from _numbers(
        f"{at}.limits",
        {part: value for part, value in limits.items() if part != "on_site"},
        {"pages": PAGES, "days": DAYS},
    )
    if rule.get("then") == "limit" and not Bounds.of_json(limits).any:
        yield Fault(f"{at}.limits", "no-limits")
