"""The simulated world: a scenario's events happen here, on one server a platform; it survives restarts of the bot."""

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

import msgspec

from bot.platforms.simulated.parse import Line, Scenario
from bot.platforms.simulated.scenario import (
    DeleteEvent,
    EditEvent,
    FollowEvent,
    IdentityEvent,
    MentionEvent,
    OutageEvent,
    ScenarioEvent,
)
from bot.platforms.simulated.server import Frame, Post, Server

NEAR: Final = timedelta(days=3)
"""How far apart the events are that are foreseen together."""


class Ahead(NamedTuple):
    """A post as it will stand on its server."""

    server: Server
    post: Post
    notified: bool

    def frame(self, event: ScenarioEvent, place: int) -> Frame:
        """What will be sent of it."""
        edited = isinstance(event, EditEvent) and self.post.edit
        return Frame(
            place=place,
            via=self.server.way(self.post.author, notified=self.notified),
            at=event.at,
            ready_at=event.at,
            raw=self.post.edit if edited else self.post.line,
            beside=self.post.line if edited else b"",
        )


class World:
    """All servers of a scenario; `happen` is the only way in for events, the platforms act on `servers` directly."""

    def __init__(self, scenario: Scenario) -> None:
        """Give each protected account its server, with the people it follows."""
        protected = scenario.opening.protected
        self.servers: dict[str, Server] = {}
        for account in protected.accounts:
            server = Server(platform=account.platform, owner=account.id, follows=set(protected.follows))
            self.servers.setdefault(account.platform, server)
        self.read = {line.raw: line.event for line in scenario.lines}
        """What the bytes of the lines say, so that it need not be read again when they come."""
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
        """How what people write, change and delete next will reach the bot: as far as these lines say nothing else, are
        near in time, and on servers that can be reached. Each as it will stand in its log.
        """
        found: list[tuple[Server, Frame]] = []
        ahead: dict[str, Ahead] = {}
        for line in lines:
            event = line.event
            if event.at > lines[0].event.at + NEAR:
                break
            match event:
                case MentionEvent():
                    one = self._written(line, event, ahead)
                case EditEvent(uri=uri) | DeleteEvent(uri=uri):
                    one = self._changed(line, uri, ahead)
                case _:
                    break
            if one is None or event.at < one.server.out_until:
                break
            found.append((one.server, one.frame(event, len(found))))
        return found

    def _written(self, line: Line, event: MentionEvent, ahead: dict[str, "Ahead"]) -> "Ahead | None":
        """What a mention will be; None where that hangs on what is not judged yet, or waits for it."""
        server, known = self.servers[event.platform], ahead.get(event.uri)
        if event.uri in self._early or (event.parent in ahead and not server.keeps_hidden):
            return None
        post = _post(line, event)
        notified = event.uri in server.notified or (known.notified if known else False) or not server.drops(post)
        first = known.post if known else server.posts.get(event.uri, post)
        ahead[event.uri] = Ahead(server, first, notified)
        return Ahead(server, post, notified)

    def _changed(self, line: Line, uri: str, ahead: dict[str, "Ahead"]) -> "Ahead | None":
        """What an edit or a deletion will be; None where its mention did not come yet."""
        known = ahead.get(uri)
        if known is None:
            server = self._home.get(uri)
            if server is None:
                return None
            known = Ahead(server, server.posts[uri], uri in server.notified)
        if isinstance(line.event, DeleteEvent):
            return known._replace(post=msgspec.structs.replace(known.post, line=line.raw, edit=b""))
        ahead[uri] = known._replace(post=_edited(known.post, line))
        return ahead[uri]

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
        at = max(line.event.at, server.posts[uri].at)
        if isinstance(line.event, EditEvent):
            post = server.posts[uri] = _edited(server.posts[uri], line)
            server.send(post.edit or post.line, at, uri, post.line if post.edit else b"")
        else:
            server.deleted.add(uri)
            server.send(line.raw, at, uri)


def _edited(post: Post, line: Line) -> Post:
    """A post with the text of an edit; the same edit again is no further edit."""
    before, text = json.loads(post.line), json.loads(line.raw)["text"]
    if text == before["text"]:
        return post
    shown = json.dumps(before | {"text": text}).encode()
    return msgspec.structs.replace(post, line=shown, edit=line.raw)


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
