"""A secret, and the two places it may come from: a file or an environment variable."""

import re
import stat
from collections.abc import Callable, Mapping
from hmac import compare_digest
from typing import Any, Final, NoReturn

from pydantic import GetCoreSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema, core_schema

from bot.config.surroundings import Secrets, Surroundings, surroundings
from bot.errors import ConfigError

HIDDEN: Final = "•••"
VARIABLE: Final = re.compile(r"[A-Z_][A-Z0-9_]*")
WRITE: Final = '{ file = "secrets/camille" } or { env = "CAMILLE_SECRET" }'


class Secret:
    """A value that no print, repr, format, copy or JSON shows; `reveal` is the only way to it."""

    __slots__ = ("_value", "missing")

    def __init__(self, value: str, missing: str = "") -> None:
        self._value = value
        self.missing = missing
        """Why there is no value; empty where there is one."""

    def reveal(self) -> str:
        """The value itself, to be handed to whoever needs it and not kept. Raises ConfigError where it is missing."""
        if self.missing:
            raise ConfigError(self.missing)
        return self._value

    def __repr__(self) -> str:
        """Never the value."""
        return f"Secret({HIDDEN})"

    def __str__(self) -> str:
        """Never the value."""
        return HIDDEN

    def __eq__(self, other: object) -> bool:
        """Whether both hold the same value, in constant time."""
        return isinstance(other, Secret) and compare_digest(self._value.encode(), other._value.encode())

    def __hash__(self) -> int:
        """All secrets hash alike, so that a hash tells nothing."""
        return hash(Secret)

    def __reduce__(self) -> NoReturn:
        """Refuse to be pickled or copied: a copy would be out of sight."""
        raise TypeError("a secret is not copied; hand on the one there is")

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        """Parse `{file = …}` or `{env = …}`, read it at once, and write it nowhere."""
        return core_schema.with_info_plain_validator_function(
            _parse, serialization=core_schema.plain_serializer_function_ser_schema(lambda _: HIDDEN)
        )


def _parse(written: object, info: ValidationInfo) -> Secret:
    around = surroundings(info)
    match written:
        case {"file": str(name), **others} if not others:
            return _found(around, lambda: _from_file(around, name))
        case {"env": str(name), **others} if not others:
            return _found(around, lambda: _from_environment(around.environment, name))
        case str():
            raise ValueError(f"a secret never stands in this file; write {WRITE}, and change the one that stood here")
    raise ValueError(f"says where the secret is, in one place; write {WRITE}")


def _found(around: Surroundings, read: Callable[[], str]) -> Secret:
    try:
        return Secret(read())
    except ValueError as error:
        if around.secrets is Secrets.NOW:
            raise
        return Secret("", missing=f"a secret is needed, and where the configuration looks for it: {error}")


def _from_file(around: Surroundings, name: str) -> str:
    """Read a secret's file; what was written as its name is never repeated, since it may be the secret itself."""
    path = around.folder / name
    around.on_file(path)
    try:
        mode = path.stat().st_mode if "\0" not in name else 0
        value = path.read_text(encoding="utf-8").strip() if stat.S_ISREG(mode) else ""
    except FileNotFoundError:
        raise ValueError(f"no such file; make it, mode 600 (relative paths start at {around.folder})") from None
    except OSError:
        raise ValueError("this user may not read the file; give it to the user that runs Rempart") from None
    except UnicodeDecodeError:
        raise ValueError("the file holds no text; put the secret into it, on one line, as UTF-8") from None
    if not stat.S_ISREG(mode):
        raise ValueError("not a file; write the path of a file that holds only the secret")
    if mode & stat.S_IRWXO:
        raise ValueError("everybody on this machine may read the file; run chmod 600 on it")
    return _stated(value, "the file is empty; put the secret into it, on one line")


def _from_environment(environment: Mapping[str, str], name: str) -> str:
    """Look a variable up; a name that cannot be one may be the secret itself and is not repeated."""
    if not VARIABLE.fullmatch(name):
        raise ValueError('not the name of an environment variable; write one in capitals: env = "CAMILLE_SECRET"')
    value = environment.get(name, "").strip()
    return _stated(value, f"the environment variable {name} is not set; set it where Rempart is started")


def _stated(value: str, sentence: str) -> str:
    if not value:
        raise ValueError(sentence)
    return value
