"""Many lines are judged by several processes at once: the same answers, and nothing is lost where one of them ends."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import psutil
import pytest

from bot.simulation.crew import ALONE, PART
from tests.commands.test_simulate import process

TEXTS = ("hello", "I will kill you", "merci pour tout", "sale conne", "see you at the fair on Sunday")
MANY = ALONE + 20 * PART
WRONG = ALONE + 7 * PART


def lines(first: int, last: int) -> list[bytes]:
    return [b'{"id": "%d", "text": "%b"}\n' % (at, TEXTS[at % len(TEXTS)].encode()) for at in range(first, last)]


@contextmanager
def judging(jobs: int) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "bot", "judge", "--jobs", str(jobs)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        try:
            yield running
        finally:
            running.kill()


def asked(running: subprocess.Popen[bytes], given: Sequence[bytes]) -> list[str]:
    """The ids that are answered, in their order."""
    assert running.stdin
    assert running.stdout
    running.stdin.write(b"".join(given))
    running.stdin.flush()
    return [json.loads(running.stdout.readline())["id"] for _ in given]


def copies(running: subprocess.Popen[bytes]) -> list[psutil.Process]:
    return psutil.Process(running.pid).children()


@pytest.fixture
def busy() -> Iterator[subprocess.Popen[bytes]]:
    """One that has copies."""
    with judging(3) as running:
        asked(running, lines(0, MANY))
        assert len(copies(running)) == 2
        yield running


def test_however_many_judge_the_answers_are_the_same_and_in_order() -> None:
    given = lines(0, MANY)
    given[WRONG] = b"not json\n"
    alone, together = (process("judge", "--jobs", str(jobs), stdin=b"".join(given)) for jobs in (1, 4))
    assert (together.stdout, together.returncode, together.stderr) == (alone.stdout, 1, b"")
    answers = [json.loads(line) for line in together.stdout.splitlines()]
    assert answers.pop(WRONG)["line"] == WRONG + 1
    assert [one["id"] for one in answers] == [str(at) for at in range(MANY) if at != WRONG]
    assert [one["severity"] for one in answers[MANY - 6 : MANY - 4]] == ["none", "urgent"]


def test_for_few_lines_there_are_no_copies() -> None:
    with judging(3) as running:
        assert len(asked(running, lines(0, ALONE + PART))) == ALONE + PART
        assert len(asked(running, lines(0, PART))) == PART
        assert copies(running) == []


def test_what_a_copy_was_asked_that_is_killed_is_answered_all_the_same(busy: subprocess.Popen[bytes]) -> None:
    first, second = copies(busy)
    first.kill()
    assert asked(busy, lines(0, 6 * PART)) == [str(at) for at in range(6 * PART)]
    second.suspend()  # it takes what it is asked, and ends before it answers
    assert busy.stdin
    assert busy.stdout
    busy.stdin.write(b"".join(lines(0, 6 * PART)))
    busy.stdin.flush()
    assert json.loads(busy.stdout.readline())["id"] == "0"
    second.kill()
    assert [json.loads(busy.stdout.readline())["id"] for _ in range(6 * PART - 1)][-1] == str(6 * PART - 1)


def test_copies_end_with_the_one_that_made_them_however_it_ends(busy: subprocess.Popen[bytes]) -> None:
    made = copies(busy)
    busy.kill()
    busy.wait()
    _, alive = psutil.wait_procs(made, timeout=30)
    assert not alive
