"""Asking a host that somebody named, without being led into this house: one hop, one checked address.

A name is resolved once, every address it has must be a public one, and the connection goes to the address
that was checked. Redirects are the caller's, hop by hop. Bodies are never read.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin, urlsplit

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
AGENT: Final = "Commonshelf link check"
_NEVER: Final = tuple(
    ipaddress.ip_network(text)
    for text in (
        "192.0.0.0/24",  # protocol assignments, of which Python calls some global
        "192.88.99.0/24",  # old 6to4 relays
        "64:ff9b::/96",  # NAT64: an IPv4 address in disguise, as the next four
        "64:ff9b:1::/48",
        "2001::/32",
        "2002::/16",
        "::/96",
        "::ffff:0:0/96",
        "fec0::/10",
    )
)
_LOW: Final = 1024
_WEB: Final = frozenset({80, 443})
_PORTS: Final = {"http": 80, "https": 443}


class Refused(Exception):
    """No answer. code: refused-address, no-such-host, no-answer, timeout, bad-certificate, not-http."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Reply:
    """status of one hop; to: where it redirects to, absolute, "" where it does not."""

    status: int
    to: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """A URL with the address it will be asked at."""

    url: str
    host: str
    port: int
    secure: bool
    address: str
    path: str


def public(address: Address, also: Sequence[Network] = ()) -> bool:
    """Whether anybody in the world may be sent there. also: networks of the house's own that are allowed."""
    if any(address in network for network in also if network.version == address.version):
        return True
    if not address.is_global or address.is_multicast or address.is_reserved or address.is_unspecified:
        return False
    return not any(address in network for network in _NEVER if network.version == address.version)


def target(url: str, also: Sequence[Network] = ()) -> Target:
    """Resolved once and checked. Raises Refused: not-http, no-such-host, refused-address."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise Refused("not-http") from None
    if parts.scheme not in _PORTS or not host or parts.username is not None:
        raise Refused("not-http")
    number = port or _PORTS[parts.scheme]
    try:
        found = socket.getaddrinfo(host, number, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Refused("no-such-host") from None
    addresses = [ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
    if not addresses:
        raise Refused("no-such-host")
    inside = all(any(one in net for net in also if net.version == one.version) for one in addresses)
    odd = number < _LOW and number not in _WEB and not inside
    if odd or not all(public(one, also) for one in addresses):
        raise Refused("refused-address")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(url, host, number, parts.scheme == "https", str(addresses[0]), path)


def ask(url: str, method: str, *, timeout: float, also: Sequence[Network] = ()) -> Reply:
    """One request to one host, without following anything. Raises Refused."""
    there = target(url, also)
    connection = _Connection(there, timeout)
    try:
        headers = {"User-Agent": AGENT, "Accept": "*/*", "Connection": "close"}
        if method == "GET":
            headers["Range"] = "bytes=0-0"
        connection.request(method, _ascii(there.path), headers=headers)
        answer = connection.getresponse()
        to = answer.headers.get("Location", "")
        redirects = to and answer.status in {301, 302, 303, 307, 308}
        return Reply(answer.status, _absolute(url, to) if redirects else "")
    except ssl.SSLError:
        raise Refused("bad-certificate") from None
    except TimeoutError:
        raise Refused("timeout") from None
    except (OSError, http.client.HTTPException, ValueError):
        raise Refused("no-answer") from None
    finally:
        connection.close()


def _absolute(url: str, to: str) -> str:
    try:
        return urljoin(url, _readable(to).strip())
    except ValueError:
        raise Refused("not-http") from None


def _readable(header: str) -> str:
    """Hosts write UTF-8 into a header that is read as Latin-1."""
    try:
        return header.encode("latin-1").decode()
    except UnicodeError:
        return header


def _ascii(path: str) -> str:
    """As it may stand in a request line: what is beyond ASCII, and blanks, percent-encoded."""
    return "".join(
        char if "!" <= char <= "~" else "".join(f"%{byte:02X}" for byte in char.encode("utf-8", "replace"))
        for char in path
    )


class _Connection(http.client.HTTPConnection):
    """To the address that was checked, whatever the name means by now; TLS asks for the name."""

    def __init__(self, there: Target, timeout: float) -> None:
        super().__init__(there.host, there.port, timeout=timeout)
        self._there = there

    def connect(self) -> None:
        made = socket.create_connection((self._there.address, self._there.port), self.timeout)
        if self._there.secure:
            made = ssl.create_default_context().wrap_socket(made, server_hostname=self._there.host)
        self.sock = made
