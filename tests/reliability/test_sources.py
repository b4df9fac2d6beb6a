"""Sources fail for days, in every way: the shield stays up, and knows whose evidence is whose."""

import asyncio
import io
import json
from typing import Any

import msgspec
import pytest

from bot.errors import Refused, TryLater, Unauthorized
from bot.evidence.master import MasterKey
from bot.handling.relations import synchronise
from bot.handling.setaside import concerned
from bot.log import LogForm, start_log
from bot.model.account import Account, Protected
from bot.model.delivery import Status
from bot.model.shield import Contact, Shield
from bot.platforms.port import Relations
from bot.shield import intake as module
from bot.shield.intake import Intake
from bot.store import migrate, outbox, read, relations
from bot.store.database import Store
from tests.reliability.within import Within, eventually, now


class Failing:
    """A source that fails each time it is read, as told."""

    def __init__(self, name: str, *troubles: Exception) -> None:
        self.name = name
        self.troubles = troubles
        self.reads = 0

    async def read(self, _cursor: str | None, _emit: Any) -> None:
        self.reads += 1
        raise self.troubles[self.reads % len(self.troubles)]


@pytest.fixture
def within(tmp_path):
    start_log("info", LogForm.JSON, io.StringIO())
    one = Within(f"sqlite:///{tmp_path}/rempart.db")
    yield one
    one.store.close()


async def test_a_source_that_is_down_for_days_does_not_end_the_shield(within, monkeypatch):
    monkeypatch.setattr(module, "LONGEST_WAIT", 0.0)
    monkeypatch.setattr(module, "LONGEST_ASKED", 0.0)
    every = Failing(
        "x",
        TryLater("down", after=1e300),
        Refused("no"),
        Unauthorized("token"),
        RuntimeError("defect"),
        TryLater("down"),
    )
    told: list[str] = []

    async def refused(source: Any, trouble: Exception) -> None:
        told.append(type(trouble).__name__)

    intake = Intake(within.store, within.pipeline, [every], on_judged=lambda _: None, on_refused=refused)
    task = asyncio.ensure_future(intake.run())
    await eventually(lambda: every.reads > 1_200 or task.done(), 60)
    assert not task.done()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert set(told) == {"Refused", "Unauthorized"}


def test_what_one_persons_source_brought_is_never_kept_for_another(within):
    """Ids on small servers are short: `1` stands in everything."""
    first = Protected(name="anna", accounts=(Account(platform="mastodon", id="1", home="small.test"),))
    second = Protected(name="berta", accounts=(Account(platform="mastodon", id="2", home="small.test"),))
    shields = {one.name: Shield(protected=one) for one in (first, second)}
    letter = msgspec.structs.replace(within.mastodon(b'{"id": "11"}'), account=second.accounts[0].key)
    assert concerned(letter, shields) == "berta"
    shared = msgspec.structs.replace(letter, account="", raw=b'{"did": "2"}')
    assert concerned(shared, shields) == "berta"
    assert concerned(msgspec.structs.replace(shared, raw=b"{}"), shields) == ""


def test_what_cannot_be_read_is_told_to_whom_it_concerns_and_nobody_else(within):
    other = Protected(name="berta", accounts=(Account(platform="mastodon", id="2", home="small.test"),))
    within.shields["berta"] = Shield(protected=other, contacts=(Contact(name="berta/phone"),))
    within.pipeline.handle([within.mastodon(b"<html>")])
    with within.store.reading() as connection:
        assert {one.via for one in outbox.with_status(connection, Status.PLANNED)} == {"camille/phone"}


async def test_two_accounts_on_one_server_do_not_undo_each_other(within):
    class Listed:
        def __init__(self, key: str, **lists: frozenset[str]) -> None:
            self.key = key
            self.lists = lists

        async def relations(self) -> Relations:
            return Relations(**self.lists)

    friend, foe = "bluesky:did:plc:friend", "bluesky:did:plc:foe"
    accounts = [Listed("bluesky:a", follows=frozenset({friend})), Listed("bluesky:b", mutes=frozenset({foe}))]
    for _ in range(2):
        await synchronise(within.store, "camille", accounts, now())
    with within.store.reading() as connection:
        known = relations.of(connection, [("camille", friend), ("camille", foe)])
        assert all(read.cursor(connection, f"relations:{one.key}") for one in accounts)
    assert (known["camille", friend].following, known["camille", foe].muted) == (True, True)


def test_a_database_whose_making_was_interrupted_is_made_at_the_next_start(tmp_path, monkeypatch):
    store = Store(f"sqlite:///{tmp_path}/rempart.db", MasterKey.new())

    def cut(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(migrate, "_sign", cut)
        with pytest.raises(KeyboardInterrupt):
            migrate.migrate(store)
    migrate.migrate(store)
    with store.reading() as connection:
        assert read.people(connection) == []
    store.close()


def test_while_a_reader_looks_nothing_changes_under_it(database_url):
    """An audit reads the chain first and the exhibits then: both of one moment, whoever writes meanwhile."""
    within = Within(database_url)
    raw = json.dumps(within.told.notification("bonjour")).encode()
    with within.store.reading() as connection:
        assert list(read.chain(connection, "camille")) == []
        within.pipeline.handle([within.mastodon(raw)])
        assert list(read.exhibits(connection, "camille")) == []
    with within.store.reading() as connection:
        assert len(list(read.exhibits(connection, "camille"))) == 1
    within.store.close()
