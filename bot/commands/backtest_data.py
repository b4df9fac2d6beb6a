"""One person's backtest, for programs: without --reveal, authors are named by reference."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec

from bot.backtest.arming import Verdict
from bot.backtest.outcome import CLOSE, Found, Outcome
from bot.config import Somebody
from bot.model.decision import Mode
from bot.rules.policy import Policy


class Trial(NamedTuple):
    """One person's backtest."""

    person: Somebody
    policy: Policy
    outcome: Outcome
    verdicts: dict[str, Verdict]
    accepted: dict[str, Found]
    """The rules that were accepted just now, with whom they hit."""
    seconds: float

    @property
    def needing(self) -> tuple[str, ...]:
        """The rules that are told to act, and would observe."""
        acts = self.policy.mode is Mode.ACT
        return tuple(rule for rule, verdict in self.verdicts.items() if acts and verdict is Verdict.NEEDS)

    @property
    def speed(self) -> int:
        """Mentions a second."""
        return round(self.outcome.mentions / self.seconds) if self.seconds else 0


def as_data(trial: Trial, names: Mapping[str, str]) -> dict[str, Any]:
    """Counts, authors (the closest first), rules, days; `names` are what authors are called."""
    data: dict[str, Any] = msgspec.to_builtins(trial.outcome)
    authors, rules = data.pop("authors"), data.pop("rules")
    del data["person"]
    return {
        "person": trial.person.name,
        "mode": trial.policy.mode.value,
        "seconds": round(trial.seconds, 3),
        "mentions_per_second": trial.speed,
        **data,
        "people_newly": sum(one.newly > 0 for one in trial.outcome.authors),
        "people_no_longer": sum(one.no_longer > 0 for one in trial.outcome.authors),
        "close_newly": sum(one.newly > 0 and one.standing in CLOSE for one in trial.outcome.authors),
        "authors": [_author(one, names) for one in authors],
        "rules": [one | {"may": _may(trial, one["rule"])} for one in rules],
        "needs_accept": list(trial.needing),
        "accepted": list(trial.accepted),
    }


def _author(one: dict[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """An author without the handle that they chose, but for the name that is given."""
    del one["handle"]
    return one | {"account": names[one["account"]]}


def _may(trial: Trial, rule: str) -> str:
    """What the rule may do; `gone` where only the decisions of then know it."""
    return trial.verdicts[rule].value if rule in trial.verdicts else "gone"
