"""One simulated server: what it holds, what it hides, and what it lets be seen, as the real ones do it."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.model.mention import Via
from bot.model.noun import Noun

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NEVER = datetime.max.replace(tzinfo=UTC)
MAX_HIDDEN = 300
"""Replies that one Bluesky thread gate hides."""
MAX_DETACHED = 50
"""Quotes that one Bluesky post gate detaches."""


class Post(Noun, frozen=True, kw_only=True):
    """A post that addresses the person; `line` is the event of the scenario that brought it, as edited."""

    uri: str
    author: str
    line: bytes
    at: datetime
    claimed_at: datetime
    parent: str = ""
    others: tuple[str, ...] = ()
    edit: bytes = b""
    """The event that brought its latest text; empty if it was never edited."""


class Frame(Noun, frozen=True, kw_only=True):
    """One thing on its way to whoever listens."""

    place: int
    """Among all that the server sent, by whatever way."""
    via: Via
    at: datetime
    ready_at: datetime
    raw: bytes
    beside: bytes = b""


class Muting(Noun, frozen=True, kw_only=True):
    """A mute as the server keeps it."""

    scope: str = "all"
    """`all`, or Bluesky's `onlyReposts` and `onlyQuoteposts`, which hide no mention."""
    until: datetime | None = None
    """When the server itself lifts it (Mastodon)."""


