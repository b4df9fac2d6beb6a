"""How far a first run has come, kept beside the configuration it will become; it holds no secret."""

from enum import StrEnum
from pathlib import Path

import msgspec

from bot.config.fresh import replace, write_fresh
from bot.errors import ConfigError
from bot.model.noun import Noun


class Step(StrEnum):
    """What is asked, in this order; each can be left, and taken up again."""

    LANGUAGE = "language"
    PERSON = "person"
    PACKS = "packs"
    ACCOUNTS = "accounts"
    DELEGATES = "delegates"
    CHANNELS = "channels"


class AccountDraft(Noun, frozen=True, kw_only=True):
    """An account that the shield was let into."""

    platform: str
    handle: str
    server: str
    file: str
    """That of its secret, from the folder of the configuration."""


class DelegateDraft(Noun, frozen=True, kw_only=True):
    """Somebody who looks so that the person need not."""

    name: str
    accounts: tuple[str, ...] = ()


class ChannelDraft(Noun, frozen=True, kw_only=True):
    """A channel on which a test arrived."""

    name: str
    file: str
    above: str = "high"


class Draft(Noun, frozen=True, kw_only=True):
    """All that was answered so far."""

    language: str = ""
    name: str = ""
    zone: str = ""
    packs: tuple[str, ...] = ()
    accounts: tuple[AccountDraft, ...] = ()
    delegates: tuple[DelegateDraft, ...] = ()
    channels: tuple[ChannelDraft, ...] = ()
    done: tuple[Step, ...] = ()
    loopback: bool = False
    """Whether servers on this machine may be named: for tests alone."""

    @property
    def next(self) -> Step | None:
        """The first step that is left; None where all are done."""
        return next((step for step in Step if step not in self.done), None)


def draft_of(file: Path) -> Path:
    """Where the draft of a configuration lies."""
    return file.with_name(f".{file.name}.begun")


def taken_up(file: Path) -> Draft:
    """What was answered before; nothing, where nothing was. Raises ConfigError where it cannot be read."""
    path = draft_of(file)
    try:
        return msgspec.json.decode(path.read_bytes(), type=Draft)
    except FileNotFoundError:
        return Draft()
    except msgspec.DecodeError as error:
        raise ConfigError(f"{path}: cannot be read; delete it to begin anew (secrets that are there stay)") from error


def keep(file: Path, draft: Draft) -> None:
    """Keep what was answered, whole: a crash leaves this, or what was kept before."""
    path, written = draft_of(file), msgspec.json.encode(draft)
    if path.exists():
        replace(path, path.read_bytes(), written)
    else:
        write_fresh(path, written.decode())
