"""Small scenarios for tests: a first line, and lines for events."""

import json
from typing import Any

from bot.platforms.simulated.parse import Line, Scenario, parse

CAMILLE = {
    "scenario": "a-day",
    "about": "one day",
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


def at(minute: int) -> str:
    """The minute-th minute of 2026."""
    return f"2026-{1 + minute // 40320:02d}-{1 + minute // 1440 % 28:02d}T{minute // 60 % 24:02d}:{minute % 60:02d}:00Z"


def mention(minute: int, uri: str, author: str, text: str, platform: str = "bluesky", **more: Any) -> dict[str, Any]:
    who = {"id": author, "handle": f"{author.replace(':', '-')}.test"}
    base = {"event": "mention", "at": at(minute), "platform": platform, "uri": uri, "kind": "reply", "author": who}
    return base | {"text": text} | more


def content(*events: dict[str, Any], first: dict[str, Any] = CAMILLE) -> bytes:
    return b"\n".join(map(_line, (first, *events)))


def _line(value: dict[str, Any]) -> bytes:
    """As people write it; escaped where a text holds what is no character."""
    try:
        return json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return json.dumps(value).encode()


def scenario(*events: dict[str, Any], first: dict[str, Any] = CAMILLE) -> Scenario:
    return parse("test.jsonl", content(*events, first=first))


def lines(*events: dict[str, Any]) -> tuple[Line, ...]:
    return scenario(*events).lines
