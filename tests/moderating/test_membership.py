"""I say by myself whether my community watches over me: once I proved at my own server who I am, and nobody else can."""

import asyncio
import re
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.applications import Starlette

from bot.config import ConfigFile
from bot.evidence.chain import verify
from bot.evidence.master import MasterKey
from bot.model.account import Account
from bot.moderating.enrolling import LiveRoll, say
from bot.moderating.membership import STAY
from bot.store import read
from bot.store.database import PassingStore
from bot.store.migrate import migrate
from bot.store.rolls import State
from bot.web.house import House
from bot.web.pages.membership import CHANGES
from tests.commands.scene import CONFIG
from tests.community.written import ouest
from tests.doubles.mastodon import Double
from tests.web.visiting import REACHED, Visited

ME = "/community/ouest/me"


class Town(Visited):
    """The pages of a community, and the server on which its members are."""

    def __init__(self, house, double, file):
        super().__init__(house, double)
        self.file = file

    def write(self, members='"local"', out="[]"):
        written = ouest(f"out = {out}", members=members, desk=[f'server = "{self.server.base}"'])
        self.file.write_text(CONFIG.format(url="sqlite:///unused.db", language="fr") + written + REACHED)
        self.house.anew()

    async def ask(self, browser, **fields):
        return await self.onward(browser, ME, {"do": "go"} | fields)

    async def come(self, who="zoe"):
        browser = self.browser()
        back = await self.yes(await self.ask(browser), who)
        answer = await asyncio.to_thread(browser.get, back)
        assert answer.headers["location"] == ME, answer.text
        return browser

    async def do(self, browser, how):
        return await asyncio.to_thread(browser.post, ME, ME, do=how)

    async def page(self, browser):
        return (await asyncio.to_thread(browser.get, ME)).text

    async def watched(self, who="zoe"):
        home = self.server.world.host
        key = next(one for one in self.server.world.people.values() if one.username == who)
        roll = LiveRoll(self.store, self.house.config.communities[0], None, self.house.now)
        await roll.refresh()
        return roll.member(Account(platform="mastodon", id=key.id, home=home, handle=f"{who}@{home}"))

    def events(self):
        with self.store.reading() as connection:
            chain = list(read.chain(connection, "ouest"))
        assert not list(verify(chain))
        return [one.event for one in chain]


@pytest.fixture
async def town(tmp_path):
    store = PassingStore(f"sqlite:///{tmp_path / 'rempart.db'}", MasterKey(bytes(32)))
    migrate(store)
    file = tmp_path / "config.toml"
    file.write_text(CONFIG.format(url="sqlite:///unused.db", language="fr"))
    double = Double()
    double.world.join("zoe")
    double.world.join("max")
    await double.start()
    town = Town(House(ConfigFile(file, {"NOWHERE_SET": "x"}), store), double, file)
    town.write()
    yield town
    await double.stop()
    store.close()


async def test_the_page_says_what_is_read_and_what_never_is(town):
    for language, said in (("fr", "Vos messages privés"), ("en", "Your direct messages")):
        assert said in (await asyncio.to_thread(town.browser(language).get, ME)).text


async def test_i_leave_and_come_back_by_proving_who_i_am(town):
    assert await town.watched()
    me = await town.come()
    assert "Cette communauté veille sur vous." in await town.page(me)
    assert (await town.do(me, "leave")).status_code == 303
    assert not await town.watched()
    assert await town.watched("max")
    assert "Vous avez dit non" in await town.page(me)
    await town.do(me, "join")
    assert await town.watched()
    assert town.events() == ["member:out", "member:in"]


@pytest.mark.parametrize("how", ["leave", "join"])
async def test_no_server_speaks_for_accounts_of_another(town, how):
    """Somebody's own server says that whoever came is Zoé, of ours: she is not taken out, nor brought back."""
    if how == "join":
        await town.do(await town.come(), "leave")
    before, evil = await town.watched(), Double()
    evil.world.join("zoe", town.server.world.host)
    await evil.start()
    browser = town.browser()
    back = await town.yes(await town.ask(browser, server=evil.base))
    answer = await asyncio.to_thread(browser.get, back)
    await evil.stop()
    assert answer.status_code == 409
    assert (await asyncio.to_thread(browser.raw, ME, {"do": how})).status_code == 403
    assert await town.watched() is before


