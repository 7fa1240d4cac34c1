"""Every page before three judges: axe, the HTML checker, and a screen of 360 px. None finds anything."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest
from django.utils import timezone

from tests.journeys.checker import markup
from tests.journeys.conftest import DESK, NARROW, House, Visit, accessibility, sideways
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
    "join": "/join",
    "activate": "/card/activate",
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
    "rights": "/rights",
    "rights-at": "/rights/NC-CITY?from=NC-CWNU&kind=student",
    "privacy-notice": "/privacy/notice",
    "forgotten-for-good": "/privacy/gone",
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
ALLIANCE = {
    "rules": "/rules",
    "rule": "/rules/1",
    "rules-of": "/rules/of/NC-CITY",
    "permissions": "/permissions",
    "holidays": "/holidays",
    "on-trial": "/library/NC-XSHV",
    "branch": "/library/NC-CITY/branch/main",
    "applied": "/apply/sent",
}
MEMBERS = {
    "office": "/office",
    "members": "/office/members",
    "trial": "/office/members/NC-XSHV",
    "applicant": "/office/members/NC-SILK",
    "apply": "/apply",
    "agencies": "/agencies",
    "agency": "/agencies/1",
    "bounds": "/bounds",
    "bound": "/bounds/work.offer-hours",
    "settings": "/library/NC-NSMC/settings",
    "vacations": "/library/NC-CWNU/vacations",
    "office-holidays": "/holidays",
    "edit-library": "/library/NC-CITY/edit",
    "edit-branch": "/library/NC-CITY/branches/main",
    "invite": "/people/invite",
    "invite-library": "/people/invite-library",
    "invitations": "/people/invitations",
    "spreadsheet": "/people/spreadsheet",
    "outbox": "/outbox",
    "letter": "/outbox/4",
    "staff": "/staff",
    "coverage": "/staff/coverage",
}
PAPERS = {
    "ballots": "/ballots",
    "closed": "/ballots/1",
    "open": "/ballots/2",
    "contracts": "/contracts",
    "contract": "/contracts/1",
    "edit-contract": "/contracts/2/edit",
    "office-rules": "/rules",
    "office-rule": "/rules/4",
    "edit-rule": "/rules/4/edit",
    "compare": "/rules/4/compare",
    "readers": "/rules/4/readers",
    "resolutions": "/resolutions",
    "resolution": "/resolutions/2",
    "propose": "/resolutions/new",
    "record": "/resolutions/record",
}
DUTIES = {
    "duties": "/duties",
    "duty": "/duties/6",
    "edit-duty": "/duties/6/edit",
    "give": "/duties/6/give",
    "transfer": "/duties/6/transfer",
    "backup": "/duties/holders/4/backup",
    "rota": "/duties/6/rota",
    "office-desk": "/desk",
    "queues": "/desk/queues",
    "ask": "/desk/ask",
}
RIGHTS = {
    "right-rules": "/rights-rules",
    "right-rule": "/rights-rules/3",
    "new-right-rule": "/rights-rules/new",
    "rights-of": "/rights-rules/of/NC-CITY",
    "new-own-right-rule": "/rights-rules/of/NC-CITY/new",
    "rights-preview": "/rights-preview",
    "rights-preview-one": "/rights-preview?library=NC-CITY&from=other",
    "keeping": "/privacy/keeping",
    "systems": "/systems",
    "connect": "/systems/NC-CWNU/connect",
}
MANAGER = {
    "my-desk": "/desk",
    "to-vote": "/ballots/2",
    "my-office": "/office",
    "my-library": "/my-library",
    "readers": "/readers/NC-CITY",
    "register": "/readers/NC-CITY/new",
    "own-member": "/office/members/NC-CITY",
    "own-settings": "/library/NC-CITY/settings",
    "own-rule": "/rules/of/NC-CITY/new",
    "own-rota": "/duties/6/rota",
    "to-read": "/rules/7",
    "skills": "/me/skills",
    "sessions": "/accounts/sessions/",
}
LOANS = {
    "desk": "/loans/NC-CITY",
    "shelf": "/loans/NC-CITY/shelf",
    "transits": "/loans/NC-CITY/transits",
    "due": "/loans/NC-CITY/due",
    "overdue": "/loans/NC-CITY/overdue",
    "paper": "/loans/NC-CITY/paper",
    "enter-paper": "/loans/NC-CITY/paper/enter",
    "slip": "/loans/NC-CITY/slip/{thing}",
    "slips": "/loans/NC-CITY/slips/ready",
    "gate": "/visits/NC-CITY",
    "counts": "/visits/NC-CITY/counts",
    "system": "/systems/NC-CITY",
    "new-terminal": "/systems/NC-CITY/terminals/new",
    "terminal": "/systems/NC-CITY/terminals/1",
    "no-loans": "/loans",
}
LATE = {"late": "/desk", "delegated": "/ballots/2"}
TWO_DESKS = {"two-desks": "/desk", "working-at": "/working-at", "own-trial": "/office/members/NC-XSHV"}
READER = {
    "card": "/card",
    "own-loans": "/loans",
    "asked-for": "/edition/{edition}",
    "own-rights": "/rights",
    "own-rights-at": "/rights/NC-CITY",
    "shares": "/card/shares",
    "particulars": "/card/particulars",
    "close-card": "/card/close",
    "privacy": "/privacy",
    "everything": "/privacy/everything",
    "looks": "/privacy/looks",
    "delete": "/privacy/delete",
}
READERS = {
    "found-reader": "/readers/NC-CITY?words=罗",
    "one-reader": "/readers/NC-CITY/of/{reader}",
    "edit-reader": "/readers/NC-CITY/of/{reader}/edit",
    "block": "/readers/NC-CITY/of/{reader}/block",
    "merge": "/readers/NC-CITY/of/{reader}/merge",
    "close-reader": "/readers/NC-CITY/of/{reader}/close",
    "groups": "/readers/NC-CITY/groups",
    "group": "/readers/NC-CITY/groups/1",
    "reader-sheets": "/readers/NC-CITY/files",
    "privacy-desk": "/privacy/desk",
}
GETTING = {
    "ways": "/get/{edition}",
    "to-confirm": "/get/{edition}/ask?way=buy",
    "blank": "/get",
    "requests": "/requests",
    "request": "/requests/{received}",
    "request-with-copy": "/requests/{delivered}",
    "e-resources": "/resources",
    "e-resource": "/resources/2",
}
DESKS = {
    "own-desk": "/interlibrary/NC-CITY",
    "late-here": "/interlibrary/NC-CITY?list=late",
    "item": "/interlibrary/NC-CITY/{asked}",
    "scanning": "/interlibrary/NC-CITY/scan",
    "pull-slips": "/interlibrary/NC-CITY/slips",
    "manifest": "/interlibrary/NC-CITY/manifest",
    "document": "/interlibrary/NC-CITY/{limited}/document",
    "match": "/requests/{blank}/match",
    "supplying": "/supplying/NC-CITY",
    "money": "/agency/money/NC-CITY/{month}",
    "own-resources": "/resources/own",
    "resource-titles": "/resources/6/titles",
    "resource-edit": "/resources/6/edit",
    "levels": "/levels",
    "new-level": "/levels/new?library=NC-CITY",
    "resolvers": "/resolvers",
}
AGENCY = {
    "licences": "/agency",
    "licence": "/agency/decisions/{waiting}",
    "decided": "/agency/decided",
    "scheduling": "/agency/rules",
    "scheduling-version": "/agency/rules/1",
    "scheduling-draft": "/agency/rules/draft",
    "tried": "/agency/rules/2",
    "care": "/agency/resources",
    "moneys": "/agency/money",
    "couriers": "/couriers",
    "courier": "/couriers/{courier}",
    "new-courier": "/couriers/new",
    "courier-table": "/couriers/table",
    "all-desks": "/interlibrary/all",
    "figures": "/sharing/figures",
    "simulations": "/agency/simulations",
}
ROUNDS = {
    "visitor": ("", VISITOR),
    "cataloguer": ("何文", CATALOGUER),
    "office": ("陈思远", OFFICE),
    "alliance": ("", ALLIANCE),
    "members": ("陈思远", MEMBERS),
    "papers": ("陈思远", PAPERS),
    "duties": ("陈思远", DUTIES),
    "rights": ("陈思远", RIGHTS),
    "manager": ("林静", MANAGER),
    "loans": ("林静", LOANS),
    "late": ("赵小满", LATE),
    "two-desks": ("苏晴", TWO_DESKS),
    "one-card": ("李想", READER),
    "readers": ("林静", READERS),
    "getting": ("李想", GETTING),
    "desks": ("林静", DESKS),
    "agency": ("陈思远", AGENCY),
}
"""Who walks past which pages; the numbers in the addresses are those of the demo's own rows."""
IN_ENGLISH = {"何文": "He Wen", "陈思远": "Chen Siyuan", "林静": "Lin Jing", "赵小满": "Zhao Xiaoman",
              "苏晴": "Su Qing", "李想": "Li Xiang"}  # fmt: skip
