"""An OpenURL's query as a citation: 1.0, 0.1 or a mixture; UTF-8 or, as older Chinese sites write, GBK."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, Final, cast
from urllib.parse import unquote_to_bytes

from commonshelf.wire.openurl import keys
from commonshelf.wire.openurl.citation import MOST, Citation, Format, tidy

PAIRS: Final = 300
CHARSETS: Final = {"gbk": "gb18030", "gb2312": "gb18030", "gb18030": "gb18030", "big5": "big5hkscs",
                   "utf-8": "utf-8", "utf8": "utf-8", "iso-8859-1": "latin-1"}  # fmt: skip

Told = dict[str, list[str]]


def read(query: bytes) -> Citation:
    """Never fails: what cannot be understood is left out. query: what follows the question mark."""
    told = _decoded([(_ascii(name), raw) for name, raw in _pairs(query)])
    found: dict[str, Any] = {field: _first(told, names) for field, names in keys.READ.items()}
    found["genre"] = found["genre"].lower()
    found["authors"] = _authors(told)
    found["ids"] = _ids(told)
    found["format"] = _format(told)
    found["source"] = _source(told)
    return Citation(**found)


def _pairs(query: bytes) -> Iterator[tuple[bytes, bytes]]:
    for pair in query.split(b"&", PAIRS)[:PAIRS]:
        name, _, value = pair.replace(b"+", b" ").partition(b"=")
        if name and value:
            yield unquote_to_bytes(name), unquote_to_bytes(value)


def _ascii(name: bytes) -> str:
    return name.decode("ascii", "replace").strip().lower()


def _decoded(pairs: Sequence[tuple[str, bytes]]) -> Told:
    """All in one charset: the one named, else UTF-8 where all is, else GB 18030, else each by itself."""
    told: Told = defaultdict(list)
    named = [raw.decode("ascii", "replace") for name, raw in pairs if name in {"ctx_enc", "rft.enc"}]
    charset = next(
        (one for name in named if (one := CHARSETS.get(name.lower().removeprefix(keys.ENCODING)))), ""
    )
    whole = b"\n".join(raw for _, raw in pairs)
    for one in (charset, "utf-8", "gb18030"):
        if one and _fits(whole, one):
            charset = one
            break
    else:
        charset = ""
    for name, raw in pairs:
        if text := tidy(raw.decode(charset) if charset else _guessed(raw)):
            told[name].append(text)
    return told


def _fits(raw: bytes, charset: str) -> bool:
    try:
        raw.decode(charset)
    except UnicodeDecodeError:
        return False
    return True


def _guessed(raw: bytes) -> str:
    fitting = next((one for one in ("utf-8", "gb18030") if _fits(raw, one)), "latin-1")
    return raw.decode(fitting)


def _all(told: Told, name: str) -> list[str]:
    """Under its key of 1.0, else under its bare one: many sources mix them."""
    return told.get(f"rft.{name}") or told.get(name) or []


def _first(told: Told, names: Sequence[str]) -> str:
    return next((found[0] for name in names if (found := _all(told, name))), "")


def _authors(told: Told) -> tuple[str, ...]:
    if whole := _all(told, "au"):
        return tuple(dict.fromkeys(whole))[:MOST]
    last = _first(told, ("aulast",))
    given = _first(told, ("aufirst",)) or " ".join(
        filter(None, [_first(told, ("auinit", "auinit1")), _first(told, ("auinitm",))])
    )
    return (", ".join(filter(None, [last, given])),) if last else ((given,) if given else ())


def _ids(told: Told) -> tuple[str, ...]:
    given = [*told.get("rft_id", []), *told.get("id", []), *(f"doi:{one}" for one in _all(told, "doi"))]
    found = (uri for one in given if (uri := _uri(one)))
    return tuple(dict.fromkeys(found))[:MOST]


def _uri(text: str) -> str:
    """As a URI of a kept name space; "" for addresses and everything else."""
    low = text.lower()
    for begins, space in keys.SCHEMES.items():
        if low.startswith(begins):
            rest = text[len(begins) :].strip()
            return f"{space}{rest}" if rest else ""
    for space in keys.KNOWN:
        if low.startswith(space) and len(text) > len(space):
            right = space if space.startswith("info") else f"urn:{space[4:-1].upper()}:"
            return f"{right}{text[len(space) :].strip()}"
    return ""


def _format(told: Told) -> Format:
    for named in told.get("rft_val_fmt", []):
        short = named.lower().rpartition(":")[2]
        if short in keys.WRITTEN:
            return cast("Format", short)
    return ""


def _source(told: Told) -> str:
    given = _first({"rft.x": [*told.get("rfr_id", []), *told.get("sid", [])]}, ("x",))
    return given[len("info:sid/") :] if given.lower().startswith("info:sid/") else given
