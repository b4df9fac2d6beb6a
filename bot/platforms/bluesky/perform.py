"""Does what is ordered, and undoes it exactly."""

from bot.errors import Refused
from bot.model.action import Block, DetachQuote, Dismiss, HideReply, Mute, Order, Prior, Report, Shelter
from bot.model.noun import utc
from bot.platforms.beyond import beyond
from bot.platforms.bluesky.gates import POST, THREAD, Gates
from bot.platforms.bluesky.keys import derived
from bot.platforms.bluesky.post import authority
from bot.platforms.bluesky.report import report
from bot.platforms.bluesky.repository import Record, Repository
from bot.platforms.bluesky.session import Login
from bot.platforms.bluesky.sheltering import Sheltering
from bot.platforms.bluesky.views import Views

BLOCKS = "app.bsky.graph.block"
_NO_DISMISSAL = "Bluesky knows no dismissal of one notification; a mute or a hidden reply is what hides it there."


SCOPES = {"onlyReposts": "muted_only_reposts", "onlyQuoteposts": "muted_only_quoteposts"}
"""What a mute may be limited to, by the words of `muteActor` and by ours."""


class Performer:
    """The actions of one account."""

    def __init__(self, login: Login, views: Views, repository: Repository, labeler: str) -> None:
        self._login = login
        self._views = views
        self._repository = repository
        self._labeler = labeler
        self._threads = Gates(repository, THREAD)
        self._posts = Gates(repository, POST)
        self._shelter = Sheltering(repository, self._threads)

    async def prior(self, order: Order) -> Prior:
        """The state the order meets."""
        if isinstance(order.action, Shelter):
            return await self._shelter.prior(order, order.action)
        match order.action:
            case Mute():
                viewer = await self._views.viewer(order.subject_id)
                scope = {word: "true" for word, field in SCOPES.items() if getattr(viewer, field)}
                return Prior(in_force=viewer.muted, detail=scope)
            case Block():
                blocking = (await self._views.viewer(order.subject_id)).blocking
                ours = blocking.rpartition("/")[2] == block_key(order.subject_id)
                return Prior(in_force=bool(blocking), detail={"record": blocking} if blocking and not ours else {})
            case HideReply():
                return await self._threads.prior(_thread(order), order.uri)
            case DetachQuote():
                return await self._posts.prior(await self._quoted(order), order.uri)
            case Report() | Dismiss():
                return Prior()
            case measure:
                raise beyond(measure)

    async def perform(self, order: Order) -> str:
        """Do it; the receipt is the URI of the record, or the report's id."""
        self._views.forget()
        if isinstance(order.action, Shelter):
            return await self._shelter.perform(order, order.action)
        match order.action:
            case Mute():
                await self._mute(order.subject_id, {})
                return ""
            case Block():
                return await self._block(order)
            case HideReply():
                return await self._threads.add(_thread(order), order.uri, order.decided_at)
            case DetachQuote():
                return await self._posts.add(await self._quoted(order), order.uri, order.decided_at)
            case Report():
                return await report(self._login, order, order.action, self._labeler)
            case Dismiss():
                raise Refused(_NO_DISMISSAL)
            case measure:
                raise beyond(measure)

    async def revert(self, order: Order, prior: Prior) -> None:
        """Restore what the order met."""
        self._views.forget()
        if isinstance(order.action, Shelter):
            await self._shelter.revert(order, order.action, prior)
            return
        match order.action:
            case Report():
                raise Refused("A report cannot be taken back.")
            case Dismiss():
                raise Refused(_NO_DISMISSAL)
            case Mute():
                await self._unmute(order.subject_id, prior)
            case Block():
                if not prior.in_force:
                    await self._repository.delete(BLOCKS, block_key(order.subject_id))
            case HideReply():
                await self._threads.remove(_thread(order), order.uri, prior)
            case DetachQuote():
                await self._posts.remove(await self._quoted(order), order.uri, prior)
            case measure:
                raise beyond(measure)

    async def _mute(self, did: str, scope: dict[str, bool]) -> None:
        await self._login.procedure("app.bsky.graph.muteActor", {"actor": did, **scope})

    async def _unmute(self, did: str, prior: Prior) -> None:
        if prior.in_force:
            return
        if prior.detail:
            await self._mute(did, dict.fromkeys(prior.detail, True))
        else:
            await self._login.procedure("app.bsky.graph.unmuteActor", {"actor": did})

    async def _block(self, order: Order) -> str:
        key = block_key(order.subject_id)
        found: Record | None = await self._repository.get(BLOCKS, key)
        if found is not None:
            return f"at://{await self._repository.did()}/{BLOCKS}/{key}"
        value = {"$type": BLOCKS, "subject": order.subject_id, "createdAt": utc(order.decided_at)}
        return await self._repository.put(BLOCKS, key, value, None)

    async def _quoted(self, order: Order) -> str:
        own = await self._repository.did()
        for uri in order.quoted:
            if authority(uri) == own:
                return uri
        raise Refused("The post quotes none of the person's own: there is nothing to detach.")


def _thread(order: Order) -> str:
    if order.root is None:
        raise Refused("The post is not a reply: there is nothing to hide it under.")
    return order.root


def block_key(did: str) -> str:
    """The record key of a block: from its subject, so that a repeated write is the same write."""
    return derived(f"block {did}")
