"""What a post shows, and whether anybody may read all of it. Pure."""

import msgspec

from bot.model.noun import Noun
from bot.platforms.mastodon.desk.sieve import OPEN


class Within(Noun, frozen=True, kw_only=True):
    """What a post shows of another: the one that it shares, or quotes (on Akkoma, without `quoted_status` between)."""

    visibility: str | None = None
    """None of a quote, which is no post itself."""
    reblog: "Within | None" = None
    quote: "Within | None" = None
    quoted_status: "Within | None" = None

    @property
    def open(self) -> bool:
        """Whether anybody may read it, and all that it shows, however deep."""
        within = (one for one in (self.reblog, self.quote, self.quoted_status) if one)
        return (not self.visibility or self.visibility in OPEN) and all(one.open for one in within)


class Post(Within, frozen=True, kw_only=True):
    """A post, as far as it is asked whether it may be kept, and what belongs to it."""

    id: str = ""
    in_reply_to_id: str | None = None
    media_attachments: tuple[msgspec.Raw, ...] = ()

    @property
    def public(self) -> bool:
        """Whether anybody may read it, and all that it shows."""
        return self.visibility in OPEN and self.open
