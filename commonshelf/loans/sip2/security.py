"""With a certificate, or at this machine alone: clear text never goes over a network."""

from __future__ import annotations

import ssl
from pathlib import Path

from commonshelf.kernel.refusal import Refusal
from commonshelf.loans.domain.hosts import is_loopback


def security(address: str, certificate: Path | None, key: Path | None) -> ssl.SSLContext | None:
    """None: clear text, which only this machine can hear.

    Refusals loans.sip2-clear, loans.sip2-half-certificate, loans.sip2-certificate.
    """
    if (certificate is None) != (key is None):
        raise Refusal("loans.sip2-half-certificate")
    if certificate is None or key is None:
        if not is_loopback(address):
            raise Refusal("loans.sip2-clear", {"address": address})
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(certificate, key)
    except (OSError, ssl.SSLError) as error:
        raise Refusal("loans.sip2-certificate", {"why": error.strerror or str(error)}) from error
    return context
