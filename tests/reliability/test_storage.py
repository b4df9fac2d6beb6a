"""A database that is locked, full, or refuses what is written to it: the shield waits, tries again and loses nothing."""

import asyncio
import io
import json
import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import msgspec
import psycopg
import pytest
from sqlalchemy import event

from bot.audit import audit
from bot.delivery import Deliveries
from bot.log import LogForm, start_log
from bot.model.alert import AlertKind
from bot.model.delivery import Status
from bot.outbox.ledger import Ledger
from bot.shield import keptlater
from bot.store import outbox, read
from bot.telling.direct import MOST, Direct
from tests.alerts.recording import RecordingChannel
from tests.reliability.within import Within, eventually, now

PAGES = "PRAGMA max_page_count"
END_ALL = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


@pytest.fixture
def log() -> io.StringIO:
    stream = io.StringIO()
    start_log("info", LogForm.JSON, stream)
    return stream


@pytest.fixture
def within(tmp_path) -> Iterator[Within]:
    """A shield that waits a tenth of a second for a lock, not half a minute, and then tries again a little later."""
    one = Within(f"sqlite:///{tmp_path}/rempart.db")
    one.store.engine.dispose()
    event.listen(one.store.engine, "connect", lambda raw, _: raw.execute("PRAGMA busy_timeout=100"))
    return one


@pytest.fixture(autouse=True)
def _impatient(monkeypatch) -> None:
    monkeypatch.setattr("bot.store.database.STORAGE_WAIT", 0.1)


def file(within: Within) -> Path:
    return Path(within.store.url.database)


def rude(within: Within, count: int) -> list:
    raws = [json.dumps(within.told.notification("quelle pantoufle")).encode() for _ in range(count)]
    return [within.mastodon(raw, cursor=str(number)) for number, raw in enumerate(raws, 1)]


def judged(within: Within) -> int:
    with within.store.reading() as connection:
        return read.count(connection, "mention")


