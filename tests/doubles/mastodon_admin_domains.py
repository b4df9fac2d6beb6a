"""What the double does to whole servers: rules for domains, with 422 where another rule stands, and what follows them.

`suspend` deletes at once what is there, with all follows both ways; to lift it brings nothing back.
"""

from typing import Any

from aiohttp import web

from tests.doubles.mastodon_admin_shapes import domain_rule, measured
from tests.doubles.mastodon_admin_world import SEVERITIES, DomainRule
from tests.doubles.mastodon_rest import absent, paged, told
from tests.doubles.mastodon_world import World


def listed(world: World, request: web.Request, sent: dict[str, Any], me: str) -> web.Response:
    found = sorted(world.admin.rules.values(), key=lambda one: one.id, reverse=True)
    page, headers = paged(world, request, found, lambda one: one.id)
    return told([domain_rule(world, one) for one in page], headers=headers)


def create(world: World, request: web.Request, sent: dict[str, Any], me: str) -> web.Response:
    domain, severity = sent.get("domain", "").lower(), sent.get("severity", "silence")
    if not domain or severity not in SEVERITIES:
        return told({"error": "Validation failed: Domain can't be blank"}, status=422)
    existing = world.admin.refuses(domain, severity)
    if existing is not None:
        error = f"You have already imposed stricter limits on {domain}."
        return told({"error": error, "existing_domain_block": domain_rule(world, existing)}, status=422)
    made = DomainRule(world.new_id(), domain, severity, world.now(), sent.get("public_comment", ""))
    world.admin.rules[made.id] = made
    _carry_out(world, made)
    return told(domain_rule(world, made))


def one(world: World, request: web.Request, sent: dict[str, Any], me: str) -> web.Response:
    found = world.admin.rules.get(request.match_info["id"])
    return absent(world) if found is None else told(domain_rule(world, found))


def change(world: World, request: web.Request, sent: dict[str, Any], me: str) -> web.Response:
    found = world.admin.rules.get(request.match_info["id"])
    if found is None:
        return absent(world)
    before, found.severity = found.severity, sent.get("severity", found.severity)
    if before != found.severity:
        _carry_out(world, found)
    return told(domain_rule(world, found))


def lift(world: World, request: web.Request, sent: dict[str, Any], me: str) -> web.Response:
    """Limits and suspensions that have the rule's own date are lifted; what was deleted is not there to come back."""
    found = world.admin.rules.pop(request.match_info["id"], None)
    if found is None:
        return absent(world)
    there = {one.id for one in world.people.values() if one.domain == found.domain}
    world.admin.silenced -= there
    world.suspended -= there
    return told({})


def _carry_out(world: World, rule: DomainRule) -> None:
    there = {each.id for each in world.people.values() if each.domain == rule.domain}
    if rule.severity == "silence":
        world.admin.silenced |= there
        world.suspended -= there
    if rule.severity == "suspend":
        world.admin.meets("suspend_domain", rule.domain)
        world.suspended |= there
        world.follows = {pair for pair in world.follows if not there & set(pair)}
        for status in world.statuses.values():
            status.deleted = status.deleted or status.by in there


def measures(world: World, request: web.Request, sent: dict[str, Any], me: str) -> web.Response:
    """Exact counts of follows to (`instance_follows`) and from (`instance_followers`) a server. Mastodon.py sends JSON,
    which the door gives on as `json`; keys are one or several."""
    asked = sent.get("json") or {}
    found = []
    for key in asked.get("keys", []):
        domain = asked.get(key, {}).get("domain", "")
        there = {each.id for each in world.people.values() if each.domain == domain}
        toward = sum(whom in there and who not in there for who, whom in world.follows)
        hither = sum(who in there and whom not in there for who, whom in world.follows)
        counts = {"instance_accounts": len(there), "instance_follows": toward, "instance_followers": hither}
        found.append(measured(key, counts.get(key, 0), world.now()))
    return told(found)
