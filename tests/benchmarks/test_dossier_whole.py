"""How long whole exports of five thousand facts take, from the store to what lies there, and how much memory in all."""

import subprocess
import sys
import threading
from pathlib import Path

import psutil
import pytest

from tests.benchmarks.test_dossier import FACTS, shielded
from tests.platforms.bluesky.parts import TROLL

__all__ = ["shielded"]
pytestmark = pytest.mark.benchmark
MEMORY = 400
"""Megabytes, children included."""
MAKE = """
import resource, sys, time
from pathlib import Path
from bot.dossier import steps
from bot.dossier.content import About
from bot.dossier.draft import Draft
from bot.dossier.making import make
from bot.dossier.staging import Where
from bot.evidence.master import MasterKey
from bot.store.database import Store
from tests.dossier.plants import vault
from tests.reliability.within import now
url, key, subject, rendering, folder = sys.argv[1:]
steps.opened = lambda *_: vault()
store = Store(url, MasterKey(bytes.fromhex(key)))
draft = Draft(id="d", person="camille", about=About.ACCOUNT, subject=subject, language="fr", made_at=now(), by="camille")
some = steps.redacted(store, draft) if rendering == "redacted" else steps.sealed(steps.Way(passphrase="Zk7#qPw2!vX9mLr4Tb"))
spent = {}

def timed(name):
    step = getattr(some, name)
    def run(*given):
        begun = time.perf_counter()
        try:
            return step(*given)
        finally:
            spent[name] = time.perf_counter() - begun
    return run

some = some._replace(**{name: timed(name) for name in ("redact", "typeset", "tabulate", "bag", "scan", "seal")})
begun, told = time.perf_counter(), []
made = make(store, draft, Where(Path(folder) / "out", Path(folder) / "ours"), some, now(), lambda _: None, told.append)
seconds = time.perf_counter() - begun
used = sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
print(seconds, used, made.facts, sum(told), *(f"{name}={took:.1f}" for name, took in spent.items()))
"""


def whole(shielded, rendering, folder):
    """What a process says that makes one, and the most megabytes that it and its children have between them."""
    url, key = shielded
    command = [sys.executable, "-c", MAKE, str(url), key.hex(), f"bluesky:{TROLL}", rendering, str(folder)]
    making = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])
    most, over = [0], threading.Event()

    def look():
        process = psutil.Process(making.pid)
        while not over.wait(0.1):
            try:
                every = [process, *process.children(recursive=True)]
                most.append(sum(shares(one) for one in every))
            except psutil.NoSuchProcess:
                return

    watching = threading.Thread(target=look)
    watching.start()
    said, _ = making.communicate()
    over.set()
    watching.join()
    assert making.returncode == 0
    return said.split(), max(most) / 10**6


def shares(process):
    """Bytes of a process; of what several have in common, its share."""
    try:
        return process.memory_full_info().pss
    except (psutil.NoSuchProcess, psutil.ZombieProcess, psutil.AccessDenied):
        return 0


@pytest.mark.parametrize("rendering", ["redacted", "sealed"])
def test_five_thousand_facts_are_made_into_either_rendering_in_little_memory(
    shielded, tmp_path, rendering, record_property
):
    (seconds, used, facts, told, *spent), megabytes = whole(shielded, rendering, tmp_path)
    assert int(facts) == FACTS
    assert int(told) >= FACTS
    for name, value in (("seconds", seconds), ("seconds_of_the_processors", used), ("megabytes", megabytes)):
        record_property(name, round(float(value), 1))
    print(
        f"{rendering}: {FACTS} facts in {float(seconds):.1f} s ({float(used):.1f} s of computing, "
        f"{1000 * float(used) / FACTS:.1f} ms a fact), at most {megabytes:.0f} MB in all; {', '.join(spent)}"
    )
    assert megabytes < MEMORY
