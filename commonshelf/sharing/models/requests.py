"""A reader's request, the libraries it is asked of in turn, and what they promise."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

_LIBRARY = "members.Library"


class PatronRequest(models.Model):
    """One thing one reader wants, from placing to the one terminal state (domain/life.py has the table)."""

    number = models.CharField(max_length=16, unique=True)
    """What people read out over the telephone; with a check character."""
    reader = models.ForeignKey("cards.Reader", on_delete=models.PROTECT, null=True, related_name="+")
    """Null: forgotten (unlinked_at says when)."""
    home = models.ForeignKey(_LIBRARY, on_delete=models.PROTECT, related_name="+")
    group_kind = models.CharField(max_length=12)
    """The reader's home and kind of group, kept for figures."""
    requester = models.ForeignKey(_LIBRARY, on_delete=models.PROTECT, related_name="+")
    """Whose librarians look after it: the library of the pick-up branch, or the home library."""
    pickup = models.ForeignKey(_LIBRARY, on_delete=models.PROTECT, related_name="+")
    pickup_branch = models.CharField(max_length=40, blank=True)
    service = models.CharField(max_length=12)
    """Loan, Copy or CopyOrLoan (ISO 18626 serviceType)."""
    kind = models.CharField(max_length=12, default="Book")
    """Book, Article, Chapter, Thesis, … (ISO 18626 PublicationType)."""
    level = models.CharField(max_length=12, default="Normal")
    """Express, Rush or Normal (ISO 18626 ServiceLevel): how long each library may take."""
    edition = models.BigIntegerField(null=True, db_index=True)
    """Of the catalogue; null: a citation nobody has matched yet. Merged numbers are followed there."""
    any_edition = models.BooleanField(default=False)
    citation = models.JSONField(default=dict)
    """title, author, isbn, issn, doi, journal, year, volume, issue, pages, chapter, publisher, note."""
    title_zh = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300, blank=True)
    needed_date = models.DateField(null=True)
    most_cost = models.PositiveIntegerField(default=0)
    """Fen the reader is ready to pay."""
    fee = models.PositiveIntegerField(default=0)
    """Fen it costs the reader, as they were told before they placed it."""
    farthest = models.PositiveIntegerField(null=True)
    """Kilometres the reader will go; null: as far as it takes."""
    state = models.CharField(max_length=20)
    before_cancel = models.CharField(max_length=20, blank=True)
    """The state to go back to when the supplier says that it is too late."""
    why = models.CharField(max_length=40, blank=True)
    """Code of the reason for its state: duplicate, over-limit, no-supplier, late, not-fetched … (`WHENS`)."""
    wanted = models.ForeignKey(_LIBRARY, on_delete=models.PROTECT, null=True, related_name="+")
    """Whom the reader chose among the ways; asked first."""
    agreed_at = models.DateTimeField(null=True)
    """When the reader agreed to the notice on copies."""
    due_date = models.DateField(null=True)
    next_at = models.DateTimeField(null=True, db_index=True)
    """When the clock acts by itself (life/clock.py)."""
    placed_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    helped = models.BooleanField(null=True)
    """What the reader said afterwards."""
    agent = models.CharField(max_length=8, default="web")
    version = models.PositiveIntegerField(default=1)
    unlinked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=False) | Q(reader__isnull=False),
                name="open_request_has_a_reader",
            ),
        ]
        indexes = [
            models.Index(
                fields=["requester", "state"], condition=Q(closed_at=None), name="request_requester"
            ),
            models.Index(fields=["reader", "placed_at"], name="request_reader"),
            models.Index(fields=["closed_at"], condition=Q(reader__isnull=False), name="request_to_forget"),
        ]


