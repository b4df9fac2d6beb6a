"""The person's notification policy, set to `filter` for a while: what strangers send is set aside, and polled.

Never `drop`, which destroys; and never over what the person chose themselves: a policy of theirs that already sets
strangers aside, or drops them, stays as it is, and one that they change meanwhile is not changed back.
"""

from typing import Final

import msgspec

from bot.errors import Gone, Refused
from bot.model.action import FilterStrangers, Prior, Shelter, kind_of
from bot.platforms.mastodon.decode import decode
from bot.platforms.mastodon.instance import Instance
from bot.platforms.mastodon.rest import Rest
from bot.platforms.mastodon.throttle import Cost

KEY: Final = "for_not_following"
"""What is set: those whom the person does not follow."""
OPEN, ASIDE = "accept", "filter"


class Sheltering:
    """Raises and lowers the one shelter that Mastodon has."""

    def __init__(self, rest: Rest, instance: Instance) -> None:
        self._rest = rest
        self._instance = instance

    async def prior(self, shelter: Shelter) -> Prior:
        """What the policy says of strangers; in force where it lets none of them through already."""
        held = await self._held(shelter)
        return Prior(in_force=held != OPEN, detail={KEY: held})

    async def perform(self, shelter: Shelter) -> None:
        """Set strangers aside, where they are let through now."""
        if await self._held(shelter) == OPEN:
            await self._set(ASIDE)

    async def revert(self, shelter: Shelter, prior: Prior) -> None:
        """Let them through again, unless the person has chosen otherwise since."""
        if not prior.in_force and await self._held(shelter) == ASIDE:
            await self._set(prior.detail.get(KEY, OPEN))

    async def _held(self, shelter: Shelter) -> str:
        if not isinstance(shelter, FilterStrangers):
            raise Refused(f"Mastodon has no {kind_of(shelter)}")
        if not (await self._instance.server()).groups:
            raise Refused("this server has no notification policy (Mastodon has one from 4.3 on)")
        try:
            answer = await self._rest.call("policy", Cost.READ, lambda client: client.notifications_policy())
        except Gone as trouble:
            raise Refused("this server has no notification policy") from trouble
        held = decode(answer.body, dict[str, msgspec.Raw]).get(KEY)
        if held is None:
            raise Refused("this server's notification policy says nothing of strangers")
        return decode(bytes(held), str)

    async def _set(self, value: str) -> None:
        await self._rest.call(
            "policy", Cost.ACT, lambda client: client.update_notifications_policy(for_not_following=value)
        )
