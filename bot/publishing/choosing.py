"""Whom a human puts forward for a list: by a name or by a case; nobody is ever in it because they are muted."""

from datetime import datetime
from typing import Final, NamedTuple

import msgspec
from sqlalchemy import Connection

from bot.alerts.wording import one_line
from bot.blocklists.change import Cause, Change, Policy, Type
from bot.blocklists.entity import Entity, Kind, meant
from bot.errors import Malformed
from bot.model.account import KEY, Account
from bot.model.facts import Relation
from bot.model.reason import Reason, Severity
from bot.model.shield import Shield
from bot.publishing.forward import put_forward, stand
from bot.publishing.grounds import About
from bot.publishing.known import Known, entity_of, key_of, known, named
from bot.publishing.making import own
from bot.publishing.refusing import Cannot
from bot.store import candidates, cases
from bot.store.candidates import Candidate, Standing
from bot.store.database import Store

COMMENT: Final = 300
"""Characters of a comment."""
LONGEST: Final = 3_000
"""Characters of a name."""


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

    def by_hand(self, slug: str, written: str, saying: Saying, by: str, now: datetime) -> Candidate:
        """Put somebody forward by a name: `Account.key`, DID, user@host, URI, domain. Raises Cannot, GivesAway."""
        name = written.strip()[:LONGEST]
        with self.store.writing() as connection:
            one = own(connection, self.shield.name, slug)
            found, entity = self._named(connection, name)
            key = name if KEY.fullmatch(name) else key_of(entity)
            return put_forward(connection, self.store, one, found, _said(entity, saying, found, by, now), key, now)

    def of_case(self, slug: str, case: str, saying: Saying, by: str, now: datetime) -> list[Candidate]:
        """Put forward the accounts of a case whose names are known. Raises Cannot, GivesAway."""
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
                change = msgspec.structs.replace(
                    _said(entity, saying, found, by, now), cause=Cause.CASE, cause_ref=case
                )
                put.append(put_forward(connection, self.store, one, found, change, key, now))
            return put

    def confirm(self, slug: str, id_: str, by: str, now: datetime) -> Candidate:
        """Choose somebody all the same who was held back (`Candidate.id`). Raises Cannot where nobody is."""
        return self._move(slug, id_, Standing.CHOSEN, by, now)

    def leave(self, slug: str, id_: str, by: str, now: datetime) -> Candidate:
        """Leave somebody out: no rule puts them forward again. Raises Cannot where nobody did."""
        return self._move(slug, id_, Standing.LEFT, by, now)

    def _named(self, connection: Connection, name: str) -> tuple[Known, Entity]:
        try:
            if KEY.fullmatch(name):
                found = known(connection, self.store.master, self.shield, name)
                return found, entity_of(name, found.about.account)
            entity = meant(name)
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

    def _move(self, slug: str, id_: str, standing: Standing, by: str, now: datetime) -> Candidate:
        with self.store.writing() as connection:
            one = own(connection, self.shield.name, slug)
            found = candidates.by_id(connection, one.id, id_)
            if found is None:
                raise Cannot("not_put", "nobody put this account forward")
            moved = msgspec.structs.replace(found, standing=standing, stamp="", by=by)
            stand(connection, self.store, one, moved, now)
            return moved


def _said(entity: Entity, saying: Saying, found: Known, by: str, now: datetime) -> Change:
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
