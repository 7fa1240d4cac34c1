"""The barcode on a photograph: read in memory, and the picture kept nowhere."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from io import BytesIO
from typing import Final, Protocol

import zxingcpp
from PIL import Image, ImageOps, UnidentifiedImageError

from commonshelf.kernel.refusal import Refusal

BYTES: Final = 12 * 2**20
"""A telephone's picture has three to eight MiB."""
PIXELS: Final = 60_000_000
"""Telephones take up to fifty million; a file that unpacks to more is an attack on the memory."""
SIDE: Final = 2400
"""Read at this size at most: enough for a label held before a telephone, and quick."""
KINDS: Final = ("JPEG", "PNG", "WEBP", "GIF", "BMP")
FORMATS: Final = (
    zxingcpp.BarcodeFormat.Code128,
    zxingcpp.BarcodeFormat.Code39,
    zxingcpp.BarcodeFormat.Codabar,
    zxingcpp.BarcodeFormat.ITF,
    zxingcpp.BarcodeFormat.EAN13,
    zxingcpp.BarcodeFormat.QRCode,
)
"""What libraries print on labels and cards. EAN-13 also stands on every cover, so it goes last."""


class Upload(Protocol):
    @property
    def size(self) -> int | None: ...

    def read(self, size: int = ..., /) -> bytes: ...


def barcode_of(upload: Upload) -> str:
    """Refusals loans.photo-large, loans.photo-unreadable, loans.photo-empty (no barcode on it)."""
    if (upload.size or 0) > BYTES:
        raise _large()
    return read(upload.read(BYTES + 1))


def read(picture: bytes) -> str:
    if len(picture) > BYTES:
        raise _large()
    found = zxingcpp.read_barcodes(_image(picture), formats=zxingcpp.BarcodeFormats(FORMATS))
    told = [(one.format == zxingcpp.BarcodeFormat.EAN13, one.text.strip()) for one in found if one.valid]
    return _first(text for _, text in sorted(told, key=lambda one: one[0]))


def _first(texts: Iterable[str]) -> str:
    for text in texts:
        if text:
            return text[:60]
    raise Refusal("loans.photo-empty")


def _image(picture: bytes) -> Image.Image:
    """Grey, upright, and no larger than need be."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # PIXELS is our own measure
            opened = Image.open(BytesIO(picture), formats=KINDS)
            if opened.width * opened.height > PIXELS:
                raise _large()
            opened.draft("L", (SIDE, SIDE))
            upright = ImageOps.exif_transpose(opened.convert("L"))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Refusal("loans.photo-unreadable") from error
    upright.thumbnail((SIDE, SIDE))
    return upright


def _large() -> Refusal:
    return Refusal("loans.photo-large", {"mib": BYTES // 2**20}, 413)
