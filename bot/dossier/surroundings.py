"""What stands beside a fact: what it answered and quoted, what the person replied, and how much of it was seen."""

from collections.abc import Iterable, Iterator
from typing import Final

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


class Around:
    """The posts in what was captured of one fact."""

    def __init__(self, mention: Mention) -> None:
        self.mention = mention
        platform, _, rest = mention.to.partition(":")
        self._home = rest.rpartition("/")[0] if platform == "mastodon" else ""
        self._posts: dict[str, Post] = {}
        self._numbered: dict[str, str] = {}

    def add(self, raw: bytes) -> None:
        """Look through another answer."""
        for one in posts(raw, self._home):
            self._posts.setdefault(one.uri, one)
            if one.number:
                self._numbered[one.number] = one.uri

    def seen_by(self) -> str:
        """Who could see the mention."""
        if self.mention.kind is Kind.DIRECT:
            return "direct"
        if self.mention.author.platform == "bluesky":
            return "public"
        known = self._posts.get(self.mention.uri)
        return AUDIENCES.get(known.visibility, UNKNOWN) if known else UNKNOWN

    def beside(self) -> tuple[Beside, ...]:
        """What stands beside it, the root of the thread first, the person's own replies last."""
        one = self.mention
        parent = one.parent or ""
        named = {"root": one.root if one.root != parent else "", "parent": parent}
        told = [self._told(role, uri) for role, uri in named.items() if uri and uri != one.uri]
        told += [self._told("quoted", uri) for uri in one.quoted]
        return (*told, *(_beside("reply", post) for post in self._replies()))

    def others(self) -> Iterator[Account]:
        """Whoever wrote what stands beside it."""
        for one in self.beside():
            post = self._posts.get(one.uri)
            if post and one.author:
                platform, _, rest = one.author.partition(":")
                home, _, id_ = rest.rpartition("/")
                yield Account(platform=platform, id=id_, home=home, handle=post.handle, display_name=post.name)

    def _told(self, role: str, uri: str) -> Beside:
        post = self._posts.get(uri)
        return Beside(role=role, uri=uri, kept=False) if post is None else _beside(role, post)

    def _replies(self) -> Iterable[Post]:
        """What the person answered, in the order of time."""
        mine = [one for one in self._posts.values() if one.author == self.mention.to and self._answers(one)]
        return sorted(mine, key=lambda one: (str(one.at or ""), one.uri))

    def _answers(self, post: Post) -> bool:
        return self.mention.uri in {post.parent, self._numbered.get(post.parent)}


def _beside(role: str, post: Post) -> Beside:
    return Beside(role=role, uri=post.uri, at=post.at, author=post.author, handle=post.handle, text=post.text)
