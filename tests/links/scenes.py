"""Scenes of people who come back, and of people who only look as if they did."""

from typing import Any

from tests.scenarios.scenes import at

FACE = "a1b2c3d4e5f60718"
OTHER_FACE = "7c3e91d05fa8b246"
HOUR, DAY = 60, 1440
THREAT = {"fr": "Je vais te retrouver et te tuer", "en": "I will find you and kill you"}
PERSON: dict[str, Any] = {
    "name": "camille",
    "language": "fr",
    "accounts": [
        {"platform": "bluesky", "id": "did:plc:camille", "handle": "camille.test"},
        {"platform": "mastodon", "id": "1", "handle": "camille@social.test"},
    ],
    "follows": ["did:plc:ami"],
}
HIS = (
    "vs croyez que personne voit ce que vs faites .. moi je regarde tt",
    "encore une journée à parler de la réforme .. vs avez pas honte ? à bon entendeur",
    "j attends tjs une explication sur le vote .. à bon entendeur",
    "vs répondez à tt le monde sauf à moi .. c est pas normal",
    "vs étiez plus polie avant .. je me souviens de tt à bon entendeur",
    "tt le monde a compris votre jeu .. à bon entendeur",
)
AGAIN = (
    "vs avez encore évité la question du budget .. à bon entendeur",
    "je reviens pcq vs me devez des excuses .. tt le monde le sait",
    "votre silence trompe personne .. à bon entendeur",
    "vs mentez tjs autant .. je vois tt",
    "on peut pas effacer les gens comme vs faites .. à bon entendeur",
)
HERS = (
    "Bonjour Madame, je découvre votre travail et je voulais vous dire merci.",
    "J’ai acheté votre livre hier ; je le commence ce soir !",
    "Quelle belle émission, toute la famille a regardé.",
    "À Nantes, la librairie vous attend avec impatience.",
    "Bonne soirée à vous, et encore merci.",
)
OTHERWISE = (
    "Madame la ministre, bonjour ; nous ne nous connaissons pas.",
    "J’ai lu votre tribune dans le journal d’hier : elle m’a déçu.",
    "À votre place, j’aurais du mal à paraître en public.",
    "Vous ne répondez jamais à personne, c’est étonnant !",
    "Bonne soirée à vous, Madame.",
    "Je vous écrirai encore demain, soyez-en certaine.",
    "Quel dommage que personne ne vous le dise.",
    "Mes respects, Madame.",
)
"""Another manner than his."""


def first(language: str = "fr") -> dict[str, Any]:
    """The first line."""
    return {"scenario": "back-again", "about": "who is it?", "protected": PERSON | {"language": language}}


def says(minute: int, who: str, text: str, number: int = 0, **author: Any) -> dict[str, Any]:
    """Somebody writes to her; `author` is what their profile shows beside."""
    platform = author.pop("platform", "bluesky")
    return {
        "event": "mention",
        "at": at(minute),
        "platform": platform,
        "uri": f"at://{who}/{minute}-{number}",
        "kind": "reply",
        "author": {"id": who, "handle": f"{who.rpartition(':')[2]}.test", "created_at": "2023-05-01T00:00:00Z"}
        | author,
        "text": text,
    }


def rows(since: int, who: str, texts: tuple[str, ...], **author: Any) -> list[dict[str, Any]]:
    """Somebody writes several times, every seven hours."""
    return [says(since + 7 * HOUR * number, who, text, number, **author) for number, text in enumerate(texts)]


def review(minute: int, **said: Any) -> dict[str, Any]:
    """A human decides."""
    return {"event": "review", "at": at(minute), "by": "lea"} | said


def ban(minute: int, until: int, *people: str) -> dict[str, Any]:
    """A court forbids somebody to come back."""
    return {"event": "restriction", "at": at(minute), "until": at(until), "person": [*people], "kind": "court_ban"}


def links(result: dict[str, Any], status: str = "suggested") -> list[set[str]]:
    """Whom the result links."""
    return [{*one["accounts"]} for one in result["links"] if one["status"] == status]


def told(result: dict[str, Any], severity: str = "medium") -> list[dict[str, Any]]:
    """The alerts of a severity that are about a link."""
    return [
        one
        for one in result["alerts"]
        if one["severity"] == severity and ("retour" in one["title"] or " back" in one["title"])
    ]


def severity(result: dict[str, Any], who: str) -> set[str]:
    """Of the decisions on what somebody wrote."""
    return {one["severity"] for one in result["decisions"] if one["uri"].startswith(f"at://{who}/")}


def done(result: dict[str, Any], who: str) -> list[dict[str, Any]]:
    """What was done to somebody without asking."""
    return [
        action
        for one in result["decisions"]
        for action in one["actions"]
        if action["account"] == who and action["status"] == "done"
    ]
