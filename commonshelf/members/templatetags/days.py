"""`{% load days %}`: a span of days as people say it."""

from __future__ import annotations

from datetime import date, timedelta

from django import template
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, pgettext

from commonshelf.ui.templatetags import shelf

register = template.Library()


@register.simple_tag
def spell(first: date, over: date | None) -> str:
    """ "16 January to 4 February". over: the first day on which it no longer holds; None: no such day."""
    if over is None:
        return pgettext("days", "from {first}").format(first=shelf.day(first))
    if over <= first:
        return gettext("ended before it began")
    return days(first, over - timedelta(days=1))


@register.simple_tag
def days(first: date, last: date) -> str:
    """ "1 月 16 日至 2 月 4 日", "16 January to 4 February": what is said once is not said again."""
    if first == last:
        return shelf.day(first)
    begin, end = shelf.day(first), shelf.day(last)
    same_year, same_month = first.year == last.year, (first.year, first.month) == (last.year, last.month)
    if (get_language() or "").startswith("zh"):
        end = f"{last.day} 日" if same_month else f"{last.month} 月 {last.day} 日" if same_year else end
    else:
        begin = str(first.day) if same_month else date_format(first, "j F") if same_year else begin
    return pgettext("days", "{first} to {last}").format(first=begin, last=end)
