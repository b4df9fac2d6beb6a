"""`rempart backtest`: whom other rules would have hit, tried on what was kept, before they are armed."""

import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from bot.commands.opened import ByOption, Desk, RevealOption, opened, operator
from bot.commands.output import DEFAULT_CONFIG, ConfigOption, JsonOption, print_json, progress, say
from bot.errors import ConfigError

if TYPE_CHECKING:
    from bot.commands.backtest_data import Trial
    from bot.config import Somebody
    from bot.rules.policy import Policy

EXAMPLE: Final = 'Example: rempart backtest --policy new.toml --since "30 days"'
NEEDS: Final = 1
"""Exit status where a rule is told to act and would not, since nobody accepted whom it hits."""
PolicyOption = Annotated[
    Path | None,
    typer.Option(
        "--policy",
        "-p",
        help="Rules, packs and mode to try, or a whole configuration; the configuration itself if left out.",
        metavar="FILE",
    ),
]
SinceOption = Annotated[
    str | None, typer.Option("--since", help="From a date or for a span; all if left out.", metavar="SINCE")
]
PersonOption = Annotated[str | None, typer.Option("--person", help="Only for this person.", metavar="NAME")]
PeopleOption = Annotated[
    int | None,
    typer.Option("--people", help="A rule that hits more people needs --accept; else [arming] people.", min=0),
]
AcceptOption = Annotated[
    bool, typer.Option("--accept", help="Arm these rules, having seen whom they hit; recorded in the trail.")
]


def register(app: typer.Typer) -> None:
    """Give the command to the app."""
    app.command(epilog=EXAMPLE)(backtest)


def backtest(  # noqa: PLR0913 - one an option
    config: ConfigOption = DEFAULT_CONFIG,
    policy: PolicyOption = None,
    since: SinceOption = None,
    person: PersonOption = None,
    people: PeopleOption = None,
    by: ByOption = None,
    *,
    accept: AcceptOption = False,
    reveal: RevealOption = False,
    as_json: JsonOption = False,
) -> None:
    """Try rules on the mentions that were kept: who would newly be hit, who no longer, those you follow first.

    What is known of each author is taken as it was stored with the decision. Nothing is done to anybody. Exit status 1
    where a rule is to act (mode = "act") that hits somebody followed or too many people, and nobody accepted it.
    """
    with opened(config) as desk:
        file, now = policy or config, datetime.now(UTC)
        trials = _Trials(desk, file, _since(since, now), person, people)
        trials.run(now)
        if accept:
            trials.accept(operator(by), now)
        if as_json:
            print_json(trials.data(reveal=reveal))
        else:
            trials.show(reveal=reveal)
    if trials.needing:
        raise typer.Exit(NEEDS)


def _since(written: str | None, now: datetime) -> datetime | None:
    from bot.commands.moments import since  # noqa: PLC0415 - takes long, and --help need not wait for it

    return None if written is None else since("--since", written, now)


