"""What stands beside a fact: what it answered and quoted, what the person replied, and how much of it was seen."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final, NamedTuple

from bot.dossier.around import Post, posts
from bot.dossier.fact import Beside
from bot.model.account import Account
from bot.model.mention import Kind, Mention

UNKNOWN: Final = "unknown"
AUDIENCES: Final = {
    "public": "public",
    "unlisted": "unlisted",
    "private": "followers",
    "direct": "direct",
    "limited": "direct",
}
"""Who could see a post, by what Mastodon-like servers call it."""


class Shown(NamedTuple):
    """A post as it was shown at a moment."""

    post: Post
    taken_at: datetime


class Around:
    """The posts in what was captured of one fact."""

    def __init__(self, mention: Mention) -> None:
        self.mention = mention
        platform, _, rest = mention.to.partition(":")
        self._home = rest.rpartition("/")[0] if platform == "mastodon" else ""
        self._posts: dict[str, Shown] = {}
        self._numbered: dict[str, str] = {}

    def add(self, raw: bytes, at: datetime) -> None:
        """Look through another answer, which came at a moment; what an earlier one showed stays as it was then."""
        for one in posts(raw, self._home):
            self._posts.setdefault(one.uri, Shown(one, at))
            if one.number:
                self._numbered[one.number] = one.uri

    def seen_by(self) -> str:
        """Who could see the mention."""
        if self.mention.kind is Kind.DIRECT:
            return "direct"
        if self.mention.author.platform == "bluesky":
            return "public"
        known = self._posts.get(self.mention.uri)
        return AUDIENCES.get(known.post.visibility, UNKNOWN) if known else UNKNOWN

    def beside(self) -> tuple[Beside, ...]:
        """What stands beside it, the root of the thread first, the person's own replies last."""
        one = self.mention
        parent = self._address(one.parent or "")
        named = {"root": one.root if one.root != parent else "", "parent": parent}
        told = [self._told(role, uri) for role, uri in named.items() if uri and uri != one.uri]
        told += [self._told("quoted", uri) for uri in one.quoted]
        return (*told, *(_beside("reply", shown) for shown in self._replies()))

    def others(self) -> Iterator[tuple[Account, datetime]]:
        """Whoever wrote what stands beside it, and when they were shown so."""
        for one in self.beside():
            if one.author and one.taken_at:
                yield account_of(one.author, one.handle, self._posts[one.uri].post.name), one.taken_at

    def _told(self, role: str, uri: str) -> Beside:
        shown = self._posts.get(uri)
        return Beside(role=role, uri=uri, kept=False) if shown is None else _beside(role, shown)

    def _address(self, parent: str) -> str:
        """The URI of a post that is named by its number on the person's server, where it was shown."""
        number = parent.removeprefix(f"mastodon:{self._home}/")
        return self._numbered.get(number, parent) if self._home else parent

    def _replies(self) -> Iterable[Shown]:
        """What the person answered, in the order of time."""
        every = self._posts.values()
        mine = [one for one in every if one.post.author == self.mention.to and self._answers(one.post)]
        return sorted(mine, key=lambda one: (str(one.post.at or ""), one.post.uri))

    def _answers(self, post: Post) -> bool:
        return self.mention.uri in {post.parent, self._numbered.get(post.parent)}


def account_of(key: str, handle: str, name: str = "") -> Account:
    """An account by its `Account.key`, under a handle and the name that was shown with it."""
    platform, _, rest = key.partition(":")
    home, _, id_ = rest.rpartition("/")
    return Account(platform=platform, id=id_, home=home, handle=handle, display_name=name)


def _beside(role: str, shown: Shown) -> Beside:
    post = shown.post
    return Beside(
        role=role,
        uri=post.uri,
        at=post.at,
        taken_at=shown.taken_at,
        author=post.author,
        handle=post.handle,
        text=post.text,
    )
