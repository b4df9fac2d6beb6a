"""What a line of `rempart judge` costs, on sentences of ours."""

import json
import resource

import pytest

from bot.config.encoder import encoder
from tests.benchmarks.judging import cost, sentences
from tests.commands.test_judge import judged
from tests.commands.test_simulate import process
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


def test_thousands_of_texts_are_judged_one_after_the_other(record_property) -> None:
    words = ["hello", "Je vais te tuer", "quelle belle journée", "you stupid bitch", "thanks for the book"]
    lines = [
        json.dumps({"id": str(n), "text": f"{words[n % 5]} number {n}, and so on until the end"}) for n in range(6_000)
    ]
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    assert [one["id"] for one in judged(*lines, by=process)] == [str(n) for n in range(6_000)]
    used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    record_property("texts_a_second_of_one_core_start_included", round(len(lines) / used))
