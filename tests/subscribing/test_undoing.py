"""I take back a version of somebody's list: what held before holds again, everywhere, until there is a newer one."""

import json

import pytest
from msgspec.structs import replace

from bot.blocklists.deed import Deed
from bot.blocklists.follower import State
from bot.blocklists.subscription import Apply, Outcome, Taking
from bot.errors import Refused
from bot.following.planning import parts, plan_part
from bot.store import effects, followers, read
from bot.subscribing import keeping as kept
from bot.subscribing.undoing import reach, undo
from tests.subscribing.test_fires import Dataset, entry
from tests.subscribing.test_guards import hosts, listing


def take_back(camille, version, slug="ouest", **more):
    return undo(camille.store, camille.subscribing.called(slug), version, "camille", camille.now, **more)


async def test_a_version_is_undone_and_not_taken_again_until_there_is_a_newer_one_that_i_look_at(camille, publisher):
    publisher.put("/l.csv", listing(20))
    whose = await camille.first("/l.csv")
    publisher.put("/l.csv", listing(18, "autre.test,silence", first=4))
    await camille.later()
    assert camille.holds() == hosts(18, "autre.test", first=4)
    assert reach(camille.store, whose, 2) == 7
    assert take_back(camille, 2) == 7
    assert camille.holds() == hosts(20)
    for _ in range(3):
        await camille.later()
    assert (camille.holds(), camille.standing(), camille.latest().version) == (hosts(20), Outcome.ACCEPTED, 3)
    assert camille.latest().entries == 20
    publisher.put("/l.csv", listing(19, "autre.test,silence", first=4))
    await camille.later()
    assert (camille.waits(), camille.holds()) == (True, hosts(20))
    camille.accept()
    assert camille.holds() == hosts(19, "autre.test", first=4)


async def test_what_later_versions_said_stands(camille, publisher):
    for count in (20, 22, 24):
        publisher.put("/l.csv", listing(count))
        await (camille.first("/l.csv") if count == 20 else camille.later())
    take_back(camille, 2)
    assert camille.holds() == hosts(20) | hosts(2, first=22)
    take_back(camille, 4)  # and what I undid by mistake comes back by hand too
    assert camille.holds() == hosts(24)


async def test_the_very_first_version_is_undone_too(camille, publisher):
    publisher.put("/l.csv", listing(20))
    await camille.first("/l.csv")
    assert take_back(camille, 1) == 20
    await camille.later()
    assert camille.holds() == set()


async def test_what_was_done_on_my_account_on_account_of_it_is_undone(camille, publisher):
    rows = "Account address\na@loin.test\n"
    publisher.put("/l.csv", rows)
    whose = await camille.first("/l.csv", apply=Apply.MUTE)
    publisher.put("/l.csv", rows + "b@loin.test\n")
    await camille.later()
    follower = done(camille, whose)
    take_back(camille, 2)
    round_of_plans(camille)
    with camille.store.reading() as connection:
        going = effects.standing(connection, follower, [State.RETRACTING], 9)
    assert [one.entity.key for one in going] == ["b@loin.test"]


def round_of_plans(camille):
    """One round of plans; how many parts it had."""
    now = lambda: camille.now  # noqa: E731
    return sum(plan_part(camille.store, part, now) for part in parts(camille.store, now))


def done(camille, whose):
    """All that is planned is carried out; by which follower."""
    while round_of_plans(camille):
        pass
    with camille.store.writing() as connection:
        one = followers.of_account(connection, whose.id, "chez.test", "7")
        planned = effects.standing(connection, one.id, [State.PLANNED], 9)
        carried_out = [replace(each, state=State.DONE, did=Deed.MUTE, target=each.entity.key) for each in planned]
        effects.put(connection, carried_out)
    return one.id


async def test_killed_in_the_middle_it_goes_on_by_itself_or_when_i_ask_again(camille, publisher, monkeypatch):
    monkeypatch.setattr(kept, "PART", 2)
    publisher.put("/l.csv", listing(20))
    await camille.first("/l.csv")
    publisher.put("/l.csv", listing(25))
    await camille.later()

    def killed(_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        take_back(camille, 2, progress=killed)
    assert camille.holds() == hosts(25) - hosts(2, first=20)
    take_back(camille, 2)
    assert camille.holds() == hosts(20)
    with pytest.raises(Refused, match="already"):
        take_back(camille, 2)


async def test_what_waits_meanwhile_is_offered_again_beside_what_holds_then(camille, publisher):
    publisher.put("/l.csv", listing(20))
    await camille.first("/l.csv", taking=Taking.ASKS)
    for count in (25, 26):
        publisher.put("/l.csv", listing(count))
        await camille.later()
        if count == 25:
            camille.accept()
    take_back(camille, 2)
    assert camille.holds() == hosts(20)
    await camille.later()
    assert camille.waits()
    camille.accept()
    assert camille.holds() == hosts(26)


async def test_only_a_version_that_holds_can_be_undone(camille, publisher):
    publisher.put("/l.csv", listing(20))
    camille.follow("/l.csv")
    await camille.rounds.round()
    for version in (0, 1, 7):
        with pytest.raises(Refused, match="no version"):
            take_back(camille, version)


async def test_a_dataset_stays_undone_too_until_there_is_something_newer(camille, publisher):
    data = Dataset(publisher, 12)
    await camille.first("/dataset")
    data.log += [entry(13, "h13.test"), entry(14, "h3.test", type_="Retraction")]
    data.publish()
    await camille.later()
    take_back(camille, 2)
    before = {f"h{number}.test" for number in range(1, 13)}
    assert camille.holds() == before
    await camille.later()
    await camille.later()
    assert camille.holds() == before
    data.log.append(entry(15, "h14.test"))
    data.publish()
    await camille.later()
    camille.accept()
    assert camille.holds() == before - {"h3.test"} | {"h13.test", "h14.test"}


async def test_my_chain_says_that_i_did_it(camille, publisher):
    publisher.put("/l.csv", listing(20))
    await camille.first("/l.csv")
    take_back(camille, 1)
    with camille.store.reading() as connection:
        last = [*read.chain(connection, "camille")][-1]
    assert last.event == "subscription:undone"
    assert json.loads(camille.latest().why)["undoes"] == 1
