"""The rule book: rules and their versions, who has read them, exceptions, and the resolutions behind them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Rule(models.Model):
    """A rule by its number; what it says stands in its versions (A32)."""

    number = models.CharField(max_length=40)
    level = models.CharField(max_length=8)
    """charter, alliance, local: a lower one never contradicts a higher one (A25)."""
    order = models.CharField(max_length=120)
    """Level and number so that they sort as people count: 2.9 before 2.10."""
    library = models.CharField(max_length=40, blank=True)
    """Whose rule it is; "": the alliance's."""
    under = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="local_rules")
    """The alliance rule a local rule fills in."""
    public = models.BooleanField(default=False)
    """Everybody may read it; else those who work at a member."""
    readers = models.CharField(max_length=8, default="managers")
    """Who is to confirm having read it: managers, staff, nobody."""
    repealed_date = models.DateField(null=True)
    """The first day on which it no longer holds."""
    repealed_why = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["library", "number"], name="one_rule_a_number")]
        indexes = [models.Index(fields=["library", "order"])]


class RuleVersion(models.Model):
    """What a rule says, for whom, and from which day."""

    rule = models.ForeignKey(Rule, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=300, blank=True)
    text_zh = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    scope = models.CharField(max_length=10, default="all")
    """all, kinds, libraries."""
    targets = models.JSONField(default=list)
    """Kinds of member, or Symbols."""
    setting = models.CharField(max_length=60, blank=True)
    """A setting of the members that it binds from its effective date."""
    bound = models.JSONField(default=dict)
    """{"least", "most"} or {"choices"}; of a local rule {"value"}."""
    revision = models.PositiveIntegerField(default=1)
    """Of the draft: a form made from an older one is refused."""
    drafted_at = models.DateTimeField()
    drafted_by = models.CharField(max_length=32, blank=True)
    adopted_date = models.DateField(null=True)
    """Null: a draft."""
    adopted_by = models.CharField(max_length=32, blank=True)
    resolution = models.ForeignKey(
        "office.Resolution", on_delete=models.PROTECT, null=True, related_name="adopted_versions"
    )
    effective_date = models.DateField(null=True)
    bound_at = models.DateTimeField(null=True)
    """When its bound was set; null: not yet, or it names no setting."""
    bound_problem = models.CharField(max_length=500, blank=True)
    """Why the bound could not be set on its day."""

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "number"], name="one_version_a_number"),
            models.CheckConstraint(
                condition=Q(adopted_date=None)
                | Q(effective_date=None)
                | Q(effective_date__gte=models.F("adopted_date")),
                name="no_rule_before_its_adoption",
            ),
        ]
        indexes = [models.Index(fields=["effective_date"])]


class RuleReading(models.Model):
    """Somebody's word that they have read a version."""

    version = models.ForeignKey(RuleVersion, on_delete=models.CASCADE, related_name="readings")
    person = models.CharField(max_length=32)
    read_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "person"], name="one_reading_a_person")]
        indexes = [models.Index(fields=["person"])]


class RuleException(models.Model):
    """Between these days a rule does not hold for a member, for a written reason (A25)."""

    rule = models.ForeignKey(Rule, on_delete=models.CASCADE, related_name="exceptions")
    library = models.CharField(max_length=40)
    reason = models.CharField(max_length=500)
    first_date = models.DateField()
    end_date = models.DateField()
    """The last day; an exception without an end is a rule."""
    exemption = models.PositiveBigIntegerField(null=True)
    """Row of the members' exemption from the bound, where the rule sets one."""
    granted_at = models.DateTimeField()
    granted_by = models.CharField(max_length=32, blank=True)

    class Meta:
        ordering = ["end_date", "pk"]
        indexes = [models.Index(fields=["library", "end_date"])]


class Resolution(models.Model):
    """Something the members are asked to resolve, and, once they have, what binds them all."""

    number = models.CharField(max_length=20, blank=True)
    """ "2026-3", given when it is adopted."""
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=300, blank=True)
    text_zh = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    about_kind = models.CharField(max_length=12)
    """motion, rule, duty, membership."""
    about_id = models.CharField(max_length=60, blank=True)
    """Of a rule: its version's row; of a membership the Symbol; of a duty its row."""
    facts = models.JSONField(default=dict)
    """What carrying it out needs: {"effective_date"}, {"to_library"} …"""
    how = models.CharField(max_length=8)
    """ballot, or meeting: resolved in a sitting and recorded here."""
    ballot = models.PositiveBigIntegerField(null=True)
    state = models.CharField(max_length=10, default="proposed")
    """proposed, adopted, declined, no-quorum, withdrawn."""
    decided_date = models.DateField(null=True)
    proposed_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=32, blank=True)
    problem = models.CharField(max_length=500, blank=True)
    """Why what was resolved could not be carried out by itself."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["number"], condition=~Q(number=""), name="one_resolution_a_number"
            ),
            models.UniqueConstraint(fields=["ballot"], name="one_resolution_a_ballot"),
        ]
        indexes = [
            models.Index(fields=["state", "-decided_date"]),
            models.Index(fields=["about_kind", "about_id"]),
        ]
