"""A threat stands in the description of a picture: the page says so, and shows it to who asks."""

from datetime import timedelta

import pytest

from bot.store.rows import place
from tests.commands import scene
from tests.web.waiting import play_this, week

SAID = "Un phare. Je te retrouverai, Camille."
KEY = f"{place('at://did:plc:dessinateur/app.bsky.feed.post/1')}.1"


def pictured(now):
    yield next(week(now))
    one = scene.mention("dessinateur", (now - timedelta(hours=9)).isoformat(), "@camille.test")
    yield one | {"media": [{"kind": "image", "alt": SAID}]}


@pytest.fixture(autouse=True)
def waiting(monkeypatch):
    play_this(monkeypatch)
    monkeypatch.setattr(scene, "week", pictured)


def test_where_it_stands_is_said_and_what_stands_there_is_shown_to_who_asks(world):
    holder = world.holder()
    veiled = holder.get(f"/review/{KEY}").text
    assert "dans la description de l’image 1" in veiled
    assert "retrouverai" not in veiled
    assert SAID in holder.post(f"/review/{KEY}").text
