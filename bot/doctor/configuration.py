"""Whether a configuration can be used: read with its secrets, its rules and its key; nobody is contacted."""

import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from bot.config import Config, Problem, Unusable, lexicon, load, load_master_key, understood
from bot.config.desks import MastodonDesk
from bot.doctor.finding import Finding, note
from bot.errors import ConfigError
from bot.rules.compile import compile_policies
from bot.rules.packs import examine


def examined(file: Path, on_file: Callable[[Path], None] = lambda _: None) -> Config:
    """The configuration: alert URLs parsed, rules tried, the key looked at if it is made. Raises Unusable.

    `on_file` is told of each file that it names.
    """
    config = load(file, check_alert_url=understood, on_file=on_file)
    compile_policies({one.name: config.policy(one) for one in config.shielded}, lexicon=lexicon())
    wrong = [sentence for one in config.shielded for sentence in examine(config.policy(one).rules, lexicon())]
    if config.master_key.exists():
        try:
            load_master_key(config.master_key)
        except ConfigError as error:
            wrong.extend(error.problems)
    if wrong:
        raise Unusable([Problem(file=file.name, problem=sentence) for sentence in dict.fromkeys(wrong)])
    return config


def of_configuration(file: Path) -> tuple[Config | None, list[Finding]]:
    """The configuration where it can be used, and what is wrong with it."""
    if not file.exists():
        return None, [Finding(what="no_config", about=str(file))]
    files: list[Path] = []
    try:
        config = examined(file, files.append)
    except ConfigError as error:
        return None, [Finding(what="config", about=problem) for problem in error.problems]
    return config, [*_of_files(files), *_of_shielded(config), *_of_desks(config), *_of_key(config)]


def _of_files(files: list[Path]) -> Iterator[Finding]:
    """Secrets that a group may read, and folders in which anybody may replace them; the rest is refused on reading."""
    for path in dict.fromkeys(files):
        if path.stat().st_mode & stat.S_IRWXG:
            yield note("shared", str(path))
    for folder in dict.fromkeys(path.parent for path in files):
        if folder.stat().st_mode & stat.S_IWOTH:
            yield Finding(what="open_folder", about=str(folder))


def _of_shielded(config: Config) -> Iterator[Finding]:
    for one in config.shielded:
        if not one.alerts:
            yield Finding(what="nobody_told", about=one.name)
        if one.mode != "act":
            yield note("observing", one.name)


def _of_desks(config: Config) -> Iterator[Finding]:
    """How a community hears of what happens at its server."""
    for one in config.communities:
        if isinstance(one.desk, MastodonDesk):
            if one.desk.webhook is None:
                yield note("polled", one.name)
            elif not config.web.public_url:
                yield Finding(what="unhooked", about=one.name)


def _of_key(config: Config) -> Iterator[Finding]:
    """That it needs a copy elsewhere, of which nothing here can know."""
    if config.master_key.exists():
        yield note("key_copy", str(config.master_key))
