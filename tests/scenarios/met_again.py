"""Courses that a second stranger invented: a raid that laughs, a man whom his phrases betray, one who forgives, and a reporter."""

from typing import Any

from tests.scenarios.fresh import DAY, HOUR, MINE, each, says
from tests.scenarios.met import NEW


def they_laugh_at_one_moment() -> list[dict[str, Any]]:
    """Six accounts a minute, each made yesterday, each with a joke that others copy; one means it, one is a friend."""
    jokes = (
        "Alors la ministre, on a perdu son cerveau en chemin ? 🤡",
        "ratio",
        "mdr la clown",
        "Elle a fini ses devoirs la petite ?",
        "Qui a laissé sortir le PNJ ?",
        "cheh",
    )
    return [
        *(says(n // 6, f"did:plc:troll{n}", jokes[n % 6] + " !" * (n % 4), root=MINE, **NEW) for n in range(90)),
        says(7, "did:plc:serieux", "Elle mérite juste une balle, lol", root=MINE, **NEW),
        says(9, "did:plc:amie", "Laissez-la tranquille, bande de lâches. Courage Camille.", root=MINE),
    ]


def princess_of_cardboard() -> list[dict[str, Any]]:
    """He has phrases of his own, and is back two days after the mute; somebody else only dots her sentences so."""
    face: dict[str, Any] = {"bio": "La verite finit toujours par triompher", "avatar": "f0e1d2c3b4a59687"}
    before = (
        "Encore toi, madame « la ministre »… toujours la meme chanson, n est ce pas ??",
        "tu crois que le tribunal va te protéger, n est ce pas ??",
        "Je vais te retrouver, Camille de mes deux, et je vais te casser la gueule ??",
        "Dors bien petite princesse de carton… n est ce pas ??",
    )
    after = (
        "Camille de mes deux… c est encore moi, n est ce pas ??",
        "petite princesse de carton, tu croyais etre tranquille ??",
        "toujours la meme chanson avec toi, n est ce pas ??",
    )
    hers = ("Je découvre… quelle belle émission", "Bonjour, je suis nouvelle… comment ça marche ici ??")
    return [
        *each(0, DAY, "did:plc:carton", before, **face),
        *each(5 * DAY, DAY, "did:plc:verite", after, **face, created_at="2026-02-06T00:00:00Z", followers=0, posts=1),
        *each(5 * DAY + HOUR, DAY, "did:plc:nouvelle", hers, created_at="2026-02-06T00:00:00Z", followers=3, posts=5),
    ]


def he_forgives_her() -> list[dict[str, Any]]:
    """He is charming one day and wounded the next; he sat two rows behind, and knows her letter box."""
    texts = (
        "Bonjour Camille, j'ai beaucoup aimé votre émission hier soir.",
        "Vous êtes ravissante en bleu. Vous devriez le mettre plus souvent.",
        "Je n'arrive pas à dormir. Je pense à vous.",
        "Vous avez pris le train de 7 h 12 ce matin. J'étais deux rangs derrière.",
        "Pardon pour hier, j'étais fatigué. Vous êtes quelqu'un de bien.",
        "J'ai déposé une lettre dans ta boîte. La deuxième, la rouge.",
        "Belle journée à vous, Camille. Je vous pardonne.",
        "Tu n'aurais pas dû appeler la police. Maintenant c'est fini pour toi.",
    )
    return each(0, 2 * DAY, "did:plc:charmeur", texts)


def she_asks_again() -> list[dict[str, Any]]:
    """A reporter asks, and asks again, gives notice, publishes and comes with a camera."""
    texts = (
        "Hello, I'm a reporter with the Leeds Post. Could I ask you about the hospital closure?",
        "Minister, third time: when did you know people were dying on the ward?",
        "We are publishing tomorrow at 6. This is your last chance to respond.",
        "Our piece is live. We stand by it. You still haven't answered.",
        "I'll be outside your office at 10 with a camera, happy to take a statement.",
        "Seventh request. Why did the deadline move?",
    )
    return each(0, DAY, "did:plc:reporter", texts)


AGAIN = {
    "they-laugh-at-one-moment": (they_laugh_at_one_moment, "fr", {}),
    "princess-of-cardboard": (princess_of_cardboard, "fr", {}),
    "he-forgives-her": (he_forgives_her, "fr", {}),
    "she-asks-again": (she_asks_again, "en", {}),
}
