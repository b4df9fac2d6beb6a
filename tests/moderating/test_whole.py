"""A community whose shield runs as anybody starts it: what is reported and written to members is on its desk, what a
human orders is done at the server, and what another did not agree to is not."""

import asyncio
import json
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

import pytest
from msgspec.structs import replace

from bot.app import open_platforms, open_store, run
from bot.config import ConfigFile
from bot.doctor.network import looks
from bot.evidence.chain import verify
from bot.model.account import Account
from bot.model.docket import Standing
from bot.model.measure import Limit, Suspend
from bot.model.seat import Grant, Role, Seat
from bot.moderating.asking import Asking
from bot.moderating.enrolling import name_in, say
from bot.people.admission import Admission
from bot.platforms.forgetful import Forgetful
from bot.shield.desks import Opening
from bot.shield.live import shields
from bot.store import dockets, read
from bot.store.rolls import State
from bot.store.safe import StoredSafe
from tests.commands.running import rempart as command_here
from tests.doubles.mastodon import Double
from tests.doubles.mastodon_admin_world import FEDERATION, MODERATOR, REPORTS
from tests.moderating.desk import SCOPES, now

CANARY = "rossignol-7141"
CONFIG = """
language = "fr"
database = "sqlite:///rempart.db"
[network]
allow_loopback = true
[web]
enabled = false
[[community]]
name = "ouest"
mode = "act"
members = "local"
packs = ["instance"]
measures = ["limit"]
  [community.desk]
  platform = "mastodon"
  handle = "moderation"
  secret = {{ env = "DESK" }}
  server = "{base}"
"""


class Ouest:
    """The server of Ouest with its moderators, and what the shield keeps."""

    def __init__(self, double, folder):
        self.double, self.world, self.folder = double, double.world, folder
        (folder / "config.toml").write_text(CONFIG.format(base=double.base))
        self.world.admin.roles[self.world.called("moderation").id] = MODERATOR
        self.config = ConfigFile(folder / "config.toml", {"DESK": self.world.called("moderation").token}).read()
        self.store = open_store(self.config)

    def report(self, whom, *posts, by="lea"):
        by, whom = (self.world.called(name).id for name in (by, whom))
        made = {"id": self.world.new_id(), "by": by, "target_account": {"id": whom}, "action_taken": False}
        made |= {"action_taken_at": None, "category": "violation", "comment": "", "forwarded": False}
        made |= {"created_at": now().isoformat().replace("+00:00", "Z"), "status_ids": [*posts]}
        self.world.reports.append(made)

    def dockets(self):
        with self.store.reading() as connection:
            return dockets.page(connection, "ouest", Standing.OPEN, None, 10)

    async def until(self, holds):
        for _ in range(400):
            if holds():
                return
            await asyncio.sleep(0.05)
        raise AssertionError("it did not come about")

    def asking(self):
        """Anne, who has Bachir to agree with."""
        door, since = Admission(self.store), now() - timedelta(days=9)
        bachir = Seat(id="", person="ouest", name="Bachir", role=Role.MODERATOR, also=frozenset({Grant.MEASURE}))
        anne, _ = door.holder("ouest", "Anne", since), door.invite(bachir, "Anne", since)
        return Asking(self.store, shields(self.config, {})["ouest"], anne, now())


@asynccontextmanager
async def running(config):
    task = asyncio.create_task(run(config))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@pytest.fixture
async def ouest(tmp_path):
    double = Double()
    for name in ("moderation", "lea"):
        double.world.join(name)
    double.world.join("hugo", "nord.test")
    double.world.scopes = SCOPES
    await double.start()
    try:
        one = Ouest(double, tmp_path)
        yield one
        one.store.close()
    finally:
        await double.stop()


async def test_what_is_reported_lies_on_the_desk_and_what_a_human_orders_is_done(ouest):
    loud = ouest.world.post("hugo", "@lea espèce de pourriture")
    hidden = ouest.world.post("hugo", f"@lea {CANARY}", visibility="direct")
    ouest.report("hugo", loud.id, hidden.id)
    async with running(ouest.config):
        await ouest.until(ouest.dockets)
        [docket] = ouest.dockets()
        assert (docket.flags, docket.reporters, docket.subject.endswith(ouest.world.called("hugo").id)) == (1, 1, True)
        asking = ouest.asking()
        asking.order(docket, Limit())
        hugo = ouest.world.called("hugo").id
        await ouest.until(lambda: hugo in ouest.world.admin.silenced)
        asking.order(docket, Suspend())
        await asyncio.sleep(1.0)
        assert hugo not in ouest.world.suspended
    with ouest.store.reading() as connection:
        assert verify(read.chain(connection, "ouest")) is not None
    assert ouest.world.admin.mails == []
    assert all(CANARY.encode() not in each.read_bytes() for each in ouest.folder.glob("rempart.db*"))


async def test_the_running_shield_looks_again_and_again_at_what_its_desk_may_do(ouest, monkeypatch):
    monkeypatch.setattr("bot.shield.deskwork.HOUR", 0.1)

    def may(kind):
        with ouest.store.reading() as connection:
            known = read.get(connection, ouest.store.master, "can/desk:ouest")
        return None if known is None else kind in known.decode().split()

    async with running(ouest.config):
        await ouest.until(lambda: may("limit"))
        ouest.world.admin.roles[ouest.world.called("moderation").id] = REPORTS
        await ouest.until(lambda: may("limit") is False)
    assert may("resolve")


async def test_whoever_left_by_her_name_is_known_by_her_account_too(ouest):
    opening = Opening(ouest.config, ouest.store, StoredSafe(ouest.store), now)
    [roll] = opening.rolls().values()
    [community], lea = ouest.config.communities, ouest.world.called("lea")
    here = Account(platform="mastodon", id=lea.id, home=ouest.world.host, handle=f"lea@{ouest.world.host}")
    await roll.refresh()
    assert roll.member(here)
    with ouest.store.writing() as connection:
        say(connection, ouest.store.master, community, name_in(community, here.handle), State.LEFT, "", now())
    await roll.refresh()
    assert not roll.member(here)
    assert not roll.member(replace(here, handle=""))
    assert here.key in roll.keys.values()


async def test_check_looks_at_the_desk_and_commands_have_its_hand(ouest):
    [look] = await looks(ouest.config, Forgetful(), now)
    assert look.well, look
    assert look.account.startswith("ouest, ")
    assert look.probe.needed[1:3] == ("admin:read:reports", "admin:write:accounts"), "people order measures there"
    [desk], troubles = await open_platforms(ouest.config, ouest.store)
    assert (desk.key, troubles) == ("desk:ouest", [])
    hugo = ouest.world.called("hugo")
    seen = await desk.foresee(Suspend(), f"mastodon:{ouest.world.host}/{hugo.id}")
    assert seen.final
    await desk.close()


async def test_a_command_says_before_what_the_server_says(ouest):
    lea, hugo = ouest.world.called("lea"), ouest.world.called("hugo")
    moderation = ouest.world.called("moderation")
    ouest.world.admin.roles[moderation.id] |= FEDERATION
    ouest.world.follows |= {(lea.id, hugo.id)}
    config = ouest.folder / "config.toml"
    wanted = ("desk", "domain", "Nord.TEST", "--suspend", "--json", "--config", str(config))
    done = await asyncio.to_thread(command_here, *wanted, DESK=moderation.token, HOME="/nonexistent")
    told = json.loads(done.stdout)
    assert (told["foreseen"]["follows"], told["foreseen"]["final"]) == (1, ["follows", "posts"])
