"""Threads may read the same thing at the same moment, from the first time on."""

import subprocess
import sys

TRIES = 12
READ_AT_ONCE = """
import sys
import threading
import msgspec
from bot.model.noun import learn

sys.setswitchinterval(1e-6)
parts = [msgspec.defstruct(f"Part{n}", [(f"a{i}", int, 0) for i in range(20)]) for n in range(30)]
whole = msgspec.defstruct("Whole", [(f"part{n}", part) for n, part in enumerate(parts)])
raw = msgspec.json.encode({f"part{n}": {"a0": 1} for n in range(30)})
ready = threading.Barrier(4)

def read():
    ready.wait()
    msgspec.json.decode(raw, type=whole)

LEARN
readers = [threading.Thread(target=read) for _ in range(4)]
for one in readers: one.start()
for one in readers: one.join()
"""


def endings(script: str) -> set[int]:
    """How processes end that run it, one after another."""
    return {subprocess.run([sys.executable, "-c", script], check=False).returncode for _ in range(TRIES)}


def test_what_is_learnt_is_read_by_many_threads_at_once():
    assert endings(READ_AT_ONCE.replace("LEARN", "learn()")) == {0}
