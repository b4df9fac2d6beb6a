"""`rempart init`: from nothing to a shield that observes, one question after the other; it can be left and taken up."""

from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from bot.commands.output import DEFAULT_CONFIG, ConfigOption, complain, say
from bot.errors import ConfigError

if TYPE_CHECKING:
    from bot.alerts.wording import Wording
    from bot.config import Config
    from bot.firstrun.beginning import FirstRun

EXAMPLE: Final = "Example: rempart init --lang fr"
LEFT: Final = 1
"""Exit status where it was left before the end."""
LangOption = Annotated[str | None, typer.Option("--lang", help="fr or en; asked for if left out.")]
NameOption = Annotated[str | None, typer.Option("--name", help="Who is protected; asked for if left out.")]
ZoneOption = Annotated[str, typer.Option("--zone", help="The clock they live by.", metavar="ZONE")]
PackOption = Annotated[list[str] | None, typer.Option("--pack", help="A rule pack; may be repeated.", metavar="PACK")]
PagesOption = Annotated[bool, typer.Option("--pages", help="Ask on pages of this machine, in your browser.")]
RunOption = Annotated[bool, typer.Option("--run", help="With --pages: a button raises the shield at the end.")]
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
    pages: PagesOption = False,
    run: RunOption = False,
    loopback: LoopbackOption = False,
) -> None:
    """Set a shield up, one question after the other: who is protected, their accounts, the rules, who is told.

    What is answered is kept at once: leave with Ctrl-C, and take up with the same command. The shield observes at
    first: nothing is done until `rempart arm`. No browser is needed on this machine; with --pages, the same is asked
    in a browser, by a link that is printed and works once.
    """
    from bot.commands.init_steps import Steps  # noqa: PLC0415 - takes long, and --help need not wait for it
    from bot.firstrun.beginning import FirstRun  # noqa: PLC0415 - as above
    from bot.log import start_log  # noqa: PLC0415 - as above

    if run and not pages:
        raise ConfigError("--run: goes with --pages; on a terminal, write `rempart run` at the end")
    start_log("error")
    begun = FirstRun(config, partial(datetime.now, UTC), loopback=loopback)
    try:
        if not config.exists():
            greeting = "init.taken_up" if begun.draft.done else "init.opening"
            _answered(begun, lang, name, zone, tuple(pack or ()))
            if pages:
                from bot.commands.init_pages import show, show_and_run  # noqa: PLC0415 - as above

                return show_and_run(begun) if run else show(begun)
            Steps(begun, zone, greeting).take()
        _rest(*_written(begun, config))
    except (typer.Abort, KeyboardInterrupt):
        complain(_words(begun.draft.language or "fr").say("init.left"))
        raise typer.Exit(LEFT) from None


def _answered(run: "FirstRun", lang: str | None, name: str | None, zone: str, packs: tuple[str, ...]) -> None:
    """Take what was said on the command line."""
    if lang is not None:
        run.speak(lang)
    if name is not None:
        run.name(name, zone)
    if packs:
        run.pick(packs)


def _written(run: "FirstRun", file: Path) -> "tuple[Config, Path]":
    """The configuration: written now, or the one that is there, which is not touched."""
    from bot.commands.opened import operator  # noqa: PLC0415 - as above
    from bot.config import load  # noqa: PLC0415 - as above
    from bot.firstrun.draft import draft_of  # noqa: PLC0415 - as above
    from bot.firstrun.settled import vouch_for  # noqa: PLC0415 - as above

    there = file.exists()
    config = load(file) if there else run.write()
    draft_of(file).unlink(missing_ok=True)
    if not there:
        vouch_for(config, operator(None), datetime.now(UTC))
    say(_words(config.language).say("init.there" if there else "init.written", file=str(file)))
    return config, file


def _rest(config: "Config", file: Path) -> None:
    """The vault, and what to do next."""
    from bot.commands.asking import agreed  # noqa: PLC0415 - as above

    words, person = _words(config.language), config.shielded[0].name
    say(words.say("init.vault"))
    if config.people and agreed(words, words.say("init.vault_ask")):
        _fill_vault(config, file)
    say(words.say("init.next", name=person))


def _fill_vault(config: "Config", file: Path) -> None:
    """Ask for values until none is to follow, as `rempart vault add` does."""
    from bot.app import open_store  # noqa: PLC0415 - as above
    from bot.commands import vault  # noqa: PLC0415 - as above
    from bot.commands.asking import asked  # noqa: PLC0415 - as above
    from bot.model.leak import LeakKind  # noqa: PLC0415 - as above

    open_store(config).close()
    words, kinds = _words(config.language), ", ".join(LeakKind)
    while kind := asked(words.say("init.vault_kind", kinds=kinds)):
        try:
            vault.add(kind, config=file, person=config.people[0].name)
        except ConfigError as error:
            say(str(error))


def _words(language: str) -> "Wording":
    """All words of a language, those of questions among them."""
    from bot.commands.words import words  # noqa: PLC0415 - as above

    return words(language)
