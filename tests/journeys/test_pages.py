"""Every page before three judges: axe, the HTML checker, and a screen of 360 px. None finds anything."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys.conftest import DESK, NARROW, House, Visit, accessibility, markup, sideways
from tests.journeys.test_office import sign_in

pytestmark = pytest.mark.browser

VISITOR = {
    "home": "/",
    "found": "/search?q=三国",
    "narrowed": "/search?q=三国&format=book&sort=newest",
    "all": "/search",
    "nothing": "/search?q=zzqqxxyyww",
    "nearest": "/search?q=护理&sort=nearest",
    "edition": "/edition/{edition}",
    "desk": "/edition/{edition}/desk",
    "work": "/works/{work}",
    "new": "/new?library=NC-CITY&clc=I",
    "kept": "/lists",
    "libraries": "/libraries",
    "library": "/library/NC-CITY",
    "here": "/here",
    "sign-in": "/accounts/login/",
    "forgotten": "/accounts/password/reset/",
    "parts": "/house/parts",
    "api": "/api/v1/docs",
    "advanced": "/advanced",
    "advanced-filled": "/advanced?q=题名 all 红楼梦 and 出版年>=1990",
    "advanced-finer": "/advanced?q=title=a and (title=b or title=c)",
    "cql": "/search?q=title=红楼梦",
    "broad": "/search?q=小说",
    "browse": "/browse",
    "titles": "/browse/titles?letter=h",
    "authors": "/browse/authors?at=lu",
    "subjects": "/browse/subjects",
    "classes": "/browse/classes",
    "class": "/browse/classes/I24",
    "shelves": "/browse/call-numbers",
    "shelf": "/browse/call-numbers?library=NC-CITY&from=I24",
    "author": "/author/曹雪芹",
    "subject": "/subject/小说",
    "absent": "/edition/999999999",
}
CATALOGUER = {
    "me": "/me",
    "sign-out": "/accounts/logout/",
    "sources": "/sources",
    "loads": "/loads",
    "load": "/loads/{load}",
}
OFFICE = {
    "happenings": "/happenings",
    "people": "/people",
    "new-library": "/libraries/new",
    "hours": "/library/NC-CITY/hours/main",
    "office-library": "/library/NC-CITY",
    "office-loads": "/loads",
}
PEOPLE = {"": VISITOR, "何文": CATALOGUER, "陈思远": OFFICE}


@pytest.fixture(scope="session")
def named(house: House) -> dict[str, str]:
    """Ids the addresses above need: some edition, and a load of the cataloguer's library."""
    import json

    found = json.loads(house.run("search", "红楼梦", "--json"))
    work = next(str(one["work"]) for one in found["results"] if one["work"])
    return {"edition": str(found["results"][0]["id"]), "work": work, "load": "2"}


@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
@pytest.mark.parametrize("person", PEOPLE)
def test_every_page(
    house: House, visit: Visit, named: dict[str, str], tmp_path: Path, *, person: str, language: str
) -> None:
    page = visit(house.url, size=NARROW, language=language, dark=language == "en-US")
    if person:
        sign_in(page, person if language == "zh-CN" else {"何文": "He Wen", "陈思远": "Chen Siyuan"}[person])
    wrong: list[str] = []
    kept: dict[str, str] = {}
    for name, path in PEOPLE[person].items():
        page.set_viewport_size(NARROW)  # type: ignore[arg-type]
        answer = page.goto(house.url + path.format(**named))
        assert answer is not None
        if answer.status != (404 if name == "absent" else 200):
            wrong.append(f"{name}: status {answer.status}")
            continue
        kept[name] = answer.text()
        if over := sideways(page):
            wrong.append(f"{name}: {over} px wider than 360")
        wrong += [f"{name}: {line}" for line in accessibility(page)]
        page.set_viewport_size(DESK)  # type: ignore[arg-type]
        if over := sideways(page):
            wrong.append(f"{name}: {over} px wider than 1280")
    wrong += markup(kept, tmp_path)
    assert not wrong, "\n".join(wrong[:40])


def test_the_judges_can_find_fault(visit: Visit, house: House, tmp_path: Path) -> None:
    """The planted faults: a button without a name, a page too wide, a tag left open."""
    page = visit(f"{house.url}/house/parts", size=NARROW)
    page.evaluate(
        "const main = document.querySelector('main'); const wide = document.createElement('p');"
        "wide.style.width = '900px'; wide.textContent = '.';"
        "main.append(wide, document.createElement('button'))"
    )
    assert sideways(page) > 0
    assert any("button-name" in line for line in accessibility(page))
    assert markup({"bad": "<!doctype html><html><title>x</title><p><b>open</p></html>"}, tmp_path)
