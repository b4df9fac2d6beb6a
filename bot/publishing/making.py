"""Making a list, and changing what was chosen for it; each stands in the person's chain."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from secrets import token_hex

import msgspec
from sqlalchemy import Connection

from bot.blocklists.blocklist import Blocklist, Origin
from bot.publishing.refusing import Cannot
from bot.publishing.scan import require_clean
from bot.publishing.terms import Terms, checked, checked_slug, checked_title, said, terms
from bot.store import lists, write
from bot.store.database import Store


def make(store: Store, person: str, slug: str, title: str, chosen: Terms, by: str, now: datetime) -> Blocklist:
    """Another list, which nobody sees yet. Raises Refused, or GivesAway where what it says must stay in."""
    one = Blocklist(
        id=token_hex(8),
        person=person,
        origin=Origin.OWN,
        slug=checked_slug(slug),
        title=checked_title(title),
        settings=_written(chosen),
        by=by,
        at=now,
    )
    with store.writing() as connection:
        if lists.named(connection, one.slug) is not None:
            raise Cannot("taken", f"there is a list called {one.slug} already")
        require_clean(connection, store.master, one, [])
        lists.put(connection, one)
        say(connection, store, one, now, "list:made", {"about": _about(one), "by": by})
    return one


def alter(store: Store, one: Blocklist, title: str, chosen: Terms, by: str, now: datetime) -> Mapping[str, str]:
    """The list by another title and other terms; the entries that are published stay as they are.

    What it says of itself stays too, once it is published: of that, what would be other is left to `rewording`.
    """
    with store.writing() as connection:
        fresh = own(connection, one.person, one.slug)
        changed = msgspec.structs.replace(fresh, title=checked_title(title), settings=_written(chosen))
        others = _others(fresh, changed) if fresh.version else {}
        changed = worded(changed, {part: said(fresh)[part] for part in others})
        if changed == fresh:
            return others
        require_clean(connection, store.master, changed, [])
        lists.put(connection, changed)
        say(connection, store, changed, now, "list:changed", {"about": _about(changed), "by": by})
    return others


def worded(one: Blocklist, words: Mapping[str, str]) -> Blocklist:
    """The list as it would say this of itself. Raises Refused."""
    title = checked_title(words.get("title", one.title))
    rest = {part: value for part, value in words.items() if part != "title"}
    return msgspec.structs.replace(one, title=title, settings=_written(msgspec.structs.replace(terms(one), **rest)))


def own(connection: Connection, person: str, slug: str) -> Blocklist:
    """A person's own list of this name. Raises Refused where there is none."""
    found = lists.named(connection, slug)
    if found is None or found.person != person or found.origin is not Origin.OWN or found.closed_at is not None:
        raise Cannot("no_list", f"there is no list of yours called {slug[:40]}")
    return found


def every(connection: Connection, person: str) -> list[Blocklist]:
    """A person's own lists."""
    return [one for one in lists.every(connection, person) if one.origin is Origin.OWN]


def say(
    connection: Connection, store: Store, one: Blocklist, now: datetime, event: str, line: dict[str, str | int]
) -> None:
    """An entry about a list in its person's chain."""
    write.salt(connection, store.master, one.person)  # makes the person's row at first need
    write.append(connection, one.person, [(now, event, {"list": one.slug, **line})])


def _others(before: Blocklist, after: Blocklist) -> dict[str, str]:
    """What it would say otherwise than it does; to stand at Bluesky no longer is to take back, and needs nobody."""
    was = said(before)
    return {part: value for part, value in said(after).items() if value != was[part] and (value or part != "bluesky")}


def _written(chosen: Terms) -> str:
    return msgspec.json.encode(checked(chosen)).decode()


def _about(one: Blocklist) -> str:
    return sha256(f"{one.title}\n{one.settings}".encode()).hexdigest()
