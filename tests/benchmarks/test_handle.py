"""How fast mentions are judged and kept, durably, beside a textbook bot on the same disk; and that growth is cheap."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.evidence.master import MasterKey
from bot.model.account import Account, Protected
from bot.model.arrival import Arrival
from bot.model.decision import Mode
from bot.model.shield import Contact, Shield
from bot.pipeline import Pipeline
from bot.platforms.mastodon.normalise import normalise
from bot.rules.compile import compile_policies
from bot.rules.policy import Policy
from bot.store import read
from bot.store.database import Store
from bot.store.migrate import migrate
from tests.benchmarks.raid import BATCH, RULES, TERMS, Stream, rules
from tests.benchmarks.textbook import Textbook

pytestmark = pytest.mark.benchmark
TRIES = 12


@pytest.fixture(scope="module")
def stream() -> Stream:
    return Stream()


@contextmanager
def ours(folder: Path, stream: Stream, count: int = RULES) -> Iterator[Pipeline]:
    person = Protected(name="camille", accounts=(Account(platform="mastodon", id=stream.me.id, home="social.test"),))
    shield = Shield(protected=person, contacts=(Contact(name="camille/phone"),))
    folder.mkdir()
    store = Store(f"sqlite:///{folder}/rempart.db", MasterKey.new())
    migrate(store)
    engine = compile_policies({"camille": Policy(mode=Mode.ACT, rules=rules(count))})
    yield Pipeline(store, {"camille": shield}, {"mastodon": normalise}, engine, lambda: datetime.now(UTC))
    store.close()


Clock = Callable[[], float]


def handle(pipeline: Pipeline, arrivals: list[Arrival], clock: Clock = time.perf_counter) -> float:
    """Seconds a mention."""
    began = clock()
    for start in range(0, len(arrivals), BATCH):
        assert len(pipeline.handle(arrivals[start : start + BATCH])) == len(arrivals[start : start + BATCH])
    return (clock() - began) / len(arrivals)


@pytest.mark.parametrize("count", [RULES, 10 * RULES], ids=lambda count: f"{count * TERMS} words")
def test_a_raid_is_judged_and_kept_many_times_faster_than_by_a_textbook_bot(count, stream, tmp_path, record_property):
    textbook = Textbook(tmp_path / "textbook", count)
    with ours(tmp_path / "ours", stream, count) as pipeline:
        handle(pipeline, stream.bring(BATCH))  # compiled statements, warm caches
        textbook.handle(stream.bring(50))
        fast, slow = [], []
        for _ in range(12):
            fast.append(handle(pipeline, stream.bring(2 * BATCH)))
            slow.append(textbook.handle(stream.bring(BATCH // 5)))
    ratio = min(slow) / min(fast)
    record_property("mentions_a_second", round(1 / min(fast)))
    record_property("textbook", round(1 / min(slow)))
    record_property("times", round(ratio, 1))
    assert ratio >= (15 if count > RULES else 5)  # 20 and more where nothing else runs


def grown(few: Pipeline, many: Pipeline, stream: Stream) -> float:
    """What the second costs more than the first, in processor time: the best of some tries, in turns."""
    costs = []
    for _ in range(TRIES):
        some = stream.bring(BATCH)
        costs.append([handle(one, some, time.process_time) for one in (few, many)])
    before, after = map(min, zip(*costs, strict=True))
    return after / before


def test_ten_times_the_rules_cost_hardly_more_a_mention(stream, tmp_path, record_property):
    with ours(tmp_path / "few", stream) as few, ours(tmp_path / "many", stream, 10 * RULES) as many:
        ratio = grown(few, many, stream)
    record_property("times", round(ratio, 2))
    assert ratio < 1.3


def test_ten_times_the_stored_mentions_cost_hardly_more_a_mention(stream, tmp_path, record_property):
    with ours(tmp_path / "few", stream) as few, ours(tmp_path / "many", stream) as many:
        for pipeline, batches in ((few, 4), (many, 100)):
            handle(pipeline, stream.bring(batches * BATCH))
        ratio = grown(few, many, stream)
        with many.store.reading() as connection, few.store.reading() as other:
            assert read.count(connection, "mention") > 6 * read.count(other, "mention")
    record_property("times", round(ratio, 2))
    assert ratio < 1.3
