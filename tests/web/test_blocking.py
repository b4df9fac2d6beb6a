"""Nobody blocks in bulk alone: it takes two people, or a day, and each author is blocked once."""

import asyncio

import pytest

from bot.model.action import Block, Order
from bot.model.delivery import Task
from bot.people.agreeing import ALONE
from bot.people.review import Review
from bot.store import outbox
from bot.web.blocking import block
from tests.web.test_agreed import PROPOSAL
from tests.web.test_review import key
from tests.web.waiting import play_this


@pytest.fixture(autouse=True)
def waiting(monkeypatch):
    play_this(monkeypatch)


def blocks(world, who="rancunier"):
    """Orders to block somebody."""
    with world.store.reading() as connection:
        about = outbox.on_subject(connection, "camille", f"bluesky:did:plc:{who}")
    acts = [one for one in about if one.task is Task.ACT and isinstance(one.what, Order)]
    return [one for one in acts if isinstance(one.what.action, Block)]


def proposed(somebody):
    """What somebody proposes: to block who wrote two that wait."""
    address = f"/review/batch?of={key('rancunier')}"
    fields = {"do": "block", "of": key("rancunier"), "raid": "", "counted": "2", "sure": "yes"}
    answer = somebody.post("/review/batch", address, **fields)
    assert answer.headers["location"] == "/people?said=proposed"
    return PROPOSAL.search(somebody.get("/people").text)[1]


def test_i_propose_dominique_agrees_and_the_author_is_blocked_once(world):
    camille, dominique = world.holder(), world.guest("Dominique")
    assert "Une autre personne doit accepter" in camille.get(f"/review/batch?of={key('rancunier')}").text
    wanted = proposed(camille)
    assert blocks(world) == []
    assert "1 compte" in dominique.get("/people").text
    assert camille.post("/people/agree", "/people", proposal=wanted).status_code == 409
    assert dominique.post("/people/agree", "/people", proposal=wanted).status_code == 303
    for _ in range(2):
        world.house.errands.run()
    (one,) = blocks(world)
    assert (one.what.rule, one.cause) == ("", "camille")
    asyncio.run(world.scene.work())
    assert "did:plc:rancunier" in world.scene.place.world.servers["bluesky"].blocks
    assert "rancunier" not in camille.get("/people").text
    assert world.verified()


def test_alone_it_takes_a_day(world):
    camille = world.holder()
    assert "dans 24 heures" in camille.get(f"/review/batch?of={key('rancunier')}").text
    proposed(camille)
    world.house.errands.run()
    assert blocks(world) == []
    later = world.now + ALONE
    world.house.errands.now = lambda: later
    world.house.errands.run()
    assert len(blocks(world)) == 1


def test_whom_i_trust_meanwhile_is_left_in_peace(world):
    camille, dominique = world.holder(), world.guest("Dominique")
    wanted = proposed(camille)
    Review(world.store).trust("camille", "bluesky:did:plc:rancunier", "camille", world.now)
    dominique.post("/people/agree", "/people", proposal=wanted)
    world.house.errands.run()
    assert blocks(world) == []


def test_a_kill_in_between_blocks_nobody_twice(world):
    camille, dominique = world.holder(), world.guest("Dominique")
    wanted = proposed(camille)
    dominique.post("/people/agree", "/people", proposal=wanted)
    (due,) = world.house.agreeing.due(["camille"], world.now)
    block(world.store, due, world.now)  # and the process ended here
    world.house.errands.run()
    assert len(blocks(world)) == 1
    assert [entry.event for entry in world.chain()].count("proposal:done") == 1
