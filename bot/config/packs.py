"""The rule packs that come with Rempart, by name."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Annotated, Final

from pydantic import AfterValidator

from bot.config.pack_file import parse_fragments, parse_pack
from bot.rules.faults import no_such
from bot.rules.packs import Pack

SUFFIX: Final = ".toml"
DEFAULTS: Final = ("essentials", "threats", "sexual-harassment", "hate", "pile-on")
"""What a person has who names none, and what `simulate` and `judge` use of their own accord."""


COMMUNAL: Final = ("instance", "sign-ups", "spam-wave")
"""What a community chooses from, and has all of where it names none."""


def pack_names() -> tuple[str, ...]:
    """The names a person may write, in alphabetical order."""
    folder = files("bot") / "policies"
    there = (one.name.removesuffix(SUFFIX) for one in folder.iterdir() if one.name.endswith(SUFFIX))
    return tuple(sorted(name for name in there if name not in COMMUNAL))


@cache
def pack(name: str) -> Pack:
    """A pack that exists, read once a process. Raises ConfigError where its file is broken."""
    file = files("bot") / "policies" / f"{name}{SUFFIX}"
    return parse_pack(file.read_text(encoding="utf-8"), file.name, fragments(), pack)


@cache
def fragments() -> Mapping[str, str]:
    """Parts of patterns that the packs share, by name. Raises Unusable where their file is broken."""
    file = files("bot") / "policies" / "shared" / f"fragments{SUFFIX}"
    return parse_fragments(file.read_text(encoding="utf-8"), file.name)


def _known(name: str) -> str:
    if name not in pack_names():
        raise ValueError(no_such(name, pack_names(), "pack"))
    return name


def _communal(name: str) -> str:
    if name not in COMMUNAL:
        raise ValueError(no_such(name, COMMUNAL, "pack for a community"))
    return name


CommunalName = Annotated[str, AfterValidator(_communal)]
PackName = Annotated[str, AfterValidator(_known)]
