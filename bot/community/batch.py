"""One transaction's work where communities are shielded: what their members are written leaves numbers alone."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import groupby

import structlog
from msgspec.structs import replace
from sqlalchemy import Connection

from bot.community.crowding import Crowding
from bot.community.filing import Reported
from bot.community.joining import OPENS, join
from bot.community.keeping import Newcomers, Sketches, noticed
from bot.community.tolls import Tolls
from bot.errors import Malformed
from bot.handling.batch import NONE, UNKNOWN, Batch
from bot.handling.setaside import Aside
from bot.model.arrival import Arrival
from bot.model.community import DESK, Kin
from bot.model.facts import Facts, Relation
from bot.model.flag import Flag, Flagged
from bot.model.mention import UNADDRESSED, Kind, Mention
from bot.model.shield import Shield
from bot.recording.judged import Judged
from bot.store import flags, kindred
from bot.store.database import Store

log = structlog.get_logger(__name__)

Key = tuple[str, str]
"""(community, `Account.key`) or (community, uri)."""


class Communal(Batch):
    """As `Batch`, by which persons beside communities are judged as ever."""

    def __init__(
        self,
        connection: Connection,
        store: Store,
        shields: Mapping[str, Shield],
        now: datetime,
        readers: Mapping[str, int] = NONE,
    ) -> None:
        super().__init__(connection, store, shields, now, readers)
        self.copies = Sketches(connection, store.master)
        self.links: Newcomers = Newcomers(connection, store.master, shields, now)
        self.crowds: Crowding = Crowding(connection, self.names.salt)
        self.reported: list[Reported] = []
        self._tolls = Tolls()
        self._flagged: dict[Key, Flagged] = {}
        self._kin: dict[Key, Kin] = {}
        self._looked: set[Key] = set()

    def flagged(self, arrival: Arrival, flag: Flag) -> None:
        """A report reached a desk: it is joined with the others about the same account once all is judged."""
        if not self.shields[flag.person].desk:
            super().flagged(arrival, flag)  # no person has a desk: it raises
        self.reported.append((arrival, flag))

    def enrich(self, mentions: Iterable[Mention]) -> None:
        """As `Batch`, with what is reported of those who wrote, and whom they share something with."""
        every = list(mentions)
        for one in every:
            _require_public(one, self.shields[one.person])
        super().enrich(every)
        wrote = dict.fromkeys((one.person, one.author.key) for one in every if one.desk)
        for person, keys in groupby(sorted(wrote), key=lambda key: key[0]):
            accounts = [account for _, account in keys]
            theirs = [flag for _, flag in self.reported if flag.person == person]
            found = flags.reporters(self.connection, person, accounts, theirs)
            self._flagged |= {(person, account): one for account, one in found.items()}
            kin = kindred.of(self.connection, person, accounts)
            self._kin |= {(person, account): one for account, one in kin.items()}

    def relation(self, mention: Mention) -> Relation:
        """As `Batch`; whom a member follows is nobody's to know, and stays unknown."""
        if not mention.desk:
            return super().relation(mention)
        known = self._relations.get((mention.person, mention.author.key), Relation())
        return replace(known, trusted=known.trusted or self.shields[mention.person].trusts(mention.author))

    def met(self, facts: Facts, folded: str, *, hostile: bool) -> Facts:
        """As `Batch`; who only talks is compared with nobody, since no newcomer's words are kept."""
        mention = facts.mention
        if not mention.desk:
            return super().met(facts, folded, hostile=hostile)
        key = (mention.person, mention.author.key)
        facts = replace(facts, flagged=self._flagged.get(key), kin=self._kin.get(key))
        concerns = facts.flagged or facts.history.mentions or mention.kind in UNADDRESSED
        if concerns or (hostile and self.links.watches(mention.person)):
            facts = self._compared(facts)
        return self.crowds.met(facts, folded, hostile=hostile)

    def add(self, judged: Judged) -> None:
        """As `Batch` what is noticed; of the rest a number."""
        mention = judged.facts.mention
        if not mention.desk:
            super().add(judged)
            return
        self._tolls.add(judged)
        if mention.kind is Kind.SIGN_UP:
            self.crowds.signed_up(judged.facts)
        elif judged.decision.severity >= OPENS and mention.kind is not Kind.POST:
            self.crowds.hurt(judged.facts)
        if noticed(judged, self.shields[mention.person]):
            self._compared(judged.facts)
            super().add(judged)
        else:
            self.judged.append(judged)
            known = self._past.get((mention.person, mention.author.key), UNKNOWN)
            self.conducts.forget(judged.facts, known.course)

    def _compared(self, facts: Facts) -> Facts:
        """With whom the author is likely to be; their words are remembered once, as those of a newcomer."""
        key = (facts.mention.person, facts.mention.uri)
        if key in self._looked:
            return facts
        self._looked.add(key)
        return self.links.met(facts)

    def end(self, arrivals: Sequence[Arrival], last: Arrival) -> Sequence[Arrival]:
        """As `Batch`."""
        handled = super().end(arrivals, last)
        within = set(map(id, handled))
        self.reported = [one for one in self.reported if id(one[0]) in within]
        return handled

    def record(self) -> None:
        """As `Batch`, with what is open at the desks now; what is not kept is forgotten here."""
        self.judged = [one for one in self.judged if noticed(one, self.shields[one.facts.mention.person])]
        self.asides = [one for one in self.asides if not self._dropped(one)]
        for name, shield in self.shields.items():
            if shield.desk:
                self._join(name, shield)
        self._tolls.record(self.connection)
        super().record()

    def _join(self, name: str, shield: Shield) -> None:
        reported = [one for one in self.reported if one[1].person == name]
        judged = [one for one in self.judged if one.facts.mention.person == name]
        if reported or judged:
            fresh = join(self.connection, self.master, shield, reported, judged, self.now)
            self.crowds.flagged(name, fresh)

    def _dropped(self, one: Aside) -> bool:
        """Whether it came to a desk: what cannot be read may be a member's own, so that nothing of it is kept."""
        at_desk = one.arrival.account.startswith(DESK)
        if at_desk:
            log.error("arrival dropped", source=one.arrival.source, why=one.why)
        return at_desk


def _require_public(mention: Mention, shield: Shield) -> None:
    """Raises Malformed at what is private to a member, and at what would be taken for a person's."""
    if mention.desk != shield.desk:
        raise Malformed("what reached a community names another desk, or none")
    if mention.desk and mention.kind is Kind.DIRECT:
        raise Malformed("what is private to a member reached a community")
