"""`rempart simulate`: what the shield would have done in a course of events."""

import asyncio
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from bot.commands.output import JsonOption, print_json, print_table, say
from bot.errors import ConfigError

EXAMPLE: Final = "Example: rempart simulate stalker.jsonl --json"
FileArgument = Annotated[Path, typer.Argument(help="The scenario, as JSON Lines.", metavar="FILE")]
RulesOption = Annotated[
    Path | None,
    typer.Option("--config", "-c", help="Rules, budgets and languages from here; people from the scenario."),
]
KeepOption = Annotated[
    Path | None, typer.Option("--keep", help="Keep the evidence in this new SQLite file.", metavar="DB")
]


def register(app: typer.Typer) -> None:
    """Give the command to the app."""
    app.command(epilog=EXAMPLE)(simulate)


def simulate(
    file: FileArgument, *, config: RulesOption = None, keep: KeepOption = None, as_json: JsonOption = False
) -> None:
    """Play a scenario through the real pipeline on a simulated platform, and say what was done.

    Nothing leaves this machine. Without --config the default packs are used, in mode act.
    """
    from bot.config.load import load_lazily  # noqa: PLC0415 - takes long, and --help need not wait for it
    from bot.log import start_log  # noqa: PLC0415 - as above
    from bot.platforms.simulated.parse import parse  # noqa: PLC0415 - as above
    from bot.simulation.performance import perform  # noqa: PLC0415 - as above

    start_log("error")
    scenario = parse(str(file), content_of(file))
    found = asyncio.run(perform(scenario, load_lazily(config) if config else None, keep))
    if as_json:
        print_json(found)
    else:
        _show(found, keep)


def content_of(file: Path) -> bytes:
    """The bytes of a file that the operator names. Raises ConfigError."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise ConfigError(f"{file}: cannot be read ({error.strerror}); name a scenario file") from error


def _show(found: dict[str, Any], keep: Path | None) -> None:
    rows = [row for decision in found["decisions"] if (row := _row(decision))]
    print_table(
        f"{found['scenario']}: {found['mentions']} mentions, {len(rows)} noticed",
        ("mention", "severity", "reasons", "rules", "done about it"),
        rows,
    )
    alerts = [(alert["at"], alert["severity"], alert["title"]) for alert in found["alerts"]]
    print_table("Alerts", ("at", "severity", "title"), alerts)
    chain = found["chain"]
    verdict = "verifies" if chain["valid"] else "DOES NOT VERIFY"
    say(f"The chain of evidence has {chain['entries']} entries and {verdict}. Took {found['seconds']} s.")
    if keep:
        say(f"The evidence is kept; look for yourself: rempart verify --database {keep} --key {keep}.key")


def _row(decision: dict[str, Any]) -> tuple[str, ...] | None:
    if decision["severity"] == "none" and not decision["failures"]:
        return None
    version = f" (version {decision['version']})" if "version" in decision else ""
    done = ", ".join(f"{action['kind']} {action['status']}" for action in decision["actions"])
    failed = [f"could not judge {failure['rule']}" for failure in decision["failures"]]
    return (
        decision["uri"] + version,
        decision["severity"],
        ", ".join(decision["reasons"]),
        ", ".join(decision["rules"]),
        ", ".join([done or "nothing", *failed]),
    )
