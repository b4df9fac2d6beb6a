"""I follow a list by saying yes at my own server: nobody can say it in my place, and I leave as easily as I came."""

import asyncio
import base64
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import text

from bot.blocklists.blocklist import Blocklist, Origin
from bot.blocklists.deed import Deed
from bot.blocklists.follower import Choice, Consent, Phase
from bot.config import ConfigFile
from bot.evidence.master import MasterKey
from bot.following.doors import TokenDoors, kept
from bot.following.following import Following
from bot.following.joining import host_of
from bot.model.reason import Reason, Severity
from bot.model.seat import Role
from bot.platforms.mastodon.options import Options
from bot.store import followers, lists
from bot.store.database import PassingStore
from bot.store.migrate import migrate
from bot.web import joining
from bot.web.house import House
from bot.web.site import site
from tests.commands.scene import CONFIG
from tests.doubles.mastodon import Double
from tests.following.conftest import Listed
from tests.web.conftest import BASE, CSRF, PORT
from tests.web.visiting import REACHED, Visited

A = "a@autre.test"


class Town(Visited):
    """Camille's pages, a server with people, and browsers."""

    def __init__(self, house, double):
        super().__init__(house, double)
        self.list = Listed(house.store, "camille")

    async def ask(self, browser, **fields):
        """Choose, and go on: the address at my server."""
        given = {"deed": "mute", "floor": "none", "agree": "yes"} | fields
        return await self.onward(browser, "/join/camille", given)

    async def join(self, who="zoe", **fields):
        browser = self.browser()
        back = await self.yes(await self.ask(browser, **fields), who)
        answer = await asyncio.to_thread(browser.get, back)
        assert answer.headers["location"] == "/join/camille/me", answer.text
        return browser

    async def me(self, browser, **fields):
        if not fields:
            return await asyncio.to_thread(browser.get, "/join/camille/me")
        return await asyncio.to_thread(browser.post, "/join/camille/me", "/join/camille/me", **fields)

    async def work(self):
        options = lambda home: Options(server=f"http://{home}", allow_loopback=True)  # noqa: E731
        engine = Following(self.store, TokenDoors(self.store, options, {}, self.house.now), self.house.now)
        while await engine.round():
            pass

    def one(self):
        with self.store.reading() as connection:
            return followers.of_list(connection, self.list.list.id)[0]

    def muted(self):
        return {self.server.world.people[whom].username for _, whom in self.server.world.mutes}


@pytest.fixture
async def town(tmp_path):
    store = PassingStore(f"sqlite:///{tmp_path / 'rempart.db'}", MasterKey(bytes(32)))
    migrate(store)
    (tmp_path / "config.toml").write_text(CONFIG.format(url="sqlite:///unused.db", language="fr") + REACHED)
    double = Double()
    double.world.join("zoe")
    double.world.join("a", "autre.test")
    await double.start()
    town = Town(House(ConfigFile(tmp_path / "config.toml", {"NOWHERE_SET": "x"}), store), double)
    town.list.say(A)
    yield town
    await double.stop()
    store.close()


async def test_i_come_to_follow_a_list_and_it_is_carried_out_and_undone_when_i_leave(town):
    page = await asyncio.to_thread(town.browser().get, "/join/camille")
    assert "Suivre la liste «\u00a0Camille\u00a0»" in page.text
    assert "/shared/camille.csv" in page.text
    browser = await town.join()
    assert town.one().handle == f"zoe@{town.server.world.host}"
    await town.work()
    assert town.muted() == {"a"}
    assert "1 compte ou serveur réduit au silence" in (await town.me(browser)).text
    assert (await town.me(browser, do="leave")).status_code == 303
    assert "Vous partez" in (await town.me(browser)).text
    await town.work()
    assert town.muted() == set()
    assert "Vous êtes parti" in (await town.me(browser)).text
    assert len(town.server.world.revoked) == 1


