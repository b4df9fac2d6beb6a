"""How long it takes to gather a dossier of five thousand facts, and that memory holds words and no originals."""

import os
import time
from shutil import rmtree

import psutil
import pytest

from bot.dossier.content import About
from bot.dossier.draft import Draft
from bot.dossier.gathering import gather
from bot.evidence.master import MasterKey
from bot.store.database import Store
from tests.platforms.bluesky.parts import TROLL, frame, mention_facet, post
from tests.reliability.within import DID, Within, now

pytestmark = pytest.mark.benchmark
FACTS = 5_000
BATCH = 500
WORDS = "@camille " + "tu ne dormiras plus, je sais où te trouver " * 6


@pytest.fixture(scope="module")
def shielded(tmp_path_factory):
    """Five thousand posts by one author, kept by the real pipeline; where they are, and the key."""
    within = Within(f"sqlite:///{tmp_path_factory.mktemp('dossier')}/rempart.db")
    for start in range(0, FACTS, BATCH):
        said = [
            frame(post(f"{WORDS}{n}", facets=[mention_facet(DID)]), rkey=f"3l{n}", us=1_790_000_000_000_000 + n * 10**9)
            for n in range(start, start + BATCH)
        ]
        within.pipeline.handle([within.bluesky(one) for one in said])
    yield within.store.url, within.store.master.reveal()
    within.store.close()


def cost(shielded, folder, facts):
    """(seconds, those of the processor, megabytes that memory grew by at most) of a dossier of so many, in a process of its own."""
    url, key = shielded
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        store, process = Store(url, MasterKey(key)), psutil.Process()
        base = most = process.memory_info().rss
        grown = []

        def look(_):
            grown.append(process.memory_info().rss)

        draft = Draft(
            id="d",
            person="camille",
            about=About.ACCOUNT,
            subject=f"bluesky:{TROLL}",
            language="fr",
            made_at=now(),
            by="camille",
            chosen=(),
        )
        began, work = time.perf_counter(), time.process_time()
        found = gather(store, draft, folder, now(), look)
        seconds, work = time.perf_counter() - began, time.process_time() - work
        most = max([*grown, process.memory_info().rss])
        os.write(writer, f"{seconds} {work} {(most - base) / 10**6} {found.selected}".encode())
        os._exit(0)
    os.waitpid(child, 0)
    seconds, work, megabytes, selected = os.read(reader, 200).decode().split()
    assert int(selected) == facts
    return float(seconds), float(work), float(megabytes)


def test_five_thousand_facts_are_gathered_in_seconds_and_little_memory(shielded, tmp_path, record_property):
    seconds, work, megabytes = cost(shielded, tmp_path / "data", FACTS)
    files = [path for path in (tmp_path / "data").rglob("*") if path.is_file()]
    record_property("seconds", round(seconds, 2))
    record_property("seconds_of_the_processor", round(work, 2))
    record_property("megabytes", round(megabytes, 1))
    record_property("files", len(files))
    record_property("megabytes_of_originals", round(sum(path.stat().st_size for path in files) / 10**6, 1))
    rmtree(tmp_path / "data")
    assert megabytes < 100  # of the 400 that a whole export may take
