"""What a shield that observes would have done so far: what somebody looks at before they arm it."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import Connection

from bot.backtest.arming import Verdict
from bot.backtest.outcome import Outcome
from bot.backtest.ready import arming
from bot.backtest.replay import Progress, Replay
from bot.config import Config, Somebody
from bot.model.decision import Decision, Mode
from bot.model.noun import Noun
from bot.store import coverage, survey
from bot.store.database import Store
from bot.store.survey import Observed


class Rehearsal(Noun, frozen=True, kw_only=True, omit_defaults=False):
    """All of it, for one person."""

    days: int
    """How many whole days it has observed."""
    held: tuple[Observed, ...]
    """The actions that were held, by rule and kind."""
    outcome: Outcome
    """Whom the rules would have hit, beside nothing at all; the closest to the person first."""
    verdicts: dict[str, Verdict]
    """What each rule may do once the shield is armed."""

    @property
    def needing(self) -> tuple[str, ...]:
        """The rules that go on observing until somebody accepts whom they hit."""
        return tuple(rule for rule, verdict in self.verdicts.items() if verdict is Verdict.NEEDS)


def rehearse(
    store: Store, config: Config, person: Somebody, now: datetime, progress: Progress = lambda _: None
) -> Rehearsal:
    """Try the person's rules on all that was kept, as if they acted; nothing is done, and nobody is told."""
    policy = msgspec.structs.replace(config.policy(person), mode=Mode.ACT)
    armed = arming(store, config)
    outcome = Replay(store, armed.compiled({person.name: policy}), progress, nothing).of(
        person.name, policy, person.zone
    )
    armed.note(policy, outcome, now)
    with store.reading() as connection:
        held = survey.observed(connection, person.name)
        began = _began(connection, person, outcome, now)
    verdicts = armed.verdicts(policy, outcome)
    return Rehearsal(days=(now - began).days, held=tuple(held), outcome=outcome, verdicts=verdicts)


def _began(connection: Connection, person: Somebody, outcome: Outcome, now: datetime) -> datetime:
    """When the first account was first seen, or the first mention came, whichever is known; else now."""
    seen = coverage.begun(connection, person.name).values()
    came = [datetime.combine(day.day, time.min, ZoneInfo(person.zone)) for day in outcome.days[:1]]
    first: datetime = min([*(seen or came), now])
    return first


def nothing(then: Decision) -> Decision:
    """A shield that never was."""
    return Decision(decided_at=then.decided_at)
