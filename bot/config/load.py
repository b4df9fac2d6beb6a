"""From config.toml to Config: every problem found at once, each with its line."""

import os
import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from bot.alerts.wording import LANGUAGES
from bot.config import alert_url
from bot.config.explain import explain
from bot.config.locate import lines_of
from bot.config.named import unknown
from bot.config.problem import Problem, Unusable, Written
from bot.config.schema import Config
from bot.config.surroundings import Secrets, Surroundings
from bot.config.twice import same_webhooks, twice

EXAMPLE = "run `rempart init`, which makes one, or name another with --config"


def load(
    path: Path,
    environment: Mapping[str, str] | None = None,
    check_alert_url: Callable[[str], None] = alert_url.well_formed,
    on_file: Callable[[Path], None] = lambda _: None,
) -> Config:
    """Read and check a configuration, with its secrets, without touching the network.

    `environment` stands for that of the process; `on_file` is told of each file that it names. Raises Unusable, a
    ConfigError, with all that is wrong.
    """
    return _load(path, environment, check_alert_url, Secrets.NOW, on_file)


def load_lazily(path: Path, environment: Mapping[str, str] | None = None) -> Config:
    """As `load`, for commands that log in nowhere: a secret that is not there is told when it is needed."""
    return _load(path, environment, alert_url.well_formed, Secrets.WHEN_NEEDED, lambda _: None)


def check(path: Path, text: str) -> Config:
    """As `load_lazily`, of a text that is to take the place of what stands in the file."""
    return _checked(path, _parsed(path, text), None, alert_url.well_formed, Secrets.WHEN_NEEDED, lambda _: None)


def _load(
    path: Path,
    environment: Mapping[str, str] | None,
    check_alert_url: Callable[[str], None],
    secrets: Secrets,
    on_file: Callable[[Path], None],
) -> Config:
    return _checked(path, parsed(path), environment, check_alert_url, secrets, on_file)


def _checked(
    path: Path,
    written: Written,
    environment: Mapping[str, str] | None,
    check_alert_url: Callable[[str], None],
    secrets: Secrets,
    on_file: Callable[[Path], None],
) -> Config:
    around = Surroundings(
        folder=path.absolute().parent,
        environment=os.environ if environment is None else environment,
        language=spoken(written.data),
        secrets=secrets,
        loopback=_loopback(written.data),
        on_file=on_file,
        check_alert_url=check_alert_url,
    )
    config, problems = _validated(written, around)
    problems += twice(written) + unknown(written) + (same_webhooks(written, config) if config else [])
    if config is None or problems:
        raise Unusable(problems)
    return config


def _validated(written: Written, around: Surroundings) -> tuple[Config | None, list[Problem]]:
    try:
        return Config.model_validate(written.data, context=around), []
    except ValidationError as error:
        return None, list(explain(written, error, Config))


def spoken(data: Mapping[str, Any]) -> str:
    """The language of a configuration, as far as it names one that is spoken here."""
    language = data.get("language")
    return language if isinstance(language, str) and language in LANGUAGES else "fr"


def language_of(path: Path, environment: Mapping[str, str] | None = None) -> str:
    """The language of a configuration, be it whole or faulty; that of whoever runs us where there is none."""
    try:
        text = text_of(path)
    except Unusable:
        around = os.environ if environment is None else environment
        said = next(filter(None, (around.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
        return "fr" if said.casefold().startswith("fr") else "en"
    try:
        return spoken(_parsed(path, text).data)
    except Unusable:
        line = re.search(r"""^language\s*=\s*["'](\w+)["']""", text, re.MULTILINE)
        return spoken({"language": line[1]} if line else {})


def _loopback(data: Mapping[str, Any]) -> bool:
    network = data.get("network")
    return isinstance(network, dict) and network.get("allow_loopback") is True


def parsed(path: Path) -> Written:
    """The TOML of a file, with the line of each key. Raises Unusable where it is none."""
    return _parsed(path, text_of(path))


def _parsed(path: Path, text: str) -> Written:
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # ValueError also for numbers of thousands of digits
        problem = _not_toml(path.name, text, error)
    else:
        return Written(file=path.name, data=data, lines=lines_of(text))
    raise Unusable([problem])


def text_of(path: Path) -> str:
    """The text of a configuration. Raises Unusable where it cannot be read."""
    try:
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except FileNotFoundError:
        what = f"there is no such file; {EXAMPLE}"
    except IsADirectoryError:
        what = f"this is a folder; {EXAMPLE}"
    except OSError as error:
        what = f"cannot be read ({error.strerror}); run Rempart as a user who may read it"
    except UnicodeDecodeError as error:
        what = f"is not UTF-8 at byte {error.start + 1}; save it as UTF-8"
    raise Unusable([Problem(file=str(path), problem=what)])


def _not_toml(file: str, text: str, error: Exception) -> Problem:
    if not isinstance(error, tomllib.TOMLDecodeError):
        return Problem(file=file, problem="is not TOML: brackets or numbers without end; look for a bracket too many")
    what, _, _ = str(error).partition(" (at ")
    found = re.search(r"at line (\d+), column (\d+)\)$", str(error))
    line, column = (int(found[1]), f"column {found[2]}") if found else (text.count("\n") + 1, "end of the file")
    cure = 'texts stand in quotes (name = "camille"), each key once, and each bracket is closed'
    return Problem(file=file, line=line, place=column, problem=f"is not TOML: {what[:1].lower()}{what[1:]}; {cure}")
