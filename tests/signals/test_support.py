"""Who stands by me is recognised, and who mocks me with the same words is not."""

import random

import pytest
import re2

from bot.signals.support import DENIED, KINDS, loose, support
from bot.signals.text import Folder

FOLDER = Folder({})


def said(text: str) -> str | None:
    found = support(FOLDER.readings(text)[0].text)
    return found.value if found else None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Merci pour tout ce que vous faites.", "thanks"),
        ("Merci d'avoir parlé, vraiment.", "thanks"),
        ("Un immense merci, Camille !", "thanks"),
        ("Merci.", "thanks"),
        ("Je vous remercie, votre livre m'a aidée.", "thanks"),
        ("Vous m'avez donné la force de partir.", "thanks"),
        ("Merci de continuer malgré tout", "thanks"),
        ("Thank you for speaking up.", "thanks"),
        ("Thanks so much for everything you do", "thanks"),
        ("You gave me the courage to leave.", "thanks"),
        ("Moi aussi, j'ai été harcelée pendant deux ans.", "testimony"),
        ("J'ai vécu exactement la même chose au lycée.", "testimony"),
        ("Ça m'est arrivé. J'ai mis dix ans à en parler.", "testimony"),
        ("Mon ex m'a suivie pendant des mois.", "testimony"),
        ("I was stalked for three years.", "testimony"),
        ("The same thing happened to me at work.", "testimony"),
        ("My ex threatened me too, nobody listened.", "testimony"),
        ("Je vous crois.", "solidarity"),
        ("Courage, Camille", "solidarity"),
        ("Vous n'êtes pas seule.", "solidarity"),
        ("Tenez bon, on est avec vous.", "solidarity"),
        ("Tout mon soutien.", "solidarity"),
        ("You are not alone.", "solidarity"),
        ("We stand with you.", "solidarity"),
        ("Stay strong, sending love", "solidarity"),
        ("Mais laissez-la donc tranquille !", "solidarity"),
        ("Foutez-lui la paix.", "solidarity"),
        ("Leave her the hell alone", "solidarity"),
    ],
)
def test_support_is_recognised(text: str, kind: str) -> None:
    assert said(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "Merci de te taire.",
        "Merci de démissionner rapidement.",
        "Merci pour la rigolade.",
        "Merci de répondre à ma question.",
        "Non merci.",
        "Courage, fuyons !",
        "Ayez le courage de démissionner.",
        "Thanks for nothing.",
        "Thank you for ruining this country",
        "Thanks for the laugh",
        "No thanks.",
        "I don't believe you.",
        "Je ne vous soutiens pas.",
        "Vous n'êtes pas seule à décider.",
        "Je suis avec mon avocat.",
        "Quand allez-vous répondre ?",
        "When will you answer?",
        "Encore une qui joue la victime, moi aussi j'ai été insulté",
        "Laissez nos enfants tranquilles.",
        "Leave me alone.",
        "Leave our hospitals alone",
        "Joyeux anniversaire !",
        "Happy birthday!",
    ],
)
def test_what_is_no_support_is_not_taken_for_it(text: str) -> None:
    assert said(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Le texte est illisible, même pour un juriste.",
        "I disagree, the numbers say something else.",
        "Belle journée pour une balade",
    ],
)
def test_what_has_nothing_of_support_is_not_looked_at(text: str) -> None:
    read = FOLDER.readings(text)[0].text
    assert not any(re2.search(loose(pattern.pattern), read) for _, pattern in KINDS)


WORDS = (
    "merci pour tout ce que vous faites la rigolade de parler te taire moi aussi ete harcelee j ai vecu la meme chose "
    "je vous crois pas courage fuyons camille tenez bon on est avec thank you so much for speaking nothing the laugh "
    "me too i was stalked happened to my ex threatened we stand with not alone stay strong no thanks жук merciж ❤ 漢 é"
)


def test_my_friends_are_recognised_as_well_by_a_quick_look_whatever_they_write_beside_it() -> None:
    chance, words = random.Random(20261122), WORDS.split()
    texts = [" ".join(chance.choices(words, k=chance.randrange(1, 9))) for _ in range(10_000)]
    slowly = [
        next((kind for kind, pattern in KINDS if pattern.search(text) and not DENIED.search(text)), None)
        for text in texts
    ]
    assert list(map(support, texts)) == slowly
    assert sum(kind is not None for kind in slowly) > 100
