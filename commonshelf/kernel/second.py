"""A second process of this program, so that two cores work on one task: started here, made ready there.

It is one of our modules run as a program. It takes its task pickled on standard input and answers
pickled on standard output, and when the first process dies it dies at its next read or write.
"""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
from collections.abc import Collection
from pathlib import Path
from typing import BinaryIO, Final

RARELY: Final = (100_000, 50, 100)
"""Records make no cycles, so looking for some after every few hundred objects only costs time."""
PACKAGE: Final = Path(__file__).resolve().parents[2]


def started(module: str, inherit: Collection[int] = ()) -> subprocess.Popen[bytes]:
    """In the first process: the module as a program, both its pipes open. inherit: open files it keeps."""
    search = os.pathsep.join(filter(None, [str(PACKAGE), os.environ.get("PYTHONPATH")]))
    return subprocess.Popen(
        [sys.executable, "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": search},
        cwd=Path.cwd(),
        pass_fds=inherit,
    )


def ready() -> BinaryIO:
    """In the second process: where answers go. Nothing a library prints can come between them."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process decides what Ctrl-C means
    gc.freeze()
    gc.set_threshold(*RARELY)
    out = os.fdopen(os.dup(1), "wb", buffering=1 << 16)
    os.dup2(2, 1)
    return out
