"""Books made up for the tests of the matcher."""

from __future__ import annotations

from hypothesis import strategies as st

from commonshelf.catalogue.domain.facts import Facts, Name
from commonshelf.catalogue.domain.matching.portraits import Portrait

BOOK = Facts(
    flavour="cnmarc",
    title="远山的灯",
    names=(Name("张小三", "author"),),
    publisher="示范出版社",
    year=2019,
    extent="320页",
    isbns=("9787000001237",),
)
ENGLISH = Facts(
    flavour="marc21",
    title="The far hills",
    names=(Name("Sample, John R."),),
    place="London",
    publisher="Model Press",
    year=1998,
    extent="xii, 320 p.",
    languages=("eng",),
)

_WORDS = st.text(alphabet="远山的灯abcxyz12", max_size=12)
_SOME = st.lists(
    st.sampled_from(["9787000001237", "oclc:1", "lccn:2", "张三", "sample j", "文库;3"]), max_size=3
)


@st.composite
def portrait_strategy(draw):
    said = {name: draw(_WORDS) for name in ("title", "subtitle", "part", "publisher", "place", "kind")}
    said |= {name: tuple(draw(_SOME)) for name in ("makers", "isbns", "issns", "numbers", "bad", "series")}
    said |= {name: draw(st.sampled_from(["", "1", "2", "2-3", "1978"])) for name in ("volume", "edition")}
    said |= {name: draw(st.sampled_from([0, 1, 2, 320, 1998, 2019])) for name in ("year", "pages", "pieces")}
    return Portrait(
        carrier=draw(st.sampled_from(["book", "ebook", "serial", "other", "large"])),
        component=draw(st.booleans()),
        language=draw(st.sampled_from(["", "chi", "eng"])),
        years=tuple(draw(st.lists(st.sampled_from([1990, 1998, 2019]), max_size=2))),
        **said,
    )
