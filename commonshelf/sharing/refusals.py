"""What this room says to programs when it refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SENTENCES: Final[dict[str, str | _StrPromise]] = {
    "sharing.bad-field": _("“{field}” cannot be used: {field_problem}."),
    "sharing.no-key": _(
        "Send the header {header} with a word of your own, up to {most} characters, new for each thing that "
        "is to be done: what is sent twice with it is done once."
    ),
}
PROBLEMS: Final[dict[str, str | _StrPromise]] = {
    # pydantic's types of errors, or how they begin
    "missing": _("it is missing"),
    "extra": _("there is no such field"),
    "int": _("a whole number is wanted"),
    "float": _("a number is wanted"),
    "finite": _("a number is wanted"),
    "date": _("a day such as 2026-11-22 is wanted"),
    "literal": _("it is none of the choices"),
    "greater": _("it is too small"),
    "less": _("it is too large"),
    "string_too_long": _("it is too long"),
    "string": _("text is wanted"),
    "bool": _("true or false is wanted"),
    "json": _("this is no JSON"),
    "place": _("two numbers in degrees such as 30.837,106.11 are wanted"),
    "other": _("it is not of the kind that is wanted"),
}
