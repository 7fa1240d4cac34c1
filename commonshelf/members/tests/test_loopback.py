"""Who counts as sitting at this machine: not a proxy on it, whatever it says."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from commonshelf.members.loopback import is_loopback, owners_of
from commonshelf.ui.domain.addresses import networks
from commonshelf.ui.domain.limits import Limits

HERE = {"HTTP_HOST": "127.0.0.1:8000", "REMOTE_ADDR": "127.0.0.1"}
LINE = "   0: 0100007F:{:04X} 0100007F:{:04X} {} 00000000:00000000 00:00000000 00000000 {:5} 0 1 1 0"


def test_at_the_machine():
    assert is_loopback(RequestFactory().get("/", **HERE))


@pytest.mark.parametrize(
    "proxied",
    [
        {"HTTP_X_FORWARDED_FOR": "203.0.113.7"},
        {"HTTP_FORWARDED": "for=203.0.113.7"},
        {"HTTP_VIA": "1.1 proxy"},
        {"SERVER_PROTOCOL": "HTTP/1.0"},  # nginx, told nothing but where we are
        {"REMOTE_ADDR": ""},  # a socket in the file system
        {"REMOTE_ADDR": "10.0.0.1"},
        {"HTTP_HOST": "books.example.org"},
    ],
)
def test_through_a_proxy_that_can_be_seen(proxied):
    assert not is_loopback(RequestFactory().get("/", **{**HERE, **proxied}))


def test_with_a_proxy_in_the_settings_nobody_is(settings):
    settings.GUARD = Limits(proxies=networks(["10.0.0.1"]))
    assert not is_loopback(RequestFactory().get("/", **HERE))


def test_the_kernel_is_asked_for_the_right_connection():
    lines = [
        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
        LINE.format(8000, 40000, "01", 7),  # our own end
        LINE.format(40000, 8000, "01", 33),
        LINE.format(40000, 8001, "01", 5),  # to another server
        LINE.format(40000, 8000, "06", 0),  # gone already
    ]
    assert list(owners_of(lines, 40000, 8000)) == [33]
    assert list(owners_of(lines, 40001, 8000)) == []
