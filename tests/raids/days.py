"""Days that many shared: invented people, and what they write."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.scenarios.playing import play

START = datetime(2026, 5, 4, 18, 0, tzinfo=UTC)
FIRST: dict[str, Any] = {
    "scenario": "a-crowd",
    "protected": {
        "name": "camille",
        "language": "fr",
        "accounts": [
            {"platform": "bluesky", "id": "did:plc:camille", "handle": "camille.test"},
            {"platform": "mastodon", "id": "1", "handle": "camille@social.test"},
        ],
        "follows": ["did:plc:ami"],
    },
}
MINE = "at://did:plc:camille/app.bsky.feed.post/mine"
HOSTILE = (
    "Honte à toi.",
    "Menteuse !",
    "Dégage.",
    "Personne ne te croit.",
    "Tu fais pitié, vraiment.",
    "Supprime ton compte.",
    "Pauvre folle, va te cacher.",
    "Shame on you.",
    "You are pathetic.",
    "Nobody believes you, liar.",
    "Just shut up.",
    "What a clown you are.",
)
JOY = (
    "Félicitations, bien mérité !",
    "Bravo Camille, quelle belle nouvelle.",
    "Joyeux anniversaire !",
    "Congratulations, so well deserved.",
    "Trop contente pour toi, on fête ça ?",
    "Happy birthday, and many more.",
)
TESTIMONIES = (
    "Moi aussi, j'ai été harcelée pendant deux ans par un collègue.",
    "On m'a dit « personne ne te croit » et j'ai mis dix ans à en parler.",
    "Il m'écrivait tous les jours que j'étais folle. Merci d'avoir parlé.",
    "I was stalked by my ex, and they called me a liar too.",
    "Je vous crois. Vous n'êtes pas seule.",
    "The same thing happened to me at work. Thank you for speaking up.",
)
NEWS = (
    "Que pensez-vous du vote de ce matin ?",
    "Je ne suis pas d'accord avec cette réforme, mais merci de l'avoir expliquée.",
    "Le texte est illisible, même pour un juriste.",
    "When does the bill come into force?",
    "Les hôpitaux attendent toujours leurs crédits.",
    "I disagree, the numbers say something else.",
    "Un lien vers le rapport complet ?",
)
SUPPORT = (
    "Courage, Camille, on est avec vous.",
    "Je vous crois, tenez bon.",
    "You are not alone.",
    "Merci pour tout ce que vous faites.",
)


def moment(seconds: float) -> str:
    at = START + timedelta(seconds=seconds)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def post(at: float, who: str, text: str, platform: str = "bluesky", **more: Any) -> dict[str, Any]:
    author = {"id": f"did:plc:{who}", "handle": f"{who}.test"} | more.pop("about", {})
    base = {"event": "mention", "at": moment(at), "platform": platform, "kind": "reply", "author": author, "text": text}
    return base | {"uri": f"at://did:plc:{who}/app.bsky.feed.post/{at}", "root": MINE, "parent": MINE} | more


def crowd(
    texts: tuple[str, ...], count: int, within: float, begin: float = 0, who: str = "a", **more: Any
) -> list[dict[str, Any]]:
    """So many people within so many seconds, each with something of this kind to say."""
    chance = random.Random(who)
    return [
        post(begin + place * within / count, f"{who}{place}", f"{chance.choice(texts)}", **more)
        for place in range(count)
    ]


def day(*events: dict[str, Any], keep: Any = None) -> dict[str, Any]:
    """What the shield makes of it, with the rules that everybody has."""
    return play(None, *sorted(events, key=lambda event: event["at"]), first=FIRST, keep=keep)


def titles(result: dict[str, Any], *words: str) -> list[str]:
    return [one["title"] for one in result["alerts"] if any(word in one["title"] for word in words)]


def muted(result: dict[str, Any]) -> set[str]:
    done = (action for one in result["decisions"] for action in one["actions"] if action["status"] == "done")
    return {action["account"] for action in done if action["kind"] == "mute"}
