"""What the register of partners says when it refuses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "sharing.partner-nameless": _("Give it a name, in Chinese or in English."),
    "sharing.partner-idle": _("Say what it does: how many days a loan takes from there, or a copy, or both."),
    "sharing.partner-mail": _("“{said}” is no mail address."),
    "sharing.partner-web": _("“{said}” is no web address. It begins with https://."),
    "sharing.partner-number": _("Days are from 1 to {most}, amounts from 0 to {most_yuan} yuan."),
}
