"""Rempart on the command line: the frame of all commands, and what becomes of their errors."""

import sys
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Final, NoReturn

import typer

from bot.commands.output import DEFAULT_CONFIG, complain, say
from bot.errors import ConfigError, RempartError
from bot.log import frames, keep_crash

GIVEN_BY: Final = {
    "init": "init",
    "run": "run",
    "web": "web",
    "open": "web",
    "delegate": "delegate",
    "check": "check",
    "doctor": "doctor",
    "rules": "rules",
    "status": "status",
    "why": "why",
    "held": "held",
    "approve": "decide",
    "reject": "decide",
    "retry": "decide",
    "alerts": "alerts",
    "acknowledge": "acknowledge",
    "undo": "undo",
    "trust": "trust",
    "harasser": "harasser",
    "link": "link",
    "blocklist": "blocklist",
    "desk": "desk",
    "vault": "vault",
    "community": "community",
    "pause": "pause",
    "resume": "pause",
    "arm": "arm",
    "disarm": "arm",
    "verify": "verify",
    "import": "imports",
    "keep": "keep",
    "kept": "keep",
    "dossier": "dossier",
    "trail": "trail",
    "hold": "hold",
    "erase": "erase",
    "export": "export",
    "backup": "backup",
    "restore": "backup",
    "key": "key",
    "backtest": "backtest",
    "demo": "demo",
    "simulate": "simulate",
    "judge": "judge",
    "work": "work",
}
"""Commands in the order of `rempart --help`, those of several words after the others, and the file of `bot/commands`
that gives each."""
OPERATORS_FAULT: Final = 2
OUR_FAULT: Final = 1
SURROUNDINGS: Final = "see that the disk has room, and that this user may write to the file and to its folder"
ABOUT: Final = """Shield the mentions of people who are harassed on Mastodon and Bluesky, and keep the evidence.

Begin with: rempart demo. Then: rempart init, rempart run.
"""


def frame(asked: str = "") -> typer.Typer:
    """The command that is asked for, alone, since a shield would carry what the others load; or all under one name."""
    app = typer.Typer(
        name="rempart",
        help=ABOUT,
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_common)
    for file in [GIVEN_BY[asked]] if asked in GIVEN_BY else dict.fromkeys(GIVEN_BY.values()):
        import_module(f"bot.commands.{file}").register(app)
    return app


def main() -> NoReturn:
    """Run one command; exit status 0 for done, 1 for trouble, 2 for what the operator can mend."""
    try:
        frame(*sys.argv[1:2])()
    except Exception as error:  # noqa: BLE001 - the last place where an unexpected error can become a sentence
        sys.exit(_tell(error))
    sys.exit(0)


def _tell(error: Exception) -> int:
    """Say what went wrong; the exit status."""
    match error:
        case ExceptionGroup():
            return max(_tell(inner) for inner in error.exceptions)
        case ConfigError():
            for problem in error.problems:
                complain(_spoken(problem))
            return OPERATORS_FAULT
        case RempartError():
            complain(_spoken(str(error)))
            return OUR_FAULT
        case OSError() if error.filename:
            complain(_spoken(f"{error.filename}: {error.strerror}; {SURROUNDINGS}"))
            return OPERATORS_FAULT
    if _of_database(error):
        said = f"database: it did not do what was asked of it; {SURROUNDINGS}, and, if it is a server, that it runs"
        complain(_spoken(said))
        return OPERATORS_FAULT
    complain(f"Rempart met an error it did not expect: {type(error).__name__}. {_kept(error)}")
    return OUR_FAULT


def _spoken(problem: str) -> str:
    """What went wrong, in the language of the configuration that was named."""
    from bot.commands.words import words  # noqa: PLC0415 - takes long, and only what went wrong waits for it
    from bot.config.load import language_of  # noqa: PLC0415 - as above
    from bot.explaining.words import trouble  # noqa: PLC0415 - as above

    given = sys.argv[1:]
    named = [after for word, after in pairwise(given) if word in {"-c", "--config"}]
    named += [word.removeprefix("--config=") for word in given if word.startswith("--config=")]
    return trouble(words(language_of(Path(named[-1]) if named else DEFAULT_CONFIG)), problem)


def _of_database(error: Exception) -> bool:
    """Whether the database is locked, full, not to be written to, or away."""
    from sqlalchemy.exc import OperationalError  # noqa: PLC0415 - as above

    return isinstance(error, OperationalError)


def _kept(error: Exception) -> str:
    try:
        path = keep_crash(error, Path.home() / ".local" / "state" / "rempart")
    except (OSError, RuntimeError):
        return "It came from: " + ", ".join(frames(error))
    return f"Where it came from is written in {path}, without any content; please send that file with a bug report."


def _print_version(asked: bool) -> None:  # noqa: FBT001 - what typer gives to an option that ends the command
    if asked:
        from importlib.metadata import version  # noqa: PLC0415 - a twentieth of a second, for this alone

        say(f"rempart {version('rempart')}")
        raise typer.Exit


VersionOption = Annotated[
    bool, typer.Option("--version", help="Print the version.", callback=_print_version, is_eager=True)
]


def _common(*, _version: VersionOption = False) -> None:
    """What stands before the command."""


if __name__ == "__main__":
    main()
