"""The configuration that a first run writes: its text, read back before it stands there, and never over another."""

import json
import os
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from bot.alerts.wording import Wording
from bot.config import Config, load, understood
from bot.config.fresh import settle, write_fresh
from bot.errors import ConfigError
from bot.firstrun.draft import Draft

WEEK: Final = timedelta(days=7)
"""How long a shield should observe before it acts."""


def config_text(draft: Draft, words: Wording, today: date) -> str:
    """The TOML of a draft, with what each part is for in the person's language."""
    return "\n".join(_lines(draft, words, today)) + "\n"


def put_there(file: Path, text: str) -> Config:
    """Write a new configuration, once it has been read back beside its place as `rempart run` reads it.

    Raises ConfigError where it cannot be used, or where there is one.
    """
    trial = file.with_name(f".{file.name}.trial")
    trial.unlink(missing_ok=True)
    try:
        write_fresh(trial, text)
        load(trial, check_alert_url=understood)
        os.link(trial, file)
    except FileExistsError as error:
        raise ConfigError(f"{file}: it is there already, and is not written over") from error
    finally:
        trial.unlink(missing_ok=True)
    settle(file.parent)
    return load(file)


def _lines(draft: Draft, words: Wording, today: date) -> Iterator[str]:
    until = (today + WEEK).isoformat()
    yield from _comment(words.say("written.head"))
    yield f"language = {_text(draft.language)}"
    yield ""
    yield "[[person]]"
    yield f"name     = {_text(draft.name)}"
    yield f"language = {_text(draft.language)}"
    yield f"zone     = {_text(draft.zone)}"
    yield from _comment(words.say("written.mode", until=until, name=draft.name))
    yield 'mode     = "observe"'
    yield from _comment(words.say("written.packs"))
    yield f"packs    = {_texts(draft.packs)}"
    for account in draft.accounts:
        yield from _table("account", words.say(f"written.{account.platform}"))
        yield f"  platform = {_text(account.platform)}"
        yield f"  handle   = {_text(account.handle)}"
        yield f"  server   = {_text(account.server)}"
        yield f"  secret   = {{ file = {_text(account.file)} }}"
    for channel in draft.channels:
        yield from _table("alert", words.say("written.alert"))
        yield f"  url   = {{ file = {_text(channel.file)} }}"
        yield f"  above = {_text(channel.above)}"
        yield f"  name  = {_text(channel.name)}"
    for delegate in draft.delegates:
        yield from _table("delegate", words.say("written.delegate"))
        yield f"  name     = {_text(delegate.name)}"
        yield f"  accounts = {_texts(delegate.accounts)}"
    if draft.loopback:
        yield from ("", "[network]", "allow_loopback = true")


def _table(name: str, said: str) -> Iterator[str]:
    yield ""
    yield from (f"  {line}" for line in _comment(said))
    yield f"  [[person.{name}]]"


def _comment(said: str) -> Iterator[str]:
    return (f"# {line}" for line in said.splitlines())


def _text(value: str) -> str:
    """A string of TOML, which JSON's are, but for one control character that no value here may hold."""
    return json.dumps(value, ensure_ascii=False)


def _texts(values: tuple[str, ...]) -> str:
    return f"[{', '.join(map(_text, values))}]"
