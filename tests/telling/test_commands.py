"""On the command line I say that I saw it, try my channels, and see whether anybody reads them."""

import asyncio
import json
import re
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web

from bot.config.master import load_or_make_master_key
from bot.evidence.master import MasterKey
from bot.model.shield import Rhythm
from tests.commands.conftest import place, rempart, spoken
from tests.config.conftest import USABLE
from tests.telling.shield import MAIL, PHONE

__all__ = ["place", "rempart", "spoken"]
README = Path(__file__).parents[2] / "README.md"
CONFIG = """
language = "en"
[[person]]
name = "camille"
packs = []
  [[person.account]]
  platform = "bluesky"
  handle = "camille.test"
  secret = {{ env = "CAMILLE_MASTODON" }}
  [[person.alert]]
  name = "phone"
  url = {{ env = "PHONE" }}
  quiet = "22:00-07:30"
  [[person.alert]]
  name = "mail"
  url = {{ env = "MAIL" }}
  delegate = "dominique"
  after = "phone"
  [[person.delegate]]
  name = "dominique"
  language = "{language}"
"""
CODE = re.compile(r"rempart alerts confirm ([A-Z0-9-]+)")


@pytest.fixture
def camille(told, tmp_path):
    """Camille, her configuration, and the key that opens what is kept of her."""
    made = told(PHONE, MAIL)
    (tmp_path / "config.toml").write_text(CONFIG.format(language="fr"))
    made.store.master = MasterKey(load_or_make_master_key(tmp_path / "rempart.key"))
    made.config = tmp_path / "config.toml"
    return made


@asynccontextmanager
async def service(status=200):
    """What takes messages on this machine, and its address."""
    taken = []

    async def take(request):
        taken.append(json.loads(await request.read()))
        return web.Response(status=status)

    app = web.Application()
    app.router.add_post("/{path:.*}", take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield taken, f"json://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


async def test_i_say_once_that_i_saw_it(camille, rempart):
    camille.hear("je te savate")
    camille.hear("je te savate encore", by="other")
    await camille.work()
    ref = re.findall(r"rempart acknowledge (\S+)", camille.sent()[-1].body)[0]
    status, out, _ = rempart("acknowledge", ref, "-c", camille.config, "--by", "lea")
    assert (status, "lea saw this alert" in out, "1 more urgent alert" in out) == (0, True, True)
    assert "lea had seen it already" in rempart("acknowledge", ref, "-c", camille.config)[1]
    status, _, err = rempart("acknowledge", "nothing", "-c", camille.config)
    assert (status, "no urgent alert is known under this" in err) == (2, True)


async def test_a_channel_is_confirmed_by_who_reads_it_until_its_address_changes(camille, rempart):
    async with service() as (taken, url):
        around = {"PHONE": f"{url}/s3cr3t", "MAIL": f"{url}/other"}
        before = await asyncio.to_thread(rempart, "check", "-c", camille.config, "--json", **around)
        assert [one["confirmed"] for one in json.loads(before[1])["people"][0]["alerts"]] == [False, False]
        status, out, err = await asyncio.to_thread(rempart, "alerts", "test", "-c", camille.config, **around)
        assert (status, out.count("a code went out"), "s3cr3t" in out + err) == (0, 2, False)
        [mine] = [one for one in taken if "phone" in one["title"]]
        [hers] = [one for one in taken if "mail" in one["title"]]
        assert "Nothing has happened" in mine["message"]
        assert "Rien ne s’est passé" in hers["message"]
        code = CODE.search(mine["message"])[1]
        status, out, _ = await asyncio.to_thread(
            rempart, "alerts", "confirm", code.lower(), "-c", camille.config, **around
        )
        assert (status, out) == (0, "camille: “phone” is confirmed, somebody reads it.\n")
        again = await asyncio.to_thread(rempart, "alerts", "confirm", code, "-c", camille.config, **around)
        assert (again[0], "no channel was sent this code" in again[2]) == (2, True)
        status, out, _ = await asyncio.to_thread(rempart, "alerts", "list", "-c", camille.config, **around)
        phone, mail = out.splitlines()
        assert "quiet 22:00–07:30" in phone
        assert "confirmed on" in phone
        assert "for dominique" in mail
        assert "never confirmed" in mail
        moved = around | {"PHONE": f"{url}/elsewhere"}
        listed = await asyncio.to_thread(rempart, "alerts", "list", "-c", camille.config, "--json", **moved)
        assert [one["confirmed_at"] for one in json.loads(listed[1])["channels"]] == [None, None]
        shown = await asyncio.to_thread(rempart, "check", "-c", camille.config, **around)
        assert "camille/phone. To try it" not in shown[1]
        assert "Nobody has confirmed that this channel arrives: camille/mail" in shown[1]
    assert camille.events() == ["channel:confirmed"]


async def test_a_channel_that_does_not_take_the_code_is_told(camille, rempart):
    async with service(status=500) as (_, url):
        around = {"PHONE": url, "MAIL": url}
        status, out, _ = await asyncio.to_thread(
            rempart, "alerts", "test", "-c", camille.config, "--channel", "mail", **around
        )
    assert (status, out) == (
        1,
        "camille: “mail” did not take the message. Check its address, and that the service is up.\n",
    )


async def test_status_says_what_rings_and_which_channels_nobody_confirmed(camille, rempart):
    camille.channels["camille/mail"].broken = True
    camille.hear("je te savate")
    for _ in range(6):
        await camille.work(minutes=3)
    status, out, _ = rempart("status", "-c", camille.config, PHONE="ntfy://x/y", MAIL="ntfy://x/z")
    assert status == 0
    assert "1 urgent alert waits for somebody to say that they saw it" in out
    assert re.search(r"phone: never confirmed", out)
    assert re.search(r"mail: no longer answers since", out)


def test_the_alerts_of_the_readme_can_be_used(place):
    written = README.read_text("utf-8").partition("### Alerts")[2].partition("```toml\n")[2].partition("```")[0]
    written = written.replace('file = "secrets/dominique-mail"', 'env = "CAMILLE_ALERT"').replace("_NTFY", "_ALERT")
    _, phone, dominique = (
        place.load(USABLE.replace("[person.budget]", f"{written}\n[person.budget]")).people[0].contacts()
    )
    assert (phone.step, dominique.step, dominique.digest) == (0, 1, Rhythm.WEEKLY)
