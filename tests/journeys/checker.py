"""The HTML checker (vnu), begun once for all pages: to begin costs it seconds, a page next to nothing."""

from __future__ import annotations

import atexit
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from functools import cache
from pathlib import Path

import pytest

from commonshelf.site.tests.processes import free_port

JAR = Path(__file__).resolve().parents[2] / ".tools/node_modules/vnu-jar/build/dist/vnu.jar"
# Quick to begin and small: it looks at some hundred pages, then it ends.
HOW = [
    "-Xss2m",
    "-XX:TieredStopAtLevel=1",
    "-XX:+UseSerialGC",
    "-Dnu.validator.servlet.bind-address=127.0.0.1",
]
START_SECONDS = 120


@cache
def checker() -> str:
    """Its address."""
    java = shutil.which("java")
    if java is None or not JAR.exists():
        pytest.skip("needs the HTML checker: java, and npm install --prefix .tools vnu-jar")
    port = free_port()
    process = subprocess.Popen(
        [java, *HOW, "-cp", str(JAR), "nu.validator.servlet.Main", str(port)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    atexit.register(process.wait)
    atexit.register(process.kill)
    address = f"http://127.0.0.1:{port}/?out=gnu&level=error"
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            assert wrong_in(address, "<!doctype html><html lang=en><title>x</title>") == []
            return address
        except urllib.error.URLError:
            assert process.poll() is None, "the HTML checker did not start"
            assert time.monotonic() < deadline, "the HTML checker does not answer"
            time.sleep(0.1)


def wrong_in(address: str, html: str) -> list[str]:
    """A line for each fault it finds in the page."""
    asked = urllib.request.Request(
        address, data=html.encode(), headers={"Content-Type": "text/html; charset=utf-8"}
    )
    with urllib.request.urlopen(asked, timeout=START_SECONDS) as answer:
        return [line for line in answer.read().decode().splitlines() if line.strip()]


def markup(pages: dict[str, str]) -> list[str]:
    """What is wrong in these pages (name -> HTML)."""
    return [f"{name}{line}" for name, html in pages.items() for line in wrong_in(checker(), html)]
