"""The availability sentence and its clauses, in the reader's language."""

from __future__ import annotations

from django.utils import timezone
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext, pgettext

from commonshelf.catalogue.cards import Copy, EditionCard
from commonshelf.catalogue.lines import full_title, line
from commonshelf.members.cards import Opening
from commonshelf.search.around import Around
from commonshelf.search.domain import shaping
from commonshelf.search.domain.query import Step
from commonshelf.search.domain.shaping import Holder, Site, Verdict
from commonshelf.search.domain.working import Soonest
from commonshelf.ui.templatetags.shelf import km, marked, number, opens


def availability(verdict: Verdict, around: Around) -> SafeString:
    """One full sentence: where a copy is, how far, until when; or why there is none to have."""
    holder = verdict.holder
    if holder is None:
        return SafeString(gettext("No library holds this edition any more."))
    if verdict.code in {"on-shelf", "reference"}:
        return _to_hand(verdict.code, holder, around)
    place = format_html("{}", marked(around.place(holder.site)))
    if verdict.code == "online":
        said = (
            gettext("Can be read online with your library.")
            if holder.site.mine
            else gettext("{place} has it online; you may need an account there.")
        )
    elif verdict.code == "on-loan":
        said = ngettext(
            "The only copy is on loan ({place}).", "All {n} copies are on loan ({places}).", verdict.total
        )
    elif verdict.code == "on-order":
        said = gettext("{place} has ordered it; it has not come yet.")
    elif verdict.code == "missing":
        said = gettext("{place} cannot find its copy at the moment.")
    elif verdict.code == "unknown":
        said = gettext("{spot}: held there, but the library does not say whether it is on the shelf.")
    else:
        said = gettext("{place} lists this edition but says nothing about copies; ask there.")
    places = (
        place
        if verdict.libraries == 1
        else ngettext("{n} library", "{n} libraries", verdict.libraries).format(n=verdict.libraries)
    )
    return format_html(said, place=place, places=places, n=verdict.total, spot=spot(holder, around))


def elsewhere(verdict: Verdict, around: Around) -> SafeString:
    """A second sentence, where the libraries asked for have no copy to hand but another has."""
    if verdict.holder is None:
        return SafeString("")
    more = clauses(verdict.holder.site)
    said = gettext("On the shelf elsewhere: {spot}; {more}.")
    if not more:
        said = gettext("On the shelf elsewhere: {spot}.")
    return format_html(said, spot=spot(verdict.holder, around), more=more)


def sooner(best: Soonest, around: Around) -> SafeString:
    """Which other edition, or whole set, will do, and where it is: one sentence."""
    facts = best.card.facts
    parts = [facts.publisher, str(facts.year or facts.date)]
    where = availability(shaping.verdict(best.holders), around)
    if (n := len(best.cards)) > 1:
        parts.append(ngettext("{n} volume", "{n} volumes", n).format(n=n))
        where = SafeString(gettext("All volumes can be had now."))
    which = "\u00a0· ".join(part for part in parts if part)
    return format_html(
        gettext("If any edition will do: {which}. {where}"),
        which=format_html('<a href="/edition/{}">{}</a>', best.card.id, marked(which or facts.title)),
        where=where,
    )


def _to_hand(code: str, holder: Holder, around: Around) -> SafeString:
    more = clauses(holder.site)
    if code == "reference":
        said = gettext("To be used at {spot}; {more}.") if more else gettext("To be used at {spot}.")
    else:
        said = gettext("On the shelf at {spot}; {more}.") if more else gettext("On the shelf at {spot}.")
    return format_html(said, spot=spot(holder, around), more=more)


def spot(holder: Holder, around: Around) -> SafeString:
    """Place, shelf and call number of the best copy: "本馆三楼文学区 **I242.4/5**"."""
    site = holder.site
    place = marked(around.place(site))
    copy = holder.copies[0] if holder.copies else None
    if copy is None or not (copy.shelving_location or copy.call_number):
        return format_html("{}", place)
    if not copy.shelving_location:
        said = gettext("{place}, {number}")
    elif not site.here and around.branch_name(site.library, site.branch):
        said = pgettext("after the name of a building", "{place}, {shelf}")
    else:
        said = gettext("{place}, {shelf}")
    return format_html(said, place=place, shelf=shelf(copy), number=shelf(copy))


def shelf(copy: Copy) -> SafeString:
    """Shelving location and call number, the number strong."""
    mark = format_html("<strong>{}</strong>", copy.call_number)
    if not copy.shelving_location:
        return mark
    location = marked(copy.shelving_location)
    return format_html("{} {}", location, mark) if copy.call_number else format_html("{}", location)


