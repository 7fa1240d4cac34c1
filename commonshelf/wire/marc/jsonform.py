"""MARC-in-JSON: an array, one object a line, or objects one after another."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO, Final

from commonshelf.wire.marc.clean import without_controls
from commonshelf.wire.marc.flavour import flavour_of
from commonshelf.wire.marc.outcome import Bad, Good, Piece
from commonshelf.wire.marc.record import Field, Marc
from commonshelf.wire.marc.split import KEPT, MOST_PIECE, Found, Stream

_TOKEN: Final = re.compile(rb'"(?:[^"\\]|\\.)*"|[{}]', re.DOTALL)
_NEXT: Final = re.compile(rb"\n[ \t]*\{")


def pieces(file: BinaryIO, start: int = 0) -> Iterator[Found]:
    """Every outermost object. One that never closes is given up at the next line that opens one."""
    stream = Stream(file, start)
    while stream.more() or stream.ready:
        while (begin := stream.ready.find(b"{")) >= 0:
            end = _close(stream.ready, begin)
            if end:
                yield Piece(stream.offset + begin, stream.ready[begin:end])
                stream.drop(end)
                continue
            if not stream.ended and len(stream.ready) - begin <= MOST_PIECE:
                break
            again = _NEXT.search(stream.ready, begin + 1)
            cut = again.start() if again else len(stream.ready)
            piece = Piece(stream.offset + begin, stream.ready[begin : min(cut, begin + KEPT)])
            yield piece, Bad("truncated", {"bytes": cut - begin})
            stream.drop(cut)
        if stream.ended:
            return
        if b"{" not in stream.ready:
            stream.drop(len(stream.ready))


def _close(data: bytes, begin: int) -> int:
    """Just after the brace that closes the object opened at `begin`; 0 when it is not there yet."""
    depth = 0
    for token in _TOKEN.finditer(data, begin):
        first = token[0][:1]
        if first == b"{":
            depth += 1
        elif first == b"}":
            depth -= 1
            if not depth:
                return token.end()
    return 0


def read(raw: bytes, charset: str = "") -> Good | Bad:
    """One object. Never raises."""
    from commonshelf.wire.marc.charset import tell, text_of

    text, whole = text_of(raw, charset or tell(raw).charset)
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
    """Raises ValueError, TypeError, KeyError or AttributeError when the form is another."""
    codes: set[str] = set()
    doubtful: list[int] = []
    fields: list[Field] = []
    for entry in form["fields"]:
        for tag, content in entry.items():
            field = _field(str(tag), content)
            clean = _clean(field)
            if clean != field or "\ufffd" in repr(field):
                codes.add("controls" if clean != field else "characters")
                doubtful.append(len(fields))
            fields.append(clean)
    leader = str(form.get("leader", ""))
    if len(leader) != 24:
        codes.add("leader")
        leader = leader[:24].ljust(24)
    return Marc(leader, tuple(fields)), codes, doubtful


def _field(tag: str, content: Any) -> Field:
    if len(tag) != 3 or not tag.isascii() or not tag.isalnum():
        raise ValueError(f"tag {tag[:20]!r}")
    if isinstance(content, str):
        return Field(tag, "", (), content)
    ind = (str(content.get("ind1") or " ") + " ")[0] + (str(content.get("ind2") or " ") + " ")[0]
    subfields = tuple(
        (str(code)[:1], str(value)) for part in content["subfields"] for code, value in part.items() if code
    )
    return Field(tag, ind, subfields, "")


def _clean(field: Field) -> Field:
    subfields = tuple((code, without_controls(value)) for code, value in field.subfields)
    return Field(field.tag, field.ind, subfields, without_controls(field.data))