WALKERS = {IN_ENGLISH.get(person, "visitor"): person for person, _ in ROUNDS.values()}


def pages_of(person: str) -> dict[str, str]:
    """All that this person walks past, having signed in once."""
    return {
        f"{walk} {name}": path
        for walk, (who, pages) in ROUNDS.items()
        if who == person
        for name, path in pages.items()
    }


@pytest.fixture(scope="session")
def named(house: House) -> dict[str, str]:
    """Ids the addresses above need: an edition, a load of the cataloguer's library, a reader, a copy."""
    found = json.loads(house.run("search", "红楼梦", "--json"))
    work = next(str(one["work"]) for one in found["results"] if one["work"])
    with closing(sqlite3.connect(house.home / "commonshelf.sqlite3")) as rows:
        [reader] = rows.execute("SELECT key FROM members_person WHERE name_zh = '任德芳'").fetchone()
        [thing] = rows.execute("SELECT id FROM loans_thing WHERE barcode = 'CITY0000025'").fetchone()
        requested = _requested(rows)
    edition = str(found["results"][0]["id"])
    return {
        "edition": edition, "work": work, "load": "2", "reader": reader, "thing": str(thing), **requested,
        "month": f"{timezone.localdate():%Y-%m}",
    }  # fmt: skip


def _requested(rows: sqlite3.Connection) -> dict[str, str]:
    """Numbers of requests in several states, of a licence decision that waits, of a courier."""
    wanted = {
        "received": "state = 'received'",
        "delivered": "state = 'delivered' AND title_zh = '湘行散记'",
        "asked": "state = 'conditional'",
        "limited": "state = 'delivered' AND title_zh LIKE '南充市志%'",
        "blank": "title_zh = '果城旧闻'",
    }
    told = {}
    for name, where in wanted.items():
        [told[name]] = rows.execute(
            f"SELECT number FROM sharing_patronrequest WHERE {where} ORDER BY id LIMIT 1"
        ).fetchone()
    [waiting] = rows.execute(
        "SELECT id FROM sharing_approval WHERE state = 'asked' AND level = 'agency'"
    ).fetchone()
    [courier] = rows.execute("SELECT min(id) FROM sharing_route").fetchone()
    return {**told, "waiting": str(waiting), "courier": str(courier)}


