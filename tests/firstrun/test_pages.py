"""The same first run on pages: only my browser comes in, nobody answers in my name, and I can go and come back.

The servers are doubles on this machine; the browser is httpx2, and the test says yes at the server in its place.
"""

import re
import stat
from datetime import UTC, datetime
from functools import partial
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from markupsafe import escape

from bot.config import load
from bot.errors import ConfigError, TryLater
from bot.firstrun.beginning import FirstRun
from bot.firstrun.draft import Step
from bot.firstrun.pages.accounts import BACK
from bot.firstrun.pages.door import Door
from bot.firstrun.pages.site import LEAVES, site
from bot.firstrun.pages.sitting import STEPS, Sitting
from bot.web.headers import FIXED
from tests.firstrun.conftest import browse
from tests.platforms.bluesky.doubles import Pds, running

PORT = 8471
BASE = f"http://127.0.0.1:{PORT}"
CSRF = re.compile(r'name="csrf" value="([0-9a-f]{64})"')
HOSTILE = '"><script>x</script>'
PATHS = sorted({"/", BACK, "/begin/written", "/begin/start", *(leaf.path for leaf in LEAVES)})


class Guest:
    """A browser beside a terminal that shows a link."""

    def __init__(self, folder, start=None):
        self.config = folder / "config.toml"
        self.run = FirstRun(self.config, partial(datetime.now, UTC), loopback=True)
        self.sitting = Sitting(self.run, PORT, "test", start)
        self.door = Door(self.sitting)
        self.app = site(self.sitting, self.door, PORT)
        self.browser = self.another()

    def another(self, base=BASE):
        transport = httpx2.ASGITransport(app=self.app, raise_app_exceptions=False)
        return httpx2.AsyncClient(transport=transport, base_url=base, headers={"accept-language": "fr"})

    async def get(self, path):
        return await self.browser.get(path)

    async def raw(self, path, fields, **headers):
        return await self.browser.post(path, data=fields, headers=headers)

    async def post(self, path, page="", **fields):
        """Send the form of a page; where one is led."""
        found = CSRF.search((await self.get(page or path)).text)
        answer = await self.raw(path, {"csrf": found[1], **fields})
        assert answer.status_code == 303, answer.text
        return answer.headers["location"]

    async def come_in(self):
        answer = await self.raw(self.door.link.removeprefix(BASE), {})
        assert answer.status_code == 303
        return self

    async def begin(self):
        """As far as the accounts."""
        await self.come_in()
        assert await self.post("/begin/language", language="fr") == "/begin/person"
        assert await self.post("/begin/person", name="camille", zone="Europe/Paris") == "/begin/packs"
        assert await self.post("/begin/packs", pack="essentials") == "/begin/accounts"
        return self

    async def asks(self, server):
        """What the server will be asked."""
        assert await self.post("/begin/mastodon", server=server.base) == "/begin/yes"
        return re.search(r'href="(http[^"]+/oauth/authorize[^"]+)"', (await self.get("/begin/yes")).text)[1].replace(
            "&amp;", "&"
        )

    async def let_in(self, server):
        """Say yes at the server, which sends the browser back."""
        async with httpx2.AsyncClient() as outside:
            came = await outside.get(f"{await self.asks(server)}&as=figure")
        assert came.headers["location"].startswith(f"{BASE}{BACK}?")
        return await self.get(came.headers["location"])

    async def to_the_end(self, server):
        await (await self.begin()).let_in(server)
        assert await self.post("/begin/accounts") == "/begin/delegates"
        assert await self.post("/begin/delegates", then="on") == "/begin/channels"
        assert await self.post("/begin/channels", then="on") == "/begin/vault"
        return self


@pytest.fixture
def guest(tmp_path):
    return Guest(tmp_path)


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


