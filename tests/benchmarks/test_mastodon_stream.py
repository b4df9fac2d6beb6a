"""How fast a Mastodon event is read, against Mastodon.py's own stream dispatch on the same recorded bytes."""

import json
import time
import warnings
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.model.account import Account, Protected
from bot.model.arrival import Arrival
from bot.model.mention import Via
from bot.platforms.mastodon.decode import decode
from bot.platforms.mastodon.entities import Notification
from bot.platforms.mastodon.frames import EventLines, message
from bot.platforms.mastodon.normalise import normalise
from tests.platforms.mastodon import recordings

pytestmark = pytest.mark.benchmark

AT = datetime(2026, 11, 21, tzinfo=UTC)
CHUNK = 16_384
TARGET = 100


class Connection:
    """What Mastodon.py reads a stream from."""

    def __init__(self, whole: bytes) -> None:
        self._whole = whole

    def iter_content(self, chunk_size: int) -> Any:
        for start in range(0, len(self._whole), chunk_size):
            yield self._whole[start : start + chunk_size]


def mention_events() -> bytes:
    """A connection of mentions only, as Mastodon recorded them: the events that matter, and the heaviest."""
    found = [frame for whole in recordings.streams() for frame in EventLines().feed(whole)]
    one = next(frame.data for frame in found if frame.event == "notification")
    return b":)\n" + b"event: notification\ndata: " + one + b"\n\n"


def theirs_by_events(whole: bytes) -> int:
    from mastodon import StreamListener

    seen: list[Any] = []

    class Listener(StreamListener):
        def on_notification(self, notification: Any) -> None:
            seen.append(notification)

    Listener().handle_stream(Connection(whole))
    return len(seen)


def theirs_by_messages(messages: list[bytes]) -> int:
    from mastodon import StreamListener

    seen: list[Any] = []

    class Listener(StreamListener):
        def on_notification(self, notification: Any) -> None:
            seen.append(notification)

    listener = Listener()
    for raw in messages:
        listener.handle_websocket_message(json.loads(raw))
    return len(seen)


def ours_by_events(whole: bytes, arrive: Any) -> int:
    lines, seen = EventLines(), 0
    for start in range(0, len(whole), CHUNK):
        for frame in lines.feed(whole[start : start + CHUNK]):
            seen += len(arrive(frame.data))
    return seen


def ours_by_messages(messages: list[bytes], arrive: Any) -> int:
    seen = 0
    for raw in messages:
        frame = message(raw)
        assert frame is not None
        seen += len(arrive(frame.data))
    return seen


def arriving(account: Account) -> Any:
    """From the bytes of a notification to the Mention that rules are asked about."""
    people = {account.key: Protected(name="camille", accounts=(account,))}

    def arrive(raw: bytes) -> tuple[Any, ...]:
        arrival = Arrival(source="s", platform="mastodon", via=Via.STREAM, at=AT, raw=raw, account=account.key)
        return normalise(arrival, people)

    return arrive


def rate(work: Any, events: int) -> float:
    """Events a second of CPU time, the best of three."""
    best = 0.0
    for _ in range(3):
        began = time.process_time()
        assert work() == events
        best = max(best, events / (time.process_time() - began))
    return best


def account(server: str, home: str, handle: str) -> Account:
    return Account(platform="mastodon", id=recordings.ME[server], home=home, handle=f"{handle}@{home}")


def test_events_from_the_wire_to_the_mention_a_hundred_times_faster():
    one = mention_events()
    arrive = arriving(account("mastodon", "localhost:3000", "mastodonpy_test_2"))
    ours = rate(lambda: ours_by_events(one * 2000, arrive), 2000)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = rate(lambda: theirs_by_events(one * 20), 20)
    print(
        f"\nserver-sent events: {ours:,.0f}/s, Mastodon.py {theirs:,.0f}/s: {ours / theirs:,.0f}x (at least {TARGET}x)"
    )
    assert ours >= TARGET * theirs


def test_messages_from_the_wire_to_typed_notifications_a_hundred_times_faster():
    """Like for like: Mastodon.py's dispatch ends at a typed notification. The whole way to the Mention is printed."""
    mentions = [raw for raw in recordings.frames() if b'"notification"' in raw and b'\\"type\\":\\"mention\\"' in raw]
    arrive = arriving(account("gts", "localhost:8080", "figure"))
    typed = rate(
        lambda: ours_by_messages(mentions * 300, lambda raw: (decode(raw, Notification),)), 300 * len(mentions)
    )
    whole = rate(lambda: ours_by_messages(mentions * 300, arrive), 300 * len(mentions))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = rate(lambda: theirs_by_messages(mentions * 10), 10 * len(mentions))
    print(
        f"\nWebSocket messages: {typed:,.0f}/s, Mastodon.py {theirs:,.0f}/s: {typed / theirs:,.0f}x "
        f"(at least {TARGET}x); up to the mention {whole:,.0f}/s: {whole / theirs:,.0f}x"
    )
    assert typed >= TARGET * theirs
