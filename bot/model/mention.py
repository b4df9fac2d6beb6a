"""A mention: somebody addressing a protected account."""

from datetime import datetime
from enum import StrEnum
from typing import Final

from bot.model.account import Account
from bot.model.noun import Noun

TEXT: Final = "text"
NAME: Final = "display_name"
ALT: Final = "alt:"
"""What its parts are called where something is found in them; after the last, the number of the picture."""


class Kind(StrEnum):
    """How the protected account was addressed."""

    MENTION = "mention"
    REPLY = "reply"
    QUOTE = "quote"
    DIRECT = "direct"
    POST = "post"
    """It was reported to a community, and addresses none of its members."""
    SIGN_UP = "sign_up"
    """Somebody asked a community for an account: name, words about themselves, reasons given."""


UNADDRESSED: Final = frozenset({Kind.POST, Kind.SIGN_UP})
"""What is written to no member of a community: it comes to the desk by a report, or by somebody at its door."""


class Via(StrEnum):
    """By what we saw it."""

    STREAM = "stream"
    POLL = "poll"
    WATCH = "watch"


class Hidden(StrEnum):
    """Why the person was not shown it where they read."""

    AUTHOR = "author"
    """Its author is muted or blocked."""
    BESIDE = "beside"
    """It names, or replies to, somebody who is; its author is not."""


class Media(Noun, frozen=True, kw_only=True):
    """Something attached."""

    kind: str
    alt: str = ""
    phash: str | None = None
    """64-bit perceptual hash, hex; known where the same bytes are in custody."""
    digest: str = ""
    """Hex SHA-256 of its bytes, where the post itself names them (Bluesky)."""
    url: str = ""


class Mention(Noun, frozen=True, kw_only=True):
    """One version of one post that addresses a protected account, as received. Its key is (person, uri, revision)."""

    person: str
    """Name of the protected person."""
    to: str
    """`Account.key` of the protected account that was addressed."""
    uri: str
    revision: str
    """What the platform calls this version of the content: a CID on Bluesky, the time of the edit on Mastodon."""
    kind: Kind
    author: Account
    text: str
    """Plain text; U+FFFD, one for one, for what is no character."""
    received_at: datetime
    """Event time: the receiving server's, never ours, never the author's."""
    claimed_at: datetime | None = None
    """What the author says; a claim and no more."""
    lang: str | None = None
    root: str | None = None
    parent: str | None = None
    answers: str = ""
    """Id of whom it replies to, where that is neither the person nor the author."""
    quoted: tuple[str, ...] = ()
    """URIs of the posts it quotes."""
    media: tuple[Media, ...] = ()
    others: tuple[str, ...] = ()
    """Ids of others addressed in it."""
    links: tuple[str, ...] = ()
    via: Via = Via.STREAM
    native: str = ""
    """The status id on the person's own server (Mastodon)."""
    notification: str = ""
    """The id of the notification that brought it, where there was one."""
    url: str = ""
    """Where a person can look at it in a browser."""
    edited: bool = False
    """Whether the platform says that this is a later version."""
    desk: str = ""
    """`desk:<community>` of the desk that acts about it; empty: the account in `to`."""
    inside: bool = False
    """Whether its author is one of the community's own, watched over or not."""

    def written(self, within: str) -> str:
        """What stands in TEXT, in ALT with a number, or in NAME; empty where it has no such part."""
        parts = {TEXT: self.text, NAME: self.author.display_name}
        parts |= {f"{ALT}{number}": media.alt for number, media in enumerate(self.media)}
        return parts.get(within, "")

    @property
    def hand(self) -> str:
        """The key of whoever acts about it, and looks at it again."""
        return self.desk or self.to
