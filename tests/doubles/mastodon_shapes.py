"""The JSON a Mastodon-like server makes of its state; the keys are those of the recordings, which a test replays."""

from datetime import datetime
from html import escape
from typing import Any

from tests.doubles.mastodon_world import Notice, Person, Status, World

ACCOUNT = """
    id username acct display_name locked bot discoverable indexable group created_at note url uri avatar avatar_static
    avatar_description header header_static header_description followers_count following_count statuses_count
    last_status_at hide_collections show_media show_media_replies show_featured noindex feature_approval emojis roles
    fields
"""
STATUS = """
    id created_at in_reply_to_id in_reply_to_account_id sensitive spoiler_text visibility language uri url replies_count
    reblogs_count favourites_count quotes_count edited_at favourited reblogged muted bookmarked content filtered reblog
    application account media_attachments mentions tags emojis tagged_collections quote card poll quote_approval
"""
"""The order in which Mastodon writes them; a dictionary that is trained on another packs what it says less well."""


def stamp(moment: datetime, world: World) -> str:
    if world.flavour == "snac":
        return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def acct(world: World, person: Person) -> str:
    if person.domain:
        return f"{person.username}@{person.domain}"
    return f"{person.username}@{world.host}" if world.flavour == "snac" else person.username


def account(world: World, person: Person) -> dict[str, Any]:
    host = person.domain or world.host
    born = person.created_at
    if world.flavour == "mastodon":
        born = born.replace(hour=0, minute=0, second=0, microsecond=0)
    shape = {
        "id": person.id,
        "username": person.username,
        "acct": acct(world, person),
        "display_name": person.name or person.username,
        "locked": False,
        "bot": False,
        "discoverable": None,
        "group": False,
        "created_at": stamp(born, world),
        "note": f"<p>{escape(person.bio)}</p>" if person.bio else "",
        "url": f"http://{host}/@{person.username}",
        "avatar": f"http://{host}/avatar.png",
        "avatar_static": f"http://{host}/avatar.png",
        "header": f"http://{host}/header.png",
        "header_static": f"http://{host}/header.png",
        "followers_count": sum(1 for _, whom in world.follows if whom == person.id),
        "following_count": sum(1 for who, _ in world.follows if who == person.id),
        "statuses_count": sum(1 for one in world.statuses.values() if one.by == person.id),
        "last_status_at": world.now().date().isoformat(),
        "emojis": [],
        "fields": [],
    }
    described = {"avatar_description": "", "header_description": ""}
    shown = {"hide_collections": None, "indexable": False, "noindex": False, "roles": []}
    if world.flavour == "mastodon":
        views = {"show_media": True, "show_media_replies": True, "show_featured": True}
        approval = {"feature_approval": {"automatic": [], "manual": [], "current_user": "denied"}}
        every = shape | described | shown | views | approval | {"uri": f"http://{host}/ap/users/{person.id}"}
        return {key: every[key] for key in ACCOUNT.split()}
    if world.flavour == "gotosocial":
        return shape | described
    return shape | shown | {"uri": shape["url"]}


def content(world: World, status: Status) -> str:
    words = escape(status.text)
    for identity in status.mentions:
        person = world.people[identity]
        link = (
            f'<span class="h-card" translate="no"><a href="http://{person.domain or world.host}/@{person.username}" '
            f'class="u-url mention">@<span>{person.username}</span></a></span>'
        )
        words = words.replace(f"@{person.username}", link, 1)
    return words + "<br>" if world.flavour == "snac" else f"<p>{words}</p>"


