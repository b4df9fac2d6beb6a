"""Nobody took the trouble to fill the author's profile: no biography, no picture, no name, hardly a post."""

from typing import Annotated, ClassVar, Final

from pydantic import Field

from bot.model.account import Account
from bot.model.facts import Facts
from bot.rules.conditions.base import BaseCondition, Verdict, no, unknown, yes
from bot.signals.reading import Reading

FEW: Final = 5
"""Posts, this one included, below which an account has hardly written."""
SIGNS: Final = 4


class BareProfile(BaseCondition):
    """At least so many of four lack: a biography, a picture of their own, a name beside the handle, five posts.

    Unknown where what nobody told of would settle it. A profile that was not read at all tells nothing: an
    empty text then is not an empty biography.
    """

    name: ClassVar[str] = "bare_profile"
    example: ClassVar[str] = "{ bare_profile = 3 }"
    bare_profile: Annotated[int, Field(strict=True, ge=1, le=SIGNS)]

    def judge(self, facts: Facts, reading: Reading) -> Verdict:  # noqa: ARG002 - every condition is asked alike
        """Yes, no or unknown."""
        told = _signs(facts.mention.author)
        shown = [sign for sign, there in told.items() if there]
        untold = [sign for sign, there in told.items() if there is None]
        if len(shown) >= self.bare_profile:
            return yes(f"lacks {', '.join(shown)}")
        if len(shown) + len(untold) >= self.bare_profile:
            return unknown(f"unknown whether it lacks {' or '.join(untold)}")
        return no(f"lacks {len(shown)} of {SIGNS}")


def _signs(author: Account) -> dict[str, bool | None]:
    """What may be lacking, and whether it is; None where nobody told."""
    read = any(count is not None for count in (author.posts, author.followers, author.following))
    glimpsed = read or author.pictured is not None  # a short view has a name and a picture, and no biography
    return {
        "biography": not author.bio.strip() if read or author.bio else None,
        "picture": False if author.avatar else None if author.pictured is None else not author.pictured,
        "name": _nameless(author) if glimpsed or author.display_name else None,
        "posts": None if author.posts is None else author.posts < FEW,
    }


def _nameless(author: Account) -> bool:
    """Whether the name shown is none, or only the handle, in full or without its server."""
    name, handle = author.display_name.strip().lstrip("@").casefold(), author.handle.lstrip("@").casefold()
    return name in {"", handle, handle.partition("@")[0], handle.partition(".")[0]}
