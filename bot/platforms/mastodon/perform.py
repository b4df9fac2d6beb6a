"""What is done on a Mastodon-like server, and its inverse."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, assert_never

from msgspec.structs import replace

from bot.errors import Gone, Refused, TryLater
from bot.model.action import (
    Block,
    CloseQuotes,
    CloseThread,
    DetachQuote,
    Dismiss,
    FilterStrangers,
    HideReplies,
    HideReply,
    Mute,
    Order,
    Prior,
    Report,
    Shelter,
    kind_of,
)
from bot.model.noun import Noun, utc
from bot.model.reason import Reason
from bot.platforms.beyond import beyond
from bot.platforms.mastodon.entities import StatusEntity
from bot.platforms.mastodon.instance import Instance
from bot.platforms.mastodon.normalise import moment
from bot.platforms.mastodon.options import Clock, Options
from bot.platforms.mastodon.relations import People, read
from bot.platforms.mastodon.rest import Client, Rest
from bot.platforms.mastodon.shelter import Sheltering
from bot.platforms.mastodon.throttle import Cost

MAX_COMMENT = 1000
"""Characters of a report's comment."""


class _Made(Noun, frozen=True, kw_only=True):
    id: str = ""


class Doing:
    """Performs orders by REST, each request saying all it means: GoToSocial's defaults differ from Mastodon's."""

    def __init__(self, options: Options, rest: Rest, instance: Instance, people: People, clock: Clock) -> None:
        self._options = options
        self._rest = rest
        self._instance = instance
        self._people = people
        self._clock = clock
        self._shelter = Sheltering(rest, instance)

    async def prior(self, order: Order) -> Prior:
        """The state the order meets: for a mute its scope and expiry, for a block what it will cut."""
        order = await self._meant(order)
        if isinstance(order.action, Shelter):
            return await self._shelter.prior(order.action)
        match order.action:
            case Mute():
                return await self._mute_before(order.subject_id)
            case Block():
                now = await self._people.relationship(order.subject_id)
                cut = {"following": now.following, "followed_by": now.followed_by, "muting": now.muting}
                detail = {name: "true" for name, held in cut.items() if held}
                return Prior(in_force=bool(now.blocking), detail=detail)
            case HideReply() | DetachQuote() | Dismiss() | Report():
                return Prior()
            case measure:
                raise beyond(measure)

    async def perform(self, order: Order) -> str:
        """Do it; a receipt. Raises Refused where this server cannot, with what to do instead."""
        check_id(order.subject_id)
        order = await self._meant(order)
        match order.action:
            case Mute(duration=duration):
                await self._mute(order.subject_id, duration, notifications=True)
            case Block():
                await self._act("block", lambda client: client.account_block(order.subject_id))
            case Dismiss():
                await self._dismiss(order)
            case Report():
                return await self._report(order, order.action)
            case DetachQuote():
                return await self._revoke_quote(order)
            case HideReply():
                raise Refused("Mastodon cannot hide a reply under the person's post; mute the author instead")
            case FilterStrangers() | CloseThread() | CloseQuotes() | HideReplies():
                await self._shelter.perform(order.action)
            case measure:
                raise beyond(measure)
        return ""

    async def revert(self, given: Order, prior: Prior) -> None:
        """Restore what `prior` says. Raises Refused for what cannot be undone."""
        check_id(given.subject_id)
        order = await self._meant(given)
        match order.action:
            case Mute():
                await self._restore_mute(order.subject_id, prior)
            case Block():
                if not prior.in_force:
                    await self._act("unblock", lambda client: client.account_unblock(order.subject_id))
            case Dismiss() if isinstance(given.action, Mute):
                return  # the notification that was dismissed in place of a mute does not come back
            case HideReply() | DetachQuote() | Dismiss() | Report():
                raise Refused(f"{kind_of(order.action)} cannot be undone on Mastodon")
            case FilterStrangers() | CloseThread() | CloseQuotes() | HideReplies():
                await self._shelter.revert(order.action, prior)
            case measure:
                raise beyond(measure)

    async def _meant(self, order: Order) -> Order:
        """The order, with what takes the place of a mute where the server has none."""
        if not isinstance(order.action, Mute) or await self._has_mutes():
            return order
        match self._options.without_mute:
            case "block":
                return replace(order, action=Block())
            case "dismiss":
                return replace(order, action=Dismiss())
            case "refuse":
                raise Refused("this server has no mutes; write without_mute, or `block` in the rule")
        assert_never(self._options.without_mute)

    async def _has_mutes(self) -> bool:
        """Whether the server knows mutes; nearly all do, so one that will not say now is taken for one of them."""
        try:
            return (await self._instance.server()).mutes
        except TryLater:
            return True

    async def _mute_before(self, account_id: str) -> Prior:
        now = await self._people.relationship(account_id)
        if not now.muting:
            return Prior()
        expires = now.muting_expires_at
        if expires is None:
            listed = await self._people.muted(account_id)
            expires = listed.mute_expires_at if listed else None
        notifications = "false" if now.muting_notifications is False else "true"
        until = moment(expires)
        return Prior(
            in_force=True, detail={"notifications": notifications} | ({"expires_at": utc(until)} if until else {})
        )

    async def _mute(self, account_id: str, duration: timedelta | None, *, notifications: bool) -> None:
        """Mute for whole seconds; 0 is for ever, and said, or an earlier expiry would stand."""
        seconds = max(1, round(duration.total_seconds())) if duration is not None else 0
        await self._act(
            "mute", lambda client: client.account_mute(account_id, notifications=notifications, duration=seconds)
        )

    async def _restore_mute(self, account_id: str, prior: Prior) -> None:
        until = moment(prior.detail.get("expires_at"))
        left = until - self._clock() if until else None
        if prior.in_force and (left is None or left > timedelta(0)):
            await self._mute(account_id, left, notifications=prior.detail.get("notifications") != "false")
        else:
            await self._act("unmute", lambda client: client.account_unmute(account_id))

    async def _dismiss(self, order: Order) -> None:
        if not order.notification:
            raise Refused("there is no notification to dismiss; the mention came by another way")
        check_id(order.notification)
        try:
            await self._act("dismiss", lambda client: client.notifications_dismiss(order.notification))
        except Gone:
            return  # it is already gone, as was asked

    async def _report(self, order: Order, action: Report) -> str:
        """The receipt is the report's id. Mastodon knows the categories spam, violation (with rules) and other."""
        category = "violation" if self._options.rule_ids else "other"
        category = "spam" if order.reason is Reason.SPAM else category
        said: dict[str, Any] = {
            "category": category,
            "comment": action.comment[:MAX_COMMENT],
            "forward": action.forward,
        }
        if order.native:
            said["status_ids"] = [check_id(order.native)]
        if category == "violation":
            said["rule_ids"] = list(self._options.rule_ids)
        answer = await self._rest.call("report", Cost.ACT, lambda client: client.report(order.subject_id, **said))
        return str(read(answer, _Made).id)

    async def _revoke_quote(self, order: Order) -> str:
        """Take the person's post out of a quote, for good; nothing happens where it is out already."""
        server = await self._instance.server()
        if not server.quotes:
            raise Refused("this server cannot take a post out of a quote (Mastodon can from 4.5 on)")
        quoting = check_id(order.native)
        answer = await self._rest.call("status", Cost.ACT, lambda client: client.status(quoting))
        quote = read(answer, StatusEntity).quote
        if quote is None or quote.quoted_status is None:
            return quoting
        quoted = check_id(quote.quoted_status.id)
        await self._act("detach_quote", lambda client: client.status_quote_revoke(quoted, quoting))
        return quoting

    async def _act(self, what: str, ask: Callable[[Client], Any]) -> None:
        await self._rest.call(what, Cost.ACT, ask)


def check_id(identity: str) -> str:
    """An id that may stand in a path: digits, ULID, UUID, flake, MD5. Raises Refused for anything else."""
    if not identity or not identity.isascii() or not identity.replace("-", "").replace("_", "").isalnum():
        raise Refused("this id is none that a Mastodon server gives; nothing was sent")
    return identity
