"""What this room says when it refuses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "resources.kind": _("A resource is a database, a package or a single title. Choose one of them."),
    "resources.no-name": _("The resource has no name. Write at least one, in Chinese or English."),
    "resources.too-long": _("This is too long: at most {most} characters."),
    "resources.bad-url": _("{url} is no web address. It begins with https:// or http://."),
    "resources.bad-resolver": _(
        "“{url}” cannot be a resolver's address. It begins with https:// or http:// and names a host, such "
        "as https://resolver.example.edu/openurl, without a name or password before it."
    ),
    "resources.days-crossed": _("The end lies before the beginning. Choose a later last day."),
    "resources.group": _("There is no such kind of readers. Choose from the list."),
    "resources.library": _("There is no such member here. Choose from the list."),
    "resources.limit": _("This number does not fit: at most {most}."),
    "resources.ended": _("This resource has ended and cannot be changed. Enter it anew if it is back."),
    "resources.changed": _("Somebody else changed this meanwhile. Look at it again, then change it."),
    "resources.list-big": _("{file} is larger than {mib} MB. Cut it into several files."),
    "resources.list-long": _("{file} has more than {most} lines. Cut it into several files."),
    "resources.not-kbart": _(
        "{file} is no KBART list: its first line has no column {column}. Ask the provider for the KBART file."
    ),
    "resources.list-waits": _(
        "{name} of this resource waits to be taken over. Take it over or drop it first."
    ),
    "resources.list-not-ready": _("This list cannot be taken over or dropped now. Look at it again."),
    "resources.most-gone": _(
        "{gone} of {titles} titles would be gone. If that is right, tick that you are sure; if not, it may "
        "be the wrong file."
    ),
    "resources.no-edition": _("There is no edition {edition} in the catalogue. Look for it again."),
    "resources.level-word": _("This cannot be chosen here. Choose from the list."),
    "resources.level-value": _("A line for all of it takes no further word. Leave the field empty."),
    "resources.level-no-value": _("Say which branch, location, loan policy, class or edition it speaks of."),
    "resources.level-no-branch": _("There is no branch {branch}. Choose one from the list."),
    "resources.level-no-loan": _(
        "Electronic resources are read or copied, not lent. Choose another service."
    ),
    "resources.level-exists": _("There is a line for exactly this already. Change that one."),
    "resources.level-over": _("This line ended on {to}. Write a new one."),
    "resources.level-in-the-past": _("A line cannot begin or end in the past. Choose today or later."),
    "resources.level-changed": _("Somebody else changed this line meanwhile. Look at it again."),
    "resources.bounds-crossed": _("The level lies outside these bounds, or they cross. Put them in order."),
    "resources.outside-bound": _(
        "The alliance's rule {bound} does not let members choose this level. Choose one of those it names "
        "beside the field."
    ),
    "resources.above-bound": _("The alliance's rule {bound} allows at most {most} here."),
    "resources.beyond-licence": _(
        "The licence gives less than this level: “{level}” is as open as it may be. Change the terms first, "
        "if the contract says more."
    ),
}
