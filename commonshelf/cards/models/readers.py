"""Who reads: readers, their groups, proofs, cards, blocks, and what a card shares."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

_LIBRARY = "members.Library"


class ReaderGroup(models.Model):
    """A library's own kind of reader (A21), under one of the alliance's kinds."""

    library = models.ForeignKey(_LIBRARY, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120)
    kind = models.CharField(max_length=12)
    """child, student, graduate, teacher, staff, citizen, guest: what alliance rules speak of."""
    months = models.PositiveSmallIntegerField(default=12)
    """How long a card of this group holds."""
    active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["library_id", "code"]
        constraints = [models.UniqueConstraint(fields=["library", "code"], name="one_reader_group_code")]


class Reader(models.Model):
    """A person as a reader. Name, mail address and language stand with the person in `members`.

    Nothing here or in an event names them but the key of that person.
    """

    person = models.OneToOneField("members.Person", on_delete=models.PROTECT, related_name="+")
    alias = models.CharField(max_length=12, unique=True)
    """What other libraries see instead of the name, until the reader shares it."""
    home = models.ForeignKey(_LIBRARY, on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(ReaderGroup, on_delete=models.PROTECT, related_name="+")
    local_number = models.CharField(max_length=60, blank=True)
    """Student or staff number at the home library: the key of its spreadsheets."""
    phone = models.CharField(max_length=40, blank=True)
    birth_date = models.DateField(null=True)
    guardian = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    """A reader who answers for a child under 14 (PIPL 28, 31)."""
    guardian_name = models.CharField(max_length=80, blank=True)
    guardian_phone = models.CharField(max_length=40, blank=True)
    guardian_agreed_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=8, default="active")
    """active, closed (no rights; nothing new), merged (see into)."""
    into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    active_from = models.DateField()
    active_to = models.DateField(null=True)
    """The first day on which the registration no longer holds; null: it does not end."""
    keeps_history = models.BooleanField(default=False)
    reminders = models.BooleanField(default=True)
    """Whether they wish a letter before something is due; of what is late or ready they are told anyway."""
    """The reader asked that their loans be remembered."""
    registered_at = models.DateTimeField()
    registered_by = models.CharField(max_length=32, blank=True)
    registered_library = models.ForeignKey(_LIBRARY, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["home", "local_number"],
                condition=~Q(local_number="") & Q(state="active"),
                name="one_reader_a_local_number",
            ),
        ]
        indexes = [models.Index(fields=["home", "state", "active_to"], name="reader_home")]


class Proof(models.Model):
    """A document somebody looked at. The number is kept as a keyed digest and its last characters (A42)."""

    reader = models.ForeignKey(Reader, on_delete=models.CASCADE, related_name="proofs")
    kind = models.CharField(max_length=12)
    """id-card, residence, passport, travel, student, staff, other."""
    issuer = models.CharField(max_length=40, blank=True)
    """ISO 3166 country of a passport; of a student or staff card the Symbol of its institution's library."""
    digest = models.CharField(max_length=64)
    tail = models.CharField(max_length=4)
    library = models.ForeignKey(_LIBRARY, on_delete=models.PROTECT, related_name="+")
    seen_by = models.CharField(max_length=32, blank=True)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "issuer", "digest"], name="one_reader_a_document")
        ]


class Card(models.Model):
    """A number that opens every member. At most one of a reader is in use."""

    reader = models.ForeignKey(Reader, on_delete=models.CASCADE, related_name="cards")
    number = models.CharField(max_length=40, unique=True)
    """The alliance's own: digits with a check digit; or one a library had printed before."""
    library = models.ForeignKey(_LIBRARY, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, default="active")
    """active, lost, replaced, ended."""
    issued_at = models.DateTimeField()
    issued_by = models.CharField(max_length=32, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reader"], condition=Q(state="active"), name="one_card_in_use_a_reader"
            )
        ]


class Block(models.Model):
    """Why a reader may not, for now: at one library, or everywhere (library null)."""

    reader = models.ForeignKey(Reader, on_delete=models.CASCADE, related_name="blocks")
    library = models.ForeignKey(_LIBRARY, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=12)
    """overdue, fees, lost, damage, conduct, address, proof, other: the reader reads it as a sentence."""
    words = models.CharField(max_length=300, blank=True)
    """What the reader is told besides."""
    services = models.JSONField(default=list)
    """Names of services (domain/services.py); []: all."""
    active_from = models.DateField()
    active_to = models.DateField(null=True)
    set_by = models.CharField(max_length=32, blank=True)
    set_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.CharField(max_length=32, blank=True)
    lifted_why = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["reader"], condition=Q(lifted_at=None), name="block_open")]


class Share(models.Model):
    """What a reader lets one other member see (PIPL 23): chosen, shown, revocable."""

    reader = models.ForeignKey(Reader, on_delete=models.CASCADE, related_name="shares")
    library = models.ForeignKey(_LIBRARY, on_delete=models.PROTECT, related_name="+")
    what = models.JSONField()
    """Names of kinds (domain/sharing.py): name, contact, group, number."""
    notice = models.PositiveSmallIntegerField()
    """Version of the notice the reader was shown."""
    given_at = models.DateTimeField()
    given_by = models.CharField(max_length=32)
    """The reader's own key, or the librarian's who took it down on paper."""
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reader", "library"], condition=Q(withdrawn_at=None), name="one_share_a_library"
            )
        ]


class Activation(models.Model):
    """A code on a slip or in a letter with which a reader sets a password. A newer one ends the older."""

    reader = models.OneToOneField(Reader, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    """Keyed digest of the code (cards/activating.py)."""
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    """Wrong guesses; after a few the code is dead."""


class Joining(models.Model):
    """What somebody typed at home before they showed their document at a desk. Gone after two weeks."""

    digest = models.CharField(max_length=64, unique=True)
    """SHA-256 of the code they bring along."""
    said = models.JSONField()
    """The form as typed: name, birth date, phone, mail address, language, guardian, shares."""
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)
