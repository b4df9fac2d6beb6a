"""On a server like mine: what was seen is known, and a stream that beats without bringing anything is opened anew."""

import asyncio
import contextlib
from datetime import timedelta

import pytest

from bot.coverage import seeing as module
from bot.evidence.master import MasterKey
from bot.model.account import Protected
from bot.model.mention import Via
from bot.model.shield import Shield
from bot.pipeline import Pipeline
from bot.platforms.mastodon.normalise import normalise
from bot.rules.compile import compile_policies
from bot.rules.policy import Policy
from bot.shield.intake import Intake
from bot.store import coverage
from bot.store.database import Store
from bot.store.migrate import migrate
from tests.platforms.mastodon.conftest import now


class Ledger:
    """A shield that reads one account, with its ledger."""

    def __init__(self, me, url):
        self.me = me
        self.store = Store(url, MasterKey.new())
        migrate(self.store)
        shields = {"camille": Shield(protected=Protected(name="camille", accounts=(me.account,)))}
        engine = compile_policies({"camille": Policy()})
        self.pipeline = Pipeline(self.store, shields, {"mastodon": normalise}, engine, now)
        self.silent = []

    @contextlib.asynccontextmanager
    async def reading(self):
        async def silent(one):
            self.silent.append(one)

        async def refused(source, trouble):
            raise AssertionError(source.name) from trouble

        intake = Intake(
            self.store,
            self.pipeline,
            self.me.platform.sources(),
            on_judged=lambda judged: None,
            on_refused=refused,
            on_silent=silent,
        )
        task = asyncio.create_task(intake.run())
        try:
            yield intake
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    def rows(self, by=None):
        with self.store.reading() as connection:
            return [one for _, one in coverage.every(connection, "camille") if by in {None, one.by}]

    async def until(self, enough, seconds=15):
        async with asyncio.timeout(seconds):
            while not enough():  # noqa: ASYNC110 - nothing tells of a change in a database
                await asyncio.sleep(0.02)


@pytest.fixture
async def ledger(shield, tmp_path):
    one = Ledger(await shield("mastodon", poll_beside_stream=0.3, poll_alone=0.3), f"sqlite:///{tmp_path}/rempart.db")
    yield one
    one.store.close()


def length(rows):
    return max(((one.until - one.since) for one in rows), default=timedelta())


async def test_a_quiet_account_is_seen_as_long_as_looks_find_that_its_stream_missed_nothing(ledger):
    before = now()
    async with ledger.reading():
        await ledger.until(lambda: length(ledger.rows(Via.STREAM)) > timedelta(seconds=0.5))
        await ledger.until(lambda: length(ledger.rows(Via.POLL)) > timedelta(seconds=0.5))
    assert all(before - timedelta(seconds=2) <= one.since <= one.until <= now() for one in ledger.rows())
    assert ledger.silent == []


async def test_a_stream_that_beats_and_brings_nothing_is_opened_anew(ledger, monkeypatch):
    monkeypatch.setattr(module, "GRACE", timedelta(seconds=0.2))
    async with ledger.reading() as intake:
        await ledger.until(lambda: ledger.rows(Via.STREAM))
        ledger.me.double.silent = True
        before = now()
        ledger.me.do("post", by="friend", text="@figure tu es là ?")
        await ledger.until(lambda: ledger.silent)
        ledger.me.double.silent = False
        assert ledger.silent[0].since <= now()
        assert all(
            one.until <= before or one.since > before for one in ledger.rows(Via.STREAM) if one.since < one.until
        )
        stream = next(name for name in intake.states if name.endswith(":stream"))
        await ledger.until(lambda: intake.states[stream] == "reading" and ledger.me.double.streams > 0)
        again = now()
        await ledger.until(lambda: any(one.until > again for one in ledger.rows(Via.STREAM)))
    assert len(ledger.silent) == 1
