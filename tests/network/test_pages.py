"""The pages of a real shield on the real network, in a real browser: what I do there is done on the server."""

import re
import signal
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import expect

from bot.model.link import Ground, Said
from bot.store import cases, links, read
from bot.store.links import Link
from tests.network.shielded import Shielded, Sink
from tests.network.test_shield import post

pytestmark = pytest.mark.network
WORD = "bouilloire"
RUDE = f"espèce de vieille {WORD}"
HELD = f"""
[[rule]]
name = "une tasse"
reason = "harassment_targeted"
severity = "medium"
all = [ {{ words = ["{WORD}"] }} ]
then = [ {{ mute = "30 days" }}, "hold" ]
"""


class Pages:
    """A shield whose pages are served beside it."""

    def __init__(self, shielded):
        self.shielded, self.camille, self.network = shielded, shielded.camille, shielded.network
        self.url = shielded.serve_pages()
        self.cookies = None
        with shielded.config.open("a") as config:
            config.write(HELD)

    def start(self):
        self.shielded.start()
        self.network.eventually(lambda: httpx.get(f"{self.url}/readyz").status_code == 200, 60)

    def come_in(self, page, link):
        """Through the door, by a one-time link."""
        page.goto(link)
        page.locator("form button.main").click()
        page.wait_for_url(f"{self.url}/")
        return page

    def held(self, author):
        """Something that they write, once it is held for a human."""
        uri = post(author, self.camille, RUDE).uri
        self.network.eventually(lambda: self.kept(uri), 40)
        assert not self.shielded.muted(author)
        return uri

    def kept(self, uri):
        with self.shielded.store() as store, store.reading() as connection:
            return read.mention(connection, uri)

    def events(self):
        """(what, by whom) of the chain."""
        with self.shielded.store() as store, store.reading() as connection:
            return [(entry.event, entry.payload.get("by")) for entry in read.chain(connection, "camille")]

    def cases(self, *accounts):
        """To which case each belongs."""
        with self.shielded.store() as store, store.reading() as connection:
            found = cases.of_accounts(connection, [("camille", account) for account in accounts])
        return [found["camille", account].id for account in accounts]

    def suggest(self, account, other):
        """Let there be a link between two, as the shield suggests them."""
        grounds = (Said(ground=Ground.AVATAR), Said(ground=Ground.AFTER, amount=40))
        one = Link(person="camille", account=account, other=other, score=0.93, grounds=grounds, at=datetime.now(UTC))
        with self.shielded.store() as store, store.writing() as connection:
            links.keep_links(connection, [one])


@pytest.fixture(scope="module")
def pages(atnet, tmp_path_factory):
    """One shield for these tests: each brings harassers of its own."""
    sink = Sink()
    folder: Path = tmp_path_factory.mktemp("pages")
    one = Pages(Shielded(atnet, folder, atnet.account("camille"), None, sink))
    one.start()
    yield one
    one.shielded.stop(signal.SIGKILL)
    sink.server.shutdown()
    sink.server.server_close()


@pytest.fixture
def holder(pages, contexts, faults):
    """Camille's own browser, in which she came in once, by the link that the command line prints."""
    context = contexts(base_url=pages.url, storage_state=pages.cookies)
    page = faults.of(context.new_page())
    if pages.cookies is None:
        pages.come_in(page, re.search(rf"{pages.url}/enter/\S+", pages.shielded.command("open"))[0])
        pages.cookies = context.storage_state()
    return page


@pytest.fixture
def troll(atnet):
    return atnet.account("troll")


def test_by_keyboard_alone_i_see_it_mute_them_and_take_it_back_and_the_server_follows(
    pages, holder, troll, atnet, faults
):
    pages.held(troll)
    holder.goto("/review")
    assert WORD not in holder.content()
    assert troll.me.handle not in holder.content()
    holder.keyboard.press("j")
    holder.keyboard.press("s")
    holder.locator(".words", has_text=RUDE).wait_for()
    expect(holder.locator(".words .text")).to_have_css("filter", re.compile("blur"))
    holder.keyboard.press("m")
    holder.wait_for_url("**said=review_mute**")
    atnet.eventually(lambda: pages.shielded.muted(troll), 40)
    assert WORD not in holder.content()
    holder.keyboard.press("u")
    holder.wait_for_url("**said=review_undo**")
    atnet.eventually(lambda: not pages.shielded.muted(troll), 40)
    again = post(troll, pages.camille, RUDE).uri
    atnet.eventually(lambda: pages.kept(again), 40)
    assert not pages.shielded.muted(troll)
    pages.shielded.command("verify")
    assert faults.found == []


def test_who_i_invite_decides_for_me_sees_no_more_than_that_and_is_out_at_once_when_i_say_so(
    pages, holder, contexts, troll, atnet
):
    pages.held(troll)
    holder.goto("/people")
    holder.get_by_label("Son nom, tel qu’il sera dans le journal").fill("Dominique")
    holder.get_by_role("button", name="Faire un lien d’invitation").click()
    link = holder.locator("#link").input_value()
    guest = pages.come_in(contexts(base_url=pages.url).new_page(), link)
    assert guest.locator("header nav a").all_inner_texts() == [
        "Aujourd’hui",
        "Revue",
        "Cas",
        "Règles",
        "Listes",
        "Personnes",
    ]
    assert [guest.goto(path).status for path in ("/trail", "/trail/undo?rule=x")] == [403] * 2
    guest.goto("/rules")
    assert guest.locator("main form[method=post]").count() == 0  # what is sought may be read, and not changed
    guest.goto("/people")
    assert guest.get_by_label("Son nom, tel qu’il sera dans le journal").count() == 0
    guest.goto("/review")
    guest.keyboard.press("j")
    guest.keyboard.press("a")
    guest.wait_for_url("**said=review_agree**")
    atnet.eventually(lambda: pages.shielded.muted(troll), 40)
    assert ("delivery:approved", "Dominique") in pages.events()
    holder.goto("/people")
    seat = holder.locator("section", has=holder.get_by_role("heading", name="Dominique"))
    seat.get_by_text("Changer cette place").click()
    seat.get_by_role("button", name="Retirer cette place").click()
    holder.wait_for_url("**said=revoked")
    guest.goto("/review")
    assert guest.url == f"{pages.url}/enter"
    assert contexts(base_url=pages.url).new_page().goto(link).status in {404, 410}


def test_when_i_say_that_two_are_one_person_their_cases_join(pages, holder, troll, atnet, faults):
    back = atnet.account("back")
    accounts = [f"bluesky:{one.me.did}" for one in (troll, back)]
    for author in (troll, back):
        uri = pages.held(author)
        holder.goto("/cases")
        holder.get_by_label("La clé du compte").fill(uri)
        holder.get_by_role("button", name="Ouvrir un cas").click()
        holder.wait_for_url("**said=case_added")
    first, second = pages.cases(*accounts)
    assert first != second
    pages.suggest(accounts[1], accounts[0])
    holder.goto("/links")
    assert troll.me.handle not in holder.content()
    holder.get_by_role("link", name="Regarder").click()
    holder.get_by_text("Confirmer…").click()
    holder.locator('button[value="confirm"]').click()
    holder.wait_for_url("**said=link_confirmed")
    first, second = pages.cases(*accounts)
    assert first == second
    assert ("link:confirmed", "camille") in pages.events()
    holder.goto(f"/cases/{first}")
    assert "2 messages" in holder.locator("main").inner_text()
    assert faults.found == []
