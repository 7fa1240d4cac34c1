"""What the office's pages call things."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

COLOURS = {
    "cinnabar": _("cinnabar"),
    "indigo": _("indigo"),
    "celadon": _("celadon"),
    "plum": _("plum"),
    "umber": _("umber"),
    "ink": _("ink"),
}
KINDS = {
    "vocational": _("vocational college library"),
    "university": _("university library"),
    "public": _("public library"),
    "special": _("special library"),
    "guest": _("guest"),
}
ROLES = {
    "manager": _("manager"),
    "librarian": _("librarian"),
    "cataloguer": _("cataloguer"),
    "office": _("alliance office"),
    "auditor": _("auditor"),
}
"""Whom an office invites first; readers come by themselves."""
COLUMN_HELP = {
    "symbol": _("Its ISIL (such as CN-512300) or a short code of your own: letters, digits, hyphens."),
    "weekdays": _("As 08:00-22:00; with a break: 08:00-12:00, 14:00-18:00; or closed."),
    "place": _("In degrees, latitude first: 30.837, 106.110. Distances and the map come from it."),
    "vacations": _("As 2027-01-20 to 2027-02-25 winter vacation; several parted by semicolons."),
    "kind": _("Vocational, university, public, special or guest."),
    "name_zh": _("One of the two names is enough."),
    "branch_zh": _("Where it is left empty: the main library."),
}
