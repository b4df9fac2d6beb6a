"""One winter with everything in it: somebody who comes back, a raid, things given away, and people who are kind."""

from hashlib import sha256
from typing import Any

from tests.links.scenes import AGAIN, DAY, FACE, HERS, HIS, HOUR, OTHER_FACE, THREAT, rows, says
from tests.scenarios.scenes import CAMILLE, at

HE, BACK, SHE, FRIEND = "did:plc:veilleur", "did:plc:grandphare", "did:plc:nouvelle", "did:plc:ami"
TELLS, CHANGES, SPLITS = "did:plc:indiscret", "did:plc:changeant", "did:plc:decoupe"
FIRST: dict[str, Any] = CAMILLE | {
    "protected": CAMILLE["protected"]
    | {"vault": {"address": ["4217 rue des Zinzolins, 97981 Zibeline-sur-Orvet"], "phone": ["+33 6 39 98 47 21"]}}
}
MINE = "at://did:plc:camille/app.bsky.feed.post/mine"
RAID = 9 * DAY
INSULTS = ("Menteuse !", "Honte à toi.", "Tu fais pitié, vraiment.", "Pauvre folle, va te cacher.", "Dégage.")
KNOWN = {"avatar": FACE, "created_at": "2025-01-01T00:00:00Z"}


def post(minute: int, who: str, text: str, number: int = 0, **author: Any) -> dict[str, Any]:
    """Somebody writes under her post."""
    return says(minute, who, text, number, **author) | {"root": MINE, "parent": MINE}


def edit(minute: int, one: dict[str, Any], text: str) -> dict[str, Any]:
    return {"event": "edit", "at": at(minute), "uri": one["uri"], "text": text}


def raid() -> list[dict[str, Any]]:
    """Forty people in forty minutes, and a few who stand by her."""
    hostile = [post(RAID + n, f"did:plc:meute{n}", INSULTS[n % 5], handle=_handle(n)) for n in range(40)]
    kind = [post(RAID + 7 * n, f"did:plc:aide{n}", "Je vous crois, tenez bon.", 1) for n in range(5)]
    return [*hostile, *kind]


def _handle(number: int) -> str:
    """Like no other."""
    return f"{sha256(bytes([number])).hexdigest()[:12]}.test"


def story() -> list[dict[str, Any]]:
    """In the order in which it happened."""
    meek = post(4 * DAY, CHANGES, "Bonne journée à vous.")
    gone = post(5 * DAY, CHANGES, "Pauvre conne, ferme ta gueule.")
    events = [
        *rows(0, HE, HIS, **KNOWN),
        says(2 * DAY, HE, THREAT["fr"], **KNOWN),
        *rows(2 * DAY + 40, BACK, AGAIN, avatar=FACE, created_at="2026-01-03T00:00:00Z"),
        *rows(2 * DAY + 10, SHE, HERS, avatar=OTHER_FACE, created_at="2026-01-03T00:00:00Z"),
        says(3 * DAY, FRIEND, "T'es vraiment une idiote, tu sais, je t'adore."),
        meek,
        edit(4 * DAY + 3, meek, THREAT["fr"]),
        gone,
        {"event": "delete", "at": at(5 * DAY + 2), "uri": gone["uri"]},
        post(6 * DAY, TELLS, "Elle habite au 4217 rue des Zinzolins, allez-y."),
        post(6 * DAY + 9, TELLS, "zéro six trente-neuf quatre-vingt-dix-huit quarante-sept vingt et un", 1),
        post(7 * DAY, SPLITS, "elle est au 4217"),
        post(7 * DAY + 20, SPLITS, "rue des Zinzolins à Zibeline", 1),
        *raid(),
        says(RAID + 9 * HOUR, SHE, "Bonsoir à vous.", 7, avatar=OTHER_FACE, created_at="2026-01-03T00:00:00Z"),
    ]
    return sorted(events, key=lambda event: event["at"])
