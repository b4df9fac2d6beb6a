"""What people change in their rules: drafted, checked, then written whole or not at all, with who did it in the chain.

The versions before lie beside the file, for whoever wants one of them back.
"""

import tomllib
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, NamedTuple

from bot.config import Config, check
from bot.config.change import Change, SetMode, kind_of
from bot.config.fresh import replace, write_fresh
from bot.config.rewrite import rewritten
from bot.errors import ConfigError, Refused
from bot.model.decision import Mode
from bot.store import write
from bot.store.database import Store

KEPT: Final = 10
EVENTS: Final = {Mode.ACT: "shield:armed", Mode.OBSERVE: "shield:disarmed", Mode.OFF: "shield:off"}
SUFFIX: Final = ".before"
STAMP: Final = "%Y%m%dT%H%M%S%fZ"
MARK: Final = "\ufeff"
"""What some editors put before a text."""
OWN: Final = ("mode", "packs", "budget", "rule")
"""The keys of a person that pages write."""


class Draft(NamedTuple):
    """A configuration as it would be."""

    before: bytes
    after: bytes
    config: Config

    @property
    def base(self) -> str:
        """What stands for the file that it was drafted from."""
        return sha256(self.before).hexdigest()


class Earlier(NamedTuple):
    """A version that was, by the name of its file."""

    name: str
    until: datetime


def draft(file: Path, person: str, change: Change) -> Draft:
    """The configuration with a change in it, checked. Raises ConfigError with line and cure; nothing is written."""
    before = file.read_bytes()
    mark, text = _parted(before.decode())
    after = mark + rewritten(text, person, change)
    return Draft(before, after.encode(), check(file, after.removeprefix(MARK).replace("\r\n", "\n")))


def settle(store: Store, file: Path, person: str, drafted: Draft, change: Change, by: str, now: datetime) -> None:
    """Write a draft down, and into the chain who did it: both, or neither. ConfigError where it cannot be written."""
    event = EVENTS[change.mode] if isinstance(change, SetMode) else "rules:written"
    _settle(store, file, person, drafted, (event, kind_of(change)), by, now)


def earlier(file: Path) -> list[Earlier]:
    """The versions that were, the latest first."""
    found = sorted(file.parent.glob(f"{file.name}.*{SUFFIX}"), reverse=True)
    return [Earlier(one.name, at) for one in found if (at := _until(file, one.name))]


def back(store: Store, file: Path, person: str, name: str, by: str, now: datetime) -> None:
    """Go back to a version that was. Raises Refused where that would change what is not this person's rules."""
    if name not in {one.name for one in earlier(file)}:
        raise Refused("there is no such version any more")
    before, after = file.read_bytes(), (file.parent / name).read_bytes()
    if _others(before, person) != _others(after, person):
        raise Refused("other things were changed in the file since; go back by hand")
    config = check(file, after.decode("utf-8-sig").replace("\r\n", "\n"))
    _settle(store, file, person, Draft(before, after, config), ("rules:written", "back"), by, now)


def _settle(
    store: Store, file: Path, person: str, drafted: Draft, event: tuple[str, str], by: str, now: datetime
) -> None:
    name, change = event
    line: dict[str, str | int] = {"by": by, "change": change, "from": drafted.base}
    line |= {"to": sha256(drafted.after).hexdigest()}
    try:
        _keep(file, drafted.before, now)
        with store.writing() as connection:
            write.salt(connection, store.master, person)  # makes the person's row at first need
            write.append(connection, person, [(now, name, line)])
            replace(file, drafted.before, drafted.after)
    except OSError as error:
        raise ConfigError(f"{file}: cannot be written ({error.strerror}); run this as the user who owns it") from error


def _keep(file: Path, before: bytes, now: datetime) -> None:
    """Keep what is about to be replaced, and let go of what is oldest."""
    with suppress(FileExistsError):
        write_fresh(file.with_name(f"{file.name}.{now.strftime(STAMP)}{SUFFIX}"), before.decode())
    for one in earlier(file)[KEPT:]:
        file.with_name(one.name).unlink(missing_ok=True)


def _until(file: Path, name: str) -> datetime | None:
    written = name.removeprefix(f"{file.name}.").removesuffix(SUFFIX)
    try:
        return datetime.strptime(f"{written}+0000", f"{STAMP}%z")
    except ValueError:
        return None


def _others(written: bytes, person: str) -> Mapping[str, Any]:
    """All that a file says but for the rules of one person."""
    data = tomllib.loads(written.decode("utf-8-sig"))
    for one in (*data.get("person", ()), *data.get("community", ())):
        if one.get("name") == person:
            for key in OWN:
                one.pop(key, None)
    return data


def _parted(text: str) -> tuple[str, str]:
    return (MARK, text[1:]) if text.startswith(MARK) else ("", text)
