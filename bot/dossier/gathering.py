"""Gathering a dossier: from the store to contents in no language, with the originals laid down beside."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection

from bot.dossier import annexes, trail
from bot.dossier.becoming import Becoming
from bot.dossier.content import Contents
from bot.dossier.custody import Custody
from bot.dossier.draft import Draft
from bot.dossier.fact import Fact
from bot.dossier.facts import Telling
from bot.dossier.originals import Originals, Weighed
from bot.dossier.parties import Parties
from bot.dossier.selecting import (
    Subject,
    Worst,
    Written,
    grade,
    grouped,
    hostile,
    known,
    ordered,
    shown,
    subject,
    with_parted,
    worst,
    worst_told,
)
from bot.dossier.trailed import Progress, Sought, Trailed
from bot.evidence.pseudonym import pseudonym
from bot.law.data import of
from bot.model.delivery import Delivery
from bot.model.mention import Kind
from bot.store import coverage, outbox, recalled, write
from bot.store.database import Store
from bot.store.erasure import slices


class Found(NamedTuple):
    """What is known before anything is opened."""

    about: Subject
    known: list[Written]
    deliveries: dict[str, list[Delivery]]
    authors: dict[str, str]
    """`Account.key` by the names in the chain."""
    trail: Trailed


def gather(store: Store, draft: Draft, folder: Path, now: datetime, progress: Progress) -> Contents:
    """The contents of a dossier as of `now`; in `folder` lie then `originals/`, `trail.zip` and `seals/`.

    From the same store, draft and moment it is always the same. Memory holds words and no originals. Progress counts
    the entries of the chain, and then the facts. Raises Refused where the subject is no more; ChainBroken where what
    is in custody was altered: nothing is left out in silence.
    """
    originals = Originals(folder)
    contents, last = _gathered(store, draft, originals, now, progress)
    trail.lay(store, originals, contents, last)
    return contents


def weigh(store: Store, draft: Draft, now: datetime, progress: Progress) -> Contents:
    """The same as the other side may have it, and nothing is written."""
    contents, _ = _gathered(store, draft, Weighed(), now, progress, worst_told)
    return contents


def _gathered(
    store: Store, draft: Draft, originals: Originals | Weighed, now: datetime, progress: Progress, grave: Worst = worst
) -> tuple[Contents, int]:
    """The contents, and the last entry of the chain as of that moment."""
    with store.writing() as connection:  # the salt is made at first need
        salt = write.salt(connection, store.master, draft.person)
    with store.reading() as connection:
        found = _found(connection, draft, salt, now, progress)
        custody = Custody(connection, store.master, draft.person, salt, originals, found.trail)
        return _annexed(custody, draft, found, _told(custody, draft, found, now, progress, grave)), found.trail.last


def _found(connection: Connection, draft: Draft, salt: bytes, now: datetime, progress: Progress) -> Found:
    """What there is, told by rows and by the chain alone."""
    about = with_parted(connection, draft, subject(connection, draft, now), lambda account: pseudonym(salt, account))
    kept = known(connection, draft, about)
    uris = [one.name for one in kept if not one.noted]
    deliveries: dict[str, list[Delivery]] = {}
    for some in slices(uris):
        deliveries |= outbox.about_each(connection, draft.person, some)
    authors = {pseudonym(salt, one): one for one in about.accounts}
    said = Trailed(
        Sought(
            exhibits=frozenset([*(each for one in kept for each in one.exhibits), *draft.outside]),
            mentions=frozenset(pseudonym(salt, one) for one in uris),
            authors=frozenset(authors),
            accounts=frozenset(pseudonym(salt, one) for one in {_wrote(each) for each in kept} - {""}),
            deliveries=frozenset(one.id for some in deliveries.values() for one in some),
        ),
        now,
    )
    said.read(connection, draft.person, progress)
    theirs = [one for one in kept if not one.noted or _is_of(one, authors, said)]
    return Found(about, ordered([*theirs, *_erased(connection, draft, about, said)]), deliveries, authors, said)


def _is_of(one: Written, authors: Mapping[str, str], said: Trailed) -> bool:
    """Whether a note was of one of these accounts then: cases are joined and parted."""
    named = said.named.get(one.exhibit)
    return named is not None and named.author in authors


def _erased(connection: Connection, draft: Draft, about: Subject, said: Trailed) -> list[Written]:
    """What the chain says that they wrote, and that was erased since."""
    gone = {name for exhibit, name in said.judged.items() if exhibit not in said.sought.exhibits}
    rows = [row for some in slices(sorted(gone)) for row in recalled.erased(connection, draft.person, some, about.now)]
    within = [one for one in grouped(rows) if about.when.since <= one.at <= about.when.until]
    return [
        one._replace(name=one.exhibit) for one in within if draft.directs or one.versions[0].kept.kind != Kind.DIRECT
    ]


def _told(custody: Custody, draft: Draft, found: Found, now: datetime, progress: Progress, grave: Worst) -> Contents:
    """The facts, and who stands in them."""
    accused = found.about.accounts or tuple(dict.fromkeys(_author(one, found) for one in found.known if hostile(one)))
    parties = Parties(accused)
    for one in found.known:
        parties.count(_author(one, found), one.at, grade(one))
    some, worrying = shown(draft, found.known, grave), grave(found.known)
    becoming = Becoming(custody, _wrote_at(found))
    for key in dict.fromkeys((*accused, *(_author(one, found) for one in found.known))):
        parties.rename(key, becoming.renamed(key))
    telling = Telling(custody, draft, found.deliveries, parties, becoming)
    facts: list[Fact] = []
    for one, fact in zip(some, telling.facts(some, found.authors), strict=True):
        facts.append(msgspec.structs.replace(fact, most_worrying=one.name in worrying))
        progress(1)
    return Contents(
        about=draft.about,
        subject=draft.subject,
        person=draft.person,
        language=draft.language,
        zone=draft.zone,
        law=of(draft.zone, draft.law).country,
        made_at=now,
        selected=len(facts),
        known=len(found.known),
        which=draft.which.value,
        since=draft.since,
        until=draft.until,
        narrowed=_narrowed(draft),
        statement=draft.statement,
        facts=tuple(facts),
        parties=parties.every(),
        instruments=annexes.instruments(custody, telling.instruments),
        software=trail.software(),
    )


def _annexed(custody: Custody, draft: Draft, found: Found, told: Contents) -> Contents:
    """With all that stands beside the facts."""
    connection, about = custody.connection, found.about
    outside = annexes.outside(custody, draft.outside)
    whole = msgspec.structs.replace(
        told,
        stage=found.trail.stages.get(_case(custody, about), ""),
        filed=annexes.filed(custody, draft, about),
        ties=annexes.ties(custody, about.accounts),
        days=annexes.days(custody, draft, about, found.known),
        crowds=annexes.crowded(about.raids, found.known),
        judged=annexes.decided(custody, draft, about),
        outside=outside,
        blind=annexes.blind(custody, coverage.begun(connection, draft.person), about, [one.at for one in found.known]),
    )
    return msgspec.structs.replace(whole, seals=trail.covering(connection, whole))


def _wrote(one: Written) -> str:
    """Whose it is, as its row says."""
    return one.versions[0].kept.author if one.versions else ""


def _author(one: Written, found: Found) -> str:
    """Whose it is, as far as it is known."""
    named = found.trail.named.get(one.exhibit)
    return _wrote(one) or found.authors.get(named.author if named else "", "")


def _narrowed(draft: Draft) -> tuple[str, ...]:
    """What was left out before anything was chosen."""
    period = ("period",) if draft.since or draft.until else ()
    return period if draft.directs else (*period, "directs")


def _case(custody: Custody, about: Subject) -> str:
    """The case that it is about, as the chain had it then; empty: none."""
    if len(about.accounts) == 1:
        return custody.trail.cases.get(custody.name(about.accounts[0]), about.case)
    return about.case


def _wrote_at(found: Found) -> dict[str, list[datetime]]:
    """When each account wrote, in the order of time."""
    times: dict[str, list[datetime]] = {}
    for one in found.known:
        for each in one.versions:
            times.setdefault(each.kept.author, []).append(each.kept.received_at)
    return {author: sorted(wrote) for author, wrote in times.items()}
