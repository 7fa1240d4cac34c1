"""MARC-in-JSON: an array, one object a line, or objects one after another."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO, Final

from commonshelf.wire.marc.charset import tell, text_of
from commonshelf.wire.marc.clean import plain, tag, without_controls
from commonshelf.wire.marc.flavour import flavour_of
from commonshelf.wire.marc.outcome import Bad, Good, Piece
from commonshelf.wire.marc.record import Field, Marc
from commonshelf.wire.marc.split import KEPT, MOST_PIECE, Found, Stream

# A string still open at the end of what has been read reaches to that end.
_TOKEN: Final = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"?|[{}]', re.DOTALL)
_NEXT: Final = re.compile(rb"\n[ \t]*\{")


def pieces(file: BinaryIO, start: int = 0) -> Iterator[Found]:
    """Every outermost object. One that never closes is given up at the next line that opens one."""
    stream = Stream(file, start)
    while stream.more():
        yield from _whole(stream)
        if len(stream.ready) > MOST_PIECE:
            yield _given_up(stream)
    yield from _whole(stream)
    while b"{" in stream.ready and stream.broken is None:
        yield _given_up(stream)
        yield from _whole(stream)
    yield from stream.tail()


def _whole(stream: Stream) -> Iterator[Piece]:
    """The objects that close in what has been read; the rest stays."""
    ready, base, at = stream.ready, stream.offset, 0
    while (begin := ready.find(b"{", at)) >= 0 and (end := _close(ready, begin)):
        yield Piece(base + begin, ready[begin:end])
        at = end
    stream.drop(at if begin >= 0 else len(ready))


def _given_up(stream: Stream) -> tuple[Piece, Bad]:
    """An object without end, up to the next line that opens one."""
    begin = stream.ready.find(b"{")
    again = _NEXT.search(stream.ready, begin + 1)
    cut = again.start() if again else len(stream.ready)
    piece = Piece(stream.offset + begin, stream.ready[begin : min(cut, begin + KEPT)])
    stream.drop(cut)
    return piece, Bad("truncated", {"bytes": cut - begin})


def _close(data: bytes, begin: int) -> int:
    """Just after the brace that closes the object opened at `begin`; 0 when it is not there yet."""
    depth = 0
    for token in _TOKEN.finditer(data, begin):
        first = data[token.start()]
        if first == 0x7B:
            depth += 1
        elif first == 0x7D:
            depth -= 1
            if not depth:
                return token.end()
    return 0


def read(raw: bytes, charset: str = "") -> Good | Bad:
    """One object. Never raises."""
    text, whole = text_of(raw, charset or tell(raw, "utf-8").charset)
    try:
        form = json.loads(text, strict=False)
        marc, codes, doubtful = record(form)
    except RecursionError:
        return Bad("json", {"what": "nested too deeply"})
    except (ValueError, TypeError, KeyError, AttributeError) as trouble:
        return Bad("json", {"what": str(trouble)[:200]})
    if not marc.fields:
        return Bad("no-fields", {"bytes": len(raw)})
    if not whole:
        codes.add("characters")
    return Good(marc, flavour_of(marc.fields), "utf-8", tuple(sorted(codes)), tuple(doubtful))


def record(form: Any) -> tuple[Marc, set[str], list[int]]:
    """Record, codes of what was mended, doubtful fields.

    Raises ValueError, TypeError, KeyError or AttributeError when the form is another.
    """
    codes: set[str] = set()
    doubtful: list[int] = []
    fields: list[Field] = []
    for entry in form["fields"]:
        for told, content in entry.items():
            name, mended = tag(str(told))
            codes.update([mended] if mended else [])
            if not name:
                continue
            field = _field(name, content, codes)
            clean = _clean(field)
            broken = any("\ufffd" in value for _, value in (*clean.subfields, ("", clean.data)))
            if clean != field or broken:
                codes.update(
                    name for name, here in (("controls", clean != field), ("characters", broken)) if here
                )
                doubtful.append(len(fields))
            fields.append(clean)
    leader = plain(str(form.get("leader", "")))
    if len(leader) != 24:
        codes.add("leader")
        leader = leader[:24].ljust(24)
    return Marc(leader, tuple(fields)), codes, doubtful


def _field(name: str, content: Any, codes: set[str]) -> Field:
    if isinstance(content, str):
        return Field(name, "", (), content)
    ind = (str(content.get("ind1") or " ") + " ")[0] + (str(content.get("ind2") or " ") + " ")[0]
    parts = [(str(code), str(value)) for part in content["subfields"] for code, value in part.items()]
    subfields = tuple((plain(code[:1]) or "a", value) for code, value in parts)
    if [code for code, _ in parts] != [code for code, _ in subfields]:
        codes.add("subfields")
    if plain(ind) != ind:
        codes.add("indicators")
    return Field(name, plain(ind), subfields, "")


def _clean(field: Field) -> Field:
    subfields = tuple((code, without_controls(value)) for code, value in field.subfields)
    return Field(field.tag, field.ind, subfields, without_controls(field.data))
