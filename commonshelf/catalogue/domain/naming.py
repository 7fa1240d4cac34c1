"""A maker's name taken apart for citations: surname first where the script has surnames to turn round.

Names in Han or kana are never turned, cut or shortened. Names in letters come inverted from headings
("Sample, John R.") or as on a title page ("John R. Sample", "Cao Xueqin"); of the latter the last word
is the surname, unless the name is a Chinese one in pinyin.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from commonshelf.catalogue.domain.facts import Name
from commonshelf.catalogue.domain.words import clean
from commonshelf.kernel.text import han_share

MAKERS: Final = frozenset(
    {"", "author", "editor", "compiler", "composer", "director", "performer", "annotator"}
)
_PARTICLE_LIST: Final = "van von de der den del della di da du la le ten ter bin ibn al el af av zu dos das"
_PARTICLES: Final = frozenset(_PARTICLE_LIST.split())
_SUFFIXES: Final = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})
_SYLLABLE: Final = (
    r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    r"(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|van|ai|ei|ao|ou|an|en|in|un|ia|ie|iu|ua|uo|ui|ue"
    r"|üe|ve|er|a|(?<![cdghjklnqrstxz])o|e|i|u|ü|v)"
)
_EASTERN: Final = re.compile("[\u3040-\u30ff\uac00-\ud7af]")
_MOST_WORDS: Final = 3
_GIVEN: Final = re.compile(rf"{_SYLLABLE}(?:['’-]?{_SYLLABLE}){{0,2}}", re.IGNORECASE)
_SURNAME_LIST: Final = (
    "ai an bai ban bao bei bi bian bo cai cao cen chai chang che chen cheng chi chu cui dai deng di "
    "ding dong dou du duan fan fang fei feng fu gai gan gao ge geng gong gou gu guan guo hai han hao he "
    "hong hou hu hua huang huo ji jia jian jiang jiao jin jing ju kang ke kong lai lan lao lei leng li "
    "lian liang liao lin ling liu long lou lu luo lü lv ma mao mei meng mi mo mu nie ning niu ou ouyang "
    "pan pang pei peng pu qi qian qiang qiao qin qiu qu quan ran rao ren rong ruan sha shang shao shen "
    "sheng shi shu si sima situ song su sui sun tan tang tao teng tian tong tu wan wang wei wen weng wu "
    "xi xia xian xiang xiao xie xin xing xiong xu xue yan yang yao ye yi yin ying you yu yuan yue yun "
    "zang zeng zha zhai zhan zhang zhao zhen zheng zhi zhong zhou zhu zhuang zhuge zhuo zou zu zuo"
)
_SURNAMES: Final = frozenset(_SURNAME_LIST.split())


@dataclass(frozen=True, slots=True)
class Parts:
    """family alone: a name that is never turned round (a body, a name in Han, one word)."""

    family: str
    given: str = ""
    suffix: str = ""

    @property
    def whole(self) -> bool:
        return not self.given

    @property
    def initials(self) -> str:
        """ "J. R. R.", "J.-P."."""
        words = [word for word in self.given.split() if re.search(r"[^\W\d_]", word)]
        return " ".join(_initial(word) for word in words)

    @property
    def direct(self) -> str:
        """As it is said: "John R. Sample Jr."."""
        return " ".join(part for part in (self.given, self.family, self.suffix) if part)


def _initial(word: str) -> str:
    if word.casefold() in _PARTICLES and word.islower():
        return word
    letters = [part[0].upper() for part in re.findall(r"[^\W\d_]+", word.partition("'")[0] or word)]
    if "-" in word:
        return "-".join(f"{letter}." for letter in letters)
    return " ".join(f"{letter}." for letter in (letters if "." in word else letters[:1]))


def parts(name: Name) -> Parts:
    """The name of a person in letters as surname, given names and suffix; any other name whole."""
    text = clean(name.name)
    if name.body or not text or _unturned(text):
        return Parts(text)
    surname, comma, rest = (part.strip() for part in text.partition(","))
    if not comma:
        return _direct(text, name.other)
    if not surname or not rest:
        return Parts(surname or rest)
    given, _, suffix = (part.strip() for part in rest.partition(","))
    if given.casefold() in _SUFFIXES:
        given, suffix = suffix, given
    if suffix.casefold() not in _SUFFIXES:
        suffix = ""
    return Parts(surname, given, suffix)


def _unturned(text: str) -> bool:
    return han_share(text) > 0 or any(
        "\u3040" <= char <= "\u30ff" or "\uac00" <= char <= "\ud7af" for char in text
    )


def _direct(text: str, other: str) -> Parts:
    words = text.split()
    suffix = words.pop().rstrip(",") if len(words) > 2 and words[-1].casefold() in _SUFFIXES else ""
    if len(words) < 2:
        return Parts(" ".join(words), "", suffix)
    if _chinese(words, other):
        return Parts(words[0], " ".join(words[1:]), suffix)
    start = len(words) - 1
    while start > 1 and words[start - 1].casefold() in _PARTICLES:
        start -= 1
    return Parts(" ".join(words[start:]), " ".join(words[:start]), suffix)


def _chinese(words: list[str], other: str) -> bool:
    """Whether a name without a comma begins with its surname, as Chinese names do in pinyin too."""
    if len(other) <= 4 and han_share(other) == 1.0:
        return True
    short = len(words) <= _MOST_WORDS
    return short and words[0].casefold() in _SURNAMES and all(map(_GIVEN.fullmatch, words[1:]))


def made_by(names: Iterable[Name]) -> tuple[list[Name], bool]:
    """Whom a citation begins with, and whether they are editors: authors first, else editors, else nobody."""
    told = [name for name in names if clean(name.name)]
    makers = [name for name in told if name.role in MAKERS and name.role != "editor"]
    if makers:
        return makers, False
    editors = [name for name in told if name.role == "editor"]
    return editors, bool(editors)


def translated_by(names: Iterable[Name]) -> list[Name]:
    return [name for name in names if name.role == "translator" and clean(name.name)]
