"""`rempart check`: whether the configuration can be used, and what will then happen."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from bot.commands.output import DEFAULT_CONFIG, ConfigOption, JsonOption, print_json
from bot.errors import ConfigError

if TYPE_CHECKING:
    from bot.config import Config
    from bot.doctor.logins import Look

EXAMPLE: Final = "Example: rempart check --config config.toml --online"
UNUSABLE: Final = 2
UNWELL: Final = 1
OnlineOption = Annotated[bool, typer.Option("--online", help="Also log in, and show what each server allows.")]


def register(app: typer.Typer) -> None:
    """Give the command to the app."""
    app.command(epilog=EXAMPLE)(check)


def check(config: ConfigOption = DEFAULT_CONFIG, *, online: OnlineOption = False, as_json: JsonOption = False) -> None:
    """Say whether the configuration can be used: every problem at once, with its line and its cure.

    Without --online the network is not touched. Exit status: 2 if the file must be mended, 1 if an account must.
    """
    from bot.doctor.configuration import examined  # noqa: PLC0415 - takes long, and --help need not wait for it

    try:
        loaded = examined(config)
    except ConfigError as error:
        if as_json:
            print_json({"usable": False, "problems": _problems(error, config)})
            raise typer.Exit(UNUSABLE) from None
        raise
    looks = asyncio.run(_looks(loaded)) if online else []
    if as_json:
        _print(loaded, looks)
    else:
        _show(loaded, looks, config.name)
    if not all(look.well for look in looks):
        raise typer.Exit(UNWELL)


def _problems(error: ConfigError, file: Path) -> list[dict[str, Any]]:
    from bot.config import Problem, Unusable  # noqa: PLC0415 - as above

    found = error.found if isinstance(error, Unusable) else [Problem(file=file.name, problem=str(error))]
    return [
        {"file": one.file, "line": one.line, "key": one.key, "place": one.place, "problem": one.problem}
        for one in found
    ]


async def _looks(config: "Config") -> "list[Look]":
    """What each account's server says, those first that cannot be logged in to."""
    from bot.app import open_store  # noqa: PLC0415 - as above
    from bot.doctor.network import looks  # noqa: PLC0415 - as above
    from bot.shield.running import now  # noqa: PLC0415 - as above
    from bot.store.safe import StoredSafe  # noqa: PLC0415 - as above

    store = open_store(config)
    try:
        return await looks(config, StoredSafe(store), now)
    finally:
        store.close()


def _print(config: "Config", looks: "list[Look]") -> None:
    from bot.commands import online, outline  # noqa: PLC0415 - as above

    desks = {"communities": outline.communities(config)} if config.communities else {}
    seen = {"online": online.as_data(looks)} if looks else {}
    print_json({"usable": True, "problems": [], "people": outline.outline(config), **desks, **seen})


def _show(config: "Config", looks: "list[Look]", file: str) -> None:
    from bot.commands import online, outline  # noqa: PLC0415 - as above
    from bot.commands.words import words  # noqa: PLC0415 - as above

    outline.show(config, file)
    online.show(looks, words(config.language))
