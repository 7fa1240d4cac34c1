"""What the forms of all rooms share: a day somebody can mean, a sentence at its field."""

from __future__ import annotations

from datetime import date

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation

from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.ui.api import Day, Form, Time


class Sheet(Form):
    name = forms.CharField()
    day = Day()


@pytest.mark.parametrize("text", ["0001-01-01", "9999-12-31", "1899-12-31", "3000-01-01", "2026-13-01", "x"])
def test_days_nobody_means_are_no_days(text):
    with pytest.raises(ValidationError):
        Day().clean(text)


def test_days_and_times_are_read_and_written_as_browsers_do():
    assert Day().clean("2026-02-28") == date(2026, 2, 28)
    assert 'type="date" name="d" value="2026-02-28"' in Day().widget.render("d", date(2026, 2, 28))
    assert 'type="time"' in Time().widget.render("t", None)


def test_what_is_empty_is_asked_for_by_its_name():
    class Asked(Form):
        name = forms.CharField(label="Name")
        kind = forms.ChoiceField(choices=[("a", "A")], label="What is it?")
        file = forms.FileField()
        agreed = forms.BooleanField(label="I have read this.")
        own = forms.CharField(error_messages={"required": "Write the address."})

    with translation.override("en"):
        told = Asked({}).errors
    assert [told[name][0] for name in ("name", "kind", "file", "agreed", "own")] == [
        "Fill in: Name.", "Choose: What is it.", "Choose a file.",
        "Tick: I have read this.", "Write the address.",
    ]  # fmt: skip


def test_a_refusal_stands_at_its_field_or_at_the_top():
    sheet = Sheet({"name": "a", "day": "2026-02-28"})
    sheet.refused(Refusal("ui.forbidden", {"field": "day"}))
    sheet.refused(Refusal("ui.forbidden", {"field": "elsewhere"}))
    sheet.refused(Refusal("ui.forbidden"))
    assert [len(sheet.errors["day"]), len(sheet.non_field_errors())] == [1, 2]
    assert ":" not in str(sheet["name"].label_tag())


def test_a_form_goes_when_it_was_sent_can_be_read_and_the_door_took_it():
    good = {"name": "a", "day": "2026-02-28"}

    def no(refusal: Refusal):
        raise refusal

    unsent, unread, refused, taken = Sheet(), Sheet({"name": ""}), Sheet(good), Sheet(good)
    assert not unsent.goes(lambda: 1)
    assert not unread.goes(lambda: 1)
    assert not refused.goes(lambda: no(Refusal("ui.forbidden", {"field": "name"}, 409)))
    assert taken.goes(lambda: 7)
    assert [one.http for one in (unsent, unread, refused)] == [200, 400, 409]
    assert (taken.made, list(refused.errors)) == (7, ["name"])
    with pytest.raises(Absent):
        Sheet(good).goes(lambda: no(Absent()))
