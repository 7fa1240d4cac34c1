"""The other library's number in place of one's own: in addresses, in fields of forms, in parameters."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.journeys.test_sweep import OPEN_TO_STRANGERS
from tests.journeys.whom import NOBODY, OFFICE, OWNER, POSTED, SERVES, STAFF
from tests.wall.actors import ACTORS
from tests.wall.asking import NOWHERE, Answer, Asker, address, known, takes
from tests.wall.canaries import Canaries
from tests.wall.sweeping import Found, Question, judge, said_of

TWINS: Mapping[str, str] = {
    "reader": "guest",
    "librarian": "western",
    "manager": "partner",
    "holder": "citizen",
}
"""Of EAST -> who is the same in WEST."""
OUTSIDE: Mapping[str, tuple[str, ...]] = {
    "EAST": (
        "visitor",
        "stranger",
        "guest",
        "western",
        "partner",
        "suspended",
        "former",
        "contact",
        "holder",
        "sharer",
    ),
    "WEST": ("visitor", "reader", "librarian", "cataloguer", "manager", "former", "citizen", "leaver"),
}
THEIRS: Mapping[tuple[str, str], tuple[str, ...]] = {
    # their own request, and the link to their own copy
    **{(name, "EAST"): ("holder",) for name in ("sharing:api-act", "delivery:open")},
    **{(name, "WEST"): ("citizen",) for name in ("sharing:api-act", "delivery:open")},
    # whoever has a card asks for what any member has
    ("sharing:ask", "EAST"): ("holder", "citizen", "sharer"),
    ("sharing:ask", "WEST"): ("holder", "citizen", "sharer"),
}
"""(address, whose) -> who of those outside may well send something there: it is theirs."""
_ONCE = frozenset({"key", "csrfmiddlewaretoken", "version", "revision", "next"})
_CHOSEN = frozenset({"hidden", "radio", "checkbox", "select", "submit"})


def absent(name: str, given: Mapping[str, Any]) -> str:
    """The same address for something that never was."""
    return address(name, {**given, **{word: NOWHERE[word] for word in takes(name) if word in NOWHERE}})


def addresses(
    found: Found,
    asker: Asker,
    asked: list[tuple[Question, Mapping[str, Any]]],
    methods: tuple[str, ...],
    *,
    only: Collection[str] = (),
    stop: bool = False,
) -> None:
    """Strangers get the very bytes they get for what is not there, and nothing happens."""
    missing: dict[tuple[str, str, str], Answer] = {}
    for one, given in asked:
        owner = one.owner.partition(".")[0]
        for who in OUTSIDE.get(owner, ()):
            if only and who not in only:
                continue
            for method in methods:
                if method == "POST" and who in THEIRS.get((one.name, owner), ()):
                    continue
                real = asker.ask(who, one.path, method)
                found.counts["swapped"] += 1
                if real.changed:
                    found.fault("changed", f"{who} {method} {one.path}: {', '.join(real.changed)}")
                nowhere = absent(one.name, given)
                if (who, method, nowhere) not in missing:
                    missing[who, method, nowhere] = asker.ask(who, nowhere, method)
                never = missing[who, method, nowhere]
                if real.status == 404 and (real.body, real.status) != (never.body, never.status):
                    found.fault(
                        "unlike", f"{who} {method} {one.path}: not the bytes of {nowhere} ({never.status})"
                    )
                if never.status == 404 and real.status in {401, 403}:
                    found.fault("unlike", f"{who} {method} {one.path}: {real.status} tells that it is there")
                if method == "POST" and closed(one) and real.letter not in {"a", "l", "p"}:
                    found.fault("open", f"{who} POST {one.path}: {real.status}, and it is nothing of theirs")
                if stop and found.faults:
                    return


def closed(asked: Question) -> bool:
    """Whether the table of addresses keeps strangers from sending anything there."""
    said = said_of(asked)
    if asked.name in OPEN_TO_STRANGERS or asked.name.startswith("review:"):
        return False
    return said in {STAFF, OFFICE, NOBODY, POSTED, OWNER, SERVES}


@dataclass
class Form:
    """action: a path. fields: what would be sent untouched; choices: what each chosen field offers."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class Forms(HTMLParser):
    """The forms of a page that are sent, and the addresses with parameters it leads to."""

    def __init__(self, page: str, text: str) -> None:
        super().__init__()
        self.page, self.found, self.links = page, [], set[str]()
        self.form: Form | None = None
        self.select = self.area = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "a" and "?" in said.get("href", "") and not said["href"].startswith(("http", "mailto")):
            self.links.add(
                said["href"] if said["href"].startswith("/") else self.page.partition("?")[0] + said["href"]
            )
        if tag == "form" and said.get("method", "").lower() == "post":
            self.form = Form(said.get("action") or self.page)
            self.found.append(self.form)
        if self.form is None:
            return
        name, value = said.get("name", ""), said.get("value", "")
        if tag == "input" and name:
            self._input(said.get("type", "text"), name, value, checked="checked" in said)
        elif tag == "button" and name:
            self.form.buttons.append((name, value))
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select:
            self.form.choices.setdefault(self.select, []).append(value)
            if "selected" in said or self.select not in self.form.fields:
                self.form.fields[self.select] = value
        elif tag == "textarea" and name:
            self.form.fields.setdefault(name, "词")

    def _input(self, kind: str, name: str, value: str, *, checked: bool) -> None:
        assert self.form is not None
        if kind in {"hidden", "radio", "checkbox"}:
            self.form.choices.setdefault(name, []).append(value)
        if kind in {"radio", "checkbox"} and not checked:
            return
        if kind == "submit":
            self.form.buttons.append((name, value))
        else:
            self.form.fields[name] = value or ("词" if kind == "text" else "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        elif tag == "select":
            self.select = ""


@dataclass(frozen=True)
class Swap:
    """A form of EAST's page in which one field says what only WEST's own form says."""

    who: str
    action: str
    fields: Mapping[str, str]
    name: str
    theirs: str


def swaps(asker: Asker, pairs: list[tuple[Question, Question]]) -> Iterator[Swap]:
    """pairs: the same address for a thing of EAST's and for one of WEST's."""
    for who, twin in TWINS.items():
        for east, west in pairs:
            own = _forms(asker, who, east.path)
            if own:
                yield from _laid_beside(who, own, _forms(asker, twin, west.path))


def _forms(asker: Asker, who: str, path: str) -> list[Form]:
    answer = asker.ask(who, path)
    if answer.status != 200 or "html" not in answer.headers.get("Content-Type", ""):
        return []
    return Forms(path, answer.body.decode("utf-8", "replace")).found


def _laid_beside(who: str, own: list[Form], theirs: list[Form]) -> Iterator[Swap]:
    for mine, other in zip(own, theirs, strict=False):
        if known(mine.action) != known(other.action):
            continue
        buttons = mine.buttons or [("", "")]
        for name in mine.choices.keys() & other.choices.keys() - _ONCE:
            for value in sorted(set(other.choices[name]) - set(mine.choices[name])):
                for button, said in buttons:
                    sent = {
                        **mine.fields,
                        name: value,
                        **({button: said} if button and button != name else {}),
                    }
                    yield Swap(who, mine.action, sent, name, value)
        for name, value in _theirs(mine.buttons, other.buttons):
            yield Swap(who, mine.action, {**mine.fields, name: value}, name, value)


def _theirs(mine: list[tuple[str, str]], other: list[tuple[str, str]]) -> list[tuple[str, str]]:
    names = {name for name, _ in mine}
    return [
        (name, value)
        for name, value in other
        if name in names and (name, value) not in mine and name not in _ONCE
    ]


MEANT: Mapping[tuple[str, str], str] = {
    ("members:here", "branch"): "any branch may be picked as the nearest",
    ("lists:keep", "edition"): "editions belong to everybody",
    ("lists:entry", "edition"): "editions belong to everybody",
    ("loans:desk", "scan"): "whoever's card is scanned stands at the desk",
    ("resources:title", "edition"): "editions belong to everybody",
    ("work:ask", "at"): "another library is asked: that is what it is for",
}
"""(address, field) -> why a form may well name something of another library's."""


def bodies(found: Found, asker: Asker, canaries: Canaries, all_: Iterator[Swap]) -> None:
    """Whatever is sent, nothing happens, and what is refused is refused as something that never was."""
    done = set()
    for one in all_:
        where = known(one.action)
        mark = (one.who, one.action, one.name, one.theirs, tuple(sorted(one.fields.items() - {("key", "")})))
        if mark in done or (where, one.name) in MEANT:
            continue
        done.add(mark)
        real = asker.ask(one.who, one.action, "POST", one.fields)
        found.counts["fields"] += 1
        said = f"{one.who} POST {one.action} {one.name}={one.theirs} ({where})"
        sent = Question(where, "EAST", one.action)
        judge(found, asker, canaries, asked=sent, who=ACTORS[one.who], method="POST", answer=real)
        if real.changed:
            found.fault("changed", f"{said}: {', '.join(real.changed)}")
        nothing = (
            str(NOWHERE["id"])
            if one.theirs.isdecimal()
            else NOWHERE["symbol"]
            if one.theirs.isupper()
            else "f" * 16
        )
        never = asker.ask(one.who, one.action, "POST", {**one.fields, one.name: nothing})
        if real.status != never.status:
            found.fault("unlike", f"{said}: {real.status}, for what is not there {never.status}")


def parameters(asker: Asker, asked: list[Question], actors: tuple[str, ...]) -> list[Question]:
    """Every address with parameters that the pages of these people lead to, once."""
    found: dict[str, Question] = {}
    for one in asked:
        for who in actors:
            answer = asker.ask(who, one.path)
            if answer.status == 200 and "html" in answer.headers.get("Content-Type", ""):
                for link in Forms(one.path, answer.body.decode("utf-8", "replace")).links:
                    if name := known(link):
                        found.setdefault(_plain(link), Question(name, "?", link))
    return list(found.values())


def _plain(link: str) -> str:
    """Two that differ in what is to be shown next after it are one."""
    parts = urlsplit(link)
    asked = sorted(
        (name, value) for name, value in parse_qsl(parts.query) if name not in {"next", "lang", "back"}
    )
    return f"{parts.path}?{asked}"