Judge = Callable[[str, dict[str, str], str], None]


@pytest.fixture
def judge(house: House, visit: Visit, named: dict[str, str]) -> Judge:
    """Somebody walks past pages in a language, and the three judges find nothing."""

    def judged(person: str, pages: dict[str, str], language: str) -> None:
        page = visit(house.url, size=NARROW, language=language, dark=language == "en-US")
        if person:
            sign_in(page, person if language == "zh-CN" else IN_ENGLISH[person])
        wrong: list[str] = []
        kept: dict[str, str] = {}
        for name, path in pages.items():
            page.set_viewport_size(NARROW)  # type: ignore[arg-type]
            answer = page.goto(house.url + path.format(**named))
            assert answer is not None
            if answer.status != (404 if name == "visitor absent" else 200):
                wrong.append(f"{name}: status {answer.status}")
                continue
            kept[name] = answer.text()
            if over := sideways(page):
                wrong.append(f"{name}: {over} px wider than 360")
            wrong += [f"{name}: {line}" for line in accessibility(page)]
            page.set_viewport_size(DESK)  # type: ignore[arg-type]
            if over := sideways(page):
                wrong.append(f"{name}: {over} px wider than 1280")
        wrong += markup(kept)
        assert not wrong, "\n".join(wrong[:40])

    return judged


@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
@pytest.mark.parametrize("walker", WALKERS)
def test_every_page_in_one_of_the_languages(judge: Judge, walker: str, language: str) -> None:
    """Every second page in Chinese, the others in English; all in both is a matter of proofs."""
    person = WALKERS[walker]
    judge(person, dict(list(pages_of(person).items())[language == "en-US" :: 2]), language)


@pytest.mark.prove
@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
@pytest.mark.parametrize("walker", WALKERS)
def test_every_page_in_both(judge: Judge, walker: str, language: str) -> None:
    judge(WALKERS[walker], pages_of(WALKERS[walker]), language)


def test_the_judges_can_find_fault(visit: Visit, house: House) -> None:
    """The planted faults: a button without a name, a page too wide, a tag left open."""
    page = visit(f"{house.url}/house/parts", size=NARROW)
    page.evaluate(
        "const main = document.querySelector('main'); const wide = document.createElement('p');"
        "wide.style.width = '900px'; wide.textContent = '.';"
        "main.append(wide, document.createElement('button'))"
    )
    assert sideways(page) > 0
    assert any("button-name" in line for line in accessibility(page))
    assert markup({"bad": "<!doctype html><html><title>x</title><p><b>open</p></html>"})
