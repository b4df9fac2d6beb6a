"""A context protects what it holds, and nothing beside it."""

import time
from typing import get_args

import pytest

from bot.rules.conditions.context import Region
from bot.signals.context import KINDS, regions
from bot.signals.text import fold


def protects(kind, text, words):
    start = text.index(words)
    span = (start, start + len(words))
    return any(region.protects(span) for region in regions(text, fold(text)) if region.kind == kind)


@pytest.mark.parametrize(
    ("kind", "text", "words"),
    [
        ("quotation", "Il paraît que « je vais te tuer » est anodin", "je vais te tuer"),
        ("quotation", 'Dire "sale pute" à quelqu\'un est un délit', "sale pute"),
        ("quotation", "She keeps reading “kill yourself” every day", "kill yourself"),
        ("quotation", "Jailed for tweeting 'I'm going to slit your throat' at her", "going to slit your throat"),
        ("testimony", "Il m'a écrit va te pendre", "va te pendre"),
        ("testimony", "On m'a traitée de sale pute", "sale pute"),
        ("testimony", "They called me a stupid bitch", "stupid bitch"),
        ("testimony", "I was told to kill myself", "kill myself"),
        ("testimony", "#MeToo pour lui j'étais une salope, et personne ne m'a crue", "salope"),
        ("counter_speech", "Arrêtez de la traiter de pute", "pute"),
        ("counter_speech", "Stop calling her a bitch", "bitch"),
        ("negation", "Tu n'es pas une pute", "Tu n'es pas une pute"),
        ("negation", "Please don't kill yourself", "kill yourself"),
        ("negation", "Personne ne va te tuer", "te tuer"),
        ("fiction", "Je vais te tuer ce soir sur Mario Kart", "Je vais te tuer"),
        ("idiom", "Tu vas mourir de rire", "Tu vas mourir"),
        ("idiom", "Je vais te tuer si tu me spoiles la fin", "Je vais te tuer"),
        ("affection", "T'es trop con, sale con je t'adore", "sale con"),
        ("third_person", "Ce sale con de patron", "sale con"),
        ("first_person", "I'm such an asshole sometimes", "asshole"),
    ],
)
def test_what_is_said_in_a_context_is_protected(kind, text, words):
    assert protects(kind, text, words)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("« Sois gentille », dis-tu souvent. Je vais te tuer", "Je vais te tuer"),
        ("« Je vais te tuer »", "Je vais te tuer"),
        ("On m'a dit que tu devais mourir et ils ont raison, va te pendre", "va te pendre"),
        ("“Kill yourself” is what they said, and they're right: kill yourself", "kill yourself"),
        ("Il m'a dit que tu étais là mais je vais te tuer", "je vais te tuer"),
        ("Je vais te dire : tu es une salope", "tu es une salope"),
        ("I'm telling you: kill yourself", "kill yourself"),
        ("Why don't you kill yourself", "kill yourself"),
        ("On m'a dit que tu es une salope", "tu es une salope"),
        ("T'inquiète pas je vais te tuer", "je vais te tuer"),
        ("C'est pas un jeu, je vais te tuer", "je vais te tuer"),
        ("Ton film est nul, je vais te tuer", "je vais te tuer"),
        ("Tu m'as bloqué sale pute", "sale pute"),
        ('Bonjour" je vais te tuer "salut les amis', "je vais te tuer"),
        ("#MeToo tu parles, va te pendre", "va te pendre"),
    ],
)
def test_what_stands_beside_a_context_is_not(text, words):
    kinds = set(KINDS) - {"third_person", "first_person", "second_person"}
    assert [kind for kind in kinds if protects(kind, text, words)] == []


def test_every_kind_can_be_named_in_a_rule():
    assert set(get_args(Region)) == set(KINDS)


@pytest.mark.parametrize("unit", ["«", '"', "' a", "il m'a dit ", "pas ", "the ", "« a »", "je suis ", "😂"])
def test_a_text_full_of_markers_takes_linear_time(unit):
    def seconds(size):
        text = (unit * size)[:size]
        folded = fold(text)
        _ = folded.offsets
        begun = time.perf_counter()
        regions(text, folded)
        return max(time.perf_counter() - begun, 0.004)

    assert seconds(60_000) < 40 * min(seconds(6_000) for _ in range(3))
