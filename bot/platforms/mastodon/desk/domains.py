"""What a desk does to whole servers: the rule for a domain, made, tightened, and put back as it was."""

from collections.abc import AsyncIterator
from typing import Final

from bot.errors import Malformed, Refused
from bot.model.action import Prior
from bot.model.measure import LimitDomain, SuspendDomain
from bot.model.noun import Noun
from bot.platforms.desk import COVERED, server
from bot.platforms.mastodon.answer import Answer, Conflict
from bot.platforms.mastodon.decode import decode
from bot.platforms.mastodon.relations import read
from bot.platforms.mastodon.rest import Rest
from bot.platforms.mastodon.throttle import Cost

PATH: Final = "/api/v1/admin/domain_blocks"
PAGES: Final = 50
LIMIT: Final = 200
STRENGTH: Final = ("noop", "silence", "suspend")
Domain = LimitDomain | SuspendDomain


class _Rule(Noun, frozen=True, kw_only=True):
    id: str = ""
    domain: str = ""
    severity: str = "noop"

    def holds(self, severity: str) -> bool:
        """Whether it is as strict already."""
        return _strength(self.severity) >= _strength(severity)


class _Existing(Noun, frozen=True, kw_only=True):
    existing_domain_block: _Rule | None = None


class Domains:
    """Reads and changes the rules for other servers; `home` is the desk's own."""

    def __init__(self, rest: Rest, home: str) -> None:
        self._rest = rest
        self._home = home

    async def prior(self, action: Domain) -> Prior:
        """What rule the domain has; in force also where a parent's is as strict."""
        domain, severity = self._asked(action)
        covering = await self._covering(domain)
        own = next((one for one in covering if one.domain == domain), None)
        detail = {"rule": own.id, "severity": own.severity} if own else {}
        return Prior(in_force=any(one.holds(severity) for one in covering), detail=detail)

    async def perform(self, action: Domain) -> str:
        """Make the rule, or make the one that is there stricter; its id. Nothing where it is so already."""
        domain, severity = self._asked(action)
        try:
            answer = await self._rest.send("domain rule", "POST", PATH, {"domain": domain, "severity": severity})
        except Conflict as conflict:
            existing = _existing(conflict)
            if existing.domain == domain and not existing.holds(severity):
                await self._put(existing.id, severity)
            elif not existing.holds(severity):
                raise Refused(COVERED) from None
            return existing.id
        return str(read(answer, _Rule).id)

    async def revert(self, action: Domain, prior: Prior) -> None:
        """Put the rule back as it was met, or take it away; what a suspension deleted does not come back, and what
        somebody made of the rule since stays so.
        """
        domain, severity = self._asked(action)
        own = [one async for one in self._rules() if (one.domain, one.severity) == (domain, severity)]
        for one in own:
            if prior.detail.get("severity"):
                await self._put(one.id, prior.detail["severity"])
            else:
                await self._rest.send("domain rule", "DELETE", f"{PATH}/{_number(one.id)}")

    async def covered(self, domain: str) -> tuple[str, str] | None:
        """Server and strictness of the strictest rule that covers it; its own, where several are alike."""
        found = await self._covering(domain)
        strictest = max(found, key=lambda one: (_strength(one.severity), len(one.domain)), default=None)
        return (strictest.domain, strictest.severity) if strictest else None

    async def _covering(self, domain: str) -> list[_Rule]:
        return [one async for one in self._rules() if _covers(one.domain, domain)]

    async def _put(self, rule: str, severity: str) -> None:
        await self._rest.send("domain rule", "PUT", f"{PATH}/{_number(rule)}", {"severity": severity})

    async def _rules(self) -> AsyncIterator[_Rule]:
        page: dict[str, str | int] = {}
        for _ in range(PAGES):
            cost = Cost.ACT_PAGE if page else Cost.ACT
            answer: Answer = await self._rest.get("domain rules", cost, PATH, {"limit": LIMIT, **page})
            for one in read(answer, tuple[_Rule, ...]):
                yield one
            older = answer.page("next").get("max_id", "")
            if not older or older == page.get("max_id"):
                return
            page = {"max_id": older}

    def _asked(self, action: Domain) -> tuple[str, str]:
        domain = server(action.domain)
        if domain == self._home or _covers(domain, self._home):
            raise Refused("this is the community's own server; nothing was sent")
        return domain, "silence" if isinstance(action, LimitDomain) else "suspend"


def _covers(rule: str, domain: str) -> bool:
    return bool(rule) and (domain == rule or domain.endswith(f".{rule}"))


def _strength(severity: str) -> int:
    return STRENGTH.index(severity) if severity in STRENGTH else 0


def _existing(conflict: Conflict) -> _Rule:
    """The rule for whose sake the server said no. Raises the refusal where it names none."""
    try:
        found = decode(conflict.body, _Existing).existing_domain_block
    except Malformed:
        raise conflict from None
    if found is None:
        raise conflict
    return found


def _number(rule: str) -> str:
    if not rule.isalnum() or not rule.isascii():
        raise Refused("this id is none that a Mastodon server gives; nothing was sent")
    return rule
