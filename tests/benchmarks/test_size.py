"""What room a mention takes on the disk, with all that is kept of it: content, key, row, entry and what it led to."""

import json
import random
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from tests.benchmarks.raid import AUTHORS, BATCH, RUDE, Stream, usual
from tests.benchmarks.test_handle import handle, ours

pytestmark = pytest.mark.benchmark
MENTIONS = 4 * AUTHORS
"""Four of each author: of a million, most are by people who wrote few."""
PASSING = ("look", "sketch")
"""What is kept for days only, so that its room does not grow with the years; an index is named after its table."""
MOST = 1_400
"""Bytes of one mention in so small a database, where 5 of a hundred lead to an action and an alert."""
BEGAN = datetime(2024, 1, 1, tzinfo=UTC)


def dated(arrival, at):
    """As a server that wrote it then, with no more spaces than servers write."""
    told = json.loads(arrival.raw)
    told["created_at"] = told["status"]["created_at"] = (
        at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03}Z"
    )
    raw = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    return msgspec.structs.replace(arrival, raw=raw, at=at)


def filled(folder):
    """A database into which mentions came over a week, with the file's bytes by table and index."""
    stream, moment, chance = Stream(), [BEGAN], random.Random(1)
    with ours(folder, stream) as pipeline:
        pipeline.now = lambda: moment[0]
        for _ in range(0, MENTIONS, BATCH):
            moment[0] += timedelta(hours=10, microseconds=123_457)
            brought = stream.bring(BATCH, lambda: usual(RUDE))
            handle(pipeline, [dated(one, moment[0] - timedelta(seconds=36_000 * chance.random())) for one in brought])
    with closing(sqlite3.connect(folder / "rempart.db")) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return dict(
            database.execute(
                "SELECT name, sum(pgsize) FROM dbstat WHERE name IN (SELECT name FROM dbstat WHERE ncell > 0) GROUP BY name"
            )
        )


def test_what_room_a_mention_takes(tmp_path, capsys, record_property):
    sizes = filled(tmp_path / "ours")
    lasting = {name: size for name, size in sizes.items() if not any(f"{one}" in name for one in PASSING)}
    each = sum(lasting.values()) / MENTIONS
    record_property("bytes_a_mention", round(each))
    with capsys.disabled():
        worst = sorted(lasting.items(), key=lambda one: -one[1])[:8]
        print(
            f"\nsize: {each:,.0f} bytes a mention:", ", ".join(f"{name} {size / MENTIONS:.0f}" for name, size in worst)
        )
    assert each <= MOST
