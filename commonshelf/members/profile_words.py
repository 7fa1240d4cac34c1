"""What disciplines, languages and levels of a profile are called."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

DISCIPLINES: Final = {
    "A": _("Marxism, Mao, Deng"),
    "B": _("philosophy, religion, psychology"),
    "C": _("social sciences"),
    "D": _("politics, law"),
    "E": _("military"),
    "F": _("economics"),
    "G": _("culture, education, sport"),
    "H": _("languages, linguistics"),
    "I": _("literature"),
    "J": _("arts"),
    "K": _("history, geography"),
    "N": _("natural sciences"),
    "O": _("mathematics, physics, chemistry"),
    "P": _("astronomy, earth sciences"),
    "Q": _("biology"),
    "R": _("medicine, health"),
    "S": _("agriculture"),
    "T": _("technology"),
    "U": _("transport"),
    "V": _("aviation, space"),
    "X": _("environment, safety"),
    "Z": _("general works, librarianship tools"),
}
LANGUAGES: Final = {
    "zh": pgettext_lazy("a language somebody knows", "Chinese"),
    "en": pgettext_lazy("a language somebody knows", "English"),
    "ja": _("Japanese"),
    "ko": _("Korean"),
    "ru": _("Russian"),
    "fr": _("French"),
    "de": _("German"),
    "es": _("Spanish"),
    "it": _("Italian"),
    "pt": _("Portuguese"),
    "ar": _("Arabic"),
    "vi": _("Vietnamese"),
    "th": _("Thai"),
    "bo": _("Tibetan"),
    "ug": _("Uyghur"),
    "mn": _("Mongolian"),
    "la": _("Latin"),
}
LEVELS: Final = {"basic": _("reads it"), "good": _("works in it"), "native": _("grew up with it")}
