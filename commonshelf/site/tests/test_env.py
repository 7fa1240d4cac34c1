"""The environment: what is meant, and what the data folder must be."""

from __future__ import annotations

import multiprocessing
import stat

import pytest

from commonshelf.site import env


def test_the_key_is_made_once_and_readable_to_its_owner_only(tmp_path):
    made = env.secret(tmp_path)
    assert len(made) == 64
    assert env.secret(tmp_path) == made
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]


def test_programs_that_begin_at_once_share_one_key(tmp_path):
    with multiprocessing.get_context("fork").Pool(8) as pool:
        assert len(set(pool.map(env.secret, [tmp_path] * 40, chunksize=1)) - {""}) == 1


def test_an_empty_key_is_not_signed_with(tmp_path):
    (tmp_path / "secret").touch()
    with pytest.raises(env.BadSetting, match="is empty"):
        env.secret(tmp_path)


def test_a_new_data_folder_is_closed_to_others(tmp_path, monkeypatch):
    monkeypatch.setenv("COMMONSHELF_HOME", str(tmp_path / "new"))
    assert stat.S_IMODE(env.home().stat().st_mode) == 0o700


def test_a_data_folder_that_cannot_be_is_one_sentence(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("COMMONSHELF_HOME", str(tmp_path / "file" / "home"))
    with pytest.raises(env.BadSetting, match="cannot be used"):
        env.home()


@pytest.mark.parametrize(("given", "meant"), [("", None), ("yes", True), ("OFF", False), ("perhaps", None)])
def test_a_flag_is_yes_or_no(monkeypatch, given, meant):
    monkeypatch.setenv("COMMONSHELF_TEST", given)
    if given == "perhaps":
        with pytest.raises(env.BadSetting, match="yes or no"):
            env.flag("COMMONSHELF_TEST", default=True)
        return
    for default in (True, False):
        assert env.flag("COMMONSHELF_TEST", default=default) is (default if meant is None else meant)


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("COMMONSHELF_PROXIES", "books.example.org"),
        ("COMMONSHELF_AT_ONCE", "many"),
        ("COMMONSHELF_AT_ONCE", "1"),
        ("COMMONSHELF_AT_ONCE", "400"),
        ("COMMONSHELF_FILTERS", "0"),
    ],
)
def test_limits_that_cannot_be_meant_are_refused(monkeypatch, name, given):
    monkeypatch.setenv(name, given)
    with pytest.raises(env.BadSetting, match=name):
        env.limits(tls=False)


def test_what_may_be_set_for_all_is_shared_among_the_processes(monkeypatch):
    monkeypatch.setenv("COMMONSHELF_AT_ONCE", "8")
    monkeypatch.setenv("COMMONSHELF_PROXIES", "10.0.0.0/8, 192.0.2.1")
    found = env.limits(tls=False)
    assert found.working * env.PROCESSES == 8
    assert [str(network) for network in found.proxies] == ["10.0.0.0/8", "192.0.2.1/32"]


def test_behind_https_the_proxy_is_on_this_machine_unless_named(monkeypatch):
    monkeypatch.delenv("COMMONSHELF_PROXIES", raising=False)
    assert [str(network) for network in env.limits(tls=True).proxies] == ["127.0.0.0/8", "::1/128"]
    assert env.limits(tls=False).proxies == ()


def test_visitors_leave_threads_to_the_signed_in(monkeypatch):
    for at_once in ("", "2", "12"):
        monkeypatch.setenv("COMMONSHELF_AT_ONCE", at_once)
        assert env.THREADS - env.limits(tls=False).threads >= env.RESERVE


MAIL = {"HOST": "mail.example.cn", "FROM": "书架 <shelf@example.cn>"}


def mail_set(monkeypatch, **told):
    for name, value in told.items():
        monkeypatch.setenv(f"COMMONSHELF_MAIL_{name}", value)
    return env.mail_server()


def test_without_a_host_there_is_no_mail_server(monkeypatch):
    assert mail_set(monkeypatch, HOST="", FROM="shelf@example.cn") is None


@pytest.mark.parametrize(("tls", "port"), [("", 587), ("starttls", 587), ("tls", 465), ("no", 25)])
def test_a_mail_server_needs_little(monkeypatch, tls, port):
    found = mail_set(monkeypatch, **MAIL, TLS=tls)
    assert (found.port, found.sender, found.sender_name) == (port, "shelf@example.cn", "书架")


def test_a_password_may_stand_in_a_file_and_in_no_log(monkeypatch, tmp_path):
    (tmp_path / "password").write_text("a secret \n")
    found = mail_set(monkeypatch, **MAIL, USER="shelf", PASSWORD_FILE=str(tmp_path / "password"))
    assert found.password == "a secret "
    assert "secret" not in repr(found)


@pytest.mark.parametrize(
    "wrong",
    [
        {"FROM": ""},
        {"FROM": "shelf"},
        {"TLS": "perhaps"},
        {"PORT": "0"},
        {"USER": "shelf"},
        {"PASSWORD": "x"},
        {"USER": "shelf", "PASSWORD": "x", "TLS": "no"},
        {"USER": "shelf", "PASSWORD": "x", "PASSWORD_FILE": "/nowhere"},
        {"USER": "shelf", "PASSWORD_FILE": "/nowhere/at/all"},
    ],
)
def test_what_a_mail_server_cannot_be_is_one_sentence_that_names_the_setting(monkeypatch, wrong):
    with pytest.raises(env.BadSetting, match="COMMONSHELF_MAIL_"):
        mail_set(monkeypatch, **(MAIL | wrong))


def test_the_address_of_the_site_is_said_or_follows_from_its_hosts(monkeypatch):
    assert env.site_address(tls=True, hosts=["shelf.cn"]) == "https://shelf.cn"
    assert env.site_address(tls=False, hosts=["*", "127.0.0.1"]) == "http://127.0.0.1:8000"
    monkeypatch.setenv("COMMONSHELF_ADDRESS", "https://shelf.example.cn/")
    assert env.site_address(tls=False, hosts=[]) == "https://shelf.example.cn"
    monkeypatch.setenv("COMMONSHELF_ADDRESS", "shelf.example.cn")
    with pytest.raises(env.BadSetting, match="COMMONSHELF_ADDRESS"):
        env.site_address(tls=False, hosts=[])
