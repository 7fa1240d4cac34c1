"""The tree of managing offices, what they delegate, and the bounds they set."""

from __future__ import annotations

from django.db import models

from commonshelf.members.models.libraries import Library


class AgencyKind(models.TextChoices):
    GENERAL = "general"
    REGION = "region"
    MEMBER = "member"
    DEPARTMENT = "department"


class Agency(models.Model):
    """A managing office: one general agency at the root, exactly one per member below it (A76).

    Regions stand between them, departments below a member's. The first of `kind` is the root.
    """

    kind = models.CharField(max_length=10, choices=AgencyKind.choices)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    """Null: the general agency, and all of them before there is one."""
    library = models.ForeignKey(Library, on_delete=models.CASCADE, null=True, related_name="agencies")
    """Of a member's agency and its departments; null above them."""
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind"], condition=models.Q(kind="general"), name="one_general_agency"
            ),
            models.UniqueConstraint(
                fields=["library"], condition=models.Q(kind="member"), name="one_agency_a_member"
            ),
        ]


class Delegation(models.Model):
    """An agency lets a person do an action in its place, for a time and up to a limit (A76)."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="delegations")
    person = models.ForeignKey("members.Person", on_delete=models.CASCADE, related_name="delegations")
    action = models.CharField(max_length=60)
    """One of the table's delegable actions (domain/permissions.py)."""
    limit = models.PositiveIntegerField(null=True)
    """At most so much (days, pages: the action says which) at a time; null: no limit."""
    within = models.JSONField(default=list)
    """The only libraries (Symbols) it is for; empty: all its agency manages."""
    active_from = models.DateField()
    active_to = models.DateField(null=True)
    """The first day on which it no longer holds."""

    class Meta:
        indexes = [models.Index(fields=["person", "active_to"])]


class Binding(models.Model):
    """What law or a contract demands of a setting: above the alliance's own rules (A25)."""

    level = models.CharField(max_length=10)
    """law or contract."""
    library = models.ForeignKey(Library, on_delete=models.CASCADE, null=True, related_name="bindings")
    """Whom it binds; null: every member."""
    name = models.CharField(max_length=60)
    bound = models.JSONField(default=dict)
    source = models.CharField(max_length=200)
    """The article, or the contract's number."""
    active_from = models.DateField()
    active_to = models.DateField(null=True)
    """The first day on which it no longer holds."""


class AllianceSetting(models.Model):
    """What the alliance says of a setting: its usual value and the bounds members may choose within (A26)."""

    name = models.CharField(max_length=60, unique=True)
    value = models.JSONField(null=True)
    bound = models.JSONField(default=dict)
    """{"least": n, "most": n} or {"choices": [...]}; {}: as the registry says."""
    rule = models.CharField(max_length=60, blank=True)
    """The number of the rule that says so, when one does."""
    version = models.PositiveIntegerField(default=1)


class LibrarySetting(models.Model):
    """What a member chose within the bounds."""

    library = models.ForeignKey(Library, on_delete=models.CASCADE, related_name="settings")
    name = models.CharField(max_length=60)
    value = models.JSONField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["library", "name"], name="one_value_each")]


class Exemption(models.Model):
    """A dated exception: between these days a member may go beyond a bound, for a written reason (A25)."""

    library = models.ForeignKey(Library, on_delete=models.CASCADE, related_name="exemptions")
    name = models.CharField(max_length=60)
    bound = models.JSONField(default=dict)
    reason = models.CharField(max_length=500)
    active_from = models.DateField()
    active_to = models.DateField()
    """The first day on which it no longer holds; an exception without an end is a rule."""
    decided_at = models.DateTimeField()
    decided_by = models.CharField(max_length=32, blank=True)
