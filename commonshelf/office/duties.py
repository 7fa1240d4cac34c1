"""Duties: the list, who holds them with which backup, and giving one to somebody else by vote."""

from __future__ import annotations

from datetime import date, datetime
from secrets import token_hex
from typing import Final

from django.utils import timezone

from commonshelf.kernel.actor import MACHINE, Actor, Ref
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.members.cards import Said
from commonshelf.news.cards import Happening
from commonshelf.office.domain.duties import BEGINS_WITH
from commonshelf.office.duties_cards import DutyCard, Post
from commonshelf.office.duties_reading import at, cards, find, row_id, symbol
from commonshelf.office.models import Duty, DutyHolding, DutyTransfer
from commonshelf.votes import api as votes

CONFLICT: Final = 409
LONGEST: Final = {"name": 80, "about": 1000, "reason": 500}
ABOUT: Final = "duty"


def begin_with_usual(*, actor: Actor, key: str = "") -> int:
    """The usual duties, where there are none yet; how many were made."""

    def do() -> members.Done[int]:
        if Duty.objects.exists():
            raise Refusal("office.duties-begun", status=CONFLICT)
        for place, one in enumerate(BEGINS_WITH, 1):
            Duty.objects.create(
                code=one.code,
                name_zh=one.zh,
                name_en=one.en,
                about_zh=one.about_zh,
                about_en=one.about_en,
                place=place * 10,
            )
        return members.Done(len(BEGINS_WITH), {"duties": [one.code for one in BEGINS_WITH]})

    return members.act(actor=actor, action="office.set-duty", object=Ref(ABOUT, ""), do=do, key=key)


def set_duty(
    *,
    actor: Actor,
    duty: int = 0,
    name: Said,
    about: Said | None = None,
    place: int = 0,
    version: int = 0,
    key: str = "",
) -> int:
    """Write a new duty (duty 0) or other words for one; its id. version: of the one that was looked at."""

    def do() -> members.Done[int]:
        words = about or Said("", "")
        for text in (name.zh, name.en):
            _fits(text.strip(), "name")
        for text in (words.zh, words.en):
            _fits(text.strip(), "about")
        if not name.zh.strip() and not name.en.strip():
            raise Refusal("office.duty-no-name", {"field": "name_zh"})
        row = find(duty) if duty else Duty(code=f"duty-{token_hex(6)}")
        if duty and version != row.version:
            raise Refusal("office.duty-changed", status=CONFLICT)
        row.name_zh, row.name_en = name.zh.strip(), name.en.strip()
        row.about_zh, row.about_en = words.zh.strip(), words.en.strip()
        row.place = place or row.place or 10 * (Duty.objects.count() + 1)
        row.version += 1 if duty else 0
        row.save()
        return members.Done(row.pk, {"name": row.name_zh or row.name_en}, _ref(row.pk))

    return members.act(
        actor=actor, action="office.set-duty", object=_ref(duty) if duty else Ref(ABOUT, ""), do=do, key=key
    )


def end_duty(*, actor: Actor, duty: int, key: str = "") -> None:
    """It is no longer needed: its holdings end today, what was is still told."""
    today = timezone.localdate()

    def do() -> members.Done[None]:
        row = find(duty)
        if row.ended_at is not None:
            raise Refusal("office.duty-ended", status=CONFLICT)
        if row.transfers.filter(state="open").exists():
            raise Refusal("office.transfer-open", status=CONFLICT)
        row.ended_at, row.version = timezone.now(), row.version + 1
        row.save()
        _end_all(row, today)
        row.shifts.filter(date__gt=today).delete()
        return members.Done(None, {"name": row.name_zh or row.name_en})

    members.act(actor=actor, action="office.set-duty", object=_ref(duty), do=do, key=key)


