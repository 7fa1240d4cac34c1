"""What circulates, who has it, who waits for it, and where it is going."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

_LIBRARY = "members.Library"


class Thing(models.Model):
    """A copy that has passed a desk here: one barcode of one library.

    The catalogue's items are made anew by each load; this row stays, and says what is true now.
    """

    library = models.ForeignKey(_LIBRARY, on_delete=models.PROTECT, related_name="+")
    """Whose it is."""
    barcode = models.CharField(max_length=60)
    branch = models.CharField(max_length=40, blank=True)
    """Its home branch; "": the main one."""
    edition = models.BigIntegerField(null=True, db_index=True)
    """Of the catalogue when it was last scanned; ids that were merged are followed there."""
    title_zh = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300, blank=True)
    call_number = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=10, default="home")
    """home, on-loan, in-transit, held, lost, damaged, missing (domain/life.py)."""
    condition = models.CharField(max_length=200, blank=True)
    """What is wrong with it, in a librarian's words; "": nothing. It is not lent before it is mended."""
    at_library = models.ForeignKey(_LIBRARY, on_delete=models.PROTECT, related_name="+")
    at_branch = models.CharField(max_length=40, blank=True)
    """Where it is, or was last seen."""
    price = models.PositiveIntegerField(null=True)
    """Fen: what is asked when it is lost; null: the library's usual."""
    moved_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["library", "barcode"], name="one_thing_a_barcode")]
        indexes = [models.Index(fields=["barcode"], name="thing_barcode")]


class Loan(models.Model):
    """One borrowing, from check-out to return. Its reader is forgotten 90 days after it closed."""

    thing = models.ForeignKey(Thing, on_delete=models.PROTECT, related_name="loans")
    reader = models.ForeignKey("cards.Reader", on_delete=models.PROTECT, null=True, related_name="+")
    """Null: forgotten (unlinked_at says when)."""
    home = models.ForeignKey(_LIBRARY, on_delete=models.PROTECT, related_name="+")
    group_kind = models.CharField(max_length=12)
    """The reader's home library and kind of group, kept for statistics."""
    library = models.ForeignKey(_LIBRARY, on_delete=models.PROTECT, related_name="+")
    branch = models.CharField(max_length=40, blank=True)
    """At whose desk it was lent."""
    lent_at = models.DateTimeField()
    due_date = models.DateField()
    """The last day on which it may come back."""
    renewals = models.PositiveSmallIntegerField(default=0)
    renewed_at = models.DateTimeField(null=True)
    most_renewals = models.PositiveSmallIntegerField(null=True)
    """As the right said when it was lent; null: no limit."""
    days = models.PositiveSmallIntegerField(default=30)
    state = models.CharField(max_length=10, default="open")
    """open, claimed (the reader says it came back), returned, lost, undone (a slip of the desk)."""
    returned_library = models.ForeignKey(_LIBRARY, on_delete=models.PROTECT, null=True, related_name="+")
    returned_branch = models.CharField(max_length=40, blank=True)
    closed_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    lent_by = models.CharField(max_length=32, blank=True)
    """Key of who was at the desk; "" a terminal."""
    agent = models.CharField(max_length=8, default="desk")
    """desk, sip2, paper (written on a list while the network was down)."""
    unlinked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["thing"], condition=Q(closed_at=None), name="one_open_loan_a_thing"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=False) | Q(reader__isnull=False), name="open_loan_has_a_reader"
            ),
        ]
        indexes = [
            models.Index(fields=["reader"], condition=Q(closed_at=None), name="loan_open_reader"),
            models.Index(fields=["due_date"], condition=Q(closed_at=None), name="loan_due"),
            models.Index(fields=["library", "lent_at"], name="loan_library"),
            models.Index(fields=["closed_at"], condition=Q(reader__isnull=False), name="loan_to_forget"),
        ]


