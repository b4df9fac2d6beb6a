"""The simulated world: a scenario's events happen here, on one server a platform; it survives restarts of the bot."""

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

import msgspec

from bot.model.mention import Via
from bot.platforms.simulated.parse import Line, Scenario
from bot.platforms.simulated.scenario import (
    DeleteEvent,
    EditEvent,
    FollowEvent,
    IdentityEvent,
    MentionEvent,
    OutageEvent,
)
from bot.platforms.simulated.server import Frame, Post, Server

NEAR: Final = timedelta(minutes=1)
"""How far apart the mentions are that are foreseen together."""


class World:
    """All servers of a scenario; `happen` is the only way in for events, the platforms act on `servers` directly."""

    def __init__(self, scenario: Scenario) -> None:
        """Give each protected account its server, with the people it follows."""
        protected = scenario.opening.protected
        self.servers: dict[str, Server] = {}
        for account in protected.accounts:
            server = Server(platform=account.platform, owner=account.id, follows=set(protected.follows))
            self.servers.setdefault(account.platform, server)
        self._home: dict[str, Server] = {}
        self._early: defaultdict[str, list[Line]] = defaultdict(list)

    def advance(self, now: datetime) -> None:
        """Let time pass everywhere."""
        for server in self.servers.values():
            server.advance(now)

    def happen(self, line: Line) -> None:
        """Let one event happen. What people do about the shield (review, restriction, restart) happens elsewhere."""
        self.advance(line.event.at)
        match line.event:
            case MentionEvent():
                self._mention(line, line.event)
            case EditEvent(uri=uri) | DeleteEvent(uri=uri):
                self._change(line, uri)
            case IdentityEvent() as event:
                self.servers[event.platform].send(line.raw, event.at)
            case FollowEvent() as event:
                self.servers[event.platform].follows.add(event.id)
            case OutageEvent() as event:
                server = self.servers[event.platform]
                if server.out_until <= event.at:
                    server.out_since = event.at
                server.out_until = max(server.out_until, event.until)
            case _:
                pass

    def foresee(self, lines: Sequence[Line]) -> list[tuple[Server, Frame]]:
        """How the next mentions will reach the bot, as long as nothing else happens: those at the beginning of these
        lines that are mentions, near in time, on servers that can be reached. Each as it will stand in its log.
        """
        found: list[tuple[Server, Frame]] = []
        sent: set[str] = set()
        for line in lines:
            event = line.event
            if not isinstance(event, MentionEvent) or event.uri in self._early or event.parent in sent:
                break
            server = self.servers[event.platform]
            if event.at < server.out_until or event.at > lines[0].event.at + NEAR:
                break
            sent.add(event.uri)
            post = _post(line, event)
            dropped = server.drops(post) and post.uri not in server.notified
            aside = Via.POLL if server.sets_aside(post.author) else Via.STREAM
            seen = Via.WATCH if dropped else aside
            found.append((server, Frame(place=len(found), via=seen, at=event.at, ready_at=event.at, raw=line.raw)))
        return found

    def _mention(self, line: Line, event: MentionEvent) -> None:
        server = self.servers[event.platform]
        self._home[event.uri] = server
        server.publish(_post(line, event))
        for early in self._early.pop(event.uri, ()):
            self._change(early, event.uri)

    def _change(self, line: Line, uri: str) -> None:
        """An edit or a deletion; what comes before its mention waits for it, as a server would not have sent it."""
        server = self._home.get(uri)
        if server is None:
            self._early[uri].append(line)
            return
        post = server.posts[uri]
        at = max(line.event.at, post.at)
        if isinstance(line.event, EditEvent):
            before, text = json.loads(post.line), json.loads(line.raw)["text"]
            if text != before["text"]:
                shown = json.dumps(before | {"text": text}).encode()
                post = server.posts[uri] = msgspec.structs.replace(post, line=shown, edit=line.raw)
            # The same edit again is no further edit.
            server.send(post.edit or post.line, at, uri, post.line if post.edit else b"")
        else:
            server.deleted.add(uri)
            server.send(line.raw, at, uri)


def _post(line: Line, event: MentionEvent) -> Post:
    return Post(
        uri=event.uri,
        author=event.author.id,
        line=line.raw,
        at=event.at,
        claimed_at=event.created_at or event.at,
        parent=event.parent or "",
        others=event.mentions,
    )
