"""Whatever comes first, comes twice, comes late or together: the same people are suspected, on the same grounds."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.cases.keeping import Casework
from bot.evidence.master import MasterKey
from bot.model.account import Account, Protected
from bot.model.arrival import Arrival
from bot.model.decision import Mode
from bot.model.mention import Via
from bot.model.shield import Shield
from bot.pipeline import Pipeline
from bot.platforms.simulated.normalise import normalise
from bot.rules.compile import compile_policies
from bot.rules.engine import Engine
from bot.rules.policy import Policy
from bot.signals.likeness.score import SUGGESTED
from bot.store import links
from bot.store.database import Store
from bot.store.migrate import migrate
from tests.links.scenes import AGAIN, DAY, FACE, HERS, HIS, OTHER_FACE, OTHERWISE, THREAT, rows, says
from tests.rules.parsed import parse_rules

HE, BACK, FACELESS, SHE = "did:plc:veilleur", "did:plc:grandphare", "did:plc:boussole", "did:plc:nouvelle"
BANNED_AT = datetime(2026, 1, 4, tzinfo=UTC)
RULE = {
    "name": "menace",
    "reason": "violence_threats",
    "severity": "high",
    "all": [{"words": ["te tuer"]}],
    "then": [{"mute": "30 days"}],
}
EVENTS: list[dict[str, Any]] = [
    *rows(0, HE, HIS, avatar=FACE, created_at="2025-01-01T00:00:00Z"),
    says(2 * DAY, HE, THREAT["fr"], avatar=FACE, created_at="2025-01-01T00:00:00Z"),
    *rows(2 * DAY + 40, BACK, AGAIN[:2], avatar=FACE, created_at="2026-01-03T00:00:00Z"),
    *rows(3 * DAY, FACELESS, AGAIN, created_at="2026-01-04T00:00:00Z"),
    *rows(2 * DAY + 10, SHE, HERS, avatar=OTHER_FACE, created_at="2026-01-03T00:00:00Z"),
]
NAMED = {"display_name": "Le Veilleur", "handle": "le-veilleur.test"}
ANEW = {"display_name": "Le Veilleur", "handle": "levei11eur.test", "created_at": "2026-01-05T20:00:00Z"}
DISGUISED: list[dict[str, Any]] = [
    *rows(0, HE, HIS, **NAMED),
    says(2 * DAY, HE, THREAT["fr"], **NAMED),
    *rows(5 * DAY, BACK, OTHERWISE[:5], **ANEW),
    *rows(4 * DAY, SHE, HERS, avatar=OTHER_FACE, created_at="2026-01-03T00:00:00Z"),
]


class Shielded:
    """Camille behind the real pipeline."""

    def __init__(self, url: str) -> None:
        self.store = Store(url, MasterKey(bytes(32)))
        migrate(self.store)
        person = Protected(name="camille", accounts=(Account(platform="bluesky", id="did:plc:camille"),))
        self.shield = Shield(protected=person)
        self.pipeline = self._pipeline({"camille": self.shield}, engine())

    def _pipeline(self, shields: dict[str, Shield], law: Engine) -> Pipeline:
        now = datetime(2026, 2, 1, tzinfo=UTC)
        return Pipeline(self.store, shields, {"bluesky": normalise}, law, lambda: now)

    def take(self, events: Sequence[dict[str, Any]], size: int) -> set[tuple[Any, ...]]:
        """Let them arrive, so many at once; what is believed then."""
        arrivals = [self._arrival(event) for event in events]
        for start in range(0, len(arrivals), size):
            self.pipeline.handle(arrivals[start : start + size])
        with self.store.reading() as connection:
            found = links.every(connection, "camille")
        return {(one.other, one.account, one.score, one.grounds, one.status) for one in found}

    def forbid(self, account: str) -> None:
        """A court forbids an account's owner to come back."""
        with self.store.writing() as connection:
            casework = Casework(connection, self.store.master, self.shield, "lea", BANNED_AT)
            casework.restrict([f"bluesky:{account}"], "court_ban", BANNED_AT, BANNED_AT + timedelta(days=300))

    def _arrival(self, event: dict[str, Any]) -> Arrival:
        return Arrival(
            source="stream",
            platform="bluesky",
            via=Via.STREAM,
            at=datetime.fromisoformat(event["at"]),
            raw=json.dumps(event).encode(),
            account="bluesky:did:plc:camille",
        )


LAW: dict[str, Engine] = {}


def engine() -> Engine:
    if not LAW:
        policy = Policy(mode=Mode.ACT, rules=parse_rules([RULE]))
        LAW["one"] = compile_policies({"camille": policy})
    return LAW["one"]


def believed(folder: Any, events: Sequence[dict[str, Any]], size: int, *banned: str) -> set[tuple[Any, ...]]:
    shielded = Shielded(f"sqlite:///{folder}/links.db")
    try:
        for account in banned:
            shielded.forbid(account)
        return shielded.take(events, size)
    finally:
        shielded.store.close()


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> set[tuple[Any, ...]]:
    """As it happened, one by one."""
    return believed(tmp_path_factory.mktemp("order"), sorted(EVENTS, key=lambda event: event["at"]), 1)


def test_he_is_suspected_twice_and_she_never(database_url, expected):
    shielded = Shielded(database_url)
    try:
        found = shielded.take(sorted(EVENTS, key=lambda event: event["at"]), 7)
    finally:
        shielded.store.close()
    assert found == expected
    assert {(known, account) for known, account, *_ in found} == {
        (f"bluesky:{HE}", f"bluesky:{BACK}"),
        (f"bluesky:{HE}", f"bluesky:{FACELESS}"),
    }


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(
    order=st.permutations(range(len(EVENTS))),
    twice=st.sets(st.integers(0, len(EVENTS) - 1), max_size=4),
    size=st.integers(1, 20),
)
def test_whatever_the_order_the_same_links_are_suggested(order, twice, size, expected, tmp_path_factory):
    events = [EVENTS[place] for place in order] + [EVENTS[place] for place in sorted(twice)]
    assert believed(tmp_path_factory.mktemp("order"), events, size) == expected


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(order=st.permutations(range(len(DISGUISED))), size=st.integers(1, len(DISGUISED)))
def test_whatever_the_order_who_may_not_come_back_is_not_let_go_for_another_manner(order, size, tmp_path_factory):
    events = [DISGUISED[place] for place in order]
    ((known, account, least, *_),) = believed(tmp_path_factory.mktemp("order"), events, size, HE)
    assert (known, account, least) == (f"bluesky:{HE}", f"bluesky:{BACK}", SUGGESTED)
