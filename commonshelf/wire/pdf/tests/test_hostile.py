"""Files of strangers: what only pretends, what runs, what unpacks without end, what leads in circles."""

from __future__ import annotations

import time
import zlib
from io import BytesIO

import pytest
from fpdf import FPDF
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText, Link
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from commonshelf.wire.pdf import child, making
from commonshelf.wire.pdf.limits import Bad

SECONDS = 5.0
"""Of a busy machine; none of these takes a tenth of it on a free one."""


def article(pages=1):
    paper = FPDF()
    paper.set_font("helvetica", size=12)
    for number in range(1, pages + 1):
        paper.add_page()
        paper.cell(text=f"Page {number}")
    return bytes(paper.output())


ARTICLE = article()


def picture(kind="JPEG", size=(60, 80), **more):
    out = BytesIO()
    Image.new("RGB", size, "white").save(out, kind, **more)
    return out.getvalue()


def written(writer):
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def made(tmp_path, *parts, most=50):
    """The document's bytes and what was said of it."""
    paths = [tmp_path / f"part{number}" for number in range(len(parts))]
    for path, data in zip(paths, parts, strict=True):
        path.write_bytes(data)
    to = tmp_path / "made.pdf"
    to.unlink(missing_ok=True)
    told = making.make(paths, to, most=most)
    return to.read_bytes(), told


def refused(tmp_path, data, most=50):
    begun = time.monotonic()
    with pytest.raises(Bad) as bad:
        made(tmp_path, data, most=most)
    assert time.monotonic() - begun < SECONDS
    assert not (tmp_path / "made.pdf").exists()
    return bad.value.code


@pytest.mark.parametrize(
    "data",
    [
        b"MZ\x90\x00\x03" + b"\x00" * 400,
        b"<!doctype html><script>alert(1)</script>",
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        b"GIF89a" + b"\x00" * 64,
        b"PK\x03\x04" + b"\x00" * 64,
        b"\x7fELF" + b"\x00" * 64,
        b"#!/bin/sh\nrm -rf /\n",
        b"",
        b"%PDF-1.7\n",
        b"%PDF-1.7\n%%EOF",
        b"\xff\xd8\xff\xe0" + b"\x00" * 100,
        b"\x89PNG\r\n\x1a\n" + b"\x00" * 100,
        b"II*\x00\xff\xff\xff\x7f",
        b"MM\x00*\x00\x00\x00\x08\xff\xff",
        b"<html>" + ARTICLE,
        b"\n" + ARTICLE,
        ARTICLE + b"PK\x03\x04 an archive behind the end",
        ARTICLE + b"<script>alert(1)</script>",
        ARTICLE + b"x" * 5000,
        ARTICLE[:-400],
    ],
)
def test_what_only_pretends_is_not_taken(tmp_path, data):
    assert refused(tmp_path, data) in {"not-a-document", "empty"}


def test_a_picture_keeps_nothing_behind_its_end_nor_where_it_was_taken(tmp_path):
    exif = Image.Exif()
    exif[0x010E] = "taken at somebody's home"
    whole, _ = made(tmp_path, picture(exif=exif) + b"PK\x03\x04<script>alert(1)</script>")
    for left in (b"PK\x03\x04", b"<script", b"somebody's home"):
        assert left not in whole


def with_everything():
    writer = PdfWriter(clone_from=BytesIO(ARTICLE))
    script = DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")}
    )
    writer.add_attachment("virus.exe", b"MZ virus")
    writer.add_annotation(0, FreeText(text="a remark", rect=(10, 10, 60, 30)))
    writer.add_annotation(0, Link(rect=(0, 0, 60, 60), url="https://phish.example/"))
    root = writer.root_object
    names = root.setdefault(NameObject("/Names"), DictionaryObject()).get_object()
    names[NameObject("/JavaScript")] = DictionaryObject(
        {NameObject("/Names"): ArrayObject([TextStringObject("a"), script])}
    )
    run = DictionaryObject(
        {NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("cmd.exe")}
    )
    root[NameObject("/OpenAction")] = run
    field = DictionaryObject(
        {NameObject("/T"): TextStringObject("name"), NameObject("/FT"): NameObject("/Tx")}
    )
    root[NameObject("/AcroForm")] = DictionaryObject({NameObject("/Fields"): ArrayObject([field])})
    page = writer.pages[0]
    page[NameObject("/AA")] = DictionaryObject({NameObject("/O"): run})
    form = StreamObject()
    form.set_data(b"0 0 m")
    form[NameObject("/Subtype")] = NameObject("/Form")
    form[NameObject("/Ref")] = DictionaryObject({NameObject("/F"): TextStringObject("/etc/passwd")})
    form[NameObject("/F")] = TextStringObject("http://phish.example/")
    resources = page["/Resources"].get_object()
    resources[NameObject("/XObject")] = DictionaryObject({NameObject("/A"): writer._add_object(form)})
    return written(writer)


