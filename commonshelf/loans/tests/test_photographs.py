"""Barcodes read from pictures: those that are there, and pictures that are none."""

from __future__ import annotations

from io import BytesIO

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from commonshelf.kernel.refusal import Refusal
from commonshelf.loans import photographs


def label(text: str, form=zxingcpp.BarcodeFormat.Code128, *, turned: int = 0) -> Image.Image:
    """A label on a grey table, perhaps held askew."""
    drawn = zxingcpp.create_barcode(text, form).to_image(scale=4)
    bars = Image.frombytes("L", (memoryview(drawn).shape[1], memoryview(drawn).shape[0]), bytes(drawn))
    page = Image.new("L", (1600, 1200), 200)
    page.paste(bars.resize((bars.width, max(bars.height, 120))), (300, 500))
    return page.rotate(turned, fillcolor=200)


def saved(picture: Image.Image, form: str = "JPEG") -> bytes:
    out = BytesIO()
    picture.save(out, form)
    return out.getvalue()


@pytest.mark.parametrize("turned", [0, 4, 90, 180])
def test_a_label_is_read_however_it_is_held(turned):
    assert photographs.read(saved(label("E1-30182", turned=turned))) == "E1-30182"


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_card_is_read_in_every_kind_of_picture(form):
    assert (
        photographs.read(saved(label("2083685439485", zxingcpp.BarcodeFormat.QRCode), form))
        == "2083685439485"
    )


def test_the_librarys_label_goes_before_the_isbn_on_the_cover():
    page = label("9787020002207", zxingcpp.BarcodeFormat.EAN13)
    page.paste(label("E1-30182").crop((250, 450, 1400, 700)), (250, 800))
    assert photographs.read(saved(page)) == "E1-30182"


def test_a_picture_without_a_barcode_and_what_is_no_picture():
    with pytest.raises(Refusal, match=r"loans\.photo-empty"):
        photographs.read(saved(Image.new("L", (400, 300), 180)))
    for broken in (b"", b"GIF89a", saved(label("E1"))[:300], b"<svg/>"):
        with pytest.raises(Refusal, match=r"loans\.photo-(unreadable|empty)"):
            photographs.read(broken)


def test_what_unpacks_too_large_is_refused_before_it_is_unpacked():
    huge = saved(Image.new("1", (9000, 9000)), "PNG")
    assert len(huge) < 100_000
    with pytest.raises(Refusal, match=r"loans\.photo-large"):
        photographs.read(huge)
    with pytest.raises(Refusal, match=r"loans\.photo-large"):
        photographs.read(b"x" * (photographs.BYTES + 1))


@given(st.binary(max_size=400))
def test_no_bytes_break_it(picture):
    with pytest.raises(Refusal):
        photographs.read(picture)
