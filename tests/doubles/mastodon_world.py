"""The state of a small Mastodon-like server and its rules, as PLATFORMS names them: what a mute destroys, what is
never notified, what is filtered. No network; time is real time plus what the test adds."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.doubles.mastodon_admin_world import AdminWorld

FLAVOURS = ("mastodon", "gotosocial", "snac", "akkoma")
_NAMES = re.compile(r"@([A-Za-z0-9_]+)(?:@([A-Za-z0-9.:-]+))?")


@dataclass
class Person:
    id: str
    username: str
    domain: str | None
    token: str
    created_at: datetime
    name: str = ""
    bio: str = ""


@dataclass
class Status:
    id: str
    by: str
    text: str
    visibility: str
    at: datetime
    reply_to: str | None = None
    quotes: str | None = None
    quote_state: str = "accepted"
    mentions: tuple[str, ...] = ()
    edited_at: datetime | None = None
    spoiler: str = ""
    media: tuple[dict[str, Any], ...] = ()
    deleted: bool = False
    versions: list[tuple[datetime, str]] = field(default_factory=list)
    """(when, text) of those before the present one"""


@dataclass
class Notice:
    id: str
    type: str
    to: str
    by: str
    status: str | None
    at: datetime
    filtered: bool = False


@dataclass
class Mute:
    notifications: bool
    expires_at: datetime | None


@dataclass
class World:
    flavour: str = "mastodon"
    host: str = "social.test"
    people: dict[str, Person] = field(default_factory=dict)
    statuses: dict[str, Status] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    mutes: dict[tuple[str, str], Mute] = field(default_factory=dict)
    blocks: set[tuple[str, str]] = field(default_factory=set)
    follows: set[tuple[str, str]] = field(default_factory=set)
    requested: set[tuple[str, str]] = field(default_factory=set)
    """(who, whom): follows that wait to be let in."""
    domain_blocks: set[tuple[str, str]] = field(default_factory=set)
    """(whose, host)"""
    beyond: set[str] = field(default_factory=set)
    """`user@host` of accounts elsewhere that the server finds when it is told to look."""
    limit: int = 0
    """Requests that a token may make in five minutes; 0: as many as it likes."""
    asked: list[tuple[str, datetime]] = field(default_factory=list)
    """(token, when) of each request in somebody's name"""
    conversations: list[tuple[str, str, str]] = field(default_factory=list)
    """(id, whose, last status)"""
    policies: dict[str, dict[str, str]] = field(default_factory=dict)
    reports: list[dict[str, Any]] = field(default_factory=list)
    revoked: set[str] = field(default_factory=set)
    suspended: set[str] = field(default_factory=set)
    files: dict[str, Any] = field(default_factory=dict)
    """What stands under /media/: bytes, a status, an address to go to, or `None` for bytes without end."""
    guarded: bool = False
    """Whether other servers must sign what they ask for."""
    calls: Counter[str] = field(default_factory=Counter)
    scopes: tuple[str, ...] = ("read", "write:mutes", "write:notifications")
    apps: dict[str, dict[str, str]] = field(default_factory=dict)
    """Registered applications, by client id."""
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    """What somebody said yes to, by the code that was given for it; each is good once."""
    granted: dict[str, tuple[str, str]] = field(default_factory=dict)
    """(whose, scopes) of each token that was given for a code."""
    ahead: timedelta = timedelta(0)
    admin: AdminWorld = field(default_factory=AdminWorld)
    on_event: Callable[[str, str, Any], None] = lambda to, event, what: None
    _count: int = 0

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def new_id(self) -> str:
        """Growing with time, in the manner of the software: a ULID, or digits."""
        self._count += 1
        if self.flavour == "gotosocial":
            return f"01M7ZJ{self._count:020d}"
        return str(117020000000000000 + self._count)

    def join(self, username: str, domain: str | None = None, token: str = "") -> Person:
        person = Person(self.new_id(), username, domain, token or f"token-{username}", self.now())
        self.people[person.id] = person
        self.admin.tell("account.created", person.id)
        return person

    def called(self, username: str) -> Person:
        return next(one for one in self.people.values() if one.username == username)

    def post(self, by: str, text: str, visibility: str = "public", reply_to: str | None = None, **more: Any) -> Status:
        author = self.called(by)
        names = {name for name, _ in _NAMES.findall(text)}
        mentioned = tuple(one.id for one in self.people.values() if one.username in names and one.id != author.id)
        status = Status(self.new_id(), author.id, text, visibility, self.now(), reply_to, mentions=mentioned, **more)
        self.statuses[status.id] = status
        self.admin.tell("status.created", status.id)
        told = dict.fromkeys(mentioned, "mention")
        if reply_to and self.statuses[reply_to].by != author.id and self.flavour != "mastodon":
            told.setdefault(self.statuses[reply_to].by, "mention")
        if status.quotes:
            told.setdefault(self.statuses[status.quotes].by, "quote")
        for person, kind in told.items():
            self.notify(person, author.id, kind, status)
        return status

    def notify(self, to: str, by: str, kind: str, status: Status) -> None:
        """NotifyService: dropped, filtered, or delivered."""
        if self._dropped(to, by, status):
            if self.flavour == "gotosocial" and (to, by) in self.blocks and self.people[by].domain is None:
                self.on_event(to, "notification", Notice(self.new_id(), kind, to, by, status.id, self.now()))
            return
        policy = self._policy(to, by, status)
        if policy == "drop":
            return
        notice = Notice(self.new_id(), kind, to, by, status.id, self.now(), filtered=policy == "filter")
        self.notices.append(notice)
        if status.visibility == "direct":
            self.conversations.append((self.new_id(), to, status.id))
        if not notice.filtered:
            self.on_event(to, "notification", notice)

    def _dropped(self, to: str, by: str, status: Status) -> bool:
        """By the author, or by a bystander: somebody blocked or muted who is mentioned, or replied to, in it too."""
        if (by, to) in self.blocks:
            return True
        around = {by, *status.mentions}
        if status.reply_to:
            around.add(self.statuses[status.reply_to].by)
        around.discard(to)
        hidden = {other for other in around if (to, other) in self.blocks or self.muted(to, other)}
        mute = self.muted(to, by)
        if hidden == {by} and mute is not None and not mute.notifications and (to, by) not in self.blocks:
            return False
        return bool(hidden)

    def _policy(self, to: str, by: str, status: Status) -> str:
        policy = self.policies.get(to, {})
        held = [policy.get("for_not_following", "accept")] if (to, by) not in self.follows else []
        if status.visibility == "direct":
            held.append(policy.get("for_private_mentions", "accept"))
        return max(held, key=("accept", "filter", "drop").index, default="accept")

    def muted(self, by: str, whom: str) -> Mute | None:
        mute = self.mutes.get((by, whom))
        if mute and mute.expires_at and mute.expires_at <= self.now():
            del self.mutes[(by, whom)]
            return None
        return mute

    def mute(self, by: str, whom: str, notifications: bool, seconds: int) -> None:
        until = self.now() + timedelta(seconds=seconds) if seconds else None
        self.mutes[(by, whom)] = Mute(notifications, until)
        if notifications:
            self._forget(by, whom)

    def block(self, by: str, whom: str) -> None:
        self.blocks.add((by, whom))
        self.follows -= {(by, whom), (whom, by)}
        self._forget(by, whom)

    def block_domain(self, by: str, host: str) -> None:
        """AfterBlockDomainFromAccountService: follows are cut both ways."""
        self.domain_blocks.add((by, host))
        there = {one.id for one in self.people.values() if one.domain == host}
        self.follows -= {(who, whom) for who, whom in self.follows if by in {who, whom} and there & {who, whom}}

    def too_often(self, token: str) -> bool:
        """Whether a token asked more than it may in the last five minutes; this request is counted."""
        since = self.now() - timedelta(minutes=5)
        self.asked.append((token, self.now()))
        return bool(self.limit) and sum(one == token and at > since for one, at in self.asked) > self.limit

    def _forget(self, whose: str, author: str) -> None:
        """AfterBlockService: notifications, requests and conversations are deleted."""
        self.notices = [one for one in self.notices if not (one.to == whose and one.by == author)]
        self.conversations = [
            one for one in self.conversations if not (one[1] == whose and self.statuses[one[2]].by == author)
        ]

    def edit(self, status_id: str, text: str) -> Status:
        """No notification is made of it."""
        status = self.statuses[status_id]
        status.versions.append((status.edited_at or status.at, status.text))
        status.text, status.edited_at = text, self.now()
        self.admin.tell("status.updated", status.id)
        return status

    def delete(self, status_id: str) -> None:
        status = self.statuses[status_id]
        status.deleted = True
        self.notices = [one for one in self.notices if one.status != status_id]
        self.conversations = [one for one in self.conversations if one[2] != status_id]
        for person in status.mentions:
            self.on_event(person, "delete", status_id)

    def inbox(self, whose: str, filtered: bool = False) -> list[Notice]:
        """Newest first."""
        return [one for one in reversed(self.notices) if one.to == whose and (filtered or not one.filtered)]

    def written_by(self, author: str, reader: str) -> list[Status]:
        """What the reader sees on the author's page: also of somebody muted or blocked, unless the author blocks."""
        if (author, reader) in self.blocks:
            return []
        return [one for one in reversed(self.statuses.values()) if one.by == author and self.shows(one, reader)]

    def shows(self, one: Status, reader: str) -> bool:
        """Whether the reader may see it; a stranger, with no name, what is public."""
        if one.deleted or one.by in self.suspended or (one.by, reader) in self.blocks:
            return False
        return one.visibility in {"public", "unlisted"} or reader in (one.by, *one.mentions)

    def below(self, one: Status, root: str) -> bool:
        """Whether it answers the root, or what answers it."""
        above = one.reply_to
        while above is not None and above != root:
            above = self.statuses[above].reply_to
        return above == root
