"""How long it takes to look for a newcomer among all accounts that were muted.

Among a hundred thousand, which take a minute to make: KNOWN=100000 scripts/test -m benchmark tests/benchmarks/test_links.py
"""

import os
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from msgspec import structs

from bot.evidence.master import MasterKey
from bot.links.gallery import Gallery
from bot.links.judging import Judging
from bot.model.link import Why
from bot.signals.likeness.grounds import Measure
from bot.signals.likeness.portrait import Portrait
from bot.store import portraits
from bot.store.database import Store
from bot.store.migrate import migrate

pytestmark = pytest.mark.benchmark
KNOWN = int(os.environ.get("KNOWN", "20000"))
FEW = KNOWN // 10
AT_ONCE = 1_000
TRIES = 60
MOST = 3.0
"""Times what it costs among a tenth of them."""
BEGIN = datetime(2025, 1, 1, tzinfo=UTC)
FIRST = ("jean", "marie", "paul", "lea", "hugo", "nina", "omar", "ines", "karl", "rosa", "yann", "zoe")
LAST = ("martin", "verdier", "lacombe", "morvan", "tessier", "delmas", "faivre", "hubert", "keller", "lemaire")
WORDS = ("vigie", "loup", "brume", "granit", "corbeau", "phare", "menhir", "mistral", "renard", "orage", "silex")
MARKS = ("end ..", "end .", "no end", "starts low", "shouts", "spaced comma", "opens:bonjour", "closes:bon entendeur")


def seen(rng: Random, number: int) -> Portrait:
    """Somebody's portrait: names of which many share a part, two texts, a picture, a style."""
    name = rng.choice((f"{rng.choice(FIRST)} {rng.choice(LAST)}", f"{rng.choice(WORDS)} {rng.choice(WORDS)}"))
    return Portrait(
        account=f"bluesky:did:plc:{number}",
        platform="bluesky",
        names=(f"did:plc:{number}",),
        handles=(f"{name.replace(' ', '')}{rng.choice(WORDS)[:3]}",),
        called=(name,),
        faces=(rng.getrandbits(64),),
        first_at=BEGIN + timedelta(minutes=number),
        texts=tuple(tuple(sorted(rng.getrandbits(32) for _ in range(12))) for _ in range(2)),
        style=tuple((mark, rng.randint(1, 9)) for mark in MARKS),
        runs=tuple(rng.randint(0, 40) for _ in range(128)),
        written=9,
        hours=tuple(rng.randint(0, 2) for _ in range(24)),
    )


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Store]]:
    """One with a tenth of them, and one with all."""
    folder: Path = tmp_path_factory.mktemp("links")
    with closing(made(folder / "few.db", FEW)) as few, closing(made(folder / "many.db", KNOWN)) as many:
        yield few, many


def made(file: Path, known: int) -> Store:
    """A store of so many accounts that were muted."""
    store = Store(f"sqlite:///{file}", MasterKey(bytes(32)))
    migrate(store)
    rng = Random(7)
    for start in range(0, known, AT_ONCE):
        with store.writing() as connection:
            gallery = Gallery(connection, store.master, "camille")
            numbers = range(start, start + AT_ONCE)
            since = {number: BEGIN + timedelta(minutes=number) for number in numbers}
            marked = {("camille", f"bluesky:did:plc:{number}"): (at, Why.MUTED) for number, at in since.items()}
            portraits.mark(connection, marked)
            for number in numbers:
                gallery.hang(seen(rng, number), Measure(at=since[number]))
            gallery.record()
    return store


def looked(store: Store, coming: Portrait) -> tuple[float, int]:
    """Seconds of the processor for one look, the best of three, and with how many it was compared."""
    best, met = float("inf"), 0
    for _ in range(3):
        with store.reading() as connection:
            begun = time.process_time()
            gallery, judging = Gallery(connection, store.master, "camille"), Judging(connection, BEGIN)
            near = gallery.near(coming)
            judging.expect("camille", near)
            for hung in near:
                judging.weigh(gallery, hung, coming, portrayed=False)
            best, met = min(best, time.process_time() - begun), len(near)
    return best, met


@pytest.mark.parametrize("written", [1, 9])
def test_a_newcomer_is_looked_for_among_many_in_hardly_more_time_than_among_few(stores, record_property, written):
    rng = Random(11)
    every = [structs.replace(seen(rng, KNOWN + number), written=written) for number in range(TRIES)]
    among_few, among_many = ([looked(store, coming) for coming in every] for store in stores)
    few, many = (sorted(seconds for seconds, _ in found)[TRIES // 2] for found in (among_few, among_many))
    record_property(f"a newcomer of {written} posts among {KNOWN:,}: median in ms", round(1000 * many, 2))
    record_property("the slowest of sixty, in ms", round(1000 * max(seconds for seconds, _ in among_many), 2))
    record_property("compared with, at most", max(met for _, met in among_many))
    record_property(f"times what it takes among {FEW:,}", round(many / few, 2))
    assert many / few < MOST
