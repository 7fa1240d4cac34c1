"""Chinese and English are equals: no visible sentence without its translation, none said two ways."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import polib
from django.utils.translation.template import templatize

from tests.house.reading import PACKAGE, ROOT, Source, planted, product

FUNCTIONS = {
    f"{prefix}gettext{suffix}": prefix for prefix in ("", "n", "p", "np") for suffix in ("", "_lazy", "_noop")
} | {"_": ""}
LITERAL = r"u?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
IN_TEMPLATE = re.compile(rf"\b(_|[np]{{0,2}}gettext)\(({LITERAL})(?:, ({LITERAL}))?")
MARKS = re.compile(r"%\(\w+\)[sd]|\{\w*\}")
TAG = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)
QUIET = re.compile(
    r"{%\s*(comment|blocktrans(?:late)?)\b.*?%}.*?{%\s*end\1\s*%}"
    r"|<(script|style|code|pre|kbd)\b.*?</\2>|<!--.*?-->"
    r"|{%\s*block \w+_class\s*%}[^{]*(?={%)",  # a name for the stylesheet, not for readers
    re.DOTALL,
)
NAMES = {
    "中文",
    "简体中文",
    "English",
    "共享书架",
    "Commonshelf",
    "ISBN",
    "ISSN",
    "KBART",
    "RIS",
    "MARC",
    "MARC21",
    "CNMARC",
}
NAMES |= {
    "JSON",
    "CSV",
    "XLSX",
    "API",
    "REST",
    "OpenAPI",
    "km",
    "UTF",
    "GB",
    "CC",
    "BibTeX",
    "MARCXML",
    "GET",
    "openapi",
    "json",
}
NAMES |= {"架", "示", "DEMO"}  # seals, drawn as letters


@dataclass(frozen=True, slots=True)
class Said:
    """A msgid where it is used. room: whose .po has to carry it. context: "": none."""

    room: str
    msgid: str
    where: str
    context: str = ""

    @property
    def key(self) -> str:
        return key(self.context, self.msgid)


def key(context: str | None, msgid: str) -> str:
    """As gettext keeps it."""
    return f"{context}\4{msgid}" if context else msgid


def in_python(sources: Iterable[Source]) -> Iterator[Said]:
    for one in sources:
        room = one.parts[1] if len(one.parts) > 2 else "site"
        for node in ast.walk(one.tree):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in FUNCTIONS and node.args:
                prefix = FUNCTIONS[name]
                at = 1 if prefix in {"p", "np"} else 0
                first = node.args[at]
                said = first.value if isinstance(first, ast.Constant) else None
                context = node.args[0].value if at and isinstance(node.args[0], ast.Constant) else ""
                yield (
                    Said(room, str(said), f"{one.path}:{node.lineno}", str(context))
                    if said
                    else Said(room, f"<not a literal: {ast.unparse(first)}>", f"{one.path}:{node.lineno}")
                )


def templates(package: Path = PACKAGE) -> Iterator[tuple[str, Path, str]]:
    """(room, path, text) of every template."""
    for path in sorted(package.glob("*/templates/**/*")):
        if path.is_file() and path.suffix in {".html", ".txt", ".svg", ".xml"}:
            yield path.relative_to(package).parts[0], path, path.read_text(encoding="utf-8")


def in_templates(texts: Iterable[tuple[str, Path, str]]) -> Iterator[Said]:
    for room, path, text in texts:
        for match in IN_TEMPLATE.finditer(templatize(text)):
            kind, first, second = match.groups()
            context, literal = (first, second) if kind in {"pgettext", "npgettext"} else ("''", first)
            yield Said(room, ast.literal_eval(literal), path.name, ast.literal_eval(context))


def bare_words(texts: Iterable[tuple[str, Path, str]]) -> list[str]:
    """Words a reader sees that go through no translation."""
    found = []
    for _room, path, text in texts:
        if path.suffix != ".html":
            continue
        left = TAG.sub(" ", QUIET.sub(" ", text))
        seen = re.sub(r"<[^>]*>", "\n", left)
        attributes = re.findall(r"""\b(?:alt|title|aria-label)=["']([^"']+)["']""", left)
        words = re.findall(
            r"[A-Za-z]{2,}|[\u4e00-\u9fff]+", re.sub(r"&\w+;", " ", "\n".join([seen, *attributes]))
        )
        found += [f"{path.name}: {word}" for word in words if word not in NAMES]
    return found


def catalogue(room: str) -> dict[str, polib.POEntry]:
    path = PACKAGE / room / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
    entries = polib.pofile(str(path)) if path.exists() else []
    return {key(entry.msgctxt, entry.msgid): entry for entry in entries}


ROOMS = sorted(path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists())
CATALOGUES = {room: catalogue(room) for room in ROOMS}


def strings(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) or [entry.msgstr]


def untranslated(said: Iterable[Said], catalogues=CATALOGUES) -> list[str]:
    found = []
    for one in said:
        entry = catalogues.get(one.room, {}).get(one.key) or catalogues["ui"].get(one.key)
        if entry is None or entry.obsolete or entry.fuzzy or not all(strings(entry)):
            found.append(f"{one.where}: {one.msgid}")
    return sorted(set(found))


def ill_filled(catalogues=CATALOGUES) -> list[str]:
    """Translations whose marks to be filled in differ from the original's."""
    return [
        f"{room}: {entry.msgid}"
        for room, entries in catalogues.items()
        for entry in entries.values()
        for said in strings(entry)
        if not set(MARKS.findall(said)) <= set(MARKS.findall(entry.msgid + (entry.msgid_plural or "")))
        or (not entry.msgid_plural and set(MARKS.findall(said)) != set(MARKS.findall(entry.msgid)))
    ]


