"""How Chinese text is read, for finding it by pinyin: typed in full, run together, or by first letters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from commonshelf.kernel.text import fold, is_han
from commonshelf.search.domain import readings
from commonshelf.search.domain.analysis import Unit, singular, units

_TABLE: Final = """
a ai an ang ao ba bai ban bang bao bei ben beng bi bian biao bie bin bing bo bu ca cai can cang cao ce
cen ceng cha chai chan chang chao che chen cheng chi chong chou chu chua chuai chuan chuang chui chun chuo
ci cong cou cu cuan cui cun cuo da dai dan dang dao de dei den deng di dia dian diao die ding diu dong dou
du duan dui dun duo e ei en eng er fa fan fang fei fen feng fo fou fu ga gai gan gang gao ge gei gen geng
gong gou gu gua guai guan guang gui gun guo ha hai han hang hao he hei hen heng hong hou hu hua huai huan
huang hui hun huo ji jia jian jiang jiao jie jin jing jiong jiu ju juan jue jun ka kai kan kang kao ke
kei ken keng kong kou ku kua kuai kuan kuang kui kun kuo la lai lan lang lao le lei leng li lia lian
liang liao lie lin ling liu lo long lou lu luan lue lun luo ma mai man mang mao me mei men meng mi mian
miao mie min ming miu mo mou mu na nai nan nang nao ne nei nen neng ni nian niang niao nie nin ning
niu nong nou nu nuan nue nuo o ou pa pai pan pang pao pei pen peng pi pian piao pie pin ping po pou pu
qi qia qian qiang qiao qie qin qing qiong qiu qu quan que qun ran rang rao re ren reng ri rong rou ru
rua ruan rui run ruo sa sai san sang sao se sen seng sha shai shan shang shao she shei shen sheng shi shou
shu shua shuai shuan shuang shui shun shuo si song sou su suan sui sun suo ta tai tan tang tao te teng
ti tian tiao tie ting tong tou tu tuan tui tun tuo wa wai wan wang wei wen weng wo wu xi xia xian xiang
xiao xie xin xing xiong xiu xu xuan xue xun ya yan yang yao ye yi yin ying yo yong you yu yuan yue yun
za zai zan zang zao ze zei zen zeng zha zhai zhan zhang zhao zhe zhei zhen zheng zhi zhong zhou zhu zhua
zhuai zhuan zhuang zhui zhun zhuo zi zong zou zu zuan zui zun zuo
"""
SYLLABLES: Final = frozenset(_TABLE.split())
"""Without tones, u for ü."""
LONGEST_SYLLABLE: Final = 6
MOST_WAYS: Final = 4
"""So many ways of parting letters into syllables are tried, those of fewest syllables first."""
LONGEST: Final = 60
"""Letters of a question that are read as pinyin."""
LONGEST_INITIALS: Final = 16
MOST_VARIANTS: Final = 4
_STRETCH: Final = re.compile(r"[〇々㐀-䶿一-鿿豈-﫿\U00020000-\U000323af]+")
_TYPED: Final = re.compile(r"[a-z]+")
_NEVER_FIRST: Final = frozenset("iuv")


class Reading(NamedTuple):
    """places: for each character or word its readings, the likeliest first. A Latin word reads as itself."""

    places: tuple[tuple[str, ...], ...]

    @property
    def key(self) -> str:
        """All syllables run together."""
        return "".join([ways[0] for ways in self.places])

    @property
    def initials(self) -> str:
        """The first letters of all places."""
        return "".join([ways[0][0] for ways in self.places])

    @property
    def spoken(self) -> tuple[tuple[str, ...], ...]:
        """As it is usually read, then with one character read in another of its ways."""
        usual = tuple(ways[0] for ways in self.places)
        others = [(place, other) for place, ways in enumerate(self.places) for other in ways[1:]]
        made = [(*usual[:place], other, *usual[place + 1 :]) for place, other in others[:MOST_VARIANTS]]
        return (usual, *made)


NOT_READ: Final = Reading(())


def reading(text: str) -> Reading:
    """How the text is read; NOT_READ where nothing in it is Chinese."""
    return _kept(text) if len(text) <= LONGEST else _read(text)


@lru_cache(maxsize=2_000)
def _kept(text: str) -> Reading:
    """A title is read for several fields; what comes again from edition to edition is kept as tokens."""
    return _read(text)


def _read(text: str) -> Reading:
    if text.isascii():
        return NOT_READ
    # From the folded text and not the unit's: 著 is read zhu where it is not 着.
    folded = fold(text)
    found = units(folded)
    if not any(unit.single and any(map(is_han, unit.text)) for unit in found):
        return NOT_READ
    stretches = iter(_STRETCH.findall(folded))
    return Reading(tuple(place for unit in found for place in _places(unit, stretches)))


def _places(unit: Unit, stretches: Iterator[str]) -> Iterator[tuple[str, ...]]:
    if not unit.single:
        yield (unit.text,)
        return
    left = sum(map(is_han, unit.text))
    while left > 0:
        stretch = next(stretches)
        left -= len(stretch)
        yield from readings.read(stretch)


def parted(letters: str) -> list[tuple[str, ...]]:
    """The ways these letters are whole syllables one after the other, those of fewest syllables first."""
    if len(letters) > LONGEST:
        return []
    ways: list[list[tuple[str, ...]]] = [[()], *([] for _ in letters)]
    for end in range(1, len(letters) + 1):
        found = [
            (*before, letters[start:end])
            for start in range(max(0, end - LONGEST_SYLLABLE), end)
            if letters[start:end] in SYLLABLES
            for before in ways[start]
        ]
        ways[end] = sorted(found, key=len)[:MOST_WAYS]
    return ways[-1]


def syllables(words: str) -> list[tuple[str, ...]]:
    """The ways a typed question reads as pinyin; tones as marks or figures are left out. A word that is
    no pinyin stays as it is, when another is: "python biancheng".
    """
    ways: list[tuple[str, ...]] = [()]
    some = False
    for run in runs(words):
        found = parted(run)
        some = some or bool(found)
        ways = [(*before, *more) for before in ways for more in found or [(singular(run),)]][:MOST_WAYS]
    return [way for way in ways if way] if some else []


def runs(words: str) -> list[str]:
    """Runs of letters; lv and nv are how ü is typed."""
    folded = fold(words)
    if not _is_latin(folded):
        return []
    return [run.replace("v", "u") for run in _TYPED.findall(folded)]


def _is_latin(folded: str) -> bool:
    return folded.isascii() and any(char.isalpha() for char in folded)


def typed_initials(words: str) -> tuple[str, ...]:
    """Words that may be first letters of syllables; () when one of them cannot be."""
    folded = fold(words)
    typed = tuple(folded.split())
    return typed if all(map(_may_be_initials, typed)) else ()


def _may_be_initials(run: str) -> bool:
    if not (run.isascii() and run.isalnum() and 1 < len(run) <= LONGEST_INITIALS):
        return False
    return _NEVER_FIRST.isdisjoint(run) and not run.isdecimal()


def threes(initials: str) -> list[str]:
    """Every three first letters that follow each other: how a part of a long title is found by them."""
    return [initials[start : start + 3] for start in range(len(initials) - 2)]


class Heard(NamedTuple):
    """A text for the index. spoken: its syllables, each at its place, () for what is not Chinese; sounds:
    tokens it is found by as a whole, "=zhongguoshi", and by first letters, "'zgs" and "zgs".
    """

    spoken: str | tuple[tuple[str, ...], ...]
    sounds: str


_SILENT: Final = Heard((), "")


def heard(text: str) -> Heard:
    read = reading(text)
    if not read.places:
        return _SILENT
    spoken = read.spoken
    found = [f"={key}" for way in spoken if len(key := "".join(way)) <= LONGEST * 2]
    for initials in dict.fromkeys("".join([one[0] for one in way[:LONGEST_INITIALS]]) for way in spoken):
        found.append(f"'{initials}")
        found += threes(initials)
    sure = len(spoken) == 1
    return Heard(" ".join(spoken[0]) if sure else read.places, " ".join(dict.fromkeys(found)))


@lru_cache(maxsize=50_000)
def heard_again(text: str) -> Heard:
    """The same for names, which come again and again."""
    return heard(text)
