"""What it costs to hold every mention against lists of others with a million entries."""

import pytest
from sqlalchemy import text

from bot.blocklists.blocklist import Blocklist, Origin
from bot.model.reason import Severity
from bot.store import lists
from bot.subscribing.sieving import Sieving
from tests.benchmarks.raid import BATCH, Stream
from tests.benchmarks.test_handle import cost, grown, handle, ours
from tests.subscribing.conftest import NOON

pytestmark = pytest.mark.benchmark
LISTED = 1_000_000
NAMED = 20
"""One author in so many is named."""
FILL = """
WITH RECURSIVE one(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM one WHERE n + 1 < :count)
INSERT INTO listing (kind, key, list, person, change, type, policy, severity)
SELECT 'actor', CASE WHEN n < 1000 THEN 'author' || (n * :named) || '@social.test' ELSE 'u' || n || '@loin.test' END,
       'l1', 'camille', printf('%032d', n), 'Recommendation', 'reject', 3 FROM one
"""


def follow(pipeline):
    """Let Camille follow a list of so many."""
    whose = Blocklist(
        id="l1", person="camille", origin=Origin.FOREIGN, slug="ouest", title="", version=1, by="camille", at=NOON
    )
    with pipeline.store.writing() as connection:
        lists.put(connection, whose)
        connection.execute(text(FILL), {"count": LISTED, "named": NAMED})
    Sieving(pipeline.store).renew()


def test_a_million_listed_cost_hardly_more_a_mention(tmp_path, record_property):
    stream = Stream()
    with ours(tmp_path / "without", stream) as without, ours(tmp_path / "with", stream) as with_:
        follow(with_)
        for pipeline in (without, with_):
            handle(pipeline, stream.bring(BATCH))
        ratio = grown(without, with_, stream)
        judged = with_.handle(stream.bring(BATCH))
        built = cost(lambda _: Sieving(with_.store).renew(), [None]).processor
    named = [one for one in judged if one.facts.listed == {"ouest": Severity.HIGH}]
    assert 0 < len(named) < len(judged)
    assert all(one.facts.listed for one in judged)
    record_property("times", round(ratio, 3))
    record_property("seconds_to_hold_it_ready", round(built, 2))
    assert ratio < 1.15
