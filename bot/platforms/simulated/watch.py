"""What a simulated server shows of an account whom its person no longer sees, and of a post that was kept."""

from collections.abc import Iterator
from datetime import datetime

import msgspec

from bot.model.arrival import Arrival
from bot.model.mention import Via
from bot.platforms.simulated.server import Post, Server
from bot.platforms.watching import Fate, Look, Sought, Written


def written_by(server: Server, account: str, author: str, after: str, since: datetime) -> Written:
    """All that the author wrote to the person after a post, muted, blocked or not."""
    mine = [post for post in server.by(author) if post.uri not in server.deleted]
    uris = [post.uri for post in mine]
    fresh = mine[uris.index(after) + 1 :] if after in uris else [post for post in mine if post.at >= since]
    return Written(arrivals=tuple(_arrival(server, account, one) for one in fresh), place=uris[-1] if uris else after)


def look(server: Server, account: str, sought: Sought) -> Look:
    """How a post stands: there, or deleted."""
    post = server.posts.get(sought.uri)
    if post is not None and sought.uri not in server.deleted:
        return Look(fate=Fate.THERE, arrival=_arrival(server, account, post))
    gone = {"event": "delete", "at": server.now, "uri": sought.uri}
    told = _told(server, account, msgspec.json.encode(gone), b"", server.now)
    return Look(fate=Fate.DELETED, arrival=told)


def around(server: Server, account: str, sought: Sought) -> tuple[Arrival, ...]:
    """Others' posts below it of which the person got no notification, though they address them."""
    return tuple(_arrival(server, account, one) for one in _below(server, sought.uri) if one.uri not in server.notified)


def _below(server: Server, uri: str) -> Iterator[Post]:
    for one in server.posts.values():
        if one.parent == uri and one.uri not in server.deleted:
            yield one


def _arrival(server: Server, account: str, post: Post) -> Arrival:
    return _told(server, account, post.edit or post.line, post.line if post.edit else b"", post.at)


def _told(server: Server, account: str, raw: bytes, beside: bytes, at: datetime) -> Arrival:
    return Arrival(source="", platform=server.platform, via=Via.WATCH, at=at, raw=raw, beside=beside, account=account)
