"""Trains the dictionary of exhibits: records of both platforms and captured answers, judged by the rules we ship."""

import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Final

import msgspec
import zstandard

from bot import records
from bot.backtest.ready import compiled, policies_of
from bot.config.load import load
from bot.model.account import Protected
from bot.model.arrival import Arrival
from bot.model.facts import Facts, History, Relation
from bot.model.mention import Mention
from bot.model.noun import utc
from bot.model.record import Record
from bot.platforms.bluesky.normalise import normalise as of_bluesky
from bot.platforms.mastodon.normalise import normalise as of_mastodon
from bot.platforms.port import Captured, Exchange
from bot.rules.engine import Engine
from scripts.dictionary import bluesky, mastodon
from scripts.dictionary.invented import Invention

SEED: Final = 20261122
SIZE: Final = 32 * 1024
SEGMENT: Final = 4096
"""Bytes that are taken of a record at once: whole ones, since they all look alike."""
EACH: Final = {"mastodon": 2400, "bluesky": 1200}
"""Mentions of each platform; every fourth is also captured."""
CONFIG: Final = """
[[person]]
name = "camille"
mode = "act"
  [[person.account]]
  platform = "mastodon"
  handle = "figure"
  server = "https://mastodon.test"
  secret = { env = "TOKEN" }
"""


def main(file: Path) -> None:
    """Write the dictionary."""
    samples: list[bytes | bytearray | memoryview] = list(contents(Invention(SEED)))
    trained = zstandard.train_dictionary(SIZE, samples, k=SEGMENT, d=8, level=6, dict_id=SEED)
    file.write_bytes(trained.as_bytes())
    print(f"{len(samples)} records of {sum(map(len, samples)) // len(samples)} bytes; {len(trained)} bytes")


def contents(invention: Invention) -> Iterator[bytes]:
    """What exhibits hold."""
    engine = _engine()
    for name, count in EACH.items():
        if name == "mastodon":
            brought, normalise, people = mastodon.arrivals(invention, count), of_mastodon, mastodon.PROTECTED
        else:
            brought, normalise, people = bluesky.arrivals(invention, count), of_bluesky, bluesky.PROTECTED
        for number, arrival in enumerate(brought):
            for event in normalise(arrival, people):
                if isinstance(event, Mention):
                    record = _record(arrival, event, engine, invention)
                    handle = people[event.to].accounts[0].handle
                    yield records.write(record, records.LATEST[arrival.platform], handle)
            if number % 4 == 0:
                yield msgspec.msgpack.encode(_captured(arrival, people))


def _engine() -> Engine:
    os.environ["TOKEN"] = "t"  # noqa: S105 - a configuration names one
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "config.toml"
        path.write_text(CONFIG, encoding="utf-8")
        return compiled(policies_of(load(path)))


def _record(arrival: Arrival, mention: Mention, engine: Engine, invention: Invention) -> Record:
    history = History()
    for _ in range(invention.random.choice((0, 0, 0, 1, 2, 5))):
        history = history.after(mention.received_at - timedelta(hours=invention.random.randrange(900)), hit=False)
    facts = Facts(
        mention=mention, history=history, relation=Relation(following=False), copies=(), offset=invention.offset()
    )
    decision = engine.decide("camille", facts, arrival.at + timedelta(microseconds=invention.random.randrange(999_999)))
    return Record(arrival=arrival, facts=facts, decision=decision, instrument=invention.random.randrange(9))


def _captured(arrival: Arrival, people: Mapping[str, Protected]) -> Captured:
    """An answer of the server's, as it is taken into custody before an action."""
    home = next(iter(people.values())).accounts[0].home or "bsky.test"
    headers = {
        "date": arrival.at.strftime("%a, %d %b %Y %H:%M:%S GMT"),
        "content-type": "application/json; charset=utf-8",
        "content-length": str(len(arrival.raw)),
        "connection": "keep-alive",
        "cache-control": "private, no-store",
        "content-security-policy": "default-src 'none'; frame-ancestors 'none'; form-action 'none'",
        "etag": 'W/"0f5ecb4fa0ec03d7ab3f7e9dbd2ab5a3"',
        "referrer-policy": "same-origin",
        "strict-transport-security": "max-age=63072000; includeSubDomains",
        "vary": "Authorization, Origin",
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "x-ratelimit-limit": "300",
        "x-ratelimit-remaining": "299",
        "x-ratelimit-reset": utc(arrival.at + timedelta(minutes=5)),
    }
    return Captured(
        what="notification",
        url=f"https://{home}/api/v1/notifications",
        raw=arrival.raw,
        at=arrival.at,
        exchange=Exchange(line="HTTP/1.1 200 OK", headers=headers, began=arrival.at - timedelta(milliseconds=90)),
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
