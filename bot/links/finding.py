"""Who may be somebody against whom a measure was taken, come back: asked at first mentions, told to a human."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

import msgspec
from sqlalchemy import Connection

from bot.evidence.master import MasterKey
from bot.links.gallery import Gallery, Hung
from bot.links.judging import Judging
from bot.links.traces import Traces
from bot.model.arrival import Deleted, Identity
from bot.model.facts import Facts, History, Relation
from bot.model.link import Why
from bot.model.mention import Mention
from bot.model.shield import Shield
from bot.signals.likeness.grounds import Measure
from bot.signals.likeness.portrait import Portrait, looks, renamed
from bot.store import portraits, relations, traces
from bot.store.links import Link
from bot.store.portraits import Key
from bot.store.rows import by_person

KNOWN: Final = 64
"""Mentions after which an author is no newcomer whose first posts are still looked for."""
AT_ONCE: Final = 20
"""Portraits that one transaction makes of those whom others marked."""
LOOKS: Final = 24
"""Looks that are taken at one moment: in a flood those after them are looked at with a later post of theirs, since
being heard comes first."""
FLOOD: Final = 256
"""Mentions at once above which only half as many posts are looked at, however many looks that makes."""
SINCE: Final = 16
"""Newcomers that are looked at anew when a portrait is made of somebody, those that came first after the measure."""


class Links:
    """What one transaction knows of links, and will suggest. It never joins two accounts: that is for humans."""

    def __init__(self, connection: Connection, master: MasterKey, shields: Mapping[str, Shield], now: datetime) -> None:
        self._connection = connection
        self._master = master
        self._shields = shields
        self._traces = Traces(connection, master)
        self._judging = Judging(connection, now)
        self._galleries: dict[str, Gallery] = {}
        self._watched: set[str] = set()
        self._portrayed: dict[Key, Measure] = {}
        self._fresh: dict[Key, tuple[datetime, Why]] = {}
        self._crowds: set[str] = set()
        self._alone: set[Key] = set()
        self._hung: dict[Key, int] = {}
        self._looked: dict[Key, int] = {}
        self._moment = 0
        self._now = now
        self._looks = self._left = LOOKS
        self._flood = False
        self._back = 2 * SINCE

    def enrich(self, mentions: Sequence[Mention], past: Mapping[Key, History]) -> None:
        """Read what is known of those who wrote; `past`: what they wrote before."""
        self._flood = len(mentions) > FLOOD
        self._looks = self._left = LOOKS // 2 if self._flood else LOOKS
        keys = list(dict.fromkeys((mention.person, mention.author.key) for mention in mentions))
        self._traces.enrich(key for key in keys if key in past and past[key].mentions < KNOWN)
        self._judging.enrich(keys)
        people = by_person(keys)
        self._watched = {*portraits.anybody(self._connection, people)}
        for person in self._watched:
            for account, (at, why) in portraits.measures(self._connection, person, people[person]).items():
                self._portrayed[person, account] = Measure(at=at, why=why)
            self._make_due(person)
        for person in people:
            theirs = [one for one in mentions if one.person == person]
            fresh = [one for one in theirs if (person, one.author.key) not in past]
            if fresh:
                self._gallery(person).shown.expect(shown for one in fresh for shown in looks(one.author))
            if person in self._watched:
                self._gallery(person).oversee(len(fresh))
                self._alone |= {(person, one.uri) for one in fresh[: self._looks]}
                self._foresee(person, theirs)

    def _foresee(self, person: str, mentions: Sequence[Mention]) -> None:
        """Read at once what the looks will ask for one after the other."""
        seen = self._traces.foresee(mentions, self._looks, self._price)
        if seen:
            self._judging.expect(person, self._gallery(person).foresee(seen))

    def turn(self, now: datetime) -> None:
        """It is this moment now: what is judged at another was not brought by the same flood."""
        if now != self._now:
            self._now = self._judging.now = now
            self._left, self._back = self._looks, 2 * SINCE

    @property
    def suggests(self) -> bool:
        """Whether a link is suggested of which nobody was told."""
        return self._judging.suggests

    def met(self, facts: Facts) -> Facts:
        """The same, with whom the author is likely to be, of those against whom a measure was taken; asked once."""
        if facts.relation.close:
            return facts
        mention = facts.mention
        key = (mention.person, mention.author.key)
        if facts.version == 1:
            self._arrive(facts, key)
        found = self._judging.best(key, mention.received_at)
        return facts if found is None else msgspec.structs.replace(facts, likely=found)

    def acted(self, facts: Facts, *, muted: bool, opened: datetime | None) -> None:
        """The author is `muted` because of this mention, or has a case since `opened`: newcomers are compared to them
        from now on. Of several measures the first counts, whichever was known first."""
        if not muted and opened is None:
            return
        mention = facts.mention
        taken = [(mention.received_at, Why.MUTED)] if muted else []
        taken += [(opened, Why.CASE)] if opened else []
        at, why = min(taken, key=lambda one: portraits.first(*one))
        key = (mention.person, mention.author.key)
        known = self._portrayed.get(key)
        if known is not None and portraits.first(known.at, known.why) <= portraits.first(at, why):
            return
        self._fresh[key] = (at, why)
        if known is None and why is not Why.CASE:
            self._judging.measured[key] = at
        self._portrayed[key] = Measure(at=at, why=why)
        self._watched.add(mention.person)
        seen = self._traces.portrait(key)
        if seen is not None:
            self._hang(seen, key)

    def sealed(self, kept: Iterable[tuple[Mention, str]]) -> None:
        """In which exhibit each of the mentions is kept."""
        for mention, exhibit in kept:
            self._traces.sealed(mention, exhibit)

    def record(self, happened: Iterable[Deleted | Identity]) -> list[tuple[Link, str]]:
        """Keep all of it; links suggested now, or no longer, each with the URI of a mention by the newcomer, if any."""
        for event in happened:
            if isinstance(event, Identity) and event.handle:
                self._rename(event)
        self._traces.record()
        portraits.mark(self._connection, self._fresh)
        self._judging.measured.clear()
        for person, gallery in list(self._galleries.items()):
            # who wrote most first: each of a crowd writes once, and there is not time for all
            for hung in sorted(gallery.record(), key=lambda one: -self._traces.count((person, one.portrait.account))):
                self._look_back(person, hung)
        for person in self._crowds:
            self._look_again(person)
        found = self._judging.record()
        return [(one, self._traces.uri((one.person, one.account))) for one in found]

    def _rename(self, event: Identity) -> None:
        """An account has another handle from now on."""
        for person in portraits.anybody(self._connection, self._shields):
            gallery = self._gallery(person)
            for hung in gallery.of([event.account]):
                gallery.hang(renamed(hung.portrait, event.handle), hung.measure)

    def _arrive(self, facts: Facts, key: Key) -> None:
        """One more post of somebody: if it is one of their first, they are looked at."""
        mention, before = facts.mention, facts.history.mentions
        person = mention.person
        if not before and self._gallery(person).shown.count(looks(mention.author)):
            self._crowds.add(person)
        if before >= KNOWN or not self._traces.add(facts, key, len(facts.copies or ())):
            return
        if person in self._watched and self._left > 0:
            self._left -= self._price(self._traces.count(key))
            self._look(key, mention)

    def _price(self, posts: int) -> int:
        """What it costs to look at somebody of so many posts."""
        return posts if self._flood else 1

    def _look(self, key: Key, mention: Mention) -> None:
        """Compare somebody with all who come into question; `mention` is their latest."""
        alone = self._traces.count(key) == 1 and (key[0], mention.uri) in self._alone
        coming = self._traces.only(key) if alone else self._traces.portrait(key)
        if coming is None:
            return
        gallery = self._gallery(key[0])
        if key in self._portrayed:
            self._hang(coming, key)
        self._looked[key] = self._moment
        near = gallery.near(coming)
        self._judging.expect(key[0], near)
        for hung in near:
            self._judging.weigh(gallery, hung, coming, portrayed=key in self._portrayed)

    def _look_back(self, person: str, hung: Hung) -> None:
        """Compare those who came after the measure, but were looked at before it was known, or before this portrait."""
        accounts = traces.arrived_since(self._connection, person, hung.measure.at, SINCE) if self._back else []
        up = self._hung.get((person, hung.portrait.account), 0)
        accounts = [one for one in accounts if not self._looked.get((person, one), -1) >= up > 0][: self._back]
        if not accounts:
            return
        self._back -= len(accounts)
        keys = [(person, account) for account in accounts]
        known = relations.of(self._connection, keys)
        self._traces.gather(keys)
        self._judging.enrich(keys)
        marked = portraits.measures(self._connection, person, accounts)
        for account in accounts:
            coming = self._traces.portrait((person, account))
            if coming is None or account == hung.portrait.account or self._spared(person, coming):
                continue
            if not known.get((person, account), Relation()).close:
                self._judging.weigh(self._gallery(person), hung, coming, portrayed=account in marked)
                self._judging.again(self._gallery(person), coming, self._judging.by_time(person, account))

    def _look_again(self, person: str) -> None:
        """Judge anew what was suggested because of a picture, since one turned out to be a crowd's."""
        for one in self._judging.by_looks(person):
            coming = self._traces.portrait((person, one.account))
            if coming is not None:
                self._judging.again(self._gallery(person), coming, [one])

    def _make_due(self, person: str) -> None:
        """Make the portraits of those whom a human or another part of the shield marked."""
        gallery = self._gallery(person)
        due = portraits.due(self._connection, person, AT_ONCE)
        self._traces.gather([(person, one.account) for one in due])
        for one in due:
            seen = self._traces.portrait((person, one.account))
            if seen is None:
                gallery.leave_blank(one.account)
            else:
                gallery.hang(seen, Measure(at=one.since, why=one.why))

    def _hang(self, seen: Portrait, key: Key) -> None:
        """Put up a portrait; who is looked at from now on is compared with it."""
        self._gallery(key[0]).hang(seen, self._portrayed[key])
        self._moment += 1
        self._hung[key] = self._moment

    def _gallery(self, person: str) -> Gallery:
        if person not in self._galleries:
            self._galleries[person] = Gallery(self._connection, self._master, person)
        return self._galleries[person]

    def _spared(self, person: str, coming: Portrait) -> bool:
        """Whether the configuration names them as trusted, or as a delegate."""
        shield = self._shields[person]
        named = {name.casefold() for name in (*shield.trusted, *shield.delegates)}
        return not named.isdisjoint(coming.names)
