"""The JSON of the admin side, with the keys of the recordings (Mastodon 4.6.4; GoToSocial 0.20 lacks `sensitized`)."""

from datetime import datetime
from typing import Any

from tests.doubles import mastodon_shapes as shapes
from tests.doubles.mastodon_admin_world import EVERYBODY, DomainRule
from tests.doubles.mastodon_world import Person, World


def role(world: World, who: str) -> dict[str, Any]:
    held = world.admin.roles.get(who, EVERYBODY)
    if world.flavour == "gotosocial":
        name = "admin" if who in world.admin.roles else "user"
        return {"id": name, "name": name, "color": "", "permissions": str(held & ~EVERYBODY), "highlighted": False}
    name, identity = ("Moderator", "2") if who in world.admin.roles else ("", "-99")
    shown = {"id": identity, "name": name, "permissions": str(held), "color": "", "highlighted": False}
    return shown | {"collection_limit": 10}


def admin_account(world: World, person: Person) -> dict[str, Any]:
    admin, local = world.admin, person.domain is None
    shape = {
        "id": person.id,
        "username": person.username,
        "domain": person.domain,
        "created_at": shapes.stamp(person.created_at, world),
        "email": admin.emails.get(person.id, f"{person.username}@mail.test") if local else None,
        "ip": admin.ips.get(person.id) if local else None,
        "confirmed": local or None,
        "suspended": person.id in world.suspended,
        "silenced": person.id in admin.silenced,
        "sensitized": person.id in admin.sensitized,
        "disabled": person.id in admin.disabled if local else None,
        "approved": person.id not in admin.pending if local else None,
        "locale": "fr" if local else None,
        "invite_request": admin.invites.get(person.id),
        "ips": _ips(world, person) if local else [],
        "account": shapes.account(world, person),
        "role": role(world, person.id) if local else None,
    }
    if world.flavour == "gotosocial":
        del shape["sensitized"]
    return shape


def _ips(world: World, person: Person) -> list[dict[str, str]]:
    found = world.admin.ips.get(person.id)
    return [{"ip": found, "used_at": shapes.stamp(person.created_at, world)}] if found else []


def admin_report(world: World, one: dict[str, Any]) -> dict[str, Any]:
    def whose(name: str) -> dict[str, Any] | None:
        found = world.people.get(one.get(name) or "")
        return admin_account(world, found) if found else None

    found = [world.statuses[each] for each in one["status_ids"] if each in world.statuses]
    return {
        "id": one["id"],
        "action_taken": one["action_taken"],
        "action_taken_at": one["action_taken_at"],
        "category": one["category"],
        "comment": one["comment"],
        "forwarded": one["forwarded"],
        "created_at": one["created_at"],
        "updated_at": one.get("updated_at") or one["created_at"],
        "account": whose("by"),
        "target_account": admin_account(world, world.people[one["target_account"]["id"]]),
        "assigned_account": whose("assigned"),
        "action_taken_by_account": whose("settled_by"),
        "statuses": [shapes.status(world, each) for each in found if not each.deleted],
        "rules": [],
    } | ({"collections": []} if world.flavour == "mastodon" else {"action_taken_comment": None})


def domain_rule(world: World, one: DomainRule) -> dict[str, Any]:
    return {
        "id": one.id,
        "domain": one.domain,
        "digest": "",
        "created_at": shapes.stamp(one.at, world),
        "severity": one.severity,
        "reject_media": False,
        "reject_reports": False,
        "private_comment": None,
        "public_comment": one.comment or None,
        "obfuscate": False,
    }


def measured(key: str, total: int, at: datetime) -> dict[str, Any]:
    data = [{"date": at.strftime("%Y-%m-%dT00:00:00Z"), "value": str(total)}]
    return {"key": key, "unit": None, "total": str(total), "data": data}
