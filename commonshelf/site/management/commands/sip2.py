"""`sip2`: self-checks, gates and return bins sign in here and lend, take back and renew."""

from __future__ import annotations

from argparse import SUPPRESS
from pathlib import Path
from typing import Any, Final

from django.core.management.base import CommandParser
from django.db import connection
from django.utils.translation import gettext as _

from commonshelf.loans import api as loans
from commonshelf.site.lifeline import end_with
from commonshelf.site.management.commands.serve import listen
from commonshelf.ui.command import Command as Base

PORT: Final = 6001


class Command(Base):
    help = "Serve terminals that speak SIP2 (self-checks, gates, return bins), until Ctrl-C or SIGTERM."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--address", default="127.0.0.1", help="address to listen on (127.0.0.1)")
        parser.add_argument("--port", type=int, default=PORT, help="port to listen on (6001)")
        parser.add_argument("--tls-cert", type=Path, help="certificate chain (PEM); a must off this machine")
        parser.add_argument("--tls-key", type=Path, help="its private key (PEM)")
        parser.add_argument("--parent", type=int, default=0, help=SUPPRESS)

    def run(self, **options: Any) -> None:
        tls = loans.sip2_security(
            address=options["address"], certificate=options["tls_cert"], key=options["tls_key"]
        )
        if options["parent"]:
            end_with(options["parent"])
        with listen(options["address"], options["port"]) as door:
            host, port = door.getsockname()[:2]
            connection.close()

            def ready() -> None:
                said = (
                    _("SIP2 with TLS at {host} port {port} (Ctrl-C ends it)")
                    if tls
                    else _("SIP2 at {host} port {port}, on this machine only (Ctrl-C ends it)")
                )
                self.stdout.write(said.format(host=host, port=port))
                self.stdout.flush()

            loans.serve_sip2(door=door, tls=tls, ready=ready)
