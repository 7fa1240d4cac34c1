"""Pictures as PDF pages: upright, without what cameras write beside them, no larger than need be."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Final

from PIL import Image, ImageOps, ImageSequence

from commonshelf.wire.pdf.limits import PIXEL_BYTES, PIXELS, Bad

FORMATS: Final = {"jpeg": "JPEG", "png": "PNG", "tiff": "TIFF"}
SIDE: Final = 4200
"""Longest side of a page in grey or colour: A4 at 360 dots an inch."""
QUALITY: Final = 82
A4_INCHES: Final = (8.27, 11.69)
TRUSTED: Final = 100.0
"""Dots an inch below this were not meant: cameras write 72."""
BROKEN: Final = (
    OSError, ValueError, SyntaxError, TypeError, KeyError, IndexError, EOFError, OverflowError,
    ZeroDivisionError, RuntimeError,
)  # fmt: skip
"""What Pillow raises of pictures that are none."""


def as_pdf(path: Path, kind: str, most: int) -> Iterator[bytes]:
    """Each picture of the file as a PDF of one page. Bad: `not-a-document`, `too-heavy`, `too-many-pages`."""
    warnings.simplefilter("ignore")  # PIXELS is our own measure; torn metadata is dropped anyway
    try:
        with Image.open(path, formats=(FORMATS[kind],)) as opened:
            _weigh(opened)
            for number, frame in enumerate(ImageSequence.Iterator(opened)):
                if number >= most:
                    raise Bad("too-many-pages", most=most)
                _weigh(frame)
                yield _page(frame)
                if kind != "tiff":
                    return  # the one picture; what else such files carry is no page
    except (MemoryError, Image.DecompressionBombError) as error:
        raise Bad("too-heavy") from error
    except BROKEN as error:
        raise Bad("not-a-document") from error


def _weigh(picture: Image.Image) -> None:
    wide, high = picture.size
    if wide * high > PIXELS or wide * high * len(picture.getbands()) > PIXEL_BYTES:
        raise Bad("too-heavy")
    if min(wide, high) < 1 or max(wide, high) > 60 * min(wide, high):
        raise Bad("not-a-document")


def _page(frame: Image.Image) -> bytes:
    if frame.mode not in {"1", "L"}:
        frame.draft("RGB", (SIDE, SIDE))
    upright = _plain(ImageOps.exif_transpose(frame))
    dots = _dots(frame, upright)
    if upright.mode != "1" and max(upright.size) > SIDE:
        before = upright.size
        upright.thumbnail((SIDE, SIDE))
        dots *= upright.width / before[0]
    clean = Image.new(upright.mode, upright.size)
    clean.paste(upright)
    out = BytesIO()
    if clean.mode == "1":
        clean.save(out, "PDF", resolution=dots)  # as telefax writes it: small, and nothing is lost
    else:
        clean.save(out, "PDF", resolution=dots, quality=QUALITY)
    return out.getvalue()


def _plain(frame: Image.Image) -> Image.Image:
    """In black and white, grey or colour; what is clear becomes white paper."""
    if frame.mode in {"1", "L", "RGB"}:
        return frame
    if frame.mode.startswith("I;16") or frame.mode in {"I", "F"}:
        return frame.convert("I").point([min(255, at >> 8) for at in range(65536)], "L")
    if frame.mode in {"RGBA", "LA", "PA"} or "transparency" in frame.info:
        clear = frame.convert("RGBA")
        paper = Image.new("RGBA", clear.size, "white")
        return Image.alpha_composite(paper, clear).convert("RGB")
    return frame.convert("RGB")


def _dots(frame: Image.Image, upright: Image.Image) -> float:
    """Dots an inch: as the scanner said, else so that the page is as large as A4."""
    said = frame.info.get("dpi", (0,))[0]
    if isinstance(said, (int, float)) and TRUSTED <= float(said) <= 2400:
        return float(said)
    short, long = sorted(upright.size)
    return max(short / A4_INCHES[0], long / A4_INCHES[1])