class Supply(models.Model):
    """One row of the rota: a library that may be, is, or was asked. Attempts are never reused."""

    request = models.ForeignKey(PatronRequest, on_delete=models.PROTECT, related_name="supplies")
    supplier = models.ForeignKey(_LIBRARY, on_delete=models.PROTECT, null=True, related_name="+")
    """Null: a partner outside the alliance."""
    partner = models.ForeignKey("sharing.Partner", on_delete=models.PROTECT, null=True, related_name="+")
    reference = models.CharField(max_length=80, blank=True)
    """Under which a partner knows it."""
    service = models.CharField(max_length=8)
    """Loan or Copy."""
    attempt = models.PositiveSmallIntegerField()
    """1, 2, …: an answer to an older attempt has no effect."""
    state = models.CharField(max_length=20)
    """The supplier's side (domain/life.py)."""
    score = models.JSONField(default=dict)
    """Why it stands there: {"expected_hours", "p80_hours", "parts": [[name, hours, source]], "rank"}."""
    policy = models.PositiveIntegerField(default=0)
    """Version of the rules it was ranked by."""
    reason = models.CharField(max_length=40, blank=True)
    """ISO 18626 ReasonUnfilled or ReasonRetry."""
    conditions = models.JSONField(default=dict)
    """{"condition": LoanCondition, "cost": fen, "note": words}: what the requester has to agree to."""
    cost = models.PositiveIntegerField(default=0)
    """Fen between the two libraries; what a partner outside is owed."""
    reader_fee = models.PositiveIntegerField(default=0)
    """Fen the reader pays for this supply beside the request's own fee: of partners alone."""
    item_library = models.ForeignKey(_LIBRARY, on_delete=models.PROTECT, null=True, related_name="+")
    barcode = models.CharField(max_length=60, blank=True)
    branch = models.CharField(max_length=40, blank=True)
    shelf = models.CharField(max_length=120, blank=True)
    """Call number, for pull slips in shelf order."""
    condition_out = models.CharField(max_length=200, blank=True)
    condition_in = models.CharField(max_length=200, blank=True)
    document = models.BigIntegerField(null=True)
    """Of the delivery room: the copy that was handed over."""
    asked_at = models.DateTimeField(null=True)
    answer_by_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    shipped_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    home_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    printed_at = models.DateTimeField(null=True)
    """When its pull slip was last printed."""
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "attempt"], name="one_supply_an_attempt"),
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(asked_at__isnull=False) & Q(closed_at=None),
                name="one_active_supplier_a_request",
            ),
            models.CheckConstraint(
                condition=Q(asked_at=None)
                | Q(supplier__isnull=False, partner=None)
                | Q(supplier=None, partner__isnull=False),
                name="asked_of_a_member_or_a_partner",
            ),
        ]
        indexes = [
            models.Index(fields=["supplier", "state"], condition=Q(closed_at=None), name="supply_supplier"),
            models.Index(fields=["supplier", "asked_at"], name="supply_asked"),
        ]


class Promise(models.Model):
    """A copy that is kept for one request: never two at once."""

    supply = models.ForeignKey(Supply, on_delete=models.PROTECT, related_name="promises")
    library = models.ForeignKey(_LIBRARY, on_delete=models.PROTECT, related_name="+")
    barcode = models.CharField(max_length=60)
    hold = models.BigIntegerField(null=True)
    """Of the loans room: what keeps it there."""
    promised_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["library", "barcode"], condition=Q(released_at=None), name="one_promise_a_copy"
            ),
            models.UniqueConstraint(
                fields=["supply"], condition=Q(released_at=None), name="one_promise_a_supply"
            ),
        ]


class Message(models.Model):
    """From one desk of a request to the other; the reader's words to their library, too."""

    request = models.ForeignKey(PatronRequest, on_delete=models.PROTECT, related_name="messages")
    supply = models.ForeignKey(Supply, on_delete=models.PROTECT, null=True, related_name="+")
    side = models.CharField(max_length=10)
    """Who wrote: reader, requester, supplier, agency."""
    library = models.ForeignKey(_LIBRARY, on_delete=models.PROTECT, null=True, related_name="+")
    person = models.CharField(max_length=32, blank=True)
    """Key of who wrote."""
    text = models.TextField(max_length=2000)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)


class Slip(models.Model):
    """What a desk just did and how the rows stood before: for taking the last step back within minutes."""

    request = models.ForeignKey(PatronRequest, on_delete=models.CASCADE, related_name="+")
    act = models.CharField(max_length=24)
    library = models.ForeignKey(_LIBRARY, on_delete=models.PROTECT, null=True, related_name="+")
    person = models.CharField(max_length=32, blank=True)
    at = models.DateTimeField()
    version = models.PositiveIntegerField()
    before = models.JSONField()
    undone_at = models.DateTimeField(null=True)
