"""How fast this reads MARC, beside bare pymarc and rmarc on the same bytes in the same run.

`python benchmarks/read.py FILE… [--charset gb18030]`; FILE: ISO 2709, gzip or not.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import logging
import os
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from commonshelf.wire.marc.read import Good, Piece, decide_charset, open_source, parse, pieces, sniff
from commonshelf.wire.marc.record import Syntax

PYTHON_CODECS = {"gb18030": "gb18030", "big5": "big5hkscs", "utf-8": "utf-8"}


def ours(data: bytes, charset: str) -> int:
    count = 0
    for piece in pieces(io.BytesIO(data), Syntax.ISO2709):
        if isinstance(piece, Piece):
            count += isinstance(parse(piece.raw, Syntax.ISO2709, charset), Good)
    return count


def theirs(module: str) -> Callable[[bytes, str], int]:
    def run(data: bytes, charset: str) -> int:
        reader = __import__(module).MARCReader(
            io.BytesIO(data), file_encoding=PYTHON_CODECS.get(charset, "iso8859-1"), hide_utf8_warnings=True
        )
        return sum(1 for record in reader if record is not None)

    return run


def best_of(run: Callable[[bytes, str], int], data: bytes, charset: str, times: int) -> tuple[int, float]:
    """Records read, and the shortest of some runs in processor seconds: neighbours do not count."""
    shortest, count = float("inf"), 0
    for _ in range(times):
        begin = time.process_time()
        count = run(data, charset)
        shortest = min(shortest, time.process_time() - begin)
    return count, shortest


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """The other readers print a line for every odd character."""
    logging.disable(logging.CRITICAL)
    with warnings.catch_warnings(), Path(os.devnull).open("w") as nowhere:
        warnings.simplefilter("ignore")
        with contextlib.redirect_stderr(nowhere):
            yield


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--charset", default="", help="declared coding; told by content otherwise")
    parser.add_argument("--times", type=int, default=3, help="runs of each reader; the best counts")
    options = parser.parse_args()
    print(f"{'file':34} {'MB':>6} {'charset':8} {'reader':7} {'records':>8} {'a second':>9} {'to pymarc':>9}")
    for path in options.files:
        with open_source(path) as file:
            data = file.read()
        if sniff(data[:8192], path.name) is not Syntax.ISO2709:
            print(f"{path.name:34} is not ISO 2709: left out")
            continue
        found = pieces(io.BytesIO(data), Syntax.ISO2709)
        charset = decide_charset((piece.raw for piece in found if isinstance(piece, Piece)), options.charset)
        with quiet():
            measured = {
                name: best_of(run, data, charset, options.times)
                for name, run in (("pymarc", theirs("pymarc")), ("rmarc", theirs("rmarc")), ("ours", ours))
            }
        base = measured["pymarc"][0] / measured["pymarc"][1]
        for name, (count, seconds) in measured.items():
            rate = count / seconds
            line = f"{path.name[-34:]:34} {len(data) / 1e6:6.1f} {charset or 'each':8} {name:7} {count:8}"
            print(f"{line} {rate:9.0f} {rate / base:8.2f}x")


if __name__ == "__main__":
    main()
