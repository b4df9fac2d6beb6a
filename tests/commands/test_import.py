"""What was written to me before the shield was there is judged and kept, and nothing is done about it."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from bot.audit import audit
from bot.config import load, load_master_key
from bot.evidence.master import MasterKey
from bot.model.delivery import Status
from bot.store import outbox, read
from bot.store.database import Store
from bot.store.migrate import migrate

SINCE = (datetime.now(UTC) - timedelta(days=30)).date().isoformat()


@pytest.fixture
def shield(running, monkeypatch, rempart_beside):
    """A shield that never ran; the command that brings in the past; its database."""
    monkeypatch.setenv("FIGURE", "token-figure")
    from bot.app import open_store

    open_store(load(running.config)).close()
    store = Store(
        f"sqlite:///{running.folder / 'rempart.db'}", MasterKey(load_master_key(running.folder / "rempart.key"))
    )
    migrate(store)

    async def bring(*options):
        status, out, err = await rempart_beside(
            "import", "--since", SINCE, "--json", *options, "--config", running.config, FIGURE="token-figure"
        )
        assert status == 0, err
        return json.loads(out)

    yield bring, store
    store.close()


def written(double, number=3):
    for count in range(number):
        double.world.post("voisine", f"@figure bonjour {count}")
    double.world.post("grincheux", "@figure pantoufle")


async def test_it_is_counted_first_and_kept_only_if_i_say_so(shield, double):
    bring, store = shield
    written(double)
    assert (await bring())["mentions"] == 4
    with store.reading() as connection:
        assert read.count(connection, "mention") == 0
    said = await bring("--yes")
    assert (said["mentions"], said["kept"]) == (4, True)
    with store.reading() as connection:
        assert read.count(connection, "mention") == 4
        assert [entry.event for entry in read.chain(connection, "camille")][-1] == "imported"
    assert all(one.valid for one in audit(store))
    assert (await bring("--yes"))["already"]


async def test_nobody_is_acted_on_and_nobody_is_alerted_for_the_past(shield, double):
    bring, store = shield
    double.world.post("grincheux", "@figure espèce de pantoufle, crétin, je vais te tuer")
    await bring("--yes")
    with store.reading() as connection:
        assert outbox.with_status(connection, *Status) == []
        assert read.untold(connection, "camille") == []
    assert double.world.mutes == {}


async def test_where_the_server_makes_me_wait_it_goes_on_from_where_it_was(shield, double):
    bring, _ = shield
    written(double, 120)
    double.faults.append({"path": "/api/v2/notifications", "kind": "ratelimit", "headers": {"Retry-After": "1"}})
    assert (await bring("--yes"))["mentions"] == 121


async def test_what_a_mute_destroyed_is_found_where_its_author_wrote_it(shield, double):
    bring, _ = shield
    written(double)
    world = double.world
    world.mute(world.called("figure").id, world.called("grincheux").id, notifications=True, seconds=0)
    assert (await bring("--yes"))["mentions"] == 4


async def test_an_account_that_cannot_be_asked_is_told_and_the_status_says_that_not_all_is_in(
    shield, running, rempart_beside
):
    status, out, err = await rempart_beside(
        "import", "--since", SINCE, "--config", running.config, FIGURE="token-of-nobody"
    )
    assert (status, out) == (2, "")
    assert "(401)" in err
