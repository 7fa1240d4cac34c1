"""Works without end, made from our own word lists: titles of believable length in Chinese and English."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from random import Random
from typing import Final

from commonshelf.demo.tables import rows
from commonshelf.demo.work import Maker

FICTION: Final = 0.22
ENGLISH: Final = 0.2
TRANSLATED: Final = 0.12
STRIDE: Final = 1_000_003
"""A prime: stepping by it goes through all combinations of words before one comes again."""
GENERIC: Final = 0.05
"""Share of works with a title as short as the subject allows: many books share it."""
SUBTITLES: Final = (
    ("理论与实践", "theory and practice"), ("案例与方法", "cases and methods"),
    ("从入门到精通", "from start to mastery"),
    ("问题与对策", "problems and answers"), ("一个区域的观察", "a regional view"),
    ("历史与现状", "past and present"),
    ("任务驱动版", "a task-based course"), ("附习题解答", "with solutions"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Made:
    """A work of the world."""

    title: str
    makers: tuple[Maker, ...]
    clc: str
    subtitle: str = ""
    translators: tuple[Maker, ...] = ()
    language: str = "chi"
    subject_zh: str = "长篇小说"
    subject_en: str = "Chinese fiction"
    original: str = ""


@dataclass(frozen=True, slots=True)
class _Words:
    topics: list[dict[str, str]]
    forms: list[dict[str, str]]
    qualifiers: list[dict[str, str]]
    images: list[dict[str, str]]
    names: list[dict[str, str]]
    surname_weights: list[float]


@cache
def _words() -> _Words:
    names = rows("world_names")
    weights = list(accumulate(1 / (place + 4) for place in range(len(names))))
    return _Words(
        rows("world_topics"),
        rows("world_forms"),
        rows("world_qualifiers"),
        rows("world_images"),
        names,
        weights,
    )


def work(number: int, random: Random) -> Made:
    """The work of this number; the same number and state of `random` give the same work."""
    english = random.random() < ENGLISH
    if random.random() < FICTION:
        return _fiction(number, random, english=english)
    return _learned(number, random, english=english)


def _learned(number: int, random: Random, *, english: bool) -> Made:
    words = _words()
    room = len(words.topics) * len(words.forms) * len(words.qualifiers)
    rest, place = divmod(number * STRIDE % room, len(words.topics))
    topic = words.topics[place]
    rest, place = divmod(rest, len(words.forms))
    form, qualifier = words.forms[place], words.qualifiers[rest]
    if random.random() < GENERIC:
        form, qualifier = words.forms[place % 3], words.qualifiers[0]
    subtitle = random.choice(SUBTITLES) if random.random() < 0.2 else ("", "")
    if english:
        title, under = form["en"].format(f"{qualifier['en']} {topic['en']}".strip()), subtitle[1]
        title = title[:1].upper() + title[1:]
    else:
        title, under = qualifier["zh"] + form["zh"].format(topic["zh"]), subtitle[0]
    return Made(
        title=title,
        subtitle=under,
        makers=_makers(random, english=english),
        language="eng" if english else "chi",
        clc=topic["clc"],
        subject_zh=topic["zh"],
        subject_en=topic["en"].capitalize(),
    )


def _fiction(number: int, random: Random, *, english: bool) -> Made:
    images = _words().images
    rest, first = divmod(number * STRIDE % (len(images) ** 3 * 4), len(images))
    rest, second = divmod(rest, len(images))
    pattern, third = divmod(rest, len(images))
    zh, en = _titles(images[first], images[second], images[third], pattern)
    if english:
        author = Maker(foreigner(random)[1])
        return Made(title=en, makers=(author,), language="eng", clc="I561.45", subject_en="English fiction")
    if random.random() < TRANSLATED:
        return Made(
            title=zh,
            makers=(Maker(foreigner(random)[0], "英"),),
            translators=(Maker(compatriot(random), role="译"),),
            clc="I561.45",
            subject_en="English fiction",
            original=en,
        )
    return Made(title=zh, makers=(Maker(compatriot(random)),), clc="I247.5")


def _titles(
    place: dict[str, str], quality: dict[str, str], thing: dict[str, str], pattern: int
) -> tuple[str, str]:
    """(Chinese, English) of one of four patterns."""
    if pattern == 0:
        return f"{quality['quality']}的{thing['thing']}", f"The {quality['quality_en']} {thing['thing_en']}"
    if pattern == 1:
        return f"{place['place']}的{thing['thing']}", f"The {thing['thing_en']} {place['place_en']}"
    if pattern == 2:
        return (
            f"{thing['thing']}与{quality['thing']}",
            f"The {thing['thing_en']} and the {quality['thing_en']}",
        )
    return (
        f"{place['place']}，{quality['quality']}的{thing['thing']}",
        f"A {quality['quality_en']} {thing['thing_en']} {place['place_en']}",
    )


def _makers(random: Random, *, english: bool) -> tuple[Maker, ...]:
    """One to four; textbooks have editors in chief."""
    count = random.choices((1, 2, 3, 4), (60, 25, 10, 5))[0]
    if english:
        return tuple(Maker(foreigner(random)[1]) for _ in range(count))
    role = random.choice(("", "", "主编", "编著"))
    return tuple(Maker(compatriot(random), role=role) for _ in range(count))


def compatriot(random: Random) -> str:
    """A Chinese name of two or three characters."""
    words = _words()
    surname = random.choices(words.names, cum_weights=words.surname_weights)[0]["surname"]
    given = random.choice(words.names)["given"]
    return surname + (given if random.random() < 0.7 else given[:1] + random.choice(words.names)["given"][-1])


def foreigner(random: Random) -> tuple[str, str]:
    """(name as Chinese books print it, name as English catalogues write it)."""
    names = _words().names
    last, first = random.choice(names), random.choice(names)
    return f"{first['first_zh']}·{last['foreign_zh']}", f"{last['foreign_en']}, {first['first_en']}"
