"""Documents of strangers are read in a process of their own, with bounds on its memory and its time.

`python -m commonshelf.wire.pdf.child` takes one task as JSON on standard input and answers in JSON.
"""

from __future__ import annotations

import json
import logging
import resource
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from commonshelf.kernel import second
from commonshelf.wire.pdf.limits import MEMORY, SECONDS, Bad

MODULE: Final = "commonshelf.wire.pdf.child"
WAIT: Final = 2 * SECONDS
"""Seconds of the clock: its computing may have to share the machine."""


def make(parts: Sequence[Path], to: Path, *, most: int, seconds: int = SECONDS) -> dict[str, Any]:
    """`making.make` there; {"pages", "kinds", "left"}. Bad as there, and `too-heavy` where it met a bound."""
    task = {"task": "make", "parts": [str(one) for one in parts], "to": str(to), "most": most}
    return _asked(task, seconds)


def stamp(source: Path, to: Path, told: dict[str, Any], *, seconds: int = SECONDS) -> int:
    """`stamping.stamp` there; how many pages. told: heads, rows, texts, line, title."""
    return int(_asked({"task": "stamp", "source": str(source), "to": str(to), **told}, seconds)["pages"])


def _asked(task: dict[str, Any], seconds: int) -> dict[str, Any]:
    process = second.started(MODULE)
    try:
        out, _ = process.communicate(json.dumps({**task, "seconds": seconds}).encode(), timeout=WAIT)
    except subprocess.TimeoutExpired as late:
        raise Bad("too-heavy") from late
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()
    try:
        answer: dict[str, Any] = json.loads(out)
    except ValueError:
        Path(task["to"]).unlink(missing_ok=True)
        raise Bad("too-heavy") from None  # it was ended by a bound before it could answer
    if "bad" in answer:
        Path(task["to"]).unlink(missing_ok=True)
        raise Bad(answer["bad"], **answer["facts"])
    return answer


def bound(seconds: int) -> None:
    """From here on this process gets no more memory and time than a document may need."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    out = second.ready()
    task = json.loads(sys.stdin.buffer.read())
    bound(int(task["seconds"]))
    logging.disable(logging.CRITICAL)  # pypdf says of torn files what it mends
    try:
        answer = _do(task)
    except Bad as bad:
        answer = {"bad": bad.code, "facts": bad.facts}
    except MemoryError:
        answer = {"bad": "too-heavy", "facts": {}}
    out.write(json.dumps(answer).encode())
    out.flush()


def _do(task: dict[str, Any]) -> dict[str, Any]:
    # Late: each task needs its own libraries only, and they are most of the time this process takes.
    if task["task"] == "make":
        from commonshelf.wire.pdf.making import make as made  # late, as above

        done = made([Path(one) for one in task["parts"]], Path(task["to"]), most=task["most"])
        return {"pages": done.pages, "kinds": done.kinds, "left": done.left}
    from commonshelf.wire.pdf.stamping import Notice  # late, as above
    from commonshelf.wire.pdf.stamping import stamp as stamped  # late, as above

    heads, rows = task["heads"], tuple((name, value) for name, value in task["rows"])
    notice = Notice((heads[0], heads[1]), rows, tuple(task["texts"]))
    pages = stamped(
        Path(task["source"]), Path(task["to"]), notice=notice, line=task["line"], title=task["title"]
    )
    return {"pages": pages}


if __name__ == "__main__":
    main()
