"""One list and its like at a platform, as the store has them: what was said is planned, what was done is noted."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from msgspec.structs import replace

from bot.blocklists.identifier import GENESIS
from bot.blocklists.instep import News, Placement, Seen, State, settled, subject, told
from bot.publishing.carried import Event, note, note_itself
from bot.store import lists, pauses, placements
from bot.store.database import Store

AT_ONCE: Final = 500
"""Changes that are planned in one transaction."""
WRITES: Final = 200
"""Entries that are looked up for one write."""
LEAVING: Final = {State.COMING: State.AWAY, State.BARRED: State.AWAY, State.THERE: State.GOING}
"""What becomes of who stands in a list that shall stand there no more."""


class Placing:
    """The store's part; each call is one short transaction after another, for the store's thread."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of(self, person: str) -> dict[str, Placement]:
        """How far each list of a person has come."""
        with self._store.reading() as connection:
            return placements.every(connection, person)

    def put(self, one: Placement) -> Placement:
        """Write how far it has come."""
        with self._store.writing() as connection:
            placements.put(connection, one)
        return one

    def tell(self, one: Placement, event: Event, at: datetime) -> Placement:
        """The same, and what became of the list itself."""
        with self._store.writing() as connection:
            placements.put(connection, one)
            note_itself(connection, self._store, one, at, event)
        return one

    def plan(self, one: Placement) -> Placement:
        """Plan what the log says since."""
        while self._behind(one):
            with self._store.writing() as connection:
                log = lists.since(connection, one.list, one.upto, AT_ONCE)
                named = {did: change for change in log if (did := subject(change.entity))}
                before = placements.states(connection, one.list, list(named))
                after = dict(before)
                for change in log:
                    if did := subject(change.entity):
                        after[did] = told(after.get(did, State.AWAY), change)
                fresh = {did: state for did, state in after.items() if state is not before.get(did, State.AWAY)}
                placements.mark(connection, one, fresh, {did: change.id for did, change in named.items()})
                one = replace(one, upto=log[-1].id)
                placements.put(connection, one)
        return one

    def settle(self, one: Placement, found: Mapping[str, Seen], at: datetime) -> tuple[Placement, News]:
        """Take note of all that stands over there."""
        with self._store.writing() as connection:
            news = settled(placements.all_states(connection, one.list), found)
            placements.mark(connection, one, news.states, {})
            one = replace(one, looked_at=at)
            placements.put(connection, one)
            note(connection, self._store, one, at, Event.HAND_OUT, news.removed)
            note(connection, self._store, one, at, Event.HAND_IN, news.added)
        return one, news

    def paused(self, one: Placement, now: datetime) -> bool:
        """Whether nobody is put in for now, since the person paused the shield; who is to go goes."""
        with self._store.reading() as connection:
            return pauses.paused(connection, one.person, now)

    def next(self, one: Placement, now: datetime) -> tuple[list[str], list[str]]:
        """Whom to take out, and whom to put in; who is listed wrongly is freed first."""
        with self._store.reading() as connection:
            going = placements.waiting(connection, one.list, State.GOING, WRITES)
            if pauses.paused(connection, one.person, now):
                return going, []
            return going, placements.waiting(connection, one.list, State.COMING, WRITES)

    def done(self, one: Placement, going: list[str], coming: list[str], at: datetime) -> None:
        """They were taken out, and put in."""
        states = dict.fromkeys(going, State.AWAY) | dict.fromkeys(coming, State.THERE)
        with self._store.writing() as connection:
            placements.mark(connection, one, states, {})
            note(connection, self._store, one, at, Event.TAKEN_OUT, going)
            note(connection, self._store, one, at, Event.PUT_IN, coming)

    def leave(self, one: Placement) -> bool:
        """Plan that everybody whom we put in goes; whether anybody stays whom somebody's hand put in."""
        with self._store.writing() as connection:
            states = placements.all_states(connection, one.list)
            fresh = {did: LEAVING[state] for did, state in states.items() if state in LEAVING}
            placements.mark(connection, one, fresh, {})
            placements.put(connection, replace(one, upto=GENESIS))  # who is chosen to stand there again is planned anew
        return State.THEIRS in states.values()

    def forget(self, one: Placement, event: Event, at: datetime) -> None:
        """Keep nothing of it any more, but what became of it."""
        with self._store.writing() as connection:
            placements.forget(connection, one.list)
            if one.uri:
                note_itself(connection, self._store, one, at, event)

    def _behind(self, one: Placement) -> bool:
        with self._store.reading() as connection:
            return bool(lists.since(connection, one.list, one.upto, 1))
