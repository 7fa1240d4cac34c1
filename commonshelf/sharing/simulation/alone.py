"""A simulation as a second process: the worker goes on with its deliveries, and the figures are the same."""

from __future__ import annotations

import os
import pickle
import sys
from contextlib import suppress
from typing import Any, Final

from commonshelf.kernel import second
from commonshelf.sharing.simulation.compare import Trial, compare

POLITE: Final = 10
"""What is simulated waits for whoever works."""


def main() -> None:
    """A `Trial` in; whole per cents out as they are reached, and the outcomes at the end."""
    out = second.ready()
    os.nice(POLITE)
    trial: Trial = pickle.load(sys.stdin.buffer)  # noqa: S301  # from our own parent
    told = -1

    def tell(what: Any) -> None:
        pickle.dump(what, out)
        out.flush()

    def progress(share: float) -> None:
        nonlocal told
        if int(100 * share) > told:
            told = int(100 * share)
            tell(told)

    with suppress(BrokenPipeError):
        outcomes = compare(trial, progress=progress)
        tell({name: one.as_json() for name, one in outcomes.items()})


if __name__ == "__main__":
    main()
