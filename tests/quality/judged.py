"""What the real engine makes of rows: asked as `rempart judge` asks it, with the default packs in mode act."""

import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

import msgspec

from bot.config.lexicons import lexicon
from bot.config.weights import model
from bot.rules.compile import compile_policies
from bot.signals.second import Encoder
from bot.simulation.judging import NOBODY, Judge
from bot.simulation.setup import policy
from tests.quality.texts import Row

HIDES: Final = frozenset({"mute", "block"})
CHUNK: Final = 500
"""Lines judged together."""
TRIES: Final = 3
TIMES: Final = 4
"""How often the texts are given to the command, so that its start weighs little."""
EACH: Final = 250
"""Texts of each set where speed is measured."""


class Judged(NamedTuple):
    """One row and what would happen to it."""

    row: Row
    score: float
    muted: bool
    held: bool
    """Some action would wait for a human, or the rules ask for one."""
    rules: tuple[str, ...]


def judge(encoder: Encoder | None) -> Judge:
    """As the command makes it without a configuration."""
    engine = compile_policies({NOBODY: policy(None)}, lexicon=lexicon(), model=model(encoder))
    return Judge(engine, datetime(2026, 1, 1, tzinfo=UTC))


def judged(asking: Judge, rows: Sequence[Row]) -> list[Judged]:
    """Each row's answer, in order."""
    answers = _answers(asking, [_line(row) for row in rows])
    return [_judged(row, answer) for row, answer in zip(rows, answers, strict=True)]


def mixed(sets: Iterable[Sequence[Row]]) -> list[Row]:
    """The sets in equal parts, in turns."""
    return [row for rows in zip(*(one[:EACH] for one in sets), strict=True) for row in rows]


def speed(asking: Judge, rows: Sequence[Row]) -> float:
    """Lines judged a second of processor time, JSON to JSON, the best of some tries."""
    lines = [_line(row) for row in rows]
    encoder = msgspec.json.Encoder()
    taken = []
    for _ in range(TRIES):
        begun = time.process_time()
        encoder.encode_lines(_answers(asking, lines))
        taken.append(time.process_time() - begun)
    return len(lines) / min(taken)


def end_to_end(rows: Sequence[Row], jobs: int) -> float:
    """Lines that the command answers a second of the clock with so many processes, its start left aside."""
    lines = [_line(row) + b"\n" for row in rows]
    whole, start = (min(_taken(given, jobs) for _ in range(TRIES)) for given in (lines * TIMES, lines[:1]))
    return TIMES * len(lines) / (whole - start)


def _taken(lines: Sequence[bytes], jobs: int) -> float:
    command = [sys.executable, "-m", "bot", "judge", "--jobs", str(jobs)]
    begun = time.perf_counter()
    subprocess.run(command, input=b"".join(lines), stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - begun


def _line(row: Row) -> bytes:
    return msgspec.json.encode({"id": row.id, "text": row.text})


def _answers(asking: Judge, lines: Sequence[bytes]) -> list[dict[str, Any]]:
    numbered = list(enumerate(lines, 1))
    return [answer for start in range(0, len(lines), CHUNK) for answer in asking.lines(numbered[start : start + CHUNK])]


def _judged(row: Row, answer: dict[str, Any]) -> Judged:
    done = {action["kind"] for action in answer["actions"] if action["status"] == "done"}
    held = any(action["status"] == "held" and action["kind"] in HIDES for action in answer["actions"])
    return Judged(row, answer["score"], bool(done & HIDES), held, tuple(answer["rules"]))
