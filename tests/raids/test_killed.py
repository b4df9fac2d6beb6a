"""Killed at any moment between raising and lowering, the shield leaves my own settings as they were before the raid."""

from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from bot.model.account import Account, Protected
from bot.model.delivery import Status
from bot.model.raid import Raid
from bot.model.shield import Shield
from bot.raids.sheltering import lower, raise_for
from bot.store import outbox
from tests.reliability.conftest import nursery, outside
from tests.reliability.parts import Place, eventually
from tests.reliability.points import SHELTERING

__all__ = ["nursery", "outside"]
MINE = {"for_not_following": "accept", "for_new_accounts": "drop", "for_private_mentions": "filter"}
NOW = datetime.now(UTC).replace(microsecond=0)
RAID = Raid(
    person="camille",
    number=1,
    since=NOW - timedelta(hours=1),
    until=NOW,
    rest=3600,
    authors=20,
    hostile=20,
    supporters=0,
    mentions=20,
    alert="a",
)


def policy(place: Place) -> dict[str, str]:
    held = place.world["policies"][place.world["people"]["figure"]["id"]]
    return {key: held[key] for key in MINE}


def shield(place: Place) -> Shield:
    home = place.server.partition("://")[2]
    account = Account(platform="mastodon", id=place.world["people"]["figure"]["id"], home=home)
    shelters = frozenset({"filter_strangers"})
    return Shield(protected=Protected(name="camille", accounts=(account,)), shelters=shelters)


def quiet(place: Place) -> bool:
    with closing(place.store()) as store, store.reading() as connection:
        return not outbox.with_status(connection, Status.PLANNED, Status.ATTEMPTING)


def known(place: Place) -> bool:
    return (place.folder / "rempart.db").exists() and bool(place.world["streams"])


@pytest.mark.parametrize("point", SHELTERING)
def test_killed_in_the_middle_my_settings_are_restored(point: str, tmp_path, outside, nursery) -> None:
    place = Place(tmp_path / "place", outside.double(), outside.sink)
    place.tell("policy", of="figure", **MINE)
    pid = nursery.begin(place.config)
    eventually(lambda: known(place), 30, lambda: place.log)
    nursery.kill(pid)
    with closing(place.store()) as store, store.writing() as connection:
        outbox.plan(connection, raise_for(connection, shield(place), RAID, NOW))
    if "lower" in point:
        pid = nursery.begin(place.config)
        eventually(lambda: policy(place)["for_not_following"] == "filter" and quiet(place), 30, lambda: place.log)
        nursery.kill(pid)
        over(place)
    pid = nursery.begin(place.config, point)
    assert nursery.end(pid) == (9, 0), place.log
    if "lower" not in point:
        over(place)
    pid = nursery.begin(place.config)
    eventually(lambda: quiet(place), 30, lambda: place.log)
    nursery.kill(pid)
    assert policy(place) == MINE


def over(place: Place) -> None:
    """The raid ends: what was raised is to be lowered."""
    with closing(place.store()) as store, store.writing() as connection:
        lower(connection, shield(place), replace(RAID, ended_at=NOW), NOW)