def test_what_runs_leads_out_or_is_attached_is_left_behind_and_told(tmp_path):
    whole, told = made(tmp_path, with_everything())
    assert told.left == ("comments", "fields", "files", "scripts")
    for word in (
        b"JavaScript", b"/JS", b"/OpenAction", b"/AA", b"/Launch", b"EmbeddedFile", b"virus", b"/Annots",
        b"/URI", b"phish", b"/AcroForm", b"cmd.exe", b"passwd", b"/Ref", b"a remark",
    ):  # fmt: skip
        assert word not in whole
    page = PdfReader(BytesIO(whole)).pages[0]
    assert "Page 1" in page.extract_text()
    assert "/A" in page["/Resources"]["/XObject"]  # a drawing may be called what it likes


def test_a_clean_document_loses_nothing(tmp_path):
    _, told = made(tmp_path, article(3))
    assert (told.pages, told.left, told.kinds) == (3, (), ("pdf",))


def test_a_password_is_asked_to_be_taken_off(tmp_path):
    for password in ("secret", ""):
        writer = PdfWriter(clone_from=BytesIO(ARTICLE))
        writer.encrypt(password, owner_password="owner", algorithm="AES-256")
        assert refused(tmp_path, written(writer)) == "locked"


def with_stream(data, **told):
    """A page whose drawing is this stream, as it stands."""
    writer = PdfWriter()
    page = writer.add_blank_page(200, 200)
    stream = StreamObject()
    stream._data = data
    for name, value in told.items():
        stream[NameObject(f"/{name}")] = value
    page[NameObject("/Contents")] = writer._add_object(stream)
    return written(writer)


FLATE = NameObject("/FlateDecode")


def test_a_drawing_that_unpacks_without_end(tmp_path):
    packed = zlib.compress(bytes(200_000_000), 9)
    assert len(packed) < 300_000
    assert refused(tmp_path, with_stream(packed, Filter=FLATE)) == "too-heavy"
    twice = zlib.compress(packed, 9)
    assert refused(tmp_path, with_stream(twice, Filter=ArrayObject([FLATE, FLATE]))) == "too-heavy"


def test_a_picture_of_a_hundred_thousand_by_a_hundred_thousand(tmp_path):
    writer = PdfWriter()
    page = writer.add_blank_page(200, 200)
    image = StreamObject()
    image._data = b"x"
    told = {
        "/Subtype": NameObject("/Image"),
        "/Width": NumberObject(100_000),
        "/Height": NumberObject(100_000),
    }
    for name, value in told.items():
        image[NameObject(name)] = value
    drawn = DictionaryObject({NameObject("/Im"): writer._add_object(image)})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): drawn})
    assert refused(tmp_path, written(writer)) == "too-heavy"


def chunk(kind, data):
    body = kind + data
    return len(data).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")


def test_a_png_that_says_it_is_enormous(tmp_path):
    head = (60_000).to_bytes(4, "big") * 2 + bytes([8, 2, 0, 0, 0])
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(10**6)))
    assert refused(tmp_path, data + chunk(b"IEND", b"")) == "too-heavy"


def test_a_png_with_a_book_in_its_remarks(tmp_path):
    whole = picture("PNG")
    remark = chunk(b"zTXt", b"Comment\x00\x00" + zlib.compress(bytes(80_000_000)))
    data = whole[:33] + remark * 3 + whole[33:]
    assert refused(tmp_path, data) in {"not-a-document", "too-heavy"}


