"""`{% load shelf %}`: words, numbers, distances and days as this house says them; places."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from math import floor
from typing import Any

from django import template
from django.template.context import Context
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext

from commonshelf.ui import api, script

register = template.Library()


def _language() -> str:
    return get_language() or "zh-hans"


@register.filter
def said(words: api.TwoTongued | str | None) -> str:
    """`members.cards.Said` in the page's language, marked up by nobody: combine with `marked` if in doubt."""
    if words is None or isinstance(words, str):
        return words or ""
    return words.in_language(_language())


@register.filter
def marked(text: str | None, languages: tuple[str, ...] = ()) -> SafeString | str:
    """Text with a `lang` of its own where its script is not the page's."""
    if not text:
        return ""
    tag = script.language_of(text, tuple(languages))
    if script.same_language(tag, _language()):
        return text
    return format_html('<span lang="{}">{}</span>', tag, text)


@register.filter
def lang_of(text: str | None, languages: tuple[str, ...] = ()) -> SafeString:
    """` lang="…"` for a start tag, or nothing where the page's own language holds."""
    tag = script.language_of(text or "", tuple(languages))
    if script.same_language(tag, _language()):
        return SafeString("")
    return format_html(' lang="{}"', tag)


@register.filter
def number(value: float | None) -> str:
    """12,345 in both languages."""
    return "" if value is None else f"{value:,}"


@register.filter
def score(value: float) -> str:
    """Between 0 and 1, cut off after two places: what lies below a threshold never reads as the threshold."""
    return f"{floor(value * 100 + 1e-9) / 100:.2f}"  # the little more: 0.29 * 100 is 28.99…


@register.filter
def listed(words: Iterable[object]) -> str:
    """One after the other, with the comma the page's language has between them."""
    return ("、" if _language().startswith("zh") else ", ").join(map(str, words))


@register.filter
def km(value: float | None) -> str:
    """Kilometres as a person says them: "2.1 km", "300 m"; the unit stays on the number's line."""
    if value is None:
        return ""
    if value < 0.95:
        return gettext("{metres} m").format(metres=max(50, round(value * 20) * 50)).replace(" ", "\u00a0")
    told = f"{value:.1f}" if value < 10 else f"{value:,.0f}"
    return gettext("{kilometres} km").format(kilometres=told).replace(" ", "\u00a0")


@register.filter
def clock(value: datetime | None) -> str:
    """ "22:00" in the alliance's time."""
    return "" if value is None else timezone.localtime(value).strftime("%H:%M")


@register.filter
def day(value: date | datetime | None) -> str:
    """ "11 月 21 日", "21 November"; with the year when it is not this one."""
    if value is None:
        return ""
    local = timezone.localtime(value).date() if isinstance(value, datetime) else value
    this_year = local.year == timezone.localdate().year
    if _language().startswith("zh"):
        told = f"{local.month} 月 {local.day} 日"
        return told if this_year else f"{local.year} 年 {told}"
    return date_format(local, "j F" if this_year else "j F Y")


@register.filter
def month(value: date | None) -> str:
    """ "2026 年 10 月", "October 2026"."""
    if value is None:
        return ""
    return f"{value.year} 年 {value.month} 月" if _language().startswith("zh") else date_format(value, "F Y")


@register.filter
def moment(value: datetime | None) -> str:
    """ "11 月 21 日 09:00"."""
    return "" if value is None else f"{day(value)} {clock(value)}"


@register.filter
def opens(value: datetime | None) -> str:
    """When a closed place opens next: "today at 13:30", "tomorrow at 08:00", "Monday at 08:00"."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    away = (local.date() - timezone.localdate()).days
    time = local.strftime("%H:%M")
    if away == 0:
        return gettext("today at {time}").format(time=time)
    if away == 1:
        return gettext("tomorrow at {time}").format(time=time)
    if away < 7:
        return gettext("{weekday} at {time}").format(weekday=date_format(local, "l"), time=time)
    return gettext("{day} at {time}").format(day=day(value), time=time)


@register.filter
def size(value: int | None) -> str:
    """Bytes for people: 640 bytes, 12 KB, 3.4 MB."""
    if value is None:
        return ""
    if value < 1000:
        return ngettext("{n} byte", "{n} bytes", value).format(n=value)
    told = float(value)
    for unit in ("KB", "MB", "GB"):
        told /= 1000
        if told < 1000 or unit == "GB":
            return f"{told:.1f} {unit}" if told < 10 else f"{told:,.0f} {unit}"
    return str(value)


@register.simple_tag(takes_context=True)
def place(context: Context, name: str, **passed: Any) -> SafeString:
    """What upper rooms show here; nothing when none does."""
    return api.place(name, request=context.get("request"), **passed)
