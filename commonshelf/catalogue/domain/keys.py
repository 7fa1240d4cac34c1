"""The key of a work: what groups editions, translations and volumes of a set, softly (find.md 10).

Nothing is joined by it. Whether two records are one edition is decided in `matching`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from commonshelf.catalogue.domain import people, volumes
from commonshelf.catalogue.domain.facts import Facts
from commonshelf.catalogue.domain.matching.portraits import bare_title, number_of

_SHORT: Final = 4
_LONGEST: Final = 200
_MAIN_ROLES: Final = frozenset({"", "author", "editor", "compiler", "composer"})
_KIND_OF_EDITION: Final = re.compile(
    r"\s*[(（\[【〔](?!原著)[^()（）\[\]【】〔〕]{0,10}(?:版|本|丛书|文库|系列|译注|导读|精装|平装|全译|节选)[)）\]】〕]"
)
"""(插图本), （青少版）, [注音版]: the same work for another reader."""
_DOTS: Final = re.compile(r"[·•・‧∙．﹒.]\s*(?=[\u3400-\u9fff])")


def work_key(facts: Facts) -> str:
    """Original or own title without volume and edition, and maker; "" if hardly said, or for an article."""
    if facts.component:
        return ""
    maker = _maker(facts)
    title = _title(facts.original_title) if facts.original_title else ""
    title = title or _title(facts.title)
    if not title or (not maker and len(title) < _SHORT):
        return ""
    key = f"{title}|{maker}"
    if len(key) <= _LONGEST:
        return key
    return f"{key[: _LONGEST - 17]}-{number_of(key):016x}"


def _maker(facts: Facts) -> str:
    """The first author or editor; a translator only where no other is named.

    Of a foreign name in Chinese the last part: some libraries give the whole of it, others do not.
    """
    made = next((name for name in facts.names if name.role in _MAIN_ROLES), None)
    if made is None and facts.names:
        made = facts.names[0]
    return _surname(made.name) if made else ""


@lru_cache(maxsize=8192)
def _surname(name: str) -> str:
    last = _DOTS.split(people.plain_name(name))[-1]
    key = people.person_key(last) if len(last.strip()) > 1 else ""
    return key or people.person_key(name)


@lru_cache(maxsize=4096)
def _title(text: str) -> str:
    core = volumes.take_apart(_KIND_OF_EDITION.sub("", text).strip() or text).core
    return bare_title(core)
