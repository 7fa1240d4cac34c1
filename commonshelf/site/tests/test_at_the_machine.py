"""A proxy on this machine that hides itself is not taken for whoever sits there."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from commonshelf.site.tests.processes import Serving

ASK = """
import encodings.idna, http.client, os, sys
if sys.argv[2] == "as another":
    os.setgid(65534); os.setuid(65534)
asked = http.client.HTTPConnection("127.0.0.1", int(sys.argv[1]), timeout=60)
asked.request("GET", "/start", headers={"Host": "127.0.0.1", "Accept-Language": "en"})
print("code" if 'name="code"' in asked.getresponse().read().decode() else "form")
"""


@pytest.mark.processes
@pytest.mark.skipif(os.name != "posix" or os.getuid() != 0, reason="needs root, to ask as somebody else")
def test_a_silent_proxy_of_another_user_gets_no_further_than_the_code(home):
    """The real thing: Host written anew, no header added, HTTP/1.1, from a loopback address."""
    with Serving(home) as server:
        server.get("/start")
        told = {
            how: subprocess.run(
                [sys.executable, "-c", ASK, str(server.port), how], capture_output=True, text=True, check=True
            ).stdout.strip()
            for how in ("as ourselves", "as another")
        }
        assert server.end() == 0
    assert told == {"as ourselves": "form", "as another": "code"}
