"""What one transaction knows of the crowd about one person, and will keep of it."""

from datetime import datetime, timedelta
from typing import Final

import numpy as np
from msgspec.structs import replace
from sqlalchemy import Connection

from bot.model.facts import Facts
from bot.model.noun import EPOCH
from bot.model.raid import Ongoing, Raid, Wave
from bot.raids.coming import Coming
from bot.signals.burst import HORIZON, LEAST, waves
from bot.signals.surprise import HOUR, WEEK, WEEKS, Baseline
from bot.signals.visits import HOSTILE, KNOWN, flagged, unordered, unpacked
from bot.store import crowds, raids

ACQUAINTED: Final = timedelta(days=7)
"""Who wrote so long ago for the first time, and never hurt, is not new."""
GATHERING: Final = (15 * 60, 3)
"""So many hostile new authors within so many seconds: a raid may be coming, and alerts wait to be told together."""
EACH: Final = 25
"""Up to so many hostile visits each is looked at as it comes; beyond it every fifth, and in the middle of a raid, which
can but grow, every fifth part more of those in it: the last of the other looks waits for the end of the transaction."""
FIFTH: Final = 5
FRESH: Final = 4
"""In the middle of a raid is what comes within this part of the rest after which it would be over."""


def seconds(at: datetime) -> int:
    """Whole seconds since 1970 UTC."""
    return int((at - EPOCH).total_seconds())


