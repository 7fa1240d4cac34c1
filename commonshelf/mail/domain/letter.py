"""A letter as mail: headers nobody can smuggle lines into, and Chinese that every program reads."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Final

from commonshelf.kernel.refusal import Refusal

LONGEST_ADDRESS: Final = 254
"""RFC 5321 4.5.3.1.3, without the angle brackets."""
_LOCAL: Final = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
_CONTROL_BUT_LINES: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]+")


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What goes to the server. ident: the same for every try, so that a doubled letter shows as one."""

    sender: str
    sender_name: str
    to: str
    name: str
    language: str
    subject: str
    text: str
    ident: str
    at: datetime


def address(text: str) -> str:
    """As mail servers take it (a Chinese domain in its ASCII form); Refusal mail.bad-address."""
    given = text.strip()
    local, at, domain = given.rpartition("@")
    try:
        plain = domain.encode("idna").decode("ascii") if domain else ""
    except UnicodeError:
        plain = ""
    labels = plain.split(".")
    sound = (
        bool(at)
        and len(local) <= 64
        and _LOCAL.fullmatch(local) is not None
        and len(labels) > 1
        and all(_LABEL.fullmatch(label) for label in labels)
        and len(local) + 1 + len(plain) <= LONGEST_ADDRESS
    )
    if not sound:
        raise Refusal("mail.bad-address", {"address": _CONTROL.sub(" ", given)[:80]})
    return f"{local}@{plain}"


def one_line(text: str, *, most: int) -> str:
    """For a header: no line ends, no control or direction marks, single spaces, at most so long."""
    return " ".join(_CONTROL.sub(" ", text).split())[:most]


def body(text: str) -> str:
    """Lines of text, ending in one line end; no other control characters."""
    lines = _CONTROL_BUT_LINES.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    return "\n".join(line.rstrip() for line in lines).strip("\n") + "\n"


def message(letter: Outgoing) -> EmailMessage:
    """RFC 5322. Text that is not ASCII goes as base64 of UTF-8, which also old servers carry unharmed."""
    made = EmailMessage(policy=SMTP)
    made["From"] = _mailbox(letter.sender, letter.sender_name)
    made["To"] = _mailbox(letter.to, letter.name)
    made["Subject"] = one_line(letter.subject, most=200)
    made["Date"] = format_datetime(letter.at)
    made["Message-ID"] = f"<{letter.ident}@{letter.sender.rpartition('@')[2]}>"
    made["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday notice answers it
    text = body(letter.text)
    made.set_content(text, charset="utf-8", cte="7bit" if _is_plain(text) else "base64")
    made["Content-Language"] = "en" if letter.language.startswith("en") else "zh-Hans"
    return made


def _is_plain(text: str) -> bool:
    return text.isascii() and all(len(line) < 990 for line in text.split("\n"))


def _mailbox(addr: str, name: str) -> Address:
    local, _at, domain = address(addr).rpartition("@")
    return Address(display_name=one_line(name, most=80), username=local, domain=domain)
