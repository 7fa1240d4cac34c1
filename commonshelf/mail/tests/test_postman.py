"""Letters brought to a real SMTP server on loopback: taken, refused, away, silent, dripping."""

import threading
import time
from dataclasses import replace
from datetime import timedelta
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.utils import timezone

from commonshelf.kernel.refusal import Refusal
from commonshelf.mail import api, postman
from commonshelf.mail.models import Letter
from commonshelf.mail.testing import SENDER, free_port, mailbox, mute
from commonshelf.mail.tests.test_letters import ABOUT, write
from commonshelf.ui import api as ui

pytestmark = pytest.mark.django_db


@pytest.fixture
def box(settings):
    with mailbox() as found:
        settings.MAIL_SERVER = found.server
        yield found


def bring():
    return api.post_once(now=timezone.now())


def test_a_letter_arrives_and_the_outbox_says_when(box):
    id = write(text="您好，李华。\n\nhttps://shelf.example.cn/i/abc\n")
    assert bring()
    [arrived] = box.letters
    assert arrived["Subject"] == "请加入东馆"
    assert "您好，李华。" in arrived.get_content()
    card = api.letter(id=id)
    assert (card.state, card.attempts, card.problem) == ("sent", 1, "")
    assert bring()
    assert len(box.letters) == 1


def test_without_a_server_letters_wait(settings):
    settings.MAIL_SERVER = None
    id = write()
    assert bring()
    assert (api.letter(id=id).state, api.letter(id=id).attempts) == ("waiting", 0)


def test_a_refused_address_fails_at_once_with_the_servers_words_and_holds_nobody_up(box):
    box.refuse["nobody@example.cn"] = "550 5.1.1 No such mailbox here"
    bad, good = write(to="nobody@example.cn"), write()
    assert bring()
    card = api.letter(id=bad)
    assert (card.state, card.problem) == ("failed", "mail.refused-address")
    assert "No such mailbox here" in ui.sentence(Refusal(card.problem, {"said": card.said}))
    assert api.letter(id=good).state == "sent"


def test_a_full_mailbox_is_tried_again_later(box):
    box.refuse["full@example.cn"] = "452 4.2.2 Mailbox full"
    id = write(to="full@example.cn")
    assert bring()
    card = api.letter(id=id)
    assert (card.state, card.problem) == ("waiting", "mail.server")
    assert card.due_at > timezone.now()
    box.refuse.clear()
    assert bring()
    assert api.letter(id=id).state == "waiting"  # not before its time
    Letter.objects.update(due_at=timezone.now())
    assert bring()
    assert api.letter(id=id).state == "sent"


def test_a_letter_the_server_will_not_have_fails(box):
    box.content = "554 5.7.1 Looks like spam"
    id = write()
    bring()
    assert (api.letter(id=id).state, api.letter(id=id).problem) == ("failed", "mail.refused-letter")


def test_a_server_that_is_down_delays_all_and_is_asked_once_a_round(settings):
    settings.MAIL_SERVER = replace(_plain(), port=free_port())
    first, second = write(), write()
    assert not bring()
    assert (api.letter(id=first).problem, api.letter(id=first).attempts) == ("mail.away", 1)
    assert api.letter(id=second).attempts == 0
    for _n in range(20):
        Letter.objects.update(due_at=timezone.now(), lease_until=None)
        bring()
    assert api.letter(id=first).state == "failed"
    assert {card.id for card in api.letters(state="failed")} == {first, second}


def _plain():
    from commonshelf.mail.cards import Server

    return Server("127.0.0.1", 1, SENDER, secure="no", patience=0.3, longest=1.0)


@pytest.mark.parametrize("drip", [b"", b"2"])
def test_a_server_that_says_nothing_or_drips_is_cut_off(settings, drip):
    with mute(drip=drip) as port:
        settings.MAIL_SERVER = replace(_plain(), port=port, longest=0.6)
        id = write()
        assert not bring()  # a server that drips would be listened to for ever
    assert (api.letter(id=id).state, api.letter(id=id).problem) == ("waiting", "mail.hangs")


