"""The reports of one account, as the desk deals with them: taken, settled, opened again."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from bot.model.action import Prior
from bot.model.measure import Assign, Reopen, Resolve
from bot.model.noun import Noun, utc
from bot.platforms.mastodon.answer import Forbidden, NotOffered
from bot.platforms.mastodon.desk.reports import PATH, SETTLED
from bot.platforms.mastodon.normalise import moment
from bot.platforms.mastodon.perform import check_id
from bot.platforms.mastodon.relations import read
from bot.platforms.mastodon.rest import Rest
from bot.platforms.mastodon.throttle import Cost

PAGES: Final = 5
LIMIT: Final = 100
"""Reports of one account that are dealt with at once: 500."""
LOOKED: Final = "looked"
"""Under which it is noted when it was looked what is open."""
SLACK: Final = timedelta(seconds=2)
"""A server's clock is known to the second."""
Dealing = Assign | Resolve | Reopen
_NEVER: Final = datetime.min.replace(tzinfo=UTC)


class _Id(Noun, frozen=True, kw_only=True):
    id: str = ""


class _Flag(Noun, frozen=True, kw_only=True):
    id: str = ""
    action_taken: bool = False
    action_taken_at: str | None = None
    created_at: str = ""
    assigned_account: _Id | None = None
    action_taken_by_account: _Id | None = None


class Flags:
    """Reads and changes reports; `me` is the id of the desk's account."""

    def __init__(self, rest: Rest, me: str) -> None:
        self._rest = rest
        self._me = me

    async def waiting(self, account: str) -> tuple[str, ...]:
        """The reports of an account that are open; none where the role may not see them."""
        try:
            return tuple(one.id for one in await self._open(account))
        except (Forbidden, NotOffered):
            return ()

    async def between(self, account: str, prior: Prior, receipt: str) -> tuple[str, ...]:
        """The reports that came after it was looked, and that the action settled with the others: by this account, and
        while it was done (`receipt`); none where that is not known.
        """
        looked, began, ended = map(moment, (prior.detail.get(LOOKED), *_two(receipt)))
        if looked is None or began is None or ended is None:
            return ()
        try:
            settled = await self._listed(account, {SETTLED: "true"})
        except (Forbidden, NotOffered):
            return ()
        return tuple(
            one.id
            for one in settled
            if (one.action_taken_by_account or _Id()).id == self._me
            and (moment(one.created_at) or _NEVER) >= looked - SLACK
            and began - SLACK <= (moment(one.action_taken_at) or _NEVER) <= ended + SLACK
        )

    async def prior(self, action: Dealing, account: str) -> Prior:
        """How those reports stand that it would change."""
        found = [await self._one(id_) for id_ in action.flags] if action.flags else await self._open(account)
        match action:
            case Assign():
                left = [one.id for one in found if (one.assigned_account or _Id()).id != self._me]
            case Resolve():
                left = [one.id for one in found if not one.action_taken]
            case Reopen():
                left = [one.id for one in found if one.action_taken]
        return Prior(in_force=not left, detail=noted(left))

    async def perform(self, action: Dealing, account: str) -> None:
        """Do it, to each of them."""
        given = action.flags or await self.waiting(account)
        match action:
            case Assign():
                await self._each(given, "assign_to_self")
            case Resolve():
                await self._each(given, "resolve")
            case Reopen():
                await self.reopen(given)

    async def revert(self, action: Dealing, prior: Prior) -> None:
        """Take it back, of those that it changed; what was a colleague's is then nobody's."""
        match action:
            case Assign():
                await self._each(named(prior), "unassign")
            case Resolve():
                await self.reopen(named(prior))
            case Reopen():
                await self._each(named(prior), "resolve")

    async def reopen(self, flags: Iterable[str]) -> None:
        """Let reports wait again."""
        await self._each(flags, "reopen")

    async def _each(self, flags: Iterable[str], what: str) -> None:
        for one in flags:
            await self._rest.send(f"report {what}", "POST", f"{PATH}/{check_id(one)}/{what}")

    async def _one(self, flag: str) -> _Flag:
        answer = await self._rest.get("report", Cost.ACT, f"{PATH}/{check_id(flag)}")
        found: _Flag = read(answer, _Flag)
        return found

    async def _open(self, account: str) -> list[_Flag]:
        return [one for one in await self._listed(account, {}) if not one.action_taken]

    async def _listed(self, account: str, which: dict[str, str]) -> list[_Flag]:
        found: list[_Flag] = []
        page: dict[str, str | int] = {}
        for _ in range(PAGES):
            asked = {"target_account_id": check_id(account), "limit": LIMIT, **which, **page}
            answer = await self._rest.get("reports", Cost.ACT_PAGE if page else Cost.ACT, PATH, asked)
            found += read(answer, tuple[_Flag, ...])
            older = answer.page("next").get("max_id", "")
            if not older or older == page.get("max_id"):
                break
            page = {"max_id": older}
        return found


def while_done(began: datetime, ended: datetime) -> str:
    """When an action was done, as its receipt."""
    return f"{utc(began)}/{utc(ended)}"


def _two(receipt: str) -> tuple[str, str]:
    began, _, ended = receipt.partition("/")
    return began, ended


def noted(flags: Sequence[str]) -> dict[str, str]:
    """How reports are noted in what an order met."""
    return {"flags": " ".join(flags)} if flags else {}


def named(prior: Prior) -> list[str]:
    """The reports that an order met."""
    return prior.detail.get("flags", "").split()