@pytest.mark.parametrize(
    ("deed", "scopes"),
    [
        ("mute", {"read:accounts", "read:follows", "write:mutes"}),
        ("block", {"read:accounts", "read:follows", "read:blocks", "write:blocks"}),
    ],
)
async def test_my_server_is_asked_for_no_more_than_i_chose(town, deed, scopes):
    browser = town.browser()
    url = await town.ask(browser, deed=deed)
    assert set(parse_qs(urlsplit(url).query)["scope"][0].split()) == scopes
    await asyncio.to_thread(browser.get, await town.yes(url))
    await town.work()
    assert len(town.server.world.mutes) + len(town.server.world.blocks) == 1


async def test_what_i_agreed_to_is_kept_and_stands_in_the_chain_without_my_name(town):
    await town.join(floor="high", reason="hate")
    one = town.one()
    assert (one.choice.deed, one.choice.floor, one.choice.reasons) == (Deed.MUTE, Severity.HIGH, (Reason.HATE,))
    assert (one.consent.language, len(one.consent.text)) == ("fr", 16)
    entry = town.chain()[-1]
    assert (entry.event, entry.payload["list"], entry.payload["text"]) == (
        "follower:joined",
        "camille",
        one.consent.text,
    )
    assert one.handle.partition("@")[0] not in str(entry.payload)
    assert town.verified()


async def test_without_my_yes_nothing_is_asked_and_a_no_at_my_server_is_a_no(town):
    page = await town.ask(town.browser(), agree="")
    assert page.status_code == 409
    assert not town.server.world.apps
    browser = town.browser()
    back = await town.yes(await town.ask(browser), no="1")
    assert "Vous avez dit non" in (await asyncio.to_thread(browser.get, back)).text
    with town.store.reading() as connection:
        assert followers.of_list(connection, town.list.list.id) == []


async def test_an_answer_that_is_forged_late_second_or_another_browsers_is_worth_nothing(town):
    await town.nobody_comes_in("/joined", "rempart-follower-camille", town.house.joining)
    assert not town.server.world.granted


async def test_however_many_ask_to_follow_nobody_pushes_me_out(town):
    mine = town.browser()
    back = await town.yes(await town.ask(mine))
    joining_, list_ = town.house.joining, town.list.list
    for _ in range(1_500):
        joining_.begin(list_, town.server.base, Choice(), Consent(), f"{BASE}/joined")
    assert (await asyncio.to_thread(mine.get, back)).headers["location"] == "/join/camille/me"


async def test_what_my_browser_keeps_for_me_tells_nothing_and_cannot_be_altered(town):
    mine = town.browser()
    back = await town.yes(await town.ask(mine))
    ticket = mine.client.cookies["rempart-joining"]
    assert len(ticket) < 3_000
    for bare in (base64.urlsafe_b64decode(ticket), ticket.encode()):
        assert not any(each in bare for each in (b"camille", b"mute", b"client", back.encode()))
    altered = bytearray(base64.urlsafe_b64decode(ticket))
    altered[-1] ^= 1
    for forged in (base64.urlsafe_b64encode(altered).decode(), "", "x", ticket[:40], "AAAA" + ticket):
        browser = town.browser()
        browser.client.cookies["rempart-joining"] = forged
        assert (await asyncio.to_thread(browser.get, back)).status_code == 409


async def test_names_of_servers_where_nobody_said_yes_are_not_written_down(town):
    def safe():
        with town.store.reading() as connection:
            return {one for one in connection.execute(text("SELECT name FROM safe")).scalars() if "application" in one}

    browser = town.browser()
    url = await town.ask(browser)
    assert safe() == set()
    await asyncio.to_thread(browser.get, await town.yes(url))
    assert len(safe()) == 1


@pytest.mark.parametrize(
    "written",
    [
        *("127.0.0.1", "https://10.0.0.1", "[::1]", "localhost", "169.254.169.254", "autre.test:22@", "http://"),
        *("https://name:word@", "a b.test", "x" * 5000, "\x00", "'\"><script>", "0x7f000001", "2130706433"),
    ],
)
def test_what_is_no_name_of_a_server_is_asked_nothing(written):
    with pytest.raises(Exception, match=r"is (no|an)"):
        host_of(written)


