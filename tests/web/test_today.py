"""Today: a frightened person sees at a glance whether it works, and need not read anything that hurts."""

import re

import msgspec
import pytest

from bot.shield.heartbeat import NAME, Heartbeat, Pulse
from bot.store import pauses, write
from tests.commands.scene import AUTHORS, WORDS


def beat(world, state="reading"):
    pulse = Pulse(source="bluesky", people=("camille",), state=state, event_at=world.now, handled_at=world.now)
    life = Heartbeat(at=world.now, began=world.now, process=1, sources=(pulse,))
    with world.store.writing() as connection:
        write.put(connection, world.store.master, NAME, msgspec.json.encode(life))


def test_nothing_that_hurts_stands_on_the_first_page(world):
    text = world.holder().get("/").text
    assert [word for word in (*WORDS, *AUTHORS) if word in text] == []


def test_a_shield_that_is_down_says_so_first(world):
    text = world.holder().get("/").text
    assert "Le bouclier est baissé" in text
    assert "rempart run" in text


@pytest.mark.parametrize(("state", "said"), [("reading", "Le bouclier est levé"), ("stopped: 401", "a besoin d’aide")])
def test_a_shield_that_is_up_says_how_it_is(world, state, said):
    with world.store.only_runner():
        beat(world, state)
        text = world.holder().get("/").text
    assert said in text
    assert "Dernier message lu à l’instant" in text


def test_what_waits_and_what_was_kept_away_is_counted(world):
    text = " ".join(world.holder().get("/").text.split())
    assert "<b>3</b> messages ou actions en attente de décision" in text  # two reports to send, a mute to approve
    days = re.findall(r'<tr><th scope="row">[^<]*</th><td>(\d+)</td>', text)
    assert sum(map(int, days)) == 4  # of today, or some of yesterday
    assert "en sourdine ou bloqué" in text


def test_the_picture_of_the_month_has_the_same_figures_as_its_table(world):
    text = world.holder().get("/").text
    assert text.count('class="mentions"') == 31  # thirty days and the legend
    assert 'role="img"' in text
    assert text.count('<tr><th scope="row">') == 30


def test_a_pause_is_one_click_and_is_taken_back_by_another(world):
    holder = world.holder()
    answer = holder.post("/", pause="8h")
    assert answer.headers["location"] == "/?said=paused"
    assert "En pause. Les preuves" in holder.get("/?said=paused").text
    with world.store.reading() as connection:
        assert pauses.paused_until(connection, "camille") is not None
    holder.post("/", pause="resume")
    with world.store.reading() as connection:
        assert pauses.paused_until(connection, "camille") is None
    assert [entry.event for entry in world.chain()][-2:] == ["shield:paused", "shield:resumed"]


def test_a_pause_that_is_not_offered_changes_nothing(world):
    assert world.holder().post("/", pause="9 years").status_code == 409


def test_both_languages_are_spoken(world):
    holder = world.holder()
    assert 'lang="fr"' in holder.get("/").text
    holder.post("/language", language="en")
    text = holder.get("/").text
    assert 'lang="en"' in text
    assert "The shield is down" in text
    assert holder.post("/language", language="tlh").status_code == 409
    assert "Come in" in world.browser("en-GB,en;q=0.9,fr;q=0.5").get("/enter").text


def test_a_script_gets_the_changing_part_alone(world):
    part = world.holder().get("/", **{"hx-request": "true"}).text
    assert "<html" not in part
    assert "Ce qui attend quelqu’un" in part


def test_a_configuration_that_changes_is_seen_and_a_faulty_one_is_not(world):
    written = world.scene.config.read_text()
    holder = world.holder()
    for text, mode in (
        (written.replace('mode = "act"\npacks', 'mode = "observe"\npacks'), "observe"),
        ("nonsense", "observe"),
    ):
        world.scene.config.write_text(text)
        for _ in range(3):
            world.house._looked = world.house._looked.replace(year=2020)
            assert holder.get("/").status_code == 200
        assert world.house.person("camille").mode == mode


def test_machines_are_told_whether_it_lives_and_nothing_else(world):
    stranger = world.browser()
    assert stranger.get("/healthz").text == "alive\n"
    assert (stranger.get("/readyz").status_code, stranger.get("/readyz").text) == (503, "not ready\n")
    with world.store.only_runner():
        beat(world)
        assert stranger.get("/readyz").status_code == 200


def test_a_shield_that_observes_leads_to_arming_it_for_who_may(world):
    def arms(browser):
        return '<button class="main" name="mode" value="act">' in browser.get("/").text

    holder, delegate = world.holder(), world.guest("Dominique")
    assert (arms(holder), arms(delegate)) == (False, False)
    file = world.house.file.path
    file.write_text(file.read_text().replace('mode = "act"', 'mode = "observe"'))
    world.house.anew()
    assert (arms(holder), arms(delegate)) == (True, False)
