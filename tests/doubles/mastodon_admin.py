"""The admin side of the double: accounts and what is done to them; reports and domains stand beside.

Read in Mastodon's sources, of which a real server was never run here: who may do what (roles and scopes), that each type
but `none` settles all open reports on the account, strikes, mails, that a suspension cuts the follows of a remote account.
Not verified: how long a suspended account's posts are still answered. GoToSocial: reports and `suspend` only, by admins.
Akkoma has an API of its own, and answers these paths as `{"error": "Not implemented"}` (not verified).
"""

from collections.abc import Callable
from typing import Any

from aiohttp import web

from tests.doubles import mastodon_admin_domains as domains
from tests.doubles import mastodon_admin_reports as reports
from tests.doubles.mastodon_admin_door import Needs, guarded
from tests.doubles.mastodon_admin_shapes import admin_account
from tests.doubles.mastodon_admin_world import DASHBOARD, FEDERATION, PURGE, REPORTS, USERS, Strike
from tests.doubles.mastodon_rest import Answer, absent, paged, told
from tests.doubles.mastodon_world import Person, World

LOCAL_ONLY = ("none", "disable")
TYPES = ("none", "sensitive", "disable", "silence", "suspend")


def accounts(world: World, request: web.Request, sent: dict[str, Any], me: str) -> web.Response:
    """Both versions: v2 filters by `origin`, `status`, `by_domain`; v1 by `local`, `remote`, `pending`, …"""
    asked = request.query
    tests: list[Callable[[Person], bool]] = []
    status = asked.get("status") or next((each for each in STATUSES if asked.get(each)), "")
    if status:
        tests.append(lambda one: STATUSES[status](world, one))
    origin = asked.get("origin") or next((each for each in ("local", "remote") if asked.get(each)), "")
    if origin:
        tests.append(lambda one: (one.domain is None) == (origin == "local"))
    if asked.get("by_domain"):
        tests.append(lambda one: one.domain == asked["by_domain"])
    found = sorted(
        (one for one in world.people.values() if all(test(one) for test in tests)), key=lambda one: one.id, reverse=True
    )
    page, headers = paged(world, request, found, lambda one: one.id)
    return told([admin_account(world, one) for one in page], headers=headers)


STATUSES: dict[str, Callable[[World, Person], bool]] = {
    "active": lambda world, one: one.id not in world.suspended,
    "pending": lambda world, one: one.id in world.admin.pending,
    "disabled": lambda world, one: one.id in world.admin.disabled,
    "silenced": lambda world, one: one.id in world.admin.silenced,
    "suspended": lambda world, one: one.id in world.suspended,
}


def account(world: World, request: web.Request, sent: dict[str, Any], me: str) -> web.Response:
    found = world.people.get(request.match_info["id"])
    return absent(world) if found is None else told(admin_account(world, found))


def action(world: World, request: web.Request, sent: dict[str, Any], me: str) -> web.Response:
    """`Admin::AccountAction`."""
    admin, person, kind = world.admin, world.people.get(request.match_info["id"]), sent.get("type", "")
    if person is None:
        return absent(world)
    if world.flavour == "gotosocial" and kind != "suspend":
        return told({"error": f"Bad Request: admin action type {kind} is not supported for this endpoint"}, status=400)
    if kind not in TYPES or (person.domain and kind in LOCAL_ONLY):
        return told({"error": "Validation failed: Type is not included in the list"}, status=422)
    if not admin.can(me, USERS, REPORTS) or not admin.overrides(me, person.id):
        return told({"error": "This action is not allowed"}, status=403)
    mailed = person.domain is None and sent.get("send_email_notification", "true") not in {"false", "0", False}
    admin.strikes.append(Strike(world.new_id(), person.id, kind, sent.get("text", ""), me, mailed))
    _do(world, person, kind)
    for one in world.reports:
        wanted = one["id"] == sent.get("report_id") if kind == "none" else one["target_account"]["id"] == person.id
        if wanted and not one["action_taken"]:
            reports.settle(world, one, me)
    if mailed:
        admin.mails.append((person.id, sent.get("text", "")))
    admin.tell("account.updated", person.id)
    return told({})


