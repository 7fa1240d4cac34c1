"""The sentence of every refusal about rules of rights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SENTENCES: Final[dict[str, str | _StrPromise]] = {
    "cards.rule-word": _("“{word}” cannot be chosen here. Choose one of those offered."),
    "cards.rule-begins-in-the-past": _("A rule begins today or later: what was done already was done."),
    "cards.rule-ends-in-the-past": _("A rule ends today or later."),
    "cards.rule-days-crossed": _("The last day lies before the first one."),
    "cards.rule-too-long": _("At most {most} characters."),
    "cards.rule-limit": _("A number from 0 to {most}, or empty."),
    "cards.rule-nobody": _(
        "Nobody can meet these conditions together: a reader is at their own library or at another one."
    ),
    "cards.rule-exists": _(
        "Rule {rule} speaks of the same readers, the same service and the same days. Change that one instead."
    ),
    "cards.below-alliance": _(
        "Rule {rule} of the alliance is firm, and this would give less, or allow what it forbids. Give at "
        "least as much, or ask the alliance office to exempt your library."
    ),
    "cards.exemption-endless": _("An exemption has a last day. Write one; it can be renewed."),
    "cards.rule-over": _("This rule has been over since {to}."),
    "cards.rule-changed": _(
        "Somebody changed rule {rule} in the meantime. Look at what it says now, and change it again."
    ),
}
