"""Links as one transaction judges them: what was known, what is found now, what a human said stays as it is."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from bot.links.gallery import Gallery, Hung
from bot.model.link import Ground, Likely, Status, Why
from bot.signals.likeness.grounds import SOON, Compared, Measure, compare
from bot.signals.likeness.portrait import Portrait
from bot.signals.likeness.score import SUGGESTED, grounds, score
from bot.store import links, portraits
from bot.store.links import Ban, Link
from bot.store.portraits import Key

LOOKS: Final = frozenset({Ground.AVATAR, Ground.HANDLE, Ground.NAME})
MOST: Final = 64
"""Suggestions that are judged anew at once."""
RIVALS: Final = 32
"""Measures that are counted at most; far fewer leave nothing of the ground."""


class Judging:
    """What is believed of the accounts of one transaction."""

    def __init__(self, connection: Connection, now: datetime) -> None:
        self._connection = connection
        self.now = now
        self._links: dict[Key, list[Link]] = {}
        self._bans: dict[Key, list[Ban]] = {}
        self._named: dict[Key, list[Ban]] = {}
        self._fresh: dict[tuple[str, str, str], Link] = {}
        self._told: set[tuple[str, str, str]] = set()
        self.measured: dict[Key, datetime] = {}
        """On whom a mute fell for the first time, as far as that is not kept yet, and when."""

    def enrich(self, keys: Iterable[Key]) -> None:
        """Read what is believed of these accounts, and of those linked with them; of others nothing was asked."""
        every = list(keys)
        self._read(every)
        linked = (one for key in every for one in self._links[key])
        self._read((one.person, account) for one in linked for account in (one.account, one.other))

    def _read(self, keys: Iterable[Key]) -> None:
        asked = [key for key in dict.fromkeys(keys) if key not in self._links]
        found = links.links(self._connection, asked) if asked else {}
        for key in asked:
            self._links[key] = found.get(key, [])
            self._told |= {_pair(one) for one in self._links[key] if one.score >= SUGGESTED}

    def best(self, key: Key, at: datetime) -> Likely | None:
        """The most probable of those whose account this may be, and whether they may not come back at this moment."""
        standing = [one for one in self._links.get(key, ()) if one.account == key[1] and stands(one)]
        if not standing:
            return None
        one = max(standing, key=lambda each: (each.status is Status.CONFIRMED, each.score, each.other))
        return Likely(
            account=one.other,
            score=one.score,
            grounds=one.grounds,
            status=one.status,
            restricted=any(since <= at < until for since, until in self._bans_on(key[0], one.other)),
        )

    def expect(self, person: str, known: Sequence[Hung]) -> None:
        """Read which restrictions name those with whom somebody will be compared."""
        accounts = {one.portrait.account for one in known if (person, one.portrait.account) not in self._named}
        found = links.bans(self._connection, person, accounts) if accounts else {}
        self._named |= {(person, account): found.get(account, []) for account in accounts}

    def weigh(self, gallery: Gallery, hung: Hung, coming: Portrait, *, portrayed: bool) -> None:
        """Compare somebody with one against whom a measure was taken; `portrayed`: one was against the former too."""
        known, person = hung.portrait, gallery.person
        before = self._before(person, known.account, coming.account)
        if before is not None and (before.status is not Status.SUGGESTED or before.account != coming.account):
            return  # a human decided, or it was found the other way round
        if portrayed and known.first_at > coming.first_at:
            return  # measures were taken against both: it is the later one that came back
        measure = self._measure(person, hung, coming)
        crowd = gallery.shown.crowd(known, coming)
        found = self._forbidden(person, known.account, compare(known, measure, coming, crowd), coming)
        found = self._among(person, found, coming)
        value = round(score(found), 2)
        if before is None and value < SUGGESTED:
            return
        alone = compare(known, measure, coming)._replace(forbidden=found.forbidden) if any(crowd) else found
        if before is None and score(alone) < SUGGESTED:
            return  # what is rounded up counts only where a crowd made it less
        one = Link(
            person=person,
            account=coming.account,
            other=known.account,
            score=value,
            grounds=grounds(found, measure),
            at=before.at if before else self.now,
        )
        self._fresh[_pair(one)] = one
        others = [each for each in self._links[person, coming.account] if _pair(each) != _pair(one)]
        self._links[person, coming.account] = [*others, one]

    def _forbidden(self, person: str, account: str, found: Compared, coming: Portrait) -> Compared:
        """The same, knowing whether this account's owner was forbidden to come back when the newcomer first came; asked
        only where it keeps what the newcomer's habits would take back."""
        kept = found._replace(forbidden=True)
        if score(found) >= SUGGESTED or score(kept) < SUGGESTED:
            return found
        bans = self._bans_on(person, account)
        return kept if any(since <= coming.first_at < until for since, until in bans) else found

    def _among(self, person: str, found: Compared, coming: Portrait) -> Compared:
        """The same, knowing against how many others a measure was taken as shortly before: in a raid, somebody always
        comes soon after a mute, and under a word that many like. A face that few show is no such chance."""
        if not found.after or found.avatar or found.declared or score(found) < SUGGESTED:
            return found
        until = coming.first_at
        since = until - SOON[-found.after]
        fresh = sum(since <= at <= until for (whose, _), at in self.measured.items() if whose == person)
        return found._replace(rivals=max(1, fresh + portraits.measured(self._connection, person, since, until, RIVALS)))

    def again(self, gallery: Gallery, coming: Portrait, suggested: Iterable[Link]) -> None:
        """Judge anew what was suggested of somebody."""
        for hung in gallery.of([one.other for one in suggested]):
            self.weigh(gallery, hung, coming, portrayed=False)

    def by_looks(self, person: str) -> list[Link]:
        """Suggestions for which a picture or a name speaks."""
        found = [one for one in links.every(self._connection, person) if one.status is Status.SUGGESTED]
        return [one for one in found if any(said.ground in LOOKS for said in one.grounds)][:MOST]

    def by_time(self, person: str, account: str) -> list[Link]:
        """Suggestions that this is somebody's new account, for which it speaks when it first came."""
        found = [one for one in self._links.get((person, account), ()) if one.status is Status.SUGGESTED]
        return [
            one for one in found if one.account == account and any(said.ground is Ground.AFTER for said in one.grounds)
        ]

    def record(self) -> list[Link]:
        """Keep what was found; what is suggested now and was not before, or was and is no longer."""
        links.keep_links(self._connection, list(self._fresh.values()))
        return [one for pair, one in self._fresh.items() if (one.score >= SUGGESTED) != (pair in self._told)]

    @property
    def suggests(self) -> bool:
        """Whether something is suggested now that was not before."""
        return any(one.score >= SUGGESTED and pair not in self._told for pair, one in self._fresh.items())

    def _before(self, person: str, one: str, other: str) -> Link | None:
        """What is believed of these two already."""
        self.enrich([(person, other)])
        both = {one, other}
        return next((each for each in self._links[person, other] if {each.account, each.other} == both), None)

    def _measure(self, person: str, hung: Hung, coming: Portrait) -> Measure:
        """The last measure before the newcomer's first contact; the first one, if there is none."""
        self.expect(person, [hung])
        found = self._named[person, hung.portrait.account]
        if not found:
            return hung.measure
        bans = [Measure(at=since, why=Why.RESTRICTED) for since, _ in found]
        every = sorted([hung.measure, *bans], key=lambda each: (each.at, each.why))
        return max((each for each in every if each.at <= coming.first_at), key=lambda each: each.at, default=every[0])

    def _bans_on(self, person: str, account: str) -> list[Ban]:
        """The restrictions on somebody, whichever of their confirmed accounts they name."""
        if (person, account) not in self._bans:
            self.enrich([(person, account)])
            same = [one for one in self._links[person, account] if one.status is Status.CONFIRMED]
            named = {account, *(one.account for one in same), *(one.other for one in same)}
            found = links.bans(self._connection, person, named)
            self._bans[person, account] = [ban for bans in found.values() for ban in bans]
        return self._bans[person, account]


def stands(one: Link) -> bool:
    """Whether a link is to be reckoned with: a human confirmed it, or it is probable and none rejected it."""
    return one.status is Status.CONFIRMED or (one.status is Status.SUGGESTED and one.score >= SUGGESTED)


def _pair(one: Link) -> tuple[str, str, str]:
    return one.person, one.account, one.other
