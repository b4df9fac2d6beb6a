"""How long pages take, with much stored: they may not grow with it. MENTIONS=1000000 measures what a public figure has
after years; the peer is the same page where everything is read to be counted, as a page without indexes would."""

import os
import time
from datetime import UTC, datetime, timedelta
from statistics import quantiles

import pytest
from sqlalchemy import func, select

from bot.config import ConfigFile, Person
from bot.evidence.master import MasterKey
from bot.model.noun import micros
from bot.store import schema
from bot.store.database import Store
from bot.store.migrate import migrate
from bot.store.rows import insert, place
from bot.web.house import House
from bot.web.rooms import PAGES
from tests.commands.scene import CONFIG
from tests.web.conftest import World

MANY = int(os.environ.get("MENTIONS", "40000"))
DAYS = 400
CHUNK = 10_000
VISITS = 40
HELD_EACH = 100


class Folder:
    """Where a shield lies that only pages look at."""

    def __init__(self, path):
        self.config = path / "config.toml"
        self.config.write_text(CONFIG.format(url=f"sqlite:///{path / 'rempart.db'}", language="fr"))


def mentions(first, last, now, total):
    """Rows of mentions as they came over DAYS, one in HELD_EACH held for a human."""
    for number in range(first, last):
        uri = f"at://did:plc:a{number % 5000}/app.bsky.feed.post/{number}"
        at = micros(now - timedelta(days=DAYS) * (1 - number / total))
        held = number % HELD_EACH == 0
        yield {
            "place": place(uri),
            "person": "camille",
            "version": 1,
            "uri": uri,
            "revision": "r",
            "platform": "bluesky",
            "author": f"bluesky:did:plc:a{number % 5000}",
            "kind": "reply",
            "received_at": at,
            "decided_at": at,
            "severity": 2 if held else 0,
            "reasons": '["harassment_targeted"]' if held else "[]",
            "rules": '["insulte"]' if held else "[]",
            "review": held,
            "exhibit": f"{number:032x}",
            "alert": None,
            "hidden": None,
            "level": 0,
        }


@pytest.fixture(params=[MANY // 10, MANY], ids=["a tenth", "all"])
def world(request, tmp_path):
    folder = Folder(tmp_path)
    file = ConfigFile(folder.config, {"NOWHERE_SET": "x"})
    store = Store(file.read().database.reveal(), MasterKey.new())
    migrate(store)
    now = datetime.now(UTC)
    for first in range(0, request.param, CHUNK):
        with store.writing() as connection:
            rows = list(mentions(first, min(first + CHUNK, request.param), now, request.param))
            insert(connection, schema.mention, rows)
    yield World(folder, House(file, store))
    store.close()


def seconds(call):
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def naive(store):
    """Everything read to be counted."""
    with store.reading() as connection:
        for row in connection.execute(select(schema.mention.c.decided_at, schema.mention.c.severity)):
            assert row


def count(store):
    with store.reading() as connection:
        return connection.scalar(select(func.count()).select_from(schema.mention))


@pytest.mark.benchmark
def test_pages_do_not_grow_with_what_is_stored(world, record_property):
    holder = world.holder()
    peer = min(seconds(lambda: naive(world.store)) for _ in range(2))
    for page in (one for one in PAGES if one.menu and issubclass(Person, one.whose)):
        assert holder.get(page.path).status_code == 200  # days that are over are counted once
        times = [seconds(lambda page=page: holder.get(page.path)) for _ in range(VISITS)]
        p95 = quantiles(times, n=20)[-1] * 1000
        said = f"p95 {p95:.0f} ms, {peer / min(times):.1f} times as fast as reading all"
        record_property(f"{page.path}, {count(world.store)} mentions", said)
