"""What a line of `rempart judge` costs, stage by stage: `python -m tests.benchmarks.judging DATA_FOLDER`.

Asked of the development sets in equal parts, or of sentences of ours.
"""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from bot.config.encoder import encoder
from bot.config.lexicons import lexicon
from bot.rules.compile import compile_reader
from bot.settling import settle
from bot.signals.second import Encoder
from bot.simulation.setup import policy
from tests.quality.judged import judge, mixed, speed
from tests.quality.texts import Row, development, own

OWN = ("testimony", "testimony_later", "beside", "beside_later")
TRIES = 3


class Counting:
    """An encoder that counts what it is asked."""

    def __init__(self, asked: Encoder) -> None:
        """Take the one that answers."""
        self._asked = asked
        self.texts = 0

    def encode(self, texts: Sequence[str]) -> Any:
        """As the one that answers."""
        self.texts += len(texts)
        return self._asked.encode(texts)


class Cost(NamedTuple):
    """Microseconds of processor time a line, and the share of lines of which a second opinion was asked."""

    whole: float
    alone: float
    """Without a second opinion."""
    reading: float
    scoring: float
    """Contexts, classifier and blend, of what was read."""
    share: float

    def lines(self) -> Iterator[str]:
        """For people."""
        yield f"{1e6 / self.whole:,.0f} lines/s; {self.share:.1%} sent to the second opinion"
        rest = self.alone - self.reading - self.scoring
        second = self.whole - self.alone
        yield (
            f"a line: {self.whole:.0f} µs = reading {self.reading:.0f} + contexts and score {self.scoring:.0f}"
            f" + deciding and JSON {rest:.0f} + second opinion {second:.0f}"
        )


def cost(rows: Sequence[Row]) -> Cost:
    """The best of some tries for each stage."""
    engine = judge(None).engine
    settle()
    texts = [(row.text, None) for row in rows]
    reader = compile_reader(policy(None).rules, lexicon())
    reading = _least(lambda: reader.read_all(texts))
    scored = _least(lambda: engine.score_all(engine.read_all(texts)))
    alone = 1 / speed(judge(None), rows)
    asked = encoder()
    counting = Counting(asked) if asked else None
    asking = judge(counting)
    speed(asking, rows[:1])
    if counting:
        counting.texts = 0
    whole = 1 / speed(asking, rows)
    share = counting.texts / TRIES / len(rows) if counting else 0.0
    each = (1e6 * taken / len(rows) for taken in (reading, scored - reading))
    return Cost(whole * 1e6, alone * 1e6, *each, share)


def sentences() -> list[Row]:
    """Ours: nearly all of them hold words that hurt, which costs most."""
    return [row for name in OWN for row in own(name, 0)]


def _least(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(TRIES):
        begun = time.process_time()
        work()
        taken.append(time.process_time() - begun)
    return min(taken)


if __name__ == "__main__":
    asked_of = mixed(development(Path(sys.argv[1])).values()) if len(sys.argv) > 1 else sentences()
    print("\n".join(cost(asked_of).lines()))
