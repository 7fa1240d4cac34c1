"""The operator's file of campuses: read whole, or refused at start with one sentence."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonshelf.members.domain.campuses import Campus, read
from commonshelf.site import campuses
from commonshelf.site.env import BadSetting

WHOLE = """
[lzy]
name_zh = "临泽职院"
name_en = "Linze College"
issuer = "https://sso.lzy.example/realm/"
client_id = "commonshelf"
secret_file = "lzy.secret"
domains = ["LZY.example", "@mail.lzy.example"]
"""


def test_a_campus_is_read():
    assert read(WHOLE) == (
        Campus(
            "lzy",
            "临泽职院",
            "Linze College",
            "https://sso.lzy.example/realm",
            "commonshelf",
            "lzy.secret",
            ("lzy.example", "mail.lzy.example"),
        ),
    )
    [campus] = read(WHOLE)
    assert (campus.in_language("en"), campus.in_language("zh-hans")) == ("Linze College", "临泽职院")
    assert campus.vouches_for("a@LZY.example")
    assert not campus.vouches_for("a@sub.lzy.example")
    assert not campus.vouches_for("lzy.example")


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ("[lzy]", "[lzy", "not TOML"),
        ("[lzy]", "x = 1\n[lzy]", "outside any"),
        ("[lzy]", "[LZY]", "small letters"),
        ('issuer = "https://sso.lzy.example/realm/"', "", "needs issuer"),
        ("https://sso", "http://sso", "https://"),
        ("https://sso.lzy.example/realm/", "https:///x", "https://"),
        ("https://sso.lzy.example/realm/", "https://sso.example/?a=b", "https://"),
        ('client_id = "commonshelf"', "", "needs client_id"),
        ('client_id = "commonshelf"', "client_id = 7", "quotation marks"),
        ('secret_file = "lzy.secret"', 'secret = "quiet"', "secret_file instead"),
        ("client_id", "clientid", "means nothing"),
        ("domains = [", "domains = [1, ", "list of texts"),
        ('"LZY.example"', '"lzy"', "not a mail domain"),
        ('name_zh = "临泽职院"\nname_en = "Linze College"', "", "name_zh, name_en"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_place(was, now, told):
    assert was in WHOLE
    with pytest.raises(ValueError, match=told):
        read(WHOLE.replace(was, now, 1))


@given(st.text())
def test_any_text_is_a_file_or_a_sentence(text):
    with suppress(ValueError):  # of all errors only this one, which is a sentence
        assert isinstance(read(text), tuple)


class TestFiles:
    @pytest.fixture(autouse=True)
    def _nothing_named(self, monkeypatch):
        monkeypatch.delenv("COMMONSHELF_CAMPUSES", raising=False)

    def test_without_a_file_there_is_no_campus(self, tmp_path):
        assert campuses.known(tmp_path) == ()

    def test_it_lies_in_the_data_folder_or_where_the_setting_says(self, tmp_path, monkeypatch):
        (tmp_path / "campuses.toml").write_text(WHOLE)
        assert len(campuses.known(tmp_path)) == 1
        monkeypatch.setenv("COMMONSHELF_CAMPUSES", str(tmp_path / "elsewhere"))
        with pytest.raises(BadSetting, match="cannot be read"):
            campuses.known(tmp_path)

    def test_nonsense_ends_the_program_with_its_file(self, tmp_path):
        (tmp_path / "campuses.toml").write_text("[x]")
        with pytest.raises(BadSetting, match=r"campuses\.toml: \[x\] needs issuer"):
            campuses.known(tmp_path)

    def test_a_secret_is_read_from_a_file_nobody_else_may_read(self, tmp_path):
        known, secret = read(WHOLE), tmp_path / "lzy.secret"
        with pytest.raises(BadSetting, match="cannot be read"):
            campuses.providers(known, tmp_path)
        secret.write_text("quiet\n")
        secret.chmod(0o640)
        with pytest.raises(BadSetting, match="chmod 600"):
            campuses.providers(known, tmp_path)
        secret.chmod(0o600)
        [app] = campuses.providers(known, tmp_path)["openid_connect"]["APPS"]
        assert (app["secret"], app["client_id"]) == ("quiet", "commonshelf")
        assert app["settings"] == {"server_url": "https://sso.lzy.example/realm"}
        secret.write_text(" \n")
        with pytest.raises(BadSetting, match="is empty"):
            campuses.providers(known, tmp_path)