@pytest.mark.parametrize("written", ["Social.test", "https://social.test/@zoe", "@zoe@social.test", "zoe@social.test "])
def test_my_server_is_known_however_i_write_it(written):
    assert host_of(written) == "social.test"


async def test_a_name_that_leads_into_the_network_of_the_pages_is_not_connected_to(town, monkeypatch):
    config = town.house.current()
    network = config.network.model_copy(update={"allow_loopback": False})
    town.house.config = config.model_copy(update={"network": network})
    monkeypatch.setattr("socket.getaddrinfo", _here(town.server.port))
    tried = []
    monkeypatch.setattr("urllib3.util.connection.create_connection", lambda *asked, **_: tried.append(asked))
    page = await town.ask(town.browser(), server="social.test")
    assert page.status_code == 409
    assert not tried
    assert not town.server.world.calls


async def test_a_form_longer_than_any_letter_is_not_read(town):
    answer = await town.ask(town.browser(), server="x" * 100_001)
    assert answer.status_code == 413
    pieces = {"content-type": "application/x-www-form-urlencoded"}
    browser = town.browser()
    asked = lambda: browser.client.post("/join/camille", content=iter([b"agree=yes"]), headers=pieces)  # noqa: E731
    assert (await asyncio.to_thread(asked)).status_code == 413


async def test_who_chooses_the_same_or_leaves_again_writes_nothing_and_who_wavers_waits(town):
    browser = await town.join()
    before = town.entries()
    await town.me(browser, do="choose", floor="none")
    assert town.entries() == before
    floors = ["low", "none"] * 3
    answers = [(await town.me(browser, do="choose", floor=floor)).status_code for floor in floors]
    assert answers == [303] * 5 + [429]
    await town.me(browser, do="leave")
    before = town.entries()
    await town.me(browser, do="leave")
    assert town.entries() == before


def _here(port):
    import socket

    def found(host, *_, **__):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    return found


async def test_one_application_serves_all_who_come_from_one_server(town):
    await town.join()
    town.server.world.join("sacha")
    await town.join("sacha")
    assert len(town.server.world.apps) == 1


async def test_who_tries_too_often_is_asked_to_wait_and_keeps_nobody_out(town):
    await town.join()
    browser = town.browser()
    answers = [(await asyncio.to_thread(browser.get, "/joined?state=x&code=y")).status_code for _ in range(12)]
    assert answers == [409] * 9 + [429] * 3
    assert (await town.ask(browser, server="http://127.0.0.1:9")).status_code == 429
    town.server.world.join("sacha")
    await town.join("sacha")


async def test_a_server_that_makes_up_people_fills_no_list_from_one_address(town, monkeypatch):
    monkeypatch.setattr("bot.web.pages.join.JOINS", 2)
    town.app = site(town.house, PORT)
    for name in ("ada", "bea", "cleo"):
        town.server.world.join(name)
    await town.join("ada")
    await town.join("bea")
    late, other = town.browser(), town.browser(address="203.0.113.7")
    assert (await asyncio.to_thread(late.get, await town.yes(await town.ask(late), "cleo"))).status_code == 429
    back = await town.yes(await town.ask(other), "cleo")
    assert (await asyncio.to_thread(other.get, back)).status_code == 303


async def test_a_list_that_was_never_published_is_others_or_closed_cannot_be_followed(town):
    closed = {"closed_at": town.now, "version": 1}
    for slug, more in (("neuve", {}), ("autrui", {"origin": Origin.FOREIGN, "version": 1}), ("close", closed)):
        given = {"origin": Origin.OWN} | more
        one = Blocklist(id=slug, person="camille", slug=slug, title=slug, by="camille", at=town.now, **given)
        with town.store.writing() as connection:
            lists.put(connection, one)
        assert (await asyncio.to_thread(town.browser().get, f"/join/{slug}")).status_code == 404
    config = town.house.current()
    web = config.web.model_copy(update={"public_url": None})
    town.house.config = config.model_copy(update={"web": web})
    assert (await asyncio.to_thread(town.browser().get, "/join/camille")).status_code == 404