def _do(world: World, person: Person, kind: str) -> None:
    admin = world.admin
    held = {"sensitive": admin.sensitized, "disable": admin.disabled, "silence": admin.silenced}
    if kind in held:
        held[kind].add(person.id)
    if kind == "suspend":
        admin.meets("suspend", person.id)
        suspend(world, person)


def suspend(world: World, person: Person) -> None:
    """SuspendAccountService: what it wrote is out of sight; a remote account's follows of ours are cut for good."""
    world.suspended.add(person.id)
    world.admin.purged_at[person.id] = world.now() + PURGE
    if person.domain is not None:
        world.follows -= {(who, whom) for who, whom in world.follows if who == person.id}


def _lift(name: str) -> Answer:
    def lift(world: World, request: web.Request, sent: dict[str, Any], me: str) -> web.Response:
        person = world.people.get(request.match_info["id"])
        if person is None:
            return absent(world)
        getattr(world.admin, name).discard(person.id)
        return told(admin_account(world, person))

    return lift


def unsuspend(world: World, request: web.Request, sent: dict[str, Any], me: str) -> web.Response:
    """Forbidden where it is not suspended, as was recorded, and where all is gone."""
    person = world.people.get(request.match_info["id"])
    if person is None:
        return absent(world)
    if person.id not in world.suspended or world.admin.purged_at.get(person.id, world.now()) < world.now():
        return told({"error": "This action is not allowed"}, status=403)
    world.suspended.discard(person.id)
    return told(admin_account(world, person))


READ, WRITE = "admin:read:accounts", "admin:write:accounts"
REPORTS_READ, REPORTS_WRITE = "admin:read:reports", "admin:write:reports"
BLOCKS_READ, BLOCKS_WRITE = "admin:read:domain_blocks", "admin:write:domain_blocks"
ONE = "/api/v1/admin/accounts/{id}"
REPORT = "/api/v1/admin/reports/{id}"
BLOCK = "/api/v1/admin/domain_blocks/{id}"
_TOLD: list[tuple[str, str, Answer, Needs]] = [
    ("GET", "/api/v1/admin/accounts", accounts, Needs(READ, USERS)),
    ("GET", "/api/v2/admin/accounts", accounts, Needs(READ, USERS, small=True)),
    ("GET", ONE, account, Needs(READ, USERS)),
    ("POST", f"{ONE}/action", action, Needs(WRITE, USERS, small=True)),
    ("POST", f"{ONE}/enable", _lift("disabled"), Needs(WRITE, USERS)),
    ("POST", f"{ONE}/unsilence", _lift("silenced"), Needs(WRITE, USERS)),
    ("POST", f"{ONE}/unsensitive", _lift("sensitized"), Needs(WRITE, USERS)),
    ("POST", f"{ONE}/unsuspend", unsuspend, Needs(WRITE, USERS)),
    ("GET", "/api/v1/admin/reports", reports.listed, Needs(REPORTS_READ, REPORTS, small=True)),
    ("GET", REPORT, reports.one, Needs(REPORTS_READ, REPORTS, small=True)),
    ("POST", f"{REPORT}/resolve", reports.resolve, Needs(REPORTS_WRITE, REPORTS, small=True)),
    ("POST", f"{REPORT}/reopen", reports.reopen, Needs(REPORTS_WRITE, REPORTS)),
    ("POST", f"{REPORT}/assign_to_self", reports.assign, Needs(REPORTS_WRITE, REPORTS)),
    ("POST", f"{REPORT}/unassign", reports.unassign, Needs(REPORTS_WRITE, REPORTS)),
    ("GET", "/api/v1/admin/domain_blocks", domains.listed, Needs(BLOCKS_READ, FEDERATION)),
    ("POST", "/api/v1/admin/domain_blocks", domains.create, Needs(BLOCKS_WRITE, FEDERATION)),
    ("GET", BLOCK, domains.one, Needs(BLOCKS_READ, FEDERATION)),
    ("PUT", BLOCK, domains.change, Needs(BLOCKS_WRITE, FEDERATION)),
    ("DELETE", BLOCK, domains.lift, Needs(BLOCKS_WRITE, FEDERATION)),
    ("POST", "/api/v1/admin/measures", domains.measures, Needs("admin:read", DASHBOARD)),
]
ROUTES: list[tuple[str, str, Answer]] = [(verb, path, guarded(answer, needs)) for verb, path, answer, needs in _TOLD]
