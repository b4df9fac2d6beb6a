"""What my list says of itself fits where it must stand, and always says how to contest it."""

import json
from datetime import UTC, datetime

import pytest

from bot.alerts.wording import LANGUAGES, texts_of
from bot.blocklists.blocklist import Blocklist, Origin
from bot.platforms.bluesky.modlist import NAME, _said
from bot.publishing.card import card, digest

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def made(title="Liste de Camille", **settings):
    return Blocklist(
        id="l1",
        person="camille",
        origin=Origin.OWN,
        slug="camille",
        title=title,
        settings=json.dumps(settings),
        by="camille",
        at=NOON,
    )


def test_both_languages_say_the_same_things():
    first, second = (texts_of("bot.publishing", language) for language in LANGUAGES)
    assert sorted(first) == sorted(second)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("description", ["", "Qui m’a menacée.", "é" * 3000, "deux\nlignes"])
@pytest.mark.parametrize("contest", ["", "contester@rempart.test", "x" * 300])
@pytest.mark.parametrize("links", ["", "https://rempart.test/"])
def test_it_fits_and_says_how_to_contest(language, description, contest, links):
    shown = card(made(language=language, description=description, contest=contest), links)
    said = _said(shown)
    assert said["description"] == shown.about, "nothing is cut off"
    assert "\n" not in shown.about
    way = (
        "https://rempart.test/listed/camille" if links else contest[:100] or {"fr": "écrivez", "en": "write"}[language]
    )
    assert way in shown.about
    assert shown.about.startswith(description[:7] if "\n" not in description else "deux lignes")


@pytest.mark.parametrize("title", ["x" * 64, "é" * 64, "😀" * 64, "\u202e\n"])
def test_a_title_of_any_letters_fits_into_the_bytes_there_are(title):
    name = _said(card(made(title=title), ""))["name"]
    assert 0 < len(name.encode()) <= NAME
    assert "�" not in name


def test_it_is_put_again_when_i_change_it_and_not_else():
    one = card(made(description="a"), "https://rempart.test")
    assert digest(one) == digest(card(made(description="a", rules=["r"]), "https://rempart.test"))
    others = [card(made(description="b"), "https://rempart.test"), card(made(description="a"), ""), card(made("T"), "")]
    assert len({digest(one), *map(digest, others)}) == 4
