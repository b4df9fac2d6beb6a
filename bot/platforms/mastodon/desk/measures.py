"""What a desk does about an account on a server with Mastodon's API, and its inverse.

`action` settles all open reports on the account, and mails its owner unless it is told not to: so what is open is noted
before, and waits again when it is undone; and a mail goes with what a human wrote for it alone.
"""

from typing import Final

from bot.errors import Refused
from bot.model.action import Order, Prior, kind_of
from bot.model.measure import Assign, Limit, LimitDomain, Reopen, Resolve, Sensitive, Suspend, SuspendDomain, Warn
from bot.model.noun import Noun, utc
from bot.platforms.mastodon.answer import NotOffered
from bot.platforms.mastodon.desk.domains import Domains
from bot.platforms.mastodon.desk.flags import LOOKED, Flags, named, noted, while_done
from bot.platforms.mastodon.perform import check_id
from bot.platforms.mastodon.relations import read
from bot.platforms.mastodon.rest import Rest
from bot.platforms.mastodon.throttle import Cost

ACCOUNTS: Final = "/api/v1/admin/accounts"
Holding = Sensitive | Limit | Suspend
"""What holds on an account until it is lifted."""
TYPES: Final[dict[type[Holding], str]] = {Sensitive: "sensitive", Limit: "silence", Suspend: "suspend"}


class _State(Noun, frozen=True, kw_only=True):
    """An account as moderators see it, as far as it matters here; never its e-mail or addresses."""

    domain: str | None = None
    suspended: bool = False
    silenced: bool = False
    limited: bool = False
    """What anybody is told of `silenced`."""
    sensitized: bool = False

    def under(self, action: Holding) -> bool:
        """Whether it holds already."""
        match action:
            case Sensitive():
                return self.sensitized
            case Limit():
                return self.silenced or self.limited
            case Suspend():
                return self.suspended


class Measures:
    """Performs orders by REST."""

    def __init__(self, rest: Rest, flags: Flags, domains: Domains) -> None:
        self._rest = rest
        self._flags = flags
        self._domains = domains

    async def prior(self, order: Order) -> Prior:
        """The state the order meets; of what settles reports, those that are open."""
        match order.action:
            case Sensitive() | Limit() | Suspend():
                state = await self._state(order.subject_id)
                looked = {LOOKED: utc(self._rest.hour.now())}
                waiting = await self._flags.waiting(order.subject_id)
                return Prior(in_force=state.under(order.action), detail=noted(waiting) | looked)
            case Warn():
                return Prior()
            case Assign() | Resolve() | Reopen():
                return await self._flags.prior(order.action, order.subject_id)
            case LimitDomain() | SuspendDomain():
                return await self._domains.prior(order.action)
            case _:
                raise _foreign(order)

    async def perform(self, order: Order) -> str:
        """Do it; when that was, the id of a domain's rule, or nothing."""
        match order.action:
            case Sensitive() | Limit() | Suspend():
                began = self._rest.hour.now()
                await self._act(order.subject_id, TYPES[type(order.action)], order.action.text)
                return while_done(began, self._rest.hour.now())
            case Warn():
                await self._warn(order.subject_id, order.action.text)
            case Assign() | Resolve() | Reopen():
                await self._flags.perform(order.action, order.subject_id)
            case LimitDomain() | SuspendDomain():
                return await self._domains.perform(order.action)
            case _:
                raise _foreign(order)
        return ""

    async def revert(self, order: Order, prior: Prior, receipt: str) -> None:
        """Restore what `prior` says. Reports first: were it broken off, the rest would say what is left to do."""
        match order.action:
            case Sensitive() | Limit() | Suspend():
                late = await self._flags.between(order.subject_id, prior, receipt)
                await self._flags.reopen(dict.fromkeys((*named(prior), *late)))
                if not prior.in_force:
                    await self._lift(order.subject_id, order.action)
            case Assign() | Resolve() | Reopen():
                await self._flags.revert(order.action, prior)
            case LimitDomain() | SuspendDomain():
                await self._domains.revert(order.action, prior)
            case _:
                raise Refused(f"{kind_of(order.action)} cannot be taken back")

    async def _lift(self, account: str, action: Holding) -> None:
        if (await self._state(account)).under(action):  # what is not suspended may not be unsuspended: that is a 403
            kind = TYPES[type(action)]
            await self._rest.send(f"un{kind}", "POST", f"{ACCOUNTS}/{check_id(account)}/un{kind}")

    async def _warn(self, account: str, text: str) -> None:
        if not text.strip():
            raise Refused("a warning without words says nothing; write what the author is told")
        if (await self._state(account)).domain is not None:
            raise Refused("this account is on another server, whose moderators alone can warn it")
        await self._act(account, "none", text)

    async def _act(self, account: str, kind: str, text: str) -> None:
        told = {"send_email_notification": "true", "text": text} if text.strip() else _SILENT
        await self._rest.send(kind, "POST", f"{ACCOUNTS}/{check_id(account)}/action", {"type": kind, **told})

    async def _state(self, account: str) -> _State:
        """As moderators see it; as anybody does where the server shows them no more (GoToSocial)."""
        try:
            answer = await self._rest.get("account", Cost.ACT, f"{ACCOUNTS}/{check_id(account)}")
        except NotOffered:
            answer = await self._rest.get("account", Cost.ACT, f"/api/v1/accounts/{check_id(account)}")
        found: _State = read(answer, _State)
        return found


_SILENT: Final = {"send_email_notification": "false"}
"""Left out, it would be true."""


def _foreign(order: Order) -> Refused:
    return Refused(f"a server with Mastodon's API has no measure of the kind {kind_of(order.action)}")
