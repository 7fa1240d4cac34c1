"""Who wants to hear of what, and what runs by the clock. Filled in each room's `apps.ready()`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from commonshelf.news.cards import Happening
from commonshelf.news.domain.turns import is_cron

Handler = Callable[[Happening], None]
TurnHandler = Callable[[datetime], None]


@dataclass(frozen=True, slots=True)
class Scheduled:
    name: str
    cron: str
    handler: TurnHandler


@dataclass(slots=True)
class Registry:
    """handlers: subscriber -> handler; wanted: kind of event -> its subscribers; turns: by name."""

    handlers: dict[str, Handler] = field(default_factory=dict)
    wanted: dict[str, list[str]] = field(default_factory=dict)
    turns: dict[str, Scheduled] = field(default_factory=dict)

    def subscribe(self, kinds: Iterable[str], subscriber: str, handler: Handler) -> None:
        if self.handlers.setdefault(subscriber, handler) is not handler:
            raise ValueError(f"two handlers for the subscriber {subscriber!r}")
        for kind in kinds:
            names = self.wanted.setdefault(kind, [])
            if subscriber not in names:
                names.append(subscriber)

    def schedule(self, name: str, cron: str, handler: TurnHandler) -> None:
        if not is_cron(cron):
            raise ValueError(f"{name}: {cron!r} is not a cron line")
        if name in self.turns:
            raise ValueError(f"two tasks named {name!r}")
        self.turns[name] = Scheduled(name, cron, handler)


registry = Registry()
