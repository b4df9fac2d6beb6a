"""A month of an invented person's, ending now: the bundled scenarios moved in time, with ordinary days around them."""

import json
import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from importlib.resources import files
from typing import Any, Final

from bot.model.noun import utc
from bot.platforms.simulated.parse import Scenario, parse
from bot.platforms.simulated.scenario import RFC3339

STORIES: Final = {"il-revient": timedelta(hours=26), "temoignages": timedelta(days=9)}
"""Which scenarios are over, and how long."""
HIS_KEYS: Final = ("bluesky:did:plc:veilleur", "mastodon:590")
HIS: Final = frozenset(key.partition(":")[2] for key in HIS_KEYS)
"""Accounts of the man who comes back, in `il-revient`, that show the same picture and nearly the same words."""
FACE: Final = {"avatar": "8f373714acfcf4d0", "bio": "Lecteur du soir. Je n’oublie personne, et surtout pas vous."}
EVENING: Final = "pile-on"
"""The one that goes on while it is looked at."""
DAYS: Final = 30
NEIGHBOURS: Final = 12
"""Accounts that write on ordinary days."""
STEP: Final = 7
"""Between two sentences of the list, so that a day has none twice."""
HOURS: Final = (8, 12, 13, 18, 21)


def month(now: datetime, language: str, ordinary: Sequence[str]) -> tuple[Scenario, Scenario]:
    """What is over and what is still to come, of one person; `ordinary` are sentences of ordinary days."""
    first, *_ = lines("il-revient")
    opening = json.loads(first)
    opening["protected"]["language"] = language
    over = [*_daily(now, ordinary, language)]
    for name, ago in STORIES.items():
        over += moved(lines(name)[1:], now - ago)
    for line in over:
        if line.get("author", {}).get("id") in HIS:
            line["author"] |= FACE
    over.sort(key=lambda line: line["at"])
    evening = moved(lines(EVENING)[1:], now + timedelta(hours=2))
    return _scenario(opening, over), _scenario(opening, evening)


def _scenario(opening: dict[str, Any], events: Sequence[dict[str, Any]]) -> Scenario:
    text = "\n".join(json.dumps(line, ensure_ascii=False) for line in (opening, *events))
    return parse("month.jsonl", text.encode())


def lines(name: str) -> list[str]:
    """Those of a bundled scenario, its opening first."""
    text = (files("bot") / "scenarios" / f"{name}.jsonl").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip()]


def moved(events: Sequence[str], last: datetime) -> list[dict[str, Any]]:
    """The same events, the last of them at `last`, and every other moment moved by as much."""
    by = last - datetime.fromisoformat(json.loads(events[-1])["at"])

    def later(found: re.Match[str]) -> str:
        return utc((datetime.fromisoformat(found[0].upper()) + by).replace(microsecond=0))

    return [json.loads(RFC3339.sub(later, line)) for line in events]


def _daily(now: datetime, ordinary: Sequence[str], language: str) -> Iterator[dict[str, Any]]:
    """What people write on ordinary days: some days more, some less."""
    number = 0
    for day in range(DAYS, 0, -1):
        morning = (now - timedelta(days=day)).replace(hour=0, minute=0, second=0, microsecond=0)
        for hour in HOURS[: 2 + day % 4]:
            number += 1
            who = f"neighbour{number % NEIGHBOURS}"
            yield {
                "event": "mention",
                "at": utc(morning + timedelta(hours=hour, minutes=number % 60)),
                "platform": "bluesky",
                "uri": f"at://did:plc:{who}/app.bsky.feed.post/day{number}",
                "kind": "reply",
                "author": {
                    "id": f"did:plc:{who}",
                    "handle": f"{who}.test",
                    "created_at": utc(now.replace(microsecond=0) - timedelta(days=700)),
                    "followers": 120,
                    "following": 140,
                    "posts": 900,
                },
                "text": ordinary[number * STEP % len(ordinary)],
                "lang": language,
            }
