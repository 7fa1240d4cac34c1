"""The look an office chooses: every pair of every colour can be read, and nobody else may choose it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api, testing
from commonshelf.members.domain import looks
from commonshelf.ui import api as ui
from commonshelf.ui.tests.test_look import DARK, LIGHT, contrast

CSS = Path(ui.__file__).parent / "static/ui/looks.css"


def colours_of(css: str) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """(light, dark): name -> its accent and the deeper one."""
    light, _, dark = css.partition("prefers-color-scheme: dark")
    rule = re.compile(r"\.look-(\w+) \{ --accent: (#\w{6}); --accent-deep: (#\w{6}); \}")
    return tuple({name: [*pair] for name, *pair in rule.findall(part)} for part in (light, dark))


def unreadable(css: str) -> list[str]:
    return [
        f"{name} {one} on {other}"
        for tokens, found in zip((LIGHT, DARK), colours_of(css), strict=True)
        for name, accents in found.items()
        for one in accents
        for other in (tokens["paper"], tokens["card"], tokens["on-main"])
        if contrast(one, other) < 4.5
    ]


def test_every_pair_of_every_colour_can_be_read():
    css = CSS.read_text(encoding="utf-8")
    for found in colours_of(css):
        assert tuple(found) == looks.COLOURS
    assert unreadable(css) == []
    assert unreadable(css.replace("#2C5685", "#7C96C5"))  # planted: too pale for its white letters


def test_the_seal_carries_the_mark_or_the_first_of_the_name(db, client):
    cast = testing.cast()
    assert api.look().mark == "试"
    api.set_look(
        actor=cast.office, colour="indigo", mark="江图", words_zh="一处检索，各馆可借", words_en="One box"
    )
    assert api.look() == api.LookCard("indigo", "江图", "江图", api.Said("一处检索，各馆可借", "One box"))
    page = client.get("/libraries", headers={"accept-language": "en"}).content.decode()
    assert '<html lang="en" class="look-indigo">' in page
    assert '<span class="seal two" aria-hidden="true" lang="zh-Hans">江图</span>' in page


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"colour": "#ff0000"}, "members.bad-colour"),
        ({"mark": "江图馆"}, "members.bad-mark"),
        ({"mark": "<b"}, "members.bad-mark"),
    ],
)
def test_what_does_not_fit_is_refused_and_changes_nothing(db, given, code):
    cast = testing.cast()
    before = api.look()
    with pytest.raises(Refusal) as refused:
        api.set_look(actor=cast.office, **given)
    assert refused.value.code == code
    assert api.look() == before


def test_only_the_office_chooses(db):
    cast = testing.cast()
    for who in (cast.manager, cast.partner, cast.stranger, cast.visitor):
        with pytest.raises(Absent):
            api.set_look(actor=who, colour="ink")
