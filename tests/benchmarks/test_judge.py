"""What a line of `rempart judge` costs, on sentences of ours."""

import pytest

from bot.config.encoder import encoder
from tests.benchmarks.judging import cost, sentences
from tests.tally import left_out

pytestmark = pytest.mark.benchmark
LEAST = 150
"""Lines a second of texts most of which hold words that hurt, on a machine that others use too."""


def test_lines_of_heavy_texts_judged_a_second(capsys):
    if encoder() is None:
        left_out("the second opinion", "install the extra encoder")
    measured = cost(sentences())
    with capsys.disabled():
        print("", *measured.lines(), sep="\n")
    assert 1e6 / measured.whole > LEAST
