"""A command's way into the database of a shield that may be at work on it: nothing is ever created here."""

import getpass
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple, TypeVar

import typer

from bot.errors import ConfigError

if TYPE_CHECKING:
    from bot.alerts.wording import Wording
    from bot.config import Config, Person, Somebody
    from bot.store.database import Store

ByOption = Annotated[
    str | None, typer.Option("--by", help="Who decides, for the record; your user name if left out.", metavar="NAME")
]
RevealOption = Annotated[
    bool, typer.Option("--reveal", help="Show what was written, by whom, and the words of the rules.")
]
YesOption = Annotated[bool, typer.Option("--yes", help="Do it; without, only say what would be done.")]

One = TypeVar("One", bound="Somebody")


class Desk(NamedTuple):
    """What a command works with."""

    config: "Config"
    store: "Store"
    words: "Wording"

    def person(self, name: str | None) -> "Person":
        """The configured person of this name, or the only one. Raises ConfigError."""
        return _chosen(name, self.config.people)

    def whose(self, name: str | None) -> "Somebody":
        """The configured person or community of this name, or the only one. Raises ConfigError."""
        return _chosen(name, self.config.shielded)

    def rule(self, option: str, called: str) -> str:
        """The name of the rule that has this name, or this title in either language; what was said, where none has.

        Raises ConfigError where several have this title.
        """
        if called in (every := self._rules()):
            return called
        asked = _plainly(called)
        titled = [name for name, titles in every.items() if asked in titles]
        if len(titled) > 1:
            raise ConfigError(
                f"{option}: several rules are titled {called}; write the name of one: {', '.join(titled)}"
            )
        return titled[0] if titled else called

    def require_rule(self, option: str, called: str) -> str:
        """The same, of a rule that somebody has now. Raises ConfigError where nobody has."""
        name = self.rule(option, called)
        if name not in self._rules():
            raise ConfigError(f"{option}: no rule is called {called}; `rempart rules` lists names and titles")
        return name

    def _rules(self) -> dict[str, set[str]]:
        """The titles of all rules that somebody has now, by their names."""
        every: dict[str, set[str]] = {}
        for one in self.config.shielded:
            for rule in self.config.policy(one).rules:
                every.setdefault(rule.name, set()).update((_plainly(rule.called("fr")), _plainly(rule.called("en"))))
        return every


def _plainly(called: str) -> str:
    """However its spaces, apostrophes and capitals are written."""
    return " ".join(called.replace("’", "'").casefold().split())


def _chosen(name: str | None, some: Sequence[One]) -> One:
    named = {one.name: one for one in some}
    if name is None and len(named) == 1:
        return next(iter(named.values()))
    if not named:
        raise ConfigError("--person: only communities are configured, and this is about a person; add a [[person]]")
    if name is None or name not in named:
        known = ", ".join(named)
        raise ConfigError(
            f"--person: write one of {known}"
            if name is None
            else f"--person: nobody is called {name}; write one of {known}"
        )
    return named[name]


@contextmanager
def opened(path: Path) -> Iterator[Desk]:
    """The configuration and its database, with the key that opens it. Raises ConfigError where any is missing."""
    from bot.commands.words import words  # noqa: PLC0415 - takes long, and --help need not wait for it
    from bot.config.load import load_lazily  # noqa: PLC0415 - as above
    from bot.log import start_log  # noqa: PLC0415 - as above

    start_log("error")
    config = load_lazily(path)
    store = existing(config.database.reveal(), config.master_key)
    try:
        yield Desk(config, store, words(config.language))
    finally:
        store.close()


def existing(url: str, key: Path | None) -> "Store":
    """A database that is there and of this release; without a key, contents cannot be opened. Raises ConfigError."""
    from bot.backups import mastering  # noqa: PLC0415 - as above
    from bot.evidence.master import MasterKey  # noqa: PLC0415 - as above
    from bot.store.database import Store  # noqa: PLC0415 - as above
    from bot.store.migrate import require_current  # noqa: PLC0415 - as above

    store = Store(url, MasterKey.new())
    try:
        require_current(store)
        if key is not None:
            store.master = mastering.opened(store, key)
    except BaseException:  # whatever it was, Ctrl-C too: nobody else can close what is not handed out
        store.close()
        raise
    return store


def operator(by: str | None) -> str:
    """Who decides: the name given, else that of the user on this machine."""
    if by is not None:
        if not by.strip():
            raise ConfigError("--by: is empty; write a name, or leave it out")
        return by.strip()
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # a container where the user has no name
        return f"user {os.getuid()}"
