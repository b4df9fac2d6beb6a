"""One transaction's work: the past of those concerned, read once, and all that is to be kept."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from types import MappingProxyType

import msgspec
from sqlalchemy import Connection

from bot.cases.conducts import Conducts
from bot.custody.likeness import likened
from bot.errors import Malformed
from bot.evidence.exhibit import seal_all
from bot.handling import happened
from bot.handling.copies import Copies
from bot.handling.limits import Limits
from bot.handling.listed import Listed
from bot.handling.noted import noted
from bot.handling.relations import synchronised
from bot.handling.setaside import Aside, set_aside
from bot.links.finding import Links
from bot.links.telling import note, tell
from bot.model.action import Block, Mute
from bot.model.arrival import Arrival, Deleted, Identity
from bot.model.conduct import Act, Conduct
from bot.model.facts import Facts, History, Relation
from bot.model.flag import Flag
from bot.model.mention import NAME, Hidden, Mention, Via
from bot.model.reason import Severity
from bot.model.shield import Shield
from bot.raids.crowds import Crowds
from bot.raids.keeping import keep
from bot.recording import records
from bot.recording.judged import Judged, after, content, deliveries, line, look, named, row
from bot.recording.names import Names
from bot.recording.revisions import Found
from bot.store import authors, looks, outbox, read, relations, watch, write
from bot.store.authors import Past
from bot.store.database import Store
from bot.store.links import Link
from bot.telling.tell import notices
from bot.vault.elsewhere import halves
from bot.vault.seeking import Leaks

UNKNOWN = Past()
NONE: Mapping[str, int] = MappingProxyType({})
Key = tuple[str, str]
"""(person, `Account.key`) or (person, uri)."""


class Batch:
    """What one transaction knows and will keep; nothing of it outlives the transaction."""

    def __init__(
        self,
        connection: Connection,
        store: Store,
        shields: Mapping[str, Shield],
        now: datetime,
        readers: Mapping[str, int] = NONE,
    ) -> None:
        """`readers`: the numbers of the normalisers at work (bot/recording/records.py), by platform."""
        self.connection = connection
        self.master = store.master
        self.instruments = store.instruments
        self.shields = shields
        self.now = now
        self.readers = readers
        self.judged: list[Judged] = []
        self.asides: list[Aside] = []
        self.happened: list[tuple[Arrival, Deleted | Identity]] = []
        self.names = Names(connection, store.master)
        self.limits = Limits(connection, now)
        self.copies = Copies(connection, store.master)
        self.leaks = Leaks(connection, store.master, shields)
        self.listed = Listed(connection, store.followed, now)
        self.conducts = Conducts(connection, store.master, shields)
        self.links = Links(connection, store.master, shields, now)
        self._past: dict[Key, Past] = {}
        self._relations: dict[Key, Relation] = {}
        self._muted: set[Key] = set()
        self._synchronised: dict[str, bool] = {}
        self.crowds = Crowds(connection, self.names.salt)

    def enrich(self, mentions: Iterable[Mention]) -> None:
        """Read the past of all authors concerned: one query for each kind of it."""
        every = list(mentions)
        keys = list(dict.fromkeys((mention.person, mention.author.key) for mention in every))
        beside = [(mention.person, key) for mention in every if mention.via is Via.WATCH for key in named(mention)]
        self.limits.cover(mention.received_at for mention in every)
        self._past = authors.histories(self.connection, keys)
        self._relations = relations.of(self.connection, [*keys, *beside])
        self.listed.enrich(every)
        self.conducts.enrich(keys)
        self.links.enrich(every, {key: past.history for key, past in self._past.items()})

    def likened(self, mentions: Sequence[Found]) -> Sequence[Found]:
        """The same; pictures whose bytes are in custody already bring their likeness."""
        if not any(each.digest for _, mention, _ in mentions for each in mention.media):
            return mentions
        return [
            (arrival, likened(self.connection, self.names.salt(mention.person), mention), version)
            for arrival, mention, version in mentions
        ]

    def history(self, mention: Mention) -> History:
        """What the author wrote to the person before."""
        return self._past.get((mention.person, mention.author.key), UNKNOWN).history

    def name_told(self, mention: Mention) -> bool:
        """Whether a rule found something in the author's display name before."""
        told = self._past.get((mention.person, mention.author.key), UNKNOWN).told_name
        return bool(told) and told == self.names.of(mention.person, mention.author.display_name)

    def conduct(self, facts: Facts, act: Act) -> Conduct | None:
        """The author's conduct with this mention in it; asked once of each."""
        known = self._past.get((facts.mention.person, facts.mention.author.key), UNKNOWN)
        return self.conducts.step(facts, known.course, act)

    def relation(self, mention: Mention) -> Relation:
        """How the person stands to the author."""
        known = self._relations.get((mention.person, mention.author.key), Relation())
        shield = self.shields[mention.person]
        return msgspec.structs.replace(
            known,
            following=self._unnamed(mention) if known.following is None else known.following,
            trusted=known.trusted or shield.trusts(mention.author),
            delegate=shield.delegates_to(mention.author),
        )

    def hidden(self, mention: Mention, relation: Relation) -> Hidden | None:
        """Why the person was not shown it where they read; None if they were, or will be."""
        if relation.muted:
            return Hidden.AUTHOR
        beside = named(mention) if mention.via is Via.WATCH else ()
        muted = any(self._relations.get((mention.person, key), Relation()).muted for key in beside)
        return Hidden.BESIDE if muted else None

    def _unnamed(self, mention: Mention) -> bool | None:
        """Whether the person follows somebody of whom no row says so: they don't, where the follows were read."""
        if mention.to not in self._synchronised:
            name = synchronised(mention.to)
            self._synchronised[mention.to] = read.cursor(self.connection, name) is not None
        return False if self._synchronised[mention.to] else None

    def met(self, facts: Facts, folded: str, *, hostile: bool) -> Facts:
        """The facts with whom the author is likely to be, and the raid in the middle of which it came."""
        return self.crowds.met(self.links.met(facts), folded, hostile=hostile)

    def flagged(self, arrival: Arrival, flag: Flag) -> None:
        """A report reached a desk: no person has one."""
        raise Malformed(f"report {flag.id} by {arrival.source}, and no desk")

    def halves(self, facts: Facts) -> Iterable[tuple[Mention, frozenset[str]]]:
        """The mentions with the other halves of what it gives away, with the kinds of what is done about them."""
        return halves(self.connection, self.master, facts.leaks, facts.mention.person, self.judged)

    def add(self, judged: Judged) -> None:
        """Keep a judged mention, and let the next ones see it."""
        self.judged.append(judged)
        mention = judged.facts.mention
        key = (mention.person, mention.author.key)
        known = self._past.get(key, UNKNOWN)
        hit = judged.decision.severity > Severity.NONE
        said = any(not match.beside for match in judged.decision.matches)  # what a picture shows prolongs no mute
        latest = max(filter(None, (known.matched, mention.received_at)), default=None) if said else known.matched
        muted = any(hold is None and isinstance(order.action, Mute | Block) for order, hold in judged.planned)
        course = self.conducts.settled(judged.facts, judged.act, muted=muted)
        named = any(match.within == NAME for match in judged.decision.matches)
        told = self.names.of(mention.person, mention.author.display_name) if named else known.told_name
        self._past[key] = Past(after(judged.facts, hit=hit), latest, course, told)
        if muted:
            self._relations[key] = msgspec.structs.replace(self._relations.get(key, Relation()), muted=True)
            self._muted.add(key)
        self.links.acted(judged.facts, muted=muted, opened=self.conducts.opened(judged.facts))

    def record(self) -> None:
        """Write all of it."""
        whose: dict[str, list[Judged]] = {}
        for one in self.judged:
            whose.setdefault(one.facts.mention.person, []).append(one)
        for person, judged in whose.items():
            self._record_mentions(person, judged)
        write.histories(self.connection, self._past)
        outbox.plan(self.connection, [delivery for one in self.judged for delivery in deliveries(one)])
        relations.mutes(self.connection, self._muted)
        looks.plan(self.connection, [due for one in self.judged if (due := look(one))])
        self.copies.record(self.now)
        self.leaks.record(self.now)
        self.conducts.record(self.now)
        for arrival, event in self.happened:
            happened.note(self.connection, self.master, arrival, event, self.now)
        self.record_links(self.links.record(event for _, event in self.happened))
        set_aside(self.connection, self.master, self.shields, self.asides, self.now)
        self.record_raids()
        for person, trouble in noted(self.shields, self.judged, self.asides, self.limits, self.crowds.raided):
            outbox.plan(self.connection, notices(self.connection, self.shields[person], trouble, self.now))

    def record_links(self, found: Sequence[tuple[Link, str]]) -> None:
        """Say which links are suggested now, or no longer."""
        note(self.connection, self.master, (one for one, _ in found), self.now)
        outbox.plan(self.connection, tell(self.connection, self.shields, found, self.now, self.crowds.raided))

    def record_raids(self) -> None:
        """Keep the crowds, and say which raids began."""
        outbox.plan(self.connection, keep(self.connection, self.crowds, self.shields, self.judged, self.now))

    def turn(self, now: datetime) -> None:
        """It is this moment now."""
        self.now = self.limits.now = now
        self.links.turn(now)

    @property
    def tells(self) -> bool:
        """Whether something came to be known that will be told of once all is kept: a raid, or a link."""
        return self.crowds.begun or self.links.suggests

    def end(self, arrivals: Sequence[Arrival], last: Arrival) -> Sequence[Arrival]:
        """Let the transaction end with this one of them; those up to it. What came after it is not judged yet."""
        place = next(place for place, one in enumerate(arrivals) if one is last) + 1
        after = set(map(id, arrivals[place:]))
        self.happened = [one for one in self.happened if id(one[0]) not in after]
        self.asides = [one for one in self.asides if id(one.arrival) not in after]
        self.conducts.gestures = [one for one in self.conducts.gestures if id(one[0]) not in after]
        return arrivals[:place]

    def advance(self, arrivals: Sequence[Arrival]) -> None:
        """Move the cursors to the last of each source."""
        write.advance(self.connection, {one.source: one.cursor for one in arrivals if one.cursor}, self.now)
        watch.reached(self.connection, [one for one in arrivals if one.watched])

    def _record_mentions(self, person: str, judged: Sequence[Judged]) -> None:
        """What is kept of a person's mentions: exhibits, rows, and what the chain says."""
        instrument = self.instruments.get(person, 0)
        handles = {account.key: account.handle for account in self.shields[person].protected.accounts}
        contents = [
            content(one, instrument, self._reader(one.arrival), handles.get(one.facts.mention.to, "")) for one in judged
        ]
        sealed = seal_all(contents, self.master, self.now)
        kept = list(zip(judged, sealed, strict=True))
        write.keep(self.connection, person, "mention", sealed, [one.facts.mention.received_at for one in judged])
        write.mentions(self.connection, [row(one, box) for one, box in kept])
        self.links.sealed((one.facts.mention, box.id) for one, box in kept)
        name = partial(self.names.of, person)
        lines = [(one.decision.decided_at, "mention:judged", line(name, one, box)) for one, box in kept]
        write.append(self.connection, person, lines)

    def _reader(self, arrival: Arrival) -> int:
        return self.readers.get(arrival.platform, records.WHOLE)
