"""The lock files: complete, hashed, of one mind, and without an address inside."""

from __future__ import annotations

import re

from tests.house.reading import ROOT


def pins(text: str) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9][\w.-]*)(?:\[[^\]]*\])?==([^\s;\\]+)", text, re.MULTILINE))


def wanted(text: str) -> set[str]:
    names = re.findall(r"^([A-Za-z0-9][\w.-]*)", text, re.MULTILINE)
    return {re.sub(r"[-_.]+", "-", name).lower() for name in names}


def unhashed(text: str) -> list[str]:
    entries = re.split(r"\n(?=[a-z0-9])", text.strip())
    return [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry]


RUN, TEST = ((ROOT / name).read_text() for name in ("requirements.lock", "requirements-test.lock"))
RUN_IN, TEST_IN = ((ROOT / name).read_text() for name in ("requirements.in", "requirements-test.in"))


def test_every_package_is_pinned_by_hash():
    assert unhashed(RUN) == []
    assert unhashed(TEST) == []
    assert unhashed("loose==1.0") == ["loose==1.0"]


def test_what_is_asked_for_is_locked():
    assert wanted(RUN_IN) - pins(RUN).keys() == set()
    assert wanted(TEST_IN) - pins(TEST).keys() == set()


def test_tests_run_on_the_very_versions_that_ship():
    run, test = pins(RUN), pins(TEST)
    assert {
        name: (version, test.get(name)) for name, version in run.items() if test.get(name) != version
    } == {}


def test_no_address_stands_in_a_lock():
    assert "://" not in RUN + TEST