def test_more_pages_than_may_be(tmp_path):
    assert refused(tmp_path, article(4), most=3) == "too-many-pages"
    frames = picture("TIFF", save_all=True, append_images=[Image.new("RGB", (60, 80))] * 5)
    assert refused(tmp_path, frames, most=3) == "too-many-pages"
    assert made(tmp_path, frames, article(2), most=8)[1].pages == 8
    with pytest.raises(Bad, match="too-many-pages"):
        made(tmp_path, frames, article(3), most=8)


def outcome(tmp_path, data):
    """taken, or the code of why not; anything else that is raised is a fault of ours."""
    try:
        _, told = made(tmp_path, data)
    except Bad as bad:
        return bad.code
    return "taken" if 1 <= told.pages <= 50 else f"{told.pages} pages"


def loop(kids):
    body = [b"%PDF-1.4\n"]
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", *kids]
    for number, one in enumerate(objects, 1):
        body.append(b"%d 0 obj%sendobj\n" % (number, one))
    body.append(b"trailer<</Root 1 0 R/Size %d>>\n%%%%EOF" % (len(objects) + 1))
    return b"".join(body)


@pytest.mark.parametrize(
    "kids",
    [
        [b"<</Type/Pages/Kids[2 0 R]/Count 1>>"],
        [b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"<</Type/Pages/Kids[2 0 R]/Count 1>>"],
        [b"<</Type/Pages/Kids[" + b"3 0 R " * 10 + b"]/Count 10>>"]
        + [b"<</Type/Pages/Kids[" + b"%d 0 R " % (number + 1) * 10 + b"]>>" for number in range(3, 12)]
        + [b"<</Type/Page>>"],
        [b"<</Type/Pages/Kids[" * 200 + b"]>>" * 200],
        [b"<</Type/Pages/Kids" + b"[" * 3000 + b"]" * 3000 + b">>"],
        [
            b"<</Type/Pages/Kids[3 0 R]/Count 99999999999>>",
            b"<</Type/Page/MediaBox[0 0 1e300 nan]/Rotate 17>>",
        ],
    ],
)
def test_trees_of_pages_that_lead_in_circles_end(tmp_path, kids):
    begun = time.monotonic()
    assert outcome(tmp_path, loop(kids)) in {"not-a-document", "too-heavy", "empty", "taken"}
    assert time.monotonic() - begun < SECONDS


def test_a_page_that_draws_itself_is_copied_once(tmp_path):
    writer = PdfWriter()
    page = writer.add_blank_page(200, 200)
    form = StreamObject()
    form.set_data(b"/Me Do")
    form[NameObject("/Subtype")] = NameObject("/Form")
    at = writer._add_object(form)
    form[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/XObject"): DictionaryObject({NameObject("/Me"): at})}
    )
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/XObject"): DictionaryObject({NameObject("/Me"): at})}
    )
    whole, _ = made(tmp_path, written(writer))
    assert whole.count(b"/Subtype /Form") == 1


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_torn_files_are_taken_or_refused_and_never_a_surprise(tmp_path, data):
    whole = bytearray(data.draw(st.sampled_from([ARTICLE, picture(), picture("PNG"), picture("TIFF")])))
    for _ in range(data.draw(st.integers(1, 12))):
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at : at + data.draw(st.integers(0, 8))] = data.draw(st.binary(max_size=12))
    assert outcome(tmp_path, bytes(whole)) in {"not-a-document", "empty", "locked", "too-heavy", "taken"}


def test_the_process_that_reads_has_its_bounds_and_names_the_part(tmp_path):
    good, bad, to = tmp_path / "a", tmp_path / "b", tmp_path / "to.pdf"
    good.write_bytes(ARTICLE)
    bad.write_bytes(b"MZ")
    assert child.make([good, good], to, most=9)["pages"] == 2
    with pytest.raises(Bad) as told:
        child.make([good, bad], tmp_path / "other.pdf", most=9)
    assert (told.value.code, told.value.facts) == ("not-a-document", {"part": 2})
    with pytest.raises(Bad, match="too-heavy"):  # no time at all: it is ended before it can answer
        child.make([good], tmp_path / "third.pdf", most=9, seconds=0)
    assert not (tmp_path / "third.pdf").exists()
