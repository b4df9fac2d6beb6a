"""A moderation list in the person's own repository; its records bear names that follow from what they say."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any, Final

from bot.model.noun import utc
from bot.platforms.bluesky.keys import derived
from bot.platforms.bluesky.repository import Record, Repository
from bot.platforms.modlist import Card, Item

LISTS: Final = "app.bsky.graph.list"
ITEMS: Final = "app.bsky.graph.listitem"
PURPOSE: Final = "app.bsky.graph.defs#modlist"
NAME: Final = 64
"""Bytes of a list's name."""
ABOUT: Final = 300
"""Graphemes of its description: no more code points are used."""


class BlueskyModlist:
    """As `Modlist` has it, of one account."""

    def __init__(self, repository: Repository, id_: str) -> None:
        self._repository = repository
        self._id = id_
        self._key = derived(f"list {id_}")

    async def stands(self) -> bool:
        """As `Modlist`."""
        if await self._repository.get(LISTS, self._key) is not None:
            return True
        every = [one.key async for one in self._repository.every(LISTS)]  # a server in trouble says 404 to anything
        return self._key in every

    async def present(self, card: Card) -> str:
        """As `Modlist`; what the person added in their app, a picture for one, stays."""
        was: Record | None = await self._repository.get(LISTS, self._key)
        value = {
            "$type": LISTS,
            "purpose": PURPOSE,
            "createdAt": utc(card.at),
            **(was.value if was else {}),
            **_said(card),
        }
        if was is not None and was.value == value:
            return await self.uri()
        return await self._repository.put(LISTS, self._key, value, was)

    async def items(self) -> AsyncIterator[Item]:
        """As `Modlist`."""
        list_ = await self.uri()
        async for one in self._repository.every(ITEMS):
            subject = one.value.get("subject")
            if one.value.get("list") == list_ and isinstance(subject, str):
                yield Item(subject=subject, ours=one.key == self.key_of(subject))

    def fitting(self, going: int, coming: int) -> tuple[int, int]:
        """As `Modlist`."""
        return self._repository.fitting(going, coming)

    async def write(self, going: Sequence[str], coming: Sequence[str], at: datetime) -> None:
        """As `Modlist`."""
        base = {"$type": ITEMS, "list": await self.uri(), "createdAt": utc(at)}
        made = {self.key_of(one): {**base, "subject": one} for one in coming}
        await self._repository.apply(ITEMS, [self.key_of(one) for one in going], made)

    async def withdraw(self) -> None:
        """As `Modlist`."""
        await self._repository.delete(LISTS, self._key)

    async def uri(self) -> str:
        """Where it stands, or will."""
        return f"at://{await self._repository.did()}/{LISTS}/{self._key}"

    def key_of(self, subject: str) -> str:
        """The record key of an item: from its list and its subject, so that a repeated write is the same write."""
        return derived(f"item {self._id} {subject}")


def _said(card: Card) -> dict[str, Any]:
    about = card.about[:ABOUT]
    said: dict[str, Any] = {"name": _within(card.name, NAME), "description": about, "descriptionFacets": []}
    before, link, _ = about.partition(card.link) if card.link else (about, "", "")
    if link:
        start = len(before.encode())
        said["descriptionFacets"] = [
            {
                "index": {"byteStart": start, "byteEnd": start + len(link.encode())},
                "features": [{"$type": "app.bsky.richtext.facet#link", "uri": link}],
            }
        ]
    return said


def _within(text: str, most: int) -> str:
    """As much of it as so many bytes hold, and an ellipsis where something is missing."""
    if len(text.encode()) <= most:
        return text
    return text.encode()[: most - len("…".encode())].decode(errors="ignore").rstrip() + "…"
