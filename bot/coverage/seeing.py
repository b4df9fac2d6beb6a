"""What each source has seen, written with what it brought; and streams that only seem alive."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import chain
from typing import Final

from sqlalchemy import Connection

from bot.evidence.coverage import Interval, grown
from bot.model.arrival import Arrival, Sign
from bot.model.mention import Kind, Mention, Via
from bot.model.noun import Noun
from bot.model.shield import Shield
from bot.store import coverage
from bot.store.coverage import Place

GRACE: Final = timedelta(seconds=60)
"""A stream may bring a mention so much later than a poll, by the servers' time."""
OPEN_MOST: Final = 1_000
"""Mentions that wait for their stream; the earliest go first."""
FILTERED: Final = b'"filtered":true'
"""Of a Mastodon notification that its owner's policy keeps from every stream."""
Brought = tuple[Arrival, Mention]


class Silent(Noun, frozen=True, kw_only=True):
    """A stream that is open and brings nothing: a poll found what it should have brought."""

    place: Place
    platform: str
    since: datetime
    """From here on it is not believed to have seen anything."""
    missed: frozenset[tuple[str, str, str]]
    """(account, person, uri) of what it did not bring."""


class Reconciling:
    """Holds what polls brought against what streams bring; in memory, for after a restart both begin anew."""

    def __init__(self) -> None:
        self._open: dict[tuple[str, str, str], datetime] = {}
        """What a poll brought first, by (account, person, uri), and when it happened."""
        self._heard: dict[tuple[str, str], datetime] = {}
        """When the latest happened that each (source, account) brought by stream."""

    def compare(self, brought: Iterable[Brought], fresh: Iterable[tuple[Arrival, Mention, int]]) -> None:
        """Note what came, and what of it came for the first time; twice the same does no harm."""
        for arrival, mention, version in fresh:
            if arrival.via is Via.POLL and version == 1 and not mention.edited and streams(arrival, mention):
                self._open[mention.to, mention.person, mention.uri] = mention.received_at
        for arrival, mention in brought:
            if arrival.via is Via.STREAM:
                self._open.pop((mention.to, mention.person, mention.uri), None)
                key = arrival.source, mention.to
                self._heard[key] = max(self._heard.get(key, mention.received_at), mention.received_at)
        while len(self._open) > OPEN_MOST:
            del self._open[next(iter(self._open))]

    def advance(
        self, connection: Connection, shields: Mapping[str, Shield], arrivals: Sequence[Arrival]
    ) -> list[Silent]:
        """Write what the signs of life among these say, but of streams that are silent; those."""
        silent: list[Silent] = []
        for arrival in arrivals:
            if arrival.sign is not None:
                for place in _served(arrival, shields):
                    silent += self._seen(connection, place, arrival, arrival.sign)
        return silent

    def settle(self, silent: Iterable[Silent]) -> None:
        """It is written that these are silent: what they missed is no news any more."""
        for missed in chain.from_iterable(one.missed for one in silent):
            self._open.pop(missed, None)

    def _seen(self, connection: Connection, place: Place, arrival: Arrival, sign: Sign) -> Iterator[Silent]:
        last = coverage.last(connection, place)
        missed = self._missed(place, last, sign) if arrival.via is Via.STREAM and last is not None else frozenset()
        if last is None or not missed:
            seen(connection, place, sign, arrival.via, last)
            return
        since = max(last.since, sign.heard or last.since, self._heard.get((place.source, place.account), last.since))
        coverage.retract(connection, place, since)
        begin = Interval(since=sign.until, until=sign.until, by=arrival.via)  # what it sees next is counted from here
        coverage.keep(connection, place, begin, last)
        yield Silent(place=place, platform=arrival.platform, since=since, missed=missed)

    def _missed(self, place: Place, last: Interval, sign: Sign) -> frozenset[tuple[str, str, str]]:
        """What the stream should have brought by now, if since then it has brought nothing at all."""
        due = {key: at for key, at in self._open.items() if key[0] == place.account and at + GRACE <= sign.until}
        heard = max(filter(None, (sign.heard, self._heard.get((place.source, place.account)))), default=None)
        begin = sign.since or last.since
        missed = {key for key, at in due.items() if at >= begin and (heard is None or heard < at)}
        for key in due.keys() - missed:
            del self._open[key]
        return frozenset(missed)


def seen(connection: Connection, place: Place, sign: Sign, by: Via, last: Interval | None) -> None:
    """Let a source have seen what its sign of life says; `last` is its latest interval."""
    after = grown(last, sign, by)
    if after != last:
        coverage.keep(connection, place, after, last)


def streams(arrival: Arrival, mention: Mention) -> bool:
    """Whether a stream is to bring this too: on Bluesky one that names the account, on Mastodon one not filtered."""
    if arrival.platform != "bluesky":
        return FILTERED not in arrival.raw and FILTERED not in arrival.beside
    account = mention.to.partition(":")[2]
    return mention.kind is Kind.MENTION or any(
        account in uri for uri in (mention.root, mention.parent, *mention.quoted) if uri
    )


def _served(arrival: Arrival, shields: Mapping[str, Shield]) -> Iterator[Place]:
    """For which accounts a source sees: its own, or, where it is shared, all on its platform."""
    for name, shield in shields.items():
        for account in shield.protected.accounts:
            if arrival.account == account.key or (not arrival.account and account.platform == arrival.platform):
                yield Place(person=name, account=account.key, source=arrival.source)