class _Trials:
    """The backtests of all who are chosen."""

    def __init__(self, desk: Desk, file: Path, since: datetime | None, person: str | None, people: int | None) -> None:
        from bot.backtest.ready import arming  # noqa: PLC0415 - as above
        from bot.config.policy_file import load_policies  # noqa: PLC0415 - as above

        self.desk = desk
        self.file = file
        self.since = since
        self.people = desk.config.arming.people if people is None else people
        every = load_policies(file, desk.config)
        self.chosen = _meant(every, desk.config.shielded) if person is None else (desk.whose(person),)
        self.policies = {one.name: _of(every, one.name, file) for one in self.chosen}
        self.arming = arming(desk.store, desk.config, self.people)
        self.trials: list[Trial] = []

    @property
    def needing(self) -> bool:
        """Whether any rule is told to act and would not."""
        return any(trial.needing for trial in self.trials)

    def run(self, now: datetime) -> None:
        """Replay everybody's past."""
        from bot.backtest.replay import Replay  # noqa: PLC0415 - as above
        from bot.commands.backtest_data import Trial  # noqa: PLC0415 - as above
        from bot.store import past  # noqa: PLC0415 - as above

        with self.desk.store.reading() as connection:
            total = sum(past.count(connection, one.name, self.since) for one in self.chosen)
        with progress(self.desk.words.say("cmd_backtest.progress"), total) as advance:
            replay = Replay(self.desk.store, self.arming.compiled(self.policies), advance)
            for person in self.chosen:
                policy, began = self.policies[person.name], time.perf_counter()
                outcome = replay.of(person.name, policy, person.zone, self.since)
                self.arming.note(policy, outcome, now)
                verdicts = self.arming.verdicts(policy, outcome)
                self.trials.append(Trial(person, policy, outcome, verdicts, {}, time.perf_counter() - began))

    def accept(self, by: str, now: datetime) -> None:
        """Arm what the policies say. Raises ConfigError where no rule was asked."""
        for place, trial in enumerate(self.trials):
            if trial.policy.mode.value == "off":
                raise ConfigError(
                    f'--accept: {trial.person.name} is in mode "off", so no rule was asked; write another'
                )
            armed = self.arming.accept(trial.policy, trial.outcome, by, now)
            verdicts = self.arming.verdicts(trial.policy, trial.outcome)
            accepted = {rule.name: found for rule, found in armed}
            self.trials[place] = trial._replace(verdicts=verdicts, accepted=accepted)

    def data(self, *, reveal: bool) -> dict[str, Any]:
        """All of it, for programs."""
        from bot.commands.backtest_data import as_data  # noqa: PLC0415 - as above

        return {
            "policy": self.file.name,
            "since": self.since.isoformat() if self.since else None,
            "limit": self.people,
            "people": [as_data(trial, self._names(trial, reveal=reveal)) for trial in self.trials],
        }

    def show(self, *, reveal: bool) -> None:
        """All of it, for people."""
        from bot.commands.backtest_picture import Picture  # noqa: PLC0415 - as above

        for trial in self.trials:
            picture = Picture(self.desk.words, trial, self._names(trial, reveal=reveal))
            picture.print(self.people, self._command(trial))
        if any(trial.accepted for trial in self.trials):
            say(self._next())

    def _next(self) -> str:
        """When what was accepted is in force."""
        from bot.shield import heartbeat  # noqa: PLC0415 - as above

        with self.desk.store.reading() as connection:
            beat = heartbeat.last(connection, self.desk.store.master)
        if beat is None or not self.desk.store.runs():
            return self.desk.words.say("cmd_backtest.effective")
        return self.desk.words.say("cmd_backtest.reload", process=beat.process)

    def _command(self, trial: "Trial") -> str:
        only = f" --person {trial.person.name}" if len(self.desk.config.shielded) > 1 else ""
        return f"rempart backtest --policy {self.file}{only} --accept"

    def _names(self, trial: "Trial", *, reveal: bool) -> dict[str, str]:
        """What each author is called: the handle, or a reference where names stay hidden."""
        from bot.evidence.pseudonym import nickname  # noqa: PLC0415 - as above
        from bot.store import write  # noqa: PLC0415 - as above

        authors = trial.outcome.authors
        if reveal or not authors:
            return {one.account: f"{one.handle} ({one.account})" for one in authors}
        with self.desk.store.reading() as connection:
            salt = write.salt(connection, self.desk.store.master, trial.person.name)
        return {one.account: nickname(salt, one.account) for one in authors}


def _meant(policies: "Mapping[str, Policy]", shielded: "Sequence[Somebody]") -> "tuple[Somebody, ...]":
    """All for whom they could be: what only moderators do is tried for communities alone, and the other way round."""
    kinds = {type(one) for one in shielded if one.name in policies}
    return tuple(one for one in shielded if type(one) in kinds or not kinds)


def _of(policies: "Mapping[str, Policy]", person: str, file: Path) -> "Policy":
    if person not in policies:
        known = ", ".join(policies) or "people; for a community name a whole configuration"
        raise ConfigError(f"{file.name}: nobody is called {person} there, only {known}; choose with --person")
    return policies[person]