async def test_my_page_is_mine_alone_and_no_other_site_sends_its_forms(town):
    browser = await town.join()
    assert (await town.me(town.browser())).status_code == 404
    mark = CSRF.search((await town.me(browser)).text)[1]
    for fields, headers in (
        ({"do": "leave"}, {}),
        ({"do": "leave", "csrf": "0" * 64}, {}),
        ({"do": "leave", "csrf": mark}, {"origin": "https://elsewhere.test"}),
    ):
        answer = await asyncio.to_thread(lambda f=fields, h=headers: browser.raw("/join/camille/me", f, **h))
        assert answer.status_code == 403
    assert town.one().phase is Phase.JOINING


async def test_i_may_choose_otherwise_and_what_i_no_longer_want_is_undone(town):
    town.server.world.join("b", "autre.test")
    browser = await town.join()
    town.list.say("b@autre.test")
    await town.work()
    assert town.muted() == {"a", "b"}
    await town.me(browser, do="choose", floor="none", reason="spam")
    await town.work()
    assert town.muted() == set()
    await town.me(browser, do="choose", floor="none")
    await town.work()
    assert town.muted() == {"a", "b"}


async def test_from_another_browser_i_find_my_page_again_by_joining_again(town):
    first = await town.join()
    one = town.one()
    second = await town.join()
    assert town.one().id == one.id
    assert (await town.me(second)).status_code == 200
    assert (await town.me(first)).status_code == 404
    refused = town.browser()
    back = await town.yes(await town.ask(refused, deed="block"))
    assert (await asyncio.to_thread(refused.get, back)).status_code == 409
    assert town.one().choice.deed is Deed.MUTE


async def test_when_my_server_forgot_us_my_page_says_so(town):
    browser = await town.join()
    await town.work()
    town.list.say("b@autre.test")
    town.server.world.revoked |= set(town.server.world.granted)
    await town.work()
    assert "n’accepte plus la clé" in (await town.me(browser)).text
    await town.me(browser, do="leave")
    await town.work()
    assert "reste, jusqu’à ce que vous l’annuliez" in (await town.me(browser)).text


async def test_nothing_secret_stands_in_a_page_an_address_or_the_database(town, tmp_path):
    browser = await town.join()
    token, word = kept(town.store, town.one()).token, browser.client.cookies["rempart-follower-camille"]
    secret = next(iter(town.server.world.apps.values()))["client_secret"]
    files = b"".join(path.read_bytes() for path in tmp_path.glob("rempart.db*"))
    page = (await town.me(browser)).text
    for one in (token, word, secret):
        assert one.encode() not in files
        assert one not in page


async def test_camille_sees_how_many_follow_and_who_only_when_she_asks(town):
    await town.join()
    await town.work()
    holder = await asyncio.to_thread(town.holder)
    page = await asyncio.to_thread(holder.get, "/lists/camille/followers")
    assert "1 personne suit, à jour" in page.text
    assert "zoe" not in page.text
    shown = await asyncio.to_thread(holder.post, "/lists/camille/followers")
    assert "zoe@" in shown.text
    assert town.chain()[-1].event == "followers:viewed"
    guest = await asyncio.to_thread(town.guest, "Dominique", Role.OBSERVER)
    assert (await asyncio.to_thread(guest.get, "/lists/camille/followers")).status_code == 200
    assert (await asyncio.to_thread(guest.post, "/lists/camille/followers")).status_code == 403


def test_the_cookies_are_for_this_site_alone_and_over_https_nobody_beside_can_set_them():
    from starlette.responses import Response

    answer = Response()
    joining.remember(answer, "__Host-rempart-joining", "x", 600)
    cookie = answer.headers["set-cookie"]
    assert {"HttpOnly", "Secure", "SameSite=lax", "Path=/"} <= set(cookie.split("; "))
    assert "Domain" not in cookie
