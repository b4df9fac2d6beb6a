"""An urgent alert's link: it asks once more, and then it rings for nobody any more."""

import re
from datetime import timedelta

import pytest

from bot.config import ConfigFile
from bot.model.seat import Role
from bot.store import urgent
from bot.web.house import House
from tests.commands.scene import CONFIG
from tests.telling.conftest import told
from tests.telling.shield import MAIL, PHONE
from tests.web.conftest import BASE, World

__all__ = ["told"]


@pytest.fixture
async def rung(told, tmp_path):
    """(the pages, the link that came with an alert, the alert's reference)"""
    camille = told(PHONE, MAIL)
    camille.deliveries.ledger.links = BASE
    camille.hear("je te savate")
    await camille.work()
    alert = camille.sent()[-1]
    (link,) = re.findall(rf"{BASE}(/acknowledge/\S+)", alert.body)
    written = CONFIG.format(url="sqlite:///unused.db", language="fr")
    (tmp_path / "config.toml").write_text(written)
    house = House(ConfigFile(tmp_path / "config.toml", {"NOWHERE_SET": "x"}), camille.store, lambda: camille.at)
    return World(camille, house), link, alert.id


def seen(world, alert):
    with world.store.reading() as connection:
        return urgent.of(connection, alert).seen_at


async def test_a_look_changes_nothing_and_a_click_ends_the_ringing(rung):
    world, link, alert = rung
    anybody = world.browser()
    for _ in range(2):  # a preview of the message that it was sent in
        text = anybody.get(link).text
    assert "Je l’ai vue" in text
    assert "savate" not in text
    assert seen(world, alert) is None
    assert "Elle ne sonne plus" in anybody.raw(link, {}).text
    assert seen(world, alert) == world.house.now()
    world.house.now = lambda: world.scene.at + timedelta(hours=1)
    assert "Elle ne sonne plus" in anybody.raw(link, {}).text
    assert seen(world, alert) == world.scene.at
    assert [entry.event for entry in world.chain()][-1] == "urgent:acknowledged"


async def test_who_has_only_the_reference_was_not_sent_the_link(rung):
    world, _, alert = rung
    for token in (alert, "0" * 32, "x" * 5000):
        assert world.browser().get(f"/acknowledge/{token}").status_code == 404
        assert world.browser().raw(f"/acknowledge/{token}", {}).status_code == 404
    assert seen(world, alert) is None


async def test_another_site_cannot_say_it_for_me(rung):
    world, link, alert = rung
    assert world.browser().raw(link, {}, origin="https://elsewhere.test").status_code == 403
    assert seen(world, alert) is None


async def test_who_tries_links_is_asked_to_wait_and_keeps_nobody_from_seeing_an_alert(rung):
    world, link, _ = rung
    stranger = world.browser()
    answers = [stranger.get(f"/acknowledge/{number}").status_code for number in range(11)]
    assert answers == [404] * 10 + [429]
    assert stranger.get(link).status_code == 200


async def test_an_alert_leads_to_the_page_of_its_mention_for_who_may_see_it_and_shows_nothing(rung):
    world, _, alert = rung
    delegate = world.guest("Dominique")
    answer = delegate.get(f"/alert/{alert}")
    assert (answer.status_code, answer.headers["location"][:8]) == (303, "/review/")
    text = delegate.get(answer.headers["location"]).text
    assert "je te savate" not in text
    assert "Montrer" in text
    assert delegate.get("/alert/nothing-known").status_code == 404
    assert world.guest("Sacha", Role.OBSERVER).get(f"/alert/{alert}").status_code == 403
    assert world.browser().get(f"/alert/{alert}").status_code == 303