def give_duty(
    *,
    actor: Actor,
    duty: int,
    to: Post,
    backup: Post | None = None,
    first_date: date | None = None,
    instead_of: int = 0,
    instead_of_all: bool = False,
    said_by: str = "",
    key: str = "",
) -> int:
    """From first_date (today) on they hold it; the holding's id. instead_of: the holding that ends then;
    instead_of_all: every one does.

    Without a backup it is allowed, and shown. Refused: a first day in the past, a person who does not
    work there, a backup that is the holder, somebody who holds it already.
    """
    start = first_date or timezone.localdate()

    def do() -> members.Done[int]:
        row = find(duty)
        if instead_of_all:
            _end_all(row, start)
        _checked(row, to, backup, start, instead_of=instead_of)
        if instead_of:
            _end(row, instead_of, start)
        made = DutyHolding.objects.create(
            duty=row,
            library_id=row_id(to.library),
            person=to.person,
            has_backup=backup is not None,
            backup_library_id=row_id(backup.library) if backup else None,
            backup_person=backup.person if backup else "",
            active_from=start,
            said_by=said_by,
        )
        facts = {"duty": row.code, "library": to.library, "person": to.person, "from": str(start)}
        return members.Done(made.pk, facts)

    return members.act(actor=actor, action="office.give-duty", object=_ref(duty), do=do, key=key)


def set_backup(*, actor: Actor, holding: int, backup: Post | None, key: str = "") -> None:
    """Who stands in; None: nobody, which the chart shows."""

    def do() -> members.Done[None]:
        row = holding_row(holding)
        holder = Post(symbol(row.library_id), row.person)
        if backup is not None:
            _there(backup, "backup")
            if backup == holder:
                raise Refusal("office.own-backup", {"field": "backup"})
        row.has_backup = backup is not None
        row.backup_library_id = row_id(backup.library) if backup else None
        row.backup_person = backup.person if backup else ""
        row.save()
        return members.Done(None, {"backup": backup.person or backup.library if backup else None})

    whose = _ref(holding_row(holding).duty_id)
    members.act(actor=actor, action="office.give-duty", object=whose, do=do, key=key)


def end_holding(*, actor: Actor, holding: int, last_date: date, reason: str, key: str = "") -> None:
    """last_date: the first day on which they no longer hold it."""

    def do() -> members.Done[None]:
        row = holding_row(holding)
        said = _fits(reason.strip(), "reason")
        if not said:
            raise Refusal("office.no-reason", {"field": "reason"})
        if row.active_to is not None:
            raise Refusal("office.holding-ended", status=CONFLICT)
        row.active_to = max(last_date, row.active_from)
        row.save()
        return members.Done(None, {"until": str(row.active_to), "library": symbol(row.library_id)})

    whose = _ref(holding_row(holding).duty_id)
    members.act(actor=actor, action="office.give-duty", object=whose, do=do, key=key, reason=reason[:500])


def _checked(row: Duty, to: Post, backup: Post | None, start: date, *, instead_of: int = 0) -> None:
    if row.ended_at is not None:
        raise Refusal("office.duty-ended", status=CONFLICT)
    if start < timezone.localdate():
        raise Refusal("office.duty-past", {"field": "first_date", "day": start.isoformat()})
    _there(to, "to")
    if backup is not None:
        _there(backup, "backup")
        if backup == to:
            raise Refusal("office.own-backup", {"field": "backup"})
    held = DutyHolding.objects.filter(duty=row, active_to=None).exclude(pk=instead_of)
    if held.filter(at(to.library), person=to.person).exists():
        raise Refusal("office.holds-already", {"field": "to"}, CONFLICT)


def _there(post: Post, field: str) -> None:
    """A member of today, and a person who works there."""
    if post.library and post.library not in {card.symbol for card in members.libraries()}:
        raise Refusal("office.no-such-library", {"field": field, "said": post.library})
    if post.person and not members.staff_of(
        day=timezone.localdate(), libraries=[post.library], keys=[post.person]
    ):
        raise Refusal("office.not-there", {"field": field})


def _end(row: Duty, holding: int, day: date) -> None:
    held = DutyHolding.objects.filter(pk=holding, duty=row).first()
    if held is None:
        raise Absent
    if held.active_to is not None:
        raise Refusal("office.holding-ended", status=CONFLICT)
    held.active_to = max(day, held.active_from)
    held.save()


def _end_all(row: Duty, day: date) -> None:
    for held in row.holdings.filter(active_to=None):
        held.active_to = max(day, held.active_from)
        held.save()