def test_a_server_that_takes_a_letter_and_falls_silent_is_not_believed(box):
    box.silent.set()
    id = write()
    assert not bring()
    assert (api.letter(id=id).state, api.letter(id=id).problem) == ("waiting", "mail.hangs")


def test_a_wrong_password_is_said(settings):
    with mailbox(user="shelf", password="right") as box:
        settings.MAIL_SERVER = replace(box.server, user="shelf", password="wrong")
        id = write()
        assert not bring()
        assert api.letter(id=id).problem == "mail.login-refused"
        settings.MAIL_SERVER = replace(box.server, user="shelf", password="right")
        Letter.objects.update(due_at=timezone.now())
        assert bring()
        assert api.letter(id=id).state == "sent"
        assert "right" not in repr(settings.MAIL_SERVER)


def test_nothing_goes_out_unencrypted_where_encryption_was_asked_for(box, settings):
    settings.MAIL_SERVER = replace(box.server, secure="starttls")
    id = write()
    assert not bring()
    assert api.letter(id=id).problem == "mail.no-encryption"
    assert box.letters == []


@pytest.fixture
def certificate(tmp_path):
    """Of 127.0.0.1, signed by itself, as many a campus has."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = timezone.now()
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    form = serialization.PrivateFormat.PKCS8
    path = tmp_path / "mail.pem"
    path.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, form, plain)
    )
    return path


def test_a_certificate_nobody_vouches_for_is_not_talked_to_and_a_known_one_is(
    certificate, settings, monkeypatch
):
    with mailbox(certificate=certificate) as box:
        settings.MAIL_SERVER = replace(box.server, secure="starttls")
        id = write()
        assert not bring()
        assert api.letter(id=id).problem == "mail.not-trusted"
        assert box.letters == []
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        Letter.objects.update(due_at=timezone.now())
        assert bring()
        assert api.letter(id=id).state == "sent"


def test_what_was_withdrawn_or_has_passed_is_not_sent(box):
    withdrawn, over = write(), write(about=replace(ABOUT, id="8"), until=timezone.now() - timedelta(hours=1))
    api.withdraw(about=ABOUT, at=timezone.now())
    assert bring()
    assert box.letters == []
    assert (api.letter(id=withdrawn).state, api.letter(id=over).state) == ("withdrawn", "over")


def test_a_letter_somebody_else_is_bringing_is_left_alone_until_their_lease_is_out(box):
    id = write()
    Letter.objects.filter(pk=id).update(lease_until=timezone.now() + timedelta(minutes=1), attempts=1)
    bring()
    assert box.letters == []
    Letter.objects.filter(pk=id).update(lease_until=timezone.now() - timedelta(seconds=1))
    bring()
    assert len(box.letters) == 1


def test_whoever_lost_the_lease_cannot_write_the_outcome(box, monkeypatch):
    """Planted fault's twin: without the fence of the attempt's number the late failure would win."""
    id = write()
    row = Letter.objects.get(pk=id)
    late = Letter.objects.filter(pk=id, attempts=1, sent_at=None)
    Letter.objects.filter(pk=id).update(attempts=2)
    postman._failed(late, row, postman.Trouble("mail.away"))
    assert api.letter(id=id).problem == ""


@pytest.mark.django_db(transaction=True)
def test_the_postman_walks_until_told_to_stop_and_no_transaction_is_open_meanwhile(box):
    box.silent.set()
    id = write()
    stop = threading.Event()
    walker = threading.Thread(target=api.post, kwargs={"stop": stop})
    walker.start()
    try:
        _until(lambda: api.letter(id=id).attempts == 1)
        write(to="")  # would wait for the whole silence if the database were held
        assert api.letter(id=id).problem == ""
        _until(lambda: api.letter(id=id).problem == "mail.hangs")
    finally:
        stop.set()
        walker.join(timeout=60)
    assert not walker.is_alive()


def _until(true):
    for _n in range(3000):
        if true():
            return
        time.sleep(0.02)
    raise AssertionError