async def test_from_the_link_to_a_configuration_that_can_be_used(guest, server, inbox, tmp_path):
    came, url = inbox
    back = await (await guest.begin()).let_in(server)
    assert (back.status_code, back.headers["location"]) == (303, "/begin/accounts")
    await guest.post("/begin/accounts")
    assert await guest.post("/begin/delegates", name="dominique", accounts="a.test, b.test", then="add")
    assert await guest.post("/begin/delegates", then="on") == "/begin/channels"
    assert await guest.post("/begin/channels", url=url, name="téléphone", then="on") == "/begin/channels"
    await guest.post("/begin/channels", code="000")
    assert "Ce n’est pas le code" in (await guest.get("/begin/channels")).text
    code = re.search(r"\d{6}", came[0])[0]
    await guest.post("/begin/channels", code=code)
    shown = (await guest.get("/begin/channels")).text
    assert "téléphone" in shown
    assert [secret for secret in (url, code, *server.world.granted) if secret in shown] == []
    assert await guest.post("/begin/channels", then="on") == "/begin/vault"
    assert not guest.config.exists()
    assert await guest.post("/begin/end") == "/begin/written"
    [camille] = load(guest.config).people
    assert (camille.name, camille.mode, camille.packs) == ("camille", "observe", ("essentials",))
    assert camille.accounts[0].secret.reveal() in server.world.granted
    assert camille.delegates[0].accounts == ("a.test", "b.test")
    assert camille.alerts[0].name == "téléphone"
    assert {mode(tmp_path / "config.toml"), *(mode(one) for one in (tmp_path / "secrets").iterdir())} == {0o600}
    assert mode(tmp_path / "secrets") == 0o700


async def test_the_link_lets_one_browser_in_and_a_look_at_it_does_not_use_it_up(guest):
    link = guest.door.link
    for _ in range(2):  # a preview of the message that it was sent in
        assert (await guest.get(link)).status_code == 200
    await guest.come_in()
    assert (await guest.get("/")).headers["location"] == "/begin/language"
    stranger = guest.another()
    assert (await stranger.get(link)).status_code == 404
    assert (await stranger.post(link, data={})).status_code == 404


@pytest.mark.parametrize("path", PATHS)
async def test_who_did_not_come_in_by_the_link_sees_nothing_and_does_nothing(guest, path):
    await guest.begin()
    stranger = guest.another()
    before = guest.run.draft
    for cookies in ({}, {"rempart-begin": "0" * 43}, {"rempart-begin": ""}):
        for answer in (
            await stranger.get(path, headers={"cookie": "; ".join(f"{k}={v}" for k, v in cookies.items())}),
            await stranger.post(path, data={"csrf": "0" * 64}),
        ):
            assert answer.status_code in {303, 405}
            assert answer.headers.get("location", "/enter") == "/enter"
            assert "camille" not in answer.text
    assert guest.run.draft == before


async def test_nobody_guesses_the_link(guest):
    for _ in range(10):
        assert (await guest.get("/enter/guessed")).status_code == 404
    assert (await guest.get(guest.door.link)).status_code == 429


@pytest.mark.parametrize(
    "sent", [{"origin": "https://elsewhere.test"}, {"sec-fetch-site": "cross-site"}, {"origin": "null"}, {"csrf": "0"}]
)
async def test_no_other_site_answers_in_my_name(guest, sent):
    await guest.begin()
    token = CSRF.search((await guest.get("/begin/person")).text)[1]
    fields = {"csrf": sent.pop("csrf", token), "name": "mallory", "zone": "Europe/Paris"}
    assert (await guest.raw("/begin/person", fields, **sent)).status_code == 403
    assert guest.run.draft.name == "camille"


async def test_the_link_cannot_be_used_by_another_site(guest):
    link = guest.door.link.removeprefix(BASE)
    assert (await guest.raw(link, {}, origin="https://elsewhere.test")).status_code == 403
    await guest.come_in()


async def test_a_name_that_leads_here_by_a_trick_is_no_site_of_ours(guest):
    assert (await guest.another("http://elsewhere.test").get("/enter")).status_code == 421


async def test_every_page_is_guarded_by_its_headers_and_has_nothing_inline(guest, server):
    await guest.to_the_end(server)
    await guest.asks(server)
    for path in ("/enter", *(leaf.path for leaf in LEAVES)):
        answer = await guest.get(path)
        assert answer.status_code == 200, path
        assert {name: answer.headers[name] for name in FIXED} == FIXED
        assert answer.headers["cache-control"] == "no-store"
        assert re.findall(r"<style|style=|<script>|\son\w+=|javascript:", answer.text) == []


