"""Digits of mine that somebody writes with letters are digits, and letters in words are none."""

import random
import re

from bot.signals.leaks.numbered import GROUP

RUN = re.compile(rb"[0-9oil]+")
SIGNS = b"oil015 az.-"


def posing(text):
    """What poses, told plainly: a run with a digit in it, or o and oo with no letter beside them."""
    for run in RUN.finditer(text):
        start, end = run.span()
        beside = text[max(0, start - 1) : start] + text[end : end + 1]
        if re.search(rb"[0-9]", run[0]) or (run[0] in {b"o", b"oo"} and not re.search(rb"[a-z]", beside)):
            yield start, end


def test_every_group_that_poses_as_digits_is_found_and_no_other():
    drawn = random.Random(8)
    texts = [bytes(drawn.choices(SIGNS, k=drawn.randint(0, 16))) for _ in range(20_000)]
    told = [[*posing(text)] for text in texts]
    assert [[one.span() for one in GROUP.finditer(text)] for text in texts] == told
    assert sum(map(len, told)) > len(texts)
