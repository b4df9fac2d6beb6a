"""What the real engine makes of rows: asked as `rempart judge` asks it, with the default packs in mode act."""

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import zip_longest
from typing import Any, Final, NamedTuple

import msgspec

from bot.rules.compile import compile_policies
from bot.simulation.judging import NOBODY, Judge
from bot.simulation.setup import policy
from tests.quality.texts import Row

HIDES: Final = frozenset({"mute", "block"})
CHUNK: Final = 500
"""Lines judged together."""
TRIES: Final = 3


class Judged(NamedTuple):
    """One row and what would happen to it."""

    row: Row
    score: float
    muted: bool
    held: bool
    """Some action would wait for a human, or the rules ask for one."""
    rules: tuple[str, ...]


def judge() -> Judge:
    """As the command makes it without a configuration."""
    return Judge(compile_policies({NOBODY: policy(None)}), datetime(2026, 1, 1, tzinfo=UTC))


def judged(asking: Judge, rows: Sequence[Row]) -> list[Judged]:
    """Each row's answer, in order."""
    answers = _answers(asking, [_line(row) for row in rows])
    return [_judged(row, answer) for row, answer in zip(rows, answers, strict=True)]


def speed(asking: Judge, sets: Sequence[Sequence[Row]], most: int = 600) -> float:
    """Lines judged a second of processor time, JSON to JSON, the best of some tries; texts of all sets in equal parts."""
    mixed = [row for rows in zip_longest(*(one[:most] for one in sets)) for row in rows if row is not None]
    lines = [_line(row) for row in mixed]
    encoder = msgspec.json.Encoder()
    taken = []
    for _ in range(TRIES):
        begun = time.process_time()
        encoder.encode_lines(_answers(asking, lines))
        taken.append(time.process_time() - begun)
    return len(lines) / min(taken)


def _line(row: Row) -> bytes:
    return msgspec.json.encode({"id": row.id, "text": row.text})


def _answers(asking: Judge, lines: Sequence[bytes]) -> list[dict[str, Any]]:
    numbered = list(enumerate(lines, 1))
    return [answer for start in range(0, len(lines), CHUNK) for answer in asking.lines(numbered[start : start + CHUNK])]


def _judged(row: Row, answer: dict[str, Any]) -> Judged:
    done = {action["kind"] for action in answer["actions"] if action["status"] == "done"}
    held = any(action["status"] == "held" and action["kind"] in HIDES for action in answer["actions"])
    return Judged(row, answer["score"], bool(done & HIDES), held, tuple(answer["rules"]))
