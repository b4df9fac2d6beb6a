"""Trying a change of the rules on the past, as long work: what is shown before it is confirmed."""

from pathlib import Path

import msgspec

from bot.backtest.arming import Verdict
from bot.backtest.outcome import CLOSE, Outcome
from bot.backtest.ready import arming
from bot.backtest.rehearsal import nothing
from bot.backtest.replay import Replay, unchanged
from bot.config.change import AddRule, Change, SetBudget, SetMode, SetPacks, read
from bot.model.decision import Mode
from bot.model.noun import Noun
from bot.model.work import Work
from bot.people.ruling import Draft, draft
from bot.store import past
from bot.store.database import Store
from bot.working.asking import asked_for
from bot.working.telling import Telling


class Tried(Noun, frozen=True, kw_only=True):
    """What came of it."""

    change: SetMode | SetPacks | SetBudget | AddRule
    base: str
    """What stands for the file that it was tried on."""
    mode: Mode
    outcome: Outcome
    verdicts: dict[str, Verdict]

    @property
    def needing(self) -> tuple[str, ...]:
        """The rules that would go on observing until somebody accepts whom they hit."""
        acts = self.mode is Mode.ACT
        return tuple(rule for rule, verdict in self.verdicts.items() if acts and verdict is Verdict.NEEDS)

    @property
    def people(self) -> int:
        """How many authors more would be concerned."""
        return sum(one.newly > 0 for one in self.outcome.authors)

    @property
    def close(self) -> int:
        """How many of them are followed, trusted, or delegates."""
        return sum(one.newly > 0 and one.standing in CLOSE for one in self.outcome.authors)


def try_change(file: Path, store: Store, one: Work, telling: Telling) -> Tried:
    """Replay everything that was kept under the rules as they would be; nothing is done to anybody."""
    change = read(asked_for(one, store.master))
    drafted = draft(file, one.person, change)
    with store.reading() as connection:
        telling.total = past.count(connection, one.person, None)
    return _tried(store, one, change, drafted, telling)


def _tried(store: Store, one: Work, change: Change, drafted: Draft, telling: Telling) -> Tried:
    person = next(each for each in drafted.config.shielded if each.name == one.person)
    policy = drafted.config.policy(person)
    as_if = msgspec.structs.replace(policy, mode=Mode.ACT)
    armed = arming(store, drafted.config)
    before = nothing if isinstance(change, SetMode) else unchanged
    replay = Replay(store, armed.compiled({person.name: as_if}), telling.advance, before)
    outcome = replay.of(person.name, as_if, person.zone)
    if policy.mode is Mode.ACT:
        armed.note(policy, outcome, one.at)
    verdicts = armed.verdicts(policy, outcome)
    return Tried(change=change, base=drafted.base, mode=policy.mode, outcome=outcome, verdicts=verdicts)