def clauses(site: Site) -> str:
    """How far and until when, as far as we know: "2.1 km away, open until 20:00"; "" when we know nothing."""
    told = []
    if site.km is not None and not site.here:
        told.append(gettext("{distance} away").format(distance=km(site.km)))
    if site.opening is not None:
        told.append(open_clause(site.opening))
    return gettext(", ").join(told)


def open_clause(opening: Opening) -> str:
    """ "open until 22:00 today", "closed now, opens tomorrow at 08:00"."""
    if opening.open:
        if opening.until is None:
            return gettext("open day and night")
        until = timezone.localtime(opening.until)
        time = until.strftime("%H:%M")
        if until.date() == timezone.localdate():
            return gettext("open until {time} today").format(time=time)
        return (
            gettext("open until midnight")
            if time == "00:00"
            else gettext("open until {time}").format(time=time)
        )
    why = _reason(opening)
    if opening.next is None:
        return gettext("closed{why} until further notice").format(why=why)
    return gettext("closed now{why}, opens {when}").format(why=why, when=opens(opening.next))


def _reason(opening: Opening) -> str:
    if opening.reason is None:
        return ""
    said = opening.reason.in_language(get_language() or "zh-hans")
    return gettext(" ({reason})").format(reason=said) if said else ""


def step(done: Step) -> str:
    """What was done to the question so that something was found; "" for steps the page shows otherwise."""
    said = {
        "cut": gettext("Only the first {longest} of your {length} characters were searched."),
        "spelling": gettext("Nothing was found for “{asked}”; this is what there is for “{instead}”."),
        "most-words": gettext(
            "No edition has everything you asked for; these have at least {share} % of it."
        ),
        "elsewhere": gettext("Nothing within your filters; there is more without them."),
        "other-places": gettext("None of it is where you asked; these are in other libraries."),
        "pinyin": gettext("Nothing is written like this; these are read “{read}” in pinyin."),
        "pinyin-too": gettext("After what is written like this stands what is read “{read}” in pinyin."),
        "initials": gettext("Nothing is written like this; these have the pinyin initials “{letters}”."),
        "initials-too": gettext("After what is written like this stand the pinyin initials “{letters}”."),
        "sound": gettext("Nothing has exactly these characters; these sound the same."),
        "sound-too": gettext("After what has these characters stands what sounds the same."),
        "character": gettext("Nothing has exactly these characters; these differ in one."),
        "character-too": gettext("After what has these characters stands what differs in one."),
        "building": gettext("The index is being made anew; for a minute some editions may be missing."),
    }.get(done.code, "")
    return said.format_map(done.facts)


def held(verdict: Verdict) -> str:
    """ "In 3 libraries: 5 copies, 2 on the shelf"."""
    libraries = ngettext("In {n} library", "In {n} libraries", verdict.libraries).format(n=verdict.libraries)
    if not verdict.total:
        return libraries
    copies = ngettext("{n} copy, {k} on the shelf", "{n} copies, {k} on the shelf", verdict.total)
    return gettext("{libraries}: {copies}").format(
        libraries=libraries, copies=copies.format(n=verdict.total, k=verdict.on_shelf)
    )


def found(total: int, libraries: int) -> SafeString:
    """ "**14** editions in 5 libraries"; libraries 0: not told."""
    strong = format_html("<strong>{}</strong>", number(total))
    editions = format_html(ngettext("{n} edition", "{n} editions", total), n=strong)
    if not libraries:
        return editions
    inside = ngettext("{n} library", "{n} libraries", libraries).format(n=libraries)
    return format_html(gettext("{editions} in {libraries}"), editions=editions, libraries=inside)


def described(asked: str, total: int) -> str:
    """A result list in one sentence, for search engines and the previews of links."""
    editions = ngettext("{n} edition", "{n} editions", total).format(n=number(total))
    if not asked:
        return gettext(
            "{editions} in all libraries of the alliance: which has it, and where it stands."
        ).format(editions=editions)
    return gettext("“{words}”: {editions} in all libraries of the alliance, and where they stand.").format(
        words=asked[:60], editions=editions
    )


def summary(card: EditionCard, verdict: Verdict) -> str:
    """An edition in one sentence, for search engines and the previews of links."""
    return gettext("{title}. {line}. {where}.").format(
        title=full_title(card.facts)[:60], line=strip_tags(line(card.facts))[:90], where=held(verdict)
    )
