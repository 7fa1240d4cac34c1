"""A text in two languages as an OpenDocument file (ISO/IEC 26300): a contract somebody can open and read."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from typing import Final
from xml.sax.saxutils import escape

from commonshelf.members.cards import Said

TYPE: Final = "application/vnd.oasis.opendocument.text"
LONG_AGO: Final = (1980, 1, 1, 0, 0, 0)
"""The same bytes for the same words, whenever it is written."""
OASIS: Final = "urn:oasis:names:tc:opendocument:xmlns"
MANIFEST: Final = (
    f'<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="{OASIS}:manifest:1.0" '
    f'manifest:version="1.2"><manifest:file-entry manifest:full-path="/" manifest:media-type="{TYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)
HEAD: Final = (
    f'<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="{OASIS}:office:1.0" '
    f'xmlns:text="{OASIS}:text:1.0" office:version="1.2"><office:body><office:text>'
)
TAIL: Final = "</office:text></office:body></office:document-content>"


def odt(title: Said, paragraphs: Iterable[Said]) -> bytes:
    """The Chinese first, then the English."""
    told = list(paragraphs)
    lines = []
    for language in ("zh-hans", "en"):
        heading = escape(title.in_language(language))
        lines.append(f'<text:h text:outline-level="1">{heading}</text:h>')
        lines += [f"<text:p>{escape(one.in_language(language))}</text:p>" for one in told]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        # The type comes first and uncompressed, so that it can be read off the first bytes.
        file.writestr(zipfile.ZipInfo("mimetype", LONG_AGO), TYPE)
        file.writestr(zipfile.ZipInfo("META-INF/manifest.xml", LONG_AGO), MANIFEST)
        file.writestr(zipfile.ZipInfo("content.xml", LONG_AGO), HEAD + "".join(lines) + TAIL)
    return out.getvalue()
