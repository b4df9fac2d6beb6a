"""Whatever order mentions arrive in, and however often, the same people are muted and the same past is known."""

import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.audit import audit
from bot.evidence.master import MasterKey
from bot.model.account import Account, Protected
from bot.model.action import kind_of
from bot.model.arrival import Arrival
from bot.model.decision import Mode
from bot.model.delivery import Status
from bot.model.mention import Via
from bot.model.shield import Budget, Shield
from bot.pipeline import Pipeline
from bot.platforms.mastodon.normalise import normalise
from bot.rules.compile import compile_policies
from bot.rules.policy import Policy
from bot.store import authors, outbox, read
from bot.store.database import Store
from bot.store.migrate import migrate
from tests.doubles import mastodon_shapes as shapes
from tests.doubles.mastodon_world import Notice, World
from tests.rules.parsed import parse_rules

RULES = [
    {
        "name": "mot",
        "reason": "harassment_targeted",
        "severity": "high",
        "all": [{"words": ["pantoufle"]}],
        "then": ["mute"],
    },
    {"name": "bloc", "reason": "hate", "severity": "high", "all": [{"words": ["casserole"]}], "then": ["block"]},
    {
        "name": "insiste",
        "reason": "harassment_targeted",
        "severity": "low",
        "all": [{"repeated": {"times": 3, "within": "1 hour"}}],
        "then": ["mute"],
    },
]
END = datetime(2026, 3, 1, 18, tzinfo=UTC)
PLAN = [  # (author, minutes, words): who insists, who is rude once, who is rude only after an edit, who is kind
    *(("insistant", minute, "coucou") for minute in (0, 25, 50)),
    *(("patient", minute, "coucou") for minute in (0, 59, 119, 180)),
    ("grossier", 5, "quelle pantoufle"),
    ("grossier", 6, "encore une pantoufle"),
    ("sournois", 10, "bonjour"),
    ("gentil", 7, "merci"),
]


def course() -> tuple[list[Arrival], dict[str, str]]:
    """What a Mastodon server tells of it, in the order of events, the last an edit; and authors' names by their keys."""
    world = World(host="social.test")
    world.ahead = datetime(2026, 3, 1, 12, tzinfo=UTC) - datetime.now(UTC)
    start, told = world.ahead, []
    world.on_event = lambda to, event, what: told.append(what)
    world.join("figure")
    for name in {author for author, _, _ in PLAN}:
        world.join(name)
    for author, minute, words in sorted(PLAN, key=lambda one: one[1]):
        world.ahead = start + timedelta(minutes=minute)
        world.post(author, f"@figure {words}")
    arrivals = [arrival(world, one) for one in told]
    sly = next(one for one in told if world.people[one.by].username == "sournois")
    world.ahead = start + timedelta(minutes=200)
    world.edit(sly.status, "@figure quelle casserole")
    names = {f"mastodon:social.test/{one.id}": one.username for one in world.people.values()}
    return [*arrivals, arrival(world, sly)], names


def arrival(world: World, notice: Notice) -> Arrival:
    raw = msgspec.json.encode(shapes.notification(world, notice))
    me = world.called("figure").id
    return Arrival(
        source="s", platform="mastodon", via=Via.STREAM, at=notice.at, raw=raw, account=f"mastodon:social.test/{me}"
    )


@contextmanager
def judge(arrivals: list[Arrival]) -> Iterator[Pipeline]:
    """The real pipeline on a fresh SQLite file."""
    platform, _, rest = arrivals[0].account.partition(":")
    home, _, id_ = rest.partition("/")
    person = Protected(name="camille", accounts=(Account(platform=platform, home=home, id=id_),))
    shield = Shield(protected=person, budget=Budget(hour=1000, day=1000))
    policy = Policy(mode=Mode.ACT, rules=parse_rules(RULES))
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{folder}/rempart.db", MasterKey.new())
        migrate(store)
        engine = compile_policies({"camille": policy})
        yield Pipeline(store, {"camille": shield}, {"mastodon": normalise}, engine, lambda: END)
        store.close()


def outcome(arrivals: list[Arrival], size: int) -> tuple[set[tuple[str, str]], dict[str, object]]:
    """Who is to be muted or blocked, and what is known of each author."""
    with judge(arrivals) as pipeline:
        for start in range(0, len(arrivals), size):
            pipeline.handle(arrivals[start : start + size])
        (trail,) = audit(pipeline.store)
        assert trail.valid, trail.faults
        with pipeline.store.reading() as connection:
            acts = [(one.what.subject, kind_of(one.what.action)) for one in outbox.with_status(connection, *Status)]
            events = Counter(entry.event for entry in read.chain(connection, "camille"))
            keys = [("camille", subject) for subject, _ in NAMES.items()]
            past = {NAMES[author]: one.history for (_, author), one in authors.histories(connection, keys).items()}
    assert len(acts) == len(set(acts)), "somebody is acted on twice"
    assert events["mention:judged"] == len(PLAN) + 1
    known = {name: (one.mentions, one.first_at, one.last_at, one.recent) for name, one in past.items()}
    return {(NAMES[subject], kind) for subject, kind in acts}, known


ARRIVALS, NAMES = course()
EXPECTED = {("insistant", "mute"), ("grossier", "mute"), ("sournois", "block")}


def test_in_order_the_right_people_are_muted():
    muted, known = outcome(ARRIVALS, 1)
    assert muted == EXPECTED
    assert known["insistant"][0] == 3


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(
    order=st.permutations(ARRIVALS),
    again=st.lists(st.sampled_from(ARRIVALS), max_size=12),
    places=st.randoms(use_true_random=False),
    size=st.integers(1, 30),
)
def test_in_any_order_and_however_often_the_outcome_is_the_same(order, again, places, size):
    stream = list(order)
    for one in again:
        stream.insert(places.randint(0, len(stream)), one)
    assert outcome(stream, size) == outcome(ARRIVALS, len(ARRIVALS))
