"""The outside tells whether my token still opens my account, what my server cannot do, and what time it is."""

import asyncio
from datetime import UTC, datetime

import pytest

from bot.doctor.network import of_network
from bot.platforms.forgetful import Forgetful
from tests.commands.running import double
from tests.commands.test_check import HUNTER, ONLINE
from tests.config.conftest import Place
from tests.custody.test_instrument import Clock

__all__ = ["double"]


@pytest.fixture
def outside(tmp_path, double):
    """What is found from outside with a configuration: by what it is, what it is about."""
    place = Place(tmp_path)

    async def look(token="token-figure", base=double.base, clocks=()):
        text = ONLINE.format(base=base) + f"clocks = {list(clocks)}\n".replace("'", '"')
        config = place.load(text, CAMILLE_MASTODON=token)
        found = await of_network(config, Forgetful(), lambda: datetime.now(UTC))
        return {one.what: (one.grade.value, one.about) for one in found}

    return look


async def test_what_my_token_lacks_is_to_mend_and_what_it_has_too_many_of_is_worth_knowing(outside):
    found = await outside()
    assert found["lacking"][0] == "mend"
    assert "write:reports" in found["lacking"][1]
    assert found["superfluous"][0] == "note"
    assert "clock" not in found


async def test_a_token_that_is_refused_and_a_server_that_is_away_are_told_apart(outside):
    refused = await outside(token=HUNTER)
    assert [*refused] == ["token"]
    assert HUNTER not in refused["token"][1]
    assert [*await outside(base="http://127.0.0.1:9")] == ["unreached"]


async def test_a_limit_of_my_server_is_worth_knowing(outside, double):
    double.world.flavour = "snac"
    assert (await outside())["cannot"][0] == "note"


@pytest.mark.parametrize(("ahead", "told"), [(300.0, ("mend", "300 s")), (-300.0, ("mend", "300 s")), (5.0, None)])
async def test_a_clock_that_is_wrong_by_minutes_is_told(outside, ahead, told):
    loop = asyncio.get_running_loop()
    wire, _ = await loop.create_datagram_endpoint(lambda: Clock(ahead), local_addr=("127.0.0.1", 0))
    found = await outside(clocks=[f"127.0.0.1:{wire.get_extra_info('sockname')[1]}"])
    wire.close()
    assert found.get("clock") == told


async def test_where_no_time_server_answers_that_is_said_and_no_more(outside):
    assert (await outside(clocks=["127.0.0.1:9"]))["clock_unknown"][0] == "note"