def status(world: World, one: Status) -> dict[str, Any]:
    author = world.people[one.by]
    host = author.domain or world.host
    uri = f"http://{host}/users/{author.username}/statuses/{one.id}"
    private = world.flavour == "snac" and one.visibility == "direct"
    shape = {
        "id": one.id,
        "created_at": stamp(one.at, world),
        "in_reply_to_id": one.reply_to,
        "in_reply_to_account_id": world.statuses[one.reply_to].by if one.reply_to else None,
        "sensitive": bool(one.spoiler),
        "spoiler_text": one.spoiler,
        "visibility": "private" if private else one.visibility,
        "language": "fr",
        "uri": uri,
        "url": uri.replace("/users/", "/@").replace("/statuses/", "/"),
        "replies_count": 0,
        "reblogs_count": 0,
        "favourites_count": 0,
        "edited_at": stamp(one.edited_at, world) if one.edited_at else None,
        "favourited": False,
        "reblogged": False,
        "muted": False,
        "bookmarked": False,
        "content": content(world, one),
        "reblog": None,
        "account": account(world, author),
        "media_attachments": list(one.media),
        "mentions": mentions(world, one),
        "tags": [],
        "emojis": [],
        "card": None,
        "poll": None,
    }
    if world.flavour == "mastodon":
        approval = {"automatic": ["public"], "manual": [], "current_user": "automatic"}
        counted = {"quotes_count": 0, "filtered": [], "application": None, "tagged_collections": []}
        every = shape | counted | {"quote": quote(world, one), "quote_approval": approval}
        return {key: every[key] for key in STATUS.split()}
    if world.flavour == "gotosocial":
        everybody = ["public", "me"]
        policy = {"automatic_approval": everybody, "manual_approval": [], "always": everybody, "with_approval": []}
        rules = {"can_favourite": policy, "can_reply": policy, "can_reblog": policy}
        own = {"pinned": False, "text": one.text, "content_type": "text/plain", "application": {"name": "a client"}}
        return shape | own | {"interaction_policy": rules}
    return shape | {"pinned": False, "filtered": [], "text": one.text}


def mentions(world: World, one: Status) -> list[dict[str, Any]]:
    found = []
    for index, identity in enumerate(one.mentions):
        person = world.people[identity]
        name = acct(world, person)
        found.append(
            {
                "id": str(index) if world.flavour == "snac" else identity,
                "username": name if world.flavour == "snac" else person.username,
                "acct": name,
                "url": f"http://{person.domain or world.host}/@{person.username}",
            }
        )
    return found


def quote(world: World, one: Status) -> dict[str, Any] | None:
    if not one.quotes:
        return None
    shown = one.quote_state == "accepted"
    return {"state": one.quote_state, "quoted_status": status(world, world.statuses[one.quotes]) if shown else None}


def notification(world: World, one: Notice) -> dict[str, Any]:
    shape: dict[str, Any] = {
        "id": one.id,
        "type": one.type,
        "created_at": stamp(one.at, world),
    }
    if world.flavour == "mastodon":
        shape["group_key"] = f"ungrouped-{one.id}"
    shape["account"] = account(world, world.people[one.by])
    if world.flavour == "mastodon" and one.filtered:
        shape["filtered"] = True
    if one.status:
        shape["status"] = status(world, world.statuses[one.status])
    return shape


def grouped(world: World, page: list[Notice]) -> dict[str, Any]:
    accounts = {one.by: account(world, world.people[one.by]) for one in page}
    statuses = {one.status: status(world, world.statuses[one.status]) for one in page if one.status}
    groups = [
        {
            "group_key": f"ungrouped-{one.id}",
            "notifications_count": 1,
            "type": one.type,
            "most_recent_notification_id": int(one.id),
            "page_min_id": one.id,
            "page_max_id": one.id,
            "latest_page_notification_at": stamp(one.at, world),
            "sample_account_ids": [one.by],
            "status_id": one.status,
        }
        for one in page
    ]
    return {"accounts": list(accounts.values()), "statuses": list(statuses.values()), "notification_groups": groups}


def relationship(world: World, me: str, whom: str) -> dict[str, Any]:
    mute = world.muted(me, whom)
    shape = {
        "id": whom,
        "following": (me, whom) in world.follows,
        "showing_reblogs": (me, whom) in world.follows,
        "notifying": False,
        "followed_by": (whom, me) in world.follows,
        "blocking": (me, whom) in world.blocks,
        "muting": mute is not None,
        "muting_notifications": mute is not None and mute.notifications,
        "requested": (me, whom) in world.requested,
        "domain_blocking": (me, world.people[whom].domain) in world.domain_blocks,
        "endorsed": False,
        "note": "",
    }
    if world.flavour == "snac":
        return shape
    shape |= {"blocked_by": (whom, me) in world.blocks, "requested_by": False}
    if world.flavour == "gotosocial":
        return shape
    expiry = stamp(mute.expires_at, world) if mute and mute.expires_at else None
    return shape | {"languages": None, "muting_expires_at": expiry}
