"""The colours keep their contrast in light and dark (WCAG 2.1: text 4.5, controls 3)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

CSS = (Path(__file__).parents[1] / "static/ui/commonshelf.css").read_text(encoding="utf-8")
_TOKENS = re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)
LIGHT, DARK = (dict(re.findall(r"--([\w-]+): (#[0-9A-Fa-f]{6})", block)) for block in _TOKENS[:2])


def luminance(colour):
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


GROUNDS = ("paper", "card")
INKS = ("ink", "muted", "cinnabar", "celadon", "ochre", "indigo")
TEXTS = [
    *(
        (ink, ground)
        for ink in ("ink", "muted", "cinnabar", "celadon", "ochre", "indigo")
        for ground in GROUNDS
    ),
    *(("ink", f"{wash}-wash") for wash in ("celadon", "ochre", "cinnabar", "indigo")),
    ("indigo", "indigo-wash"),
    ("on-main", "cinnabar"),
    ("on-main", "cinnabar-deep"),
]


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXTS)
def test_text(tokens, text, ground):
    assert contrast(tokens[text], tokens[ground]) >= 4.5


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
def test_controls(tokens, ground):
    assert contrast(tokens["edge"], tokens[ground]) >= 3


def test_the_measure_itself():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_nothing_is_fetched_from_elsewhere():
    assert not re.search(r"url\(|@import", CSS)
