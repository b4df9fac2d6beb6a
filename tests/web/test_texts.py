"""Both languages say the same things."""

import re

import pytest

from bot.web.spoken import spoken, wished
from tests.web.conftest import BASE

HOLES = re.compile(r"\{(\w+)\}")


def web(language):
    return {key: value for key, value in spoken(language).texts.items() if key.startswith("web.")}


def test_what_is_said_in_one_language_is_said_in_the_other():
    french, english = web("fr"), web("en")
    assert french.keys() == english.keys()
    unlike = {key for key in french if set(HOLES.findall(str(french[key]))) != set(HOLES.findall(str(english[key])))}
    assert unlike == set()


def test_french_has_its_spaces():
    bad = {
        key: text
        for key, text in web("fr").items()
        if isinstance(text, str) and re.search(r" [:;!?»%]|« |\w[;!?](\s|$)", text)
    }
    assert bad == {}


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("fr", "fr"),
        ("en-GB,en;q=0.9", "en"),
        ("de,en;q=0.3,fr;q=0.7", "fr"),
        ("", "fr"),
        ("x;q=y,en", "en"),
        (BASE, "fr"),
    ],
)
def test_a_browser_is_spoken_to_as_it_wishes(header, language):
    assert wished(header, "fr") == language