async def test_my_server_is_asked_who_i_am_and_nothing_else_and_its_key_is_handed_back(town):
    browser = town.browser()
    url = await town.ask(browser)
    assert parse_qs(urlsplit(url).query)["scope"] == ["read:accounts"]
    await asyncio.to_thread(browser.get, await town.yes(url))
    assert len(town.server.world.revoked) == 1


async def test_where_only_those_are_watched_over_who_asked_i_ask(town):
    town.write(members='"asked"')
    assert not await town.watched()
    me = await town.come()
    assert "Vous ne l’avez pas demandé" in await town.page(me)
    await town.do(me, "join")
    assert await town.watched()


async def test_whom_the_moderators_leave_out_cannot_put_themselves_in(town):
    town.write(out=f'["zoe@{town.server.world.host}"]')
    me = await town.come()
    assert "Les modérateurs ont choisi" in await town.page(me)
    assert (await town.do(me, "join")).status_code == 400
    assert not await town.watched()


async def test_i_come_back_though_somebody_took_me_off_by_my_handle_at_my_own_word(town):
    with town.store.writing() as connection:
        handle = f"zoe@{town.server.world.host}"
        say(connection, town.store.master, town.house.config.communities[0], handle, State.OUT, "", town.now)
    assert not await town.watched()
    await town.do(await town.come(), "join")
    assert await town.watched()


async def test_who_is_not_on_the_list_cannot_write_themselves_in(town):
    town.write(members=f'["max@{town.server.world.host}"]')
    me = await town.come()
    assert "ne veille pas sur ce compte" in await town.page(me)
    assert (await town.do(me, "join")).status_code == 400
    assert not await town.watched()


@pytest.mark.parametrize("do", ["leave", "join"])
async def test_without_a_session_or_with_anothers_form_nothing_changes(town, do):
    me = await town.come()
    stranger = town.browser()
    for browser, fields, status in (
        (stranger, {"do": do}, 403),
        (stranger, {"do": do, "csrf": "0" * 64}, 403),
        (me, {"do": do}, 403),
        (me, {"do": do, "csrf": "0" * 64}, 403),
    ):
        assert (await asyncio.to_thread(browser.raw, ME, fields)).status_code == status
    token = re.search(r'name="csrf" value="([0-9a-f]{64})"', await town.page(me))[1]
    send = lambda: me.raw(ME, {"do": do, "csrf": token}, origin="https://elsewhere.test")  # noqa: E731
    assert (await asyncio.to_thread(send)).status_code == 403
    assert town.events() == []
    assert await town.watched()


async def test_an_answer_that_is_forged_late_second_or_another_browsers_is_worth_nothing(town):
    await town.nobody_comes_in("/member", "rempart-member", _membership(town))
    assert town.events() == []


async def test_what_my_browser_keeps_is_good_for_half_an_hour_for_this_community_alone(town):
    me = await town.come()
    membership, word = _membership(town), me.client.cookies["rempart-member"]
    assert membership.at(word, "ouest").handle.startswith("zoe@")
    assert membership.at(word, "another") is None
    assert "zoe" not in word
    membership.now = lambda: datetime.now(UTC) + STAY + timedelta(seconds=1)
    assert (await asyncio.to_thread(me.raw, ME, {"do": "leave"})).status_code == 403
    assert town.events() == []


async def test_a_no_at_my_server_changes_nothing(town):
    browser = town.browser()
    back = await town.yes(await town.ask(browser), no="1")
    assert "Vous avez dit non" in (await asyncio.to_thread(browser.get, back)).text
    assert town.events() == []


async def test_whoever_changes_their_mind_without_end_is_asked_to_wait(town):
    me = await town.come()
    for one in range(CHANGES):
        assert (await town.do(me, ("leave", "join")[one % 2])).status_code == 303
    assert (await town.do(me, "leave")).status_code == 429


async def test_of_a_community_that_is_none_there_is_no_page(town):
    for path in ("/community/nowhere/me", "/community/camille/me"):
        assert (await asyncio.to_thread(town.browser().get, path)).status_code == 404


async def test_what_is_no_server_is_not_asked(town):
    network = town.house.config.network.model_copy(update={"allow_loopback": False})
    town.house.config = town.house.config.model_copy(update={"network": network})
    page = await town.ask(town.browser(), server="127.0.0.1")
    assert page.status_code == 409
    assert not town.server.world.apps


def _membership(town):
    """That of the page, behind all that goes around it."""
    around = town.app
    while not isinstance(around, Starlette):
        around = around.app
    page = next(one for one in around.routes if getattr(one, "path", "") == "/community/{name}/me")
    return page.endpoint.__self__.membership
