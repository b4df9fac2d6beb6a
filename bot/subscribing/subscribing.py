"""What a person does about lists of others: follow one, choose what it does, leave it, and spare somebody for good."""

import re
import secrets
from datetime import UTC, datetime
from itertools import chain, count
from typing import Final
from urllib.parse import urlsplit

import msgspec
from msgspec.structs import replace
from sqlalchemy import Connection

from bot.blocklists.blocklist import Blocklist, Origin
from bot.blocklists.entity import Entity
from bot.blocklists.subscription import Subscription, Terms
from bot.evidence.checkpoint import Verifier
from bot.evidence.pseudonym import pseudonym
from bot.following.looking import spared_no_more, spared_now
from bot.store import followers, lists, subscriptions, write
from bot.store.database import Store
from bot.store.subscriptions import Exempt
from bot.subscribing.carrying import adopt, carry, keep
from bot.subscribing.declined import Cause, Declined

SLUG: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
SCHEMES: Final = ("https", "http", "at", "lists", "file")
ADDRESS: Final = 2_000
NEVER: Final = datetime(9999, 1, 1, tzinfo=UTC)
"""When a list that came as a file is read again."""
MOST: Final = 200
"""Lists that one person follows at once."""


class Subscribing:
    """Lists of others, as one person follows them."""

    def __init__(self, store: Store, person: str) -> None:
        self._store = store
        self._person = person

    def every(self) -> list[Blocklist]:
        """The lists that the person follows, by name."""
        with self._store.reading() as connection:
            return [one for one in lists.every(connection, self._person) if one.origin is Origin.FOREIGN]

    def called(self, slug: str) -> Blocklist:
        """The list of this name. Raises Refused where the person follows none."""
        with self._store.reading() as connection:
            return self._required(connection, slug)

    def subscribe(self, source: str, slug: str, terms: Terms, by: str, now: datetime) -> Blocklist:
        """Follow a list from now on; it does nothing until its first version was looked at. Raises Refused."""
        source = source.strip()
        _require_sound(source, slug or slug_of(source), terms)
        with self._store.writing() as connection:
            slug = slug or _free(connection, slug_of(source))
            if not subscriptions.free(connection, slug):
                raise Declined(Cause.TAKEN)
            if len([one for one in lists.every(connection, self._person) if one.origin is Origin.FOREIGN]) >= MOST:
                raise Declined(Cause.TOO_MANY)
            for member in terms.members:
                self._required(connection, member)
            whose = Blocklist(
                id=secrets.token_hex(8),
                person=self._person,
                origin=Origin.FOREIGN,
                slug=slug,
                title=slug,
                settings=msgspec.json.encode(terms).decode(),
                by=by,
                at=now,
            )
            lists.put(connection, whose)
            due_at = NEVER if source.startswith("file:") else now
            one = Subscription(list=whose.id, person=self._person, source=source, due_at=due_at)
            subscriptions.put(connection, one)
            self._note(connection, "subscription:made", {"list": slug, "by": by}, now)
        return whose

    def choose(self, slug: str, terms: Terms, by: str, now: datetime) -> Blocklist:
        """Change what is done by a list; what was done otherwise before is undone by whoever carries it out."""
        with self._store.writing() as connection:
            whose = self._required(connection, slug)
            _require_key(terms)
            changed = replace(whose, settings=msgspec.json.encode(terms).decode())
            lists.put(connection, changed)
            self._note(connection, "subscription:changed", {"list": slug, "by": by, "apply": terms.apply.value}, now)
        return changed

    def leave(self, slug: str, by: str, now: datetime) -> None:
        """Follow it no longer: what it did on the person's accounts is undone."""
        with self._store.writing() as connection:
            whose = self._required(connection, slug)
            carry(connection, whose, Terms(), (), now)
            self._end(connection, whose, by, now)

    def keep(self, slug: str, by: str, now: datetime) -> None:
        """Follow it no longer, and keep what it did: it is the person's own from now on, and nothing undoes it."""
        with self._store.writing() as connection:
            whose = self._required(connection, slug)
            for one in followers.of_list(connection, whose.id):
                keep(connection, one)
            self._end(connection, whose, by, now)

    def hand_over(self, slug: str, by: str, now: datetime) -> int:
        """Let what the person did by hand about whom the list names be the list's: undone with it. How many."""
        with self._store.writing() as connection:
            whose = self._required(connection, slug)
            done = adopt(connection, whose, now)
            self._note(connection, "subscription:adopted", {"list": slug, "by": by, "count": done}, now)
        return done

    def exclude(self, entity: Entity, slug: str, by: str, now: datetime, why: str = "") -> None:
        """Let lists, or one of them, do nothing about somebody, by whatever name and whatever they say later, and undo
        what they did.
        """
        entity = entity.usual
        with self._store.writing() as connection:
            list_ = self._required(connection, slug).id if slug else ""
            subscriptions.exempt(connection, Exempt(self._person, list_, entity, why, by, now))
            spared_now(connection, self._person, list_, now)
            self._spared(connection, "subscription:excluded", entity, slug, by, now)

    def include(self, entity: Entity, slug: str, by: str, now: datetime) -> None:
        """Take that back. Raises Refused where it was not so."""
        entity = entity.usual
        with self._store.writing() as connection:
            list_ = self._required(connection, slug).id if slug else ""
            if not subscriptions.include(connection, self._person, list_, entity):
                raise Declined(Cause.NOT_SPARED)
            spared_no_more(connection, self._person, list_, now)
            self._spared(connection, "subscription:included", entity, slug, by, now)

    def _required(self, connection: Connection, slug: str) -> Blocklist:
        found = lists.named(connection, slug)
        if found is None or found.person != self._person or found.origin is not Origin.FOREIGN or found.closed_at:
            raise Declined(Cause.UNKNOWN)
        return found

    def _end(self, connection: Connection, whose: Blocklist, by: str, now: datetime) -> None:
        lists.put(connection, replace(whose, closed_at=now, slug=f"{whose.slug}-{whose.id}"))
        subscriptions.drop(connection, whose.id)
        self._note(connection, "subscription:ended", {"list": whose.slug, "by": by}, now)

    def _spared(self, connection: Connection, event: str, entity: Entity, slug: str, by: str, now: datetime) -> None:
        salt = write.salt(connection, self._store.master, self._person)
        self._note(connection, event, {"list": slug, "by": by, "entity": pseudonym(salt, entity.key)}, now)

    def _note(self, connection: Connection, event: str, line: dict[str, str | int], now: datetime) -> None:
        write.salt(connection, self._store.master, self._person)  # makes the person's row at first need
        write.append(connection, self._person, [(now, event, line)])