def holding_row(id: int) -> DutyHolding:
    found = DutyHolding.objects.filter(pk=id).first()
    if found is None:
        raise Absent
    return found


def _ref(duty: int) -> Ref:
    return Ref(ABOUT, str(duty))


def _fits(text: str, field: str) -> str:
    most = LONGEST[field]
    if len(text) > most:
        raise Refusal("office.too-long", {"field": field, "limit": most, "length": len(text)})
    return text


# -- by vote


def propose_transfer(
    *,
    actor: Actor,
    duty: int,
    to: Post,
    first_date: date,
    reason: str,
    deadline: datetime,
    quorum: int = 50,
    pass_mark: int = 50,
    key: str = "",
) -> int:
    """Ask all members whether this duty goes to somebody else (A36): one vote each; the ballot's id."""

    def do() -> members.Done[int]:
        row = find(duty)
        said = _fits(reason.strip(), "reason")
        if not said:
            raise Refusal("office.no-reason", {"field": "reason"})
        if DutyTransfer.objects.filter(duty=row, state="open").exists():
            raise Refusal("office.transfer-open", status=CONFLICT)
        _checked(row, to, None, first_date)
        ballot = votes.open_ballot(
            actor=actor,
            about=_ref(duty),
            question=_question(row, to),
            words=Said(said, said),
            choices=[
                votes.Choice("yes", Said("同意", "Yes")),
                votes.Choice("no", Said("不同意", "No")),
                votes.Choice("abstain", Said("弃权", "Abstain")),
            ],
            electorate=votes.members_entitled(),
            per="member",
            quorum=quorum,
            pass_mark=pass_mark,
            deadline=deadline,
        )
        DutyTransfer.objects.create(
            duty=row,
            library_id=row_id(to.library),
            person=to.person,
            first_date=first_date,
            ballot=ballot.id,
            reason=said,
            proposed_by=actor.key,
            proposed_at=timezone.now(),
        )
        facts = {"duty": row.code, "library": to.library, "person": to.person, "ballot": ballot.id}
        return members.Done(ballot.id, facts)

    return members.act(
        actor=actor, action="office.give-duty", object=_ref(duty), do=do, key=key, reason=reason[:500]
    )


def _question(row: Duty, to: Post) -> Said:
    library = next((card.name for card in members.libraries() if card.symbol == to.library), None)
    person = members.names_of(keys=[to.person]).get(to.person) if to.person else None
    zh = (library.zh or library.en) if library else "联盟办公室"
    en = (library.en or library.zh) if library else "the alliance office"
    if person:
        zh, en = f"{zh}（{person.zh}）", f"{en} ({person.en})"
    return Said(
        f"是否把职责“{row.name_zh or row.name_en}”交给{zh}？",
        f"Shall the duty “{row.name_en or row.name_zh}” go to {en}?",
    )


def voted(happening: Happening) -> None:
    """A ballot about a duty ended: accepted, the new holder follows all earlier ones."""
    kind, _, id = str(happening.facts.get("about", "")).partition(":")
    if kind != ABOUT or not id.isdecimal():
        return
    with members.together():
        proposal = DutyTransfer.objects.filter(duty_id=int(id), state="open").first()
        if proposal is None or str(proposal.ballot) != happening.object.id:
            return  # told twice, or withdrawn meanwhile
        # That the vote is over is the ballot's own event; what follows from it is an act below.
        proposal.state = str(happening.facts.get("outcome", "declined"))
        proposal.closed_at = happening.at
        proposal.save()
        if proposal.state == "accepted":
            _carry_out(proposal)


def _carry_out(proposal: DutyTransfer) -> None:
    to = Post(symbol(proposal.library_id), proposal.person)
    try:
        _there(to, "to")
    except Refusal:
        # Voted for, and gone since: the library keeps it, or else the office that has to look for another.
        known = {card.symbol for card in members.libraries()}
        to = Post(to.library if to.library in known else "")
    give_duty(
        actor=MACHINE,
        duty=proposal.duty_id,
        to=to,
        first_date=max(proposal.first_date, timezone.localdate()),
        instead_of_all=True,
        said_by=f"vote:{proposal.ballot}",
    )


def card(id: int) -> DutyCard:
    return next(iter(cards([find(id)])))
