"""Trains the dictionary of exhibits: what a shield keeps of invented people on both platforms, judged by our packs."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from heapq import merge
from pathlib import Path
from typing import Final
from unittest.mock import patch

import msgspec
import zstandard
from sqlalchemy import select

from bot.backtest.ready import compiled, policies_of
from bot.config.load import load
from bot.evidence.exhibit import unseal
from bot.evidence.master import MasterKey
from bot.evidence.once import shortened
from bot.model.account import Protected
from bot.model.arrival import Arrival
from bot.model.noun import utc
from bot.model.shield import Contact, Shield
from bot.pipeline import Pipeline
from bot.platforms.bluesky.normalise import normalise as of_bluesky
from bot.platforms.mastodon.normalise import normalise as of_mastodon
from bot.platforms.port import Captured, Exchange
from bot.rules.engine import Engine
from bot.store import read, schema
from bot.store.database import PassingStore
from bot.store.migrate import migrate
from scripts.dictionary import bluesky, mastodon
from scripts.dictionary.invented import Invention

SEED: Final = 20261122
SIZE: Final = 32 * 1024
"""Larger ones make no record smaller."""
SEGMENT: Final = 4096
"""Bytes that are taken of a record at once: whole ones, since they all look alike."""
EACH: Final = {"mastodon": 2400, "bluesky": 1200}
"""Mentions of each platform; every fourth is also captured."""
CONTACTS: Final = (Contact(name="camille/phone"), Contact(name="lea/phone", language="en"))
BATCH: Final = 40
"""Mentions that are judged at once."""
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
    """What exhibits hold, written as it is packed, and what is planned because of them."""
    brought = (mastodon.arrivals(invention, EACH["mastodon"]), bluesky.arrivals(invention, EACH["bluesky"]))
    arrivals = list(merge(*brought, key=lambda one: one.at))
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(PassingStore(f"sqlite:///{folder}/kept.db", MasterKey.new())) as store,
    ):
        _keep(store, arrivals, invention)
        with store.reading() as connection:
            kept = [unseal(one, store.master) for one in read.exhibits(connection, "camille")]
            yield from sorted(map(shortened, kept))
            yield from sorted(one.encode() for one in connection.scalars(select(schema.delivery.c.what)))
    for arrival in arrivals[::4]:
        yield shortened(msgspec.msgpack.encode(_captured(arrival)))


def _keep(store: PassingStore, arrivals: list[Arrival], invention: Invention) -> None:
    """As a shield does; with ids that are the same each time."""
    migrate(store)
    accounts = (one.accounts[0] for people in (mastodon.PROTECTED, bluesky.PROTECTED) for one in people.values())
    protected = Protected(name="camille", accounts=tuple(accounts))
    shield = Shield(protected=protected, contacts=CONTACTS)
    moment: list[datetime] = []
    readers = {"mastodon": of_mastodon, "bluesky": of_bluesky}
    pipeline = Pipeline(store, {"camille": shield}, readers, _engine(), lambda: moment[-1])
    pipeline.judging.ids = (f"{invention.random.getrandbits(96):024x}" for _ in iter(int, 1))
    with patch("secrets.token_hex", lambda size: f"{invention.random.getrandbits(8 * size):0{2 * size}x}"):
        for start in range(0, len(arrivals), BATCH):
            some = arrivals[start : start + BATCH]
            moment.append(some[-1].at + timedelta(microseconds=invention.random.randrange(999_999)))
            pipeline.handle(some)


def _engine() -> Engine:
    os.environ["TOKEN"] = "t"  # noqa: S105 - a configuration names one
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "config.toml"
        path.write_text(CONFIG, encoding="utf-8")
        return compiled(policies_of(load(path)))


def _captured(arrival: Arrival) -> Captured:
    """An answer of the server's, as it is taken into custody before an action."""
    people = mastodon.PROTECTED if arrival.platform == "mastodon" else bluesky.PROTECTED
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
