"""Pages of reader groups and of spreadsheets of readers."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from commonshelf.cards import api, testing
from commonshelf.cards.models import Reader, ReaderSheet
from commonshelf.cards.tests.test_sheets import table
from commonshelf.members.testing import user


@pytest.fixture
def readers(db, tmp_path, settings) -> testing.Readers:
    settings.COMMONSHELF_HOME = tmp_path
    return testing.readers()


@pytest.fixture
def desk(client, readers):
    client.force_login(user("librarian"))
    return client


def page(answer) -> str:
    return answer.content.decode()


def send(client, raw, name="readers.csv", symbol="EAST", **more):
    group = next(one.id for one in api.groups(library=symbol) if one.kind in {"student", "citizen"})
    told = {"mode": "take", "group": group, "key": "k", "file": SimpleUploadedFile(name, raw), **more}
    return client.post(f"/readers/{symbol}/files", told)


def test_a_file_is_looked_at_and_taken_over(desk, readers):
    answer = send(desk, table(["S001", "陈晨"], ["S002", ""], ["=cmd", "王芳"]))
    sheet = ReaderSheet.objects.get()
    assert answer.url == f"/readers/EAST/files/{sheet.pk}"
    shown = desk.get(answer.url)
    assert "=cmd" in page(shown)
    assert [one["row"] for one in shown.context["faults"]] == [3, 4]
    counts = {f"seen-{name}": n for name, n in shown.context["card"].counts.items()}
    done = desk.post(answer.url, {"do": "take", "key": "k2", **counts}, follow=True)
    assert done.context["card"].state == "done"
    assert Reader.objects.filter(local_number="S001").exists()
    assert "=cmd" not in str(ReaderSheet.objects.values())