class Hold(models.Model):
    """A reader waits for any copy of an edition, or for one thing, at a branch of their choice.

    about: what a room above keeps this very thing for ("sharing:NUMBER"): it has no edition, waits in no
    queue, and only that room gives it up. "": the reader asked for it here.
    """

    reader = models.ForeignKey("cards.Reader", on_delete=models.PROTECT, null=True, related_name="+")
    edition = models.BigIntegerField(null=True)
    thing = models.ForeignKey(Thing, on_delete=models.PROTECT, null=True, related_name="holds")
    """The copy that is kept or on its way for this reader; null: none yet."""
    library = models.ForeignKey(_LIBRARY, on_delete=models.PROTECT, related_name="+")
    branch = models.CharField(max_length=40, blank=True)
    """Where they fetch it."""
    about = models.CharField(max_length=40, blank=True, default="", db_default="")
    title_zh = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, default="waiting")
    """waiting, promised (still where it stands), coming (in transit), ready, fetched, over (not fetched in
    time), withdrawn."""
    placed_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)
    fetch_by_date = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["thing"],
                condition=Q(state__in=["promised", "coming", "ready"]),
                name="one_hold_keeps_a_thing",
            ),
            models.UniqueConstraint(
                fields=["reader", "edition"],
                condition=Q(closed_at=None) & Q(edition__isnull=False),
                name="one_open_hold_a_reader_and_edition",
            ),
        ]
        indexes = [
            models.Index(fields=["edition", "placed_at"], condition=Q(state="waiting"), name="hold_queue"),
            models.Index(fields=["library"], condition=Q(closed_at=None), name="hold_library"),
            models.Index(fields=["reader"], condition=Q(closed_at=None), name="hold_reader"),
            models.Index(fields=["about"], condition=~Q(about=""), name="hold_about"),
        ]


class Transit(models.Model):
    """A thing on its way from one branch to another: home, or to whoever waits for it."""

    thing = models.ForeignKey(Thing, on_delete=models.PROTECT, related_name="transits")
    hold = models.ForeignKey(Hold, on_delete=models.PROTECT, null=True, related_name="+")
    """For whom it travels; null: it goes home."""
    from_library = models.ForeignKey(_LIBRARY, on_delete=models.PROTECT, related_name="+")
    from_branch = models.CharField(max_length=40, blank=True)
    to_library = models.ForeignKey(_LIBRARY, on_delete=models.PROTECT, related_name="+")
    to_branch = models.CharField(max_length=40, blank=True)
    sent_at = models.DateTimeField()
    arrived_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["thing"], condition=Q(arrived_at=None), name="one_open_transit_a_thing"
            )
        ]
        indexes = [
            models.Index(fields=["to_library"], condition=Q(arrived_at=None), name="transit_coming"),
            models.Index(fields=["from_library"], condition=Q(arrived_at=None), name="transit_going"),
        ]


class Fee(models.Model):
    """What a reader owes a library and why. The ledger keeps the money; this row may forget the book."""

    reader = models.ForeignKey("cards.Reader", on_delete=models.PROTECT, null=True, related_name="+")
    """Null: forgotten, once nothing of it is open."""
    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, null=True, related_name="fees")
    """Null: not about a loan, or forgotten with it."""
    library = models.ForeignKey(_LIBRARY, on_delete=models.PROTECT, related_name="+")
    """To whom it is owed."""
    kind = models.CharField(max_length=10)
    """overdue, lost, damaged, lending (what a right costs each time), request (of a room above), credit (owed
    to the reader)."""
    amount = models.IntegerField()
    """Fen; of a credit below 0."""
    settled = models.IntegerField(default=0)
    """Fen of it that were paid, waived, taken back or (of a credit, below 0) paid out."""
    transfer = models.BigIntegerField()
    """Its number in the ledger."""
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    """When nothing of it was open any more."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0, settled__gte=0, settled__lte=models.F("amount"))
                | Q(amount__lt=0, settled__lte=0, settled__gte=models.F("amount")),
                name="fee_settled_within_its_amount",
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=False) | Q(reader__isnull=False), name="open_fee_has_a_reader"
            ),
        ]
        indexes = [models.Index(fields=["reader"], condition=Q(settled_at=None), name="fee_open_reader")]


class Step(models.Model):
    """What a desk just did with a thing, and how everything stood before: for taking it back within minutes.

    Swept away a day later. It names no reader.
    """

    thing = models.ForeignKey(Thing, on_delete=models.CASCADE, related_name="+")
    act = models.CharField(max_length=12)
    """check-out, check-in, renew, claim, lose, miss, mend (domain/life.py)."""
    library = models.ForeignKey(_LIBRARY, on_delete=models.PROTECT, related_name="+")
    branch = models.CharField(max_length=40, blank=True)
    person = models.CharField(max_length=32, blank=True)
    """Key of who was at the desk; "" a terminal."""
    at = models.DateTimeField()
    version = models.PositiveIntegerField()
    """Of the thing just afterwards: once it has moved on, the step can be taken back no more."""
    before = models.JSONField()
    """Rows as they were: {"thing": {…}, "loans": {id: {…}}, "holds": {id: {…}}, "transits": {id: {…}}}."""
    made = models.JSONField()
    """Rows that came with it: {"loans": [ids], "transits": [ids], "fees": [ids]}."""
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["library", "branch", "at"], name="step_at_desk")]