@dataclass
class Server:
    """What one person's server knows: `platform` decides whether it behaves as Bluesky or as Mastodon."""

    platform: str
    owner: str
    """Id of the protected account."""
    now: datetime = EPOCH
    out_since: datetime = EPOCH
    out_until: datetime = EPOCH
    posts: dict[str, Post] = field(default_factory=dict)
    notified: dict[str, datetime] = field(default_factory=dict)
    """Notifications that exist: URI of the post to the time of it."""
    deleted: set[str] = field(default_factory=set)
    follows: set[str] = field(default_factory=set)
    followers: set[str] = field(default_factory=set)
    mutes: dict[str, Muting] = field(default_factory=dict)
    blocks: dict[str, str] = field(default_factory=dict)
    """Ids to the receipt of the block."""
    hidden: dict[str, list[str]] = field(default_factory=dict)
    """Thread gates: root to the replies it hides."""
    detached: dict[str, list[str]] = field(default_factory=dict)
    """Post gates: the person's post to the quotes detached from it."""
    aside: bool = False
    """Whether notifications by those whom the person does not follow are set aside (Mastodon): a poll brings them."""
    closed: set[tuple[str, str]] = field(default_factory=set)
    """Gates that are closed, by what closed them, and the post."""
    reports: list[tuple[str, str]] = field(default_factory=list)
    """(author, URI) as reported."""
    lifts_at: datetime = NEVER
    """When the first of the mutes ends."""
    _by: dict[str, list[str]] = field(default_factory=dict)
    """URIs of the posts of each account."""
    logs: dict[Via, list[Frame]] = field(default_factory=lambda: {via: [] for via in Via})
    """What was sent, by the way on which it can be read."""

    @property
    def out(self) -> bool:
        """Whether there is an outage now."""
        return self.now < self.out_until

    @property
    def keeps_hidden(self) -> bool:
        """Bluesky hides what is muted; Mastodon deletes it."""
        return self.platform == "bluesky"

    def advance(self, now: datetime) -> None:
        """Let time pass: mutes with an end are lifted by the server itself."""
        self.now = max(self.now, now)
        if self.now < self.lifts_at:
            return
        ends = {who: mute.until for who, mute in self.mutes.items() if mute.until is not None}
        for who in (who for who, until in ends.items() if until <= self.now):
            del self.mutes[who]
        self.lifts_at = min((until for until in ends.values() if until > self.now), default=NEVER)

    def publish(self, post: Post) -> None:
        """A post arrives; it notifies the person unless they mute or block who is in it."""
        if post.uri not in self.posts:
            self.posts[post.uri] = post
            self._by.setdefault(post.author, []).append(post.uri)
        if not self.drops(post):
            self.notified.setdefault(post.uri, post.at)
        self.send(post.line, post.at, post.uri)

    def send(self, raw: bytes, at: datetime, uri: str = "", beside: bytes = b"") -> None:
        """Put a frame on its way; during an outage it waits, and then a poll brings it."""
        out = at < self.out_until
        seen = self.way(self.posts[uri].author, notified=uri in self.notified) if uri else Via.STREAM
        if out and seen is Via.STREAM:
            seen = Via.POLL
        ready = self.out_until if out else at
        place = sum(map(len, self.logs.values()))
        frame = Frame(place=place, via=seen, at=at, ready_at=ready, raw=raw, beside=beside)
        self.logs[seen].append(frame)

    def way(self, author: str, *, notified: bool) -> Via:
        """By what way a post by this account is seen, of which there is a notification or none, when all is well:
        what was set aside no stream brings.
        """
        if not self.keeps_hidden and not notified:
            return Via.WATCH
        return Via.POLL if self.aside and author not in self.follows else Via.STREAM

    def by(self, who: str) -> list[Post]:
        """What an account wrote, in the order in which it came."""
        return [self.posts[uri] for uri in self._by.get(who, ())]

    def notifications(self, who: str | None = None) -> list[Post]:
        """What the person sees (by one account, where it is named), latest first; Bluesky orders by the earlier of what
        the author claims and the truth.
        """
        uris = self.notified if who is None else (uri for uri in self._by.get(who, ()) if uri in self.notified)
        shown = [self.posts[uri] for uri in uris if uri not in self.deleted]
        if self.keeps_hidden:
            shown = [post for post in shown if not self._veiled(post)]
            return sorted(shown, key=lambda post: min(post.claimed_at, post.at), reverse=True)
        return sorted(shown, key=lambda post: post.at, reverse=True)

    def mute(self, who: str, duration: timedelta | None) -> None:
        """Mute; Bluesky knows no end, Mastodon deletes the author's notifications."""
        until = None if duration is None or self.keeps_hidden else self.now + duration
        self.keep(who, Muting(until=until))
        self._forget(who)

    def keep(self, who: str, mute: Muting) -> None:
        """Hold somebody muted so."""
        self.mutes[who] = mute
        self.lifts_at = min(self.lifts_at, mute.until or NEVER)

    def block(self, who: str) -> str:
        """Block; the follows between the two are cut on Mastodon."""
        receipt = self.blocks.setdefault(who, f"block-{len(self.blocks) + 1}")
        if not self.keeps_hidden:
            self.follows.discard(who)
            self.followers.discard(who)
        self._forget(who)
        return receipt

    def silenced(self, who: str) -> bool:
        """Whether mentions by this account are kept from the person's notifications."""
        mute = self.mutes.get(who)
        return who in self.blocks or (mute is not None and mute.scope == "all")

    def profile(self, who: str) -> bytes:
        """The account as its latest post shows it; empty if it never wrote."""
        mine = self.by(who)
        return json.dumps(json.loads(mine[-1].line)["author"]).encode() if mine else b""

    def _forget(self, who: str) -> None:
        if not self.keeps_hidden:
            for uri in self._by.get(who, ()):
                self.notified.pop(uri, None)

    def drops(self, post: Post) -> bool:
        """Whether no notification of it is made, since somebody in it is muted or blocked (Mastodon)."""
        if self.keeps_hidden or not (self.mutes or self.blocks):
            return False
        parent = self.posts.get(post.parent)
        involved = (post.author, *post.others, *((parent.author,) if parent else ()))
        return any(map(self.silenced, involved))

    def _veiled(self, post: Post) -> bool:
        return self.silenced(post.author) or any(post.uri in replies for replies in self.hidden.values())
