"""Facts chosen one by one, listed by day: what each was, and never what it said until somebody asks."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

import msgspec
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.dossier import drafting, selecting
from bot.dossier.draft import Draft, Which
from bot.dossier.selecting import Written
from bot.errors import ChainBroken, KeyMissing
from bot.model.mention import Kind
from bot.model.seat import Grant
from bot.people.revealing import may_see, reveal
from bot.people.unmasking import words
from bot.web import dates, drafts
from bot.web.drafts import HOME, drafted
from bot.web.page import Page
from bot.web.veils import nicknames
from bot.web.visit import Visit

PAGE: Final = 40


class Row(NamedTuple):
    """One fact."""

    fact: Written
    at: str
    """By the person's clock."""
    account: str
    """A name of ours."""
    ticked: bool
    closed: bool
    """Whether it is a direct message, which this seat is not shown."""


class Read(NamedTuple):
    """What was written, for whoever asked."""

    author: str
    text: str


UNREAD: Final[Mapping[str, Read]] = MappingProxyType({})


def look(visit: Visit) -> Response:
    """The list."""
    one = drafted(visit)
    return _page(visit, one, drafts.facts(visit, one), _number(visit.asked.get("from", "")))


def act(visit: Visit) -> Response:
    """Take those that are ticked; of those that were not on the page, nothing changes."""
    one = drafted(visit)
    every = drafts.facts(visit, one)
    kept = _ticked(visit, one, every)
    wanted = visit.form.get("read")
    if wanted:
        found = next((each for each in every if each.exhibit == wanted), None)
        if found is None or not _open(visit, found):
            raise HTTPException(404)
        return _page(visit, kept, every, _number(visit.form.get("from")), {wanted: _read(visit, found)})
    if visit.form.get("then") == "next":
        return visit.back(f"{HOME}/{one.id}/words", "dossier_kept")
    return visit.back(f"{HOME}/{one.id}/facts/each?from={_number(visit.form.get('to'))}", "dossier_kept")


def _ticked(visit: Visit, one: Draft, every: Sequence[Written]) -> Draft:
    """The draft with what was ticked, kept; where nothing is left, the choice is not taken up."""
    listed, ticked = set(visit.form.all("listed")), set(visit.form.all("fact"))
    gone = {exhibit for each in every if each.exhibit in listed - ticked for exhibit in each.exhibits}
    come = [each.exhibit for each in every if each.exhibit in listed & ticked]
    chosen = tuple(dict.fromkeys((*(each for each in one.chosen if each not in gone), *come)))
    which = Which.CHOSEN if chosen else (Which.ALL if one.which is Which.CHOSEN else one.which)
    changed = msgspec.structs.replace(one, which=which, chosen=chosen)
    drafting.keep(visit.store, changed)
    return changed


def _page(
    visit: Visit, one: Draft, every: Sequence[Written], start: int, read: Mapping[str, Read] = UNREAD
) -> Response:
    some, zone = every[start : start + PAGE], ZoneInfo(visit.person.zone)
    authors = [each.versions[0].kept.author for each in some if each.versions]
    with visit.store.writing() as connection:  # the salt is made at first need
        called = nicknames(connection, visit.store.master, one.person, authors)
    days: dict[date, list[Row]] = {}
    for each in some:
        days.setdefault(each.at.astimezone(zone).date(), []).append(_row(visit, one, each, called))
    most = {"start": start, "end": start + len(some), "every": len(every), "size": PAGE}
    chosen = sum(not set(one.chosen).isdisjoint(each.exhibits) for each in every)
    worst = selecting.worst(every)
    return drafts.shown(visit, one, "each", days=days, read=read, most=most, chosen=chosen, worst=worst)


def _row(visit: Visit, one: Draft, each: Written, called: Mapping[str, str]) -> Row:
    return Row(
        fact=each,
        at=dates.clock(visit.said, each.at, visit.person.zone),
        account=called[each.versions[0].kept.author] if each.versions else "",
        ticked=not set(one.chosen).isdisjoint(each.exhibits),
        closed=not _open(visit, each),
    )


def _open(visit: Visit, each: Written) -> bool:
    direct = any(one.kept.kind == Kind.DIRECT for one in each.versions)
    return visit.seat.may(Grant.DIRECTS) if direct else all(may_see(visit.seat, one.kept) for one in each.versions)


def _read(visit: Visit, each: Written) -> Read:
    """What was written, or noted: it stands in the trail who looked."""
    try:
        if each.noted:
            return Read("", words(visit.store, visit.seat, each.exhibit, visit.now))
        mention = reveal(visit.store, visit.seat, each.versions[-1].kept, visit.now).facts.mention
    except (KeyMissing, ChainBroken):
        return Read("", visit.said.say("web.case.erased"))
    return Read(mention.author.display_name or mention.author.handle, mention.text)


def _number(written: str) -> int:
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 8 else 0  # noqa: PLR2004


PAGES: Final = (Page(f"{HOME}/{{id}}/facts/each", Grant.EXPORT, look, act),)
