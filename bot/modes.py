"""The mode of a person: its one writer, in the configuration and, with who did it, in the trail."""

from datetime import datetime
from pathlib import Path
from typing import Final

from bot.config.fresh import replace
from bot.config.switch import switched
from bot.errors import ConfigError
from bot.model.decision import Mode
from bot.store import write
from bot.store.database import Store

EVENTS: Final = {Mode.ACT: "shield:armed", Mode.OBSERVE: "shield:disarmed", Mode.OFF: "shield:off"}


def set_mode(store: Store, file: Path, person: str, mode: Mode, by: str, now: datetime) -> None:
    """Write a person's mode into the configuration, and that it was written into their chain: both, or neither.

    A running shield takes it up by itself. Raises ConfigError where it cannot be written.
    """
    before = file.read_bytes()
    mark, text = _parted(before.decode())
    after = mark + switched(text, person, mode)
    with store.writing() as connection:
        write.salt(connection, store.master, person)  # makes the person's row at first need
        write.append(connection, person, [(now, EVENTS[mode], {"by": by})])
        try:
            replace(file, before, after.encode())
        except OSError as error:
            raise ConfigError(
                f"{file}: cannot be written ({error.strerror}); run this as the user who owns it"
            ) from error


def _parted(text: str) -> tuple[str, str]:
    """The mark that some editors put before a text, and the text."""
    return ("\ufeff", text[1:]) if text.startswith("\ufeff") else ("", text)
