"""`rempart doctor`: what is wrong, each thing with its cure."""

import asyncio
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from bot.commands.output import DEFAULT_CONFIG, ConfigOption, JsonOption, print_json, say

if TYPE_CHECKING:
    from bot.alerts.wording import Wording
    from bot.config import Config
    from bot.doctor.finding import Finding

EXAMPLE: Final = "Example: rempart doctor"
TO_MEND: Final = 2
OfflineOption = Annotated[bool, typer.Option("--offline", help="Contact nobody.")]
MARKS: Final = {"mend": "✗", "note": "·"}


def register(app: typer.Typer) -> None:
    """Give the command to the app."""
    app.command(epilog=EXAMPLE)(doctor)


def doctor(
    config: ConfigOption = DEFAULT_CONFIG, *, offline: OfflineOption = False, as_json: JsonOption = False
) -> None:
    """Find what is wrong, and say the cure: configuration, secrets, key, database, streams, servers, rights, clock.

    Works beside a running shield, and without one; nothing is changed, and nothing is sent to anybody. Exit status 2
    where something is to be mended.
    """
    from bot.commands.words import words  # noqa: PLC0415 - takes long, and --help need not wait for it
    from bot.config.load import language_of  # noqa: PLC0415 - as above
    from bot.log import start_log  # noqa: PLC0415 - as above

    start_log("critical")
    found = _found(config, offline=offline)
    said = words(language_of(config))
    if as_json:
        print_json(_data(found, said))
    else:
        for line in _lines(found, said):
            say(line)
    if any(one.grade == "mend" for one in found):
        raise typer.Exit(TO_MEND)


def _found(file: Path, *, offline: bool) -> "list[Finding]":
    """All of it, the gravest first."""
    from bot.commands.opened import existing  # noqa: PLC0415 - as above
    from bot.doctor.configuration import of_configuration  # noqa: PLC0415 - as above
    from bot.doctor.finding import Finding, Grade  # noqa: PLC0415 - as above
    from bot.doctor.running import of_shield  # noqa: PLC0415 - as above
    from bot.errors import ConfigError  # noqa: PLC0415 - as above

    config, found = of_configuration(file)
    if config is not None:
        try:
            with closing(existing(config.database.reveal(), config.master_key)) as store:
                found += of_shield(store, config, datetime.now(UTC))
        except ConfigError as error:
            found += [Finding(what="database", about=problem) for problem in error.problems]
        found += [] if offline else asyncio.run(_outside(config))
    return sorted(dict.fromkeys(found), key=lambda one: list(Grade).index(one.grade))


async def _outside(config: "Config") -> "list[Finding]":
    from bot.doctor.network import of_network  # noqa: PLC0415 - as above
    from bot.platforms.forgetful import Forgetful  # noqa: PLC0415 - as above
    from bot.shield.running import now  # noqa: PLC0415 - as above

    return await of_network(config, Forgetful(), now)


def _lines(found: "list[Finding]", said: "Wording") -> Iterator[str]:
    for one in found:
        yield f"{MARKS[one.grade]} {one.said(said)}"
        yield f"  → {one.cure(said)}"
    mend = sum(one.grade == "mend" for one in found)
    yield said.count("doctor.to_mend", mend) if mend else said.say("doctor.well")


def _data(found: "list[Finding]", said: "Wording") -> dict[str, Any]:
    findings = [
        {"what": one.what, "grade": one.grade.value, "about": one.about, "said": one.said(said), "cure": one.cure(said)}
        for one in found
    ]
    return {"well": all(one.grade != "mend" for one in found), "findings": findings}
