"""`plan`: what a program and what a person at the terminal are told."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from commonshelf.loans import testing as shelves

pytestmark = pytest.mark.django_db


def say(*given: str) -> str:
    out = StringIO()
    call_command("plan", *given, stdout=out)
    return out.getvalue()


@pytest.fixture
def world() -> shelves.Shelves:
    return shelves.shelves()


def asked(world: shelves.Shelves, *more: str, barcode: str = "E1") -> tuple[str, ...]:
    number = shelves.card_number(world.readers.student)
    return ("--card", number, "--edition", str(world.editions[barcode]), *more)


def test_a_program_gets_exactly_what_was_promised(world: shelves.Shelves) -> None:
    found: dict[str, Any] = json.loads(say(*asked(world, "--json")))
    assert set(found) == {"ways", "ruled_out"}
    assert found["ways"][0]["kind"] == "shelf"
    assert {*found["ways"][0]} == {
        *("kind", "supplier", "expected_hours", "p80_hours", "cost", "needs", "reasons")
    }
    elsewhere = json.loads(
        say(
            *asked(
                world,
                "--json",
                barcode="R9",
            )
        )
    )
    assert all({*one} == {"kind", "supplier", "reason"} for one in elsewhere["ruled_out"])


def test_a_person_gets_sentences_in_the_readers_language(world: shelves.Shelves) -> None:
    with translation.override("en"):
        told = say(*asked(world))
    assert "Take it off the shelf at East Library" in told
    assert "The soonest stands first" in told


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (("--edition", "999999"), "sharing.no-such-edition"),
        (("--card", "nobody's"), "cards.no-such-card"),
        (("--needed", "2026-01-05"), "sharing.needed-past"),
        (("--needed", "9999-12-31"), "sharing.needed-far"),
    ],
)
def test_what_cannot_be_meant_is_said_in_a_sentence(
    world: shelves.Shelves, given: tuple[str, str], code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        call_command("plan", *asked(world, "--json", *given))
    assert ended.value.code == 1
    told = json.loads(capsys.readouterr().out)
    assert told["refused"] == code
    assert "{" not in told["sentence"]


@pytest.mark.parametrize(
    "place", ["Nanchong", "nan,nan", "91,0", "0,200", "inf,0", "30", "30,40,50", "\uff0c"]
)
def test_a_place_is_two_numbers(world: shelves.Shelves, place: str) -> None:
    with pytest.raises(CommandError, match="two numbers"), translation.override("en"):
        say(*asked(world, f"--place={place}"))


def test_a_place_may_be_typed_with_a_chinese_comma(world: shelves.Shelves) -> None:
    assert say(*asked(world, "--place=30.8\uff0c106.1", "--json")) == say(
        *asked(world, "--place=30.8,106.1", "--json")
    )
