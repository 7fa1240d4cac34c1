"""Pages of reader groups and of spreadsheets of readers."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from commonshelf.cards import api, testing
from commonshelf.cards.models import Reader, ReaderSheet
from commonshelf.cards.tests.test_sheets import table
from commonshelf.members.testing import queries, user


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


def test_five_hundred_broken_lines_come_in_pages_and_as_a_file_to_bring_back(desk, readers):
    rows = [[f"S{n:04d}", "", "本科生", "", "'+8613"] for n in range(500)]
    url = send(desk, table(*rows)).url
    shown = desk.get(url)
    assert (len(shown.context["faults"]), shown.context["last"]) == (50, 10)
    assert desk.get(f"{url}?page=10").context["faults"][-1]["row"] == 501
    assert desk.get(f"{url}?page=999").context["page"] == 10
    file = desk.get(f"{url}/to-mend.csv")
    lines = file.content.decode("utf-8-sig").splitlines()
    assert (len(lines), lines[0].endswith("要改的地方")) == (501, True)
    mended = re.sub(r"(S\d{4}),,", r"\1,某人,", file.content.decode("utf-8-sig")).encode()
    again = send(desk, mended, key="k9")
    assert desk.get(again.url).context["card"].counts["new"] == 500
    assert desk.get(f"{url}/to-mend.xlsx").content.startswith(b"PK")
    assert desk.get(f"{url}/to-mend.pdf").status_code == 404


def test_columns_are_said_where_headings_do_not(desk, readers):
    url = send(desk, "20260001,赵一\n20260002,钱二\n".encode()).url
    mapping = desk.get(url, follow=True)
    assert mapping.redirect_chain[-1][0] == f"{url}/columns"
    assert "赵一" in page(mapping)
    assert desk.post(f"{url}/columns", {"key": "k2", "column-1": "name_zh"}).status_code == 400
    told = {"key": "k3", "column-0": "local_number", "column-1": "name_zh"}
    assert desk.post(f"{url}/columns", told).url == url
    assert desk.get(url).context["card"].counts["new"] == 2


def test_leavers_need_a_tick_and_choices_can_be_changed(desk, readers):
    url = send(desk, table(["S20260001", "周小雨"])).url
    told = {"do": "choose", "mode": "leave", "key": "k2"}
    assert desk.post(url, told).status_code == 302
    counts = {f"seen-{name}": n for name, n in desk.get(url).context["card"].counts.items()}
    assert "周小雨" in page(desk.get(f"{url}?show=leave"))
    assert desk.post(url, {"do": "take", "key": "k3", **counts}).status_code == 400
    assert desk.post(url, {"do": "take", "key": "k4", "sure": "1", **counts}).status_code == 302
    assert api.reader(key=readers.student.key).last_date is not None
    assert desk.post(url, {"do": "fly", "key": "k5"}).status_code == 404


def test_what_is_no_table_stands_beside_its_field(desk, readers):
    answer = send(desk, b"\x00\x01", "a.xlsx")
    assert (answer.status_code, ReaderSheet.objects.count()) == (400, 0)
    assert desk.post("/readers/EAST/files", {"mode": "take", "key": "k"}).context["form"].errors.keys() == {
        "file"
    }
    for form in ("xlsx", "csv"):
        assert desk.get(f"/readers/EAST/files/template.{form}").status_code == 200


def test_cards_are_handed_out_with_codes_that_set_a_password(desk, readers):
    url = send(desk, table(["S001", "陈晨"], ["S002", "王芳"])).url
    counts = {f"seen-{name}": n for name, n in desk.get(url).context["card"].counts.items()}
    desk.post(url, {"do": "take", "key": "k2", **counts})
    told = {"sheet": url.rpartition("/")[2]}
    slips = desk.post("/readers/EAST/hand-out", {**told, "how": "slips"})
    assert [slip.local_number for slip, _spoken, _qr in slips.context["slips"]] == ["S001", "S002"]
    lines = (
        desk.post("/readers/EAST/hand-out", {**told, "how": "csv"}).content.decode("utf-8-sig").splitlines()
    )
    _group, _local, _name, number, code, *_rest = lines[1].split(",")
    old = slips.context["slips"][0][0].code
    wrong = desk.post("/card/activate", {"number": number, "code": old, "password": "nine-paper-lanterns"})
    assert wrong.status_code == 404
    right = desk.post("/card/activate", {"number": number, "code": code, "password": "nine-paper-lanterns"})
    assert right.url == "/card"
    desk.force_login(user("partner"))
    assert desk.post("/readers/EAST/hand-out", {**told, "how": "csv"}).status_code == 404
    assert desk.post("/readers/WEST/hand-out", {**told, "how": "csv"}).status_code == 404


# -- groups


def test_usual_groups_are_offered_set_up_and_changed_by_the_manager(client, readers):
    client.force_login(user("manager"))
    offered = client.get("/readers/EAST/groups").context["usual"]
    codes = [one["code"] for one in offered]
    assert codes
    client.post("/readers/EAST/groups", {"do": "usual", "usual": codes, "key": "k"})
    assert set(codes) <= {one.code for one in api.groups(library="EAST")}
    told = {
        "name_zh": "进修生",
        "kind": "student",
        "months": "6",
        "code": "visiting",
        "active": "on",
        "key": "k2",
    }
    assert client.post("/readers/EAST/groups", {"do": "add", **told}).status_code == 302
    assert client.post("/readers/EAST/groups", {"do": "add", **told, "key": "k3"}).status_code == 409
    [one] = [one for one in api.groups(library="EAST") if one.code == "visiting"]
    address = f"/readers/EAST/groups/{one.id}"
    told |= {"do": "save", "version": "1", "name_en": "Visiting", "active": ""}
    assert client.post(address, {**told, "key": "k4"}).status_code == 302
    assert one.code not in {group.code for group in api.groups(library="EAST")}
    assert client.post(address, {**told, "key": "k5"}).status_code == 409
    assert client.post(address, {**told, "key": "k6", "version": "2", "code": "进"}).status_code == 400


def test_a_group_is_counted_before_it_is_renewed(desk, readers):
    id = next(one.id for one in api.groups(library="EAST") if one.code == "undergraduate")
    address = f"/readers/EAST/groups/{id}"
    counted = desk.post(address, {"do": "count", "last_date": "2040-01-01", "key": "k"})
    assert (counted.status_code, counted.context["count"]) == (200, 1)
    assert desk.post(address, {"do": "renew", "last_date": "2040-01-01", "key": "k2"}).status_code == 302
    assert str(api.reader(key=readers.student.key).last_date) == "2040-01-01"
    assert (
        desk.post(
            address, {"do": "save", "code": "x", "kind": "student", "months": 1, "name_zh": "x", "key": "k3"}
        ).status_code
        == 404
    )
    assert desk.get("/readers/EAST/groups/999999").status_code == 404


def test_of_twenty_lines_a_list_costs_as_much_as_of_ten(desk, readers):
    urls = [send(desk, table(*[[f"S{n}{at}", "某"] for at in range(n)]), key=f"k{n}").url for n in (10, 20)]
    desk.get(urls[0])
    costs = {queries(lambda url=url: desk.get(f"{url}?show=new")) for url in urls}
    assert len(costs) == 1
