"""The options of a facet as a list of boxes to tick.

Written here and not as a template: a page of a large alliance has some two hundred of them, and template
loops over them took half the time the whole page did.
"""

from __future__ import annotations

from functools import lru_cache

from django import template
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from commonshelf.search.facets import Option, Part
from commonshelf.ui.templatetags.shelf import marked, number

register = template.Library()


@register.simple_tag
def options(part: Part) -> SafeString:
    """part: a stretch of a facet's options, under its region where it has one."""
    region = f'<p class="region">{_label(part.region)}</p>' if part.region else ""
    inside = ' class="inside"' if part.region else ""
    return SafeString(f"{region}<ul{inside}>{''.join(map(_item, part.options))}</ul>")


def _item(option: Option) -> str:
    below = "".join(f"<li>{_label(building)}</li>" for building in option.below)
    return f"<li>{_label(option)}{f'<ul>{below}</ul>' if below else ''}</li>"


def _label(option: Option) -> str:
    checked = " checked" if option.chosen else ""
    yours = ""
    if option.mine and option.facet == "library":
        yours = f' <span class="chip here">{escape(gettext("Your library"))}</span>'
    count = "" if option.documents is None else f'<span class="count">{number(option.documents)}</span>'
    said = _said(option.label, get_language() or "")
    return f"<label>{_box(option.facet, option.value)}{checked}><span>{said}{yours}</span>{count}</label>"


@lru_cache(maxsize=8192)
def _box(facet: str, value: str) -> str:
    """The box, but for its end: a box may be ticked."""
    name = f"f-{facet}-{''.join(c if c.isalnum() else '-' for c in value)}"
    return f'<input type="checkbox" name="{facet}" value="{escape(value)}" id="{escape(name)}"'


@lru_cache(maxsize=8192)
def _said(label: str, _language: str) -> str:
    """Escaped, with a `lang` of its own where it needs one on a page of this language."""
    return conditional_escape(marked(label))
