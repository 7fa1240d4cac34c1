"""A browser at an interlibrary desk, and the text of what it shows."""

from __future__ import annotations

import re
from html import unescape
from itertools import count

from django.test import Client

from commonshelf.members.testing import user

KEYS = count()


def text(answer) -> str:
    page = re.sub(r"<head>.*?</head>", "", answer.content.decode(), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page)).split())


class Hands:
    """name: of the cast, "" a visitor. library: whose desk."""

    def __init__(self, name: str, library: str = "EAST", language: str = "en") -> None:
        self.client = Client(headers={"accept-language": language})
        if name:
            self.client.force_login(user(name))
        self.address = f"/interlibrary/{library}"

    def see(self, path: str = "", status: int = 200) -> str:
        answer = self.client.get(f"{self.address}{path}")
        assert answer.status_code == status, text(answer)[:400]
        return text(answer)

    def press(self, number: str, action: str, *, version: int = 0, status: int = 302, **told) -> str:
        """A button with the version its page showed; the text of the answer."""
        seen = version or self.version(number)
        sent = {"key": f"k{next(KEYS)}", "version": str(seen), **told}
        answer = self.client.post(f"{self.address}/{number}/do/{action}", sent)
        assert answer.status_code == status, text(answer)[:600]
        return text(answer)

    def version(self, number: str) -> int:
        page = self.client.get(f"{self.address}/{number}").content.decode()
        found = re.search(r'name="version" value="(\d+)"', page)
        return int(found[1]) if found else 0

    def scan(self, typed: str, *, status: int = 200, **more) -> str:
        answer = self.client.post(f"{self.address}/scan", {"scan": typed, "key": f"s{next(KEYS)}", **more})
        assert answer.status_code == status, text(answer)[:600]
        self.page = answer.content.decode()
        return text(answer)

    def choose(self, which: int = 0) -> str:
        """One of the buttons below the last scan's sentence."""
        forms = re.findall(r"<form.*?</form>", self.page, flags=re.DOTALL)
        offered = [one for one in forms if 'name="steps"' in one]
        told = dict(re.findall(r'name="(\w+)" value="([^"]*)"', offered[which]))
        return self.scan("", **told)
