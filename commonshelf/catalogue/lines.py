"""A record's facts as a title page and one line would say them."""

from __future__ import annotations

from itertools import groupby
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from commonshelf.catalogue import labels
from commonshelf.catalogue.domain.facts import Facts, Name
from commonshelf.ui.api import language_of
from commonshelf.ui.templatetags.shelf import marked

NAMES_SHOWN: Final = 4


def full_title(facts: Facts) -> str:
    """Title and subtitle as a title page would set them."""
    if not facts.title:
        return gettext("[No title]")
    if not facts.subtitle:
        return facts.title
    colon = "：" if language_of(facts.title) in {"zh", "ja"} else ": "
    return f"{facts.title}{colon}{facts.subtitle}"


def titled(facts: Facts) -> str:
    """Title, subtitle and volume: what tells one book from its neighbours in a list."""
    return f"{full_title(facts)} {facts.volume}" if facts.volume else full_title(facts)


def makers(names: tuple[Name, ...], languages: tuple[str, ...] = (), most: int = NAMES_SHOWN) -> SafeString:
    """ "曹雪芹，高鹗 著，无名氏 续"; each name carries its own language mark."""
    groups = groupby(names[:most], key=lambda name: name.role)
    told = format_html_join(
        gettext(", "), "{}", ((_together(list(group), role, languages),) for role, group in groups)
    )
    return told if len(names) <= most else format_html(gettext("{names} and others"), names=told)


def _together(names: list[Name], role: str, languages: tuple[str, ...]) -> SafeString:
    """Names that share a role, the role said once."""
    joined = format_html_join(gettext(", "), "{}", ((marked(name.name, languages),) for name in names))
    return format_html(labels.role_pattern(role), name=joined, role=labels.role(role))


def line(facts: Facts) -> SafeString:
    """Makers · edition · publisher · year · kind, in one line; what is not known is left out."""
    parts: list[str | SafeString] = [
        makers(facts.names, facts.languages) or marked(facts.statement, facts.languages)
    ]
    parts.extend(marked(text, facts.languages) for text in (facts.edition, facts.publisher))
    parts.append(str(facts.year) if facts.year else facts.date)
    parts.append(str(labels.FORMATS.get(facts.format, facts.format)))
    return format_html_join("\u00a0· ", "{}", ((part,) for part in parts if part))
