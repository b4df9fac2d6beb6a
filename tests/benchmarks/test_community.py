"""What judging a community costs: talk, a raid, waves of sign-ups and of reports, beside as many mentions of a person."""

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from bot.backtest.ready import compiled
from bot.community.batch import Communal
from bot.config import default_policy
from bot.config.packs import COMMUNAL, pack
from bot.model.account import Account, Protected
from bot.model.arrival import Arrival
from bot.model.decision import Mode
from bot.model.flag import Flag
from bot.model.mention import Mention
from bot.model.shield import Contact, Shield
from bot.pipeline import Pipeline
from bot.rules.engine import Engine
from bot.rules.policy import Policy
from bot.store.database import Store
from tests.benchmarks.raid import BATCH
from tests.benchmarks.test_handle import cost, least, opened
from tests.community import making
from tests.community.making import BEGIN, OUEST, PLATFORM
from tests.timing import settled

pytestmark = pytest.mark.benchmark
TRIES = 9
WAVE = 5_000
CAMILLE = Account(platform="mastodon", id="camille", home=making.HOME)
WORDS = [
    "bonjour",
    "le",
    "la",
    "marché",
    "samedi",
    "vélo",
    "pluie",
    "train",
    "livre",
    "café",
    "musique",
    "jardin",
    "photo",
    "chat",
    "école",
    "film",
    "match",
    "soupe",
]
Event = Mention | Flag


@pytest.fixture(scope="module")
def engine() -> Engine:
    rules = tuple(rule for name in COMMUNAL for rule in pack(name).rules)
    return compiled({OUEST: Policy(mode=Mode.ACT, rules=rules), "camille": default_policy()})


def shielding(store: Store, engine: Engine) -> Pipeline:
    """A community and a person, each with the packs that they have who name none."""
    camille = Shield(protected=Protected(name="camille", accounts=(CAMILLE,)), contacts=(Contact(name="camille/1"),))
    shields = {OUEST: making.shield(), "camille": camille}
    pipeline = Pipeline(store, shields, {PLATFORM: making.normalise}, engine, lambda: BEGIN + timedelta(days=1))
    pipeline.batch = Communal
    return pipeline


def said(number: int) -> str:
    """An ordinary text, another each time."""
    return " ".join(WORDS[number * step % len(WORDS)] for step in (1, 3, 7, 11, 5)) + f" {number}"


def talk(first: int, count: int) -> Iterator[Mention]:
    for number in range(first, first + count):
        at = BEGIN + timedelta(seconds=number / 10)
        author, to = making.stranger(f"s{number}"), making.member(f"m{number % 500}")
        yield making.mention(said(number), author, to, number, at=at)


def raid(first: int, count: int) -> Iterator[Mention]:
    for one in talk(first, count):
        yield replace(one, text=f"{one.text} espèce de connard")


def sign_ups(first: int, count: int) -> Iterator[Mention]:
    for number in range(first, first + count):
        at = BEGIN + timedelta(seconds=number / 10)
        yield making.sign_up(
            f"Gagnez 500 euros par jour sans risque {said(number)}", making.member(f"n{number}"), at=at
        )


def reports(first: int, count: int) -> Iterator[Flag]:
    for number in range(first, first + count):
        at = BEGIN + timedelta(seconds=number / 10)
        yield making.flag(number, subject=making.stranger(f"h{number % 200}"), reporter=f"r{number}", at=at)


def of_camille(events: Iterable[Mention]) -> Iterator[Mention]:
    """The same, written to a person."""
    for one in events:
        uri = f"{one.uri}#c"
        yield replace(one, person="camille", to=CAMILLE.key, desk="", kind=making.Kind.MENTION, uri=uri)


def arrivals(events: Iterable[Event]) -> list[Arrival]:
    return list(making.each(*events))


def handle(pipeline: Pipeline) -> Callable[[list[Arrival]], None]:
    def work(some: list[Arrival]) -> None:
        for start in range(0, len(some), BATCH):
            pipeline.handle(some[start : start + BATCH])

    return work


MOST = {"talk": 1.2, "raid": 1.3, "sign_ups": 1.6, "reports": 0.5}
"""How many times what a mention of a person costs in the same run, at most."""
WHAT: dict[str, Callable[[int, int], Iterator[Event]]] = {
    "talk": talk,
    "raid": raid,
    "sign_ups": sign_ups,
    "reports": reports,
}


@pytest.mark.parametrize("what", WHAT)
def test_what_comes_to_a_community_costs_no_more_than_as_many_mentions_of_a_person(
    what: str, engine: Engine, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """Of the processor: a wave of five thousand, in parts, of which the cheapest counts; they take turns."""
    peer = raid if what == "raid" else sign_ups if what == "sign_ups" else talk
    with opened(tmp_path / "ouest") as ouest, opened(tmp_path / "camille") as camille:
        ours, theirs = handle(shielding(ouest, engine)), handle(shielding(camille, engine))
        ours(arrivals(WHAT[what](0, BATCH)))
        theirs(arrivals(of_camille(peer(0, BATCH))))
        part = (WAVE - BATCH) // TRIES
        with settled():
            tries = [
                (
                    cost(ours, arrivals(WHAT[what](first, part))),
                    cost(theirs, arrivals(of_camille(peer(first, part)))),
                )
                for first in range(BATCH, WAVE, part)
            ]
    community, person = (least(costs).processor for costs in zip(*tries, strict=True))
    record_property("a_second_of_a_core", round(1 / community))
    record_property("mentions_of_a_person", round(1 / person))
    record_property("times", round(community / person, 2))
    assert community / person <= MOST[what]