async def test_while_another_process_holds_the_database_mentions_wait_and_none_is_lost(within, log):
    with closing(sqlite3.connect(file(within), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        async with within.hearing(rude(within, 30)):
            await eventually(lambda: log.getvalue().count("database unavailable") > 2)
            assert judged(within) == 0
            other.execute("ROLLBACK")
            await eventually(lambda: judged(within) == 30)
            assert all(one.valid for one in audit(within.store))


async def test_a_full_disk_loses_nothing_once_there_is_room_again(within, log):
    pages = sqlite3.connect(file(within)).execute("PRAGMA page_count").fetchone()[0]
    room = {"pages": pages + 2}
    event.listen(within.store.engine, "connect", lambda raw, _: raw.execute(f"{PAGES}={room['pages']}"))
    within.store.engine.dispose()
    async with within.hearing(rude(within, 200)):
        await eventually(lambda: log.getvalue().count("database unavailable") > 2)
        room["pages"] = 1_000_000
        within.store.engine.dispose()
        await eventually(lambda: judged(within) == 200)
        assert all(one.valid for one in audit(within.store))


async def test_an_alert_waits_for_a_locked_database_and_is_sent_once(within, log):
    for author in ("harasser", "another"):  # who is muted already does not ring; a third might be a raid, told together
        within.pipeline.handle(
            [within.mastodon(json.dumps(within.told.notification("quelle pantoufle", author)).encode())]
        )
    channel = RecordingChannel("camille/phone")
    deliveries = Deliveries(Ledger(within.store, within.shields), {}, {channel.name: channel}, now)
    with closing(sqlite3.connect(file(within), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        task = asyncio.ensure_future(deliveries.run())
        await eventually(lambda: log.getvalue().count("database unavailable") > 2)
        assert not task.done()
        assert not channel.sent
        other.execute("ROLLBACK")
        await eventually(lambda: not _standing(within, Status.PLANNED, Status.ATTEMPTING))
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    sent = [(alert.id, alert.kind) for alert in channel.sent]
    assert len(sent) == len(set(sent))
    assert [kind for _, kind in sent].count(AlertKind.MENTION) == 2
    assert not any(alert.repeated for alert in channel.sent)
    assert not _standing(within, Status.FAILED)
    within.store.close()


def _standing(within: Within, *status: Status) -> list:
    with within.store.reading() as connection:
        return outbox.with_status(connection, *status)


@pytest.mark.postgres
async def test_what_is_too_large_for_the_database_is_set_aside_and_not_tried_for_ever(postgres_url, log):
    within = Within(postgres_url)
    normalise = within.pipeline.normalisers["mastodon"]

    def long_address(arrival, protected):
        (mention,) = normalise(arrival, protected)
        letters = "".join(random.Random(1).choices("abcdefghijklmnopqrstuvwxyz0123456789", k=100_000))
        return (msgspec.structs.replace(mention, uri=f"https://far.test/{letters}"),)

    within.pipeline.normalisers = {"mastodon": long_address}
    async with within.hearing(rude(within, 1)):
        await eventually(lambda: "arrival set aside" in log.getvalue())
        assert judged(within) == 0


@pytest.mark.postgres
async def test_a_database_server_that_ends_all_sessions_again_and_again_loses_nothing(postgres_url, log):
    within = Within(postgres_url)
    sessions = psycopg.connect(postgres_url.replace("+psycopg", ""), autocommit=True)
    with closing(within.store), sessions as other:
        async with within.hearing(rude(within, 2_000)):
            for _ in range(20):
                other.execute(END_ALL)
                await asyncio.sleep(0.02)
            await eventually(lambda: judged(within) == 2_000)
        assert "database unavailable" in log.getvalue()
        assert all(one.valid for one in audit(within.store))


def grave(within: Within) -> list:
    raw = json.dumps(within.told.notification("quelle pantoufle")).encode()
    return [within.mastodon(raw, cursor="1")]


async def test_while_the_disk_is_full_i_am_told_and_mentions_are_judged(within, log, monkeypatch):
    monkeypatch.setattr(keptlater, "PATIENCE", timedelta(seconds=0.3))
    within.pipeline.handle([within.mastodon(json.dumps(within.told.notification()).encode())])
    pages = sqlite3.connect(file(within)).execute("PRAGMA page_count").fetchone()[0]
    room = {"pages": pages}
    event.listen(within.store.engine, "connect", lambda raw, _: raw.execute(f"{PAGES}={room['pages']}"))
    within.store.engine.dispose()
    channel = RecordingChannel("camille/phone")
    direct = Direct(within.shields, {channel.name: channel}, now)
    waiting = [within.mastodon(one.raw, cursor=one.cursor) for _ in range(2) for one in rude(within, 60)]
    later = keptlater.KeptLater(
        within.store,
        within.pipeline,
        lambda most: [waiting.pop(0) for _ in range(min(most, len(waiting), 40))],
        direct.unkept,
    )
    first = rude(within, 60)
    task = asyncio.ensure_future(later.handle(first))
    await eventually(lambda: task.done() or (not waiting and len(channel.sent) > 1), 20)
    assert not task.done()
    assert [alert.kind for alert in channel.sent].count(AlertKind.NOTICE) == 1
    assert {alert.kind for alert in channel.sent} == {AlertKind.NOTICE, AlertKind.MENTION}
    assert len(channel.sent) <= 1 + MOST
    assert judged(within) == 1
    assert not _standing(within, Status.PLANNED, Status.DONE)
    room["pages"] = 1_000_000
    within.store.engine.dispose()
    assert len(await asyncio.wait_for(task, 30)) == 60 + 120
    assert judged(within) == 1 + 60 + 120
    assert all(one.valid for one in audit(within.store))
    within.store.close()


def test_a_preview_keeps_nothing(within):
    (found,) = within.pipeline.preview(grave(within))
    assert found.decision.severity.label == "high"
    assert found.alerts
    assert judged(within) == 0
    assert len(within.pipeline.handle(grave(within))) == 1
    within.store.close()