def slug_of(source: str) -> str:
    """A name for a list by its address: `example-org-blocks`."""
    to = urlsplit(source)
    last = to.path.rstrip("/").rpartition("/")[2].partition(".")[0]
    words = re.sub(r"[^a-z0-9]+", "-", f"{to.hostname or to.scheme}-{last}".lower()).strip("-")
    return words[:63].strip("-") or "list"


def _free(connection: Connection, slug: str) -> str:
    """A name that no list has: two people may follow the same."""
    others = (f"{slug[:60]}-{number}" for number in count(2))
    return next(one for one in chain([slug], others) if subscriptions.free(connection, one))


def _require_sound(source: str, slug: str, terms: Terms) -> None:
    try:
        to = urlsplit(source)
        alone = not to.username and not to.password
    except ValueError as error:
        raise Declined(Cause.ADDRESS) from error
    if to.scheme not in SCHEMES or not alone or len(source) > ADDRESS or not source.isprintable():
        raise Declined(Cause.ADDRESS)
    if not SLUG.fullmatch(slug):
        raise Declined(Cause.NAME)
    _require_key(terms)


def _require_key(terms: Terms) -> None:
    if terms.verifier:
        try:
            Verifier.parse(terms.verifier)
        except ValueError as error:
            raise Declined(Cause.KEY) from error
