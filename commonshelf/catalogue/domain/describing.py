"""What of a record is compared with others, ready to store; and by which rules."""

from __future__ import annotations

from pathlib import Path
from typing import Final, NamedTuple

from commonshelf.catalogue.domain import matching
from commonshelf.catalogue.domain.facts import Facts
from commonshelf.catalogue.domain.matching import portraits
from commonshelf.catalogue.domain.matching.judging import alike
from commonshelf.catalogue.domain.matching.portraits import Portrait

_WEIGHTS: Final = (Path(matching.__file__).with_name("weights.toml")).read_text(encoding="utf-8")
RULES: Final = portraits.number_of(f"{portraits.RULES_OF_MATCHING}\n{portraits.BLOCK_LIMIT}\n{_WEIGHTS}") | 1
"""Fingerprint of today's rules: what was described or weighed by others is made anew. Never 0."""


class Described(NamedTuple):
    """A record's description. id: 63 bits of its digest; blocks: where others worth comparing lie."""

    id: int
    portrait: str
    alike: bool
    blocks: tuple[int, ...]


def described(facts: Facts) -> Described:
    seen = portraits.portrait(facts)
    text = portraits.dump(seen)
    return Described(portraits.number_of(text), text, alike(seen), portraits.blocks(seen))


def marks(p: Portrait) -> Portrait:
    """Only what may stand against another's within one edition (`judging.conflict`)."""
    return Portrait(p.carrier, "", component=p.component, volume=p.volume, part=p.part, edition=p.edition)