def said_two_ways(catalogues=CATALOGUES) -> list[str]:
    """gettext knows one translation for a msgid in the whole house."""
    seen: dict[str, str] = {}
    found = []
    for room, entries in catalogues.items():
        for entry in entries.values():
            word = key(entry.msgctxt, entry.msgid)
            told = "|".join(strings(entry))
            if seen.setdefault(word, told) != told:
                found.append(f"{room}: {entry.msgid}: {told} / {seen[word]}")
    return found


def unused(said: Iterable[Said], catalogues=CATALOGUES) -> list[str]:
    used = {one.key for one in said}
    return [f"{room}: {word}" for room, entries in catalogues.items() for word in entries if word not in used]


def all_said() -> list[Said]:
    return [*in_python(product()), *in_templates(templates())]


def glossary() -> dict[str, tuple[str, list[str]]]:
    """Term -> (Chinese, words that are not to be used for it), from GLOSSARY.md."""
    rows = re.findall(
        r"^\| ([^|]+) \| ([^|]+) \| ([^|]*) \| ([^|]*) \|$", (ROOT / "GLOSSARY.md").read_text(), re.MULTILINE
    )
    return {
        en.strip(): (zh.strip(), [word.strip() for word in re.split("[、,]", no) if word.strip()])
        for zh, en, _meaning, no in rows
        if not set(en.strip()) <= set("- :") and en.strip() != "English"
    }


def against_the_glossary(catalogues=CATALOGUES, terms=None) -> list[str]:
    found = []
    for room, entries in catalogues.items():
        for entry in entries.values():
            for term, (zh, wrong) in (terms or glossary()).items():
                if not re.search(rf"\b{re.escape(term)}(?:s|es)?\b", entry.msgid, re.IGNORECASE):
                    continue
                for said in strings(entry):
                    found += [f"{room}: {entry.msgid}: {word}, not {zh}" for word in wrong if word in said]
                    alone = entry.msgid.lower() == term.lower() and not entry.msgid_plural
                    if alone and said not in zh.split(" / "):
                        found.append(f"{room}: {entry.msgid}: {said}, not {zh}")
    return found


def test_every_sentence_has_its_chinese():
    assert untranslated(all_said()) == []
    assert untranslated(in_python(planted('_("A sentence nobody translated")')))
    assert untranslated(in_python(planted("_(f'{x} books')")))
    known = {"search": {key("request", "lost"): polib.POEntry(msgid="lost", msgstr="遗失")}, "ui": {}}
    assert untranslated([Said("search", "lost", "x")], known)
    assert not untranslated([Said("search", "lost", "x", "request")], known)
    page = [("search", Path("x.html"), '{% load i18n %}{% translate "Nobody translated this" %}')]
    assert untranslated(in_templates(page))


def test_no_word_on_a_page_goes_around_translation():
    assert bare_words(templates()) == []
    assert bare_words([("search", Path("x.html"), "<p>{{ x }} found</p>")])
    assert bare_words([("search", Path("x.html"), '<img alt="A picture">')])


def test_what_is_filled_in_is_the_same_in_both_languages():
    assert ill_filled() == []
    wrong = polib.POEntry(msgid="{number} books", msgstr="{count} 本书")
    assert ill_filled({"search": {wrong.msgid: wrong}})


def test_nothing_is_said_two_ways():
    assert said_two_ways() == []
    one, other = polib.POEntry(msgid="Edition", msgstr="版本"), polib.POEntry(msgid="Edition", msgstr="版次")
    assert said_two_ways({"search": {"Edition": one}, "ui": {"Edition": other}})


def test_no_translation_is_left_without_its_sentence():
    assert unused(all_said()) == []
    assert unused([], {"search": {"Gone": polib.POEntry(msgid="Gone", msgstr="没了")}})


def test_the_words_are_those_of_the_glossary():
    assert against_the_glossary() == []
    wrong = polib.POEntry(msgid="Edition", msgstr="书目")
    assert against_the_glossary({"search": {"Edition": wrong}}, {"edition": ("版本", [])})
