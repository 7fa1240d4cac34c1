"""How cataloguers word makers, editions, volumes and numbers: shared by the renderers."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Final

from commonshelf.demo.book import Book
from commonshelf.demo.isbn import hyphenated
from commonshelf.demo.work import Maker

RELATORS: Final = {
    "译": "trl", "编": "edt", "主编": "edt", "编著": "aut", "注": "ann", "曲": "cmp", "词": "lyr",
    "校注": "ann", "译注": "ann", "集注": "ann", "改编": "adp", "主办": "isb", "issuer": "isb",
}  # fmt: skip
ORDINALS: Final = ("", "1st", "2nd", "3rd")
NUMERALS: Final = "零一二三四五六七八九十"


def direct(name: str) -> str:
    """ "Austen, Jane" → "Jane Austen"."""
    last, comma, first = name.partition(", ")
    return f"{first} {last}" if comma else last


def role(maker: Maker) -> str:
    """The role as it stands after a Chinese name; 著 where nothing else is known."""
    return maker.role.removeprefix("等") or "著"


def statement_zh(makers: Sequence[Maker], *, wide: bool) -> str:
    """（清）曹雪芹，（清）高鹗著: one role said once, after the last who has it; more than three: 〔等〕."""
    left, right, comma = ("（", "）", "，") if wide else ("(", ")", ", ")
    if not makers:
        return ""
    if len(makers) > 3:
        first = makers[0]
        return f"{_named(first, left, right)}{'〔等〕' if wide else '[等]'}{role(first)}"
    parts: list[str] = []
    for place, maker in enumerate(makers):
        last = place + 1 == len(makers) or role(makers[place + 1]) != role(maker)
        others = ("〔等〕" if wide else "等") if maker.role.startswith("等") else ""
        said = others + role(maker) if last else ""
        parts.append(_named(maker, left, right) + said)
    return comma.join(parts)


def _named(maker: Maker, left: str, right: str) -> str:
    return f"{left}{maker.origin}{right}{direct(maker.name)}" if maker.origin else direct(maker.name)


def statement_en(makers: Sequence[Maker]) -> str:
    names = [direct(maker.name) for maker in makers]
    if len(names) > 3:
        return f"{names[0]} [et al.]"
    return ", ".join(names[:-1]) + " and " + names[-1] if len(names) > 1 else "".join(names)


def volume_zh(volume: str) -> str:
    """上 → 上册, 3 → 第3卷."""
    return f"第{volume}卷" if volume.isdigit() else f"{volume}册"


def edition_zh(edition: int) -> str:
    return f"第{edition}版"


def edition_en(edition: int) -> str:
    return f"{ORDINALS[edition] if edition < len(ORDINALS) else f'{edition}th'} ed."


def number(book: Book, random: Random, hyphens: float) -> str:
    """The ISBN, hyphenated in that share of records."""
    return hyphenated(book.isbn) if book.isbn and random.random() < hyphens else book.isbn