class Crowd:
    """One person's crowd: who came lately, the raids among them, and what this transaction adds."""

    def __init__(self, connection: Connection, person: str, secret: bytes) -> None:
        self.person = person
        self.raids = {one.number: one for one in raids.every(connection, person)}
        self.begun: list[Raid] = []
        """Raids recognised in this transaction."""
        self.gone: dict[int, Raid] = {}
        """Raids that turned out to be parts of others, or none, by their numbers."""
        self.changed: set[int] = set()
        self.within: dict[int, list[str]] = {}
        """URIs of mentions in a raid, by its number."""
        self._connection = connection
        self._coming = Coming(secret)
        self._asked: dict[int, str | None] = {}
        """Posts of earlier transactions, by their digests."""
        self._hurting: int | None = None
        self._put_off: tuple[int, int] | None = None
        """The latest look that waits for the end of the transaction: its moment, and how many bytes had come."""
        self._span: tuple[int, int] | None = None
        self._log = b""
        self._lately: tuple[int, int, bytes] | None = None
        self._baseline: Baseline | None = None

    def meet(self, facts: Facts, *, hostile: bool, stranger: bool) -> Ongoing | None:
        """Count a mention, and say in the middle of which raid it came, if in any."""
        at = seconds(facts.mention.received_at)
        acquainted = known(facts)
        if stranger:
            self._coming.add(facts, at, HOSTILE * hostile | KNOWN * acquainted)
            if hostile and self._hurt(at):
                self.look(at)
        return self._ongoing(facts.mention.uri, at, within=stranger and (hostile or not acquainted))

    def lasting(self, at: datetime) -> Ongoing | None:
        """The raid that lasts at a moment, as what belongs to it sees it."""
        one = self._during(seconds(at))
        if one is None:
            return None
        return Ongoing(since=seconds(one.since), authors=one.authors, hostile=one.hostile, within=True)

    def look(self, at: int) -> None:
        """Look at all visits about a moment, for the raids among them."""
        self._look(at, self._coming.visits)

    def _look(self, at: int, fresh: bytes | bytearray) -> None:
        span = self._loaded(at)
        visits = unpacked(self._log + fresh)
        visits = visits[(visits["at"] >= span[0]) & (visits["at"] <= span[1])]  # of older ones only some
        found = waves(visits, self._usual(span))
        matched: set[int] = set()
        self._put_off = None
        for wave in found:
            matched |= self._take(wave, span)
        whole = (one for one in self.raids.values() if span[0] + HORIZON <= seconds(one.since) <= span[1])
        self._drop({one.number for one in whole} - matched)

    def catch_up(self) -> None:
        """Take the look that was put off last, if one was, at what had come by then."""
        if self._put_off is not None:
            at, size = self._put_off
            self._look(at, self._coming.visits[:size])

    def gathers(self, at: datetime) -> bool:
        """Whether so many hostile new authors came just before that a raid may be coming."""
        width, least = GATHERING
        moment = seconds(at)
        visits = unordered(self._near(moment - width, moment) + self._coming.visits)
        near = (visits["at"] > moment - width) & (visits["at"] <= moment) & flagged(visits, HOSTILE)
        return len(np.unique(visits["author"][near])) >= least

    def keep(self, now: datetime) -> None:
        """Write what came, and the raids as they are now known."""
        self._coming.keep(self._connection, self.person, now)
        raids.put(self._connection, [self.raids[number] for number in sorted(self.changed)])
        if self.gone:
            raids.drop(self._connection, self.person, list(self.gone))

    def _hurt(self, at: int) -> bool:
        """Count a hostile visit; whether it is time to look for raids."""
        if self._hurting is None:
            self._hurting = crowds.hurting(self._connection, self.person, at - HORIZON, at + HORIZON)
        self._hurting += 1
        if self._hurting <= EACH:
            return self._hurting >= LEAST
        if self._hurting % FIFTH:
            return False
        going = self._during(at)
        if going is None or at > seconds(going.until) + going.rest // FRESH:
            return True
        self._put_off = at, len(self._coming.visits)
        return not self._hurting % (FIFTH * max(1, going.hostile // FIFTH**2))

    def _loaded(self, at: int) -> tuple[int, int]:
        """Load the visits about a moment, and about the raids near it; the span that is loaded, in seconds."""
        first, last = at - HORIZON, at + HORIZON
        near = (
            one for one in self.raids.values() if seconds(one.until) + one.rest >= first and seconds(one.since) <= last
        )
        first = max(min([first, *(seconds(one.since) - HORIZON for one in near)]), at - 2 * HORIZON)
        if self._span is None or first < self._span[0] or last > self._span[1]:
            before = self._span or (first, last)
            self._span = min(first, before[0]), max(last + HOUR, before[1])
            self._log = crowds.lately(self._connection, self.person, *self._span)
            self._baseline = None
        return self._span

    def _near(self, first: int, last: int) -> bytes:
        """What is kept of the visits between two moments, and maybe more."""
        if self._span is not None and self._span[0] <= first and last <= self._span[1]:
            return self._log
        if self._lately is None or not self._lately[0] <= first <= last <= self._lately[1]:
            self._lately = first, last, crowds.lately(self._connection, self.person, first, last)
        return self._lately[2]

    def _usual(self, span: tuple[int, int]) -> Baseline:
        if self._baseline is None:
            hours = crowds.hours(self._connection, self.person, span[0] // HOUR - WEEKS * WEEK, span[1] // HOUR)
            earlier = [(seconds(one.since), seconds(one.until)) for one in self.raids.values()]
            self._baseline = Baseline(hours, earlier)
        return self._baseline

    def _take(self, wave: Wave, span: tuple[int, int]) -> set[int]:
        """Let a wave be the raid that it belongs to, or a new one; the numbers that it matched."""
        mates = sorted(one.number for one in self.raids.values() if _overlap(one, wave))
        number = mates[0] if mates else max((*self.raids, *self.gone), default=0) + 1
        before = self.raids.get(number)
        now = self._raid(wave, number, before)
        if before is not None and before.since < now.since and seconds(before.since) < span[0] + HORIZON:
            now = replace(now, since=before.since, authors=max(now.authors, before.authors))
        if now != before:
            self.raids[number] = now
            self.changed.add(number)
            self.begun += [now] if before is None else []
        self._drop(set(mates[1:]))
        return {number, *mates}

    def _raid(self, wave: Wave, number: int, before: Raid | None) -> Raid:
        until = EPOCH + timedelta(seconds=wave.until)
        going = before is None or until > before.until
        return Raid(
            person=self.person,
            number=number,
            since=EPOCH + timedelta(seconds=wave.since),
            until=until,
            rest=wave.rest,
            authors=wave.authors,
            hostile=wave.hostile,
            supporters=wave.supporters,
            mentions=wave.mentions,
            root=self._uri(wave.root),
            origin=self._uri(wave.origin),
            alert=before.alert if before else "",
            told=before.told if before else 0,
            ended_at=None if going or before is None else before.ended_at,
        )

    def _uri(self, key: int) -> str | None:
        """The post of a digest, where it is remembered."""
        if key and key not in self._coming.posts and key not in self._asked:
            self._asked[key] = crowds.uris(self._connection, self.person, {key}).get(key)
        return self._coming.posts.get(key) or self._asked.get(key)

    def _drop(self, numbers: set[int]) -> None:
        self.gone |= {number: self.raids.pop(number) for number in sorted(numbers)}
        self.changed -= numbers
        self.begun = [one for one in self.begun if one.number not in numbers]

    def _ongoing(self, uri: str, at: int, *, within: bool) -> Ongoing | None:
        one = self._during(at)
        if one is None:
            return None
        if within:
            self.within.setdefault(one.number, []).append(uri)
        return Ongoing(since=seconds(one.since), authors=one.authors, hostile=one.hostile, within=within)

    def _during(self, at: int) -> Raid | None:
        """The raid that lasts, and lasted at a moment."""
        for one in self.raids.values():
            if one.ended_at is None and seconds(one.since) <= at <= seconds(one.until) + one.rest:
                return one
        return None


def known(facts: Facts) -> bool:
    """Whether the author is nobody new: they wrote long before, and never to hurt."""
    first = facts.history.first_at
    return first is not None and facts.mention.received_at - first >= ACQUAINTED and not facts.history.matches


def _overlap(one: Raid, wave: Wave) -> bool:
    return seconds(one.since) <= wave.until + wave.rest and wave.since <= seconds(one.until) + one.rest
