"""The language of a text, as told or as guessed, and never guessed where nothing tells."""

import pytest

from bot.signals.language import language
from bot.signals.text import fold


@pytest.mark.parametrize(
    ("tag", "text", "code"),
    [
        ("fr-CA", "hello you", "fr"),
        ("EN", "", "en"),
        ("pt_BR", "", "pt"),
        (None, "Je ne suis pas d'accord avec vous", "fr"),
        (None, "I do not agree with you", "en"),
        (None, "Eres una puta y te voy a matar", None),
        (None, "Che brutta che sei, non ti voglio", None),
        (None, "Du bist und bleibst eine Lügnerin", None),
        (None, "lol", None),
        (None, "", None),
        (None, "Привет", None),
    ],
)
def test_a_tag_is_believed_and_a_guess_needs_grounds(tag, text, code):
    assert language(tag, fold(text).text) == code