async def test_a_forged_answer_of_a_server_is_turned_away_and_the_true_one_counts_once(guest, server):
    await guest.begin()
    first = parse_qs(urlsplit(await guest.asks(server)).query)["state"][0]
    second = parse_qs(urlsplit(await guest.asks(server)).query)["state"][0]
    for state in ("", "forged", first, second[:-1], "é" * 9):
        answer = await guest.browser.get(BACK, params={"code": "theirs", "state": state})
        assert (answer.status_code, guest.run.draft.accounts) == (400, ())
    came = await guest.let_in(server)
    assert came.status_code == 303
    assert [one.handle for one in guest.run.draft.accounts] == ["figure"]
    again = await guest.get(str(came.request.url))
    assert again.status_code == 400


async def test_i_say_no_and_nothing_is_granted(guest, server):
    await guest.begin()
    async with httpx2.AsyncClient() as outside:
        came = await outside.get(f"{await guest.asks(server)}&as=figure&no=1")
    assert (await guest.get(came.headers["location"])).headers["location"] == "/begin/mastodon"
    assert "Vous avez dit non" in (await guest.get("/begin/mastodon")).text
    assert guest.run.draft.accounts == ()


async def test_a_code_that_the_server_does_not_know_is_told_where_i_asked(guest, server):
    await guest.begin()
    state = parse_qs(urlsplit(await guest.asks(server)).query)["state"][0]
    await guest.browser.get(BACK, params={"code": "guessed", "state": state})
    assert "Le serveur refuse" in (await guest.get("/begin/mastodon")).text
    assert guest.run.draft.accounts == ()


async def test_i_say_yes_on_another_device_and_paste_the_code(guest, server):
    await guest.begin()
    await guest.asks(server)
    await guest.post("/begin/yes", then="elsewhere")
    address = re.search(r'href="(http[^"]+/oauth/authorize[^"]+)"', (await guest.get("/begin/yes")).text)[1]
    _, code = await browse(address.replace("&amp;", "&"))
    assert await guest.post("/begin/yes", code=code) == "/begin/accounts"
    assert "a accès au compte figure@" in (await guest.get("/begin/accounts")).text


async def test_i_see_each_right_that_is_asked_for_and_why(guest, server):
    await guest.begin()
    await guest.asks(server)
    shown = (await guest.get("/begin/yes")).text
    scopes = guest.sitting.entrance.scopes
    said = guest.run.words
    assert [one for one in scopes if one not in shown or said.say(f"scope.{one}") not in shown] == []


async def test_my_app_password_is_tried_and_my_own_is_known_by_its_form(guest):
    await guest.begin()
    async with running(Pds()) as pds:
        fields = {"handle": "camille.test", "server": pds.url}
        assert await guest.post("/begin/bluesky", password="hunter2 hunter2", **fields) == "/begin/bluesky"
        assert pds.asked == []
        again = (await guest.get("/begin/bluesky")).text
        assert ("mot de passe du compte lui-même" in again, "hunter2" in again) == (True, False)
        assert 'value="camille.test"' in again
        assert await guest.post("/begin/bluesky", password="abcd-efgh-2345-wxyz", **fields) == "/begin/accounts"
    assert [one.handle for one in guest.run.draft.accounts] == ["camille.test"]


@pytest.mark.parametrize("name", ['"><script>x', "{{7*7}}", "Zoé & “la” 🌻", "' onclick=x"])
async def test_whatever_i_am_called_it_is_a_name_and_nothing_else(guest, server, name):
    await guest.to_the_end(server)
    await guest.post("/begin/person", name=name, zone="Europe/Paris")
    for path in ("/begin/person", "/begin/end"):
        assert str(escape(name)) in (await guest.get(path)).text
    await guest.post("/begin/end")
    assert load(guest.config).people[0].name == name


async def test_what_cannot_be_is_told_where_i_wrote_it_and_what_i_wrote_stands_there(guest):
    await guest.begin()
    assert await guest.post("/begin/person", name=f"a/b {HOSTILE}", zone="Europe/Paris") == "/begin/person"
    shown = (await guest.get("/begin/person")).text
    assert "Un nom court" in shown
    assert ("a/b &#34;&gt;&lt;script" in shown, HOSTILE in shown) == (True, False)
    assert "Un nom court" not in (await guest.get("/begin/person")).text


async def test_a_step_opens_once_those_before_it_are_answered_and_stays_open(guest):
    await guest.come_in()
    order = [leaf.path for leaf in LEAVES if leaf.name in STEPS]
    assert {(await guest.get(path)).headers.get("location") for path in order if path != "/begin/language"} == {
        "/begin/language"
    }
    await guest.post("/begin/language", language="en")
    assert "Whom to protect?" in (await guest.get("/begin/person")).text
    assert (await guest.get("/begin/language")).status_code == 200


