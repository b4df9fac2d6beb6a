"""Who may come into a list: put forward by a rule that was named for it, or by hand; held back where something speaks
against it; nobody is ever in it because they are muted."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Final, NamedTuple

import msgspec
from sqlalchemy import Connection

from bot.alerts.wording import one_line
from bot.blocklists.blocklist import Blocklist
from bot.blocklists.change import Cause, Change, Policy, Type
from bot.blocklists.entity import Entity, Kind, actor, domain
from bot.errors import Malformed
from bot.evidence.pseudonym import pseudonym
from bot.model.account import KEY, Account
from bot.model.action import Block, Order
from bot.model.delivery import Delivery
from bot.model.facts import Relation
from bot.model.reason import Reason, Severity
from bot.model.shield import Shield
from bot.publishing.grounds import About, grounds, words
from bot.publishing.known import Known, entity_of, key_of, known, named
from bot.publishing.making import own
from bot.publishing.refusing import Cannot
from bot.publishing.scan import require_clean
from bot.publishing.terms import Terms, terms
from bot.store import candidates, cases, lists, write
from bot.store.candidates import Candidate, Standing
from bot.store.database import Store

BACK: Final = timedelta(days=90)
"""How far back rules put somebody forward: what is older than a list may still count."""
COMMENT: Final = 300
"""Characters of a comment."""
AT_ONCE: Final = 200
"""Accounts that are put forward in one transaction."""


class Saying(NamedTuple):
    """What a human recommends of somebody, and why."""

    policy: Policy
    severity: Severity
    reasons: tuple[Reason, ...]
    comment: str = ""
    """For everybody to read."""


class Choosing:
    """Puts people forward for one person's lists."""

    def __init__(self, store: Store, shield: Shield) -> None:
        self.store = store
        self.shield = shield

    def by_rules(self, slug: str, now: datetime) -> int:
        """Put forward on whom the rules named for a list carried out a mute or a block; how many are new."""
        with self.store.reading() as connection:
            one = own(connection, self.shield.name, slug)
            wanted = list(self._wanted(connection, one, terms(one), now))
        for start in range(0, len(wanted), AT_ONCE):
            with self.store.writing() as connection:
                for each in wanted[start : start + AT_ONCE]:
                    self._put(connection, each, now)
        return len(wanted)

    def by_hand(self, slug: str, written: str, saying: Saying, by: str, now: datetime) -> Candidate:
        """Put somebody forward by a name: `Account.key`, DID, user@host, URI, domain. Raises Refused."""
        with self.store.writing() as connection:
            one = own(connection, self.shield.name, slug)
            found, entity = self._named(connection, written)
            change = self._said(entity, saying, found, by, now)
            key = written.strip() if KEY.fullmatch(written.strip()) else key_of(entity)
            return self._one(connection, one, found, change, key, now)

    def of_case(self, slug: str, case: str, saying: Saying, by: str, now: datetime) -> list[Candidate]:
        """Put forward the accounts of a case. Raises Refused where it is none of the person's."""
        with self.store.writing() as connection:
            one = own(connection, self.shield.name, slug)
            if cases.of_person(connection, one.person, case) is None:
                raise Cannot("no_case", "there is no such case")
            put = []
            for key in cases.members(connection, one.person, [case]).get(case, []):
                found = known(connection, self.store.master, self.shield, key)
                try:
                    entity = entity_of(key, found.about.account)
                except Malformed:  # nothing is kept of what it is called
                    continue
                change = self._said(entity, saying, found, by, now)
                change = msgspec.structs.replace(change, cause=Cause.CASE, cause_ref=case)
                put.append(self._one(connection, one, found, change, key, now))
            return put

    def confirm(self, slug: str, id_: str, by: str, now: datetime) -> Candidate:
        """Choose somebody all the same who was held back (`Candidate.id`). Raises Refused where nobody is."""
        return self._move(slug, id_, Standing.CHOSEN, "list:chosen", by, now)

    def leave(self, slug: str, id_: str, by: str, now: datetime) -> Candidate:
        """Leave somebody out: no rule puts them forward again. Raises Refused where nobody did."""
        return self._move(slug, id_, Standing.LEFT, "list:left", by, now)

    def _wanted(self, connection: Connection, one: Blocklist, chosen: Terms, now: datetime) -> Iterator[Candidate]:
        if not chosen.rules:
            return
        done = candidates.acted(connection, one.person, chosen.rules, chosen.least, now - BACK)
        fresh = list(self._fresh(connection, chosen, done))
        entities = [entity for _, _, entity in fresh]
        before = candidates.known(connection, one.id, entities)
        said = lists.said(connection, one.id, entities)
        for delivery, found, entity in fresh:
            order = delivery.what
            if isinstance(order, Order) and entity not in before and not _says(said.get(entity)):
                policy = Policy.REJECT if isinstance(order.action, Block) else Policy.FILTER
                change = Change(
                    id="",
                    type=Type.RECOMMENDATION,
                    at=now,
                    entity=entity,
                    policy=policy,
                    severity=order.severity,
                    reasons=(order.reason,),
                    cause=Cause.RULE,
                    cause_ref=order.rule,
                    by=order.rule,
                    evidence=found.evidence,
                )
                yield self._candidate(one, found, change, order.subject, said.get(entity), now)

    def _fresh(
        self, connection: Connection, chosen: Terms, done: Iterable[Delivery]
    ) -> Iterator[tuple[Delivery, Known, Entity]]:
        """Those of whom a name is known, and whom no human let go."""
        for delivery in done:
            order = delivery.what
            if not isinstance(order, Order) or (chosen.reasons and order.reason not in chosen.reasons):
                continue
            found = known(connection, self.store.master, self.shield, order.subject)
            if found.about.relation is not None and found.about.relation.lifted:
                continue
            try:
                yield delivery, found, entity_of(order.subject, found.about.account)
            except Malformed:
                continue

    def _named(self, connection: Connection, written: str) -> tuple[Known, Entity]:
        name = written.strip()[:3_000]
        try:
            if KEY.fullmatch(name):
                found = known(connection, self.store.master, self.shield, name)
                return found, entity_of(name, found.about.account)
            entity = actor(name) if "@" in name or ":" in name else domain(name)
        except Malformed as error:
            raise Cannot("name", f"it {error}") from error
        if entity.kind is Kind.DOMAIN:
            return Known(About(kind=Kind.DOMAIN), ""), entity
        if key := key_of(entity):
            return known(connection, self.store.master, self.shield, key), entity
        account = Account(platform="mastodon", id=entity.key, handle=entity.key)
        relation = named(self.shield, account, Relation())
        about = About(kind=Kind.ACTOR, relation=relation if relation.close else None)
        return Known(about, ""), entity

    def _said(self, entity: Entity, saying: Saying, found: Known, by: str, now: datetime) -> Change:
        return Change(
            id="",
            type=Type.RECOMMENDATION,
            at=now,
            entity=entity,
            policy=saying.policy,
            severity=saying.severity,
            reasons=saying.reasons,
            comment=one_line(saying.comment, COMMENT),
            cause=Cause.HUMAN,
            by=by,
            evidence=found.evidence,
        )

    def _one(
        self, connection: Connection, one: Blocklist, found: Known, change: Change, key: str, now: datetime
    ) -> Candidate:
        said = lists.said(connection, one.id, [change.entity]).get(change.entity)
        put = self._candidate(one, found, change, key, said, now)
        self._put(connection, put, now)
        return put

    def _candidate(
        self, one: Blocklist, found: Known, change: Change, key: str, said: Change | None, now: datetime
    ) -> Candidate:
        against = grounds(msgspec.structs.replace(found.about, said=said), terms(one).floor, now)
        return Candidate(
            id=token_hex(8),
            list=one.id,
            person=one.person,
            entity=change.entity,
            account=key or f"{change.entity.kind.value}:{change.entity.key}",
            change=change,
            standing=Standing.HELD if against else Standing.CHOSEN,
            grounds=words(against),
            by=change.by,
            at=now,
        )

    def _move(self, slug: str, id_: str, standing: Standing, event: str, by: str, now: datetime) -> Candidate:
        with self.store.writing() as connection:
            one = own(connection, self.shield.name, slug)
            found = candidates.by_id(connection, one.id, id_)
            if found is None:
                raise Cannot("not_put", "nobody put this account forward")
            moved = msgspec.structs.replace(found, standing=standing, stamp="", by=by)
            candidates.put(connection, [moved])
            self._entry(connection, one, moved, event, by, now)
            return moved

    def _put(self, connection: Connection, one: Candidate, now: datetime) -> None:
        whose = lists.by_id(connection, one.list)
        if whose is not None:
            require_clean(connection, self.store.master, whose, [one.change])
            candidates.put(connection, [one])
            event = "list:held" if one.standing is Standing.HELD else "list:chosen"
            self._entry(connection, whose, one, event, one.by, now)

    def _entry(
        self, connection: Connection, whose: Blocklist, one: Candidate, event: str, by: str, now: datetime
    ) -> None:
        salt = write.salt(connection, self.store.master, whose.person)
        line: dict[str, str | int] = {"list": whose.slug, "account": pseudonym(salt, one.account), "by": by}
        write.append(connection, whose.person, [(now, event, line | {"cause": one.change.cause.value})])


def _says(said: Change | None) -> bool:
    """Whether a list says something of somebody now."""
    return said is not None and said.type in {Type.RECOMMENDATION, Type.ADVISORY}
