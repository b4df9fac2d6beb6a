"""My list at Bluesky says what mine says: nobody beyond their time, and nobody new while my shield is paused."""

from datetime import timedelta

import pytest

from bot.blocklists.entity import actor
from bot.people.review import UNTIL_RESUMED, Review
from bot.publishing import making, restored, undoing
from bot.publishing.instep import InStep
from bot.publishing.refusing import Cannot
from bot.publishing.terms import Terms
from bot.store import dump
from bot.store.candidates import Standing
from tests.publishing.board import Platform

THREAT, OTHER = "did:plc:rancunier", "did:plc:suiveur"


class Kept:
    """Camille's list, and the round that keeps it in step."""

    def __init__(self, publisher):
        self.publisher = publisher
        self.platform = Platform()
        self.board = self.platform.board
        self.begin()

    def begin(self):
        """As after a start."""
        self.instep = InStep(self.publisher.store, [("camille", self.platform)], lambda: self.publisher.now, self.hear)

    async def hear(self, person, trouble):
        raise AssertionError(trouble)

    async def step(self, **later):
        self.publisher.now += timedelta(**({"minutes": 2} | later))
        await self.instep.round()

    def pause(self, until=UNTIL_RESUMED):
        Review(self.publisher.store).pause("camille", until, "camille", self.publisher.now)


@pytest.fixture
def kept(publisher):
    publisher.make(bluesky=Platform.key, expiry_days=10, review_days=5)
    publisher.by_rules()
    publisher.publish()
    return Kept(publisher)


async def test_whoever_is_listed_is_gone_from_there_once_their_time_is_over(kept):
    await kept.step()
    assert kept.board.items_ == {THREAT, OTHER}
    await kept.step(days=11)
    assert kept.board.items_ == set()


async def test_nobody_is_put_in_there_after_their_time(kept):
    await kept.step(days=11)
    assert kept.board.items_ == set()


async def test_while_i_pause_nobody_comes_in_and_who_i_take_off_goes(kept):
    kept.pause()
    await kept.step()
    assert kept.board.writes == 0
    kept.pause(None)
    await kept.step()
    assert kept.board.items_ == {THREAT, OTHER}
    kept.publisher.choose("did:plc:nouveau")
    kept.publisher.confirm(*kept.publisher.of(Standing.HELD))
    kept.publisher.publish()
    undoing.retract(kept.publisher.store, "camille", "protegee", [actor(THREAT)], "camille", kept.publisher.now)
    kept.pause()
    kept.begin()
    await kept.step()
    assert kept.board.items_ == {OTHER}
    kept.pause(None)
    await kept.step()
    assert kept.board.items_ == {OTHER, "did:plc:nouveau"}


async def test_a_list_that_shall_stand_there_no_more_goes_though_i_paused(kept):
    await kept.step()
    kept.pause()
    making.alter(kept.publisher.store, kept.publisher.whose, "Protégée", Terms(), "camille", kept.publisher.now)
    await kept.step()
    assert kept.board.card is None


async def test_a_pause_that_is_over_holds_nothing_back(kept):
    kept.pause(kept.publisher.now + timedelta(hours=1))
    await kept.step(hours=2)
    assert kept.board.items_ == {THREAT, OTHER}


async def test_a_list_that_a_backup_put_back_is_left_as_it_stands_there_until_i_say_that_it_is_right(kept):
    await kept.step()
    undoing.retract(kept.publisher.store, "camille", "protegee", [actor(THREAT)], "camille", kept.publisher.now)
    with kept.publisher.store.writing() as connection:
        dump.question(connection, kept.publisher.now)
    kept.begin()
    await kept.step()
    assert kept.board.items_ == {THREAT, OTHER}
    restored.confirm(kept.publisher.store, "camille", "protegee", "camille", kept.publisher.now)
    await kept.step()
    assert kept.board.items_ == {OTHER}
    with pytest.raises(Cannot):
        restored.confirm(kept.publisher.store, "camille", "protegee", "camille", kept.publisher.now)