async def test_i_leave_and_take_up_where_i_was(guest, server, tmp_path):
    await (await guest.begin()).let_in(server)
    again = await Guest(tmp_path).come_in()
    assert (await again.get("/")).headers["location"] == f"/begin/{Step.ACCOUNTS}"
    assert "figure" in (await again.get("/begin/accounts")).text
    assert (await guest.get("/begin/packs")).text.count("checked") == 1


async def test_a_configuration_that_is_there_is_never_written_over(guest, server):
    await guest.to_the_end(server)
    token = CSRF.search((await guest.get("/begin/end")).text)[1]
    guest.config.write_text("mine")
    assert (await guest.raw("/begin/end", {"csrf": token})).headers["location"] == "/begin/written"
    assert "est déjà là et n’est pas modifié" in (await guest.get("/begin/written")).text
    assert guest.config.read_text() == "mine"


async def test_a_channel_whose_code_never_comes_is_given_up(guest, server, inbox):
    await guest.to_the_end(server)
    for _ in range(2):
        await guest.post("/begin/channels", url=inbox[1], name="one", then="test")
        for _ in range(3):
            assert 'name="code"' in (await guest.get("/begin/channels")).text
            await guest.post("/begin/channels", code="000")
        assert 'name="code"' not in (await guest.get("/begin/channels")).text
    await guest.post("/begin/channels", url=inbox[1], name="one", then="test")
    await guest.post("/begin/channels", then="drop")
    assert 'name="url"' in (await guest.get("/begin/channels")).text
    assert guest.run.draft.channels == ()


async def test_what_i_added_i_can_take_out_again_and_its_secret_goes(guest, server, inbox, tmp_path):
    came, url = inbox
    await guest.to_the_end(server)
    await guest.post("/begin/delegates", name="dominique", then="add")
    await guest.post("/begin/channels", url=url, name="one", then="test")
    await guest.post("/begin/channels", code=re.search(r"\d{6}", came[0])[0])
    assert len(list((tmp_path / "secrets").iterdir())) == 2
    for page in ("/begin/delegates", "/begin/channels", "/begin/accounts"):
        key = re.search(r'name="out" value="([^"]+)"', (await guest.get(page)).text)[1]
        assert await guest.post(page, out=key) == page
        assert 'name="out"' not in (await guest.get(page)).text
    assert guest.run.draft.all == FirstRun(guest.config, guest.run.clock).draft.all == ()
    assert list((tmp_path / "secrets").iterdir()) == []
    assert (await guest.get("/begin/end")).headers["location"] == "/begin/accounts"
    assert await guest.post("/begin/accounts", "/begin/packs", out="account of nobody") == "/begin/accounts"


async def test_a_button_raises_the_shield_and_shows_the_link_to_its_pages(server, tmp_path):
    raised = []

    async def start(config):
        raised.append(config.people[0].name)
        if len(raised) == 1:
            raise TryLater("the pages do not answer yet")

    guest = await Guest(tmp_path, start).to_the_end(server)
    await guest.post("/begin/end")
    assert await guest.post("/begin/start", "/begin/written") == "/begin/written"
    assert "the pages do not answer yet" in (await guest.get("/begin/written")).text
    assert not guest.sitting.over.is_set()
    await guest.post("/begin/start", "/begin/written")
    shown = (await guest.get("/begin/written")).text
    assert re.search(r'href="http://localhost:8470/enter/[\w-]{43}"', shown)
    assert (raised, guest.sitting.over.is_set()) == (["camille", "camille"], True)


async def test_a_shield_that_cannot_go_up_says_why(server, tmp_path):
    async def start(_):
        raise ConfigError("[web] listen: 127.0.0.1:8470 cannot be used")

    guest = await Guest(tmp_path, start).to_the_end(server)
    await guest.post("/begin/end")
    await guest.post("/begin/start", "/begin/written")
    assert "cannot be used" in (await guest.get("/begin/written")).text


async def test_without_the_button_i_am_told_what_to_write_in_the_terminal(guest, server):
    await guest.to_the_end(server)
    assert (await guest.get("/begin/written")).headers["location"] == "/"
    await guest.post("/begin/end")
    shown = (await guest.get("/begin/written")).text
    assert "rempart run" in shown
    assert "/begin/start" not in shown
    assert guest.sitting.over.is_set()
