"""Accounts, and the person they belong to."""

import re
from datetime import datetime
from typing import Final

from bot.model.noun import Noun

KEY: Final = re.compile(r"bluesky:did:[a-z]+:[!-~]+|mastodon:[!-~]+")
"""What an `Account.key` looks like, as people write it down."""


class Account(Noun, frozen=True, kw_only=True):
    """An identity on one platform (a Mastodon account, an AT Protocol DID); None where the platform does not tell."""

    platform: str
    id: str
    """As the platform writes it: a DID, digits, ULID, UUID, flake. Never a number, never ordered."""
    handle: str = ""
    home: str = ""
    """The server on which `id` means something; empty where ids are global (Bluesky)."""
    display_name: str = ""
    bio: str = ""
    created_at: datetime | None = None
    followers: int | None = None
    following: int | None = None
    posts: int | None = None
    avatar: str | None = None
    """64-bit hash of its picture, hex: a perceptual one, or of the file (Bluesky), which tells only the same one."""
    pictured: bool | None = None
    """Whether it shows a picture of its own, and not the platform's for those who have none."""
    moved_to: str | None = None
    also_known_as: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What names the account everywhere in Rempart: `platform:id`, or `platform:home/id`."""
        return f"{self.platform}:{self.home}/{self.id}" if self.home else f"{self.platform}:{self.id}"


class Protected(Noun, frozen=True, kw_only=True):
    """The person who is shielded, with the accounts on which they are."""

    name: str
    language: str = "fr"
    zone: str = "Europe/Paris"
    """IANA time zone of the person's day: digests go out at 08:00 of it."""
    law: str = ""
    """By whose law they go: `fr`, `none`; empty: by that of the country of the zone."""
    accounts: tuple[Account, ...] = ()

    def handle(self, account: str) -> str:
        """The handle of the one of their accounts with this key; the key, where they have it no more."""
        return next((one.handle for one in self.accounts if one.key == account and one.handle), account)
