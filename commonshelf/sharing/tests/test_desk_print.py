"""What an interlibrary desk prints: slips as one walks, labels, manifests; and the same slips as a file."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from io import BytesIO

import pytest
from django.apps import apps
from django.utils import timezone
from pypdf import PdfReader

from commonshelf.kernel.refusal import Absent
from commonshelf.members import api as members
from commonshelf.members.testing import queries
from commonshelf.sharing import api
from commonshelf.sharing.desks import parcels, slips
from commonshelf.sharing.models import PatronRequest, Route, Supply
from commonshelf.sharing.testing import desks, place, press
from commonshelf.sharing.tests.desk_hands import Hands, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db):
    return desks()


@pytest.fixture
def west(world):
    return Hands("partner", "WEST")


def more(card, n: int, shelf: str = "I2/{n}") -> None:
    """So many further requests like it, each for a book at its own place."""
    supply, row = Supply.objects.get(request__number=card.number), None
    for each in range(n):
        row = PatronRequest.objects.get(number=card.number)
        row.pk, row.number = None, f"Q20000{each:04d}"
        row.save()
        supply.pk, supply.request, supply.shelf, supply.barcode = None, row, shelf.format(n=each), f"B{each}"
        supply.save()


def test_slips_stand_as_one_walks(world):
    card = place(world)
    more(card, 12)
    Supply.objects.filter(barcode="B3").update(shelf="")
    told = [one.call_number for one in slips.slips(slips.to_fetch("WEST"), "WEST")]
    assert told[-1] == "" or told[-1].startswith("I242")
    counted = [one for one in told if one.startswith("I2/")]
    assert counted == [f"I2/{n}" for n in range(12) if n != 3]


def test_a_printed_slip_is_printed_once_and_can_be_printed_again(world, west):
    card = place(world)
    assert card.number in west.see("/slips")
    chosen = Supply.objects.get().pk
    answer = west.client.post(f"{west.address}/slips", {"supply": chosen, "key": "p"}, follow=True)
    assert "1 slip printed" in text(answer)
    assert card.number in text(answer)
    told = west.see("/slips")
    assert "Every thing to be fetched has its slip." in told
    assert "1 still to fetch" in told
    stamp = answer.redirect_chain[-1][0].partition("printed=")[2].partition("&")[0]
    assert "answer by" in west.see(f"/slips?printed={stamp}")
    press(world.west, card, "will-supply")
    promised = west.see(f"/slips?printed={stamp}")
    assert "answer by" not in promised
    assert "send it off by" in promised
    press(world.west, card, "ship")
    assert card.number not in west.see(f"/slips?printed={stamp}")
    assert west.see("/slips?printed=99999999999999999")


def test_only_things_of_this_desk_are_marked(world):
    card = place(world)
    chosen = Supply.objects.get(request__number=card.number).pk
    api.print_slips(actor=world.east, library="EAST", supplies=[chosen])
    assert Supply.objects.get().printed_at is None
    with pytest.raises(Absent):
        api.print_slips(actor=world.east, library="WEST", supplies=[chosen])


def test_a_slip_names_no_reader(world, west):
    place(world)
    student = world.shelves.readers.student
    told = west.see("/slips")
    assert student.alias not in told
    assert student.name.zh not in told


def test_twenty_slips_ask_no_more_questions_than_ten(world, west):
    card = place(world)
    more(card, 9)
    west.see("/slips")
    ten = queries(lambda: west.see("/slips"))
    apps.get_model("sharing", "Supply").objects.exclude(request__number=card.number).delete()
    PatronRequest.objects.exclude(number=card.number).delete()
    more(card, 19)
    assert queries(lambda: west.see("/slips")) == ten


def test_slips_as_a_file_say_the_same(world, west):
    card = place(world)
    more(card, 3)
    answer = west.client.get(f"{west.address}/slips.pdf")
    assert answer["Content-Type"] == "application/pdf"
    read = PdfReader(BytesIO(answer.content))
    assert len(read.pages) == 2  # three to a sheet
    told = "".join(page.extract_text() for page in read.pages).replace("\0", "")
    assert "水浒传" in told
    assert card.number in told
    assert "East Library" in told
    assert west.client.get(f"{west.address}/slips.pdf?printed=1").status_code == 404


def test_labels_of_what_is_to_be_sent_and_of_what_goes_home(world, west):
    card = place(world)
    assert "Nothing waits to be sent." in west.see("/labels")
    press(world.west, card, "condition", condition="LibraryUseOnly", note="fragile")
    press(world.east, card, "agree")
    told = west.see("/labels")
    assert "1 shipping label" in told
    assert "to be used in the library only · fragile" in told
    press(world.west, card, "ship")
    assert card.number in west.see("/labels?what=sent")
    assert card.number in west.see(f"/{card.number}/label")
    for action in ("receive", "hand-out", "give-back"):
        press(world.east, card, action)
    east = Hands("librarian")
    assert "Goes home to" in east.see("/labels")
    west.see(f"/{card.number}/label", status=404)


def test_a_manifest_for_each_way_with_its_courier(world, west):
    card = place(world)
    assert "Nothing was sent on" in west.see("/manifest")
    for action in ("will-supply", "ship"):
        press(world.west, card, action)
    assert "no courier has a timetable" in west.see("/manifest")
    today = timezone.localdate()
    west_id, east_id = (members.library_id(symbol=one) for one in ("WEST", "EAST"))
    Route.objects.create(
        name="Van", from_library_id=west_id, to_library_id=east_id, weekdays="1234567",
        leaves_at=time(23, 59), hours=2, active_from=today,
    )  # fmt: skip
    Supply.objects.update(shipped_at=timezone.make_aware(datetime.combine(today, time(9))))
    told = west.see("/manifest")
    assert "1 parcel" in told
    assert "leaves at 23:59" in told
    Route.objects.update(leaves_at=time(8))
    assert "goes with the next one" in west.see("/manifest")
    assert west.see(f"/manifest?day={today - timedelta(days=1)}").count(card.number) == 0
    assert west.see("/manifest?day=moon")


def test_each_parcel_goes_with_the_first_courier_after_its_scan(world):
    card = place(world)
    for action in ("will-supply", "ship"):
        press(world.west, card, action)
    more(card, 1)
    today = timezone.localdate()
    ids = [members.library_id(symbol=one) for one in ("WEST", "EAST")]
    for hour in (10, 15):
        Route.objects.create(
            from_library_id=ids[0], to_library_id=ids[1], weekdays="1234567", leaves_at=time(hour),
            hours=1, active_from=today,
        )  # fmt: skip
    for hour, row in zip((9, 14), Supply.objects.order_by("pk"), strict=True):
        row.shipped_at = timezone.make_aware(datetime.combine(today, time(hour)))
        row.save()
    runs = parcels.runs(parcels.sent("WEST", today), today)
    assert [timezone.localtime(one.leaves_at).hour for one in runs if one.leaves_at] == [10, 15]
