"""What a published list says to programs: FIRES' documents, a file for each format, and the whole of it signed."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, BinaryIO, Final, NamedTuple

import msgspec
from sqlalchemy import Connection

from bot.alerts.wording import Wording, texts_of
from bot.blocklists.blocklist import Blocklist
from bot.blocklists.change import Change, Type
from bot.blocklists.formats import FORMATS
from bot.blocklists.formats.fires import CONTEXT, written
from bot.blocklists.formats.rempart import REMPART, write
from bot.blocklists.identifier import GENESIS
from bot.blocklists.snapshot import HERE
from bot.blocklists.subscription import Edition
from bot.model.noun import utc
from bot.publishing.editions import before, public
from bot.publishing.making import own, say
from bot.publishing.refusing import Cannot
from bot.publishing.terms import terms
from bot.publishing.upkeep import expire
from bot.store import editions, lists
from bot.store.database import Store

PAGE: Final = 100
"""Changes on one page."""
FILES: Final = {
    "blocks.csv": "mastodon-blocks",
    "mutes.csv": "mastodon-mutes",
    "domains.csv": "mastodon-domains",
    "admin.csv": "mastodon-admin-domains",
}
"""Files, and the format of each."""
SIGNED: Final = "list.json"


class Shown(NamedTuple):
    """A list that everybody may see, and where."""

    list: Blocklist
    edition: Edition
    base: str
    """What addresses begin with."""

    @property
    def address(self) -> str:
        """Its own."""
        return f"{self.base}/shared/{self.list.slug}"


def dataset(one: Shown) -> dict[str, Any]:
    """FIRES' `Dataset`."""
    chosen, closed = terms(one.list), one.list.closed_at is not None
    words = Wording(texts_of("bot.publishing", chosen.language))
    return {
        "id": one.address,
        "url": one.address,
        "type": "Dataset",
        "name": one.list.title,
        "summary": words.say("shared.closed") if closed else chosen.description,
        "published": utc(one.list.at),
        "updated": utc(one.edition.at),
        "endpoints": {"changes": f"{one.address}/changes", "snapshot": f"{one.address}/snapshot"},
    }


def document(members: Mapping[str, Any]) -> bytes:
    """A document of FIRES without changes in it."""
    return msgspec.json.encode({"@context": CONTEXT, **members})


def snapshot(connection: Connection, one: Shown) -> Iterator[bytes]:
    """All of a list, the newest first, with what was taken back."""
    members = {
        "id": f"{one.address}/snapshot",
        "type": "Collection",
        "dataset": one.address,
        "totalItems": editions.total(connection, one.list.id),
        "updated": utc(one.edition.at),
        "changes": f"{one.address}/changes?since={lists.newest(connection, one.list.id)}",
    }
    yield from written(members, map(public, lists.snapshot(connection, one.list.id)))


def changes(connection: Connection, one: Shown) -> dict[str, Any]:
    """Where the log begins and how long it is."""
    return {
        "id": f"{one.address}/changes",
        "type": "OrderedCollection",
        "dataset": one.address,
        "totalItems": editions.logged(connection, one.list.id),
        "first": f"{one.address}/changes?since={GENESIS}",
        "last": f"{one.address}/changes?since={editions.last_page(connection, one.list.id, PAGE) or GENESIS}",
    }


def page(connection: Connection, one: Shown, since: str) -> bytes:
    """The log after a change, the oldest first."""
    some = _told(connection, one, lists.since(connection, one.list.id, since, PAGE))
    following = {"next": f"{one.address}/changes?since={some[-1].id}"} if len(some) == PAGE else {}
    members = {
        "id": f"{one.address}/changes?since={since}",
        "type": "OrderedCollectionPage",
        "partOf": f"{one.address}/changes",
        "totalItems": editions.logged(connection, one.list.id),
        **following,
    }
    return b"".join(written(members, some))


def file(connection: Connection, one: Shown, name: str) -> Iterator[bytes]:
    """What stands in a list, in the format of a file (FILES)."""
    written_by = FORMATS[FILES[name]].write
    if written_by is not None:
        yield from written_by(_standing(connection, one))


def signed(connection: Connection, one: Shown) -> Iterator[bytes]:
    """All of a list, the newest first, behind the note that was signed over it."""
    head = before(one.list, one.edition.version, one.edition.note)
    yield from write(map(public, lists.snapshot(connection, one.list.id)), head)


def media_type(name: str) -> str:
    """What a file is."""
    return "application/json" if name == SIGNED else FORMATS[FILES[name]].media_type


def _told(connection: Connection, one: Shown, some: list[Change]) -> list[Change]:
    """As everybody may see them: of whom it is not even told any more what was said, nothing is. Of a list that is
    closed, nothing is told but what was taken back.
    """
    logs = lists.logs(connection, one.list.id, list({change.entity for change in some}))
    gone = Type.TOMBSTONE
    wiped = {entity: max((each.id for each in log if each.type is gone), default="") for entity, log in logs.items()}
    return [
        Change(id=each.id, type=gone, at=each.at, entity=each.entity)
        if (each.id < wiped[each.entity] or one.list.closed_at is not None) and each.type is not Type.RETRACTION
        else public(each)
        for each in some
    ]


def _standing(connection: Connection, one: Shown) -> Iterable[Change]:
    return (public(change) for change in lists.snapshot(connection, one.list.id) if change.type in HERE)


def export(store: Store, person: str, slug: str, form: str, to: BinaryIO, by: str, now: datetime) -> None:
    """Write a list in a format, the whole of it where that says what was taken back. Raises Refused."""
    found = FORMATS.get(form)
    if found is None or found.write is None:
        raise Cannot("form", f"write one of {', '.join(name for name, one in FORMATS.items() if one.write)}")
    with store.reading() as connection:
        list_ = own(connection, person, slug).id
    expire(store, list_, now)
    with store.writing() as connection:
        one = own(connection, person, slug)
        edition = editions.edition(connection, one.id, one.version)
        if edition is None:
            raise Cannot("no_version", "the list has no version yet")
        shown = Shown(one, edition, "")
        whole = signed(connection, shown) if form == REMPART.name else found.write(_standing(connection, shown))
        to.writelines(whole)
        say(connection, store, one, now, "list:exported", {"format": form, "by": by})
