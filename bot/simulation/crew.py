"""Judging on several processors: copies of this process, each judging a part of the lines for as long as it lives."""

import gc
import multiprocessing
import os
import signal
from collections.abc import Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Final, NamedTuple

import msgspec

from bot.simulation.judging import Judge

Lines = Sequence[tuple[int, bytes]]
"""Lines of input with their numbers."""
ALONE: Final = 400
"""Lines judged before there are copies: what they needed is loaded by then, and common to all."""
PART: Final = 50
"""Lines that are worth sending to a copy."""
ENCODER: Final = msgspec.json.Encoder()


class Judged(NamedTuple):
    """What is made of some lines."""

    written: bytes
    """The answers, one line of JSON each."""
    wrong: bool
    """Whether one of them could not be read."""


class Crew:
    """A judge and its copies. What a copy was asked that ends without an answer is judged here."""

    def __init__(self, judge: Judge, many: int) -> None:
        """Take the judge, and on how many processors lines are judged."""
        self._judge = judge
        self._many = many if "fork" in multiprocessing.get_all_start_methods() else 1
        self._alone = ALONE
        self._copies: list[_Copy] = []

    def judged(self, lines: Lines) -> Iterator[Judged]:
        """The answers in the order of the lines, some at a time."""
        first = len(lines) if self._many == 1 or len(lines) < self._alone + 2 * PART else self._alone
        self._alone = max(0, self._alone - len(lines))
        if first:
            yield _judged(self._judge, lines[:first])
        if first < len(lines):
            yield from self._shared(lines[first:])

    def _shared(self, lines: Lines) -> Iterator[Judged]:
        if not self._copies:
            self._begin()
        mine, *theirs = _parts(lines, min(len(self._copies) + 1, len(lines) // PART))
        asked = list(zip(self._copies, theirs, strict=False))
        for copy, part in asked:
            copy.ask(part)
        yield _judged(self._judge, mine)
        for copy, part in asked:
            yield copy.answer() or _judged(self._judge, part)

    def _begin(self) -> None:
        for _ in range(self._many - 1):
            self._copies.append(_Copy(self._judge, [copy.connection for copy in self._copies]))


class _Copy:
    """A process of its own, which ends with the one that made it."""

    def __init__(self, judge: Judge, others: Sequence[Connection]) -> None:
        context = multiprocessing.get_context("fork")
        self.connection, theirs = context.Pipe()
        here = (*others, self.connection)
        context.Process(target=_serve, args=(judge, theirs, here), daemon=True).start()
        theirs.close()

    def ask(self, lines: Lines) -> None:
        with suppress(OSError):  # it ended: there will be no answer
            self.connection.send(lines)

    def answer(self) -> Judged | None:
        """None where it ended without one."""
        try:
            answer: Judged = self.connection.recv()
        except (EOFError, OSError):
            return None
        return answer


def _serve(judge: Judge, asked: Connection, elsewhere: Sequence[Connection]) -> None:
    """Answer until nobody asks any more: the ends that the original keeps are closed here, so that it shows."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever interrupts the original ends it
    gc.freeze()  # what it has of the original stays in common: no collector looks through it
    for one in elsewhere:
        one.close()
    with suppress(EOFError, OSError):
        while True:
            asked.send(_judged(judge, asked.recv()))


def _judged(judge: Judge, lines: Lines) -> Judged:
    answers = list(judge.lines(lines))
    return Judged(ENCODER.encode_lines(answers), any("error" in answer for answer in answers))


def _parts(lines: Lines, many: int) -> Iterator[Lines]:
    """Equal ones, in their order."""
    size = -(-len(lines) // many)
    return (lines[first : first + size] for first in range(0, len(lines), size))


def processors() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
