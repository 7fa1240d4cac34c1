"""The sentences of what terminals and libraries' own systems are refused."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

SENTENCES: Final = {
    # terminals
    "loans.terminal-name": _(
        "“{name}” cannot be a terminal's name: take 2 to 40 Latin letters and digits, with hyphens or dots."
    ),
    "loans.terminal-taken": _(
        "Another terminal of the alliance is called “{name}” already. Put your library's symbol in front."
    ),
    "loans.terminal-setting": _("“{value}” is not one of the choices."),
    "loans.terminal-changed": _(
        "Somebody else changed “{name}” meanwhile. Look at it as it stands now, then change it again."
    ),
    "loans.terminal-password": _("Type your password to go on. It is the one you sign in with."),
    "loans.terminal-not-yours": _("You have not borrowed {barcode}, so it cannot be renewed here."),
    "loans.terminal-elsewhere": _("It was borrowed at another library: renew it there, or on the web."),
    "loans.terminal-cancel": _("A return is not taken back at a terminal. Please ask the staff."),
    "loans.terminal-currency": _("Only yuan (CNY) are taken here, not {currency}."),
    "loans.terminal-amount": _("“{amount}” is not an amount of money."),
    # the service
    "loans.sip2-clear": _(
        "SIP2 in clear text shows cards and passwords to the whole network, so it is spoken at 127.0.0.1 "
        "only. For {address}, give --tls-cert and --tls-key."
    ),
    "loans.sip2-certificate": _("The certificate or its key cannot be used ({why})."),
    "loans.sip2-half-certificate": _("--tls-cert and --tls-key go together: give both or neither."),
    # libraries' own systems
    "loans.system-unknown": _("“{name}” is not a way to keep loans."),
    "loans.system-not-connected": _(
        "Where this library's system is has not been written down yet; the alliance office does that."
    ),
    "loans.system-changed": _(
        "Somebody else changed this meanwhile. Look at it as it stands now, then change it again."
    ),
    "loans.system-host": _("“{host}” is not the name or address of a machine."),
    "loans.system-port": _("{port} is not a port: take a number from 1 to 65535."),
    "loans.system-clear": _(
        "What goes to {host} goes over the network: choose TLS. A system without it is reached through a "
        "tunnel that ends on this machine (127.0.0.1)."
    ),
}
