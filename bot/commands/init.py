"""`rempart init`: from nothing to a shield that observes, one question after the other; it can be left and taken up."""

import asyncio
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import click
import typer

from bot.commands.output import DEFAULT_CONFIG, ConfigOption, complain, say

if TYPE_CHECKING:
    from bot.config import Config
    from bot.firstrun.beginning import FirstRun

EXAMPLE: Final = "Example: rempart init --lang fr"
LEFT: Final = 1
"""Exit status where it was left before the end."""
LangOption = Annotated[str | None, typer.Option("--lang", help="fr or en; asked for if left out.")]
NameOption = Annotated[str | None, typer.Option("--name", help="Who is protected; asked for if left out.")]
ZoneOption = Annotated[str, typer.Option("--zone", help="The clock they live by.", metavar="ZONE")]
PackOption = Annotated[list[str] | None, typer.Option("--pack", help="A rule pack; may be repeated.", metavar="PACK")]
LoopbackOption = Annotated[bool, typer.Option("--allow-loopback", hidden=True)]


def register(app: typer.Typer) -> None:
    """Give the command to the app."""
    app.command(epilog=EXAMPLE)(init)


def init(
    config: ConfigOption = DEFAULT_CONFIG,
    lang: LangOption = None,
    name: NameOption = None,
    zone: ZoneOption = "Europe/Paris",
    pack: PackOption = None,
    *,
    loopback: LoopbackOption = False,
) -> None:
    """Set a shield up, one question after the other: who is protected, their accounts, the rules, who is told.

    What is answered is kept at once: leave with Ctrl-C, and take up with the same command. The shield observes at
    first: nothing is done until `rempart arm`. No browser is needed on this machine.
    """
    from bot.commands.init_steps import Steps  # noqa: PLC0415 - takes long, and --help need not wait for it
    from bot.firstrun.beginning import FirstRun  # noqa: PLC0415 - as above
    from bot.log import start_log  # noqa: PLC0415 - as above

    start_log("error")
    run = FirstRun(config, partial(datetime.now, UTC), loopback=loopback)
    try:
        if config.exists():
            _go_on(run, config)
            return
        _answered(run, lang, name, zone, tuple(pack or ()))
        asyncio.run(Steps(run, zone).take())
        written = run.write()
        say(run.words.say("init.written", file=str(config)))
        _rest(run, written, config)
    except (click.Abort, KeyboardInterrupt):
        complain(run.words.say("init.left"))
        raise typer.Exit(LEFT) from None


def _answered(run: "FirstRun", lang: str | None, name: str | None, zone: str, packs: tuple[str, ...]) -> None:
    """Take what was said on the command line."""
    if lang is not None:
        run.speak(lang)
    if name is not None:
        run.name(name, zone)
    if packs:
        run.pick(packs)


def _go_on(run: "FirstRun", file: Path) -> None:
    """Take up after the configuration, which is not touched."""
    from bot.config import load  # noqa: PLC0415 - as above

    config = load(file)
    run.speak(config.language)
    say(run.words.say("init.there", file=str(file)))
    _rest(run, config, file)


def _rest(run: "FirstRun", config: "Config", file: Path) -> None:
    """The vault, and what to do next."""
    from bot.commands.asking import agreed  # noqa: PLC0415 - as above
    from bot.firstrun.draft import draft_of  # noqa: PLC0415 - as above

    draft_of(file).unlink(missing_ok=True)
    say(run.words.say("init.vault"))
    if agreed(run.words, run.words.say("init.vault_ask")):
        _fill_vault(run, config, file)
    say(run.words.say("init.next", name=config.people[0].name))


def _fill_vault(run: "FirstRun", config: "Config", file: Path) -> None:
    """Ask for values until none is to follow, as `rempart vault add` does."""
    from bot.app import open_store  # noqa: PLC0415 - as above
    from bot.commands import vault  # noqa: PLC0415 - as above
    from bot.commands.asking import asked  # noqa: PLC0415 - as above
    from bot.errors import ConfigError  # noqa: PLC0415 - as above
    from bot.model.leak import LeakKind  # noqa: PLC0415 - as above

    open_store(config).close()
    while kind := asked(run.words.say("init.vault_kind", kinds=", ".join(LeakKind))):
        try:
            vault.add(kind, config=file, person=config.people[0].name)
        except ConfigError as error:
            say(str(error))
