"""Refusals as sentences: one registry of code -> words, filled by every room at start."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from commonshelf.kernel.refusal import Refusal

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SENTENCES: dict[str, str | _StrPromise] = {
    "absent": _("There is nothing at this address, or it is not open to you."),
    "ui.forbidden": _("You may not do this. Sign in with an account that may, or ask your library."),
    "ui.stale-form": _(
        "This form has been open too long or came from another site. Go back, reload and send it again."
    ),
    "ui.too-large": _(
        "What was sent is larger than this page takes ({mib} MiB). Sign in and send files under "
        "“Load records”, or put them into your library's folder."
    ),
    "ui.busy": _(
        "Very many people are searching just now. Try again in {seconds} seconds; "
        "whoever is signed in goes first."
    ),
    "ui.too-many-filters": _(
        "Up to {most} filters can be combined without signing in. Take some off, or sign in and go on."
    ),
    "ui.crawl": _(
        "The same filters have been asked for over and over from where you are, as a program does it. "
        "Search without filters, sign in, or come back in {minutes} minutes."
    ),
    "ui.crawled": _(
        "Programs are trying every combination of filters just now. Until that is over, up to {most} filters "
        "can be combined without signing in."
    ),
    "ui.bad-request": _("The address or form could not be understood. Go back and try again."),
    "ui.broken": _(
        "Something in the system went wrong. It has been written to the log; nothing you had saved is lost."
    ),
}


WORDS: dict[str, Mapping[str, str | _StrPromise]] = {}
"""Name of a fact -> code -> word: what a program calls it, and what people do."""


class _Facts(dict[str, object]):
    """A mark without its fact stays readable instead of failing the page that explains a failure."""

    def __getitem__(self, name: str) -> object:
        fact, words = super().__getitem__(name), WORDS.get(name)
        if words is None or not isinstance(fact, str):
            return fact
        codes = [fact] if fact in words else fact.split()  # several, one after the other
        told = [str(words[one]) for one in codes if one in words]
        return pgettext("between words", ", ").join(told) if told and len(told) == len(codes) else fact

    def __missing__(self, name: str) -> str:
        return f"[{name}]"


def say(refusal: Refusal) -> str:
    words = SENTENCES.get(refusal.code)
    if words is None:
        return gettext("This cannot be done ({code}).").format(code=refusal.code)
    return str(words).format_map(_Facts(refusal.facts))
