"""The rows of the work room: one for each item. What happened to it stands in the event table."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from commonshelf.work.domain.states import IN_HAND, OPEN

_LIBRARY = "members.Library"


class WorkItem(models.Model):
    """Something one person or office is to do. See domain/states.py for its life."""

    kind = models.CharField(max_length=20)
    """A name of `kinds.register_kind`: task, suggestion, load …"""
    about_kind = models.CharField(max_length=40, blank=True)
    about_id = models.CharField(max_length=80, blank=True)
    title_zh = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)
    note = models.TextField(blank=True)
    """What is asked, in the asker's words."""
    url = models.CharField(max_length=300, blank=True)
    """A path of this house: where the thing itself is."""
    library = models.ForeignKey(_LIBRARY, on_delete=models.PROTECT, null=True, related_name="+")
    """Whose people do it, by whose calendar; null: the alliance office."""
    asking = models.ForeignKey(_LIBRARY, on_delete=models.PROTECT, null=True, related_name="+")
    """For which library it was asked; null: for the alliance, or by a reader."""
    asked_by = models.CharField(max_length=32, blank=True)
    """Key of who asked; "": the machine."""
    to_person = models.CharField(max_length=32, blank=True)
    to_role = models.CharField(max_length=12)
    """To whom it is offered: this person, or "" and whoever has this role there."""
    to_agency = models.PositiveIntegerField(default=0)
    """The agency it was addressed to, 0 for none; its people are those of library and role."""
    then = models.JSONField(default=list)
    """Whom it is offered to next when it is declined or not answered: [[Symbol, person, role], …]."""
    held_by = models.CharField(max_length=32, blank=True)
    """Who has it in hand."""
    state = models.CharField(max_length=10)
    last_action = models.CharField(max_length=10)
    moved_by = models.CharField(max_length=32, blank=True)
    moved_at = models.DateTimeField()
    """The last step: which, by whom ("": the machine), when."""
    was_with = models.CharField(max_length=32, blank=True)
    was_library = models.ForeignKey(_LIBRARY, on_delete=models.PROTECT, null=True, related_name="+")
    """Who had it before it was reassigned: they read why, too."""
    words = models.CharField(max_length=500, blank=True)
    """What was written with it: a hand-over note, a reason, what it waits for."""
    evidence = models.TextField(blank=True)
    due_at = models.DateTimeField(null=True)
    left_minutes = models.IntegerField(null=True)
    """Working minutes left while its clock stands still, else null."""
    answer_by_at = models.DateTimeField(null=True)
    """Until when an offer stands; null: until somebody takes it."""
    visibility = models.CharField(max_length=8, default="library")
    """library: its people; parties: the asking library's too; alliance: everybody who works at a member."""
    hands = models.PositiveSmallIntegerField(default=1)
    """How many have had it offered."""
    version = models.PositiveIntegerField(default=1)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "about_kind", "about_id"],
                condition=Q(state__in=OPEN) & ~Q(about_id=""),
                name="one_open_item_about_each",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=IN_HAND) | ~Q(held_by=""), name="work_in_hand_is_in_a_hand"
            ),
            models.CheckConstraint(
                condition=Q(left_minutes=None) | Q(due_at=None), name="work_clock_runs_or_stands"
            ),
        ]
        indexes = [
            models.Index(fields=["library", "due_at"], condition=Q(state__in=OPEN), name="work_open_library"),
            models.Index(fields=["held_by"], condition=Q(state__in=OPEN), name="work_open_holder"),
            models.Index(fields=["to_person"], condition=Q(state__in=OPEN), name="work_open_person"),
            models.Index(fields=["asking"], condition=Q(state__in=OPEN), name="work_open_asking"),
            models.Index(fields=["asked_by", "-moved_at"], name="work_asked_by"),
            models.Index(fields=["moved_by", "-moved_at"], name="work_moved"),
            models.Index(fields=["was_with", "-moved_at"], name="work_was_with"),
        ]
