"""A large rule book of made-up rows for tests of size and benchmarks, beside the members' large alliance."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from commonshelf.members import testing
from commonshelf.office.domain.rules import Level, order
from commonshelf.office.models import Rule, RuleReading, RuleVersion


def big_alliance(*, libraries: int = 81, people: int = 1000, rules: int = 500) -> None:
    """`members.testing.big_alliance` with a rule book."""
    testing.big_alliance(libraries=libraries, people=people)
    rule_book(rules=rules)


def rule_book(*, rules: int, first: int = 1) -> None:
    """Rules numbered on from `first`: every tenth in its second version, every fifth read by ten."""
    now = timezone.now()
    kept = Rule.objects.bulk_create(_rule(n, now) for n in range(first, first + rules))
    made = RuleVersion.objects.bulk_create(
        _version(row, number, now)
        for n, row in enumerate(kept)
        for number in ((1, 2) if n % 10 == 0 else (1,))
    )
    RuleReading.objects.bulk_create(
        RuleReading(version=one, person=f"{n:016x}", read_at=now) for one in made[::5] for n in range(10)
    )


def _version(row: Rule, number: int, now: datetime) -> RuleVersion:
    adopted = timezone.localdate() - timedelta(days=300 - 30 * number)
    return RuleVersion(
        rule=row,
        number=number,
        title_zh=f"规则 {row.number}",
        title_en=f"Rule {row.number}",
        text_zh="各成员馆应当在十个工作日内答复。" * 6,
        text_en="Members answer within ten working days. " * 6,
        drafted_at=now,
        adopted_date=adopted,
        effective_date=adopted + timedelta(days=7),
    )


def _rule(n: int, now: datetime) -> Rule:
    level = Level.CHARTER if n <= 20 else Level.ALLIANCE
    number = f"{n // 25 + 1}.{n % 25 + 1}"
    return Rule(number=number, level=level, order=order(level, number), created_at=now, public=n % 3 == 0)
