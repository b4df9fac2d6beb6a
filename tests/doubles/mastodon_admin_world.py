"""What only the moderators of a Mastodon-like server know of it: roles, strikes, mails, who is limited, domain rules."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

DASHBOARD, REPORTS, FEDERATION, USERS = 1 << 3, 1 << 4, 1 << 5, 1 << 10
EVERYBODY = 1 << 16
MODERATOR = DASHBOARD | REPORTS | USERS
OWNER = 8388607
SEVERITIES = ("noop", "silence", "suspend")
PURGE = timedelta(days=30)


@dataclass
class Strike:
    """What an account was told; `mailed` is whether by mail."""

    id: str
    whom: str
    kind: str
    text: str
    by: str
    mailed: bool


@dataclass
class DomainRule:
    id: str
    domain: str
    severity: str
    at: datetime
    comment: str = ""


def nobody(event: str, about: str) -> None:
    """No webhook is set."""


@dataclass
class AdminWorld:
    """State of the admin side. `roles` gives the permissions (a bitmask) of who has any."""

    roles: dict[str, int] = field(default_factory=dict)
    strikes: list[Strike] = field(default_factory=list)
    mails: list[tuple[str, str]] = field(default_factory=list)
    """(to whom, text): what the server itself sent."""
    silenced: set[str] = field(default_factory=set)
    sensitized: set[str] = field(default_factory=set)
    disabled: set[str] = field(default_factory=set)
    pending: set[str] = field(default_factory=set)
    """Who signed up and waits to be let in."""
    emails: dict[str, str] = field(default_factory=dict)
    ips: dict[str, str] = field(default_factory=dict)
    invites: dict[str, str] = field(default_factory=dict)
    """What they wrote when they asked to be let in."""
    purged_at: dict[str, datetime] = field(default_factory=dict)
    """When what a suspended account wrote is gone for good."""
    rules: dict[str, DomainRule] = field(default_factory=dict)
    """Limited and suspended servers, by id."""
    strict: bool = False
    """Older servers refuse a rule whenever another covers its domain, even a weaker one of a parent."""
    meets: Callable[[str, str], None] = nobody
    """Called with (what, about whom) at the very moment of `suspend` and `suspend_domain`, before it is done."""
    tell: Callable[[str, str], None] = nobody
    """Called with (event, id) as webhooks would be: `report.created`, `report.updated`, `account.updated`."""

    def can(self, who: str, *bits: int) -> bool:
        held = self.roles.get(who, EVERYBODY)
        return bool(held & 1) or any(held & bit for bit in bits)

    def overrides(self, who: str, whom: str) -> bool:
        """`UserRole#overrides?`, with the permissions' number for the role's position."""
        return self.roles.get(who, 0) > self.roles.get(whom, 0)

    def covering(self, domain: str) -> DomainRule | None:
        """`DomainBlock.rule_for`: of the domain itself, or of a parent; the nearest."""
        parts = domain.split(".")
        names = [".".join(parts[at:]) for at in range(len(parts))]
        return next((one for name in names for one in self.rules.values() if one.domain == name), None)

    def refuses(self, domain: str, severity: str) -> DomainRule | None:
        """The rule for whose sake another is answered 422."""
        found = self.covering(domain)
        if found is None:
            return None
        stricter = SEVERITIES.index(severity) > SEVERITIES.index(found.severity)
        return found if self.strict or found.domain == domain or not stricter else None


def shown(world: Any) -> dict[str, Any]:
    """For an oracle in another process."""
    admin: AdminWorld = world.admin
    return {
        "silenced": sorted(admin.silenced),
        "sensitized": sorted(admin.sensitized),
        "suspended": sorted(world.suspended),
        "strikes": [[one.whom, one.kind, one.mailed] for one in admin.strikes],
        "mails": admin.mails,
        "rules": [[one.domain, one.severity] for one in admin.rules.values()],
        "open": [one["id"] for one in world.reports if not one["action_taken"]],
    }
