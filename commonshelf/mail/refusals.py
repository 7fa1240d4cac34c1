"""The sentence of every refusal of this room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SENTENCES: dict[str, str | _StrPromise] = {
    "mail.bad-address": _(
        "“{address}” is no mail address. It has one @ and no spaces, for example li.hua@example.edu.cn."
    ),
    "mail.not-to-hand": _("This letter is not open any more, so there is nothing to hand over."),
    "mail.not-handed": _("This letter is not marked as handed over."),
    "mail.handed-tomorrow": _("That day is still to come. Say when it was handed over."),
    "mail.handed-before": _("The letter was written on {written}; it was not handed over before that."),
    "mail.not-failed": _("This letter has not failed, so it need not be tried again."),
    "mail.refused-address": _("The mail server does not accept this address. It said: {said}"),
    "mail.refused-letter": _("The mail server does not accept this letter. It said: {said}"),
    "mail.refused-sender": _(
        "The mail server does not let us send from the address in COMMONSHELF_MAIL_FROM. It said: {said}"
    ),
    "mail.login-refused": _(
        "The mail server does not accept the user or password in COMMONSHELF_MAIL_USER and "
        "COMMONSHELF_MAIL_PASSWORD. It said: {said}"
    ),
    "mail.not-trusted": _(
        "The mail server's certificate cannot be trusted, so nothing was sent to it. It said: {said}"
    ),
    "mail.no-encryption": _(
        "The mail server offers no encryption (STARTTLS). If it listens with TLS from the start, set "
        "COMMONSHELF_MAIL_TLS to tls and its port."
    ),
    "mail.away": _("The mail server cannot be reached. {said}"),
    "mail.hangs": _("The mail server did not answer in time."),
    "mail.server": _("The mail server is in trouble. It said: {said}"),
}
