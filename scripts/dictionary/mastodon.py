"""Notifications as Mastodon-like servers write them, of invented people."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from bot.model.account import Account, Protected
from bot.model.arrival import Arrival
from bot.model.mention import Via
from scripts.dictionary.invented import START, Invention, Writer
from tests.doubles import mastodon_shapes as shapes
from tests.doubles.mastodon_world import FLAVOURS, World

ME: Final = "figure"
PICTURES: Final = {"avatar": 3 / 4, "header": 1 / 2}
"""How many accounts have one of their own."""
ENDS: Final = ("jpg", "jpeg", "png")
PROTECTED: Final = {
    f"mastodon:{flavour}.test/1170200000000000{place}": Protected(
        name="camille", accounts=(Account(platform="mastodon", id=f"1170200000000000{place}", home=f"{flavour}.test"),)
    )
    for place, flavour in enumerate(FLAVOURS, 10)
}
"""One protected account on a server of each flavour."""


class Still(World):
    """A server whose clock is set."""

    at: datetime = START

    def now(self) -> datetime:
        """What it was set to."""
        return self.at


def arrivals(invention: Invention, count: int) -> Iterator[Arrival]:
    """So many; some servers have the spaces in its JSON that a proxy or an archive may add."""
    accounts = [(key, one.accounts[0]) for key, one in PROTECTED.items()]
    for number in range(count):
        place = 0 if number % 4 else invention.random.randrange(len(FLAVOURS))
        key, me = accounts[place]
        raw = _notification(invention, FLAVOURS[place], me, invention.writer())
        written = json.dumps(raw, ensure_ascii=False, separators=None if number % 9 == 0 else (",", ":"))
        written = written.replace("http://", "https://") if number % 8 else written
        yield Arrival(
            source=f"{key}/stream" if number % 2 else f"mastodon:{me.home}/notifications",
            platform="mastodon",
            via=Via.STREAM if number % 2 else Via.POLL,
            at=invention.moment(),
            raw=written.encode(),
            account=key,
            cursor=str(raw["id"]),
        )


def _notification(invention: Invention, flavour: str, me: Account, writer: Writer) -> dict[str, Any]:
    """One mention, with the picture and the description that its author chose."""
    world = Still(flavour=flavour, host=me.home)
    world.at = invention.moment()
    world._count = writer.count  # noqa: SLF001 - identifiers of a server that has run for long
    mine = world.join(ME)
    mine.id = me.id
    world.people = {mine.id: mine}
    author = world.join(writer.name, writer.host if writer.number % 3 else None)
    world._count = invention.random.randrange(10**12)  # noqa: SLF001 - as above
    author.name, author.bio, author.created_at = writer.name.title(), writer.about, writer.since
    told: list[dict[str, Any]] = []
    world.on_event = lambda _to, _event, what: told.append(shapes.notification(world, what))
    world.post(author.username, f"@{ME} {invention.text()}")
    shown = _shown(writer, invention, me.home)
    if invention.random.random() < 1 / 2:
        answered = {"in_reply_to_id": str(invention.random.randrange(10**17, 10**18)), "in_reply_to_account_id": me.id}
        told[0]["status"].update(answered)
    for account in (told[0]["account"], told[0]["status"]["account"]):
        account.update(shown)
    return told[0]


def _shown(writer: Writer, invention: Invention, home: str) -> dict[str, Any]:
    followers, following, posts = writer.counts
    shown = {"followers_count": followers, "following_count": following, "statuses_count": posts}
    for what, share in PICTURES.items():
        if invention.random.random() < share:
            place = (
                f"{writer.place(home)}{what}s/{_folders(invention)}/original/{invention.random.getrandbits(64):016x}"
            )
            shown |= dict.fromkeys((what, f"{what}_static"), f"{place}.{invention.random.choice(ENDS)}")
    return shown | {"fields": [_field(invention) for _ in "12" if invention.random.random() < 1 / 3]}


def _folders(invention: Invention) -> str:
    """The number of an account, as the servers part it."""
    digits = f"11{invention.random.randrange(10**16):016d}"
    return "/".join(digits[place : place + 3] for place in range(0, len(digits), 3))


def _field(invention: Invention) -> dict[str, Any]:
    link = f"https://{invention.letters(9)}.test"
    value = f'<a href="{link}" target="_blank" rel="nofollow noopener me" translate="no">{link}</a>'
    name = invention.random.choice(("Site", "Blog", "Web", "Pronoms", "GitHub"))
    return {"name": name, "value": value, "verified_at": None}
