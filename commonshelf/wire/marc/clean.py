"""Text from the wild made fit for everyone above: no control characters, no leftovers of other formats."""

from __future__ import annotations

import re
from typing import Final

_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")
_ODD: Final = re.compile("[^ -~]")
_BLANKS: Final = {"\t": " ", "\n": " ", "\r": " "}
_ENTITY: Final = re.compile(r"&(?:(amp|lt|gt|quot|apos)|#x([0-9A-Fa-f]{2,6})|#([0-9]{2,7}));")
_NAMED: Final = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
has_entity = _ENTITY.search


def without_controls(text: str) -> str:
    """Controls go; line breaks and tabs become blanks. The joiners of sorting (U+0098, U+009C) go too."""
    return _CONTROL.sub(lambda match: _BLANKS.get(match[0], ""), text)


def plain(text: str) -> str:
    """Leader, indicators and codes are printable ASCII; anything else becomes a blank."""
    return _ODD.sub(" ", text)


def tag(told: str) -> tuple[str, str]:
    """Three letters or digits, and what was mended: `42` has lost its zero ("tags"), others are "lost"."""
    name = told.strip()
    if len(name) == 3 and name.isascii() and name.isalnum():
        return name, ""
    short = name.isascii() and name.isdigit() and len(name) < 3
    return (name.zfill(3), "tags") if short else ("", "lost")


def without_entities(text: str) -> str:
    """`&amp;` left by an export through XML, `&#x5B57;` from lossless MARC-8: the character itself."""
    return _ENTITY.sub(_entity, text) if "&" in text else text


def _entity(match: re.Match[str]) -> str:
    if match[1]:
        return _NAMED[match[1]]
    code = int(match[2], 16) if match[2] else int(match[3])
    if code > 0x10FFFF or 0xD800 <= code < 0xE000 or code < 0x20 or 0x7F <= code < 0xA0:
        return match[0]
    return chr(code)
