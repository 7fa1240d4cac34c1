"""Erasing leaves nothing: words planted in every column of a person are in no byte of any file after."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from django.db import connection
from django.utils import timezone

from commonshelf.members import api as members
from commonshelf.privacy import api, removing
from commonshelf.privacy.domain.table import TABLE, owned
from commonshelf.privacy.models import Erasure
from commonshelf.privacy.registry import model_of
from commonshelf.privacy.subjects import subject
from commonshelf.privacy.tests.conftest import bytes_of
from commonshelf.privacy.tests.planting import Garden, every_form, plant


def found(folder: Path, words: list[str]) -> list[str]:
    """file: word, of every planted word in whatever form."""
    return [
        f"{name}: {word}"
        for name, said in bytes_of(folder).items()
        for word in words
        if any(form in said for form in every_form(word))
    ]


def counts() -> dict[str, object]:
    """What statistics are made of."""
    loans = model_of("loans.Loan").objects.values_list(
        "library_id", "home_id", "group_kind", "lent_at__month"
    )
    visits = model_of("visits.Visit").objects.values_list("library_id", "group_kind", "people")
    events = model_of("news.Event").objects.filter(kind__contains=".").values_list("kind", flat=True)
    sums = model_of("ledger.Posting").objects.values_list("account_id", "amount")
    return {
        "loans": Counter(loans),
        "visits": Counter(visits),
        "events": Counter(kind for kind in events if kind != "privacy.erase"),
        "sums": Counter(sums),
        "votes": model_of("votes.Vote").objects.count(),
        "suggestions": Counter(model_of("cataloguing.Suggestion").objects.values_list("state", flat=True)),
    }


def test_no_planted_word_is_left_in_any_file_and_statistics_stay(home):
    garden = plant(Garden())
    words = list(garden.words)
    connection.cursor().execute("PRAGMA wal_checkpoint(FULL)")
    there = {one.split(": ")[1] for one in found(home, words)}
    assert there == set(words), "a word that was not written cannot prove anything"
    assert len(words) > 60
    before = counts()
    who = subject(garden.person.key)
    done = api.erase(actor=members.operator(), person=garden.person.key)
    assert api.sweep(now=timezone.now())
    left = sorted({garden.words[one.split(": ")[1]] for one in found(home, words)})
    assert left == []
    assert counts() == before
    assert done.counts["loans.Loan unlinked"]
    assert done.counts["visits.Visit unlinked"]
    kept = {label for label, line in owned() for link in line.owned if link.erase == "keep"}
    assert set(removing.left(who, ((label, one) for label, line in owned() for one in line.owned))) <= kept
    row = Erasure.objects.get()
    assert row.swept_at
    assert row.files == []
    assert list(api.problems()) == []


def test_the_proof_can_fail(home):
    """Without the rewriting of the file, or with one column left out, the search finds it."""
    garden = plant(Garden())
    who = subject(garden.person.key)
    line = TABLE["cards.Reader"]
    model_of("members.Person").objects.filter(pk=garden.person.pk).update(name_zh="鱻9999Zq")
    assert found(home, ["鱻9999Zq"])
    assert line.class_of("phone") == "identity"
    assert who.reader
