"""Plays the scenarios of this folder, each once."""

import asyncio
import json
from functools import cache
from pathlib import Path
from typing import Any

from bot.platforms.simulated.parse import parse
from bot.simulation.performance import perform

FOLDER = Path(__file__).parent / "scenarios"


def lines(name: str) -> list[dict[str, Any]]:
    """The first line and the events of a scenario."""
    return [json.loads(line) for line in (FOLDER / f"{name}.jsonl").read_text("utf-8").splitlines()]


def play(written: list[dict[str, Any]]) -> dict[str, Any]:
    """What these lines come to, by the default packs."""
    content = "\n".join(json.dumps(line, ensure_ascii=False) for line in written).encode()
    return asyncio.run(perform(parse("played.jsonl", content), None))


@cache
def played(name: str) -> dict[str, Any]:
    """What a scenario comes to."""
    return play(lines(name))


def severities(result: dict[str, Any], author: str) -> list[str]:
    """Of what an author wrote, in the order of the decisions."""
    return [
        one["severity"] for one in result["decisions"] if f"/{author}/" in one["uri"] or f"@{author}/" in one["uri"]
    ]


def muted(result: dict[str, Any]) -> set[str]:
    """The accounts that were muted."""
    return {
        action["account"]
        for decision in result["decisions"]
        for action in decision["actions"]
        if (action["kind"], action["status"]) == ("mute", "done")
    }
