"""Thread gates and post gates: lists in a record of the person's own, changed without touching what else it says."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Any

from bot.errors import Refused
from bot.model.action import Prior
from bot.model.noun import Noun, utc
from bot.platforms.bluesky.post import authority
from bot.platforms.bluesky.refusals import Conflict
from bot.platforms.bluesky.repository import Record, Repository

ATTEMPTS = 5
"""Times a change is merged again because the record changed meanwhile."""


class Gate(Noun, frozen=True, kw_only=True):
    """A kind of gate."""

    collection: str
    list: str
    """The key of the list of URIs."""
    most: int
    what: str


THREAD = Gate(collection="app.bsky.feed.threadgate", list="hiddenReplies", most=300, what="hidden replies")
POST = Gate(collection="app.bsky.feed.postgate", list="detachedEmbeddingUris", most=50, what="detached quotes")


class Gates:
    """The gates of one kind of one account. Changes to one gate that come together are written together."""

    def __init__(self, repository: Repository, gate: Gate) -> None:
        self._repository = repository
        self._gate = gate
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._waiting: defaultdict[str, dict[str, None]] = defaultdict(dict)

    async def prior(self, post: str, uri: str) -> Prior:
        """Whether the URI is listed at the post's gate, and what of the gate there is."""
        found = await self._repository.get(self._gate.collection, await self._key(post))
        listed = _uris(found, self._gate) if found else []
        had = "" if found is None else "list" if self._gate.list in found.value else "record"
        return Prior(in_force=uri in listed, detail={"gate": had})

    async def add(self, post: str, uri: str, at: datetime) -> str:
        """List the URI at the post's gate; the gate's URI. Raises Refused when the list is full."""
        rkey = await self._key(post)
        waiting = self._waiting[rkey]
        waiting[uri] = None
        async with self._locks[rkey]:
            if uri in waiting:  # else another call has written it with its own
                batch = tuple(waiting)
                waiting.clear()
                try:
                    await self._merge(rkey, post, batch, at)
                except BaseException:  # cancelled, too: the others that wait must not be forgotten with this one
                    waiting.update(dict.fromkeys(other for other in batch if other != uri))
                    raise
        return f"at://{await self._repository.did()}/{self._gate.collection}/{rkey}"

    async def prior_of(self, post: str, uris: Sequence[str]) -> Prior:
        """Which of these URIs are listed at the post's gate; in force where all are, or no more can be."""
        found = await self._repository.get(self._gate.collection, await self._key(post))
        listed = _uris(found, self._gate) if found else []
        had = "" if found is None else "list" if self._gate.list in found.value else "record"
        there = [uri for uri in uris if uri in listed]
        return Prior(in_force=len(there) == len(uris), detail={"gate": had, "listed": " ".join(there)})

    async def add_all(self, post: str, uris: Sequence[str], at: datetime) -> str:
        """List as many of the URIs as there is room for, the first first, with one write; the gate's URI."""
        rkey = await self._key(post)
        async with self._locks[rkey]:
            found = await self._repository.get(self._gate.collection, rkey)
            listed = _uris(found, self._gate) if found else []
            fitting = [uri for uri in uris if uri not in listed][: max(0, self._gate.most - len(listed))]
            if not fitting and not set(uris) <= set(listed):
                raise Refused(f"A post takes {self._gate.most} {self._gate.what}, and its list is full.")
            if fitting:
                await self._merge(rkey, post, tuple(fitting), at)
        return f"at://{await self._repository.did()}/{self._gate.collection}/{rkey}"

    async def remove_all(self, post: str, uris: Sequence[str], prior: Prior) -> None:
        """Take those off the list that were not on it before, with one write."""
        rkey = await self._key(post)
        ours = set(uris) - set(prior.detail.get("listed", "").split())
        async with self._locks[rkey]:
            await self._taken_off(rkey, ours, prior)

    async def remove(self, post: str, uri: str, prior: Prior) -> None:
        """Take the URI off the list, and what we alone have made with it: nothing that was there before is lost."""
        if prior.in_force:
            return
        rkey = await self._key(post)
        async with self._locks[rkey]:
            await self._taken_off(rkey, {uri}, prior)

    async def _taken_off(self, rkey: str, uris: AbstractSet[str], prior: Prior) -> None:
        for left in range(ATTEMPTS - 1, -1, -1):
            try:
                await self._take_off(rkey, uris, prior.detail.get("gate", "list"))
            except Conflict:
                if not left:
                    raise
            else:
                return

    async def _merge(self, rkey: str, post: str, uris: tuple[str, ...], at: datetime) -> None:
        for left in range(ATTEMPTS - 1, -1, -1):
            found = await self._repository.get(self._gate.collection, rkey)
            listed = _uris(found, self._gate) if found else []
            missing = [uri for uri in uris if uri not in listed]
            if not missing:
                return
            if len(listed) + len(missing) > self._gate.most:
                raise Refused(f"A post takes {self._gate.most} {self._gate.what}, and its list is full.")
            fresh = {"$type": self._gate.collection, "post": post, "createdAt": utc(at)}
            value = {**(found.value if found else fresh), self._gate.list: [*_all(found, self._gate), *missing]}
            try:
                await self._repository.put(self._gate.collection, rkey, value, found)
            except Conflict:
                if not left:
                    raise
            else:
                return

    async def _take_off(self, rkey: str, uris: AbstractSet[str], had: str) -> None:
        found = await self._repository.get(self._gate.collection, rkey)
        if found is None or uris.isdisjoint(_uris(found, self._gate)):
            return
        rest = [other for other in _all(found, self._gate) if other not in uris]
        value: Mapping[str, Any] = {**found.value, self._gate.list: rest}
        if not rest and had != "list":
            value = {key: kept for key, kept in found.value.items() if key != self._gate.list}
            if not had and value.keys() <= {"$type", "post", "createdAt"}:
                await self._repository.delete(self._gate.collection, rkey, found)
                return
        await self._repository.put(self._gate.collection, rkey, value, found)

    async def _key(self, post: str) -> str:
        if authority(post) != await self._repository.did():
            raise Refused("It is not the person's own post: only its author can do this.")
        return post.rpartition("/")[2]


def _all(found: Record | None, gate: Gate) -> list[Any]:
    listed = found.value.get(gate.list) if found else None
    return listed if isinstance(listed, list) else []


def _uris(found: Record | None, gate: Gate) -> list[str]:
    return [uri for uri in _all(found, gate) if isinstance(uri, str)]
