"""Every list and matrix page of an alliance's staff at 81 libraries, 1,000 people, 500 rules, under `serve`.

    .venv/bin/python benchmarks/office.py [--rounds 40] [--libraries 81] [--people 1000] [--rules 500]

Makes the alliance in a scratch data folder, starts `serve` on it, signs in as somebody of the office and asks
for each page one after the other. Prints p50 and p95 in milliseconds; exits 1 when a page misses the bar.
"""

from __future__ import annotations

import argparse
import http.cookiejar
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

from alliance import ROOT, share, surroundings
from pages import serving

BAR_MS = 200.0
WHO, SECRET = "benchmark", "seven-quiet-lamps"
PAGES = (
    "/", "/libraries", "/agencies", "/bounds", "/permissions", "/holidays", "/people", "/people?words=1",
    "/outbox", "/people/invitations", "/staff", "/staff/coverage", "/office", "/office/members",
    "/office/setup", "/ballots", "/resolutions", "/rules", "/rules/of/{symbol}", "/contracts", "/duties",
    "/desk", "/desk/queues", "/happenings", "/library/{symbol}", "/library/{symbol}/settings",
    "/library/{symbol}/vacations",
)  # fmt: skip
MADE = """
import django; django.setup()
from commonshelf.office import big
from commonshelf.members import api
big.big_alliance(libraries={libraries}, people={people}, rules={rules})
actor = api.operator()
api.add_person(actor=actor, username={who!r}, name_en="Benchmark", password={secret!r})
api.affiliate(actor=actor, person={who!r}, role="office")
print(api.libraries()[0].symbol)
"""


def made(home: Path, given: argparse.Namespace) -> str:
    """The alliance in its data folder; the Symbol of one of its libraries."""
    around = {**surroundings(home), "DJANGO_SETTINGS_MODULE": "commonshelf.site.settings"}
    subprocess.run(
        [sys.executable, "-m", "commonshelf", "clusters", "--out", os.devnull], env=around, check=True
    )
    script = MADE.format(
        libraries=given.libraries, people=given.people, rules=given.rules, who=WHO, secret=SECRET
    )
    done = subprocess.run(
        [sys.executable, "-c", script], env=around, cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(done.stderr)
    return done.stdout.split()[-1]


def signed_in(base: str) -> OpenerDirector:
    browser = build_opener(HTTPCookieProcessor(http.cookiejar.CookieJar()))
    page = browser.open(f"{base}/accounts/login/").read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    told = {"csrfmiddlewaretoken": token.group(1) if token else "", "login": WHO, "password": SECRET}
    browser.open(f"{base}/accounts/login/", urlencode(told).encode())
    return browser


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--libraries", type=int, default=81)
    parser.add_argument("--people", type=int, default=1000)
    parser.add_argument("--rules", type=int, default=500)
    given = parser.parse_args()
    missed = 0
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch)
        symbol = made(home, given)
        server, port = serving(home)
        try:
            base = f"http://127.0.0.1:{port}"
            browser = signed_in(base)
            print(f"{'page':32}{'p50 ms':>9}{'p95 ms':>9}{'bytes':>10}")
            for page in PAGES:
                address, times, size = base + page.format(symbol=symbol), [], 0
                for _ in range(given.rounds):
                    began = time.perf_counter()
                    size = len(browser.open(address).read())
                    times.append(time.perf_counter() - began)
                late = share(times, 95) * 1000 > BAR_MS
                missed += late
                mark = "  over the bar" if late else ""
                print(
                    f"{page:32}{share(times, 50) * 1000:9.1f}{share(times, 95) * 1000:9.1f}{size:10,}{mark}"
                )
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(20)
    told = f"missed on {missed}" if missed else "kept"
    print(f"p95 at most {BAR_MS:g} ms on every page: {told}; load {os.getloadavg()[0]:.1f}")
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
