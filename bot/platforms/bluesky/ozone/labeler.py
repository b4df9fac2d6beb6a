"""A labeler as one account of its team calls it: through that account's own server, which vouches for it."""

from collections.abc import Mapping

from bot.platforms.bluesky.session import Login


class Labeler:
    """Its Ozone. Raises NoRole where the account may not."""

    def __init__(self, login: Login, did: str) -> None:
        """`did` is the labeler's."""
        self.did = did
        self._login = login
        self._to = {"atproto-proxy": f"{did}#atproto_labeler"}

    async def ask(self, nsid: str, params: Mapping[str, object]) -> bytes:
        """What it answers to a question, raw."""
        return await self._login.query(nsid, params, self._to)

    async def tell(self, nsid: str, body: Mapping[str, object]) -> bytes:
        """What it answers to a request to do something, raw."""
        return await self._login.procedure(nsid, body, self._to)

    async def me(self) -> str:
        """DID of the account that calls."""
        return await self._login.did()

    async def shown(self, nsid: str, params: Mapping[str, object]) -> bytes:
        """What the AppView shows to those who take this labeler's labels, raw."""
        return await self._login.query(nsid, params, {"atproto-accept-labelers": self.did})
