"""Pages of notifications, and walking through them in the server's own order: ids are never compared."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import msgspec

from bot.errors import Malformed, TryLater
from bot.model.noun import Noun
from bot.platforms.mastodon.answer import Answer
from bot.platforms.mastodon.decode import decode
from bot.platforms.mastodon.entities import Head
from bot.platforms.mastodon.instance import Instance
from bot.platforms.mastodon.normalise import ADDRESSING, CHANGING, moment
from bot.platforms.mastodon.rest import Rest
from bot.platforms.mastodon.throttle import Cost
from bot.platforms.smaller import fitting

LIMIT = 40
"""Notifications a page: Mastodon's default; it allows 80."""
MAX_PAGES = 25
"""How far we walk back on a server that cannot page forward."""
SLACK = timedelta(minutes=10)
"""Times and order of notifications differ a little where a server has several processes."""


class Element(Noun, frozen=True, kw_only=True):
    """One notification, exactly as it stood in the page."""

    raw: bytes
    beside: bytes = b""
    """For a grouped one: its status, which the page holds apart."""
    id: str = ""
    type: str = ""
    at: str = ""
    native: str = ""
    """The status id."""
    edited_at: str = ""


class Page(Noun, frozen=True, kw_only=True):
    """Notifications, newest first."""

    elements: tuple[Element, ...]
    linked: bool
    """Whether the server speaks of further pages (a Link header): then it understands `min_id`."""
    newest: str = ""
    """The id to go forward from, as the server says."""

    @property
    def last(self) -> Element:
        """The oldest that could be read; one without an id where none could."""
        return next((one for one in reversed(self.elements) if one.id), Element(raw=b""))


class Place(Noun, frozen=True, kw_only=True):
    """How far a source has come: a notification's id, and the server's time of it."""

    id: str
    at: datetime | None = None

    @classmethod
    def read(cls, cursor: str) -> "Place":
        """From what the store kept."""
        identity, _, at = cursor.partition(" ")
        return cls(id=identity, at=moment(at))

    def __str__(self) -> str:
        """As the store keeps it."""
        return f"{self.id} {self.at.isoformat()}" if self.at else self.id


START = Place(id="-")
"""The place of somebody who had no notification at all when we came: all are new."""


class Pages:
    """The mentions among one account's notifications, the filtered ones included where the server has them."""

    def __init__(self, rest: Rest, instance: Instance) -> None:
        self._rest = rest
        self._instance = instance
        self.cut: datetime | None = None
        """Where the latest walk back ended before it came to its place: what was before that is lost to it."""

    async def newest(self, limit: int = LIMIT) -> Page:
        """The latest page."""
        return await self._ask(Cost.READ, limit=limit)

    async def after(self, place: Place) -> AsyncIterator[tuple[Element, Place]]:
        """All after `place`, oldest first, each with the place it makes; page by page, so that progress is kept."""
        self.cut = None
        seen: set[str] = set()
        since = place
        while True:
            page = await (self._ask(Cost.PAGE, min_id=since.id) if since != START else self._ask(Cost.READ))
            fresh = [one for one in _until(page.elements, since.id) if not one.id or one.id not in seen]
            if not fresh:
                return
            if since == START or not page.linked:
                async for found in self._back(place):
                    yield found
                return
            seen.update(one.id for one in fresh)
            since = Place(id=page.newest or fresh[0].id, at=moment(fresh[0].at) or since.at)
            for one in reversed(fresh[1:]):
                yield one, Place(id=one.id, at=moment(one.at))
            yield fresh[0], since

    async def past(self, oldest: str) -> AsyncIterator[Page]:
        """Page by page, the latest first, from before the notification `oldest` (empty: from the newest) to the end."""
        seen = {oldest} - {""}
        while True:
            page = await (self._ask(Cost.WATCH_PAGE, max_id=oldest) if oldest else self._ask(Cost.WATCH))
            if not page.elements or page.last.id in seen:
                return  # the end, or a server that leads us in a circle
            yield page
            oldest = page.last.id
            if not oldest:
                return
            seen.add(oldest)

    async def _back(self, place: Place) -> AsyncIterator[tuple[Element, Place]]:
        """For servers that page backwards only (snac): from the newest back to `place`, then told oldest first."""
        found: dict[str, Element] = {}
        oldest = ""
        for _ in range(MAX_PAGES):
            page = await (self._ask(Cost.PAGE, max_id=oldest) if oldest else self._ask(Cost.READ))
            fresh = [one for one in _until(page.elements, place.id) if one.id not in found]
            found.update({one.id: one for one in fresh})
            if len(fresh) < len(page.elements) or not fresh or _before(fresh[-1], place):
                break
            oldest = fresh[-1].id
        else:
            self.cut = moment(fresh[-1].at) or datetime.max.replace(tzinfo=UTC)
        for one in reversed(found.values()):
            yield one, Place(id=one.id, at=moment(one.at))

    async def _ask(self, cost: Cost, **place: str | int) -> Page:
        server = await self._instance.server()
        path, read = ("/api/v2/notifications", _grouped) if server.groups else ("/api/v1/notifications", _single)
        wanted: dict[str, object] = {"types[]": server.types, **place}
        wanted |= {"include_filtered": "true", "expand_accounts": "full"} if server.groups else {}
        most = int(place.get("limit", LIMIT))
        try:
            answer = await fitting(
                lambda limit: self._rest.get("notifications", cost, path, wanted | {"limit": limit}), most
            )
            return _page(answer, read(answer.body))
        except Malformed as error:
            raise TryLater(f"notifications: {error}") from None


