"""What adapters, problems and states of terminals are called on pages."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

ADAPTERS: Final = {
    "here": (
        _("Here"),
        _("The library has no system of its own. Loans, holds and fees are kept in this one."),
    ),
    "manual": (
        _("In a system of its own, typed over by hand"),
        _(
            "Nothing connects the two. For each loan and return, the library's staff find a work item that "
            "asks them to write it down there."
        ),
    ),
    "sip2": (
        _("In a system of its own that speaks SIP2"),
        _("This system asks it before anything is lent, and tells it of every loan, return and renewal."),
    ),
}
PROBLEMS: Final = {
    "no-answer": _("The machine does not answer. Is the address right, and does its firewall let us in?"),
    "closed": _("Nothing listens at that port. Is the SIP2 service running?"),
    "hung-up": _("It hung up on us. Often that means: this machine's address is not on its list."),
    "certificate": _("Its certificate cannot be trusted, or is for another name."),
    "tls": _("It does not speak TLS at that port."),
    "sign-in": _("It does not let us in: the user name or the password is not right."),
    "offline": _("It answers, but says that it is not working at the moment."),
    "not-sip2": _("What answers there does not speak SIP2, or not in this charset."),
    "secret-missing": _("The file with the password is not there, or cannot be read."),
    "secret-open": _("Others on this machine may read the file with the password. Only the service may."),
}
