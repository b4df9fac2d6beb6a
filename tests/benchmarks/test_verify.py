"""What it costs to verify a long trail, beside the least that anybody must do: read the rows and hash as many bytes."""

import json
import sqlite3
import time
import tracemalloc
from hashlib import sha256

import pytest

from bot.audit import audit
from bot.evidence.master import MasterKey
from bot.store import read, write
from bot.store.database import PassingStore
from bot.store.migrate import migrate
from bot.trail.checkpoints import round_of_checkpoints
from tests.audit.trail import BEGAN, PERSON

pytestmark = pytest.mark.benchmark
ENTRIES = 100_000
TRIES = 3
LEAST = 150_000
"""Entries a second …"""
RATIO = 1.2
"""… or so many times what the peer does, where the machine is busy with other things."""
PEER = "sqlite3 + json + hashlib"


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """A chain of entries as judging writes them, and checkpoints."""
    store = PassingStore(f"sqlite:///{tmp_path_factory.mktemp('verify') / 'long.db'}", MasterKey.new())
    migrate(store)
    said = {
        "mention": "ab" * 16,
        "version": 1,
        "author": "cd" * 16,
        "severity": "medium",
        "planned": "0123456789abcdef01234567",
        "held": "",
    }
    with store.writing() as connection:
        write.salt(connection, store.master, PERSON)
        for first in range(0, ENTRIES, 10_000):
            lines = [(BEGAN, "mention:judged", said | {"version": first + place}) for place in range(10_000)]
            write.append(connection, PERSON, lines)
    round_of_checkpoints(store, [PERSON], {}, BEGAN)
    yield store
    store.close()


def seconds(work):
    """Of processor time: the best of some tries."""
    best = float("inf")
    for _ in range(TRIES):
        begun = time.process_time()
        work()
        best = min(best, time.process_time() - begun)
    return best


def naive(path):
    """What a reader without our code does: each row parsed from its JSON, written again, and hashed with the last."""
    previous = ""
    connection = sqlite3.connect(path)
    for number, text in connection.execute("SELECT number, payload FROM told ORDER BY number"):
        line = [PERSON, number, "2026-03-01T12:00:00Z", "mention:judged", json.loads(text), previous]
        previous = sha256(json.dumps(line, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
    connection.close()


def told(store, path):
    """The same chain as plain JSON in a table of its own, for the peer."""
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE told (number INTEGER PRIMARY KEY, payload TEXT)")
    with store.reading() as reading:
        rows = ((entry.number, json.dumps(entry.payload)) for entry in read.chain(reading, PERSON))
        connection.executemany("INSERT INTO told VALUES (?, ?)", rows)
    connection.commit()
    connection.close()


def test_a_long_trail_is_verified_fast(store, tmp_path, capsys, record_property):
    told(store, tmp_path / "told.db")
    ours = ENTRIES / seconds(lambda: audit(store))
    peer = ENTRIES / seconds(lambda: naive(tmp_path / "told.db"))
    record_property("entries_a_second", round(ours))
    record_property("times_the_peer", round(ours / peer, 2))
    with capsys.disabled():
        print(f"\nverify: {ours:,.0f} entries/s; {PEER}: {peer:,.0f}; ratio {ours / peer:.2f}")
    assert ours >= LEAST or ours >= RATIO * peer


def test_memory_does_not_grow_with_the_trail(store, capsys):
    tracemalloc.start()
    try:
        (found,) = audit(store)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    with capsys.disabled():
        print(f"\nverify: {peak / 2**20:.1f} MB at most for {found.entries:,} entries")
    assert found.valid
    assert peak < 12 * 2**20