def _page(answer: Answer, elements: tuple[Element, ...]) -> Page:
    forward = answer.page("prev")
    return Page(elements=elements, linked=bool(forward), newest=forward.get("min_id") or forward.get("since_id", ""))


def _until(elements: tuple[Element, ...], place: str) -> list[Element]:
    """What stands before the id `place`: all, on a server that heeded `min_id`."""
    fresh: list[Element] = []
    for one in elements:
        if one.id == place:
            break
        fresh.append(one)
    return fresh


def _before(one: Element, place: Place) -> bool:
    """Whether it is surely older than `place`, whose notification may be gone: a mute deletes notifications."""
    at = moment(one.at)
    return at is not None and place.at is not None and at < place.at - SLACK


class _Status(Noun, frozen=True, kw_only=True):
    id: str = ""
    edited_at: str | None = None


class _Single(Head, frozen=True, kw_only=True):
    status: _Status | None = None


class _Grouped(Noun, frozen=True, kw_only=True):
    statuses: tuple[msgspec.Raw, ...] = ()
    notification_groups: tuple[msgspec.Raw, ...] = ()


def _single(body: bytes) -> tuple[Element, ...]:
    """Elements of `/api/v1/notifications`; snac ignores `types[]`, so other types stay in, to count as places."""
    return tuple(_element(bytes(raw)) for raw in decode(body, tuple[msgspec.Raw, ...]))


def _grouped(body: bytes) -> tuple[Element, ...]:
    """Elements of `/api/v2/notifications`, each with its status beside it."""
    page = decode(body, _Grouped)
    statuses = {decode(bytes(raw), _Status).id: raw for raw in page.statuses}
    return tuple(_element(bytes(raw), statuses) for raw in page.notification_groups)


def _element(raw: bytes, statuses: dict[str, msgspec.Raw] | None = None) -> Element:
    try:
        head = decode(raw, _Single)
        status = (statuses or {}).get(head.status_id or "")
        told = decode(bytes(status), _Status) if status is not None else head.status
    except Malformed:
        return Element(raw=raw)  # passed on as it is, to be set aside with its reason
    return Element(
        raw=raw,
        beside=msgspec.json.encode({"status": status}) if status is not None else b"",
        id=head.notification,
        type=head.type,
        at=head.at or "",
        native=told.id if told else "",
        edited_at=(told.edited_at or "") if told else "",
    )


def concerns(element: Element) -> bool:
    """Whether it may bring a mention; what could not be read may."""
    return not element.type or element.type in ADDRESSING | CHANGING
