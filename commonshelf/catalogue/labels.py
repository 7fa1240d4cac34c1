"""Codes of the catalogue in people's words: formats, languages, classes, roles, states of copies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.functional import lazy
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from commonshelf.catalogue.domain import clc

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

FORMATS: Final[dict[str, str | _StrPromise]] = {
    "book": _("Book"),
    "ebook": _("E-book"),
    "serial": _("Journal"),
    "eserial": _("E-journal"),
    "map": _("Map"),
    "score": _("Sheet music"),
    "music": _("Music recording"),
    "audio": _("Spoken recording"),
    "video": _("Video"),
    "image": _("Picture"),
    "file": _("Computer file"),
    "kit": _("Kit"),
    "other": pgettext_lazy("format", "Other"),
}

# MARC Code List for Languages, those a library here may meet.
LANGUAGES: Final[dict[str, str | _StrPromise]] = {
    "chi": _("Chinese"), "zho": _("Chinese"), "eng": _("English"), "jpn": _("Japanese"), "kor": _("Korean"),
    "fre": _("French"), "fra": _("French"), "ger": _("German"), "deu": _("German"), "rus": _("Russian"),
    "spa": _("Spanish"), "ita": _("Italian"), "por": _("Portuguese"), "ara": _("Arabic"), "dut": _("Dutch"),
    "lat": _("Latin"), "grc": _("Ancient Greek"), "gre": _("Greek"), "san": _("Sanskrit"), "pli": _("Pali"),
    "tib": _("Tibetan"), "mon": _("Mongolian"), "uig": _("Uyghur"), "kaz": _("Kazakh"), "mnc": _("Manchu"),
    "vie": _("Vietnamese"), "tha": _("Thai"), "ind": _("Indonesian"), "may": _("Malay"), "hin": _("Hindi"),
    "per": _("Persian"), "tur": _("Turkish"), "heb": _("Hebrew"), "pol": _("Polish"), "cze": _("Czech"),
    "hun": _("Hungarian"), "rum": _("Romanian"), "ukr": _("Ukrainian"), "swe": _("Swedish"),
    "dan": _("Danish"), "nor": _("Norwegian"), "fin": _("Finnish"), "epo": _("Esperanto"),
    "mul": _("Several languages"), "und": _("Language not known"), "zxx": _("No words"),
}  # fmt: skip


def _named(code: str) -> str:
    return clc.name(code, get_language() or "zh-hans")


_class_name: Final = lazy(_named, str)

CLC: Final[dict[str, str | _StrPromise]] = {code: _class_name(code) for code in clc.names() if len(code) == 1}
"""The 22 main classes of the Chinese Library Classification (CLC), in the reader's language."""

ROLES: Final[dict[str, str | _StrPromise]] = {
    "author": pgettext_lazy("role", "author"),
    "editor": pgettext_lazy("role", "editor"),
    "compiler": pgettext_lazy("role", "compiler"),
    "translator": pgettext_lazy("role", "translator"),
    "annotator": pgettext_lazy("role", "annotator"),
    "illustrator": pgettext_lazy("role", "illustrator"),
    "photographer": pgettext_lazy("role", "photographer"),
    "reviser": pgettext_lazy("role", "reviser"),
    "director": pgettext_lazy("role", "director"),
    "performer": pgettext_lazy("role", "performer"),
    "composer": pgettext_lazy("role", "composer"),
    "publisher": pgettext_lazy("role", "publisher"),
    "issuer": pgettext_lazy("role", "issuing body"),
    "sponsor": pgettext_lazy("role", "sponsor"),
    "degree-supervisor": pgettext_lazy("role", "supervisor"),
}

STATES: Final[dict[str, str | _StrPromise]] = {
    "on-shelf": _("On shelf"),
    "online": _("Online"),
    "reference": _("Use in library"),
    "unknown": _("Ask the library"),
    "on-order": _("On order"),
    "on-loan": _("On loan"),
    "missing": _("Missing"),
    "untold": _("No copy data"),
}
STATE_TONES: Final[dict[str, str]] = {
    "on-shelf": "ok",
    "online": "ok",
    "reference": "ok",
    "unknown": "unknown",
    "on-order": "wait",
    "on-loan": "wait",
    "missing": "no",
    "untold": "unknown",
}

SCHEMES: Final[dict[str, str | _StrPromise]] = {
    "clc": _("Chinese Library Classification"),
    "ddc": _("Dewey"),
    "lcc": _("Library of Congress"),
    "las": _("Chinese Academy of Sciences"),
    "udc": _("UDC"),
    "local": _("The library's own"),
}


MARC: Final = frozenset({"marc21", "unimarc", "cnmarc"})
FLAVOURS: Final[dict[str, str | _StrPromise]] = {
    "marc21": "MARC 21",
    "unimarc": "UNIMARC",
    "cnmarc": "CNMARC",
    "table": _("Table"),
    "hand": _("Made by hand"),
}


def main_class(letter: str) -> str:
    """ "I" -> "I Literature"."""
    name = CLC.get(letter)
    return f"{letter} {name}" if name else letter


def role(code: str) -> str:
    """ "translator" in words; "" for roles nobody has a word for."""
    return str(ROLES.get(code, ""))


def role_pattern(code: str) -> str:
    """ "{name} {role}" on a Chinese page, "{name} ({role})" on an English one, where authors need no word."""
    unsaid = code not in ROLES or (code == "author" and not (get_language() or "").startswith("zh"))
    return "{name}" if unsaid else gettext("{name} ({role})")


def with_role(name: str, code: str) -> str:
    """ "曹雪芹 著" on a Chinese page; "Cao Xueqin", "David Hawkes (translator)" on an English one."""
    return role_pattern(code).format(name=name, role=role(code))
