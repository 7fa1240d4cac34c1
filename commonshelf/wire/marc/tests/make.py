"""Records for tests, built byte by byte and independently of `write`; all texts are invented."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from hypothesis import strategies as st

from commonshelf.wire.marc.record import Field, Marc

Raw = Sequence[tuple[str, bytes]]
LEADER = "00000nam a2200000   4500"
CNMARC_LEADER = "00000nam0 2200000   450 "


def iso(fields: Raw, leader: str = LEADER) -> bytes:
    """A sound ISO 2709 record of these (tag, bytes without terminator)."""
    directory, body = b"", b""
    for tag, data in fields:
        directory += f"{tag}{len(data) + 1:04d}{len(body):05d}".encode()
        body += data + b"\x1e"
    base = 25 + len(directory)
    length = base + len(body) + 1
    head = f"{length:05d}{leader[5:12]}{base:05d}{leader[17:]}".encode()
    return head + directory + b"\x1e" + body + b"\x1d"


def flat(fields: Sequence[Field], coding: str = "utf-8") -> list[tuple[str, bytes]]:
    """Fields as `iso` wants them."""
    out = []
    for field in fields:
        text = field.data or field.ind + "".join(f"\x1f{code}{value}" for code, value in field.subfields)
        out.append((field.tag, text.encode(coding)))
    return out


def control(tag: str, data: str) -> Field:
    return Field(tag, "", (), data)


def data(tag: str, ind: str, *subfields: str) -> Field:
    """data("245", "10", "aTitle /", "cName")."""
    return Field(tag, ind, tuple((part[0], part[1:]) for part in subfields), "")


ENGLISH = [
    control("001", "demo-000017"),
    control("008", "240101s2019    cc            000 0 eng d"),
    data("020", "  ", "a9798000000172"),
    data("100", "1 ", "aHarbour, Ann,", "d1961-"),
    data("245", "12", "aA winter of small lamps /", "cAnn Harbour ; translated by É. Dübös."),
    data("260", "  ", "aNanchong :", "bLantern Press,", "c2019."),
    data("650", " 0", "aLamps", "xHistory."),
    data("952", "  ", "aNCU", "bmain", "oQ19/7", "p30017"),
]
CHINESE = [
    control("001", "demo-000018"),
    data("010", "  ", "a979-8-00-000018-9", "dCNY48.00"),
    data("100", "  ", "a20240105d2018    em y0chiy50      ea"),
    data("101", "0 ", "achi"),
    data("102", "  ", "aCN", "b510000"),
    data("200", "1 ", "a冬天的小灯", "e图书馆学基础教程", "f王小明，李大海编著"),
    data("210", "  ", "a北京", "c示范出版社", "d2018"),
    data("690", "  ", "aG250", "v5"),
    data("801", " 0", "aCN", "bDEMO", "c20240105"),
    data("905", "  ", "aNCU", "dG250/12", "e3"),
]
TRADITIONAL = [
    control("001", "demo-000019"),
    data("200", "1 ", "a圖書館學概論", "e新編教育學研究方法", "f張國華著"),
    data("210", "  ", "a臺北", "c示範出版社", "d2003"),
    data("606", "  ", "a圖書館學", "x研究"),
]


class Drip(io.RawIOBase):
    """A file that gives at most `step` bytes at a time, as a socket or a decompressor may."""

    def __init__(self, data: bytes, step: int) -> None:
        super().__init__()
        self._inner = io.BytesIO(data)
        self._step = step

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return False

    def read(self, size: int = -1) -> bytes:
        return self._inner.read(min(self._step, size) if size >= 0 else self._step)


def put(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


# Text a catalogue may hold: no controls, no marks, nothing that looks like an entity or a lost escape.
_TEXT = st.text(
    st.characters(
        blacklist_categories=("Cc", "Cs", "Co", "Cn", "Mn"), blacklist_characters="&$\ufffd\ufeff\ufffe\uffff"
    ),
    max_size=30,
)
_CODES = st.sampled_from("abcdefghijklmnopqrstuvwxyz0123456789AFE")
_INDICATORS = st.text(st.sampled_from(" 0123456789"), min_size=2, max_size=2)
_CONTROLS = st.builds(control, st.sampled_from(["001", "003", "005", "008"]), _TEXT.filter(bool))
_DATAS = st.builds(
    lambda tag, ind, subfields: Field(tag, ind, tuple(subfields), ""),
    st.integers(10, 999).map("{:03d}".format),
    _INDICATORS,
    st.lists(st.tuples(_CODES, _TEXT), min_size=1, max_size=5),
)
FIELDS = st.lists(_CONTROLS, max_size=3).flatmap(
    lambda controls: st.lists(_DATAS, min_size=1, max_size=12).map(lambda datas: [*controls, *datas])
)
MARCS = FIELDS.map(lambda fields: Marc(LEADER, tuple(fields)))
