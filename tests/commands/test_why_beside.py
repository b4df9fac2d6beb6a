"""Camille asks why something waits whose text says nothing: it stands in a picture's description, or in a name."""

import json
from datetime import timedelta

import pytest

from tests.commands import scene as scenes

PICTURED, NAMED, QUIET = "dessinateur", "nommeur", "@camille.test"
SAID, CALLED = "Un phare. Camille, je te retrouverai", "Camille, je te retrouverai"
WEEK = scenes.week


def week(now):
    at = (now - timedelta(hours=9)).isoformat()
    yield next(WEEK(now))
    yield scenes.mention(PICTURED, at, QUIET) | {"media": [{"kind": "image"}, {"kind": "image", "alt": SAID}]}
    one = scenes.mention(NAMED, at, QUIET)
    yield one | {"author": one["author"] | {"display_name": CALLED}}


@pytest.fixture(autouse=True)
def beside(monkeypatch):
    monkeypatch.setattr(scenes, "week", week)


@pytest.fixture
def why(rempart, scene):
    return lambda who, *options: rempart("why", scene.uri(who), "--config", scene.config, *options)[1]


def test_it_says_where_it_was_found_and_no_word_of_it(why):
    pictured, named = why(PICTURED), why(NAMED)
    assert (
        "✓ menace · élevée · menaces de violence · attend votre décision · dans la description de l’image 2" in pictured
    )
    assert "mots\xa0: j• t• r•••••••••• · 19–36" in pictured
    assert "✓ menace · élevée · menaces de violence · attend votre décision · dans le nom affiché de l’auteur" in named
    assert "Les règles d’aujourd’hui décident de même." in pictured
    assert "retrouverai" not in pictured + named


def test_it_shows_what_stands_there_when_asked_for(why):
    assert "19–36 · je te retrouverai" in why(PICTURED, "--reveal")
    assert "9–26 · je te retrouverai" in why(NAMED, "--reveal")


def test_programs_are_told_too(why):
    (finding,) = json.loads(why(PICTURED, "--json"))["findings"]
    assert finding["decision"]["matches"][0]["in"] == "alt:1"
    assert "retrouverai" not in json.dumps(finding)
