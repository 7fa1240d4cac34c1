"""Pages of the money between libraries: a month of all, one library's statement, paid and confirmed."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from datetime import date
from io import StringIO
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.number import whole
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.members.cards import Said
from commonshelf.sharing.agency import outside, settling, statements
from commonshelf.sharing.agency.statements import Pair, Statement
from commonshelf.sharing.agency.words import CHARGES, SETTLED
from commonshelf.sharing.views.agency_tabs import tabs
from commonshelf.ui import api as ui
from commonshelf.ui.api import Request, form_key
from commonshelf.wire.table.write import csv_to

MONTH: Final = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")


def month_of(text: str) -> date | None:
    """ "2026-11" -> its first day."""
    found = MONTH.fullmatch(text)
    return date(int(found[1]), int(found[2]), 1) if found else None


@require_safe
def overview(request: Request) -> HttpResponse:
    """What each library owes and gets in a month; the last one that is over, unless asked otherwise."""
    mine = statements.libraries_of(request.actor)
    if not mine:
        raise Absent
    today = timezone.localdate()
    month = month_of(request.GET.get("month", "")) or statements.month_before(today)
    rows = statements.overview(actor=request.actor, month=month)
    sees_all = _sees_all(request.actor)
    names = _names()
    context = {
        "month": month,
        "slug": month.strftime("%Y-%m"),
        "before": statements.month_before(month),
        "after": statements.next_month(month) if month < today.replace(day=1) else None,
        "over": today >= statements.next_month(month),
        "rows": [{"card": one, "name": _called(one.library, names), **_fens(one)} for one in rows],
        "total": yuan(sum(one.gets for one in rows)),
        "sees_all": sees_all,
        "payments": [
            {"debtor": names[one.debtor], "creditor": names[one.creditor], "yuan": yuan(one.amount)}
            for one in (statements.proposal(actor=request.actor, month=month) if sees_all else [])
        ],
        **tabs(request, "money"),
    }
    return render(request, "sharing/agency/money.html", context)


def _sees_all(actor: Actor) -> bool:
    return members.allowed(actor=actor, action="sharing.read-money", object=Ref("statement", ""))


def _names() -> dict[str, Said]:
    return {card.symbol: card.name for card in members.libraries()}


def _called(symbol: str, names: dict[str, Said]) -> Said:
    return names.get(symbol, Said(symbol, symbol))


def _fens(one: Any) -> dict[str, str]:
    return {
        "owes": yuan(one.owes),
        "gets": yuan(one.gets),
        "net": yuan(one.net),
        "altogether": yuan(one.altogether),
    }


def yuan(fen: int) -> str:
    """With a sign where it is owed: -12.50."""
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100:,}.{abs(fen) % 100:02}"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def statement(request: Request, symbol: str, month: str) -> HttpResponse:
    """One library's month: what it owes and gets by counterpart, line by line; paid, confirmed, doubted."""
    first = month_of(month)
    if first is None:
        raise Absent
    card = statements.statement(actor=request.actor, library=symbol, month=first)
    problem, status = "", 200
    if request.method == "POST":
        try:
            _step(request, symbol, first)
            return redirect("sharing:statement", symbol, month)
        except Absent:
            raise
        except Refusal as refusal:
            problem, status = ui.sentence(refusal), refusal.status
    names = _names()
    settles = members.allowed(
        actor=request.actor, action="sharing.say-paid", object=Ref("statement", month, symbol)
    )
    context = {
        "card": card,
        "name": _called(symbol, names),
        "month": first,
        "slug": month,
        "before": statements.month_before(first),
        "after": statements.next_month(first) if first < timezone.localdate().replace(day=1) else None,
        "pairs": [_pair(one, names, card) for one in card.pairs],
        "owes": yuan(card.owes),
        "gets": yuan(card.gets),
        "net": yuan(card.net),
        **_outside(symbol, first),
        "settles": settles,
        "problem": problem,
        "key": secrets.token_hex(8),
        **tabs(request, "money"),
    }
    return render(request, "sharing/agency/statement.html", context, status=status)


def _outside(symbol: str, month: date) -> dict[str, Any]:
    """What partners outside are owed: shown beside, and no part of what members settle."""
    found = outside.owed(symbol, month)
    return {
        "outside": [{"card": one, "yuan": yuan(one.amount)} for one in found],
        "outside_yuan": yuan(sum(one.amount for one in found)),
    }


def _pair(pair: Pair, names: dict[str, Said], card: Statement) -> dict[str, Any]:
    words, tone = SETTLED[pair.settled.state]
    settled = pair.settled.state
    return {
        "card": pair,
        "name": _called(pair.counterpart, names),
        "owes": yuan(pair.owes),
        "gets": yuan(pair.gets),
        "net": yuan(abs(pair.net)),
        "altogether": yuan(abs(pair.altogether)),
        "entries": [
            {"card": one, "kind": CHARGES.get(one.kind, one.kind), "yuan": yuan(one.amount)}
            for one in pair.entries
        ],
        "state": words,
        "tone": tone,
        "pays": card.over and pair.net < 0 and settled in {"open", "doubted"},
        "confirms": pair.net > 0 and settled == "paid",
    }


def _step(request: Request, symbol: str, month: date) -> None:
    """What a side says about a pair of this month."""
    key, did = form_key(request), request.POST.get("do", "")
    if did == "paid":
        settling.say_paid(
            actor=request.actor,
            library=symbol,
            creditor=request.POST.get("other", "")[:40],
            month=month,
            words=request.POST.get("words", ""),
            amount=whole(request.POST.get("amount", ""), digits=12),
            key=key,
        )
        messages.success(request, _("Said. The other library confirms when it has arrived."))
        return
    asked: dict[str, Any] = {
        "actor": request.actor,
        "settlement": whole(request.POST.get("settlement", "")),
        "version": whole(request.POST.get("version", "")),
        "key": key,
    }
    if did == "confirm":
        settling.confirm(**asked)
        messages.success(request, _("Confirmed. The month is even between the two."))
    elif did == "doubt":
        settling.doubt(**asked, reason=request.POST.get("reason", ""))
        messages.success(request, _("The other library is told."))
    else:
        raise Absent


@require_safe
def as_csv(request: Request, symbol: str, month: str) -> HttpResponse:
    """Every line of a statement as a table for a spreadsheet."""
    first = month_of(month)
    if first is None:
        raise Absent
    card = statements.statement(actor=request.actor, library=symbol, month=first)
    head = [
        _("Day"), _("With"), _("Library"), _("What for"), _("Request number"),
        _("Owes (yuan)"), _("Gets (yuan)"),
    ]  # fmt: skip
    text = StringIO(newline="")
    csv_to(text, head, _rows(card))
    answer = HttpResponse(text.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="statement-{symbol}-{month}.csv"'
    return answer


def _rows(card: Statement) -> Iterator[list[object]]:
    names, language = _names(), get_language() or ""
    for pair in card.pairs:
        name = _called(pair.counterpart, names).in_language(language)
        for one in pair.entries:
            owes = yuan(-one.amount).replace(",", "") if one.amount < 0 else ""
            gets = yuan(one.amount).replace(",", "") if one.amount > 0 else ""
            kind = str(CHARGES.get(one.kind, one.kind))
            day = timezone.localtime(one.at).date()
            yield [day, pair.counterpart, name, kind, one.request, owes, gets]
