"""What levels, services, scopes, answers, states and faults are called."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

LEVELS: Final = {
    "open": pgettext_lazy("access level", "Open to everybody"),
    "alliance": pgettext_lazy("access level", "Readers of all members"),
    "home": pgettext_lazy("access level", "Home and reciprocal readers"),
    "owner": pgettext_lazy("access level", "With the owner's approval"),
    "agency": pgettext_lazy("access level", "With the alliance agency's approval"),
    "on-site": pgettext_lazy("access level", "On site only"),
    "closed": pgettext_lazy("access level", "Closed"),
}
SERVICES: Final = {
    "Loan": pgettext_lazy("service", "Lending"),
    "Copy": pgettext_lazy("service", "Copies of parts"),
    "Read": pgettext_lazy("service", "Reading"),
}
SCOPES: Final = {
    "print": _("All printed holdings"),
    "branch": _("A branch"),
    "class": _("A class of the classification"),
    "policy": _("A loan policy"),
    "location": _("A shelving location"),
    "edition": _("One edition"),
    "resource": _("Electronic resources"),
}
KINDS: Final = {
    "database": pgettext_lazy("resource", "Database"),
    "package": pgettext_lazy("resource", "Package"),
    "title": pgettext_lazy("resource", "Single title"),
}
STATES: Final = {
    "active": pgettext_lazy("licence", "In force"),
    "not-begun": pgettext_lazy("licence", "Not begun yet"),
    "over": pgettext_lazy("licence", "Over"),
    "ended": pgettext_lazy("licence", "Ended"),
}
LINKS: Final = {
    "unknown": pgettext_lazy("link", "not checked yet"),
    "failed": pgettext_lazy("link", "not reached yet"),
    "ok": pgettext_lazy("link", "works"),
    "moved": pgettext_lazy("link", "moved"),
    "restricted": pgettext_lazy("link", "asks who comes"),
    "broken": pgettext_lazy("link", "broken"),
}
LINK_WHY: Final = {
    "refused-address": _("its address lies inside a private network, where checks do not go"),
    "no-such-host": _("there is no such host"),
    "no-answer": _("the host does not answer"),
    "timeout": _("the host was silent too long"),
    "bad-certificate": _("its certificate is not valid"),
    "too-many-redirects": _("it leads in circles"),
    "not-http": _("it leads to something that is no web address"),
    "asks-to-sign-in": _("it leads to a page for signing in"),
}
WHY: Final = {
    "open-access": _("Open access: everybody may read it."),
    "licensed": _("Your library's licence covers you."),
    "walk-in": _("You are in the library: everybody there may read it."),
    "on-site-now": _("You are in the library: the licence covers you here."),
    "sign-in": _("Sign in with your card to read it."),
    "on-site": _("It may be read in the library's rooms only."),
    "walk-in-there": _("In the library's rooms everybody may read it."),
    "ask-owner": _("The owner has to agree first. Ask, and its desk answers."),
    "ask-agency": _("The alliance agency has to agree first. Ask, and it decides."),
    "own-readers-only": _("The licence covers readers of the library that holds it only."),
    "not-your-library": _("Your library takes no part in this licence."),
    "not-your-group": _("The licence does not cover your group of readers."),
    "not-reciprocal": _("It is for readers of this library, and of those that share with it."),
    "closed": _("It is closed to readers."),
    "embargo": _("It is held back until {day}."),
    "over": _("The licence ended on {day}."),
    "not-begun": _("The licence begins on {day}."),
    "ended": _("The library no longer has it."),
}
ANSWERS: Final = {
    "yes": pgettext_lazy("may read", "Yes"),
    "no": pgettext_lazy("may read", "No"),
    "sign-in": pgettext_lazy("may read", "After signing in"),
    "ask-owner": pgettext_lazy("may read", "If the owner agrees"),
    "ask-agency": pgettext_lazy("may read", "If the agency agrees"),
    "go-there": pgettext_lazy("may read", "In the library's rooms"),
}
RELATIONS: Final = {
    "own": _("Readers of this library"),
    "reciprocal": _("Readers of a library it shares with"),
    "member": _("Readers of other members"),
    "visitor": _("Everybody else"),
}
FAULTS: Final = {
    "title-missing": _("the title is missing"),
    "long": _("the line is too long to be one"),
    "characters": _("these bytes are not text in the file's coding"),
    "cut": _("the cell is too long; its beginning was kept"),
    "number": _("no ISBN or ISSN, or its check digit is wrong"),
    "date": _("no date: write 2014, 2014-03 or 2014-03-09"),
    "url": _("no web address"),
    "embargo": _("no embargo: write P6M or R1Y"),
    "kind": _("neither serial nor monograph"),
    "access": _("neither F (free) nor P (paid)"),
    "span": _("it ends before it begins"),
    "double": _("another title has this title_id"),
}
ARRIVALS: Final = {
    "waiting": pgettext_lazy("list of titles", "being read"),
    "looked": pgettext_lazy("list of titles", "waits for you"),
    "taking": pgettext_lazy("list of titles", "being taken over"),
    "done": pgettext_lazy("list of titles", "taken over"),
    "failed": pgettext_lazy("list of titles", "could not be read"),
    "dropped": pgettext_lazy("list of titles", "dropped"),
}
MATCHED: Final = {
    "number": _("by its number"),
    "title": _("by its title"),
    "hand": _("by hand"),
}
WHAT: Final = {
    "added": pgettext_lazy("titles", "New"),
    "changed": pgettext_lazy("titles", "Changed"),
    "gone": pgettext_lazy("titles", "Gone"),
}
COLUMNS: Final = {
    # of KBART, those that a title does not show in words of its own
    "publisher_name": _("Publisher"),
    "publication_type": _("Kind of publication"),
    "date_monograph_published_print": _("Appeared in print"),
    "date_monograph_published_online": _("Appeared online"),
    "monograph_volume": _("Volume no."),
    "monograph_edition": _("Edition"),
    "first_editor": _("First editor"),
    "embargo_info": _("Held back"),
    "coverage_depth": _("What is there of it"),
    "access_type": _("Free or paid"),
    "notes": _("Note of the provider"),
    "parent_publication_title_id": _("Number of what it is a part of"),
    "preceding_publication_title_id": _("Number of what went before"),
}
