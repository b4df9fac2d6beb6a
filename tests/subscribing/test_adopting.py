"""A Bluesky list that I mute by, in all my accounts: left, each of them is again as it was before."""

from datetime import UTC, datetime

import pytest

from bot.blocklists.adoption import Adoption, Stance, Step
from bot.errors import TryLater
from bot.platforms.hand import Deed
from bot.store import adoptions
from bot.subscribing.adopting import Adopting

LIST = "at://did:plc:liste/app.bsky.graph.list/3l"


class Sky:
    """An account of mine, and how it stands to the list."""

    def __init__(self, key, muted=False):
        self.key = key
        self.stands = Stance(muted=muted)
        self.away = False

    async def stance(self, address):
        self._reach()
        return self.stands

    async def adopt(self, address, deed):
        self._reach()
        self.stands = Stance(muted=True)

    async def abandon(self, address, deed, prior):
        self._reach()
        self.stands = prior

    def _reach(self):
        if self.away:
            raise TryLater("nobody answers")

    modlist = foreign = entries = print


@pytest.fixture
def skies():
    return [Sky("bluesky:did:plc:une"), Sky("bluesky:did:plc:deux", muted=True), Sky("bluesky:did:plc:trois")]


NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def adopting(store, *reached):
    return Adopting(store, [("camille", one) for one in reached], lambda: NOON)


def wish(store, step):
    with store.writing() as connection:
        fresh = Adoption(person="camille", address=LIST, deed=Deed.MUTE.value)
        kept = next(iter(adoptions.every(connection, "camille")), fresh)
        adoptions.put(connection, Adoption(**{**fields(kept), "step": step}))


def fields(one):
    return {name: getattr(one, name) for name in one.__struct_fields__}


def kept(store):
    with store.reading() as connection:
        return adoptions.every(connection, "camille")


async def test_an_account_that_was_not_reached_when_i_left_is_given_back_later(store, skies):
    wish(store, Step.COMING)
    await adopting(store, *skies).round()
    assert all(one.stands.muted for one in skies)
    wish(store, Step.GOING)
    await adopting(store, skies[0]).round()
    assert [one.stands.muted for one in skies] == [False, True, True]
    assert set(kept(store)[0].prior) == {"bluesky:did:plc:deux", "bluesky:did:plc:trois"}
    await adopting(store, *skies).round()
    assert [one.stands.muted for one in skies] == [False, True, False]
    assert kept(store) == []


async def test_one_that_does_not_answer_keeps_no_other_back(store, skies):
    wish(store, Step.COMING)
    await adopting(store, *skies).round()
    wish(store, Step.GOING)
    skies[0].away = True
    await adopting(store, *skies).round()
    assert [one.stands.muted for one in skies] == [True, True, False]
    assert kept(store)[0].trouble == "nobody answers"
    skies[0].away = False
    await adopting(store, *skies).round()
    assert [one.stands.muted for one in skies] == [False, True, False]
    assert kept(store) == []


async def test_an_account_that_is_reached_only_later_mutes_by_it_too(store, skies):
    wish(store, Step.COMING)
    skies[0].away = True
    await adopting(store, skies[0], skies[1]).round()
    skies[0].away = False
    await adopting(store, *skies).round()
    assert all(one.stands.muted for one in skies)
    assert kept(store)[0].step is Step.THERE


async def test_what_i_take_back_by_hand_in_one_account_stays_so_whatever_becomes_of_the_others(store, skies):
    wish(store, Step.COMING)
    skies[1].away = True
    await adopting(store, skies[0], skies[1]).round()
    skies[0].stands = Stance(muted=False)
    await adopting(store, skies[0], skies[1]).round()
    assert not skies[0].stands.muted
    skies[1].away = False
    await adopting(store, *skies).round()
    assert [one.stands.muted for one in skies] == [False, True, True]
    assert kept(store)[0].step is Step.THERE


async def test_a_list_that_i_left_and_take_up_again_before_all_was_given_back_stands_everywhere(store, skies):
    wish(store, Step.COMING)
    await adopting(store, *skies).round()
    wish(store, Step.GOING)
    await adopting(store, skies[0]).round()
    wish(store, Step.COMING)
    await adopting(store, *skies).round()
    assert all(one.stands.muted for one in skies)
    wish(store, Step.GOING)
    await adopting(store, *skies).round()
    assert [one.stands.muted for one in skies] == [False, True, False]


async def test_a_list_that_is_left_while_it_is_being_taken_up_is_given_back(store, skies):
    wish(store, Step.COMING)
    work, asked = adopting(store, *skies), skies[1].stance

    async def leaving(address):
        wish(store, Step.GOING)
        return await asked(address)

    skies[1].stance = leaving
    await work.round()
    await work.round()
    assert [one.stands.muted for one in skies] == [False, True, False]
    assert kept(store) == []
