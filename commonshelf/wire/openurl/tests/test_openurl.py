"""OpenURL: examples as sources send them, both ways round, and whatever bytes come."""

from __future__ import annotations

from urllib.parse import quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonshelf.wire.openurl import keys
from commonshelf.wire.openurl.citation import Citation, tidy
from commonshelf.wire.openurl.read import read
from commonshelf.wire.openurl.write import coins, format_of, hybrid, old, query

words = st.text(st.characters(codec="utf-8"), max_size=40).map(tidy)
full = words.filter(bool)
LISTED = {"format", "authors", "ids"}
IDS = st.one_of(
    full.map(lambda text: f"info:doi/10.1000/{text}"),
    full.map(lambda text: f"urn:ISBN:{text}"),
    full.map(lambda text: f"info:pmid/{text}"),
)
IDENTIFIED = st.lists(IDS, max_size=3, unique=True).map(tuple)
AUTHORS = st.lists(full, max_size=4, unique=True).map(tuple)


def citations(format, fields, authors=AUTHORS, ids=IDENTIFIED):
    told = {name: words for name in {*fields, "source"} if name not in LISTED | {"genre"}}
    if "genre" in fields:
        told["genre"] = st.sampled_from(["", *keys.GENRES])
    return st.builds(Citation, format=st.just(format), authors=authors, ids=ids, **told)


def plain(source):
    """A source that itself begins as an info:sid address cannot be told from its wrapping."""
    return not source.lower().startswith("info:sid/")


@pytest.mark.parametrize("format", list(keys.WRITTEN))
@given(data=st.data())
def test_what_is_written_is_read_again(format, data):
    said = data.draw(citations(format, keys.WRITTEN[format]).filter(lambda one: plain(one.source)))
    assert read(query(said).encode()) == said
    assert read(coins(said).encode()) == said
    assert read(hybrid(said).encode()) == said


ONE = st.one_of(st.just(()), full.map(lambda name: (name.replace(", ", " "),)))
DOIS = st.lists(full.map(lambda text: f"info:doi/10.1/{text}"), max_size=2, unique=True).map(tuple)


@given(citations("", keys.OLD, ONE, DOIS).filter(lambda one: plain(one.source)))
def test_what_is_written_in_the_old_way_is_read_again(said):
    assert read(old(said).encode()) == said


@given(st.binary(max_size=400))
def test_no_bytes_make_it_stumble(raw):
    found = read(raw)
    assert read(query(found).encode()).title == found.title


def test_an_article_as_databases_send_it():
    sent = (
        "url_ver=Z39.88-2004&ctx_ver=Z39.88-2004&rfr_id=info:sid/ProQ:&rft_val_fmt=info:ofi/fmt:kev:mtx:journal"
        "&rft.genre=article&rft.jtitle=Library%20Hi%20Tech&rft.atitle=Union+catalogues&rft.aulast=Smith"
        "&rft.aufirst=Jane&rft.date=2019-03-01&rft.volume=37&rft.issue=1&rft.spage=12&rft.epage=30"
        "&rft.issn=0737-8831&rft_id=info:doi/10.1108/LHT-01-2019-0001"
    )
    found = read(sent.encode())
    assert (found.genre, found.format, found.title) == ("article", "journal", "Library Hi Tech")
    assert (found.part, found.authors, found.year) == ("Union catalogues", ("Smith, Jane",), "2019")
    assert (found.page_range, found.doi, found.source) == ("12-30", "10.1108/LHT-01-2019-0001", "ProQ:")


def test_the_old_way():
    sent = "sid=EBSCO:cmedm&genre=book&isbn=978-7-02-000220-7&title=%E7%BA%A2%E6%A5%BC%E6%A2%A6"
    sent += "&id=doi:10.1/x&auinit=X&aulast=Cao"
    found = read(sent.encode())
    assert (found.isbn, found.title, found.doi) == ("978-7-02-000220-7", "红楼梦", "10.1/x")
    assert (found.authors, found.source, found.format) == (("Cao, X",), "EBSCO:cmedm", "")
    assert format_of(found) == "book"


@pytest.mark.parametrize("charset", ["gbk", "gb18030", "utf-8"])
@pytest.mark.parametrize("named", [True, False])
def test_chinese_in_the_charsets_sites_use(charset, named):
    told = urlencode(
        {"rft.btitle": "红楼梦研究集刊", "rft.au": "俞平伯", "rft.pub": "人民文学出版社"}, encoding=charset
    )
    if named:
        told += f"&ctx_enc=info:ofi/enc:{charset.upper()}"
    found = read(told.encode())
    assert (found.title, found.authors, found.publisher) == ("红楼梦研究集刊", ("俞平伯",), "人民文学出版社")


def test_a_charset_that_is_named_wrongly_does_no_harm():
    assert read(f"ctx_enc=info:ofi/enc:GBK&title={quote('红楼梦')}".encode()).title
    assert read(b"ctx_enc=info:ofi/enc:KLINGON&title=Emma").title == "Emma"
    assert read("title=红楼梦".encode()).title == "红楼梦"  # not even percent-encoded


def test_one_word_in_another_charset_than_the_rest():
    told = b"title=" + quote("红楼梦").encode() + b"&atitle=" + quote("论曹雪芹".encode("gbk")).encode()
    found = read(told + b"&pub=%ff%fe%e9")
    assert found.title
    assert found.part


@pytest.mark.parametrize(
    ("given_as", "kept"),
    [
        ("info:doi/10.1000/182", "info:doi/10.1000/182"),
        ("https://doi.org/10.1000/182", "info:doi/10.1000/182"),
        ("http://dx.doi.org/10.1000/182", "info:doi/10.1000/182"),
        ("DOI:10.1000/182", "info:doi/10.1000/182"),
        ("urn:isbn:9787020002207", "urn:ISBN:9787020002207"),
        ("URN:ISSN:0737-8831", "urn:ISSN:0737-8831"),
        ("pmid:12345", "info:pmid/12345"),
        ("http://evil.example/book", ""),
        ("javascript:alert(1)", ""),
        ("info:", ""),
        ("doi:", ""),
    ],
)
def test_identifiers_are_names_and_never_addresses(given_as, kept):
    assert read(urlencode({"rft_id": given_as}).encode()).ids == ((kept,) if kept else ())


def test_keys_with_and_without_their_prefix_may_be_mixed():
    found = read(b"ctx_ver=Z39.88-2004&title=Emma&rft.au=Austen&RFT.ISBN=9780141439587")
    assert (found.title, found.authors, found.isbn) == ("Emma", ("Austen",), "9780141439587")


def test_nothing_said_is_nothing():
    assert not read(b"")
    assert not read(b"sid=somebody&genre=article&ctx_ver=Z39.88-2004")
    assert read(b"issn=0737-8831")


def test_far_too_much_is_read_up_to_a_bound():
    found = read(b"&".join([b"rft.au=A%d" % number for number in range(5000)]))
    assert len(found.authors) == 20
    assert len(read(b"title=" + b"x" * 9000).title) == 500
