"""Who stands by the person may call those names who harass her, as many as may write it; nobody may call her so."""

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from bot.config import default_policy
from bot.config.lexicons import lexicon
from bot.rules.compile import compile_policies
from tests.rules.made import NOW, facts

A_MINUTE_AGO = int((NOW - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds() - 60) * 1_000_000
COPIED = "attaque copiée"


@pytest.fixture(scope="module")
def shield():
    return compile_policies({"camille": default_policy()}, lexicon=lexicon())


def found(shield, text):
    """Which rules hold of a text that five others wrote too."""
    given = replace(facts(text), copies=((A_MINUTE_AGO, A_MINUTE_AGO),) * 5)
    return {match.rule for match in shield.decide("camille", given, NOW).matches}


@pytest.mark.parametrize(
    "text",
    [
        "Ne lâchez rien face à ces salauds",
        "Ne lâchez rien face à ces salauds, vous êtes formidable",
        "Courage contre ces ordures",
        "Plein de soutien face à ce connard qui vous harcèle",
        "Vous valez mille fois mieux que ces connards",
        "Tiens bon, celui qui te fait ça est un salaud",
        "On a besoin de femmes comme vous, ne laissez pas ces ordures gagner",
        "Toute ma solidarité, ces bâtards ne vous feront pas taire",
        "Don't let those bastards get to you",
        "Stay strong against those scumbags",
        "We need women like you, don't let those bastards win",
        "To hell with those bastards, stay safe",
        "The assholes who harass you won't win",
        "What utter bastards. Sending you all my love",
    ],
)
def test_support_that_curses_those_who_harass_is_no_copied_attack_and_hurts_nobody(shield, text):
    assert found(shield, text) == set()
    assert not shield.hurts("camille", shield.read(text))


@pytest.mark.parametrize(
    "text",
    [
        "Courage contre ces ordures, toi la plus grosse ordure",
        "Tiens bon face à ces connards, connasse",
        "Ignore ces crétins, tu es bien plus conne qu'eux",
        "Courage à vous face à ces salauds comme vous",
        "Ne lâchez rien contre ces salauds d'arabes",
        "Quelle bande de connards vous faites, bon courage",
        "Tenez bon, bande de connards",
        "Tenez bon, ces salauds, c'est vous",
        "Courage à ces ordures qui te connaissent, salope",
        "Don't let those bastards get to you, you dumb cow",
        "Ignore those assholes like you",
        "Those assholes are right, you are scum",
        "Stay strong against those scumbags, scumbag",
        "Fuck those assholes and fuck you too",
        "Stay strong against those faggots",
    ],
)
def test_who_feigns_to_encourage_and_insults_the_person_or_a_group_is_found(shield, text):
    assert COPIED in found(shield, text)
    assert shield.hurts("camille", shield.read(text))


def test_names_for_others_without_a_word_for_the_person_are_no_support(shield):
    assert COPIED in found(shield, "Ces salauds finiront mal")


@pytest.mark.parametrize(
    "text",
    [
        "Belle librairie que vous avez visitée hier",
        "Jolie boutique que tu as visitée samedi",
        "Belle librairie, la rencontre était passionnante",
        "Belle permanence que vous avez inaugurée hier",
        "Merci d'avoir mis une bougie à votre fenêtre hier",
        "I saw you at the book fair yesterday, what a joy",
    ],
)
def test_where_somebody_was_seen_in_public_is_no_threat(shield, text):
    assert found(shield, text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "Belle librairie que vous avez visitée seule hier",
        "Jolie boutique que tu as visitée avec ta fille",
        "Belle maison que vous avez, je l'ai visitée hier",
        "Je vous ai vue hier soir à votre fenêtre",
        "You looked pretty at your window last night",
        "I saw you come home yesterday at ten",
        "I followed you yesterday from the bookshop to your home",
    ],
)
def test_who_watches_her_home_or_with_whom_she_goes_is_found(shield, text):
    assert "présence inquiétante" in found(shield, text)
