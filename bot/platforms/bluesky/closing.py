"""Gates that are closed for a while: who may reply to a post, or quote it. What the person chose themselves stands."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import msgspec

from bot.errors import Refused
from bot.model.action import Prior
from bot.model.noun import Noun, utc
from bot.platforms.bluesky.gates import ATTEMPTS, POST, THREAD, Gate
from bot.platforms.bluesky.post import authority
from bot.platforms.bluesky.refusals import Conflict
from bot.platforms.bluesky.repository import Record, Repository


class Rules(Noun, frozen=True, kw_only=True):
    """What a closed gate says."""

    gate: Gate
    key: str
    """The key of the rules in the record; where it is missing, or empty in a post gate, everybody may."""
    closed: tuple[str, ...]
    """The types of the rules that we write."""

    @property
    def written(self) -> list[dict[str, str]]:
        """As the record has them."""
        return [{"$type": f"{self.gate.collection}#{one}"} for one in self.closed]


REPLIES: Final = Rules(gate=THREAD, key="allow", closed=("followingRule", "mentionRule"))
"""Those whom the person follows, and those whom the post mentions."""
QUOTES: Final = Rules(gate=POST, key="embeddingRules", closed=("disableRule",))
"""Nobody."""


class Closing:
    """Closes and opens the gates of one kind of one account."""

    def __init__(self, repository: Repository, rules: Rules) -> None:
        self._repository = repository
        self._rules = rules

    async def prior(self, post: str) -> Prior:
        """What the gate is like; in force where it is narrowed already, by whomever."""
        found = await self._found(post)
        had = "" if found is None else "record"
        return Prior(
            in_force=bool(found and self._narrowed(found)), detail={"gate": had, "rules": _text(found, self._key)}
        )

    async def close(self, post: str, at: datetime) -> str:
        """Narrow the gate, where everybody may pass now; the gate's URI."""
        for left in range(ATTEMPTS - 1, -1, -1):
            found = await self._found(post)
            if found is None or not self._narrowed(found):
                fresh = {"$type": self._rules.gate.collection, "post": post, "createdAt": utc(at)}
                value = {**(found.value if found else fresh), self._key: self._rules.written}
                if not await self._put(post, value, found, left):
                    continue
            break
        return f"at://{await self._repository.did()}/{self._rules.gate.collection}/{_rkey(post)}"

    async def open(self, post: str, prior: Prior) -> None:
        """Take our rules out again, and the record where nothing else stood in it; what was changed since stays."""
        if prior.in_force:
            return
        for left in range(ATTEMPTS - 1, -1, -1):
            found = await self._found(post)
            if found is None or found.value.get(self._key) != self._rules.written:
                return
            value = {key: kept for key, kept in found.value.items() if key != self._key}
            before = prior.detail.get("rules", "")
            if before:
                value[self._key] = msgspec.json.decode(before)
            gone = not prior.detail.get("gate") and value.keys() <= {"$type", "post", "createdAt"}
            if await self._put(post, None if gone else value, found, left):
                return

    @property
    def _key(self) -> str:
        return self._rules.key

    def _narrowed(self, found: Record) -> bool:
        """A thread gate's empty list lets nobody through, a post gate's everybody."""
        rules = found.value.get(self._key)
        return rules is not None if self._rules is REPLIES else bool(rules)

    async def _found(self, post: str) -> Record | None:
        if authority(post) != await self._repository.did():
            raise Refused("It is not the person's own post: only its author can do this.")
        return await self._repository.get(self._rules.gate.collection, _rkey(post))

    async def _put(self, post: str, value: Mapping[str, Any] | None, was: Record | None, left: int) -> bool:
        """Write it, or delete it; whether nobody was faster. Raises Conflict after the last attempt."""
        try:
            if value is None:
                await self._repository.delete(self._rules.gate.collection, _rkey(post), was)
            else:
                await self._repository.put(self._rules.gate.collection, _rkey(post), value, was)
        except Conflict:
            if not left:
                raise
            return False
        return True


def _rkey(post: str) -> str:
    return post.rpartition("/")[2]


def _text(found: Record | None, key: str) -> str:
    if found is None or key not in found.value:
        return ""
    return msgspec.json.encode(found.value[key]).decode()
