"""The community of Ouest beside Camille, as pages show it: its desk in the configuration, and its own seats."""

from datetime import timedelta

import msgspec

from bot.backtest.ready import compiled
from bot.community.batch import Communal
from bot.model.decision import Mode
from bot.model.docket import Standing
from bot.model.raid import Raid
from bot.model.reason import Severity
from bot.model.seat import Role, Seat
from bot.moderating.sharing import Copy
from bot.pipeline import Pipeline
from bot.rules.policy import Policy
from bot.store import dockets, raids, shares, tolls, write
from bot.store.shares import Share
from bot.store.tolls import Toll
from tests.community.making import (
    OUEST,
    PLATFORM,
    arrival,
    docket,
    flag,
    keep,
    member,
    mention,
    normalise,
    shield,
    stranger,
)
from tests.community.ouest import HATEFUL
from tests.community.written import ouest
from tests.rules.parsed import parse_rules

DESK = ouest('posts = "none"', 'measures = ["limit", "sensitive", "resolve"]', 'by_one = ["suspend"]')
HUGO = stranger("hugo").key


def found(world):
    """Let there be a community, and its chain."""
    config = world.scene.config if hasattr(world.scene, "config") else world.scene
    config.write_text(config.read_text("utf-8") + DESK, "utf-8")
    world.house.anew()
    with world.store.writing() as connection:
        write.salt(connection, world.store.master, OUEST)
    return world


def seat(world, name, role=Role.MODERATOR, **rest):
    """A place at the community's desk, known for days."""
    one = Seat(id="", person=OUEST, name=name, role=role, **rest)
    return world.house.admission.invite(one, OUEST, world.now - timedelta(days=2))


def moderator(world, name="Alix", role=Role.MODERATOR, **rest):
    """Somebody at the desk, who came in."""
    return world.browser().enter(world.house.admission.link(seat(world, name, role, **rest), world.now))


def reported(world, reporters=3, number=1, **more):
    """Hugo, reported by so many."""
    at = world.now - timedelta(hours=number)
    common = {"subject": HUGO, "flags": reporters, "reporters": reporters, "severity": Severity.HIGH}
    common |= {"targets": 2, "rule": "menace", "suggested": "limit", "first_at": at, "last_at": at}
    one = docket(**(common | more))
    with world.store.writing() as connection:
        (box,) = write.take(connection, world.store.master, OUEST, "flag", [(COMMENT, at)])
        for each in range(1, reporters + 1):
            one_flag = flag(each, at=at, withheld=1 if each == 1 else 0, open=one.standing is not Standing.SETTLED)
            keep(connection, one_flag, box.id)
        dockets.put(connection, one)
    return one


COMMENT = b'{"comment": "Il me suit partout depuis lundi.", "category": "other"}'


def crowd(world):
    """Two waves, and what members took."""
    now = world.now
    waves = (
        ("ouest", 20, 40, 12, None),
        (f"ouest/{member('lea').key}", 3, 300, 250, None),
        ("ouest/flags", 1, 90, 90, 1),
    )
    with world.store.writing() as connection:
        raids.put(
            connection,
            [
                Raid(
                    person=name,
                    number=1,
                    since=now - timedelta(days=ago),
                    until=now - timedelta(days=ago, hours=-9),
                    rest=3600,
                    authors=authors,
                    hostile=hostile,
                    supporters=0,
                    mentions=authors * 2,
                    ended_at=None if lasts else now - timedelta(days=ago, hours=-12),
                )
                for name, ago, authors, hostile, lasts in waves
            ],
        )
        today = tolls.day(now)
        for number, name in enumerate(("lea", "ines", "max"), 1):
            taken = Toll(noticed=90 // number, hostile=60 // number**2, urgent=6 // number**2)
            tolls.add(connection, OUEST, {(member(name).key, today): taken})


def wrote(world, *texts):
    """Let Hugo write to Léa what the desk's rule finds hateful, and be judged as the running shield does."""
    policy = Policy(mode=Mode.OBSERVE, rules=parse_rules((HATEFUL,)))
    engine = compiled({OUEST: policy})
    pipeline = Pipeline(world.store, {OUEST: shield()}, {PLATFORM: normalise}, engine, lambda: world.now)
    pipeline.batch = Communal
    at = world.now - timedelta(hours=1)
    for number, text in enumerate(texts, 1):
        said = mention(text, stranger("hugo"), member("lea"), number, at=at + timedelta(minutes=number))
        list(pipeline.handle([arrival(said)]))


def shared(world, text="Je sais où tu habites"):
    """Let Léa, whose own shield kept what Hugo wrote, show it to her moderators."""
    at = world.now - timedelta(hours=2)
    copy = Copy(mention=mention(text, stranger("hugo"), member("lea"), 9, at=at), digest="")
    with world.store.writing() as connection:
        (box,) = write.take(connection, world.store.master, OUEST, "shared", [(msgspec.msgpack.encode(copy), at)])
        given = Share(person="camille", exhibit="0" * 24, community=OUEST, given=box.id, by="Camille", at=at)
        shares.put(connection, given)
